import { Inject, Injectable } from '@nestjs/common';
import { type ActingRequest, actorOf, onSeenVersion } from '@genmaele/access';
import { isDeadlineText } from '@genmaele/calendar';
import {
  addAbsence,
  addClosingDays,
  calendarLines,
  type ChangedBy,
  correctDeadline,
  removeDays,
  setSchoolHoliday,
  stepHistory,
} from '@genmaele/cases';
import { type daysAwayBody, AppError, type closingDaysBody, type deadlineBody, type schoolHolidayBody } from '@genmaele/contracts';
import { Clock, inTransaction, type Tx } from '@genmaele/platform';
import { DataSource } from 'typeorm';
import { type z } from 'zod';

/** What plans are counted with, for programs and for the pages alike. */
@Injectable()
export class PlanDesk {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  lines() {
    return calendarLines(this.database);
  }

  history() {
    return stepHistory(this.database, this.clock.now());
  }

  /** Errors: `request.invalid`. */
  close(request: ActingRequest, body: z.infer<typeof closingDaysBody>): Promise<string> {
    return this.#change(request, (tx, by) => addClosingDays(tx, body, by));
  }

  /** Errors: `request.invalid`, `person.not-found`. */
  absent(request: ActingRequest, body: z.infer<typeof daysAwayBody>): Promise<string> {
    return this.#change(request, (tx, by) => addAbsence(tx, body, by));
  }

  /** Errors: `request.invalid`. */
  schoolHoliday(request: ActingRequest, body: z.infer<typeof schoolHolidayBody>): Promise<number> {
    return this.#change(request, (tx, by) => setSchoolHoliday(tx, body, by));
  }

  /** Errors: `request.not-found`. */
  remove(request: ActingRequest, kind: 'closing-day' | 'absence', id: string): Promise<void> {
    return this.#change(request, (tx, by) => removeDays(tx, kind, id, by));
  }

  /** Errors: `hearing.not-found`, `request.invalid`, those of a version that is not the latest. */
  correct(request: ActingRequest, hearingId: string, body: z.infer<typeof deadlineBody>): Promise<void> {
    if (!isDeadlineText(body.deadline)) throw new AppError('request.invalid', { problem: 'fristen er ikke en dag i kalenderen' });
    return this.#change(request, (tx, by) =>
      onSeenVersion(request, tx, 'hearing', hearingId, () => correctDeadline(tx, hearingId, body, by)),
    );
  }

  #change<T>(request: ActingRequest, change: (tx: Tx, by: ChangedBy) => Promise<T>): Promise<T> {
    const by = { actorId: actorOf(request).id, requestId: request.id, now: this.clock.now() };
    return inTransaction(this.database, (tx) => change(tx, by));
  }
}
