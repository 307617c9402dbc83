import { isClosedDay, isHoliday } from './holidays.js';
import { fromDayNumber, isDayNumber, toDayNumber, weekday, weekdayOf, type LocalDate } from './local-date.js';

/** Days on which this office is closed beside the law's own: the Friday after Kristi himmelfart, 27–30 December … */
export type ClosingDays = ReadonlySet<LocalDate>;

const BLOCK = 512;

/**
 * For some hundred days on end, how many days up to and including each of them the law leaves to work. Each day is asked of the law once, as a plan
 * asks for hundreds.
 */
const blocks = new Map<number, Uint16Array>();

function blockOf(number: number): Uint16Array {
  const known = blocks.get(number);
  if (known) return known;
  let count = 0;
  const counts = Uint16Array.from({ length: BLOCK }, (_, at) => (count += lawLeaves(number * BLOCK + at) ? 1 : 0));
  blocks.set(number, counts);
  return counts;
}

function lawLeaves(day: number): boolean {
  if (weekdayOf(day) > 5 || !isDayNumber(day)) return false;
  const date = fromDayNumber(day);
  return !isHoliday(date) && !isClosedDay(date);
}

function worksByLaw(day: number): boolean {
  const block = Math.floor(day / BLOCK);
  const [counts, at] = [blockOf(block), day - block * BLOCK];
  return counts[at]! > (at === 0 ? 0 : counts[at - 1]!);
}

/** Working days by law after a day up to and including another. */
function countByLaw(from: number, to: number): number {
  const [first, last] = [Math.floor(from / BLOCK), Math.floor(to / BLOCK)];
  let found = blockOf(last)[to - last * BLOCK]! - blockOf(first)[from - first * BLOCK]!;
  for (let block = first; block < last; block += 1) found += blockOf(block)[BLOCK - 1]!;
  return found;
}

const numbered = new WeakMap<ClosingDays, ReadonlySet<number>>();

/** The closing days by their numbers; read once for each set, which its owner leaves as it is. */
function numbersOf(closingDays: ClosingDays): ReadonlySet<number> {
  const known = numbered.get(closingDays);
  if (known) return known;
  const made = new Set([...closingDays].map(toDayNumber));
  numbered.set(closingDays, made);
  return made;
}

function isWorking(day: number, closed: ReadonlySet<number> | undefined): boolean {
  return worksByLaw(day) && !closed?.has(day);
}

/** Arbejdsdag: Monday to Friday, no holiday, no closed day, and none of the office's own closing days. */
export function isWorkingDay(date: LocalDate, closingDays?: ClosingDays): boolean {
  return isWorking(toDayNumber(date), closingDays && numbersOf(closingDays));
}

/** Søgnedag: any day but Sundays and holidays, so Saturdays and Grundlovsdag count (the sense of grundloven § 41). */
export function isSognedag(date: LocalDate): boolean {
  return weekday(date) !== 7 && !isHoliday(date);
}

function step(date: LocalDate, days: number, direction: 1 | -1, closingDays?: ClosingDays): LocalDate {
  if (!Number.isInteger(days) || days < 0) throw new RangeError(`Et antal arbejdsdage er et helt tal fra 0, ikke ${days}.`);
  const closed = closingDays && numbersOf(closingDays);
  let at = toDayNumber(date);
  for (let left = days; left > 0;) {
    at += direction;
    if (!isDayNumber(at)) return fromDayNumber(at); // which says so
    if (isWorking(at, closed)) left -= 1;
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

/** Working days after `from` up to and including `to`; negative when `to` lies before `from`. */
export function countWorkingDays(from: LocalDate, to: LocalDate, closingDays?: ClosingDays): number {
  if (to < from) return 0 - countWorkingDays(to, from, closingDays);
  const [first, last] = [toDayNumber(from), toDayNumber(to)];
  let closed = 0;
  if (closingDays) for (const day of numbersOf(closingDays)) if (day > first && day <= last && worksByLaw(day)) closed += 1;
  return countByLaw(first, last) - closed;
}

/** Søgnedage after `from` up to and including `to`; negative when `to` lies before `from`. */
export function countSognedage(from: LocalDate, to: LocalDate): number {
  if (to < from) return 0 - countSognedage(to, from);
  let found = 0;
  for (let at = toDayNumber(from) + 1, last = toDayNumber(to); at <= last; at += 1) if (isSognedag(fromDayNumber(at))) found += 1;
  return found;
}
