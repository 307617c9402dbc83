import { appendAudit } from '@genmaele/audit';
import { AppError } from '@genmaele/contracts';
import { rowsOf, type Tx } from '@genmaele/platform';
import { type ReceivedBy } from './receive.js';

/** Writes where the ministry wants its answers, when the hearing letter did not say, or said it wrongly. Errors: `hearing.not-found`. */
export async function setReplyAddress(tx: Tx, hearingId: string, replyTo: string, by: ReceivedBy): Promise<void> {
  const hit = await rowsOf(tx, 'UPDATE hearing SET reply_to = $2 WHERE id = $1 RETURNING id', [hearingId, replyTo]);
  if (hit.length === 0) throw new AppError('hearing.not-found');
  const line = { actorId: by.actorId, action: 'hearing.reply-address', subject: `hearing:${hearingId}`, requestId: by.requestId };
  await appendAudit(tx, line, by.now);
}
