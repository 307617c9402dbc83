import { peopleWithRole } from '@genmaele/access';
import { type CaseKind, type Role } from '@genmaele/contracts';
import { type JobContext } from '@genmaele/jobs';
import { rowsOf, type Tx } from '@genmaele/platform';
import { asksForAgenda, standsOnAgenda } from '../body-steps.js';
import { escalationText, whyOfRole } from './digest-content.js';
import { notify } from './notices.js';
import { type Told, toldOf } from './told-of.js';
import { withStandIns } from '../stand-in-speakers.js';
import { type Urgency } from './when-to-tell.js';

interface TaskWithCase {
  id: string;
  case_id: string;
  role: Role;
  escalate_to: Role;
  committee_id: string | null;
  committee: string | null;
  state: string;
  due_at: Date;
  number: string;
  kind: CaseKind;
  urgent: boolean;
  /** Whether the case is to be put on a body's agenda, and whether it stands there already. */
  for_agenda: boolean;
  on_agenda: boolean;
}

const namedInStead = 'du er nævnt på den lukkede sag, og ingen af de nævnte har den rolle, der skal gøre noget';

type TaskNews = 'ask' | 'remind' | 'escalate';

const urgencies: Record<TaskNews, Urgency> = { ask: 'blocking', remind: 'task', escalate: 'escalation' };

const headlines: Record<TaskNews, (number: string) => string> = {
  ask: (number) => `sag ${number} venter på dig`,
  remind: (number) => `påmindelse om sag ${number}, der venter på dig`,
  escalate: (number) => `sag ${number} er ikke behandlet til tiden`,
};

const agendaHeadlines: Record<TaskNews, (number: string) => string> = {
  ...headlines,
  ask: (number) => `sag ${number} skal på en dagsorden`,
  remind: (number) => `påmindelse om sag ${number}, der skal på en dagsorden`,
};

/**
 * The jobs that ask, remind and escalate: tells each person concerned, at once or by the digest. A task that is no longer open is left alone.
 * Nobody is reminded to put a case on an agenda on which it stands already. Who stands in for one of them in this is told too, with for whom; on a case that is marked urgent they are told as of what is urgent. An escalation goes to whoever the step names; what is about a closed case to those named on it.
 */
export async function notifyOfTask(taskId: string, news: TaskNews, context: JobContext): Promise<void> {
  await context.finish(async (tx) => {
    const [task] = await rowsOf<TaskWithCase>(
      tx,
      `SELECT t.*, c.number, c.kind, c.urgent, m.name AS committee, ${asksForAgenda('t', 'c')} AS for_agenda, ${standsOnAgenda('t', 'c')} AS on_agenda FROM approval_task t JOIN response_case c ON c.id = t.case_id
       LEFT JOIN committee m ON m.id = t.committee_id WHERE t.id = $1 FOR UPDATE OF t`,
      [taskId],
    );
    if (task?.state !== 'open' || (news === 'remind' && task.for_agenda && task.on_agenda)) return;
    const role = news === 'escalate' ? task.escalate_to : task.role;
    const scope = { role, committeeId: task.committee_id, kind: task.kind };
    const asked = await withStandIns(tx, await peopleWithRole(tx, role, context.now, task.committee_id), scope, context.now);
    const ids = asked.map(({ id }) => id);
    for (const told of await toldOf(tx, task.case_id, ids, context.now)) {
      const standsInFor = asked.find(({ id }) => id === told.id)?.standsInFor ?? null;
      await tell(tx, { ...told, standsInFor }, task, news, context.now);
    }
    const column = { ask: undefined, remind: 'reminded_at', escalate: 'escalated_at' }[news];
    if (column) await tx.query(`UPDATE approval_task SET ${column} = $2 WHERE id = $1`, [taskId, context.now]);
  });
}

async function tell(
  tx: Tx,
  { id: personId, inStead, standsInFor }: Told & { standsInFor: string | null },
  task: TaskWithCase,
  news: TaskNews,
  now: Date,
): Promise<void> {
  const late = news === 'escalate';
  const notification = {
    personId,
    occasion: `${task.id}:${news}`,
    topic: `${late ? 'late' : 'ask'}:${task.case_id}`,
    headline: (task.for_agenda ? agendaHeadlines : headlines)[news](task.number),
    why: inStead ? namedInStead : late ? whyOfRole(task.escalate_to, null, standsInFor) : whyOfRole(task.role, task.committee, standsInFor),
    caseId: task.case_id,
    due: task.due_at,
    ifNothing: late
      ? 'sagen står stille, til den får en afgørelse'
      : `sagen står stille, og ${escalationText(task.escalate_to, task.due_at)}`,
    urgency: task.urgent && !late ? 'urgent' : urgencies[news],
    kind: news,
  };
  await notify(tx, late || inStead ? notification : { ...notification, taskId: task.id }, now);
}
