import { Controller, Get, Header, Inject, Param, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { type ActingRequest, Public } from '@genmaele/access';
import { publicLetter, publicLetterFile, publicLetters, publicTopics } from '@genmaele/delivery';
import { type Response } from 'express';
import { DataSource } from 'typeorm';
import { type z } from 'zod';
import { publicQuery } from '../api-shapes.js';
import { IdParameter, RequestShape } from '../house/request-shape.js';
import { page } from '../pages/page-views.js';

/** What two persons have made public, for anybody. What is not public answers as if it were not there. */
@ApiExcludeController()
@Controller('offentligt')
export class PublicLettersController {
  constructor(@Inject(DataSource) private readonly database: DataSource) {}

  /** The published letters that are asked for, a page of them, the latest first. */
  @Get()
  @Public()
  @Header('Content-Type', 'text/html; charset=utf-8')
  async all(@Req() request: ActingRequest, @Query(new RequestShape(publicQuery)) { side, q, emne }: z.infer<typeof publicQuery>) {
    const words = q.split(/\s+/).filter((word) => word !== '');
    const found = await publicLetters(this.database, { page: side, words, topic: emne || undefined });
    const topics = await publicTopics(this.database);
    const pageAt = (number: number): string =>
      `/offentligt?${new URLSearchParams({ ...(q && { q }), ...(emne && { emne }), side: String(number) })}`;
    const links = { previous: side > 1 ? pageAt(side - 1) : undefined, next: side < found.pages ? pageAt(side + 1) : undefined };
    const unlisted = emne !== '' && !topics.some(({ number }) => number === emne);
    return page('public-letters', { actor: request.actor, ...found, topics, links, side, q, emne, unlisted });
  }

  /** One published letter. */
  @Get(':id')
  @Public()
  @Header('Content-Type', 'text/html; charset=utf-8')
  async one(@Req() request: ActingRequest, @Param('id', IdParameter) id: string) {
    return page('public-letter', { actor: request.actor, letter: await publicLetter(this.database, id) });
  }

  /** The letter as it was signed and sent, byte for byte. */
  @Get(':id/brev.pdf')
  @Public()
  async file(@Param('id', IdParameter) id: string, @Res() response: Response) {
    const { bytes, sha256 } = await publicLetterFile(this.database, id);
    response
      .setHeader('ETag', `"${sha256}"`)
      .setHeader('Content-Disposition', 'inline; filename="brev.pdf"')
      .type('application/pdf')
      .send(bytes);
  }
}
