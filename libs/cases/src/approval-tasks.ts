import { randomUUID } from 'node:crypto';
import { peopleWithRole } from '@genmaele/access';
import { type Role, sha256 } from '@genmaele/contracts';
import { parseDeadline } from '@genmaele/calendar';
import { cancelWork, type JobContext, promiseWork } from '@genmaele/jobs';
import { rowsOf, type Tx } from '@genmaele/platform';
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

interface TaskWithCase {
  id: string;
  case_id: string;
  role: Role;
  committee_id: string | null;
  state: string;
  due_at: Date;
  number: string;
}

const texts = {
  ask: (number: string) => ({
    subject: `Genmæle: sag ${number} venter på dig`,
    text: `Sag ${number} venter på, at du tager stilling. Log på Genmæle for at læse den.`,
  }),
  remind: (number: string) => ({
    subject: `Genmæle: påmindelse om sag ${number}`,
    text: `Sag ${number} venter stadig på, at du tager stilling. Log på Genmæle for at læse den.`,
  }),
  escalate: (number: string) => ({
    subject: `Genmæle: sag ${number} er ikke behandlet til tiden`,
    text: `Fristen for at tage stilling i sag ${number} er udløbet. Log på Genmæle for at se, hvem den venter på.`,
  }),
};

/**
 * The jobs that ask, remind and escalate: writes a notice for each person concerned and promises that it is sent. A task that is no longer
 * open is left alone. An escalation goes to the head of office.
 */
export async function notifyOfTask(taskId: string, kind: 'ask' | 'remind' | 'escalate', context: JobContext): Promise<void> {
  await context.finish(async (tx) => {
    const [task] = await rowsOf<TaskWithCase>(
      tx,
      `SELECT t.*, c.number FROM approval_task t JOIN response_case c ON c.id = t.case_id WHERE t.id = $1 FOR UPDATE OF t`,
      [taskId],
    );
    if (task?.state !== 'open') return;
    const people =
      kind === 'escalate'
        ? await peopleWithRole(tx, 'head-of-office', context.now)
        : await peopleWithRole(tx, task.role, context.now, task.committee_id);
    for (const person of people)
      await writeNotice(
        tx,
        { caseId: task.case_id, recipient: person.email, kind, ...texts[kind](task.number) },
        `${taskId}:${kind}`,
        context.now,
      );
    const column = { ask: undefined, remind: 'reminded_at', escalate: 'escalated_at' }[kind];
    if (column) await tx.query(`UPDATE approval_task SET ${column} = $2 WHERE id = $1`, [taskId, context.now]);
  });
}

/** Writes a notice and promises that it is sent. One for each occasion and recipient. */
export async function writeNotice(
  tx: Tx,
  notice: { caseId?: string; recipient: string; kind: 'ask' | 'remind' | 'escalate' | 'alarm' | 'plan'; subject: string; text: string },
  occasion: string,
  now: Date,
): Promise<void> {
  const noticeId = randomUUID();
  const messageId = `<notice.${sha256(`${occasion}:${notice.recipient}`).slice(0, 32)}@genmaele>`;
  await tx.query(
    `INSERT INTO notice (id, case_id, recipient, kind, subject, text, message_id, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [noticeId, notice.caseId ?? null, notice.recipient, notice.kind, notice.subject, notice.text, messageId, now],
  );
  const subject = notice.caseId ? `case:${notice.caseId}` : `notice:${noticeId}`;
  await promiseWork(tx, 'notice.send', { noticeId }, { subject, once: noticeId, dueAt: now, now });
}
