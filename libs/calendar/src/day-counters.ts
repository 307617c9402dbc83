import { addDays, daysBetween, type LocalDate } from './local-date.js';
import { type ClosingDays, countSognedage, countWorkingDays } from './working-days.js';

/** What a number of days may count: every day, arbejdsdage (Monday to Friday less days off), or søgnedage (Saturdays too). */
export type DayCounter = 'calendar-days' | 'working-days' | 'sognedage';

/**
 * Whether a span counts its first day. `exclusive`: 4 June to 2 July is 28 days, four weeks, as the law counts from the day after. `inclusive`: both
 * ends count, 29 days, as some hearing memoranda have it.
 */
export type DaySpan = 'exclusive' | 'inclusive';

const counters: Readonly<Record<DayCounter, (from: LocalDate, to: LocalDate, closingDays?: ClosingDays) => number>> = {
  'calendar-days': daysBetween,
  'working-days': countWorkingDays,
  sognedage: (from, to) => countSognedage(from, to),
};

/** The days from one day to another by a named counter; negative when `to` lies before `from` and the span is exclusive, else at least 0. */
export function countDays(
  counter: DayCounter,
  from: LocalDate,
  to: LocalDate,
  span: DaySpan = 'exclusive',
  closingDays?: ClosingDays,
): number {
  const count = counters[counter];
  if (span === 'exclusive') return count(from, to, closingDays);
  return to < from ? 0 : count(addDays(from, -1), to, closingDays);
}

/** A hearing's length as both conventions count it, in words: `28 dage (29, når begge ender tælles med)`. */
export function hearingLength(from: LocalDate, to: LocalDate): string {
  const days = daysBetween(from, to);
  return `${days} ${days === 1 ? 'dag' : 'dage'} (${countDays('calendar-days', from, to, 'inclusive')}, når begge ender tælles med)`;
}
