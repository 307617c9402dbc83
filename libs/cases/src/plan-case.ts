import { type CommitteeMeeting, localDateOf, parseDeadline, type Plan, planBackwards, type PlanStep } from '@genmaele/calendar';
import { type CaseKind } from '@genmaele/contracts';
import { type Tx } from '@genmaele/platform';
import { type CaseState } from '@genmaele/workflow';
import { withBodies } from './plan-bodies.js';
import { loadPlanCalendar, type PlanCalendar } from './plan-calendar.js';
import { stepsLeft, stepUnderWay } from './plan-steps.js';

/** What a case's plan is made of, beside the calendar. */
export interface PlannedCase {
  readonly kind: CaseKind;
  readonly state: CaseState;
  /** The chain that it follows, while it is at approval. */
  readonly chainId?: string | null;
  /** The steps of that chain that have been taken. */
  readonly taken?: readonly string[];
  /** As the letter gives it. */
  readonly deadline: string;
  readonly receivedAt: Date;
  readonly committeeId: string | null;
  readonly officeName: string | null;
  /** Who began the draft. */
  readonly officer?: { id: string; name: string } | undefined;
  /** When the case came into its state. */
  readonly since?: Date | undefined;
}

/** Names who is responsible, where only one person can be. */
async function withPeople(steps: readonly PlanStep[], found: PlannedCase, calendar: PlanCalendar): Promise<PlanStep[]> {
  const named: PlanStep[] = [];
  for (const step of steps) {
    const [one, ...others] = step.by === 'officer' ? [found.officer] : await calendar.holders(step.by, step.body?.id ?? found.committeeId);
    named.push(one && others.length === 0 ? { ...step, person: { id: one.id, name: one.name } } : step);
  }
  return named;
}

/** The meetings of the bodies that steps name, by the body; none of one for which none has ever been entered. */
async function meetingsOfBodies(steps: readonly PlanStep[], calendar: PlanCalendar): Promise<Record<string, CommitteeMeeting[]>> {
  const known: Record<string, CommitteeMeeting[]> = {};
  for (const { body } of steps) {
    const meetings = body && (await calendar.meetings(body.id));
    if (meetings) known[body.id] = meetings;
  }
  return known;
}

/** The plan of what is left of a case; undefined when nothing is. */
export async function planWith(calendar: PlanCalendar, found: PlannedCase): Promise<Plan | undefined> {
  const { now, today, closingDays, absences, schoolHolidays } = calendar;
  const since = found.since && stepUnderWay(found.state) ? localDateOf(found.since) : undefined;
  const chain = await calendar.chain(found.kind, found.state === 'in-approval' ? (found.chainId ?? null) : null);
  const left = withBodies(
    stepsLeft(found.state, { today, since, officeName: found.officeName }, calendar.stepDays),
    chain,
    found.taken ?? [],
  );
  if (left.length === 0) return undefined;
  const meetings = await calendar.meetings(found.committeeId);
  return planBackwards(
    {
      ...{ today, now: now.toISOString(), closingDays, absences },
      deadline: parseDeadline(found.deadline),
      begins: localDateOf(found.receivedAt),
      steps: await withPeople(left, found, calendar),
      ...(since ? { underWaySince: since } : {}),
      ...(meetings ? { meetings } : {}),
      bodyMeetings: await meetingsOfBodies(left, calendar),
    },
    schoolHolidays,
  );
}

/** The plan of a case that has just been opened, or has no draft yet: all of its way, backwards from the deadline as the letter gives it. */
export async function planCase(
  tx: Tx,
  deadline: string,
  committeeId: string | null | undefined,
  now: Date,
  known: { kind: CaseKind; receivedAt?: Date; officeName?: string | null },
): Promise<Plan> {
  const calendar = await loadPlanCalendar(tx, now);
  const { kind, receivedAt = now, officeName = null } = known;
  const plan = await planWith(calendar, { kind, state: 'opened', deadline, receivedAt, committeeId: committeeId ?? null, officeName });
  if (!plan) throw new RangeError('en åbnet sag har altid en plan');
  return plan;
}
