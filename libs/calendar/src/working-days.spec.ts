import fc from 'fast-check';
import { addDays, daysBetween, isLocalDate, NotADateError, parseLocalDate, weekday, type LocalDate } from './local-date.js';
import {
  addWorkingDays,
  countSognedage,
  countWorkingDays,
  isSognedag,
  isWorkingDay,
  subtractWorkingDays,
  workingDayOnOrAfter,
  workingDayOnOrBefore,
} from './working-days.js';

const on = parseLocalDate;
const FIRST = on('2019-01-01');
const DAYS = Array.from({ length: 3660 }, (_, n) => addDays(FIRST, n));
const day = fc.constantFrom(...DAYS);
const closing = fc.array(day, { maxLength: 30 }).map((days) => new Set<LocalDate>(days));

describe('a date', () => {
  it('is written YYYY-MM-DD and exists in the calendar', () => {
    for (const text of ['2024-02-29', '2021-08-18', '1000-01-01', '9999-12-31']) expect(isLocalDate(text)).toBe(true);
    for (const text of [
      '2023-02-29',
      '2021-13-01',
      '2021-1-1',
      '18-08-2021',
      '2021-08-18T12:00',
      '',
      '2021-08-32',
      '0999-01-01',
      '2021-08-18\n',
    ]) {
      expect(() => parseLocalDate(text)).toThrow(NotADateError);
    }
  });

  it('counts every day as one, also when the clock changes and in leap years', () => {
    for (const [from, to] of [
      ['2026-03-29', '2026-03-30'],
      ['2026-10-25', '2026-10-26'],
      ['2027-03-28', '2027-03-29'],
      ['2027-10-31', '2027-11-01'],
      ['2028-02-28', '2028-02-29'],
      ['2028-02-29', '2028-03-01'],
    ] as const) {
      expect(addDays(on(from), 1)).toBe(to);
      expect(daysBetween(on(from), on(to))).toBe(1);
    }
    expect(daysBetween(on('2025-06-04'), on('2025-07-02'))).toBe(28);
  });

  it('refuses to leave the calendar', () => {
    expect(() => addDays(on('9999-12-31'), 1)).toThrow(NotADateError);
    expect(() => addDays(on('2026-01-01'), Number.NaN)).toThrow(NotADateError);
  });
});

describe('working days', () => {
  it('are Monday to Friday without holidays, closed days and the closing days of the office', () => {
    expect(isWorkingDay(on('2026-11-23'))).toBe(true);
    for (const off of ['2026-11-21', '2026-11-22', '2026-04-03', '2026-06-05', '2026-12-24', '2026-12-31'])
      expect(isWorkingDay(on(off))).toBe(false);
    expect(isWorkingDay(on('2026-05-15'))).toBe(true);
    expect(isWorkingDay(on('2026-05-15'), new Set([on('2026-05-15')]))).toBe(false);
  });

  it('are not søgnedage: Saturdays, Grundlovsdag and 24 December count as søgnedage, Sundays and holidays do not', () => {
    for (const counts of ['2026-11-21', '2026-06-05', '2026-12-24']) expect(isSognedag(on(counts))).toBe(true);
    for (const off of ['2026-11-22', '2026-04-03', '2026-12-25']) expect(isSognedag(on(off))).toBe(false);
    expect(countSognedage(on('2026-12-23'), on('2027-01-02'))).toBe(6);
  });

  it('pass over Easter', () => {
    expect(addWorkingDays(on('2026-04-01'), 1)).toBe('2026-04-07');
    expect(subtractWorkingDays(on('2026-04-07'), 1)).toBe('2026-04-01');
    expect(countWorkingDays(on('2026-03-30'), on('2026-04-07'))).toBe(3);
  });

  it('refuse a number of days that is no whole number from 0', () => {
    for (const n of [-1, 0.5, Number.NaN, Infinity]) expect(() => addWorkingDays(FIRST, n)).toThrow(RangeError);
  });

  it('are subtracted as they were added, and counted so', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: 0, max: 60 }), closing, (any, n, closed) => {
        const from = workingDayOnOrAfter(any, closed);
        const to = addWorkingDays(from, n, closed);
        expect(subtractWorkingDays(to, n, closed)).toBe(from);
        expect(countWorkingDays(from, to, closed)).toBe(n);
        expect(countWorkingDays(to, from, closed)).toBe(0 - n);
        expect(isWorkingDay(to, closed)).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  it('lie around any day: the nearest before and after are working days with none between', () => {
    fc.assert(
      fc.property(day, closing, (any, closed) => {
        const [before, after] = [workingDayOnOrBefore(any, closed), workingDayOnOrAfter(any, closed)];
        expect(before <= any && any <= after).toBe(true);
        expect(countWorkingDays(before, after, closed)).toBe(before === after ? 0 : 1);
      }),
      { numRuns: 1000 },
    );
  });

  it('are fewer than søgnedage, which are fewer than days', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: 0, max: 120 }), (from, n) => {
        const to = addDays(from, n);
        expect(countWorkingDays(from, to)).toBeLessThanOrEqual(countSognedage(from, to));
        expect(countSognedage(from, to)).toBeLessThanOrEqual(n);
        expect(weekday(addDays(from, 7))).toBe(weekday(from));
      }),
      { numRuns: 1000 },
    );
  });
});
