import { parseLocalDate } from './local-date.js';
import { schoolSummerHoliday, summerRule } from './school-holidays.js';

const on = parseLocalDate;

it.each([
  [2018, '2018-06-30', '2018-08-12'],
  [2020, '2020-06-27', '2020-08-09'],
  [2021, '2021-06-26', '2021-08-08'],
  [2024, '2024-06-29', '2024-08-11'],
])('the school summer holiday of %d is %s to %s when nothing else is set', (year, from, to) => {
  expect(schoolSummerHoliday(year)).toEqual({ from, to });
});

it('a year that is set otherwise is used as it was set', () => {
  const set = new Map([[2026, { from: on('2026-06-20'), to: on('2026-08-02') }]]);
  expect(schoolSummerHoliday(2026, set).to).toBe('2026-08-02');
  expect(summerRule(on('2026-08-12'), on('2026-06-25'), set)?.holds).toBe(true);
  expect(summerRule(on('2026-08-12'), on('2026-06-25'))?.holds).toBe(false);
});

describe('the summer rule', () => {
  it.each([
    ['L 38 (20181)', '2018-06-29', '2018-08-22', true, 10],
    ['L 7 (20201)', '2020-07-05', '2020-08-23', true, 14],
    ['L 23 (20211)', '2021-07-02', '2021-08-18', true, 10],
    ['L 48 (20231)', '2023-06-30', '2023-08-17', true, 11],
    ['L 13 (20241)', '2024-06-21', '2024-08-12', false, 1],
    ['the reform of 2025', '2025-06-20', '2025-08-21', true, 11],
    ['L 42 (20251), which ends in the holiday', '2025-06-04', '2025-07-02', false, -39],
  ])('for %s, %s to %s: holds is %p, %d days after', (_bill, sent, deadline, holds, daysAfter) => {
    expect(summerRule(on(deadline), on(sent))).toMatchObject({ holds, daysAfter });
  });

  it('is none of a hearing that does not touch the holiday', () => {
    expect(summerRule(on('2023-06-21'), on('2023-06-02'))).toBeUndefined();
    expect(summerRule(on('2023-08-30'), on('2023-08-16'))).toBeUndefined();
    expect(summerRule(on('2023-08-17'))).toBeUndefined();
    expect(summerRule(on('2023-08-12'))).toMatchObject({ holds: false });
  });

  it('is complained of with the first deadline that would keep it', () => {
    expect(summerRule(on('2024-08-12'), on('2024-06-21'))!.text).toMatch(
      /kun 1 dag efter skolernes sommerferie.*tidligst 21\. august 2024\.$/,
    );
    expect(summerRule(on('2021-08-18'), on('2021-07-02'))!.text).toBe('');
  });
});
