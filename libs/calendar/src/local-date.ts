declare const localDate: unique symbol;

/** A calendar day in Denmark, `YYYY-MM-DD`, years 1000–9999. Compares in time order as a string; carries no clock time and no zone. */
export type LocalDate = string & { readonly [localDate]: true };

/** A text that is no date, no deadline or no instant. The message is Danish and says what would be accepted. */
export class NotADateError extends RangeError {
  override name = 'NotADateError';
}

const DAY = 86_400_000;
const SHAPE = /^([1-9]\d{3})-(\d{2})-(\d{2})$/;

/** True for a real day of the calendar written `YYYY-MM-DD` (2023-02-29 is none). */
export function isLocalDate(text: string): text is LocalDate {
  const parts = SHAPE.exec(text);
  if (!parts) return false;
  const at = new Date(Date.UTC(Number(parts[1]), Number(parts[2]) - 1, Number(parts[3])));
  return at.toISOString().startsWith(text);
}

/** Reads `YYYY-MM-DD`. Throws NotADateError for anything else, also for days that do not exist. */
export function parseLocalDate(text: string): LocalDate {
  if (!isLocalDate(text)) throw new NotADateError(`»${text.slice(0, 40)}« er ikke en dato. Skriv den som 2021-08-18.`);
  return text;
}

/** Days since 1970-01-01. Every count goes through whole days, so that summer time cannot make one 23 or 25 hours long. */
export function toDayNumber(date: LocalDate): number {
  return Date.parse(date) / DAY;
}

const FIRST = Date.parse('1000-01-01') / DAY;
const LAST = Date.parse('9999-12-31') / DAY;

/** Whether a number is that of a day in the years 1000–9999. */
export function isDayNumber(day: number): boolean {
  return Number.isInteger(day) && day >= FIRST && day <= LAST;
}

/** The inverse of toDayNumber. Throws NotADateError outside the years 1000–9999 and for what is no whole number. */
export function fromDayNumber(day: number): LocalDate {
  if (!isDayNumber(day)) throw new NotADateError(`Dag ${day} ligger uden for kalenderen (år 1000–9999).`);
  return new Date(day * DAY).toISOString().slice(0, 10) as LocalDate;
}

/** Calendar days later (or earlier, when `days` is negative). */
export function addDays(date: LocalDate, days: number): LocalDate {
  return fromDayNumber(toDayNumber(date) + days);
}

/** The difference in calendar days: 4 June to 2 July is 28. A hearing memorandum that counts both ends says one more. */
export function daysBetween(from: LocalDate, to: LocalDate): number {
  return toDayNumber(to) - toDayNumber(from);
}

/** ISO 8601 weekday: 1 is Monday, 7 is Sunday. */
export function weekday(date: LocalDate): number {
  return weekdayOf(toDayNumber(date));
}

/** ISO 8601 weekday of a day number (1970-01-01 was a Thursday). */
export function weekdayOf(day: number): number {
  return ((((day + 3) % 7) + 7) % 7) + 1;
}
