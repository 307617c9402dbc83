import { randomUUID } from 'node:crypto';
import { type Role } from '@genmaele/contracts';
import { parseDeadline } from '@genmaele/calendar';
import { cancelWork, promiseWork } from '@genmaele/jobs';
import { type Tx } from '@genmaele/platform';
import { type LockedCase } from './case-facts.js';

const hour = 60 * 60 * 1000;
const leastTime = 4 * hour;

/**
 * Opens a task for the people who hold a role on the case. It is due at the end of office hours on the day the plan gives the step, yet never
 * sooner than four hours from now; a reminder goes halfway, and it escalates to the head of office when it is due. Returns the task's id.
 */
export async function openTask(
  tx: Tx,
  locked: LockedCase,
  ask: { role: Role; planStep: 'committee' | 'approval' },
  now: Date,
): Promise<string> {
  const taskId = randomUUID();
  const planned = locked.plan.steps.find((step) => step.id === ask.planStep);
  const plannedEnd = planned ? new Date(parseDeadline(`${planned.latestEnd}T16:00`).instant) : now;
  const dueAt = new Date(Math.max(plannedEnd.getTime(), now.getTime() + leastTime));
  const remindAt = new Date((now.getTime() + dueAt.getTime()) / 2);
  await tx.query(
    `INSERT INTO approval_task (id, case_id, role, committee_id, state, asked_at, remind_at, due_at) VALUES ($1, $2, $3, $4, 'open', $5, $6, $7)`,
    [taskId, locked.id, ask.role, locked.committeeId, now, remindAt, dueAt],
  );
  const payload = { caseId: locked.id, taskId };
  const subject = `case:${locked.id}`;
  await promiseWork(tx, 'approval.remind', payload, { subject, once: taskId, dueAt: remindAt, now });
  await promiseWork(tx, 'approval.escalate', payload, { subject, once: taskId, dueAt, now });
  return taskId;
}

/** Ends the case's open tasks and their reminders. */
export async function closeTasks(tx: Tx, caseId: string, state: 'done' | 'withdrawn', now: Date): Promise<void> {
  await tx.query(`UPDATE approval_task SET state = $2, closed_at = $3 WHERE case_id = $1 AND state = 'open'`, [caseId, state, now]);
  await cancelWork(tx, `case:${caseId}`, ['committee.ask', 'approval.ask', 'approval.remind', 'approval.escalate']);
}
