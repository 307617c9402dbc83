import fc from 'fast-check';
import { DateTime } from 'luxon';
import { formatDate, formatDeadline, formatWeekday, isDeadlineText, localDateOf, localOf, parseDeadline } from './deadline.js';
import { addDays, NotADateError, parseLocalDate } from './local-date.js';

const pad = (n: number) => String(n).padStart(2, '0');
const DST_DAYS = ['2026-03-29', '2026-10-25', '2027-03-28', '2027-10-31'];
const day = fc.oneof(
  fc.integer({ min: 0, max: 12000 }).map((n) => addDays(parseLocalDate('2015-01-01'), n) as string),
  fc.constantFrom(...DST_DAYS, '2024-02-29', '2028-02-29'),
);
const clock = fc.tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 })).map(([h, m]) => `${pad(h)}:${pad(m)}`);

describe('a deadline', () => {
  it('with a clock time is that minute in Copenhagen', () => {
    expect(parseDeadline('2021-08-18T12:00')).toEqual({ date: '2021-08-18', time: '12:00', instant: '2021-08-18T10:00:00.000Z' });
    expect(parseDeadline('2022-01-18T12:00').instant).toBe('2022-01-18T11:00:00.000Z');
  });

  it('without clock time is the end of the day', () => {
    expect(parseDeadline('2021-08-18')).toEqual({ date: '2021-08-18', instant: '2021-08-18T21:59:59.000Z' });
    expect(parseDeadline('2022-01-18').instant).toBe('2022-01-18T22:59:59.000Z');
  });

  it('on a Sunday or a holiday stays there', () => {
    expect(parseDeadline('2020-08-23')).toEqual({ date: '2020-08-23', instant: '2020-08-23T21:59:59.000Z' });
    expect(parseDeadline('2026-12-25T12:00').date).toBe('2026-12-25');
  });

  it('on a day when the clock changes ends when that day ends', () => {
    expect(parseDeadline('2026-03-29').instant).toBe('2026-03-29T21:59:59.000Z');
    expect(parseDeadline('2026-10-25').instant).toBe('2026-10-25T22:59:59.000Z');
    expect(parseDeadline('2027-03-28T12:00').instant).toBe('2027-03-28T10:00:00.000Z');
    expect(parseDeadline('2027-10-31T12:00').instant).toBe('2027-10-31T11:00:00.000Z');
  });

  it('in the hour that spring skips is the jump itself', () => {
    for (const time of ['02:00', '02:30', '02:59', '03:00'])
      expect(parseDeadline(`2026-03-29T${time}`).instant).toBe('2026-03-29T01:00:00.000Z');
    expect(parseDeadline('2026-03-29T01:59').instant).toBe('2026-03-29T00:59:00.000Z');
  });

  it('in the hour that autumn repeats is its first pass', () => {
    expect(parseDeadline('2026-10-25T02:30').instant).toBe('2026-10-25T00:30:00.000Z');
    expect(parseDeadline('2026-10-25T03:00').instant).toBe('2026-10-25T02:00:00.000Z');
  });

  it.each([
    '2021-02-30',
    '2021-08-18T24:00',
    '2021-08-18T12:60',
    '2021-08-18T12',
    '18. august 2021',
    '2021-08-18T12:00Z',
    '',
    ' 2021-08-18',
    '2021-08-18T12.00',
  ])('is not read from »%s«', (text) => {
    expect(isDeadlineText(text)).toBe(false);
    expect(() => parseDeadline(text)).toThrow(NotADateError);
  });

  it('reads back as the same day and minute, and agrees with luxon, wherever the clock shows that minute', () => {
    fc.assert(
      fc.property(day, clock, (date, time) => {
        const { instant } = parseDeadline(`${date}T${time}`);
        const luxon = DateTime.fromISO(`${date}T${time}`, { zone: 'Europe/Copenhagen' });
        const skipped = luxon.toFormat('HH:mm') !== time;
        if (skipped) expect(localOf(instant)).toEqual({ date, time: '03:00' });
        else expect(localOf(instant)).toEqual({ date, time });
        expect(Date.parse(instant)).toBeLessThanOrEqual(luxon.toMillis());
        expect(luxon.toMillis() - Date.parse(instant)).toBeLessThanOrEqual(3_600_000);
      }),
      { numRuns: 1000 },
    );
  });

  it('that reads later never comes earlier', () => {
    fc.assert(
      fc.property(day, clock, clock, (date, a, b) => {
        const [early, late] = a < b ? [a, b] : [b, a];
        expect(parseDeadline(`${date}T${early}`).instant <= parseDeadline(`${date}T${late}`).instant).toBe(true);
        expect(parseDeadline(`${date}T${late}`).instant < parseDeadline(date).instant).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  it('is written as letters write it', () => {
    expect(formatDate(parseLocalDate('2021-08-18'))).toBe('18. august 2021');
    expect(formatDate(parseLocalDate('2026-01-02'))).toBe('2. januar 2026');
    expect(formatWeekday(parseLocalDate('2021-08-18'))).toBe('onsdag den 18. august 2021');
    expect(formatDeadline(parseDeadline('2021-08-18T12:00'))).toBe('18. august 2021 kl. 12.00');
    expect(formatDeadline(parseDeadline('2021-08-18'))).toBe('18. august 2021');
  });

  it('has a today of its own: the day in Copenhagen, not in UTC', () => {
    expect(localDateOf('2026-11-22T23:30:00Z')).toBe('2026-11-23');
    expect(localDateOf(new Date('2026-07-01T22:00:00Z'))).toBe('2026-07-02');
    expect(() => localDateOf('i morgen')).toThrow(NotADateError);
  });
});
