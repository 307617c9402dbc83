import { Body, Controller, Get, Header, HttpCode, Inject, Param, Post, Redirect, Req, Res, UseGuards } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import {
  type ActingRequest,
  actorOf,
  Allow,
  mayDo,
  PasswordGuard,
  type Permission,
  permissions,
  Public,
  SignedIn,
  WhileEnrolling,
  NeedsKey,
} from '@genmaele/access';
import { type Response } from 'express';
import { againBody, codeBody, tokenBody } from '../api-shapes.js';
import { heldTo, IdParameter } from '../house/request-shape.js';
import { page } from '../pages/page-views.js';
import { FactorDesk } from './factor-desk.js';
import { OutsideDesk } from './outside-desk.js';
import { endSession } from './session-life.js';
import { SignInAgain } from './sign-in-again.js';
import { SignInSteps } from './sign-in-steps.js';
import { TokenDesk } from './token-desk.js';

type Form = Record<string, string | string[] | undefined>;
const html = 'text/html; charset=utf-8';
const list = (value: Form[string]): string[] => (value === undefined ? [] : [value].flat());

/** The pages of the second step, of one's own keys, and of what an administrator sees of others' keys. */
@ApiExcludeController()
@Controller()
export class FactorsPageController {
  constructor(
    @Inject(FactorDesk) private readonly factors: FactorDesk,
    @Inject(TokenDesk) private readonly tokens: TokenDesk,
    @Inject(OutsideDesk) private readonly outside: OutsideDesk,
    @Inject(SignInSteps) private readonly steps: SignInSteps,
    @Inject(SignInAgain) private readonly signInAgain: SignInAgain,
  ) {}

  @Post('log-paa')
  @Public()
  @UseGuards(PasswordGuard)
  @Redirect('/', 303)
  async signIn(@Req() request: ActingRequest) {
    const answer = await this.steps.first(request, { method: 'password' });
    if (!answer.signedIn) return { url: '/log-paa/kode' };
    return { url: request.session.enrolFirst ? '/konto/noegler' : '/' };
  }

  @Post('log-af')
  @SignedIn()
  @WhileEnrolling()
  async signOut(@Req() request: ActingRequest, @Res() response: Response) {
    const further = await this.outside.signOutAt(request);
    await endSession(request);
    if (!further) return response.redirect(303, '/');
    // What a form leads to may only be of our own site (form-action), so the browser goes on from a page.
    response.setHeader('Refresh', `0; url=${further.to}`);
    response.type('html').send(page('signed-out', further));
  }

  @Get('log-paa/kode')
  @Public()
  @Header('Content-Type', html)
  secondStep(@Req() request: ActingRequest) {
    return this.steps.isHalf(request) ? page('second-step', {}) : page('sign-in', this.outside.signInView);
  }

  @Post('log-paa/kode')
  @Public()
  @Redirect('/', 303)
  async second(@Req() request: ActingRequest, @Body() form: Form) {
    await this.steps.second(request, heldTo(codeBody, form).code);
  }

  @Get('konto/noegler')
  @SignedIn()
  @WhileEnrolling()
  @Header('Content-Type', html)
  keys(@Req() request: ActingRequest) {
    return this.#page(request);
  }

  /** Shows once more who one is, so that keys may be changed. */
  @Post('konto/igen')
  @SignedIn()
  @WhileEnrolling()
  @Redirect('/konto/noegler', 303)
  async again(@Req() request: ActingRequest, @Body() form: Form) {
    const given = Object.fromEntries(Object.entries(form).filter(([, value]) => value !== ''));
    const { password, code } = heldTo(againBody, { password: given['password'], code: given['code'] });
    if (code !== undefined) await this.signInAgain.showCode(request, code);
    else await this.signInAgain.show(request, password ?? '');
  }

  @Post('konto/engangskoder')
  @HttpCode(200)
  @SignedIn()
  @WhileEnrolling()
  @Header('Content-Type', html)
  async beginCodes(@Req() request: ActingRequest) {
    return this.#page(request, { begun: await this.factors.beginCodes(request) });
  }

  @Post('konto/engangskoder/bekraeft')
  @HttpCode(200)
  @SignedIn()
  @WhileEnrolling()
  @Header('Content-Type', html)
  async confirmCodes(@Req() request: ActingRequest, @Body() form: Form) {
    return this.#page(request, { recoveryCodes: await this.factors.confirmCodes(request, heldTo(codeBody, form).code) });
  }

  @Post('konto/engangskoder/fjern')
  @SignedIn()
  @Redirect('/konto/noegler', 303)
  async removeCodes(@Req() request: ActingRequest) {
    await this.factors.removeCodes(request);
  }

  @Post('konto/noedkoder')
  @HttpCode(200)
  @SignedIn()
  @Header('Content-Type', html)
  async recoveryCodes(@Req() request: ActingRequest) {
    return this.#page(request, { recoveryCodes: await this.factors.newRecoveryCodes(request) });
  }

  @Post('konto/adgangsnoegler/:id/fjern')
  @SignedIn()
  @Redirect('/konto/noegler', 303)
  async removePasskey(@Req() request: ActingRequest, @Param('id', IdParameter) id: string) {
    await this.factors.removePasskey(request, id);
  }

  @Post('konto/programnoegler')
  @HttpCode(200)
  @SignedIn()
  @NeedsKey()
  @Header('Content-Type', html)
  async makeToken(@Req() request: ActingRequest, @Body() form: Form) {
    const wanted = heldTo(tokenBody, { name: form['name'], days: form['days'], permissions: list(form['permissions']) });
    return this.#page(request, { made: { name: wanted.name, ...(await this.tokens.make(request, wanted)) } });
  }

  @Post('konto/programnoegler/:id/traek')
  @SignedIn()
  @Redirect('/konto/noegler', 303)
  async revokeToken(@Req() request: ActingRequest, @Param('id', IdParameter) id: string) {
    await this.tokens.revoke(request, id);
  }

  @Get('adgange')
  @Allow('person.manage')
  @Header('Content-Type', html)
  async overview(@Req() request: ActingRequest) {
    return page('access-overview', { actor: actorOf(request), identities: await this.outside.waiting(), tokens: await this.tokens.all() });
  }

  @Post('adgange/identiteter/:id/bekraeft')
  @Allow('person.manage')
  @Redirect('/adgange', 303)
  async confirm(@Req() request: ActingRequest, @Param('id', IdParameter) id: string) {
    await this.outside.decide(request, id, true);
  }

  @Post('adgange/identiteter/:id/afvis')
  @Allow('person.manage')
  @Redirect('/adgange', 303)
  async refuse(@Req() request: ActingRequest, @Param('id', IdParameter) id: string) {
    await this.outside.decide(request, id, false);
  }

  @Post('adgange/programnoegler/:id/traek')
  @Allow('person.manage')
  @Redirect('/adgange', 303)
  async revokeAny(@Req() request: ActingRequest, @Param('id', IdParameter) id: string) {
    await this.tokens.revoke(request, id, true);
  }

  async #page(request: ActingRequest, more: object = {}) {
    const actor = actorOf(request);
    const enrolFirst = request.session.enrolFirst ?? false;
    const grantable = (Object.keys(permissions) as Permission[]).filter((permission) => mayDo(actor.roles, permission));
    return page('keys', {
      actor,
      enrolFirst,
      factors: await this.factors.factors(request),
      voucher: this.outside.voucher((await this.signInAgain.ways(request)).vouchedBy),
      tokens: await this.tokens.own(request),
      grantable,
      ...more,
    });
  }
}
