import { type Deadline, type LocalTime } from './deadline.js';
import { addDays, type LocalDate } from './local-date.js';
import { DEFAULT_STEPS, type PlanStep } from './plan-steps.js';
import {
  addWorkingDays,
  countWorkingDays,
  isWorkingDay,
  subtractWorkingDays,
  workingDayOnOrAfter,
  workingDayOnOrBefore,
  type ClosingDays,
} from './working-days.js';

/** A meeting of the committee: what is to be on its agenda must be handed in on the day `agendaClose` at the latest. */
export interface CommitteeMeeting {
  date: LocalDate;
  agendaClose: LocalDate;
  /** Whatever the caller knows it by. */
  id?: string;
}

/** A step with its days. All days are whole and inclusive: a step works from its start through its end. */
export interface PlannedStep extends PlanStep {
  /** Begun later than this, the deadline (or the meeting) is missed. A working day, but for a meeting's agenda close on a day off. */
  latestStart: LocalDate;
  latestEnd: LocalDate;
  /** The meeting the step waits for, when one fits. */
  meeting?: CommitteeMeeting;
}

/** The dates of a plan, without its words. */
export interface Schedule {
  today: LocalDate;
  deadline: Deadline;
  /** The last moment of office hours not after the deadline: where the plan is counted back from. */
  lastWorkingMoment: { date: LocalDate; time: LocalTime };
  steps: PlannedStep[];
  /** Working days the first step can wait; negative: so many are missing. */
  slack: number;
  /** The deadline has passed. The dates then lie in the past. */
  overdue: boolean;
  /** Meetings were given and none of them fits. */
  withoutMeeting: boolean;
  /** Every step fits between today and the deadline, and where meetings were given, one of them fits. */
  possible: boolean;
}

export interface PlanInput {
  today: LocalDate;
  /** ISO instant; decides whether a deadline of today with a clock time has passed. Without it such a deadline is still ahead. */
  now?: string;
  deadline: Deadline;
  /** In order, not empty. Left out: DEFAULT_STEPS. */
  steps?: readonly PlanStep[];
  /** Known meetings in any order. Left out: the committee step is planned by its days alone. An empty list means that there is none. */
  meetings?: readonly CommitteeMeeting[];
  closingDays?: ClosingDays;
}

const OFFICE_CLOSES: LocalTime = '16:00';
const NOON: LocalTime = '12:00';

/**
 * The last moment of office hours (16.00) not after the deadline. The deadline's own day is used when at least its
 * forenoon is left: no clock time, or 12.00 and later.
 */
export function lastWorkingMoment(
  { date, time }: Pick<Deadline, 'date' | 'time'>,
  closingDays?: ClosingDays,
): Schedule['lastWorkingMoment'] {
  const wholeForenoon = time === undefined || time >= NOON;
  if (wholeForenoon && isWorkingDay(date, closingDays)) {
    return { date, time: time !== undefined && time < OFFICE_CLOSES ? time : OFFICE_CLOSES };
  }
  const before = wholeForenoon ? workingDayOnOrBefore(date, closingDays) : subtractWorkingDays(date, 1, closingDays);
  return { date: before, time: OFFICE_CLOSES };
}

/** The last meeting that is held by `latestEnd` and takes papers on or after `ready`. */
function lastMeeting(meetings: readonly CommitteeMeeting[], ready: LocalDate, latestEnd: LocalDate): CommitteeMeeting | undefined {
  return meetings
    .filter((meeting) => meeting.date <= latestEnd && meeting.agendaClose > ready && meeting.agendaClose <= meeting.date)
    .sort((a, b) => (a.date === b.date ? (a.agendaClose < b.agendaClose ? 1 : -1) : a.date < b.date ? 1 : -1))[0];
}

/** The day on which steps of so many working days are done when begun today; for none, the day before work can begin. */
function readyAfter(input: PlanInput, days: number): LocalDate {
  const first = workingDayOnOrAfter(input.today, input.closingDays);
  return days === 0 ? addDays(first, -1) : addWorkingDays(first, days - 1, input.closingDays);
}

function planStep(input: PlanInput, step: PlanStep, latestEnd: LocalDate, daysBefore: number): PlannedStep {
  const meeting = step.meets && input.meetings ? lastMeeting(input.meetings, readyAfter(input, daysBefore), latestEnd) : undefined;
  if (meeting) return { ...step, latestStart: meeting.agendaClose, latestEnd: meeting.date, meeting };
  return { ...step, latestStart: subtractWorkingDays(latestEnd, step.workingDays - 1, input.closingDays), latestEnd };
}

function planSteps(input: PlanInput, last: LocalDate): PlannedStep[] {
  const steps = input.steps ?? DEFAULT_STEPS;
  const planned: PlannedStep[] = [];
  let end = last;
  for (let i = steps.length - 1; i >= 0; i -= 1) {
    const daysBefore = steps.slice(0, i).reduce((sum, step) => sum + step.workingDays, 0);
    const step = planStep(input, steps[i]!, end, daysBefore);
    planned.unshift(step);
    end = subtractWorkingDays(step.latestStart, 1, input.closingDays);
  }
  return planned;
}

function check(steps: readonly PlanStep[]): void {
  if (steps.length === 0) throw new RangeError('En plan har mindst ét trin.');
  const wrong = steps.find(({ workingDays }) => !Number.isInteger(workingDays) || workingDays < 1);
  if (wrong) throw new RangeError(`Trinnet »${wrong.name}« skal tage et helt antal arbejdsdage, mindst 1.`);
  if (steps.filter((step) => step.meets).length > 1) throw new RangeError('Højst ét trin i en plan kan vente på et møde.');
}

function isOverdue({ today, now, deadline }: PlanInput): boolean {
  if (now === undefined) return today > deadline.date;
  return Date.parse(now) > Date.parse(deadline.instant);
}

/** Plans the dates. Throws RangeError for steps that cannot be: none, one without days, two that wait for a meeting. */
export function schedule(input: PlanInput): Schedule {
  const { today, deadline, closingDays } = input;
  check(input.steps ?? DEFAULT_STEPS);
  const moment = lastWorkingMoment(deadline, closingDays);
  const steps = planSteps(input, moment.date);
  const slack = countWorkingDays(workingDayOnOrAfter(today, closingDays), steps[0]!.latestStart, closingDays);
  const overdue = isOverdue(input);
  const withoutMeeting = input.meetings !== undefined && steps.some((step) => step.meets && !step.meeting);
  return {
    today,
    deadline,
    lastWorkingMoment: moment,
    steps,
    slack,
    overdue,
    withoutMeeting,
    possible: slack >= 0 && !overdue && !withoutMeeting,
  };
}
