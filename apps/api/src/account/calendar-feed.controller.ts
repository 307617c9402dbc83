import { Controller, Get, Inject, Param, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { type ActingRequest, Public } from '@genmaele/access';
import { type Response } from 'express';
import { NoticeDesk } from './notice-desk.js';

/** A person's calendar, for calendar programs: whoever has the address reads it. */
@ApiExcludeController()
@Controller()
export class CalendarFeedController {
  constructor(@Inject(NoticeDesk) private readonly desk: NoticeDesk) {}

  /** iCalendar, or 304 when it is as the program has read it. A wrong, ended or closed address does not exist. */
  @Get('kalender/:secret.ics')
  @Public()
  async calendar(@Req() request: ActingRequest, @Param('secret') secret: string, @Res() response: Response) {
    const { text, etag } = await this.desk.calendar(secret, request.ip ?? '');
    response.setHeader('ETag', etag);
    response.setHeader('Cache-Control', 'private, no-cache');
    response.setHeader('Referrer-Policy', 'no-referrer');
    const known = (request.headers['if-none-match'] ?? '').split(',').map((tag) => tag.trim().replace(/^W\//, ''));
    if (known.includes(etag) || known.includes('*')) return void response.status(304).end();
    response.setHeader('Content-Type', 'text/calendar; charset=utf-8');
    response.setHeader('Content-Disposition', 'inline; filename="genmaele.ics"');
    response.end(text);
  }
}
