import { type Absence } from './absences.js';
import { type Deadline, type LocalTime } from './deadline.js';
import { type LocalDate } from './local-date.js';
import { type PlanStep } from './plan-steps.js';
import { type ClosingDays } from './working-days.js';

/** A meeting of the committee: what is to be on its agenda must be handed in on the day `agendaClose` at the latest. */
export interface CommitteeMeeting {
  date: LocalDate;
  agendaClose: LocalDate;
  /** Whatever the caller knows it by. */
  id?: string;
}

/** A step with its days. All days are whole and inclusive: a step works from its start through its end. */
export interface PlannedStep extends PlanStep {
  /** The first days on which it can be, when everything before it is done as early as it can be. */
  earliestStart: LocalDate;
  earliestEnd: LocalDate;
  /** Begun later than this, the deadline (or the meeting) is missed. A working day, but for a meeting's agenda close on a day off. */
  latestStart: LocalDate;
  latestEnd: LocalDate;
  /** Working days of whoever is responsible between the earliest and the latest start; negative: so many are missing. */
  slack: number;
  /** The meeting the step waits for, when one fits. */
  meeting?: CommitteeMeeting;
  /** On the express route: the hours of the last day. */
  hours?: { from: LocalTime; to: LocalTime };
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
  /** The day on which everything is done when nobody loses a day; undefined when a meeting is waited for and none is known. */
  earliestDone: LocalDate | undefined;
  /** The deadline is so short that every step takes a day at most. */
  express: boolean;
  /** The deadline has passed. The dates then lie in the past. */
  overdue: boolean;
  /** A step waits for a body whose meetings were given, and none of them fits. */
  withoutMeeting: boolean;
  /** Every step fits between today and the deadline, and where meetings were given, one of them fits. */
  possible: boolean;
}

export interface PlanInput {
  today: LocalDate;
  /** ISO instant; decides whether a deadline of today with a clock time has passed. Without it such a deadline is still ahead. */
  now?: string;
  deadline: Deadline;
  /** The day the hearing came; decides whether its deadline is a short one. Left out: today. */
  begins?: LocalDate;
  /** In order, not empty: what is still to be done. Left out: DEFAULT_STEPS. */
  steps?: readonly PlanStep[];
  /** The day on which the first step was begun: its papers then need not be handed in again. */
  underWaySince?: LocalDate;
  /** Known meetings in any order. Left out: the committee step is planned by its days alone. An empty list means that there is none. */
  meetings?: readonly CommitteeMeeting[];
  /** The same of the bodies that steps name, by the body's id. */
  bodyMeetings?: Readonly<Record<string, readonly CommitteeMeeting[]>>;
  closingDays?: ClosingDays;
  absences?: readonly Absence[];
}
