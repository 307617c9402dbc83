import { proposalsFor, type Proposal } from './plan-proposals.js';
import { warningsFor } from './plan-warnings.js';
import { schedule, type PlanInput, type Schedule } from './schedule.js';

export interface Plan extends Schedule {
  /** Danish sentences, gravest first. */
  warnings: string[];
  /** What would make an impossible plan possible, smallest change first. Empty for a possible plan. */
  proposals: Proposal[];
}

/**
 * Plans a case backwards from the last working moment before its deadline. Steps follow each other without sharing a
 * day. A deadline in the past, today or on a Sunday gives a plan like any other, marked and with a warning; it is
 * never an error. Throws RangeError only for steps that cannot be (none, no days, two that wait for a meeting).
 */
export function planBackwards(input: PlanInput): Plan {
  const dates = schedule(input);
  const proposals = dates.possible ? [] : proposalsFor(input, dates);
  return { ...dates, proposals, warnings: warningsFor(dates, input, proposals) };
}
