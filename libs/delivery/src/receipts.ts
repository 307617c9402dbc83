import { randomUUID } from 'node:crypto';
import { actOnCase, systemActor } from '@genmaele/cases';
import { AppError } from '@genmaele/contracts';
import { type JobContext } from '@genmaele/jobs';
import { crashPoint, readFile, rowsOf, type Tx } from '@genmaele/platform';
import { type DataSource } from 'typeorm';
import { acknowledge } from './conclude-sending.js';
import { currentDispatches } from './current-dispatches.js';
import { type DispatchState } from './dispatch.entity.js';
import { type IncomingMail, matchReceipt, type ReceiptCandidate, readIncomingMail } from './smtp/index.js';
import { tellDispatchers } from './tell-dispatchers.js';

type ReceiptKind = 'answer' | 'automatic-answer' | 'delivered' | 'failed' | 'read';

/**
 * The job `receipt.match`: finds which mail of ours it answers, and so who has the letter; with something from each the case is acknowledged. A delivery
 * report of failure takes the case back to where the letter can be sent to that address again; a mail that only names the case number is left for a person. Errors: `receipt.too-early` (tried again).
 */
export async function matchIncomingMail(database: DataSource, incomingMailId: string, context: JobContext): Promise<void> {
  const [row] = await rowsOf<{ sha256: string }>(database, 'SELECT sha256 FROM incoming_mail WHERE id = $1', [incomingMailId]);
  if (!row) return;
  const mail = await readIncomingMail((await readFile(database, row.sha256)).bytes);
  const match = matchReceipt(mail, await candidates(database));
  await context.finish(async (tx) => {
    crashPoint('receipt.match');
    if (match.certainty !== 'certain') return outcome(tx, incomingMailId, match.certainty === 'doubtful' ? 'doubtful' : 'unrelated');
    await keepReceipt(tx, match.dispatchId, incomingMailId, kindOf(mail), context.now);
  });
}

async function candidates(database: DataSource): Promise<ReceiptCandidate[]> {
  const rows = await rowsOf<{ id: string; message_id: string; case_number: string | null }>(
    database,
    `SELECT d.id, d.message_id, h.case_number FROM dispatch d JOIN response_case c ON c.id = d.case_id JOIN case_occasion h ON h.case_id = c.id`,
  );
  return rows.map((row) => ({
    dispatchId: row.id,
    messageId: row.message_id,
    ...(row.case_number ? { caseNumber: row.case_number } : {}),
  }));
}

function kindOf(mail: IncomingMail): ReceiptKind | undefined {
  const action = mail.deliveryReport?.action;
  if (action === 'failed') return 'failed';
  // Delayed is not yet, and relayed or expanded is to a place that reports no further: neither says that it came.
  if (action === 'delayed' || action === 'relayed' || action === 'expanded') return undefined;
  if (action) return 'delivered';
  if (mail.dispositionNotification) return 'read';
  return mail.autoReply ? 'automatic-answer' : 'answer';
}

interface AnsweredDispatch {
  readonly case_id: string;
  readonly case_state: string;
  readonly dispatch_state: DispatchState;
  readonly recipient: string;
}

async function keepReceipt(tx: Tx, dispatchId: string, incomingMailId: string, kind: ReceiptKind | undefined, now: Date): Promise<void> {
  if (!kind) return outcome(tx, incomingMailId, 'unrelated');
  const [dispatch] = await rowsOf<AnsweredDispatch>(
    tx,
    `SELECT d.case_id, c.state AS case_state, d.state AS dispatch_state, d.recipient FROM dispatch d JOIN response_case c ON c.id = d.case_id
     WHERE d.id = $1 FOR UPDATE OF c`,
    [dispatchId],
  );
  if (!dispatch) throw new AppError('letter.not-found');
  const { case_state, dispatch_state } = dispatch;
  if (case_state === 'sending' && (dispatch_state === 'sending' || dispatch_state === 'committing'))
    throw new AppError('receipt.too-early');
  await tx.query('INSERT INTO receipt (id, dispatch_id, incoming_mail_id, kind, at) VALUES ($1, $2, $3, $4, $5)', [
    randomUUID(),
    dispatchId,
    incomingMailId,
    kind,
    now,
  ]);
  await outcome(tx, incomingMailId, kind === 'failed' ? 'failure' : 'receipt');
  const current = (await currentDispatches(tx, dispatch.case_id)).some(({ id }) => id === dispatchId);
  if (!current) return;
  if (kind === 'failed') await cameBack(tx, dispatchId, dispatch, incomingMailId, now);
  else await cameThrough(tx, dispatchId, dispatch, now);
}

/** The letter did not arrive there, also when a machine had acknowledged the mail before it was returned: the case goes back to be sent anew. */
async function cameBack(tx: Tx, dispatchId: string, dispatch: AnsweredDispatch, incomingMailId: string, now: Date): Promise<void> {
  const { case_id: caseId, case_state: state, recipient } = dispatch;
  await tx.query(`UPDATE dispatch SET state = 'returned' WHERE id = $1`, [dispatchId]);
  const of = (await currentDispatches(tx, caseId)).length;
  await tellDispatchers(tx, caseId, 'returned', { addresses: [recipient], of }, incomingMailId, now);
  if (state === 'sent' || state === 'acknowledged' || state === 'uncertain')
    await actOnCase(tx, { caseId, action: 'delivery-failed', actor: systemActor, now });
}

/** What comes back shows that it arrived, also where that was uncertain. A second receipt does nothing more. */
async function cameThrough(tx: Tx, dispatchId: string, dispatch: AnsweredDispatch, now: Date): Promise<void> {
  const { case_id: caseId, case_state: state } = dispatch;
  if (dispatch.dispatch_state === 'uncertain')
    await tx.query(`UPDATE dispatch SET state = 'sent', sent_at = coalesce(sent_at, created_at) WHERE id = $1`, [dispatchId]);
  if (state === 'sent' || state === 'uncertain') await acknowledge(tx, caseId, state, await currentDispatches(tx, caseId), now);
}

async function outcome(tx: Tx, incomingMailId: string, found: 'receipt' | 'failure' | 'doubtful' | 'unrelated'): Promise<void> {
  await tx.query('UPDATE incoming_mail SET outcome = $2 WHERE id = $1', [incomingMailId, found]);
}
