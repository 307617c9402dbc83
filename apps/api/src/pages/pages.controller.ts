import { Body, Controller, Get, Header, Inject, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { type ActingRequest, actorOf, Allow, mayDo, NeedsKey, Public, VersionOf, viewerOf } from '@genmaele/access';
import { listCases } from '@genmaele/cases';
import { actionBody, AppError, type ErrorCode, hearingRounds, problemOf } from '@genmaele/contracts';
import { doubtfulMails } from '@genmaele/delivery';
import { listHearings, ministries } from '@genmaele/intake';
import { Clock } from '@genmaele/platform';
import { hasEnded, movesOn } from '@genmaele/workflow';
import { type Response } from 'express';
import { DataSource } from 'typeorm';
import { CaseDesk } from '../cases/case-desk.js';
import { IdParameter, RequestShape } from '../house/request-shape.js';
import { OutsideDesk } from '../account/outside-desk.js';
import { SignInAgain } from '../account/sign-in-again.js';
import { CasePage } from './case-page.js';
import { draftFromForm, typedForm } from './draft-form.js';
import { page } from './page-views.js';

/** Refusals of a draft that its author can mend in the form; what was typed is then shown again. */
const mendable = new Set<ErrorCode>([
  'request.invalid',
  'draft.provision-unknown',
  'draft.character-unprintable',
  'case.version-stale',
  'request.stale',
  'case.changed-meanwhile',
]);

/** Refusals after which the person is asked to show who they are, and the action is then taken as it was. */
const asksAgain = new Set<ErrorCode>(['sign-in.not-fresh', 'sign-in.not-again', 'sign-in.second-refused']);

/** Plain pages, enough to go the whole way by hand. They call what the api calls and work without scripts. */
@ApiExcludeController()
@Controller()
export class PagesController {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(CaseDesk) private readonly desk: CaseDesk,
    @Inject(CasePage) private readonly casePage: CasePage,
    @Inject(SignInAgain) private readonly again: SignInAgain,
    @Inject(OutsideDesk) private readonly outside: OutsideDesk,
  ) {}

  /** Sign-in, or the cases with their next step. */
  @Get()
  @Public()
  @Header('Content-Type', 'text/html; charset=utf-8')
  async home(@Req() request: ActingRequest) {
    const { actor } = request;
    if (!actor) return page('sign-in', this.outside.signInView);
    const viewer = viewerOf(request, this.clock.now());
    const offered = await this.desk.offers(actor);
    const lines = (await listCases(this.database, viewer)).map((line) => ({
      ...line,
      actions: offered(line).filter(({ action }) => movesOn(action)),
    }));
    const cases = { open: lines.filter(({ state }) => !hasEnded(state)), ended: lines.filter(({ state }) => hasEnded(state)) };
    const latest = await listHearings(this.database, viewer);
    const hearings = latest.slice(0, 20).filter((hearing) => hearing.state !== 'read');
    const mayReceive = mayDo(actor.roles, 'hearing.receive');
    const doubtful = actor.roles.includes('dispatcher') ? await doubtfulMails(this.database) : [];
    const known = ministries.filter((ministry) => !ministry.validTo);
    const receipt = { ministries: known, rounds: hearingRounds, mainHearings: latest.filter(({ round }) => round === 'main') };
    return page('home', { actor, cases, hearings, doubtful, mayReceive, ...receipt });
  }

  /** One case: plan, draft, steps, letter, and the buttons that the workflow table offers. */
  @Get('sager/:id')
  @Allow('case.read')
  @VersionOf('case')
  @Header('Content-Type', 'text/html; charset=utf-8')
  oneCase(@Req() request: ActingRequest, @Param('id', IdParameter) id: string) {
    return this.casePage.render(request, id);
  }

  @Post('sager/:id/udkast')
  @Allow('draft.edit')
  @VersionOf('case')
  async save(
    @Req() request: ActingRequest,
    @Param('id', IdParameter) id: string,
    @Body() form: Record<string, string>,
    @Res() response: Response,
  ) {
    const seen = form.seen ? { seen: form.seen } : {};
    try {
      await this.desk.act(request, id, 'save', { draft: draftFromForm(form), ...seen });
    } catch (error) {
      if (!(error instanceof AppError) || !mendable.has(error.code)) throw error;
      const problem = problemOf(error);
      const html = await this.casePage.render(request, id, { typed: typedForm(form), problem });
      return void response.status(problem.status).type('html').send(html);
    }
    response.redirect(303, `/sager/${id}`);
  }

  @Post('sager/:id/handlinger/:action')
  @Allow('case.act')
  @VersionOf('case')
  @NeedsKey()
  async act(
    @Req() request: ActingRequest,
    @Param('id', IdParameter) id: string,
    @Param('action') action: string,
    @Body() form: Record<string, string>,
    @Res() response: Response,
  ) {
    const body = new RequestShape(actionBody).transform(
      Object.fromEntries(['seen', 'comment', 'resumeAt', 'stepId'].flatMap((name) => (form[name] ? [[name, form[name]]] : []))),
      { type: 'body' },
    );
    try {
      if (form.code) await this.again.showCode(request, form.code);
      else if (form.password) await this.again.show(request, form.password);
      await this.desk.act(request, id, action, body);
    } catch (error) {
      if (!(error instanceof AppError) || !asksAgain.has(error.code)) throw error;
      const problem = problemOf(error);
      const ways = await this.again.ways(request);
      const html = page('again', {
        actor: actorOf(request),
        ways,
        voucher: this.outside.voucher(ways.vouchedBy),
        problem,
        to: `/sager/${id}/handlinger/${action}`,
        back: `/sager/${id}`,
        body,
        versions: { [id]: request.seenVersion },
      });
      return void response.status(problem.status).type('html').send(html);
    }
    response.redirect(303, `/sager/${id}`);
  }
}
