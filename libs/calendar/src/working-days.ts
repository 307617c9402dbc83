import { isClosedDay, isHoliday } from './holidays.js';
import { fromDayNumber, toDayNumber, weekday, weekdayOf, type LocalDate } from './local-date.js';

/** Days on which this office is closed beside the law's own: the Friday after Kristi himmelfart, 27–30 December … */
export type ClosingDays = ReadonlySet<LocalDate>;

/** Arbejdsdag: Monday to Friday, no holiday, no closed day, and none of the office's own closing days. */
export function isWorkingDay(date: LocalDate, closingDays?: ClosingDays): boolean {
  return weekday(date) <= 5 && !isHoliday(date) && !isClosedDay(date) && !closingDays?.has(date);
}

/** Søgnedag: any day but Sundays and holidays, so Saturdays and Grundlovsdag count (the sense of grundloven § 41). */
export function isSognedag(date: LocalDate): boolean {
  return weekday(date) !== 7 && !isHoliday(date);
}

function step(date: LocalDate, days: number, direction: 1 | -1, closingDays?: ClosingDays): LocalDate {
  if (!Number.isInteger(days) || days < 0) throw new RangeError(`Et antal arbejdsdage er et helt tal fra 0, ikke ${days}.`);
  let at = toDayNumber(date);
  for (let left = days; left > 0;) {
    at += direction;
    if (weekdayOf(at) <= 5 && isWorkingDay(fromDayNumber(at), closingDays)) left -= 1;
  }
  return fromDayNumber(at);
}

/** The `days`-th working day after `date`; 0 gives `date` itself, working day or not. `days` is a whole number ≥ 0, else RangeError. */
export function addWorkingDays(date: LocalDate, days: number, closingDays?: ClosingDays): LocalDate {
  return step(date, days, 1, closingDays);
}

/** The `days`-th working day before `date`; 0 gives `date` itself. The inverse of addWorkingDays when `date` is a working day. */
export function subtractWorkingDays(date: LocalDate, days: number, closingDays?: ClosingDays): LocalDate {
  return step(date, days, -1, closingDays);
}

/** `date` if it is a working day, else the next one. */
export function workingDayOnOrAfter(date: LocalDate, closingDays?: ClosingDays): LocalDate {
  return isWorkingDay(date, closingDays) ? date : addWorkingDays(date, 1, closingDays);
}

/** `date` if it is a working day, else the one before. */
export function workingDayOnOrBefore(date: LocalDate, closingDays?: ClosingDays): LocalDate {
  return isWorkingDay(date, closingDays) ? date : subtractWorkingDays(date, 1, closingDays);
}

function count(from: LocalDate, to: LocalDate, lastWeekday: number, counts: (date: LocalDate) => boolean): number {
  if (to < from) return 0 - count(to, from, lastWeekday, counts);
  let found = 0;
  for (let at = toDayNumber(from) + 1, last = toDayNumber(to); at <= last; at += 1) {
    if (weekdayOf(at) <= lastWeekday && counts(fromDayNumber(at))) found += 1;
  }
  return found;
}

/** Working days after `from` up to and including `to`; negative when `to` lies before `from`. */
export function countWorkingDays(from: LocalDate, to: LocalDate, closingDays?: ClosingDays): number {
  return count(from, to, 5, (date) => isWorkingDay(date, closingDays));
}

/** Søgnedage after `from` up to and including `to`; negative when `to` lies before `from`. */
export function countSognedage(from: LocalDate, to: LocalDate): number {
  return count(from, to, 6, isSognedag);
}
