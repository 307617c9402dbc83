import { randomUUID } from 'node:crypto';
import { appendAudit } from '@genmaele/audit';
import { AppError, type JobPayload, type Role } from '@genmaele/contracts';
import { promiseWork } from '@genmaele/jobs';
import { rowsOf, type Tx } from '@genmaele/platform';
import { type DataSource } from 'typeorm';

/** Who changes something, and when. */
export interface ChangedBy {
  readonly actorId: string;
  readonly requestId?: string | undefined;
  readonly now: Date;
}

/** Days, both inclusive, as `YYYY-MM-DD`. */
export interface DaySpan {
  readonly firstDay: string;
  readonly lastDay: string;
}

/** Promises that the plans a change touches are made anew; one work for a change. */
export async function promiseRenewal(tx: Tx, change: JobPayload<'plan.renew'>, now: Date): Promise<string> {
  const about = change.hearingId ?? change.committeeId ?? 'all';
  return promiseWork(tx, 'plan.renew', change, { subject: `plan:${about}`, once: randomUUID(), dueAt: now, now });
}

async function changed(tx: Tx, what: string, subject: string, facts: Record<string, string | number | null>, by: ChangedBy): Promise<void> {
  await appendAudit(tx, { actorId: by.actorId, action: `calendar.${what}`, subject, facts, requestId: by.requestId }, by.now);
  await promiseRenewal(tx, { cause: 'calendar' }, by.now);
}

function refuseEmptySpan({ firstDay, lastDay }: DaySpan): void {
  if (lastDay < firstDay) throw new AppError('request.invalid', { problem: 'den sidste dag ligger før den første' });
  if (Date.parse(lastDay) - Date.parse(firstDay) > 400 * 86_400_000)
    throw new AppError('request.invalid', { problem: 'højst 400 dage ad gangen' });
}

/** Closes the office on some days. Returns the id. Errors: `request.invalid` (an empty span, or one of more than 400 days). */
export async function addClosingDays(tx: Tx, days: DaySpan & { name: string }, by: ChangedBy): Promise<string> {
  refuseEmptySpan(days);
  const id = randomUUID();
  await tx.query('INSERT INTO closing_day (id, name, first_day, last_day, set_at) VALUES ($1, $2, $3, $4, $5)', [
    id,
    days.name,
    days.firstDay,
    days.lastDay,
    by.now,
  ]);
  await changed(tx, 'close', `closing-day:${id}`, { ...days }, by);
  return id;
}

/** Says that a person, or everyone with a role, is away. Returns the id. Errors: `request.invalid` (an empty span, nobody or both), `person.not-found`. */
export async function addAbsence(
  tx: Tx,
  absence: DaySpan & { personId?: string | undefined; role?: Role | undefined },
  by: ChangedBy,
): Promise<string> {
  const { personId, role, firstDay, lastDay } = absence;
  refuseEmptySpan(absence);
  if ((personId === undefined) === (role === undefined))
    throw new AppError('request.invalid', { problem: 'vælg enten en person eller en rolle' });
  if (personId && (await rowsOf(tx, 'SELECT 1 FROM person WHERE id = $1', [personId])).length === 0) throw new AppError('person.not-found');
  const id = randomUUID();
  await tx.query('INSERT INTO absence (id, person_id, role, first_day, last_day, set_at) VALUES ($1, $2, $3, $4, $5, $6)', [
    id,
    personId ?? null,
    role ?? null,
    firstDay,
    lastDay,
    by.now,
  ]);
  await changed(tx, 'absence', `absence:${id}`, { personId: personId ?? null, role: role ?? null, firstDay, lastDay }, by);
  return id;
}

/** Sets the schools' summer holiday of the year in which it begins. Errors: `request.invalid`. */
export async function setSchoolHoliday(tx: Tx, days: DaySpan, by: ChangedBy): Promise<number> {
  refuseEmptySpan(days);
  const year = Number(days.firstDay.slice(0, 4));
  await tx.query(
    `INSERT INTO school_holiday (year, first_day, last_day, set_at) VALUES ($1, $2, $3, $4)
     ON CONFLICT (year) DO UPDATE SET first_day = excluded.first_day, last_day = excluded.last_day, set_at = excluded.set_at`,
    [year, days.firstDay, days.lastDay, by.now],
  );
  await changed(tx, 'school-holiday', `school-holiday:${year}`, { ...days }, by);
  return year;
}

const tables = { 'closing-day': 'closing_day', absence: 'absence' } as const;

/** Takes back closing days or an absence. What was taken back stays in the log. Errors: `request.not-found`. */
export async function removeDays(tx: Tx, kind: keyof typeof tables, id: string, by: ChangedBy): Promise<void> {
  const [row] = await rowsOf<DaySpan>(
    tx,
    `DELETE FROM ${tables[kind]} WHERE id = $1
     RETURNING to_char(first_day, 'YYYY-MM-DD') AS "firstDay", to_char(last_day, 'YYYY-MM-DD') AS "lastDay"`,
    [id],
  );
  if (!row) throw new AppError('request.not-found');
  await changed(tx, kind === 'absence' ? 'present' : 'open', `${kind}:${id}`, { ...row }, by);
}

/** Everything that plans are counted with, as an administrator edits it. */
export interface CalendarLines {
  closingDays: (DaySpan & { id: string; name: string })[];
  absences: (DaySpan & { id: string; personId: string | null; personName: string | null; role: Role | null })[];
  schoolHolidays: (DaySpan & { year: number })[];
}

const span = `to_char(first_day, 'YYYY-MM-DD') AS "firstDay", to_char(last_day, 'YYYY-MM-DD') AS "lastDay"`;

/** Reads the calendar, in the order of days. */
export async function calendarLines(db: DataSource | Tx): Promise<CalendarLines> {
  return {
    closingDays: await rowsOf(db, `SELECT id, name, ${span} FROM closing_day ORDER BY first_day, name`),
    absences: await rowsOf(
      db,
      `SELECT a.id, a.person_id AS "personId", p.name AS "personName", a.role, ${span}
       FROM absence a LEFT JOIN person p ON p.id = a.person_id ORDER BY a.first_day, p.name`,
    ),
    schoolHolidays: await rowsOf(db, `SELECT year, ${span} FROM school_holiday ORDER BY year`),
  };
}
