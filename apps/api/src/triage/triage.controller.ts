import { Body, Controller, Get, HttpCode, Inject, Param, Post, Req } from '@nestjs/common';
import { ApiBody, ApiTags } from '@nestjs/swagger';
import { type ActingRequest, Allow, NeedsKey, VersionOf } from '@genmaele/access';
import {
  billEndBody,
  type BillLinkBody,
  billLinkBody,
  classificationBody,
  type MinisterialLetterBody,
  ministerialLetterBody,
  type ReservationActionBody,
  reservationActionBody,
  type ReservationBody,
  reservationBody,
  type TriageBody,
  triageBody,
} from '@genmaele/contracts';
import { type z } from 'zod';
import { documented } from '../api-shapes.js';
import { IdParameter, RequestShape } from '../house/request-shape.js';
import { TriageDesk } from './triage-desk.js';

/** What becomes of a case, what it is about, and what its answer reserves. */
@ApiTags('triage')
@Controller()
export class TriageController {
  constructor(@Inject(TriageDesk) private readonly desk: TriageDesk) {}

  /** The numbers of KLE that the bill points to, and the cases that this one could be joined to. */
  @Get('cases/:id/triage')
  @Allow('case.triage')
  view(@Req() request: ActingRequest, @Param('id', IdParameter) id: string) {
    return this.desk.view(request, id);
  }

  /** Answers, answers without remarks, declines, or joins the case to another. */
  @Post('cases/:id/triage')
  @HttpCode(200)
  @Allow('case.triage')
  @VersionOf('case')
  @ApiBody(documented(triageBody))
  triage(@Req() request: ActingRequest, @Param('id', IdParameter) id: string, @Body(new RequestShape(triageBody)) body: TriageBody) {
    return this.desk.triage(request, id, body);
  }

  /** Gives the case its number of KLE; the rules in force then say which office and committee. */
  @Post('cases/:id/classification')
  @HttpCode(200)
  @Allow('case.triage')
  @VersionOf('case')
  @ApiBody(documented(classificationBody))
  async classify(
    @Req() request: ActingRequest,
    @Param('id', IdParameter) id: string,
    @Body(new RequestShape(classificationBody)) { kleNumber }: z.infer<typeof classificationBody>,
  ) {
    await this.desk.classify(request, id, kleNumber);
    return { caseId: id, kleNumber };
  }

  /** Opens a case for a letter that no hearing set off. */
  @Post('ministerial-letters')
  @NeedsKey()
  @Allow('case.triage')
  @ApiBody(documented(ministerialLetterBody))
  letter(@Req() request: ActingRequest, @Body(new RequestShape(ministerialLetterBody)) body: MinisterialLetterBody) {
    return this.desk.openLetter(request, body);
  }

  /** Says that a bill came of a hearing. */
  @Post('hearings/:id/bills')
  @HttpCode(200)
  @Allow('case.triage')
  @VersionOf('hearing')
  @ApiBody(documented(billLinkBody))
  async bill(
    @Req() request: ActingRequest,
    @Param('id', IdParameter) id: string,
    @Body(new RequestShape(billLinkBody)) body: BillLinkBody,
  ) {
    await this.desk.linkBill(request, id, body);
    return { hearingId: id, designation: body.designation };
  }

  /** Says that from a day on a bill no longer came of a hearing: the link was wrong, or the bill was split. */
  @Post('hearings/:id/bills/:billId/end')
  @HttpCode(200)
  @Allow('case.triage')
  @VersionOf('hearing')
  @ApiBody(documented(billEndBody))
  async endBill(
    @Req() request: ActingRequest,
    @Param('id', IdParameter) id: string,
    @Param('billId', IdParameter) billId: string,
    @Body(new RequestShape(billEndBody)) { validTo }: z.infer<typeof billEndBody>,
  ) {
    await this.desk.endBill(request, id, billId, validTo);
    return { hearingId: id, billId };
  }

  /** The open reservations on the cases that one sees, the oldest first. */
  @Get('reservations')
  @Allow('case.read')
  openReservations(@Req() request: ActingRequest) {
    return this.desk.openReservations(request);
  }

  /** The reservations of a case with every step. */
  @Get('cases/:id/reservations')
  @Allow('case.read')
  reservations(@Param('id', IdParameter) id: string) {
    return this.desk.reservations(id);
  }

  /** Takes a reservation. */
  @Post('cases/:id/reservations')
  @NeedsKey()
  @Allow('reservation.handle')
  @ApiBody(documented(reservationBody))
  async take(
    @Req() request: ActingRequest,
    @Param('id', IdParameter) id: string,
    @Body(new RequestShape(reservationBody)) body: ReservationBody,
  ) {
    return { reservationId: await this.desk.take(request, id, body) };
  }

  /** Moves a reservation on: `reword`, `drop`, `confirm`, `change`, `withdraw`. */
  @Post('cases/:id/reservations/:reservationId/:action')
  @HttpCode(200)
  @NeedsKey()
  @Allow('reservation.handle')
  @VersionOf('reservation', 'reservationId')
  @ApiBody(documented(reservationActionBody))
  step(
    @Req() request: ActingRequest,
    @Param('id', IdParameter) id: string,
    @Param('reservationId', IdParameter) reservationId: string,
    @Param('action') action: string,
    @Body(new RequestShape(reservationActionBody)) body: ReservationActionBody,
  ) {
    return this.desk.step(request, id, reservationId, action, body);
  }
}
