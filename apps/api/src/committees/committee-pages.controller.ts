import { Controller, Get, Header, Inject, Param, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { type ActingRequest, actorOf, Allow, mayDo } from '@genmaele/access';
import { bodyKinds, memberFunctions, outcomes, procedureVotes, silenceRules } from '@genmaele/contracts';
import { meetingStates } from '@genmaele/committees';
import { IdParameter } from '../house/request-shape.js';
import { page } from '../pages/page-views.js';
import { BodyDesk } from './body-desk.js';
import { MeetingDesk } from './meeting-desk.js';

/** The Danish words that the pages of the bodies print. */
const words = {
  kinds: bodyKinds,
  functions: memberFunctions,
  outcomes,
  states: meetingStates,
  votes: procedureVotes,
  silence: silenceRules,
};

/** The pages of the political bodies: readable on a telephone, and without scripts. */
@ApiExcludeController()
@Controller()
export class CommitteePagesController {
  constructor(
    @Inject(BodyDesk) private readonly bodies: BodyDesk,
    @Inject(MeetingDesk) private readonly meetings: MeetingDesk,
  ) {}

  @Get('udvalg')
  @Allow('committee.read')
  @Header('Content-Type', 'text/html; charset=utf-8')
  async list(@Req() request: ActingRequest) {
    return page('bodies', { actor: actorOf(request), words, bodies: await this.bodies.list() });
  }

  @Get('udvalg/:bodyId')
  @Allow('committee.read')
  @Header('Content-Type', 'text/html; charset=utf-8')
  async body(@Req() request: ActingRequest, @Param('bodyId') bodyId: string) {
    return page('body', { actor: actorOf(request), words, ...(await this.bodies.one(request, bodyId)) });
  }

  /** A meeting: agenda, papers, decisions and minutes, with the forms for what this person may do. */
  @Get('moeder/:id')
  @Allow('committee.read')
  @Header('Content-Type', 'text/html; charset=utf-8')
  async meeting(@Req() request: ActingRequest, @Param('id', IdParameter) id: string) {
    const actor = actorOf(request);
    const view = await this.meetings.one(request, id);
    const later = (await this.bodies.one(request, view.meeting.committeeId)).coming.filter((each) => each.date > view.meeting.date);
    return page('meeting', { actor, words, later, readsCases: mayDo(actor.roles, 'case.read'), ...view });
  }

  /** What waits for a member: meetings to come, minutes to confirm, questions in writing. */
  @Get('mine-moeder')
  @Allow('committee.vote')
  @Header('Content-Type', 'text/html; charset=utf-8')
  async mine(@Req() request: ActingRequest) {
    return page('my-meetings', { actor: actorOf(request), words, ...(await this.bodies.mine(request)) });
  }

  @Get('procedurer/:id')
  @Allow('committee.read')
  @Header('Content-Type', 'text/html; charset=utf-8')
  async procedure(@Req() request: ActingRequest, @Param('id', IdParameter) id: string) {
    return page('procedure', { actor: actorOf(request), words, ...(await this.bodies.procedure(request, id)) });
  }
}
