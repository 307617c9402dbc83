import { Body, Controller, Get, HttpCode, Inject, Param, Post, Req } from '@nestjs/common';
import { ApiBody, ApiTags } from '@nestjs/swagger';
import { type ActingRequest, Allow, NeedsKey, VersionOf } from '@genmaele/access';
import { daysAwayBody, closingDaysBody, deadlineBody, schoolHolidayBody } from '@genmaele/contracts';
import { type z } from 'zod';
import { documented } from '../api-shapes.js';
import { IdParameter, RequestShape } from '../house/request-shape.js';
import { PlanDesk } from './plan-desk.js';

/** What plans are counted with: closing days, absences, school holidays, deadlines and measured times. */
@ApiTags('plans')
@Controller()
export class CalendarController {
  constructor(@Inject(PlanDesk) private readonly desk: PlanDesk) {}

  /** Closing days, absences and school holidays that were set. */
  @Get('calendar')
  @Allow('calendar.edit')
  lines() {
    return this.desk.lines();
  }

  /** Closes the office on some days; every open case is planned anew. */
  @Post('calendar/closing-days')
  @NeedsKey()
  @Allow('calendar.edit')
  @ApiBody(documented(closingDaysBody))
  async close(@Req() request: ActingRequest, @Body(new RequestShape(closingDaysBody)) body: z.infer<typeof closingDaysBody>) {
    return { id: await this.desk.close(request, body) };
  }

  /** Opens the office again. */
  @Post('calendar/closing-days/:dayId/remove')
  @HttpCode(200)
  @Allow('calendar.edit')
  async open(@Req() request: ActingRequest, @Param('dayId', IdParameter) id: string) {
    await this.desk.remove(request, 'closing-day', id);
    return { id };
  }

  /** Says that a person, or everyone with a role, is away. */
  @Post('calendar/absences')
  @NeedsKey()
  @Allow('calendar.edit')
  @ApiBody(documented(daysAwayBody))
  async absent(@Req() request: ActingRequest, @Body(new RequestShape(daysAwayBody)) body: z.infer<typeof daysAwayBody>) {
    return { id: await this.desk.absent(request, body) };
  }

  /** Takes an absence back. */
  @Post('calendar/absences/:dayId/remove')
  @HttpCode(200)
  @Allow('calendar.edit')
  async present(@Req() request: ActingRequest, @Param('dayId', IdParameter) id: string) {
    await this.desk.remove(request, 'absence', id);
    return { id };
  }

  /** Sets the schools' summer holiday of a year. */
  @Post('calendar/school-holidays')
  @HttpCode(200)
  @Allow('calendar.edit')
  @ApiBody(documented(schoolHolidayBody))
  async schoolHoliday(@Req() request: ActingRequest, @Body(new RequestShape(schoolHolidayBody)) body: z.infer<typeof schoolHolidayBody>) {
    return { year: await this.desk.schoolHoliday(request, body) };
  }

  /** How long the steps have taken over the last two years, in working days. */
  @Get('step-times')
  @Allow('case.read')
  history() {
    return this.desk.history();
  }

  /** Corrects the deadline of a hearing, with the reason; its cases are planned anew. */
  @Post('hearings/:id/deadline')
  @HttpCode(200)
  @Allow('draft.edit')
  @VersionOf('hearing')
  @ApiBody(documented(deadlineBody))
  async deadline(
    @Req() request: ActingRequest,
    @Param('id', IdParameter) id: string,
    @Body(new RequestShape(deadlineBody)) body: z.infer<typeof deadlineBody>,
  ) {
    await this.desk.correct(request, id, body);
    return { hearingId: id, deadline: body.deadline };
  }
}
