import { randomUUID } from 'node:crypto';
import { addWorkingDays, localDateOf, parseDeadline } from '@genmaele/calendar';
import { bodyTaskRole, type ChainStep, type Role } from '@genmaele/contracts';
import { cancelWork, promiseWork } from '@genmaele/jobs';
import { rowsOf, type Tx } from '@genmaele/platform';
import { bodyOfStep } from './body-steps.js';
import { type LockedCase } from './case-facts.js';

const hour = 60 * 60 * 1000;
const leastTime = 4 * hour;

/** What is asked: of whom, by which step of the plan or of the chain. */
export interface TaskAsked {
  readonly role: Role;
  readonly planStep: 'committee' | 'approval';
  readonly step?: Pick<ChainStep, 'id' | 'workingDays' | 'remindAfter' | 'escalateTo'>;
  /** Whether hours count instead of days. */
  readonly urgent?: boolean;
  /** The body whose people are asked; the case's committee when left out. */
  readonly committeeId?: string | null;
}

/**
 * Opens a task for the people who hold a role on the case. It is due at the end of office hours on the day the plan gives the step, or sooner when its
 * chain gives it fewer working days, yet never sooner than four hours from now, which is when an urgent one is due; a reminder goes on the
 * day its chain says, else halfway, and it escalates when it is due. Returns the task's id.
 */
export async function openTask(tx: Tx, locked: LockedCase, ask: TaskAsked, now: Date): Promise<string> {
  const taskId = randomUUID();
  const dueAt = dueOf(locked, ask, now);
  const remindAt = reminderOf(ask, now, dueAt);
  await tx.query(
    `INSERT INTO approval_task (id, case_id, role, committee_id, state, asked_at, remind_at, due_at, step_id, escalate_to)
     VALUES ($1, $2, $3, $4, 'open', $5, $6, $7, $8, $9)`,
    [
      ...[taskId, locked.id, ask.role, ask.committeeId === undefined ? locked.committeeId : ask.committeeId, now, remindAt, dueAt],
      ...[ask.step?.id ?? null, ask.step?.escalateTo ?? 'head-of-office'],
    ],
  );
  const payload = { caseId: locked.id, taskId };
  const subject = `case:${locked.id}`;
  await promiseWork(tx, 'approval.remind', payload, { subject, once: taskId, dueAt: remindAt, now });
  await promiseWork(tx, 'approval.escalate', payload, { subject, once: taskId, dueAt, now });
  return taskId;
}

function dueOf(locked: LockedCase, { planStep, step, urgent }: TaskAsked, now: Date): Date {
  const least = now.getTime() + leastTime;
  if (urgent) return new Date(least);
  const planned = locked.plan.steps.find(({ id }) => id === planStep);
  const ends = planned ? [endOfOffice(planned.latestEnd)] : [];
  if (step && step.workingDays > 0) ends.push(endOfOffice(addWorkingDays(localDateOf(now), step.workingDays)));
  return new Date(Math.max(least, ends.length > 0 ? Math.min(...ends) : least));
}

/** Halfway, or when the step's own days have passed, if that is before it is due. */
function reminderOf({ step, urgent }: TaskAsked, now: Date, dueAt: Date): Date {
  const own = step?.remindAfter && !urgent ? endOfOffice(addWorkingDays(localDateOf(now), step.remindAfter)) : Infinity;
  return new Date(own < dueAt.getTime() ? own : (now.getTime() + dueAt.getTime()) / 2);
}

function endOfOffice(day: string): number {
  return new Date(parseDeadline(`${day}T16:00`).instant).getTime();
}

/**
 * Lets the open tasks be those of the open steps of the chain: one for each step and role, and for a step that waits for a body one for its secretary, who puts
 * the case on its agenda. Tasks of other steps are done; new ones are opened, and all
 * anew when `again` says that the time has changed. Returns the ids of those to ask.
 */
export async function askOpenSteps(tx: Tx, locked: LockedCase, open: readonly ChainStep[], now: Date, again = false): Promise<string[]> {
  const rolesOf = (step: ChainStep): readonly Role[] => (step.body ? [bodyTaskRole] : step.by);
  const wanted = open.flatMap((step) => rolesOf(step).map((role) => ({ step, role })));
  const keys = again ? [] : wanted.map(({ step, role }) => `${step.id} ${role}`);
  await tx.query(
    `UPDATE approval_task SET state = 'done', closed_at = $2 WHERE case_id = $1 AND state = 'open' AND NOT (coalesce(step_id, '') || ' ' || role = ANY($3))`,
    [locked.id, now, keys],
  );
  const kept = await rowsOf<{ key: string }>(
    tx,
    `SELECT step_id || ' ' || role AS key FROM approval_task WHERE case_id = $1 AND state = 'open' AND step_id IS NOT NULL`,
    [locked.id],
  );
  const ids: string[] = [];
  for (const { step, role } of wanted) {
    if (kept.some(({ key }) => key === `${step.id} ${role}`)) continue;
    const ask: TaskAsked = { role, planStep: 'approval', step, urgent: locked.urgent || again };
    const committeeId = step.body ? await bodyOfStep(tx, step, locked.committeeId, localDateOf(now)) : locked.committeeId;
    ids.push(await openTask(tx, locked, { ...ask, committeeId }, now));
  }
  return ids;
}

/** Ends the case's open tasks and their reminders. */
export async function closeTasks(tx: Tx, caseId: string, state: 'done' | 'withdrawn', now: Date): Promise<void> {
  await tx.query(`UPDATE approval_task SET state = $2, closed_at = $3 WHERE case_id = $1 AND state = 'open'`, [caseId, state, now]);
  await cancelWork(tx, `case:${caseId}`, ['committee.ask', 'approval.ask', 'approval.remind', 'approval.escalate']);
}
