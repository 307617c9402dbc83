import { Body, Controller, Inject, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { type ActingRequest, Allow, VersionOf } from '@genmaele/access';
import { billEndBody, billLinkBody } from '@genmaele/contracts';
import { type Response } from 'express';
import { HearingPage } from '../hearings/hearing-page.js';
import { IdParameter } from '../house/request-shape.js';
import { answerForm, filled, type Form, heldToForm } from '../pages/refused-form.js';
import { TriageDesk } from './triage-desk.js';

const labels = { designation: 'Lovforslagets nummer', session: 'Samling', title: 'Titel', validFrom: 'Fra', validTo: 'Til' };

/** The forms on a hearing's page that say which bills came of it. They call what the api calls. */
@ApiExcludeController()
@Controller('hoeringer/:id/lovforslag')
export class BillFormsController {
  constructor(
    @Inject(TriageDesk) private readonly desk: TriageDesk,
    @Inject(HearingPage) private readonly page: HearingPage,
  ) {}

  @Post()
  @Allow('case.triage')
  @VersionOf('hearing')
  link(@Req() request: ActingRequest, @Param('id', IdParameter) id: string, @Body() typed: Form, @Res() response: Response) {
    return this.#onHearing(request, response, id, { form: 'lovforslag', typed }, () =>
      this.desk.linkBill(request, id, heldToForm(billLinkBody, filled(typed, 'designation', 'session', 'title', 'validFrom'), labels)),
    );
  }

  @Post(':billId/slut')
  @Allow('case.triage')
  @VersionOf('hearing')
  end(
    @Req() request: ActingRequest,
    @Param('id', IdParameter) id: string,
    @Param('billId', IdParameter) billId: string,
    @Body() typed: Form,
    @Res() response: Response,
  ) {
    return this.#onHearing(request, response, id, { form: `slut-${billId}`, typed }, () =>
      this.desk.endBill(request, id, billId, heldToForm(billEndBody, filled(typed, 'validTo'), labels).validTo),
    );
  }

  #onHearing(request: ActingRequest, response: Response, id: string, form: { form: string; typed: Form }, work: () => Promise<void>) {
    const go = () => work().then(() => `/hoeringer/${id}#lovforslag`);
    return answerForm(response, form, go, (refused) => this.page.render(request, id, undefined, refused));
  }
}
