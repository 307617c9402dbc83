import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query, Req, Res, UploadedFiles, UseInterceptors } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiOkResponse, ApiQuery, ApiTags } from '@nestjs/swagger';
import { type ActingRequest, actorOf, Allow, NeedsKey, onSeenVersion, VersionOf, viewerOf } from '@genmaele/access';
import { caseOfHearing } from '@genmaele/cases';
import { AppError, hearingBillQuery, hearingFields, type HearingFields, replyAddressBody } from '@genmaele/contracts';
import { documentsOf, hearingById, listHearings, receiveHearing, setReplyAddress } from '@genmaele/intake';
import { Clock, type Environment, ENVIRONMENT, inTransaction, readFile } from '@genmaele/platform';
import { type Response } from 'express';
import { DataSource } from 'typeorm';
import { type z } from 'zod';
import { documented, documentedForm } from '../api-shapes.js';
import { IdParameter, RequestShape } from '../house/request-shape.js';
import { billOfHearing, hearingBillAnswer } from './hearing-bill.js';
import { HearingFilesInterceptor, receivedFiles, type UploadedParts } from './hearing-files.js';

/** Hearings: taken in, looked at, and read into provisions. */
@ApiTags('hearings')
@Controller('hearings')
export class HearingsController {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(ENVIRONMENT) private readonly env: Environment,
  ) {}

  /** Takes a hearing in: the bill, the hearing letter and other documents, with what the letter says. */
  @Post()
  @Allow('hearing.receive')
  @NeedsKey()
  @UseInterceptors(HearingFilesInterceptor)
  @ApiConsumes('multipart/form-data')
  @ApiBody(documentedForm(hearingFields, { bill: { many: false }, letter: { many: false }, documents: { many: true } }))
  receive(
    @Req() request: ActingRequest,
    @UploadedFiles() files: UploadedParts,
    @Body(new RequestShape(hearingFields)) fields: HearingFields,
  ) {
    return receiveHearing(this.database, fields, receivedFiles(files), this.#by(request), this.env.UPLOAD_LIMIT_BYTES);
  }

  /** The hearings, latest first. */
  @Get()
  @Allow('hearing.read')
  list(@Req() request: ActingRequest) {
    return listHearings(this.database, viewerOf(request, this.clock.now()));
  }

  /** One hearing with its documents, and its case once that is open. */
  @Get(':id')
  @Allow('hearing.read')
  @VersionOf('hearing')
  async one(@Req() request: ActingRequest, @Param('id', IdParameter) id: string) {
    const hearing = await hearingById(this.database, id);
    return {
      ...hearing,
      etag: request.version,
      caseId: (await caseOfHearing(this.database, id)) ?? null,
      documents: await documentsOf(this.database, id),
    };
  }

  /**
   * The bill as it was read, whole: the tree of provisions with addresses and operations, remarks, heard parties, coverage and doubts. `since` names a
   * hearing over an earlier version of it: then each of its provisions is followed to this one.
   */
  @Get(':id/provisions')
  @Allow('hearing.read')
  @ApiQuery({ name: 'since', required: false, schema: { type: 'string', format: 'uuid' } })
  @ApiOkResponse(hearingBillAnswer)
  async provisions(
    @Param('id', IdParameter) id: string,
    @Query(new RequestShape(hearingBillQuery)) { since }: z.infer<typeof hearingBillQuery>,
  ) {
    return billOfHearing(this.database, id, since);
  }

  /** A document as it came in. It is always handed out as a download, whatever it claims to be. */
  @Get(':id/documents/:sha256')
  @Allow('hearing.read')
  async document(@Param('id', IdParameter) id: string, @Param('sha256') sha256: string, @Res() response: Response) {
    const found = (await documentsOf(this.database, id)).find((each) => each.sha256 === sha256);
    if (!found) throw new AppError('request.not-found');
    const { bytes } = await readFile(this.database, sha256);
    response.attachment(found.file_name).type('application/octet-stream').send(bytes);
  }

  /** Writes where the ministry wants its answers, when the hearing letter did not say. */
  @Post(':id/reply-address')
  @HttpCode(200)
  @Allow('hearing.receive')
  @VersionOf('hearing')
  @ApiBody(documented(replyAddressBody))
  async replyAddress(
    @Req() request: ActingRequest,
    @Param('id', IdParameter) id: string,
    @Body(new RequestShape(replyAddressBody)) body: z.infer<typeof replyAddressBody>,
  ) {
    await inTransaction(this.database, (tx) =>
      onSeenVersion(request, tx, 'hearing', id, () => setReplyAddress(tx, id, body.replyTo, this.#by(request))),
    );
    return { hearingId: id };
  }

  #by(request: ActingRequest) {
    return { actorId: actorOf(request).id, requestId: request.id, now: this.clock.now() };
  }
}
