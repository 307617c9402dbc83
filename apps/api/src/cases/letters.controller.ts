import { Body, Controller, Get, HttpCode, Inject, Param, Post, Req, Res } from '@nestjs/common';
import { ApiBody, ApiTags } from '@nestjs/swagger';
import { type ActingRequest, actorOf, Allow, onSeenVersion, VersionOf } from '@genmaele/access';
import { addresseesOf, caseView, setAddress } from '@genmaele/cases';
import { addressBody, AppError } from '@genmaele/contracts';
import { dispatchesOf } from '@genmaele/delivery';
import { letterFile, letterLook, letterOfCase, previewLetter } from '@genmaele/documents';
import { Clock, type Environment, ENVIRONMENT, inTransaction, readFile } from '@genmaele/platform';
import { type Response } from 'express';
import { DataSource } from 'typeorm';
import { type z } from 'zod';
import { documented } from '../api-shapes.js';
import { IdParameter, RequestShape } from '../house/request-shape.js';

/** A case's letter and how it left. */
@ApiTags('letters')
@Controller('cases/:id')
export class LettersController {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(ENVIRONMENT) private readonly env: Environment,
  ) {}

  /** The letter's facts: its hashes from approved version to signed file. */
  @Get('letter')
  @Allow('letter.read')
  letter(@Param('id', IdParameter) id: string) {
    return letterOfCase(this.database, id);
  }

  /** The letter, signed when it is. */
  @Get('letter.pdf')
  @Allow('letter.read')
  async file(@Param('id', IdParameter) id: string, @Res() response: Response) {
    const { bytes, sha256 } = await letterFile(this.database, id);
    response
      .setHeader('ETag', `"${sha256}"`)
      .setHeader('Content-Disposition', 'inline; filename="brev.pdf"')
      .type('application/pdf')
      .send(bytes);
  }

  /** What the draft in force would look like as a letter. */
  @Get('preview.pdf')
  @Allow('draft.read')
  async preview(@Param('id', IdParameter) id: string, @Res() response: Response) {
    const bytes = await previewLetter(this.database, id, this.clock.now(), letterLook(this.env.LETTER_SETTINGS));
    response.setHeader('Content-Disposition', 'inline; filename="udkast.pdf"').type('application/pdf').send(bytes);
  }

  /** Every text that a screen reader must speak, for whoever judges the letter. */
  @Get('letter/heard')
  @Allow('letter.read')
  async heard(@Param('id', IdParameter) id: string): Promise<string[]> {
    const { heardSha256 } = await letterOfCase(this.database, id);
    return JSON.parse((await readFile(this.database, heardSha256)).bytes.toString('utf8')) as string[];
  }

  /** Whom the letter goes to, and to which address. */
  @Get('addressees')
  @Allow('case.read')
  async addressees(@Param('id', IdParameter) id: string) {
    await caseView(this.database, id);
    return addresseesOf(this.database, id);
  }

  /** Writes an addressee's address, or corrects it. What has left is sent to none but those it did not reach. */
  @Post('addressees/:key')
  @HttpCode(200)
  @Allow('case.address')
  @VersionOf('case')
  @ApiBody(documented(addressBody))
  async address(
    @Req() request: ActingRequest,
    @Param('id', IdParameter) id: string,
    @Param('key') key: string,
    @Body(new RequestShape(addressBody)) body: z.infer<typeof addressBody>,
  ) {
    const by = { actorId: actorOf(request).id, requestId: request.id, now: this.clock.now() };
    await inTransaction(this.database, (tx) => onSeenVersion(request, tx, 'case', id, () => setAddress(tx, id, { key, ...body }, by)));
    return { caseId: id };
  }

  /** How the letter left to each, and what came back. */
  @Get('dispatches')
  @Allow('letter.read')
  async dispatches(@Param('id', IdParameter) id: string) {
    await caseView(this.database, id);
    return dispatchesOf(this.database, id);
  }

  /** The mail exactly as it left. */
  @Get('dispatches/:dispatchId/mail.eml')
  @Allow('letter.read')
  async mail(@Param('id', IdParameter) id: string, @Param('dispatchId', IdParameter) dispatchId: string, @Res() response: Response) {
    const dispatch = (await dispatchesOf(this.database, id)).find((each) => each.id === dispatchId);
    if (!dispatch) throw new AppError('letter.not-found');
    const { bytes } = await readFile(this.database, dispatch.mailSha256);
    response.attachment('mail.eml').type('message/rfc822').send(bytes);
  }
}
