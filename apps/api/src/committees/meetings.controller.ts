import { Body, Controller, Get, HttpCode, Inject, Param, Post, Req, Res, UploadedFiles, UseInterceptors } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiTags } from '@nestjs/swagger';
import { type ActingRequest, Allow, NeedsKey, onSeenVersion, VersionOf } from '@genmaele/access';
import {
  consentToLateItem,
  moveAgendaItem,
  moveMeeting,
  putItemAbsence,
  removeItemAbsence,
  withdrawAgendaItem,
} from '@genmaele/committees';
import {
  absenceBody,
  agendaItemFields,
  type AgendaItemFields,
  attendanceBody,
  decisionBody,
  type DecisionBody,
  meetingActionBody,
  type MeetingActionBody,
  meetingFields,
  type MeetingFields,
  type MinutesReply,
  minutesReplyBody,
} from '@genmaele/contracts';
import { type Response } from 'express';
import { z } from 'zod';
import { documented, documentedForm } from '../api-shapes.js';
import { HearingFilesInterceptor, type UploadedParts } from '../hearings/hearing-files.js';
import { IdParameter, RequestShape } from '../house/request-shape.js';
import { MeetingDesk } from './meeting-desk.js';
import { oneFile } from './one-file.js';

const placeBody = z.object({ place: z.int().min(1).max(500) });

/** Meetings: agenda, papers, who came, what was decided, and the minutes. */
@ApiTags('committees')
@Controller('meetings/:id')
export class MeetingsController {
  constructor(@Inject(MeetingDesk) private readonly desk: MeetingDesk) {}

  @Get()
  @Allow('committee.read')
  @VersionOf('meeting')
  one(@Req() request: ActingRequest, @Param('id', IdParameter) id: string) {
    return this.desk.one(request, id);
  }

  /** Moves the meeting, while its agenda is open. */
  @Post('plan')
  @HttpCode(200)
  @Allow('committee.manage')
  @VersionOf('meeting')
  @ApiBody(documented(meetingFields))
  async plan(
    @Req() request: ActingRequest,
    @Param('id', IdParameter) id: string,
    @Body(new RequestShape(meetingFields)) fields: MeetingFields,
  ) {
    await this.desk.write(request, (tx, by) => onSeenVersion(request, tx, 'meeting', id, () => moveMeeting(tx, id, fields, by)));
    return { meetingId: id };
  }

  /** Takes an action on the meeting; its table decides. */
  @Post('actions/:action')
  @HttpCode(200)
  @Allow('committee.manage')
  @VersionOf('meeting')
  @NeedsKey()
  @ApiBody(documented(meetingActionBody))
  act(
    @Req() request: ActingRequest,
    @Param('id', IdParameter) id: string,
    @Param('action') action: string,
    @Body(new RequestShape(meetingActionBody)) body: MeetingActionBody,
  ) {
    return this.desk.act(request, id, action, body);
  }

  @Post('items')
  @Allow('committee.manage')
  @NeedsKey()
  @ApiBody(documented(agendaItemFields))
  add(
    @Req() request: ActingRequest,
    @Param('id', IdParameter) id: string,
    @Body(new RequestShape(agendaItemFields)) fields: AgendaItemFields,
  ) {
    return this.desk.putItem(request, id, fields);
  }

  @Post('items/:itemId')
  @HttpCode(200)
  @Allow('committee.manage')
  @VersionOf('agenda-item', 'itemId')
  @ApiBody(documented(agendaItemFields))
  change(
    @Req() request: ActingRequest,
    @Param('id', IdParameter) id: string,
    @Param('itemId', IdParameter) itemId: string,
    @Body(new RequestShape(agendaItemFields)) fields: AgendaItemFields,
  ) {
    return this.desk.putItem(request, id, fields, itemId);
  }

  /** Moves an item to a place in the order. */
  @Post('items/:itemId/place')
  @HttpCode(200)
  @Allow('committee.manage')
  @VersionOf('agenda-item', 'itemId')
  @ApiBody(documented(placeBody))
  async move(
    @Req() request: ActingRequest,
    @Param('id', IdParameter) id: string,
    @Param('itemId', IdParameter) itemId: string,
    @Body(new RequestShape(placeBody)) { place }: z.infer<typeof placeBody>,
  ) {
    await this.desk.onItem(request, id, itemId, (tx, by) => moveAgendaItem(tx, itemId, place, by));
    return { itemId };
  }

  @Post('items/:itemId/withdraw')
  @HttpCode(200)
  @Allow('committee.manage')
  @VersionOf('agenda-item', 'itemId')
  async withdraw(@Req() request: ActingRequest, @Param('id', IdParameter) id: string, @Param('itemId', IdParameter) itemId: string) {
    await this.desk.onItem(request, id, itemId, (tx, by) => withdrawAgendaItem(tx, itemId, by));
    return { itemId };
  }

  /** The chair consents to a late item. */
  @Post('items/:itemId/consent')
  @HttpCode(200)
  @Allow('committee.vote')
  @VersionOf('agenda-item', 'itemId')
  async consent(@Req() request: ActingRequest, @Param('id', IdParameter) id: string, @Param('itemId', IdParameter) itemId: string) {
    await this.desk.onItem(request, id, itemId, (tx, by) => consentToLateItem(tx, itemId, by));
    return { itemId };
  }

  /** The version of the case that the members have before them. */
  @Get('items/:itemId/draft')
  @Allow('committee.read')
  draft(@Req() request: ActingRequest, @Param('id', IdParameter) id: string, @Param('itemId', IdParameter) itemId: string) {
    return this.desk.draftOf(request, id, itemId);
  }

  /** Lays one file, in the field `documents`, with an item. */
  @Post('items/:itemId/attachments')
  @Allow('committee.decide')
  @NeedsKey()
  @UseInterceptors(HearingFilesInterceptor)
  @ApiConsumes('multipart/form-data')
  @ApiBody(documentedForm(z.object({}), { documents: { many: false } }))
  attach(
    @Req() request: ActingRequest,
    @Param('id', IdParameter) id: string,
    @Param('itemId', IdParameter) itemId: string,
    @UploadedFiles() files: UploadedParts | undefined,
  ) {
    return this.desk.attach(request, id, itemId, oneFile(files));
  }

  @Get('items/:itemId/attachments/:sha256')
  @Allow('committee.read')
  async attachment(
    @Req() request: ActingRequest,
    @Param('id', IdParameter) id: string,
    @Param('itemId', IdParameter) itemId: string,
    @Param('sha256') sha256: string,
    @Res() response: Response,
  ) {
    const { fileName, mediaType, bytes } = await this.desk.attachment(request, id, itemId, sha256);
    response.attachment(fileName).type(mediaType).send(bytes);
  }

  /** Writes down who is present. */
  @Post('attendance')
  @HttpCode(200)
  @Allow('committee.decide')
  @VersionOf('meeting')
  @ApiBody(documented(attendanceBody))
  async attendance(
    @Req() request: ActingRequest,
    @Param('id', IdParameter) id: string,
    @Body(new RequestShape(attendanceBody)) { present }: z.infer<typeof attendanceBody>,
  ) {
    await this.desk.putPresent(request, id, present);
    return { meetingId: id };
  }

  /** A member does not take part in an item: ineligible, or out of the room. */
  @Post('items/:itemId/absences')
  @HttpCode(200)
  @Allow('committee.decide')
  @VersionOf('agenda-item', 'itemId')
  @ApiBody(documented(absenceBody))
  async absence(
    @Req() request: ActingRequest,
    @Param('id', IdParameter) id: string,
    @Param('itemId', IdParameter) itemId: string,
    @Body(new RequestShape(absenceBody)) body: z.infer<typeof absenceBody>,
  ) {
    await this.desk.onItem(request, id, itemId, (tx, by) => putItemAbsence(tx, itemId, body, by));
    return { itemId };
  }

  @Post('items/:itemId/absences/:membershipId/remove')
  @HttpCode(200)
  @Allow('committee.decide')
  @VersionOf('agenda-item', 'itemId')
  async presence(
    @Req() request: ActingRequest,
    @Param('id', IdParameter) id: string,
    @Param('itemId', IdParameter) itemId: string,
    @Param('membershipId', IdParameter) membershipId: string,
  ) {
    await this.desk.onItem(request, id, itemId, (tx, by) => removeItemAbsence(tx, itemId, membershipId, by));
    return { itemId };
  }

  /** Writes down what was decided on an item, or corrects it. */
  @Post('items/:itemId/decisions')
  @Allow('committee.decide')
  @VersionOf('agenda-item', 'itemId')
  @NeedsKey()
  @ApiBody(documented(decisionBody))
  async decide(
    @Req() request: ActingRequest,
    @Param('id', IdParameter) id: string,
    @Param('itemId', IdParameter) itemId: string,
    @Body(new RequestShape(decisionBody)) body: DecisionBody,
  ) {
    return { decisionId: await this.desk.decide(request, id, itemId, body) };
  }

  /** A member confirms the minutes, or objects. */
  @Post('minutes/replies')
  @HttpCode(200)
  @Allow('committee.vote')
  @VersionOf('meeting')
  @ApiBody(documented(minutesReplyBody))
  async reply(
    @Req() request: ActingRequest,
    @Param('id', IdParameter) id: string,
    @Body(new RequestShape(minutesReplyBody)) body: MinutesReply,
  ) {
    await this.desk.reply(request, id, body);
    return { meetingId: id };
  }

  /** `agenda.pdf` as invited, `agenda-held.pdf`, `minutes.pdf`. */
  @Get('papers/:kind')
  @Allow('committee.read')
  async paper(@Req() request: ActingRequest, @Param('id', IdParameter) id: string, @Param('kind') kind: string, @Res() response: Response) {
    const bytes = await this.desk.paper(request, id, kind);
    response.setHeader('Content-Disposition', 'inline').type('application/pdf').send(bytes);
  }
}
