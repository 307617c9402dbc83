import { type LocalTime } from './deadline.js';
import { type LocalDate } from './local-date.js';
import { type PlannedStep } from './plan-shapes.js';
import { type PlanStep } from './plan-steps.js';
import { type ClosingDays, countWorkingDays } from './working-days.js';

/** A deadline of so many working days or fewer, counted from the day after the hearing came, goes by the express route. */
const SHORT = 5;

/** Whether a hearing that came on a day and must be answered by another is a short one. */
export function isShortDeadline(begins: LocalDate, last: LocalDate, closingDays?: ClosingDays): boolean {
  return countWorkingDays(begins, last, closingDays) <= SHORT;
}

/** The steps with a day each at most. */
export function expressSteps(steps: readonly PlanStep[]): PlanStep[] {
  return steps.map((step) => (step.workingDays > 1 ? { ...step, workingDays: 1 } : step));
}

/** The hours between which the last day can be used. */
interface Span {
  from: LocalTime;
  to: LocalTime;
}

/** Steps to be planned by whole days, and what makes of their plan the plan of every step. */
interface Try {
  days: PlanStep[];
  unfold: (planned: PlannedStep[]) => PlannedStep[];
}

const minutes = (time: LocalTime): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
const clock = (at: number): LocalTime => `${String(Math.floor(at / 60)).padStart(2, '0')}:${String(at % 60).padStart(2, '0')}`;

/** Parts one day's planned step into the steps that share it, the last of them ending with the day. */
function partDay(day: PlannedStep, steps: readonly PlanStep[], to: LocalTime): PlannedStep[] {
  let end = minutes(to);
  const parts: PlannedStep[] = [];
  for (const step of [...steps].reverse()) {
    const start = end - (step.expressHours ?? 0) * 60;
    parts.unshift({ ...day, ...step, hours: { from: clock(start), to: clock(end) } });
    end = start;
  }
  return parts;
}

function withHours(planned: PlannedStep[], hours: Span): PlannedStep[] {
  return planned.map((step, i) => (i === planned.length - 1 && hours.from < hours.to ? { ...step, hours } : step));
}

/**
 * The ways to lay hurried steps, the roomiest first: a day each, then two, three … of the last steps sharing the last day by their hours, as long as
 * the day has them. A step that waits for a meeting or needs a day shares none. `named`: the deadline has a clock time, so the last step has hours anyhow.
 */
export function sharingLastDay(steps: readonly PlanStep[], span: Span, named: boolean): Try[] {
  const tries: Try[] = [{ days: [...steps], unfold: (planned) => (named ? withHours(planned, span) : planned) }];
  const free = minutes(span.to) - minutes(span.from);
  let used = (steps.at(-1)?.expressHours ?? Infinity) * 60;
  for (let at = steps.length - 2; at >= 0; at -= 1) {
    const step = steps[at]!;
    used += step.meets || !step.expressHours ? Infinity : step.expressHours * 60;
    if (used > free) break;
    const shared = steps.slice(at);
    const day: PlanStep = { ...shared.at(-1)!, workingDays: 1 };
    const unfold = (planned: PlannedStep[]) => [...planned.slice(0, -1), ...partDay(planned.at(-1)!, shared, span.to)];
    tries.push({ days: [...steps.slice(0, at), day], unfold });
  }
  return tries;
}
