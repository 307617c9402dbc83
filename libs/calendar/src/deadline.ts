import { IANAZone } from 'luxon';
import { isLocalDate, NotADateError, weekday, type LocalDate } from './local-date.js';

/** A clock time in Copenhagen, `HH:MM`, 00:00–23:59. */
export type LocalTime = `${string}:${string}`;

/** A deadline as the letter gives it: never moved, not even from a Sunday or a holiday. */
export interface Deadline {
  date: LocalDate;
  /** Left out when the letter names a day only. */
  time?: LocalTime;
  /** ISO 8601 in UTC with milliseconds: the given minute, or 23:59:59 local on a day without clock time. */
  instant: string;
}

const COPENHAGEN = IANAZone.create('Europe/Copenhagen');
const MINUTE = 60_000;
const DAY = 86_400_000;
const SHAPE = /^(\d{4}-\d{2}-\d{2})(?:T((?:[01]\d|2[0-3]):[0-5]\d))?$/;
const MONTHS = ['januar', 'februar', 'marts', 'april', 'maj', 'juni', 'juli', 'august', 'september', 'oktober', 'november', 'december'];
const WEEKDAYS = ['mandag', 'tirsdag', 'onsdag', 'torsdag', 'fredag', 'lørdag', 'søndag'];

const HOUR = 3_600_000;
/** From here on the clock has changed at 01:00 UTC alone (the common rule of the European countries), so an hour has one offset. */
const COMMON_RULE = Date.parse('1980-01-01');
const MOST_KEPT = 20_000;
const offsets = new Map<number, number>();

/** Minutes that the clock in Copenhagen is ahead of UTC. Plans ask for the same hours again and again, and the time zone's own answer is slow. */
function offsetAt(at: number): number {
  if (at < COMMON_RULE) return COPENHAGEN.offset(at);
  const hour = Math.floor(at / HOUR);
  const known = offsets.get(hour);
  if (known !== undefined) return known;
  if (offsets.size >= MOST_KEPT) offsets.clear();
  const found = COPENHAGEN.offset(at);
  offsets.set(hour, found);
  return found;
}

/**
 * The first instant at which a clock in Copenhagen shows this reading or a later one. So the hour that autumn repeats
 * means its first pass, and the hour that spring skips means the jump itself (03:00 summer time): a deadline is never
 * read as later than its sender can have meant, and a later reading never gives an earlier instant.
 */
function firstInstant(reading: number): number {
  const [before, after] = [offsetAt(reading - DAY), offsetAt(reading + DAY)];
  const matches = [before, after].map((offset) => reading - offset * MINUTE).filter((at) => at + offsetAt(at) * MINUTE === reading);
  if (matches.length > 0) return Math.min(...matches);
  let [early, late] = [reading - DAY, reading + DAY];
  while (late - early > 1) {
    const middle = Math.floor((early + late) / 2);
    if (offsetAt(middle) === before) early = middle;
    else late = middle;
  }
  return late;
}

/**
 * Reads `YYYY-MM-DD` or `YYYY-MM-DDTHH:MM`, both meant in Copenhagen. A past date is as good as any.
 * Throws NotADateError (Danish) for every other text and for days and times that are not on the calendar or the clock.
 */
export function parseDeadline(text: string): Deadline {
  const parts = SHAPE.exec(text);
  const date = parts?.[1];
  if (!date || !isLocalDate(date)) {
    throw new NotADateError(`»${text.slice(0, 40)}« er ikke en frist. Skriv den som 2021-08-18 eller 2021-08-18T12:00 (dansk tid).`);
  }
  const time = parts[2] as LocalTime | undefined;
  const instant = new Date(firstInstant(Date.parse(`${date}T${time ?? '23:59:59'}Z`))).toISOString();
  return time ? { date, time, instant } : { date, instant };
}

/** True when parseDeadline would accept the text. */
export function isDeadlineText(text: string): boolean {
  return isLocalDate(SHAPE.exec(text)?.[1] ?? '');
}

/** The day and clock time in Copenhagen at an instant (ISO 8601 with zone, or a Date). Throws NotADateError for what is no instant. */
export function localOf(instant: string | Date): { date: LocalDate; time: LocalTime } {
  const at = typeof instant === 'string' ? Date.parse(instant) : instant.getTime();
  if (Number.isNaN(at)) throw new NotADateError(`»${String(instant).slice(0, 40)}« er ikke et tidspunkt.`);
  const text = new Date(at + offsetAt(at) * MINUTE).toISOString();
  return { date: text.slice(0, 10) as LocalDate, time: text.slice(11, 16) as LocalTime };
}

/** The day in Copenhagen at an instant: what "today" is for a plan. */
export function localDateOf(instant: string | Date): LocalDate {
  return localOf(instant).date;
}

/** As letters write it: `18. august 2021`. */
export function formatDate(date: LocalDate): string {
  return `${Number(date.slice(8))}. ${MONTHS[Number(date.slice(5, 7)) - 1]} ${date.slice(0, 4)}`;
}

/** With its weekday: `onsdag den 18. august 2021`. */
export function formatWeekday(date: LocalDate): string {
  return `${WEEKDAYS[weekday(date) - 1]} den ${formatDate(date)}`;
}

/** As letters write it: `18. august 2021 kl. 12.00`, or the date alone when no clock time was given. */
export function formatDeadline({ date, time }: Pick<Deadline, 'date' | 'time'>): string {
  return time ? `${formatDate(date)} kl. ${time.replace(':', '.')}` : formatDate(date);
}
