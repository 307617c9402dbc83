import { Body, Controller, Inject, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { type ActingRequest, actorOf, Allow, onSeenVersion, VersionOf } from '@genmaele/access';
import { assignCommittee, setAddress } from '@genmaele/cases';
import { addressBody } from '@genmaele/contracts';
import { Clock, inTransaction } from '@genmaele/platform';
import { type Response } from 'express';
import { DataSource } from 'typeorm';
import { type z } from 'zod';
import { committeeBody } from '../api-shapes.js';
import { IdParameter, RequestShape } from '../house/request-shape.js';

/** What a person adds on the case's page when hearing letter and bill did not tell: to which addresses, and which committee. */
@ApiExcludeController()
@Controller('sager/:id')
export class CaseFactsPageController {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  @Post('modtagere/:key')
  @Allow('case.address')
  @VersionOf('case')
  async address(
    @Req() request: ActingRequest,
    @Param('id', IdParameter) id: string,
    @Param('key') key: string,
    @Body(new RequestShape(addressBody)) body: z.infer<typeof addressBody>,
    @Res() response: Response,
  ) {
    await inTransaction(this.database, (tx) =>
      onSeenVersion(request, tx, 'case', id, () => setAddress(tx, id, { key, ...body }, this.#by(request))),
    );
    response.redirect(303, `/sager/${id}`);
  }

  @Post('udvalg')
  @Allow('draft.edit')
  @VersionOf('case')
  async committee(
    @Req() request: ActingRequest,
    @Param('id', IdParameter) id: string,
    @Body(new RequestShape(committeeBody)) body: z.infer<typeof committeeBody>,
    @Res() response: Response,
  ) {
    await inTransaction(this.database, (tx) =>
      onSeenVersion(request, tx, 'case', id, () => assignCommittee(tx, id, body.committeeId, this.#by(request))),
    );
    response.redirect(303, `/sager/${id}`);
  }

  #by(request: ActingRequest) {
    return { actorId: actorOf(request).id, requestId: request.id, now: this.clock.now() };
  }
}
