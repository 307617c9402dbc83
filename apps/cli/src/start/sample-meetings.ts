import { addDays, type CommitteeMeeting, type LocalDate, subtractWorkingDays, weekday, workingDayOnOrAfter } from '@genmaele/calendar';

const weeks = 12;
const thursday = 4;

/**
 * The sample committee's meetings in the three months to come: every Thursday, or the next working day, with an agenda that closes three working
 * days before. So often that a hearing of four weeks can be planned with one. Pure; a later start keeps the meetings and adds new weeks.
 */
export function sampleMeetings(today: LocalDate): CommitteeMeeting[] {
  const first = addDays(today, (thursday - weekday(today) + 7) % 7);
  return Array.from({ length: weeks }, (_, week) => workingDayOnOrAfter(addDays(first, 7 * week))).map((date) => ({
    date,
    agendaClose: subtractWorkingDays(date, 3),
  }));
}
