import { notify, type Urgency } from '@genmaele/cases';
import { type MemberNews, newsOfMeeting, newsOfProcedure } from '@genmaele/committees';
import { type JobPayload } from '@genmaele/contracts';
import { type JobContext } from '@genmaele/jobs';
import { type Tx } from '@genmaele/platform';

/** The job `agenda.remind`: each member of the body is told of a meeting, once for each occasion. What is no longer so is told to nobody. */
export async function tellMembersOfMeeting({ meetingId, about }: JobPayload<'agenda.remind'>, context: JobContext): Promise<void> {
  await context.finish(async (tx) => tell(tx, await newsOfMeeting(tx, meetingId, about), context));
}

/** The job `procedure.ask`: whoever has not answered a written procedure is asked. */
export async function askMembersInWriting({ procedureId }: JobPayload<'procedure.ask'>, context: JobContext): Promise<void> {
  await context.finish(async (tx) => tell(tx, await newsOfProcedure(tx, procedureId), context));
}

/** Members are disturbed at once only when the body waits for them; what would come too late in their digest comes at once by itself. */
const urgencies: Record<MemberNews['asks'], Urgency> = { decision: 'blocking', reply: 'task', none: 'task' };

async function tell(tx: Tx, news: MemberNews | undefined, { workId, now }: JobContext): Promise<void> {
  if (!news) return;
  const { personIds, asks, ...said } = news;
  const kind = asks === 'none' ? 'news' : 'ask';
  for (const personId of personIds) await notify(tx, { ...said, personId, occasion: workId, urgency: urgencies[asks], kind }, now);
}
