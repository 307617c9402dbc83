import { addDays, parseLocalDate, toDayNumber, weekday, type LocalDate } from './local-date.js';

export interface Holiday {
  date: LocalDate;
  /** Danish name. */
  name: string;
  /** `holiday`: a church holiday (helligdag). `closed`: no holiday in law, but public offices are closed. */
  kind: 'holiday' | 'closed';
}

interface Rule {
  name: string;
  kind: Holiday['kind'];
  /** Days after Easter Sunday, or month and day. */
  at: number | `${string}-${string}`;
  /** The last year it counted. */
  until?: number;
}

/**
 * The Danish days off with their history. Church holidays: as they stand since the reform of 1770; store bededag was
 * abolished from 1 January 2024 by a law adopted on 28 February 2023. The closed days are those that forældelsesloven § 27,
 * stk. 2, names beside weekends and holidays.
 */
// prettier-ignore
const RULES: readonly Rule[] = [
  { name: 'Nytårsdag',            kind: 'holiday', at: '01-01' },
  { name: 'Skærtorsdag',          kind: 'holiday', at: -3 },
  { name: 'Langfredag',           kind: 'holiday', at: -2 },
  { name: 'Påskedag',             kind: 'holiday', at: 0 },
  { name: '2. påskedag',          kind: 'holiday', at: 1 },
  { name: 'Store bededag',        kind: 'holiday', at: 26,     until: 2023 },
  { name: 'Kristi himmelfartsdag', kind: 'holiday', at: 39 },
  { name: 'Pinsedag',             kind: 'holiday', at: 49 },
  { name: '2. pinsedag',          kind: 'holiday', at: 50 },
  { name: 'Grundlovsdag',         kind: 'closed',  at: '06-05' },
  { name: 'Juleaftensdag',        kind: 'closed',  at: '12-24' },
  { name: 'Juledag',              kind: 'holiday', at: '12-25' },
  { name: '2. juledag',           kind: 'holiday', at: '12-26' },
  { name: 'Nytårsaftensdag',      kind: 'closed',  at: '12-31' },
];

/** Easter Sunday in the Gregorian calendar (the anonymous algorithm of 1876, as given by Meeus, Astronomical Algorithms, chapter 8). */
export function easterSunday(year: number): LocalDate {
  const golden = year % 19;
  const century = Math.floor(year / 100);
  const inCentury = year % 100;
  const skipped = century - Math.floor(century / 4) - Math.floor((century - Math.floor((century + 8) / 25) + 1) / 3);
  const moon = (19 * golden + skipped + 15) % 30;
  const toSunday = (32 + 2 * (century % 4) + 2 * Math.floor(inCentury / 4) - moon - (inCentury % 4)) % 7;
  const late = Math.floor((golden + 11 * moon + 22 * toSunday) / 451);
  const dayOfMarch = moon + toSunday - 7 * late + 114;
  const month = Math.floor(dayOfMarch / 31);
  return parseLocalDate(`${year}-0${month}-${String((dayOfMarch % 31) + 1).padStart(2, '0')}`);
}

interface Year {
  days: readonly Holiday[];
  holidays: ReadonlySet<string>;
  closed: ReadonlySet<string>;
}

const known = new Map<number, Year>();

function yearOf(year: number): Year {
  const before = known.get(year);
  if (before) return before;
  const easter = easterSunday(year);
  const days = RULES.filter((rule) => year <= (rule.until ?? year))
    .map(({ name, kind, at }) => ({ name, kind, date: typeof at === 'number' ? addDays(easter, at) : parseLocalDate(`${year}-${at}`) }))
    .sort((a, b) => toDayNumber(a.date) - toDayNumber(b.date));
  const dates = (kind: Holiday['kind']) => new Set(days.filter((day) => day.kind === kind).map((day) => day.date));
  const made = { days, holidays: dates('holiday'), closed: dates('closed') };
  known.set(year, made);
  return made;
}

/** The holidays and closed days of a year in date order; two may share a day (Grundlovsdag on 2. pinsedag, 2028). Valid from 1771. */
export function holidaysOf(year: number): readonly Holiday[] {
  return yearOf(year).days;
}

/** A church holiday (helligdag). An ordinary Sunday is none; Grundlovsdag, 24 and 31 December are closed days instead. */
export function isHoliday(date: LocalDate): boolean {
  return yearOf(Number(date.slice(0, 4))).holidays.has(date);
}

/** A day on which offices are closed though it is no holiday: Grundlovsdag, 24 and 31 December. */
export function isClosedDay(date: LocalDate): boolean {
  return yearOf(Number(date.slice(0, 4))).closed.has(date);
}

/** The Danish name of the holiday or closed day; where two share a day, the holiday's. */
export function holidayName(date: LocalDate): string | undefined {
  const same = holidaysOf(Number(date.slice(0, 4))).filter((day) => day.date === date);
  return (same.find((day) => day.kind === 'holiday') ?? same[0])?.name;
}

/** The day the Folketing opens: the first Tuesday of October (grundloven § 36). */
export function folketingOpening(year: number): LocalDate {
  const first = parseLocalDate(`${year}-10-01`);
  return addDays(first, (2 - weekday(first) + 7) % 7);
}
