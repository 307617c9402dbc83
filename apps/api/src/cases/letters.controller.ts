import { Controller, Get, Inject, Param, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Allow } from '@genmaele/access';
import { caseView } from '@genmaele/cases';
import { AppError } from '@genmaele/contracts';
import { dispatchesOf } from '@genmaele/delivery';
import { letterFile, letterLook, letterOfCase, previewLetter } from '@genmaele/documents';
import { Clock, type Environment, ENVIRONMENT, readFile } from '@genmaele/platform';
import { type Response } from 'express';
import { DataSource } from 'typeorm';
import { IdParameter } from '../house/request-shape.js';

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

  /** How the letter left, and what came back. */
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
