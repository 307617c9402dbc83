import { Body, Controller, Get, Header, Inject, Post, Redirect, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { type ActingRequest, actorOf, SignedIn } from '@genmaele/access';
import { atOnceChoices, noticeSettings } from '@genmaele/contracts';
import { heldTo } from '../house/request-shape.js';
import { page } from '../pages/page-views.js';
import { NoticeDesk } from './notice-desk.js';

type Form = Record<string, string | string[] | undefined>;

const weekdays = ['mandag', 'tirsdag', 'onsdag', 'torsdag', 'fredag', 'lørdag', 'søndag'];
const listOf = (value: string | string[] | undefined): string[] => (value === undefined ? [] : [value].flat());

/** The page on which a person chooses how they are told, and opens their calendar. */
@ApiExcludeController()
@Controller('konto')
export class NoticeSettingsPageController {
  constructor(@Inject(NoticeDesk) private readonly desk: NoticeDesk) {}

  @Get('beskeder')
  @SignedIn()
  @Header('Content-Type', 'text/html; charset=utf-8')
  async notices(@Req() request: ActingRequest) {
    return page('account-notices', { actor: actorOf(request), ...(await this.desk.view(request)), weekdays, atOnceChoices });
  }

  @Post('beskeder')
  @SignedIn()
  @Redirect('/konto/beskeder', 303)
  async change(@Req() request: ActingRequest, @Body() form: Form) {
    const days = listOf(form['weekdays']).map(Number);
    const chosen = { digestTime: form['digestTime'], weekdays: days, atOnce: listOf(form['atOnce']) };
    await this.desk.change(request, heldTo(noticeSettings, chosen));
  }

  @Post('kalender')
  @SignedIn()
  @Redirect('/konto/beskeder', 303)
  async openCalendar(@Req() request: ActingRequest) {
    await this.desk.openCalendar(request);
  }

  @Post('kalender/luk')
  @SignedIn()
  @Redirect('/konto/beskeder', 303)
  async endCalendar(@Req() request: ActingRequest) {
    await this.desk.endCalendar(request);
  }
}
