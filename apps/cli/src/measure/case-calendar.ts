import { addDays, folketingOpening, holidaysOf, isHoliday, type LocalDate, parseLocalDate } from '@genmaele/calendar';
import { type Figure, figure, type MeasureContext } from './figure.js';

/** Easter's days and the opening of the Folketing, computed by another hand: skærtorsdag, langfredag, 2. påskedag, Kristi himmelfart, 2. pinsedag, opening. */
// prettier-ignore
const KNOWN: Readonly<Record<number, readonly string[]>> = {
  2021: ['04-01', '04-02', '04-05', '05-13', '05-24', '10-05'],
  2022: ['04-14', '04-15', '04-18', '05-26', '06-06', '10-04'],
  2023: ['04-06', '04-07', '04-10', '05-18', '05-29', '10-03'],
  2024: ['03-28', '03-29', '04-01', '05-09', '05-20', '10-01'],
  2025: ['04-17', '04-18', '04-21', '05-29', '06-09', '10-07'],
  2026: ['04-02', '04-03', '04-06', '05-14', '05-25', '10-06'],
  2027: ['03-25', '03-26', '03-29', '05-06', '05-17', '10-05'],
  2028: ['04-13', '04-14', '04-17', '05-25', '06-05', '10-03'],
  2029: ['03-29', '03-30', '04-02', '05-10', '05-21', '10-02'],
  2030: ['04-18', '04-19', '04-22', '05-30', '06-10', '10-01'],
};

/** Days that one of the two has and the other has not, and why that is right. */
const EXPLAINED: readonly { day: string; why: string }[] = [
  {
    day: '12-31',
    why: '31. december er ingen helligdag, men regnes som lukkedag efter forældelsesloven § 27, stk. 2; date-holidays nævner den ikke',
  },
];

/** A year's days as the other calendar has them: public holidays, and every day it has a name for. */
export interface OtherYear {
  readonly holidays: ReadonlySet<string>;
  readonly named: ReadonlySet<string>;
}

/** Where ours and the other calendar differ in a year, with the explanation of those that have one. */
export function differencesIn(year: number, other: OtherYear): { day: string; why: string | undefined }[] {
  const found: { day: string; why: string | undefined }[] = [];
  const differs = (day: string) => found.push({ day, why: EXPLAINED.find((each) => each.day === day.slice(5))?.why });
  for (let day = parseLocalDate(`${year}-01-01`); day.startsWith(`${year}`); day = addDays(day, 1))
    if (isHoliday(day) !== other.holidays.has(day)) differs(day);
  for (const { date, kind } of holidaysOf(year)) if (kind === 'closed' && !other.named.has(date)) differs(date);
  return found;
}

/** Ours of a year in the order of the table. */
function ours(year: number): string[] {
  const named = (name: string) => holidaysOf(year).find((each) => each.name === name)?.date as LocalDate;
  const easter = ['Skærtorsdag', 'Langfredag', '2. påskedag', 'Kristi himmelfartsdag', '2. pinsedag'].map(named);
  return [...easter, folketingOpening(year)].map((day) => day.slice(5));
}

/** Days of the table that ours has otherwise. */
export function differencesFromTable(): string[] {
  return Object.entries(KNOWN).flatMap(([year, days]) =>
    ours(Number(year)).flatMap((day, i) => (day === days[i] ? [] : [`${year}-${day}`])),
  );
}

/** Reads the other calendar; undefined in an installation without the packages of development. */
async function otherCalendar(): Promise<((year: number) => OtherYear) | undefined> {
  const loaded = await import('date-holidays').catch(() => undefined);
  if (!loaded) return undefined;
  const danish = new loaded.default('DK');
  return (year) => {
    const days = danish.getHolidays(year).map(({ date, type }) => ({ day: date.slice(0, 10), type }));
    const holidays = days.filter(({ type }) => type === 'public').map(({ day }) => day);
    return { holidays: new Set(holidays), named: new Set(days.map(({ day }) => day)) };
  };
}

/** The calendar of 2021–2040 against date-holidays, and its moving days and the opening of the Folketing against a table of 2021–2030. */
export async function proveCalendar({ progress }: MeasureContext): Promise<Figure[]> {
  const table = figure('dage, der afviger fra tabellen 2021–2030', differencesFromTable().length, { most: 0 });
  const other = await otherCalendar();
  if (!other) {
    progress('date-holidays er ikke installeret her: kalenderen er kun holdt op mod tabellen');
    return [table];
  }
  const years = Array.from({ length: 20 }, (_, i) => 2021 + i);
  const found = years.flatMap((year) => differencesIn(year, other(year)));
  for (const why of new Set(found.flatMap(({ why: reason }) => reason ?? []))) progress(`Forklaret forskel: ${why}`);
  const unexplained = found.filter(({ why }) => why === undefined);
  for (const { day } of unexplained) progress(`Uforklaret forskel: ${day}`);
  return [
    figure('dage 2021–2040, der afviger fra date-holidays uden forklaring', unexplained.length, { most: 0 }),
    figure('og med en forklaring i loven', found.length - unexplained.length, {}),
    table,
  ];
}
