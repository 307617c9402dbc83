import { addDays, isWorkingDay, parseDeadline, parseLocalDate, planBackwards, subtractWorkingDays } from '@genmaele/calendar';
import fc from 'fast-check';
import { sampleMeetings } from './sample-meetings.js';

const days = fc.integer({ min: 0, max: 3650 }).map((n) => addDays(parseLocalDate('2024-01-01'), n));

describe('the sample committee’s meetings', () => {
  it('are held on working days from today on, with papers due three working days before', () => {
    fc.assert(
      fc.property(days, (today) => {
        const meetings = sampleMeetings(today);
        expect(meetings).toHaveLength(12);
        for (const { date, agendaClose } of meetings) {
          expect(date >= today && isWorkingDay(date)).toBe(true);
          expect(agendaClose).toBe(subtractWorkingDays(date, 3));
        }
      }),
    );
  });

  it('are the same when they are asked for on a later day of the week', () => {
    const [monday, wednesday] = [sampleMeetings(parseLocalDate('2026-11-23')), sampleMeetings(parseLocalDate('2026-11-25'))];
    expect(wednesday).toEqual(monday);
  });

  it('let a hearing of four weeks be planned with a meeting on any day of ten years', () => {
    fc.assert(
      fc.property(days, (today) => {
        const deadline = parseDeadline(`${addDays(today, 28)}T12:00`);
        expect(planBackwards({ today, deadline, meetings: sampleMeetings(today) })).toMatchObject({
          withoutMeeting: false,
          possible: true,
        });
      }),
      { numRuns: 1000 },
    );
  });

  it('are of the same weeks for a committee that meets every third, whenever they are asked for', () => {
    const asked = sampleMeetings(parseLocalDate('2026-11-22'), 3).map(({ date }) => date);
    const later = sampleMeetings(parseLocalDate('2026-12-01'), 3).map(({ date }) => date);
    expect(asked).toHaveLength(4);
    expect(asked.filter((date) => date >= '2026-12-01')).toEqual(later.slice(0, asked.filter((date) => date >= '2026-12-01').length));
  });
});
