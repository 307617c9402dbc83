import { countWorkingDays, DEFAULT_STEPS, localDateOf } from '@genmaele/calendar';
import { rowsOf, type Tx } from '@genmaele/platform';
import { type CaseState } from '@genmaele/workflow';
import { type DataSource } from 'typeorm';
import { stepUnderWay, type StepDays } from './plan-steps.js';

/** How long a step took, in working days, both ends counted. `officeName` null: over all offices. */
export interface StepHistory {
  readonly step: string;
  /** Danish. */
  readonly name: string;
  readonly officeName: string | null;
  readonly observations: number;
  readonly median: number;
  /** Four of five took no longer. */
  readonly percentile80: number;
}

/** So many observations make a measured time better than the default. */
export const leastObservations = 8;

/** The nearest rank: the smallest value that this share of the values does not exceed. Of none: NaN. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

interface Stay {
  state: CaseState;
  office_name: string | null;
  entered: Date;
  left_at: Date;
}

/** Every stay in a state that has ended in the last two years; saving a draft is no departure. */
const stays = `
  SELECT state, office_name, entered, left_at FROM (
    SELECT s.to_state AS state, c.office_name, s.at AS entered,
           lead(s.at) OVER (PARTITION BY s.case_id ORDER BY s.version) AS left_at
    FROM case_step s JOIN response_case c ON c.id = s.case_id WHERE s.from_state <> s.to_state
  ) stay WHERE left_at > $1::timestamptz - interval '2 years'`;

/** How long the steps have taken over the last two years: over all offices first, then office by office. Steps never seen are left out. */
export async function stepHistory(db: DataSource | Tx, now: Date): Promise<StepHistory[]> {
  const times = new Map<string, { step: string; officeName: string | null; days: number[] }>();
  for (const stay of await rowsOf<Stay>(db, stays, [now])) {
    const step = stepUnderWay(stay.state);
    if (!step) continue;
    const days = countWorkingDays(localDateOf(stay.entered), localDateOf(stay.left_at)) + 1;
    for (const officeName of new Set([null, stay.office_name])) {
      const key = `${step}:${officeName ?? ''}`;
      const known = times.get(key) ?? { step, officeName, days: [] };
      times.set(key, known);
      known.days.push(days);
    }
  }
  const order = DEFAULT_STEPS.map(({ id }) => id);
  return [...times.values()]
    .map(({ step, officeName, days }): StepHistory => {
      const name = DEFAULT_STEPS.find(({ id }) => id === step)?.name ?? step;
      return { step, name, officeName, observations: days.length, median: percentile(days, 0.5), percentile80: percentile(days, 0.8) };
    })
    .sort((a, b) => (a.officeName ?? '').localeCompare(b.officeName ?? '', 'da') || order.indexOf(a.step) - order.indexOf(b.step));
}

/** The days to plan with: the median of the office where it has enough observations, else that of all offices, else none. */
export function daysFromHistory(history: readonly StepHistory[]): StepDays {
  const enough = history.filter(({ observations }) => observations >= leastObservations);
  return (stepId, officeName) =>
    (
      enough.find((each) => each.step === stepId && each.officeName === officeName) ??
      enough.find((each) => each.step === stepId && each.officeName === null)
    )?.median;
}
