import { addDays, isClosedDay, isHoliday, localDateOf, type LocalDate, parseDeadline, weekday } from '@genmaele/calendar';
import { type NoticeSettings } from '@genmaele/contracts';

/** Days and clock time of a person's digest. */
export type DigestTimes = Pick<NoticeSettings, 'digestTime' | 'weekdays'>;

/** Whether a digest is sent on the day: one of the person's weekdays that is no holiday and no closed day. */
export function isDigestDay({ weekdays }: DigestTimes, day: LocalDate): boolean {
  return weekdays.includes(weekday(day)) && !isHoliday(day) && !isClosedDay(day);
}

/**
 * The moment of a day's digest: the first at which a clock in Copenhagen shows the chosen time or a later one, so that the hour which spring
 * skips costs no digest and the hour which autumn repeats gives no second.
 */
export function digestMoment({ digestTime }: DigestTimes, day: LocalDate): Date {
  return new Date(parseDeadline(`${day}T${digestTime}`).instant);
}

/** The day whose digest may be sent at `now`: today, when it is a digest day and its moment has come. */
export function digestDayAt(times: DigestTimes, now: Date): LocalDate | undefined {
  const today = localDateOf(now);
  return isDigestDay(times, today) && digestMoment(times, today) <= now ? today : undefined;
}

/** The first digest day whose moment is after `now`, with that moment. No run of days without one is longer than a month for any choice of weekdays. */
export function nextDigest(times: DigestTimes, now: Date): { day: LocalDate; at: Date } {
  for (let day = localDateOf(now); ; day = addDays(day, 1)) {
    const at = digestMoment(times, day);
    if (isDigestDay(times, day) && at > now) return { day, at };
  }
}
