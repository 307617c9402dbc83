import { addDays, isWorkingDay, parseDeadline, parseLocalDate, planBackwards, subtractWorkingDays } from '@genmaele/calendar';
import fc from 'fast-check';
import { sampleMeetings } from './sample-meetings.js';

const days = fc.integer({ min: 0, max: 3650 }).map((n) => addDays(parseLocalDate('2024-01-01'), n));

describe('the sample committee’s meetings', () => {
  it('are held on working days from today on, with papers due five working days before', () => {
    fc.assert(
      fc.property(days, (today) => {
        const meetings = sampleMeetings(today);
        expect(meetings.length).toBeGreaterThanOrEqual(6);
        for (const { date, agendaClose } of meetings) {
          expect(date >= today && isWorkingDay(date)).toBe(true);
          expect(agendaClose).toBe(subtractWorkingDays(date, 5));
        }
      }),
    );
  });

  it('are the same whichever day of the month they are asked for', () => {
    const late = sampleMeetings(parseLocalDate('2026-11-22'));
    const early = sampleMeetings(parseLocalDate('2026-11-01'));
    expect(early.map(({ date }) => date)).toEqual(expect.arrayContaining(late.map(({ date }) => date)));
  });

  it('let a hearing of six weeks be planned with a meeting on any day of ten years', () => {
    fc.assert(
      fc.property(days, (today) => {
        const deadline = parseDeadline(`${addDays(today, 42)}T12:00`);
        expect(planBackwards({ today, deadline, meetings: sampleMeetings(today) }).withoutMeeting).toBe(false);
      }),
    );
  });
});
