import { Controller, Get, Header, Inject, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Public } from '@genmaele/access';
import { type Response } from 'express';
import { Readiness } from './readiness.js';

/** Whether the process lives, whether it can serve, and its metrics. Open to the machine that watches it; they tell nothing of cases. */
@ApiTags('watch')
@Controller()
export class HealthController {
  constructor(@Inject(Readiness) private readonly readiness: Readiness) {}

  /** The process is alive. */
  @Get('health/live')
  @Public()
  live() {
    return { live: true };
  }

  /** The process can serve: database reached and migrated, the sweeper heard. 503 when not, with what is missing. */
  @Get('health/ready')
  @Public()
  async ready(@Res({ passthrough: true }) response: Response) {
    const missing = await this.readiness.missing();
    if (missing.length > 0) response.status(503);
    return { ready: missing.length === 0, missing };
  }

  /** Metrics in Prometheus' text format. */
  @Get('metrics')
  @Public()
  @Header('Content-Type', 'text/plain; version=0.0.4; charset=utf-8')
  metrics() {
    return this.readiness.metrics();
  }
}
