import { Body, Controller, Get, Header, Inject, Param, Post, Query, Redirect, Req, UploadedFiles, UseInterceptors } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { type ActingRequest, actorOf, Allow, NeedsKey, viewerOf } from '@genmaele/access';
import { casesOf } from '@genmaele/cases';
import { billsOf, documentsOf, type Hearing, hearingById, listHearings, readingOf, receiveHearing, roundsOf } from '@genmaele/intake';
import { caseKinds, hearingBillQuery, hearingFields, type HearingFields, hearingRounds } from '@genmaele/contracts';
import { Clock, type Environment, ENVIRONMENT } from '@genmaele/platform';
import { DataSource } from 'typeorm';
import { type z } from 'zod';
import { IdParameter, RequestShape } from '../house/request-shape.js';
import { page } from '../pages/page-views.js';
import { billOfHearing } from './hearing-bill.js';
import { HearingFilesInterceptor, receivedFiles, type UploadedParts } from './hearing-files.js';
import { billView } from './hearing-view.js';

/** The page of a hearing: its bill as a tree that can be pointed at, and what an earlier version of it has become. */
@ApiExcludeController()
@Controller('hoeringer')
export class HearingPageController {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(ENVIRONMENT) private readonly env: Environment,
  ) {}

  @Post()
  @Allow('hearing.receive')
  @NeedsKey()
  @UseInterceptors(HearingFilesInterceptor)
  @Redirect('/', 303)
  async receive(
    @Req() request: ActingRequest,
    @UploadedFiles() files: UploadedParts,
    @Body(new RequestShape(hearingFields)) fields: HearingFields,
  ) {
    const by = { actorId: actorOf(request).id, requestId: request.id, now: this.clock.now() };
    await receiveHearing(this.database, fields, receivedFiles(files), by, this.env.UPLOAD_LIMIT_BYTES);
  }

  @Get(':id')
  @Allow('hearing.read')
  @Header('Content-Type', 'text/html; charset=utf-8')
  async one(
    @Req() request: ActingRequest,
    @Param('id', IdParameter) id: string,
    @Query(new RequestShape(hearingBillQuery)) { since }: z.infer<typeof hearingBillQuery>,
  ) {
    const hearing = await hearingById(this.database, id);
    const around = await this.#around(request, id);
    const facts = { actor: actorOf(request), hearing, ...around, since, earlier: await this.#earlierThan(request, hearing) };
    if (hearing.state !== 'read') return page('hearing', facts);
    const bill = await billOfHearing(this.database, id, since);
    return page('hearing', { ...facts, ...billView(bill, since === undefined ? undefined : await readingOf(this.database, since)) });
  }

  /** What the hearing stands among: its rounds, the cases that answer it, the bills that came of it, and what came with it. */
  async #around(request: ActingRequest, id: string) {
    const viewer = viewerOf(request, this.clock.now());
    return {
      rounds: await roundsOf(this.database, id, viewer),
      roundNames: hearingRounds,
      cases: await casesOf(this.database, id, viewer),
      caseKinds,
      bills: await billsOf(this.database, id),
      documents: await documentsOf(this.database, id),
    };
  }

  /** The read bills of the same ministry, which may be earlier versions of this one. */
  async #earlierThan(request: ActingRequest, { id, ministryId }: Hearing): Promise<Hearing[]> {
    const hearings = await listHearings(this.database, viewerOf(request, this.clock.now()));
    return hearings.filter((other) => other.id !== id && other.state === 'read' && other.ministryId === ministryId);
  }
}
