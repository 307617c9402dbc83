import fc from 'fast-check';
import { easterSunday, folketingOpening, holidayName, holidaysOf, isClosedDay, isHoliday } from './holidays.js';
import { daysBetween, parseLocalDate, weekday } from './local-date.js';

const on = parseLocalDate;

/** year, skærtorsdag, langfredag, 2. påskedag, Kristi himmelfart, 2. pinsedag, opening of the Folketing (month-day). */
const TABLE = [
  [2021, '04-01', '04-02', '04-05', '05-13', '05-24', '10-05'],
  [2022, '04-14', '04-15', '04-18', '05-26', '06-06', '10-04'],
  [2023, '04-06', '04-07', '04-10', '05-18', '05-29', '10-03'],
  [2024, '03-28', '03-29', '04-01', '05-09', '05-20', '10-01'],
  [2025, '04-17', '04-18', '04-21', '05-29', '06-09', '10-07'],
  [2026, '04-02', '04-03', '04-06', '05-14', '05-25', '10-06'],
  [2027, '03-25', '03-26', '03-29', '05-06', '05-17', '10-05'],
  [2028, '04-13', '04-14', '04-17', '05-25', '06-05', '10-03'],
  [2029, '03-29', '03-30', '04-02', '05-10', '05-21', '10-02'],
  [2030, '04-18', '04-19', '04-22', '05-30', '06-10', '10-01'],
] as const;

describe('Danish holidays', () => {
  it.each(TABLE)(
    '%i: Easter, Kristi himmelfart, pinse and the opening of the Folketing lie where the almanac has them',
    (year, ...days) => {
      const names = ['Skærtorsdag', 'Langfredag', '2. påskedag', 'Kristi himmelfartsdag', '2. pinsedag'];
      names.forEach((name, i) => expect(holidaysOf(year).find((day) => day.name === name)?.date).toBe(`${year}-${days[i]}`));
      expect(folketingOpening(year)).toBe(`${year}-${days[5]}`);
    },
  );

  it('has the fixed holidays every year', () => {
    for (const day of ['01-01', '12-25', '12-26']) expect(isHoliday(on(`2026-${day}`))).toBe(true);
  });

  it('counts store bededag until 2023 and not after', () => {
    expect(holidayName(on('2021-04-30'))).toBe('Store bededag');
    expect(isHoliday(on('2022-05-13'))).toBe(true);
    expect(isHoliday(on('2023-05-05'))).toBe(true);
    expect(isHoliday(on('2024-04-26'))).toBe(false);
    expect(holidaysOf(2024).some((day) => day.name === 'Store bededag')).toBe(false);
  });

  it('keeps Grundlovsdag, 24 and 31 December as closed days, not as holidays', () => {
    for (const day of ['2026-06-05', '2026-12-24', '2026-12-31']) {
      expect([isHoliday(on(day)), isClosedDay(on(day))]).toEqual([false, true]);
    }
  });

  it('names 2. pinsedag on the day it shares with Grundlovsdag in 2028', () => {
    expect(holidayName(on('2028-06-05'))).toBe('2. pinsedag');
    expect([isHoliday(on('2028-06-05')), isClosedDay(on('2028-06-05'))]).toEqual([true, true]);
  });

  it('puts Easter on a Sunday between 22 March and 25 April in every year', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1771, max: 4000 }), (year) => {
        const easter = easterSunday(year);
        expect(weekday(easter)).toBe(7);
        expect(easter >= `${year}-03-22` && easter <= `${year}-04-25`).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  it('lists a year in date order', () => {
    const days = holidaysOf(2023);
    expect(days).toHaveLength(14);
    days.slice(1).forEach((day, i) => expect(daysBetween(days[i]!.date, day.date)).toBeGreaterThanOrEqual(0));
  });
});
