import { formatDate } from './deadline.js';
import { addDays, daysBetween, parseLocalDate, weekday, type LocalDate } from './local-date.js';

/** A school summer holiday, both days inclusive. */
export interface SchoolHoliday {
  readonly from: LocalDate;
  readonly to: LocalDate;
}

/** Holidays that were set otherwise than the usual, by year. */
export type SchoolHolidays = ReadonlyMap<number, SchoolHoliday>;

/** Days after the holiday before which a hearing should not end. */
const DAYS_AFTER = 10;

/**
 * The schools' summer holiday of a year: the one set for that year, else the usual: from the last Saturday of June through the sixth Sunday after it.
 * Each municipality sets its own end, so this is the common case and no law.
 */
export function schoolSummerHoliday(year: number, set?: SchoolHolidays): SchoolHoliday {
  const known = set?.get(year);
  if (known) return known;
  const last = parseLocalDate(`${year}-06-30`);
  const from = addDays(last, -((weekday(last) + 1) % 7));
  return { from, to: addDays(from, 6 * 7 + 1) };
}

/** What the summer rule says of a hearing. */
export interface SummerRule {
  readonly holiday: SchoolHoliday;
  /** Days from the holiday's last day to the deadline; negative inside the holiday. */
  readonly daysAfter: number;
  /** Whether the deadline leaves the ten days. */
  readonly holds: boolean;
  /** The first deadline that would. */
  readonly earliest: LocalDate;
  /** A Danish sentence to complain with; empty when the rule holds. */
  readonly text: string;
}

/**
 * The summer rule: a hearing sent in or across the school summer holiday should not end before ten days after it. A request of Folketinget's
 * Præsidium to the government (September 2018), not law. Undefined when the hearing, from the day it was sent (left out: the deadline's own day), does not
 * touch the holiday or the days after it.
 */
export function summerRule(deadline: LocalDate, sent: LocalDate = deadline, set?: SchoolHolidays): SummerRule | undefined {
  const holiday = schoolSummerHoliday(Number(deadline.slice(0, 4)), set);
  const unknownStart = sent === deadline;
  const earliest = addDays(holiday.to, DAYS_AFTER);
  const touches = unknownStart ? deadline < earliest : sent <= holiday.to;
  if (deadline < holiday.from || !touches) return undefined;
  const daysAfter = daysBetween(holiday.to, deadline);
  const holds = daysAfter >= DAYS_AFTER;
  const where =
    daysAfter <= 0 ? 'i skolernes sommerferie' : `kun ${daysAfter} ${daysAfter === 1 ? 'dag' : 'dage'} efter skolernes sommerferie`;
  const text = `Høringen løber hen over skolernes sommerferie, og fristen ligger ${where}. Folketingets Præsidium opfordrede i september 2018 til, at sådanne høringer forlænges; fristen bør ikke udløbe før ti dage efter ferien, det vil sige tidligst ${formatDate(earliest)}.`;
  return { holiday, daysAfter, holds, earliest, text: holds ? '' : text };
}
