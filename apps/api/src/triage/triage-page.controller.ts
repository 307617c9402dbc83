import { Body, Controller, Get, Header, Inject, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { type ActingRequest, actorOf, Allow, VersionOf, NeedsKey } from '@genmaele/access';
import { daysBetween, localDateOf } from '@genmaele/calendar';
import { caseView, hearingsOf, letterStage, nextStepOf, rolesHere } from '@genmaele/cases';
import {
  classificationBody,
  ministerialLetterBody,
  reservationActionBody,
  reservationBody,
  reservationKinds,
  reservationReasons,
  triageBody,
} from '@genmaele/contracts';
import { ministries } from '@genmaele/intake';
import { Clock } from '@genmaele/platform';
import { offeredReservationRows, reservationStates } from '@genmaele/workflow';
import { type Response } from 'express';
import { DataSource } from 'typeorm';
import { heldTo, IdParameter } from '../house/request-shape.js';
import { page } from '../pages/page-views.js';
import { TriageDesk } from './triage-desk.js';

type Form = Record<string, string | undefined>;

const html = 'text/html; charset=utf-8';

/** The recipients of the form: one a line, title, name and address parted by semicolons. */
function recipientsOf(text = ''): unknown[] {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return lines.map((line) => {
    const [title = '', name = '', email = ''] = line.split(';').map((part) => part.trim());
    return { title, name, ...(email ? { email } : {}) };
  });
}

/** The pages on which people decide what becomes of a case, and follow its reservations until they end. */
@ApiExcludeController()
@Controller()
export class TriagePageController {
  constructor(
    @Inject(TriageDesk) private readonly desk: TriageDesk,
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  @Get('sager/:id/visitering')
  @Allow('case.triage')
  @VersionOf('case')
  @Header('Content-Type', html)
  async triage(@Req() request: ActingRequest, @Param('id', IdParameter) id: string) {
    const [view, triage, hearings] = await Promise.all([
      caseView(this.database, id),
      this.desk.view(request, id),
      hearingsOf(this.database, id),
    ]);
    return page('triage', { actor: actorOf(request), versions: { [id]: request.version }, view, triage, hearings });
  }

  @Post('sager/:id/visitering')
  @Allow('case.triage')
  @VersionOf('case')
  async decide(@Req() request: ActingRequest, @Param('id', IdParameter) id: string, @Body() form: Form, @Res() response: Response) {
    const { choice, comment, joinTo } = form;
    await this.desk.triage(request, id, heldTo(triageBody, { choice, comment, joinTo }));
    response.redirect(303, `/sager/${choice === 'join' ? joinTo : id}`);
  }

  @Post('sager/:id/klassifikation')
  @Allow('case.triage')
  @VersionOf('case')
  async classify(@Req() request: ActingRequest, @Param('id', IdParameter) id: string, @Body() form: Form, @Res() response: Response) {
    await this.desk.classify(request, id, heldTo(classificationBody, { kleNumber: form.kleNumber?.trim() }).kleNumber);
    response.redirect(303, `/sager/${id}/visitering`);
  }

  @Get('henvendelser/ny')
  @Allow('case.triage')
  @Header('Content-Type', html)
  newLetter(@Req() request: ActingRequest) {
    return page('new-letter', { actor: actorOf(request), ministries: ministries.filter((ministry) => !ministry.validTo) });
  }

  @Post('henvendelser')
  @Allow('case.triage')
  @NeedsKey()
  async openLetter(@Req() request: ActingRequest, @Body() form: Form, @Res() response: Response) {
    const { event, title, date, ministry, wishedDate, recipients, each } = form;
    const fields = { event, title, date, ministry, wishedDate, recipients: recipientsOf(recipients) };
    const body = heldTo(ministerialLetterBody, fields);
    const caseIds = await this.desk.openLetters(request, body, each === 'own');
    response.redirect(303, caseIds.length === 1 ? `/sager/${caseIds[0]}` : '/');
  }

  @Get('forbehold')
  @Allow('case.read')
  @Header('Content-Type', html)
  async reservations(@Req() request: ActingRequest) {
    const today = localDateOf(this.clock.now());
    const lines = (await this.desk.openReservations(request)).map((line) => {
      return { ...line, days: daysBetween(localDateOf(line.takenAt), today), next: nextStepOf(line) };
    });
    return page('reservations', { actor: actorOf(request), lines, kinds: reservationKinds, reasons: reservationReasons });
  }

  /** The reservations of one case, with the steps that this person may take. */
  @Get('sager/:id/forbehold')
  @Allow('case.read')
  @Header('Content-Type', html)
  async ofCase(@Req() request: ActingRequest, @Param('id', IdParameter) id: string) {
    const actor = actorOf(request);
    const view = await caseView(this.database, id);
    const stage = letterStage(view.state);
    const roles = rolesHere({ actor }, view);
    const lines = (await this.desk.reservations(id)).map((line) => {
      return { ...line, next: nextStepOf(line), steps: line.steps ?? [], offered: offeredReservationRows(line.state, roles, stage) };
    });
    const mayTake =
      stage === 'open' && view.kind !== 'ministerial-letter' && roles.some((role) => role === 'officer' || role === 'head-of-office');
    const names = { kinds: reservationKinds, reasons: reservationReasons, states: reservationStates };
    const versions = Object.fromEntries(lines.map((line) => [line.id, line.etag]));
    return page('case-reservations', { actor, versions, view, lines, mayTake, ...names });
  }

  @Post('sager/:id/forbehold')
  @Allow('reservation.handle')
  @NeedsKey()
  async take(@Req() request: ActingRequest, @Param('id', IdParameter) id: string, @Body() form: Form, @Res() response: Response) {
    const { kind, reason, wording, liftedBy, decisionText } = form;
    await this.desk.take(request, id, heldTo(reservationBody, { kind, reason, wording, liftedBy, decisionText }));
    response.redirect(303, `/sager/${id}/forbehold`);
  }

  @Post('sager/:id/forbehold/:reservationId/:action')
  @Allow('reservation.handle')
  @VersionOf('reservation', 'reservationId')
  async step(
    @Req() request: ActingRequest,
    @Param('id', IdParameter) id: string,
    @Param('reservationId', IdParameter) reservationId: string,
    @Param('action') action: string,
    @Body() { reason, wording, letter }: Form,
    @Res() response: Response,
  ) {
    const done = await this.desk.step(request, id, reservationId, action, heldTo(reservationActionBody, { reason, wording, letter }));
    response.redirect(303, done.supplementCaseId ? `/sager/${done.supplementCaseId}` : `/sager/${id}/forbehold`);
  }
}
