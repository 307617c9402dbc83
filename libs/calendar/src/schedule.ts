import { daysOffFor } from './absences.js';
import { localOf, type Deadline, type LocalTime } from './deadline.js';
import { expressSteps, isShortDeadline, sharingLastDay } from './express.js';
import { addDays, type LocalDate } from './local-date.js';
import { type CommitteeMeeting, type PlanInput, type PlannedStep, type Schedule } from './plan-shapes.js';
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

/** The hours of an office day. */
const officeOpens: LocalTime = '08:00';
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

/** A step with its own days off, and the first day on which it may be taken up, whoever is away. */
interface Placed {
  step: PlanStep;
  off: ClosingDays | undefined;
  free: LocalDate;
  earliestStart: LocalDate;
  earliestEnd: LocalDate;
}

const fits = (meeting: CommitteeMeeting, ready: LocalDate) => meeting.agendaClose >= ready && meeting.agendaClose <= meeting.date;

/** The first meeting from `from` on that takes papers on or after `ready`. */
function firstMeeting(meetings: readonly CommitteeMeeting[], ready: LocalDate, from: LocalDate): CommitteeMeeting | undefined {
  let first: CommitteeMeeting | undefined;
  for (const each of meetings) if (each.date >= from && fits(each, ready) && (!first || each.date < first.date)) first = each;
  return first;
}

/** The last meeting that is held by `latestEnd` and takes papers on or after `ready`; of two on a day, the one whose agenda closes last. */
function lastMeeting(
  meetings: readonly CommitteeMeeting[],
  { ready, from, latestEnd }: { ready: LocalDate; from: LocalDate; latestEnd: LocalDate },
): CommitteeMeeting | undefined {
  let last: CommitteeMeeting | undefined;
  for (const each of meetings) {
    if (each.date < from || each.date > latestEnd || !fits(each, ready)) continue;
    if (!last || each.date > last.date || (each.date === last.date && each.agendaClose > last.agendaClose)) last = each;
  }
  return last;
}

/** The meetings that a step waits for; undefined when it waits for none, or nobody knows of any. */
export function meetingsFor(
  { meetings, bodyMeetings }: Pick<PlanInput, 'meetings' | 'bodyMeetings'>,
  { meets, body }: PlanStep,
): readonly CommitteeMeeting[] | undefined {
  if (!meets) return undefined;
  return body ? bodyMeetings?.[body.id] : meetings;
}

/** The steps that wait for a meeting while none of those that are known fits. */
export function withoutMeeting(input: Pick<PlanInput, 'meetings' | 'bodyMeetings'>, steps: readonly PlannedStep[]): PlannedStep[] {
  return steps.filter((step) => !step.meeting && meetingsFor(input, step) !== undefined);
}

const handedIn = (input: PlanInput, index: number, free: LocalDate) => (index === 0 && input.underWaySince ? input.underWaySince : free);

/** Walks forwards from today. `done` is undefined when a meeting is waited for and none is known. */
function forwards(input: PlanInput, steps: readonly PlanStep[]): { placed: Placed[]; done: LocalDate | undefined } {
  let free = workingDayOnOrAfter(input.today, input.closingDays);
  let known = true;
  const placed = steps.map((step, index): Placed => {
    const off = daysOffFor(step, input.absences ?? [], input.closingDays);
    const taken = { step, off, free, earliestStart: workingDayOnOrAfter(free, off) };
    const waits = meetingsFor(input, step);
    const meeting = waits && firstMeeting(waits, handedIn(input, index, free), input.today);
    known &&= !waits || meeting !== undefined;
    if (meeting && meeting.agendaClose < taken.earliestStart) taken.earliestStart = meeting.agendaClose;
    const earliestEnd = meeting?.date ?? addWorkingDays(taken.earliestStart, step.workingDays - 1, off);
    free = addDays(earliestEnd, 1);
    return { ...taken, earliestEnd };
  });
  return { placed, done: known ? placed.at(-1)?.earliestEnd : undefined };
}

/** Walks backwards from the last day. */
function backwards(input: PlanInput, placed: readonly Placed[], last: LocalDate): PlannedStep[] {
  const planned: PlannedStep[] = [];
  let end = last;
  for (let i = placed.length - 1; i >= 0; i -= 1) {
    const { step, off, free, earliestStart, earliestEnd } = placed[i]!;
    const ready = handedIn(input, i, free);
    const known = meetingsFor(input, step);
    const meeting = known && lastMeeting(known, { ready, from: input.today, latestEnd: end });
    const latestEnd = meeting?.date ?? workingDayOnOrBefore(end, off);
    const latestStart = meeting?.agendaClose ?? subtractWorkingDays(latestEnd, step.workingDays - 1, off);
    const start = meeting && latestStart < earliestStart ? latestStart : earliestStart;
    const slack = countWorkingDays(start, latestStart, off);
    planned.unshift({ ...step, earliestStart: start, earliestEnd, latestStart, latestEnd, slack, ...(meeting ? { meeting } : {}) });
    end = addDays(latestStart, -1);
  }
  return planned;
}

function check(steps: readonly PlanStep[]): void {
  if (steps.length === 0) throw new RangeError('En plan har mindst ét trin.');
  const wrong = steps.find(({ workingDays }) => !Number.isInteger(workingDays) || workingDays < 1);
  if (wrong) throw new RangeError(`Trinnet »${wrong.name}« skal tage et helt antal arbejdsdage, mindst 1.`);
  if (steps.filter(({ meets, body }) => meets && !body).length > 1)
    throw new RangeError('Højst ét trin i en plan kan vente på udvalgets møde.');
}

function isOverdue({ today, now, deadline }: PlanInput): boolean {
  if (now === undefined) return today > deadline.date;
  return Date.parse(now) > Date.parse(deadline.instant);
}

function scheduleOf(input: PlanInput, steps: readonly PlanStep[], express: boolean): Schedule {
  const { today, deadline } = input;
  const moment = lastWorkingMoment(deadline, input.closingDays);
  const { placed, done } = forwards(input, steps);
  const planned = backwards(input, placed, moment.date);
  const slack = planned[0]!.slack;
  const overdue = isOverdue(input);
  const unmet = withoutMeeting(input, planned).length > 0;
  const possible = slack >= 0 && !overdue && !unmet;
  return {
    today,
    deadline,
    lastWorkingMoment: moment,
    steps: planned,
    slack,
    earliestDone: done,
    express,
    overdue,
    withoutMeeting: unmet,
    possible,
  };
}

/** The hour from which the last day can be used: when the office opens, or now when that is later. */
function lastDayFrom({ now, today }: PlanInput, last: LocalDate): LocalTime {
  if (now === undefined || today !== last) return officeOpens;
  const { time } = localOf(now);
  return time > officeOpens ? time : officeOpens;
}

/**
 * Plans the dates. A deadline of five working days or fewer goes by the express route: a step takes a day at most, and where the days do not
 * suffice, the last of them share the last day by the hour. Throws RangeError for steps that cannot be: none, one without days, two that wait for
 * the committee.
 */
export function schedule(input: PlanInput): Schedule {
  const steps = input.steps ?? DEFAULT_STEPS;
  check(steps);
  const moment = lastWorkingMoment(input.deadline, input.closingDays);
  if (!isShortDeadline(input.begins ?? input.today, moment.date, input.closingDays)) return scheduleOf(input, steps, false);
  const hurried = expressSteps(steps);
  const span = { from: lastDayFrom(input, moment.date), to: moment.time };
  const tries = sharingLastDay(hurried, span, input.deadline.time !== undefined);
  let first: Schedule | undefined;
  for (const { days, unfold } of tries) {
    const found = scheduleOf(input, days, true);
    const unfolded = { ...found, steps: unfold(found.steps) };
    if (found.possible) return unfolded;
    first ??= unfolded;
  }
  return first!;
}
