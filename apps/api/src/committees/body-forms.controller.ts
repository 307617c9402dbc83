import { Body, Controller, Inject, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { type ActingRequest, Allow, NeedsKey, VersionOf } from '@genmaele/access';
import { addMember, closeEarly, makeBody, planMeeting, renameBody } from '@genmaele/committees';
import { bodyFields, bodyNameFields, meetingFields, membershipFields, procedureFields, voteBody } from '@genmaele/contracts';
import { type Response } from 'express';
import { z } from 'zod';
import { IdParameter } from '../house/request-shape.js';
import { answerForm, filled, type Form, heldToForm } from '../pages/refused-form.js';
import { caseChosen, fieldLabels, momentOf } from './committee-form-fields.js';
import { CommitteePages } from './committee-pages.js';

const lastDayField = z.object({ lastDay: z.iso.date() });

/** The forms on the pages of a body and of its written procedures. They call what the api calls. */
@ApiExcludeController()
@Controller()
export class BodyFormsController {
  constructor(@Inject(CommitteePages) private readonly pages: CommitteePages) {}

  @Post('udvalg')
  @Allow('committee.manage')
  @NeedsKey()
  make(@Req() request: ActingRequest, @Body() typed: Form, @Res() response: Response) {
    const work = async () => {
      const aliases = (filled(typed, 'aliases').aliases ?? '').split('\n').filter((name) => name.trim() !== '');
      const given = filled(typed, 'id', 'kind', 'name', 'field', 'superiorId', 'validFrom', 'validTo');
      const fields = heldToForm(bodyFields, { ...given, aliases }, fieldLabels);
      await this.pages.meetings.write(request, (tx, by) => makeBody(tx, fields, by));
      return `/udvalg/${fields.id}`;
    };
    return answerForm(response, { form: 'organ', typed }, work, (refused) => this.pages.list(request, refused));
  }

  @Post('udvalg/:bodyId/navne')
  @Allow('committee.manage')
  @NeedsKey()
  rename(@Req() request: ActingRequest, @Param('bodyId') id: string, @Body() typed: Form, @Res() response: Response) {
    return this.#onBody(request, response, id, { form: 'navn', typed }, async () => {
      const to = heldToForm(bodyNameFields, filled(typed, 'name', 'validFrom'), fieldLabels);
      await this.pages.meetings.write(request, (tx, by) => renameBody(tx, id, to, by));
    });
  }

  @Post('udvalg/:bodyId/medlemmer')
  @Allow('committee.manage')
  @NeedsKey()
  join(@Req() request: ActingRequest, @Param('bodyId') id: string, @Body() typed: Form, @Res() response: Response) {
    return this.#onBody(request, response, id, { form: 'medlem', typed }, async () => {
      const given = filled(typed, 'personId', 'outsiderName', 'function', 'alternateFor', 'municipality', 'validFrom', 'validTo');
      const fields = heldToForm(membershipFields, given, fieldLabels);
      await this.pages.meetings.write(request, (tx, by) => addMember(tx, id, fields, by));
    });
  }

  @Post('udvalg/:bodyId/medlemmer/:membershipId/afslut')
  @Allow('committee.manage')
  @VersionOf('membership', 'membershipId')
  leave(
    @Req() request: ActingRequest,
    @Param('bodyId') id: string,
    @Param('membershipId', IdParameter) membershipId: string,
    @Body() typed: Form,
    @Res() response: Response,
  ) {
    return this.#onBody(request, response, id, { form: `plads-${membershipId}`, typed }, async () => {
      const { lastDay } = heldToForm(lastDayField, filled(typed, 'lastDay'), fieldLabels);
      await this.pages.bodies.end(request, id, membershipId, lastDay);
    });
  }

  @Post('udvalg/:bodyId/moeder')
  @Allow('committee.manage')
  @NeedsKey()
  plan(@Req() request: ActingRequest, @Param('bodyId') id: string, @Body() typed: Form, @Res() response: Response) {
    return this.#onBody(request, response, id, { form: 'moede', typed }, async () => {
      const given = filled(typed, 'date', 'startTime', 'place', 'onlineUrl', 'agendaClose', 'papersDate');
      const fields = heldToForm(meetingFields, given, fieldLabels);
      return `/moeder/${await this.pages.meetings.write(request, (tx, by) => planMeeting(tx, id, fields, by))}`;
    });
  }

  @Post('udvalg/:bodyId/procedurer')
  @Allow('committee.manage')
  @NeedsKey()
  ask(@Req() request: ActingRequest, @Param('bodyId') id: string, @Body() typed: Form, @Res() response: Response) {
    return this.#onBody(request, response, id, { form: 'procedure', typed }, async () => {
      const { deadline, ...given } = filled(typed, 'question', 'recommendation', 'deadline', 'silence');
      const all = { ...given, ...caseChosen(typed), open: typed['closed'] === undefined, deadline: momentOf(deadline) };
      const { procedureId } = await this.pages.bodies.openProcedure(request, id, heldToForm(procedureFields, all, fieldLabels));
      return `/procedurer/${procedureId}`;
    });
  }

  @Post('procedurer/:id/svar')
  @Allow('committee.vote')
  vote(@Req() request: ActingRequest, @Param('id', IdParameter) id: string, @Body() typed: Form, @Res() response: Response) {
    const form = typed['membershipId'] ? 'paa-vegne' : 'svar';
    return this.#onProcedure(request, response, id, { form, typed }, async () => {
      await this.pages.bodies.vote(request, id, heldToForm(voteBody, filled(typed, 'vote', 'text', 'membershipId'), fieldLabels));
    });
  }

  @Post('procedurer/:id/luk')
  @Allow('committee.decide')
  close(@Req() request: ActingRequest, @Param('id', IdParameter) id: string, @Body() typed: Form, @Res() response: Response) {
    return this.#onProcedure(request, response, id, { form: 'luk', typed }, async () => {
      await this.pages.meetings.write(request, (tx, by) => closeEarly(tx, id, by));
    });
  }

  #onBody(request: ActingRequest, response: Response, id: string, form: { form: string; typed: Form }, work: () => Promise<string | void>) {
    const go = async () => (await work()) ?? `/udvalg/${id}`;
    return answerForm(response, form, go, (refused) => this.pages.body(request, id, refused));
  }

  #onProcedure(request: ActingRequest, response: Response, id: string, form: { form: string; typed: Form }, work: () => Promise<void>) {
    const go = () => work().then(() => `/procedurer/${id}`);
    return answerForm(response, form, go, (refused) => this.pages.procedure(request, id, refused));
  }
}
