import { Controller, Get, Header, Inject, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { type ActingRequest, actorOf, Allow } from '@genmaele/access';
import { linesAbout } from '@genmaele/audit';
import { keptForGood, retentionSubject, wouldRetain } from '@genmaele/delivery';
import { Clock } from '@genmaele/platform';
import { DataSource } from 'typeorm';
import { page } from '../pages/page-views.js';

/** The page that says how long what is kept, what goes next, and what went. */
@ApiExcludeController()
@Controller()
export class RetentionPageController {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  @Get('opbevaring')
  @Allow('log.read')
  @Header('Content-Type', 'text/html; charset=utf-8')
  async rules(@Req() request: ActingRequest) {
    const { removed } = await wouldRetain(this.database, this.clock.now());
    const runs = (await linesAbout(this.database, retentionSubject, 30)).map(({ at, facts: { sha256, ...counts } }) => {
      return { at, sha256, counts: Object.entries(counts) };
    });
    return page('retention', { actor: actorOf(request), removed, keptForGood, runs });
  }
}
