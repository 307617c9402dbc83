import { Body, Controller, Get, Header, Inject, Param, Post, Query, Redirect, Req, UploadedFiles, UseInterceptors } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { type ActingRequest, actorOf, Allow, NeedsKey } from '@genmaele/access';
import { receiveHearing } from '@genmaele/intake';
import { hearingBillQuery, hearingFields, type HearingFields } from '@genmaele/contracts';
import { Clock, type Environment, ENVIRONMENT } from '@genmaele/platform';
import { DataSource } from 'typeorm';
import { type z } from 'zod';
import { IdParameter, RequestShape } from '../house/request-shape.js';
import { HearingFilesInterceptor, receivedFiles, type UploadedParts } from './hearing-files.js';
import { HearingPage } from './hearing-page.js';

/** Takes hearings in from a form, and shows them. */
@ApiExcludeController()
@Controller('hoeringer')
export class HearingPageController {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(ENVIRONMENT) private readonly env: Environment,
    @Inject(HearingPage) private readonly hearing: HearingPage,
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
  one(
    @Req() request: ActingRequest,
    @Param('id', IdParameter) id: string,
    @Query(new RequestShape(hearingBillQuery)) { since }: z.infer<typeof hearingBillQuery>,
  ) {
    return this.hearing.render(request, id, since);
  }
}
