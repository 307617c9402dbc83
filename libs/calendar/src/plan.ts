import { brokenNorms, memoRisk, type MemoRisk } from './plan-norms.js';
import { proposalsFor, type Proposal } from './plan-proposals.js';
import { type PlanInput, type Schedule } from './plan-shapes.js';
import { warningsFor } from './plan-warnings.js';
import { schedule } from './schedule.js';
import { type SchoolHolidays } from './school-holidays.js';

export interface Plan extends Schedule {
  /** Danish sentences, gravest first. */
  warnings: string[];
  /** The smallest sets of changes that would make an impossible plan possible, smallest first. Empty for a possible plan. */
  proposals: Proposal[];
  /** When the ministry may close its memorandum. */
  memoRisk: MemoRisk;
  /** The norms that the deadline does not keep, each as a Danish sentence. */
  norms: string[];
}

/**
 * Plans a case backwards from the last working moment before its deadline. Steps follow each other without sharing a
 * day, but on the express route. A deadline in the past, today or on a Sunday gives a plan like any other, marked and with a warning; it is
 * never an error. Throws RangeError only for steps that cannot be (none, no days, two that wait for the committee).
 */
export function planBackwards(input: PlanInput, schoolHolidays?: SchoolHolidays): Plan {
  const dates = schedule(input);
  const proposals = dates.possible ? [] : proposalsFor(input, dates);
  const { date } = input.deadline;
  return {
    ...dates,
    proposals,
    warnings: warningsFor(dates, input, proposals),
    memoRisk: memoRisk(date),
    norms: brokenNorms(input.begins ?? input.today, date, schoolHolidays),
  };
}
