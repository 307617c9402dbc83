import { Body, Controller, Get, HttpCode, Inject, Param, Post, Req } from '@nestjs/common';
import { ApiBody, ApiTags } from '@nestjs/swagger';
import { type ActingRequest, Allow, NeedsKey, VersionOf } from '@genmaele/access';
import { addMember, closeEarly, makeBody, planMeeting, renameBody } from '@genmaele/committees';
import {
  bodyFields,
  type BodyFields,
  bodyNameFields,
  meetingFields,
  type MeetingFields,
  membershipFields,
  type MembershipFields,
  procedureFields,
  type ProcedureFields,
  voteBody,
  type VoteBody,
} from '@genmaele/contracts';
import { z } from 'zod';
import { documented } from '../api-shapes.js';
import { IdParameter, RequestShape } from '../house/request-shape.js';
import { BodyDesk } from './body-desk.js';
import { MeetingDesk } from './meeting-desk.js';

const lastDayBody = z.object({ lastDay: z.iso.date().optional() });

/** Political bodies, their members and meetings, and what they decide in writing. */
@ApiTags('committees')
@Controller()
export class BodiesController {
  constructor(
    @Inject(BodyDesk) private readonly bodies: BodyDesk,
    @Inject(MeetingDesk) private readonly meetings: MeetingDesk,
  ) {}

  /** The bodies that stand today. */
  @Get('bodies')
  @Allow('committee.read')
  list() {
    return this.bodies.list();
  }

  /** What waits for the person as a member of bodies. */
  @Get('me/meetings')
  @Allow('committee.vote')
  mine(@Req() request: ActingRequest) {
    return this.bodies.mine(request);
  }

  @Get('bodies/:bodyId')
  @Allow('committee.read')
  one(@Req() request: ActingRequest, @Param('bodyId') bodyId: string) {
    return this.bodies.one(request, bodyId);
  }

  @Post('bodies')
  @Allow('committee.manage')
  @NeedsKey()
  @ApiBody(documented(bodyFields))
  async make(@Req() request: ActingRequest, @Body(new RequestShape(bodyFields)) fields: BodyFields) {
    await this.meetings.write(request, (tx, by) => makeBody(tx, fields, by));
    return { bodyId: fields.id };
  }

  /** Another name from a day on; what was printed before keeps the old one. */
  @Post('bodies/:bodyId/names')
  @Allow('committee.manage')
  @NeedsKey()
  @ApiBody(documented(bodyNameFields))
  async rename(
    @Req() request: ActingRequest,
    @Param('bodyId') bodyId: string,
    @Body(new RequestShape(bodyNameFields)) to: z.infer<typeof bodyNameFields>,
  ) {
    await this.meetings.write(request, (tx, by) => renameBody(tx, bodyId, to, by));
    return { bodyId };
  }

  @Post('bodies/:bodyId/memberships')
  @Allow('committee.manage')
  @NeedsKey()
  @ApiBody(documented(membershipFields))
  async addMember(
    @Req() request: ActingRequest,
    @Param('bodyId') bodyId: string,
    @Body(new RequestShape(membershipFields)) fields: MembershipFields,
  ) {
    return { membershipId: await this.meetings.write(request, (tx, by) => addMember(tx, bodyId, fields, by)) };
  }

  /** The place ends after the day given, or after today. */
  @Post('bodies/:bodyId/memberships/:id/end')
  @HttpCode(200)
  @Allow('committee.manage')
  @VersionOf('membership')
  @ApiBody(documented(lastDayBody))
  async endMembership(
    @Req() request: ActingRequest,
    @Param('bodyId') bodyId: string,
    @Param('id', IdParameter) id: string,
    @Body(new RequestShape(lastDayBody)) { lastDay }: z.infer<typeof lastDayBody>,
  ) {
    await this.bodies.end(request, bodyId, id, lastDay);
    return { membershipId: id };
  }

  @Post('bodies/:bodyId/meetings')
  @Allow('committee.manage')
  @NeedsKey()
  @ApiBody(documented(meetingFields))
  async plan(@Req() request: ActingRequest, @Param('bodyId') bodyId: string, @Body(new RequestShape(meetingFields)) fields: MeetingFields) {
    return { meetingId: await this.meetings.write(request, (tx, by) => planMeeting(tx, bodyId, fields, by)) };
  }

  /** Puts a question to the body in writing. */
  @Post('bodies/:bodyId/procedures')
  @Allow('committee.manage')
  @NeedsKey()
  @ApiBody(documented(procedureFields))
  openProcedure(
    @Req() request: ActingRequest,
    @Param('bodyId') bodyId: string,
    @Body(new RequestShape(procedureFields)) fields: ProcedureFields,
  ) {
    return this.bodies.openProcedure(request, bodyId, fields);
  }

  @Get('procedures/:id')
  @Allow('committee.read')
  procedure(@Req() request: ActingRequest, @Param('id', IdParameter) id: string) {
    return this.bodies.procedure(request, id);
  }

  /** A member's answer; the last one before the deadline counts. */
  @Post('procedures/:id/votes')
  @HttpCode(200)
  @Allow('committee.vote')
  @ApiBody(documented(voteBody))
  vote(@Req() request: ActingRequest, @Param('id', IdParameter) id: string, @Body(new RequestShape(voteBody)) body: VoteBody) {
    return this.bodies.vote(request, id, body);
  }

  /** Ends the procedure when everyone has answered. */
  @Post('procedures/:id/close')
  @HttpCode(200)
  @Allow('committee.decide')
  async close(@Req() request: ActingRequest, @Param('id', IdParameter) id: string) {
    return { state: await this.meetings.write(request, (tx, by) => closeEarly(tx, id, by)) };
  }
}
