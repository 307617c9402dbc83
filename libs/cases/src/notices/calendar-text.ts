import ical, { ICalEventStatus, ICalEventTransparency } from 'ical-generator';
import { DateTime } from 'luxon';
import { type CalendarEntry } from './calendar-entries.js';

const zone = 'Europe/Copenhagen';

/** The rule of summer time since 1996 (directive 2000/84/EC): from the last Sunday of March at 01:00 UTC to that of October. */
const timeZone = [
  'BEGIN:VTIMEZONE',
  `TZID:${zone}`,
  'BEGIN:DAYLIGHT',
  'DTSTART:19960331T020000',
  'RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU',
  'TZOFFSETFROM:+0100',
  'TZOFFSETTO:+0200',
  'TZNAME:CEST',
  'END:DAYLIGHT',
  'BEGIN:STANDARD',
  'DTSTART:19961027T030000',
  'RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU',
  'TZOFFSETFROM:+0200',
  'TZOFFSETTO:+0100',
  'TZNAME:CET',
  'END:STANDARD',
  'END:VTIMEZONE',
].join('\r\n');

/** The calendar as iCalendar (RFC 5545), with its time zone. The same entries give the same bytes. Pure. */
export function calendarText(entries: readonly CalendarEntry[]): string {
  // The calendar itself has no zone: with one the library would write DTSTAMP, which must be UTC (section 3.8.7.2), in local time.
  const calendar = ical({
    name: 'Genmæle',
    prodId: { company: 'Genmæle', product: 'Kalender', language: 'DA' },
    timezone: { name: null as unknown as string, generator: () => timeZone },
  });
  for (const entry of entries) calendar.createEvent(eventOf(entry));
  return `${calendar.toString()}\r\n`;
}

function eventOf({ personId, source, title, date, time, minutes, place, sequence, changedAt, cancelled }: CalendarEntry) {
  const start = DateTime.fromISO(`${date}T${time ?? '00:00'}`, { zone });
  const stamp = DateTime.fromJSDate(changedAt, { zone: 'utc' });
  return {
    id: `${source.replace(':', '-')}-${personId.slice(0, 8)}@genmaele`,
    sequence,
    summary: title,
    start,
    ...(time ? { end: start.plus({ minutes }), timezone: zone } : { allDay: true }),
    ...(place ? { location: place } : {}),
    stamp,
    lastModified: stamp,
    status: cancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
    transparency: minutes > 0 ? ICalEventTransparency.OPAQUE : ICalEventTransparency.TRANSPARENT,
  };
}
