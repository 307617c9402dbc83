import { Body, Controller, Inject, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { type ActingRequest, Allow } from '@genmaele/access';
import { parseDeadline } from '@genmaele/calendar';
import { consentToLateItem, planMeeting, putAttendance, recordDecision, replyToMinutes } from '@genmaele/committees';
import {
  agendaItemFields,
  AppError,
  attendanceBody,
  decisionBody,
  meetingActionBody,
  meetingFields,
  minutesReplyBody,
  procedureFields,
  voteBody,
} from '@genmaele/contracts';
import { type Response } from 'express';
import { heldTo, IdParameter } from '../house/request-shape.js';
import { BodyDesk } from './body-desk.js';
import { MeetingDesk } from './meeting-desk.js';

type Form = Record<string, string | string[] | undefined>;

/** The fields that were filled in; an empty field of a form is one that was left out. */
function filled(form: Form, ...names: string[]): Record<string, string> {
  const given = names.map((name) => [name, [form[name]].flat()[0]?.trim() ?? ''] as const);
  return Object.fromEntries(given.filter(([, value]) => value !== ''));
}

/** A day, or a day with a clock time in Copenhagen, as a moment. Errors: `request.invalid`. */
function momentOf(text: string | undefined, name: string): string | undefined {
  if (text === undefined) return undefined;
  try {
    return parseDeadline(text).instant;
  } catch {
    throw new AppError('request.invalid', { problem: `${name}: har en forkert form` });
  }
}

/** The forms of the pages of the political bodies. They call what the api calls. */
@ApiExcludeController()
@Controller()
export class CommitteeFormsController {
  constructor(
    @Inject(BodyDesk) private readonly bodies: BodyDesk,
    @Inject(MeetingDesk) private readonly meetings: MeetingDesk,
  ) {}

  @Post('udvalg/:bodyId/moeder')
  @Allow('committee.manage')
  async plan(@Req() request: ActingRequest, @Param('bodyId') bodyId: string, @Body() form: Form, @Res() response: Response) {
    const fields = heldTo(meetingFields, filled(form, 'date', 'startTime', 'place', 'onlineUrl', 'agendaClose', 'papersDate'));
    const id = await this.meetings.write(request, (tx, by) => planMeeting(tx, bodyId, fields, by));
    response.redirect(303, `/moeder/${id}`);
  }

  @Post('udvalg/:bodyId/procedurer')
  @Allow('committee.manage')
  async ask(@Req() request: ActingRequest, @Param('bodyId') bodyId: string, @Body() form: Form, @Res() response: Response) {
    const { deadline, ...given } = filled(form, 'question', 'recommendation', 'caseId', 'versionSha256', 'deadline', 'silence');
    const fields = heldTo(procedureFields, { ...given, open: form['closed'] === undefined, deadline: momentOf(deadline, 'deadline') });
    const { procedureId } = await this.bodies.openProcedure(request, bodyId, fields);
    response.redirect(303, `/procedurer/${procedureId}`);
  }

  @Post('moeder/:id/handlinger/:action')
  @Allow('committee.manage')
  async act(
    @Req() request: ActingRequest,
    @Param('id', IdParameter) id: string,
    @Param('action') action: string,
    @Body() form: Form,
    @Res() response: Response,
  ) {
    const { minutesDeadline, ...given } = filled(form, 'reason', 'minutesDeadline');
    const body = heldTo(meetingActionBody, { ...given, minutesDeadline: momentOf(minutesDeadline, 'minutesDeadline') });
    await this.meetings.act(request, id, action, body);
    response.redirect(303, `/moeder/${id}`);
  }

  @Post('moeder/:id/punkter')
  @Allow('committee.manage')
  async add(@Req() request: ActingRequest, @Param('id', IdParameter) id: string, @Body() form: Form, @Res() response: Response) {
    const given = filled(form, 'title', 'caseId', 'versionSha256', 'recommendation', 'lateReason');
    await this.meetings.putItem(request, id, heldTo(agendaItemFields, { ...given, open: form['closed'] === undefined }));
    response.redirect(303, `/moeder/${id}`);
  }

  @Post('moeder/:id/fremmoede')
  @Allow('committee.decide')
  async attendance(@Req() request: ActingRequest, @Param('id', IdParameter) id: string, @Body() form: Form, @Res() response: Response) {
    const { present } = heldTo(attendanceBody, { present: [form['present'] ?? []].flat() });
    await this.meetings.write(request, (tx, by) => putAttendance(tx, id, present, by));
    response.redirect(303, `/moeder/${id}`);
  }

  @Post('moeder/:id/punkter/:itemId/samtykke')
  @Allow('committee.vote')
  async consent(
    @Req() request: ActingRequest,
    @Param('id', IdParameter) id: string,
    @Param('itemId', IdParameter) itemId: string,
    @Res() response: Response,
  ) {
    await this.meetings.onItem(request, id, itemId, (tx, by) => consentToLateItem(tx, itemId, by));
    response.redirect(303, `/moeder/${id}`);
  }

  @Post('moeder/:id/punkter/:itemId/beslutning')
  @Allow('committee.decide')
  async decide(
    @Req() request: ActingRequest,
    @Param('id', IdParameter) id: string,
    @Param('itemId', IdParameter) itemId: string,
    @Body() form: Form,
    @Res() response: Response,
  ) {
    const body = heldTo(decisionBody, filled(form, 'outcome', 'changes', 'postponedTo', 'corrects', 'reason'));
    await this.meetings.onItem(request, id, itemId, (tx, by) => recordDecision(tx, itemId, body, by));
    response.redirect(303, `/moeder/${id}`);
  }

  @Post('moeder/:id/referat/svar')
  @Allow('committee.vote')
  async reply(@Req() request: ActingRequest, @Param('id', IdParameter) id: string, @Body() form: Form, @Res() response: Response) {
    const body = heldTo(minutesReplyBody, filled(form, 'kind', 'text'));
    await this.meetings.write(request, (tx, by) => replyToMinutes(tx, id, body, by));
    response.redirect(303, `/moeder/${id}`);
  }

  @Post('procedurer/:id/svar')
  @Allow('committee.vote')
  async vote(@Req() request: ActingRequest, @Param('id', IdParameter) id: string, @Body() form: Form, @Res() response: Response) {
    await this.bodies.vote(request, id, heldTo(voteBody, filled(form, 'vote', 'text', 'membershipId')));
    response.redirect(303, `/procedurer/${id}`);
  }
}
