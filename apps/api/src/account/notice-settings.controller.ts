import { Body, Controller, Get, HttpCode, Inject, Post, Req } from '@nestjs/common';
import { ApiBody, ApiTags } from '@nestjs/swagger';
import { type ActingRequest, SignedIn } from '@genmaele/access';
import { noticeSettings } from '@genmaele/contracts';
import { type z } from 'zod';
import { documented } from '../api-shapes.js';
import { RequestShape } from '../house/request-shape.js';
import { NoticeDesk } from './notice-desk.js';

/** How one is told, and one's calendar. */
@ApiTags('account')
@Controller('me')
export class NoticeSettingsController {
  constructor(@Inject(NoticeDesk) private readonly desk: NoticeDesk) {}

  /** One's own settings, the moment of the next digest, and the calendar's address when it is open. */
  @Get('notices')
  @SignedIn()
  notices(@Req() request: ActingRequest) {
    return this.desk.view(request);
  }

  /** Chooses the digest's time and days, and what comes at once. Escalations and alarms always do. */
  @Post('notices')
  @HttpCode(200)
  @SignedIn()
  @ApiBody(documented(noticeSettings))
  async change(@Req() request: ActingRequest, @Body(new RequestShape(noticeSettings)) body: z.infer<typeof noticeSettings>) {
    await this.desk.change(request, body);
    return { changed: true };
  }

  /** Opens an address under which calendar programs read one's calendar; an earlier address ends. */
  @Post('calendar')
  @HttpCode(200)
  @SignedIn()
  async openCalendar(@Req() request: ActingRequest) {
    await this.desk.openCalendar(request);
    return { opened: true };
  }

  /** Ends the address. */
  @Post('calendar/end')
  @HttpCode(200)
  @SignedIn()
  async endCalendar(@Req() request: ActingRequest) {
    await this.desk.endCalendar(request);
    return { ended: true };
  }
}
