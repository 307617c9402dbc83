import { peopleWithRole } from '@genmaele/access';
import { appendAudit } from '@genmaele/audit';
import { formatDeadline, lastWorkingMoment, parseDeadline, subtractWorkingDays } from '@genmaele/calendar';
import { type JobPayload } from '@genmaele/contracts';
import { cancelWork, type JobContext, promiseWork } from '@genmaele/jobs';
import { rowsOf, type Tx } from '@genmaele/platform';
import { type CaseState } from '@genmaele/workflow';
import { toldOf, writeNotice } from './notices/index.js';
import { plannedStates } from './plan-steps.js';

/** The two alarms of a deadline: `near` when the office closes on the working day before the last one, `passed` when it has passed. */
export type DeadlineAlarm = 'near' | 'passed';

/** When an alarm sounds. */
export function alarmDue(deadline: string, alarm: DeadlineAlarm): Date {
  const read = parseDeadline(deadline);
  if (alarm === 'passed') return new Date(Date.parse(read.instant) + 1000);
  const before = subtractWorkingDays(lastWorkingMoment(read).date, 1);
  return new Date(parseDeadline(`${before}T16:00`).instant);
}

/**
 * Promises the alarms of a case's deadline, in place of those of an earlier deadline. One whose moment has passed sounds at once; `near` is left out
 * when the deadline itself has passed.
 */
export async function promiseDeadlineAlarms(tx: Tx, caseId: string, deadline: string, now: Date): Promise<void> {
  await cancelWork(tx, `case:${caseId}`, ['deadline.alarm']);
  const over = alarmDue(deadline, 'passed') <= now;
  for (const alarm of over ? (['passed'] as const) : (['near', 'passed'] as const)) {
    const due = alarmDue(deadline, alarm);
    const dueAt = due > now ? due : now;
    const once = `${caseId}:${deadline}:${alarm}:${now.getTime()}`;
    await promiseWork(tx, 'deadline.alarm', { caseId, deadline, alarm }, { subject: `case:${caseId}`, once, dueAt, now });
  }
}

const words: Record<DeadlineAlarm, (number: string, deadline: string) => { subject: string; text: string }> = {
  near: (number, deadline) => ({
    subject: `Genmæle: fristen i sag ${number} er nær`,
    text: `Fristen i sag ${number} er ${deadline}, og svaret er ikke sendt. Sker der intet, kommer det ikke med i ministeriets høringsnotat. Log på Genmæle for at se, hvad der mangler.`,
  }),
  passed: (number, deadline) => ({
    subject: `Genmæle: fristen i sag ${number} er overskredet`,
    text: `Fristen i sag ${number} var ${deadline}, og svaret er ikke sendt. Ministeriet kan lukke sit høringsnotat når som helst. Log på Genmæle for at sende det, eller bed ministeriet om længere frist.`,
  }),
};

/**
 * The job `deadline.alarm`: tells the officer of the case and the heads of office (of a closed case those named on it), and writes it in the log. A case that has been sent or ended, or whose
 * deadline is another by now, has no alarm.
 */
export async function soundDeadlineAlarm(payload: JobPayload<'deadline.alarm'>, context: JobContext): Promise<void> {
  const { caseId, deadline, alarm } = payload;
  await context.finish(async (tx) => {
    const [found] = await rowsOf<{ number: string; state: CaseState; deadline: string; officer: string | null }>(
      tx,
      `SELECT c.number, c.state, h.deadline, (SELECT s.actor_id FROM case_step s WHERE s.case_id = c.id AND s.action = 'start' ORDER BY s.version DESC LIMIT 1) AS officer
       FROM response_case c JOIN case_occasion h ON h.case_id = c.id WHERE c.id = $1 FOR UPDATE OF c`,
      [caseId],
    );
    if (!found || found.deadline !== deadline || !plannedStates.includes(found.state)) return;
    const heads = await peopleWithRole(tx, 'head-of-office', context.now);
    const told = await toldOf(tx, caseId, [...heads.map(({ id }) => id), ...(found.officer ? [found.officer] : [])], context.now);
    const text = words[alarm](found.number, formatDeadline(parseDeadline(deadline)));
    for (const { email } of told) await writeNotice(tx, { caseId, recipient: email, kind: 'alarm', ...text }, context.workId, context.now);
    await appendAudit(tx, { action: 'case.deadline-alarm', subject: `case:${caseId}`, facts: { alarm, deadline } }, context.now);
  });
}
