import { randomUUID } from 'node:crypto';
import { actOnCase, systemActor } from '@genmaele/cases';
import { AppError } from '@genmaele/contracts';
import { type JobContext } from '@genmaele/jobs';
import { crashPoint, readFile, rowsOf, type Tx } from '@genmaele/platform';
import { type CaseAction } from '@genmaele/workflow';
import { type DataSource } from 'typeorm';
import { type IncomingMail, matchReceipt, type ReceiptCandidate, readIncomingMail } from './smtp/index.js';
import { tellDispatchers } from './tell-dispatchers.js';

type ReceiptKind = 'answer' | 'automatic-answer' | 'delivered' | 'failed' | 'read';

/**
 * The job `receipt.match`: finds which dispatch a mail answers, and closes it. A delivery report of failure takes the case back to where it
 * can be sent again; a mail that only names the case number is left for a person. Errors: `receipt.too-early` (tried again).
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

async function keepReceipt(tx: Tx, dispatchId: string, incomingMailId: string, kind: ReceiptKind | undefined, now: Date): Promise<void> {
  if (!kind) return outcome(tx, incomingMailId, 'unrelated');
  const [dispatch] = await rowsOf<{ case_id: string; case_state: string; case_dispatch: string | null }>(
    tx,
    `SELECT d.case_id, c.state AS case_state, c.dispatch_id AS case_dispatch FROM dispatch d JOIN response_case c ON c.id = d.case_id
     WHERE d.id = $1 FOR UPDATE OF c`,
    [dispatchId],
  );
  if (!dispatch) throw new AppError('letter.not-found');
  if (dispatch.case_state === 'sending' && dispatch.case_dispatch === dispatchId) throw new AppError('receipt.too-early');
  await tx.query('INSERT INTO receipt (id, dispatch_id, incoming_mail_id, kind, at) VALUES ($1, $2, $3, $4, $5)', [
    randomUUID(),
    dispatchId,
    incomingMailId,
    kind,
    now,
  ]);
  await outcome(tx, incomingMailId, kind === 'failed' ? 'failure' : 'receipt');
  const action = actionFor(kind, dispatch.case_state);
  if (!action || dispatch.case_dispatch !== dispatchId) return;
  if (action === 'delivery-failed') await tellDispatchers(tx, dispatch.case_id, 'returned', incomingMailId, now);
  await actOnCase(tx, { caseId: dispatch.case_id, action, actor: systemActor, now });
}

/**
 * What a receipt does to a case in this state. A second receipt of a closed dispatch does nothing more; a report of failure does, also when a
 * machine had acknowledged the mail before it was returned.
 */
function actionFor(kind: ReceiptKind, state: string): CaseAction | undefined {
  if (kind === 'failed') return state === 'sent' || state === 'acknowledged' || state === 'uncertain' ? 'delivery-failed' : undefined;
  return state === 'sent' || state === 'uncertain' ? 'receipt-arrived' : undefined;
}

async function outcome(tx: Tx, incomingMailId: string, found: 'receipt' | 'failure' | 'doubtful' | 'unrelated'): Promise<void> {
  await tx.query('UPDATE incoming_mail SET outcome = $2 WHERE id = $1', [incomingMailId, found]);
}
