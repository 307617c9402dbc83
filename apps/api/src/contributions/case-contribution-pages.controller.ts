import { Body, Controller, Get, Header, Inject, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { type ActingRequest, actorOf, Allow, mayDo, NeedsKey } from '@genmaele/access';
import { caseView, letterStage, publicationOf } from '@genmaele/cases';
import { contributionRequestBody } from '@genmaele/contracts';
import { municipalities } from '@genmaele/intake';
import { type Response } from 'express';
import { DataSource } from 'typeorm';
import { IdParameter } from '../house/request-shape.js';
import { page } from '../pages/page-views.js';
import { answerForm, filled, type Form, heldToForm, type RefusedForm } from '../pages/refused-form.js';
import { ContributionDesk } from './contribution-desk.js';

const labels = { question: 'Spørgsmål', deadline: 'Frist for bidrag', municipalities: 'Kommuner' };

/** The page of a case on which municipalities are asked, reminded and read. */
@ApiExcludeController()
@Controller('sager/:id/bidrag')
export class CaseContributionPages {
  constructor(
    @Inject(ContributionDesk) private readonly desk: ContributionDesk,
    @Inject(DataSource) private readonly database: DataSource,
  ) {}

  @Get()
  @Allow('contribution.read')
  @Header('Content-Type', 'text/html; charset=utf-8')
  show(@Req() request: ActingRequest, @Param('id', IdParameter) id: string) {
    return this.#page(request, id);
  }

  @Post()
  @Allow('contribution.ask')
  @NeedsKey()
  ask(@Req() request: ActingRequest, @Param('id', IdParameter) id: string, @Body() typed: Form, @Res() response: Response) {
    return this.#answer(request, response, id, { form: 'indhent', typed }, async () => {
      const chosen = [typed['municipality'] ?? []].flat();
      const body = { ...filled(typed, 'question', 'deadline'), municipalities: typed['all'] ? 'all' : chosen };
      await this.desk.ask(request, id, heldToForm(contributionRequestBody, body, labels));
    });
  }

  @Post(':requestId/rykker')
  @Allow('contribution.ask')
  @NeedsKey()
  remind(
    @Req() request: ActingRequest,
    @Param('id', IdParameter) id: string,
    @Param('requestId', IdParameter) requestId: string,
    @Res() response: Response,
  ) {
    return this.#answer(request, response, id, { form: `rykker-${requestId}`, typed: {} }, async () => {
      await this.desk.requireOfCase(request, id, requestId);
      await this.desk.remind(request, requestId);
    });
  }

  @Post(':requestId/slut')
  @Allow('contribution.ask')
  @NeedsKey()
  end(
    @Req() request: ActingRequest,
    @Param('id', IdParameter) id: string,
    @Param('requestId', IdParameter) requestId: string,
    @Res() response: Response,
  ) {
    return this.#answer(request, response, id, { form: `slut-${requestId}`, typed: {} }, async () => {
      await this.desk.requireOfCase(request, id, requestId);
      await this.desk.end(request, requestId);
    });
  }

  #answer(
    request: ActingRequest,
    response: Response,
    id: string,
    form: Pick<RefusedForm, 'form' | 'typed'>,
    work: () => Promise<void>,
  ): Promise<void> {
    const go = async () => {
      await work();
      return `/sager/${id}/bidrag`;
    };
    return answerForm(response, form, go, (refused) => this.#page(request, id, refused));
  }

  async #page(request: ActingRequest, id: string, refused?: RefusedForm): Promise<string> {
    const actor = actorOf(request);
    const view = await caseView(this.database, id);
    const { publishable } = await publicationOf(this.database, id);
    const mayFollow = mayDo(actor.roles, 'contribution.ask');
    return page('case-contributions', {
      actor,
      view,
      requests: await this.desk.ofCase(request, id),
      municipalities,
      chosen: [refused?.typed['municipality'] ?? []].flat(),
      mayFollow,
      mayAsk: mayFollow && publishable && view.kind !== 'ministerial-letter' && letterStage(view.state) === 'open',
      refused,
    });
  }
}
