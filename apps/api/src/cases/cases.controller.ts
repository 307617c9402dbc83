import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query, Req } from '@nestjs/common';
import { ApiBody, ApiTags } from '@nestjs/swagger';
import { type ActingRequest, actorOf, Allow, NeedsKey, onSeenVersion, VersionOf, viewerOf } from '@genmaele/access';
import { linesAbout } from '@genmaele/audit';
import { assignCommittee, caseView, listCases, publicationOf } from '@genmaele/cases';
import { committeesStanding } from '@genmaele/committees';
import { type ActionBody, actionBody } from '@genmaele/contracts';
import { localDateOf } from '@genmaele/calendar';
import { Clock, inTransaction } from '@genmaele/platform';
import { DataSource } from 'typeorm';
import { type z } from 'zod';
import { committeeBody, documented, logQuery } from '../api-shapes.js';
import { IdParameter, RequestShape } from '../house/request-shape.js';
import { CaseDesk } from './case-desk.js';

/** Cases: seen, acted on, and given to a committee. */
@ApiTags('cases')
@Controller()
export class CasesController {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(CaseDesk) private readonly desk: CaseDesk,
  ) {}

  /** The cases, the nearest deadline first. */
  @Get('cases')
  @Allow('case.read')
  list(@Req() request: ActingRequest) {
    return listCases(this.database, viewerOf(request, this.clock.now()));
  }

  /** One case with draft, steps, tasks and plan, and the actions that the workflow table offers this person. */
  @Get('cases/:id')
  @Allow('case.read')
  @VersionOf('case')
  async one(@Req() request: ActingRequest, @Param('id', IdParameter) id: string) {
    const view = await caseView(this.database, id);
    const { publication } = await publicationOf(this.database, id);
    return { ...view, publication, etag: request.version, actions: await this.desk.offered(view, actorOf(request)) };
  }

  /** Takes an action on a case; the workflow table decides. `seen` is the hash of what the person has read. */
  @Post('cases/:id/actions/:action')
  @HttpCode(200)
  @Allow('case.act')
  @VersionOf('case')
  @NeedsKey()
  @ApiBody(documented(actionBody))
  act(
    @Req() request: ActingRequest,
    @Param('id', IdParameter) id: string,
    @Param('action') action: string,
    @Body(new RequestShape(actionBody)) body: ActionBody,
  ) {
    return this.desk.act(request, id, action, body);
  }

  /** Gives the case to another committee than the one the bill's words point to. */
  @Post('cases/:id/committee')
  @HttpCode(200)
  @Allow('draft.edit')
  @VersionOf('case')
  @ApiBody(documented(committeeBody))
  async committee(
    @Req() request: ActingRequest,
    @Param('id', IdParameter) id: string,
    @Body(new RequestShape(committeeBody)) body: z.infer<typeof committeeBody>,
  ) {
    const by = { actorId: actorOf(request).id, requestId: request.id, now: this.clock.now() };
    await inTransaction(this.database, (tx) => onSeenVersion(request, tx, 'case', id, () => assignCommittee(tx, id, body.committeeId, by)));
    return { caseId: id, committeeId: body.committeeId };
  }

  /** What the log says of a case: who did and who read what, the latest first; `before` is the line to go on from. */
  @Get('cases/:id/log')
  @Allow('log.read')
  async log(@Param('id', IdParameter) id: string, @Query(new RequestShape(logQuery)) { before }: z.infer<typeof logQuery>) {
    await caseView(this.database, id);
    return { lines: await linesAbout(this.database, `case:${id}`, 200, before) };
  }

  /** The committees that stand today. */
  @Get('committees')
  @Allow('case.read')
  committees() {
    return committeesStanding(this.database, localDateOf(this.clock.now()));
  }
}
