import {
  type Absence,
  type CommitteeMeeting,
  daysOf,
  type LocalDate,
  localDateOf,
  parseLocalDate,
  type SchoolHolidays,
} from '@genmaele/calendar';
import { peopleWithRole } from '@genmaele/access';
import { meetingsOf } from '@genmaele/committees';
import { type CaseKind, type Role } from '@genmaele/contracts';
import { rowsOf, type Tx } from '@genmaele/platform';
import { type DataSource } from 'typeorm';
import { loadPlannedChain, type PlannedChain } from './plan-bodies.js';
import { daysFromHistory, stepHistory } from './plan-history.js';
import { type StepDays } from './plan-steps.js';

type Holder = Awaited<ReturnType<typeof peopleWithRole>>[number];

/** What every plan is counted with; read once for many plans. */
export interface PlanCalendar {
  readonly now: Date;
  readonly today: LocalDate;
  readonly closingDays: ReadonlySet<LocalDate>;
  readonly absences: readonly Absence[];
  readonly schoolHolidays: SchoolHolidays;
  readonly stepDays: StepDays;
  /** The committee's meetings from today; undefined when none has ever been entered. */
  meetings(committeeId: string | null): Promise<CommitteeMeeting[] | undefined>;
  /** The bodies that the chain of a case asks: of the one it follows, or of the one in force for its kind. */
  chain(kind: CaseKind, chainId: string | null): Promise<PlannedChain | undefined>;
  /** Who holds a role; for a role in a committee, in that one. */
  holders(role: Role, committeeId: string | null): Promise<Holder[]>;
}

interface Span {
  first: string;
  last: string;
}

const span = `to_char(first_day, 'YYYY-MM-DD') AS first, to_char(last_day, 'YYYY-MM-DD') AS last`;
const dates = ({ first, last }: Span) => ({ from: parseLocalDate(first), to: parseLocalDate(last) });

/** What is asked for once is kept for as long as the calendar is. */
function kept<T>(load: (key: string) => Promise<T>): (key: string) => Promise<T> {
  const known = new Map<string, Promise<T>>();
  return (key) => {
    const found = known.get(key) ?? load(key);
    known.set(key, found);
    return found;
  };
}

/** Reads closing days, absences, school holidays and the measured history. */
export async function loadPlanCalendar(db: DataSource | Tx, now: Date): Promise<PlanCalendar> {
  const today = localDateOf(now);
  const closing = await rowsOf<Span>(db, `SELECT ${span} FROM closing_day WHERE last_day >= $1::date - 400`, [today]);
  const away = await rowsOf<Span & { person_id: string | null; role: Role | null }>(
    db,
    `SELECT person_id, role, ${span} FROM absence WHERE last_day >= $1::date - 400`,
    [today],
  );
  const schools = await rowsOf<Span & { year: number }>(db, `SELECT year, ${span} FROM school_holiday`);
  const meetings = kept((committeeId) => meetingsOf(db, committeeId, today));
  const chains = kept((key) => {
    const [kind, chainId] = key.split('|') as [CaseKind, string];
    return loadPlannedChain(db, { kind, chainId: chainId === '' ? null : chainId }, today);
  });
  const holders = kept((key) => {
    const [role, committeeId] = key.split('|') as [Role, string];
    return peopleWithRole(db, role, now, committeeId === '' ? null : committeeId);
  });
  return {
    now,
    today,
    closingDays: new Set(closing.flatMap((row) => daysOf(dates(row)))),
    absences: away.map((row) => ({
      ...(row.person_id ? { personId: row.person_id } : {}),
      ...(row.role ? { role: row.role } : {}),
      ...dates(row),
    })),
    schoolHolidays: new Map(schools.map((row) => [row.year, dates(row)])),
    stepDays: daysFromHistory(await stepHistory(db, now)),
    meetings: async (committeeId) => (committeeId ? meetings(committeeId) : undefined),
    chain: (kind, chainId) => chains(`${kind}|${chainId ?? ''}`),
    holders: (role, committeeId) => holders(`${role}|${committeeId ?? ''}`),
  };
}
