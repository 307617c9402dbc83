import {
  addDays,
  type CommitteeMeeting,
  type LocalDate,
  parseLocalDate,
  subtractWorkingDays,
  weekday,
  workingDayOnOrAfter,
} from '@genmaele/calendar';

const months = 4;
const thursday = 4;

/**
 * The sample committee's meetings in the months to come: the first and the third Thursday of each month, or the next working day, with an
 * agenda that closes five working days before. Pure; the same month always gives the same meetings, so a later start adds only new months.
 */
export function sampleMeetings(today: LocalDate): CommitteeMeeting[] {
  const [year, month] = today.split('-').map(Number) as [number, number];
  return Array.from({ length: months }, (_, i) => month - 1 + i)
    .map((index) => `${year + Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}-01`)
    .flatMap((first) => [firstThursday(parseLocalDate(first)), addDays(firstThursday(parseLocalDate(first)), 14)])
    .map((day) => workingDayOnOrAfter(day))
    .filter((date) => date >= today)
    .map((date) => ({ date, agendaClose: subtractWorkingDays(date, 5) }));
}

function firstThursday(first: LocalDate): LocalDate {
  return addDays(first, (thursday - weekday(first) + 7) % 7);
}
