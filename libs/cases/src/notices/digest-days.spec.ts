import { addDays, isWorkingDay, localDateOf, localOf, parseLocalDate } from '@genmaele/calendar';
import { usualNoticeSettings } from '@genmaele/contracts';
import fc from 'fast-check';
import { digestDayAt, digestMoment, isDigestDay, nextDigest } from './digest-days.js';

const usual = usualNoticeSettings;
const instants = fc.date({ min: new Date('2021-01-01T00:00:00Z'), max: new Date('2035-12-31T00:00:00Z'), noInvalidDate: true });
const times = fc.record({
  digestTime: fc.tuple(fc.nat(23), fc.nat(59)).map(([h, m]) => `${String(h).padStart(2, '0')}:${String(m).padStart(2, '0')}`),
  weekdays: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
});

describe('the days of a digest', () => {
  it('are the working days, for who has chosen nothing', () => {
    const start = parseLocalDate('2026-01-01');
    for (let i = 0; i < 800; i += 1) expect(isDigestDay(usual, addDays(start, i))).toBe(isWorkingDay(addDays(start, i)));
  });

  it.each([
    ['2026-11-23T06:29:59.999Z', '2026-11-23', '2026-11-23T06:30:00.000Z'], // winter time: half past seven is 06:30
    ['2026-11-23T06:30:00.000Z', '2026-11-24', '2026-11-24T06:30:00.000Z'],
    ['2026-03-27T12:00:00.000Z', '2026-03-30', '2026-03-30T05:30:00.000Z'], // over the night to summer time
    ['2026-10-23T12:00:00.000Z', '2026-10-26', '2026-10-26T06:30:00.000Z'], // and back
    ['2026-12-23T12:00:00.000Z', '2026-12-28', '2026-12-28T06:30:00.000Z'], // over Christmas
  ])('after %s the next is that of %s', (now, day, at) => {
    expect(nextDigest(usual, new Date(now))).toEqual({ day, at: new Date(at) });
  });

  it('give an hour that spring skips its digest, and one that autumn repeats no second', () => {
    const night = { digestTime: '02:30', weekdays: [7] };
    const spring = parseLocalDate('2026-03-29');
    expect(localOf(digestMoment(night, spring))).toEqual({ date: spring, time: '03:00' });
    const autumn = parseLocalDate('2026-10-25');
    expect(digestMoment(night, autumn).toISOString()).toBe('2026-10-25T00:30:00.000Z');
    expect(nextDigest(night, digestMoment(night, autumn)).day).toBe('2026-11-01');
  });

  it('have a next one after any moment, later than it, on one of the days, with no other between', () => {
    fc.assert(
      fc.property(times, instants, (chosen, now) => {
        const next = nextDigest(chosen, now);
        expect(next.at > now).toBe(true);
        expect(isDigestDay(chosen, next.day)).toBe(true);
        expect(digestDayAt(chosen, next.at)).toBe(next.day);
        expect(digestDayAt(chosen, new Date(next.at.getTime() - 1))).not.toBe(next.day);
        for (let day = addDays(localDateOf(now), 1); day < next.day; day = addDays(day, 1)) expect(isDigestDay(chosen, day)).toBe(false);
      }),
    );
  });
});
