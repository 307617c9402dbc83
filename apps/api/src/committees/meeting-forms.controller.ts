import { Body, Controller, Inject, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { type ActingRequest, Allow, NeedsKey, onSeenVersion, VersionOf } from '@genmaele/access';
import { moveMeeting } from '@genmaele/committees';
import { agendaItemFields, attendanceBody, meetingActionBody, meetingFields, minutesReplyBody } from '@genmaele/contracts';
import { type Response } from 'express';
import { IdParameter } from '../house/request-shape.js';
import { answerForm, filled, type Form, heldToForm } from '../pages/refused-form.js';
import { caseChosen, fieldLabels, momentOf } from './committee-form-fields.js';
import { CommitteePages } from './committee-pages.js';

/** The forms on the page of a meeting. They call what the api calls. */
@ApiExcludeController()
@Controller('moeder/:id')
export class MeetingFormsController {
  constructor(@Inject(CommitteePages) private readonly pages: CommitteePages) {}

  @Post('plan')
  @Allow('committee.manage')
  @VersionOf('meeting')
  plan(@Req() request: ActingRequest, @Param('id', IdParameter) id: string, @Body() typed: Form, @Res() response: Response) {
    return this.#onMeeting(request, response, id, { form: 'plan', typed }, () => {
      const given = filled(typed, 'date', 'startTime', 'place', 'onlineUrl', 'agendaClose', 'papersDate');
      const fields = heldToForm(meetingFields, given, fieldLabels);
      return this.pages.meetings.write(request, (tx, by) =>
        onSeenVersion(request, tx, 'meeting', id, () => moveMeeting(tx, id, fields, by)),
      );
    });
  }

  @Post('handlinger/:action')
  @Allow('committee.manage')
  @VersionOf('meeting')
  @NeedsKey()
  act(
    @Req() request: ActingRequest,
    @Param('id', IdParameter) id: string,
    @Param('action') action: string,
    @Body() typed: Form,
    @Res() response: Response,
  ) {
    return this.#onMeeting(request, response, id, { form: action, typed }, () => {
      const { minutesDeadline, ...given } = filled(typed, 'reason', 'minutesDeadline');
      const body = heldToForm(meetingActionBody, { ...given, minutesDeadline: momentOf(minutesDeadline) }, fieldLabels);
      return this.pages.meetings.act(request, id, action, body);
    });
  }

  @Post('punkter')
  @Allow('committee.manage')
  @NeedsKey()
  add(@Req() request: ActingRequest, @Param('id', IdParameter) id: string, @Body() typed: Form, @Res() response: Response) {
    return this.#onMeeting(request, response, id, { form: 'punkt', typed }, () => {
      const given = { ...filled(typed, 'title', 'recommendation', 'lateReason'), ...caseChosen(typed) };
      const fields = heldToForm(agendaItemFields, { ...given, open: typed['closed'] === undefined }, fieldLabels);
      return this.pages.meetings.putItem(request, id, fields);
    });
  }

  @Post('fremmoede')
  @Allow('committee.decide')
  @VersionOf('meeting')
  attendance(@Req() request: ActingRequest, @Param('id', IdParameter) id: string, @Body() typed: Form, @Res() response: Response) {
    return this.#onMeeting(request, response, id, { form: 'fremmoede', typed }, () => {
      const { present } = heldToForm(attendanceBody, { present: [typed['present'] ?? []].flat() }, { present: 'Til stede' });
      return this.pages.meetings.putPresent(request, id, present);
    });
  }

  @Post('referat/svar')
  @Allow('committee.vote')
  @VersionOf('meeting')
  reply(@Req() request: ActingRequest, @Param('id', IdParameter) id: string, @Body() typed: Form, @Res() response: Response) {
    return this.#onMeeting(request, response, id, { form: 'indsigelse', typed }, () => {
      const body = heldToForm(minutesReplyBody, filled(typed, 'kind', 'text'), fieldLabels);
      return this.pages.meetings.reply(request, id, body);
    });
  }

  #onMeeting(request: ActingRequest, response: Response, id: string, form: { form: string; typed: Form }, work: () => Promise<unknown>) {
    const go = async () => {
      await work();
      return `/moeder/${id}`;
    };
    return answerForm(response, form, go, (refused) => this.pages.meeting(request, id, refused));
  }
}
