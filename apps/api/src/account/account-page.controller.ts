import { Body, Controller, Get, Header, HttpCode, Inject, Param, Post, Redirect, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { type ActingRequest, actorOf, Public, SignedIn } from '@genmaele/access';
import { AppError } from '@genmaele/contracts';
import { linkBody, passwordBody } from '../api-shapes.js';
import { heldTo } from '../house/request-shape.js';
import { page } from '../pages/page-views.js';
import { AccountDesk } from './account-desk.js';
import { OutsideDesk } from './outside-desk.js';

type Form = Record<string, string | undefined>;
const html = 'text/html; charset=utf-8';

/** The pages on which a person chooses a password by a mailed link, changes it, and looks after their sessions. */
@ApiExcludeController()
@Controller()
export class AccountPageController {
  constructor(
    @Inject(AccountDesk) private readonly desk: AccountDesk,
    @Inject(OutsideDesk) private readonly outside: OutsideDesk,
  ) {}

  @Get('glemt-adgangskode')
  @Public()
  @Header('Content-Type', html)
  forgotten() {
    return page('forgotten', {});
  }

  @Post('glemt-adgangskode')
  @HttpCode(200)
  @Public()
  @Header('Content-Type', html)
  async askForLink(@Body() form: Form) {
    await this.desk.askForLink(heldTo(linkBody, form).email);
    return page('forgotten', { asked: true });
  }

  /** Opening the page does not use the link: mail filters open every link. */
  @Get('adgang/:token')
  @Public()
  @Header('Content-Type', html)
  async choosing(@Param('token') token: string) {
    if (!(await this.desk.linkHolds(token))) throw new AppError('account.link-dead');
    return page('choose-password', { token, outside: this.outside.offered });
  }

  @Post('adgang/:token')
  @Public()
  @Redirect('/', 303)
  async choose(@Req() request: ActingRequest, @Param('token') token: string, @Body() form: Form) {
    await this.desk.choosePassword(request, token, form.password ?? '');
  }

  @Get('konto')
  @SignedIn()
  @Header('Content-Type', html)
  async account(@Req() request: ActingRequest) {
    return page('account', { actor: actorOf(request), sessions: await this.desk.sessions(request) });
  }

  @Post('konto/adgangskode')
  @SignedIn()
  @Redirect('/konto', 303)
  async changePassword(@Req() request: ActingRequest, @Body() form: Form) {
    await this.desk.changePassword(request, heldTo(passwordBody, form));
  }

  @Post('konto/sessioner/:sessionId/luk')
  @SignedIn()
  @Redirect('/konto', 303)
  async endSession(@Req() request: ActingRequest, @Param('sessionId') id: string) {
    await this.desk.endSession(request, id);
  }

  @Post('konto/sessioner/luk-andre')
  @SignedIn()
  @Redirect('/konto', 303)
  async endOthers(@Req() request: ActingRequest) {
    await this.desk.endOtherSessions(request);
  }
}
