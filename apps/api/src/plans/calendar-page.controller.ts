import { Body, Controller, Get, Header, Inject, Param, Post, Redirect, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { type ActingRequest, actorOf, Allow, listPeople, VersionOf, NeedsKey } from '@genmaele/access';
import { leastObservations } from '@genmaele/cases';
import { daysAwayBody, closingDaysBody, deadlineBody, roleNames, roles, schoolHolidayBody } from '@genmaele/contracts';
import { Clock } from '@genmaele/platform';
import { type Response } from 'express';
import { DataSource } from 'typeorm';
import { type z } from 'zod';
import { heldTo, IdParameter, RequestShape } from '../house/request-shape.js';
import { page } from '../pages/page-views.js';
import { PlanDesk } from './plan-desk.js';

type Form = Record<string, string | undefined>;

/** The pages of what plans are counted with: the calendar, and how long the steps take. */
@ApiExcludeController()
@Controller()
export class CalendarPageController {
  constructor(
    @Inject(PlanDesk) private readonly desk: PlanDesk,
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  @Get('kalender')
  @Allow('calendar.edit')
  @Header('Content-Type', 'text/html; charset=utf-8')
  async calendar(@Req() request: ActingRequest) {
    const people = (await listPeople(this.database, this.clock.now())).filter((person) => !person.disabledAt);
    const offered = roles.filter((role) => role !== 'system').map((role) => ({ role, danish: roleNames[role] }));
    return page('calendar', { actor: actorOf(request), ...(await this.desk.lines()), people, roles: offered });
  }

  @Post('kalender/lukkedage')
  @Allow('calendar.edit')
  @NeedsKey()
  @Redirect('/kalender', 303)
  async close(@Req() request: ActingRequest, @Body(new RequestShape(closingDaysBody)) body: z.infer<typeof closingDaysBody>) {
    await this.desk.close(request, body);
  }

  @Post('kalender/lukkedage/:dayId/fjern')
  @Allow('calendar.edit')
  @Redirect('/kalender', 303)
  async open(@Req() request: ActingRequest, @Param('dayId', IdParameter) id: string) {
    await this.desk.remove(request, 'closing-day', id);
  }

  @Post('kalender/fravaer')
  @Allow('calendar.edit')
  @NeedsKey()
  @Redirect('/kalender', 303)
  async absent(@Req() request: ActingRequest, @Body() { personId, role, firstDay, lastDay }: Form) {
    const who = { ...(personId ? { personId } : {}), ...(role ? { role } : {}) };
    await this.desk.absent(request, heldTo(daysAwayBody, { ...who, firstDay, lastDay }));
  }

  @Post('kalender/fravaer/:dayId/fjern')
  @Allow('calendar.edit')
  @Redirect('/kalender', 303)
  async present(@Req() request: ActingRequest, @Param('dayId', IdParameter) id: string) {
    await this.desk.remove(request, 'absence', id);
  }

  @Post('kalender/skoleferier')
  @Allow('calendar.edit')
  @Redirect('/kalender', 303)
  async schoolHoliday(@Req() request: ActingRequest, @Body(new RequestShape(schoolHolidayBody)) body: z.infer<typeof schoolHolidayBody>) {
    await this.desk.schoolHoliday(request, body);
  }

  @Get('trintider')
  @Allow('case.read')
  @Header('Content-Type', 'text/html; charset=utf-8')
  async history(@Req() request: ActingRequest) {
    return page('step-times', { actor: actorOf(request), lines: await this.desk.history(), least: leastObservations });
  }

  /** Corrects a hearing's deadline, and goes back to the page the form stood on. */
  @Post('hoeringer/:id/frist')
  @Allow('draft.edit')
  @VersionOf('hearing')
  async deadline(@Req() request: ActingRequest, @Param('id', IdParameter) id: string, @Body() form: Form, @Res() response: Response) {
    const time = form.time ? `T${form.time}` : '';
    await this.desk.correct(request, id, heldTo(deadlineBody, { deadline: `${form.date ?? ''}${time}`, reason: form.reason }));
    const back = /^[0-9a-f-]{36}$/.test(form.caseId ?? '') ? `/sager/${form.caseId}#plan` : `/hoeringer/${id}`;
    response.redirect(303, back);
  }
}
