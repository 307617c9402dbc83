import {
  addDays,
  type CommitteeMeeting,
  type LocalDate,
  subtractWorkingDays,
  toDayNumber,
  weekday,
  workingDayOnOrAfter,
} from '@genmaele/calendar';

const weeks = 12;
const thursday = 4;

/**
 * A committee's meetings in the three months to come: the Thursday of every so many-th week, or the next working day, with an agenda that closes three
 * working days before. The sample committee meets each week, so that a hearing of four weeks can be planned with one. Pure; a later start keeps the
 * meetings and adds new weeks, counted from a fixed one.
 */
export function sampleMeetings(today: LocalDate, everyWeeks = 1): CommitteeMeeting[] {
  const first = addDays(today, (thursday - weekday(today) + 7) % 7);
  const thursdays = Array.from({ length: weeks }, (_, week) => addDays(first, 7 * week));
  const held = thursdays.filter((day) => Math.floor(toDayNumber(day) / 7) % everyWeeks === 0);
  return held
    .map((day) => workingDayOnOrAfter(day))
    .map((date) => ({
      date,
      agendaClose: subtractWorkingDays(date, 3),
    }));
}
