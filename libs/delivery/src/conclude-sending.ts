import { actOnCase, systemActor } from '@genmaele/cases';
import { type JobContext } from '@genmaele/jobs';
import { type Tx } from '@genmaele/platform';
import { promiseAnchor } from './anchor-log.js';
import { currentDispatches, type DispatchRow } from './current-dispatches.js';
import { tellDispatchers } from './tell-dispatchers.js';

const lost = ({ state }: DispatchRow) => state === 'refused' || state === 'returned';
const unsure = ({ state }: DispatchRow) => state === 'uncertain';

/**
 * Moves the case on when every mail of its sending has ended, in the transaction that ends the work. One that was refused takes the case back, so that
 * its address can be corrected and the letter sent to it alone; else one that is uncertain waits for a person; else the letter is sent. The
 * dispatchers are told whom it did not reach; the log's end is anchored when anything left.
 */
export async function concludeSending(context: JobContext, ids: { caseId: string; dispatchId: string }): Promise<void> {
  await context.finish(async (tx) => {
    const dispatches = await currentDispatches(tx, ids.caseId);
    for (const what of ['refused', 'uncertain'] as const) {
      const addresses = dispatches.filter(({ state }) => state === what).map(({ recipient }) => recipient);
      if (addresses.length > 0)
        await tellDispatchers(tx, ids.caseId, what, { addresses, of: dispatches.length }, context.workId, context.now);
    }
    if (dispatches.some(({ state }) => state === 'sent')) await promiseAnchor(tx, `dispatch:${context.workId}`, context.now);
    await moveOn(tx, ids.caseId, dispatches, context.now);
  });
}

async function moveOn(tx: Tx, caseId: string, dispatches: readonly DispatchRow[], now: Date): Promise<void> {
  const step = { caseId, actor: systemActor, now };
  if (dispatches.some(lost)) return void (await actOnCase(tx, { ...step, action: 'letter-refused' }));
  if (dispatches.some(unsure)) return void (await actOnCase(tx, { ...step, action: 'letter-uncertain' }));
  await actOnCase(tx, { ...step, action: 'letter-sent', evidence: evidenceOf(dispatches) });
  await acknowledge(tx, caseId, 'sent', dispatches, now);
}

/** Every mail carried the same letter; the case's chain is held against it. */
const evidenceOf = (dispatches: readonly DispatchRow[]) => ({ attachmentSha256: dispatches[0]?.attachment_sha256 ?? '' });

/**
 * What receipts do to a case that waits for them: when something has come back on every mail, its letter is acknowledged; when no mail is uncertain
 * any more, it is sent.
 */
export async function acknowledge(tx: Tx, caseId: string, state: string, dispatches: readonly DispatchRow[], now: Date): Promise<void> {
  if (dispatches.length === 0 || dispatches.some((each) => lost(each) || unsure(each))) return;
  const step = { caseId, actor: systemActor, now };
  if (dispatches.every(({ receipted }) => receipted)) await actOnCase(tx, { ...step, action: 'receipt-arrived' });
  else if (state === 'uncertain') await actOnCase(tx, { ...step, action: 'letter-sent', evidence: evidenceOf(dispatches) });
}
