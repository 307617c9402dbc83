import { Body, Controller, Inject, Param, Post, Req, Res, UploadedFiles, UseInterceptors } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { type ActingRequest, Allow, NeedsKey, VersionOf } from '@genmaele/access';
import { consentToLateItem, moveAgendaItem, putItemAbsence, removeItemAbsence, withdrawAgendaItem } from '@genmaele/committees';
import { absenceBody, agendaItemFields } from '@genmaele/contracts';
import { type Response } from 'express';
import { z } from 'zod';
import { HearingFilesInterceptor, type UploadedParts } from '../hearings/hearing-files.js';
import { IdParameter } from '../house/request-shape.js';
import { answerForm, filled, type Form, heldToForm } from '../pages/refused-form.js';
import { caseChosen, decisionFromForm, fieldLabels } from './committee-form-fields.js';
import { CommitteePages } from './committee-pages.js';
import { oneFile } from './one-file.js';

const placeField = z.object({ number: z.coerce.number().int().min(1).max(500) });

/** The forms on the page of an agenda item: the item itself, its papers, who does not take part, and what was decided. They call what the api calls. */
@ApiExcludeController()
@Controller('moeder/:id/punkter/:itemId')
export class ItemFormsController {
  constructor(@Inject(CommitteePages) private readonly pages: CommitteePages) {}

  @Post()
  @Allow('committee.manage')
  @VersionOf('agenda-item', 'itemId')
  change(@Req() request: ActingRequest, @Param() at: Record<string, string>, @Body() typed: Form, @Res() response: Response) {
    return this.#onItem(request, response, at, 'punkt', typed, ({ id, itemId }) => {
      const given = { ...filled(typed, 'title', 'recommendation'), ...caseChosen(typed) };
      const fields = heldToForm(agendaItemFields, { ...given, open: typed['closed'] === undefined }, fieldLabels);
      return this.pages.meetings.putItem(request, id, fields, itemId);
    });
  }

  @Post('plads')
  @Allow('committee.manage')
  @VersionOf('agenda-item', 'itemId')
  move(@Req() request: ActingRequest, @Param() at: Record<string, string>, @Body() typed: Form, @Res() response: Response) {
    return this.#onItem(request, response, at, 'plads', typed, ({ id, itemId }) => {
      const { number } = heldToForm(placeField, filled(typed, 'number'), { number: 'Nummer' });
      return this.pages.meetings.onItem(request, id, itemId, (tx, by) => moveAgendaItem(tx, itemId, number, by));
    });
  }

  @Post('traek')
  @Allow('committee.manage')
  @VersionOf('agenda-item', 'itemId')
  withdraw(@Req() request: ActingRequest, @Param() at: Record<string, string>, @Body() typed: Form, @Res() response: Response) {
    return this.#onItem(request, response, at, 'traek', typed, async ({ id, itemId }) => {
      await this.pages.meetings.onItem(request, id, itemId, (tx, by) => withdrawAgendaItem(tx, itemId, by));
      return `/moeder/${id}`;
    });
  }

  @Post('samtykke')
  @Allow('committee.vote')
  @VersionOf('agenda-item', 'itemId')
  consent(@Req() request: ActingRequest, @Param() at: Record<string, string>, @Body() typed: Form, @Res() response: Response) {
    return this.#onItem(request, response, at, 'samtykke', typed, ({ id, itemId }) =>
      this.pages.meetings.onItem(request, id, itemId, (tx, by) => consentToLateItem(tx, itemId, by)),
    );
  }

  @Post('bilag')
  @Allow('committee.decide')
  @NeedsKey()
  @UseInterceptors(HearingFilesInterceptor)
  attach(
    @Req() request: ActingRequest,
    @Param() at: Record<string, string>,
    @UploadedFiles() files: UploadedParts | undefined,
    @Res() response: Response,
  ) {
    return this.#onItem(request, response, at, 'bilag', {}, ({ id, itemId }) =>
      this.pages.meetings.attach(request, id, itemId, oneFile(files)),
    );
  }

  @Post('fravaer')
  @Allow('committee.decide')
  @VersionOf('agenda-item', 'itemId')
  absence(@Req() request: ActingRequest, @Param() at: Record<string, string>, @Body() typed: Form, @Res() response: Response) {
    return this.#onItem(request, response, at, 'fravaer', typed, ({ id, itemId }) => {
      const body = heldToForm(absenceBody, filled(typed, 'membershipId', 'kind', 'reason'), { ...fieldLabels, kind: 'Hvorfor' });
      return this.pages.meetings.onItem(request, id, itemId, (tx, by) => putItemAbsence(tx, itemId, body, by));
    });
  }

  @Post('fravaer/:membershipId/fjern')
  @Allow('committee.decide')
  @VersionOf('agenda-item', 'itemId')
  presence(
    @Req() request: ActingRequest,
    @Param() at: Record<string, string>,
    @Param('membershipId', IdParameter) membershipId: string,
    @Body() typed: Form,
    @Res() response: Response,
  ) {
    return this.#onItem(request, response, at, 'fravaer', typed, ({ id, itemId }) =>
      this.pages.meetings.onItem(request, id, itemId, (tx, by) => removeItemAbsence(tx, itemId, membershipId, by)),
    );
  }

  @Post('beslutning')
  @Allow('committee.decide')
  @VersionOf('agenda-item', 'itemId')
  @NeedsKey()
  decide(@Req() request: ActingRequest, @Param() at: Record<string, string>, @Body() typed: Form, @Res() response: Response) {
    return this.#onItem(request, response, at, 'beslutning', typed, ({ id, itemId }) =>
      this.pages.meetings.decide(request, id, itemId, decisionFromForm(typed)),
    );
  }

  /** Carries out the form and goes back to the item, unless `work` answers another address. */
  #onItem(
    request: ActingRequest,
    response: Response,
    at: Record<string, string>,
    form: string,
    typed: Form,
    work: (item: { id: string; itemId: string }) => Promise<unknown>,
  ) {
    const [id, itemId] = [at['id'], at['itemId']].map((each) => new IdParameter().transform(each ?? '')) as [string, string];
    const go = async () => {
      const to = await work({ id, itemId });
      return typeof to === 'string' && to.startsWith('/') ? to : `/moeder/${id}/punkter/${itemId}`;
    };
    return answerForm(response, { form, typed }, go, (refused) => this.pages.item(request, id, itemId, refused));
  }
}
