import { Controller, Get, HttpCode, Inject, Param, Post, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type ActingRequest, actorOf, Allow, onSeenVersion, VersionOf, versionTags } from '@genmaele/access';
import { deadWork, retryWork } from '@genmaele/jobs';
import { Clock, inTransaction } from '@genmaele/platform';
import { DataSource } from 'typeorm';
import { IdParameter } from '../house/request-shape.js';

/** Work that has failed for good, for an administrator to look at and set going again. */
@ApiTags('work')
@Controller('work')
export class WorkController {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** The work that was given up, latest first. */
  @Get('dead')
  @Allow('work.read')
  async dead() {
    const versions = await versionTags(
      this.database,
      'work',
      (await deadWork(this.database)).map(({ id }) => id),
    );
    return (await deadWork(this.database)).map((work) => ({ ...work, etag: versions[work.id] }));
  }

  /** Sets given-up work going again. */
  @Post(':id/retry')
  @HttpCode(200)
  @Allow('work.retry')
  @VersionOf('work')
  async retry(@Req() request: ActingRequest, @Param('id', IdParameter) id: string) {
    const by = { actorId: actorOf(request).id, requestId: request.id, now: this.clock.now() };
    await inTransaction(this.database, (tx) => onSeenVersion(request, tx, 'work', id, () => retryWork(tx, id, by)));
    return { workId: id };
  }
}
