import { appendAudit } from '@genmaele/audit';
import { AppError } from '@genmaele/contracts';
import { inTransaction, rowsOf } from '@genmaele/platform';
import { type DataSource } from 'typeorm';
import { type ReceivedBy } from './receive.js';

/** Writes where the ministry wants its answers, when the hearing letter did not say, or said it wrongly. Errors: `hearing.not-found`. */
export async function setReplyAddress(database: DataSource, hearingId: string, replyTo: string, by: ReceivedBy): Promise<void> {
  await inTransaction(database, async (tx) => {
    const hit = await rowsOf(tx, 'UPDATE hearing SET reply_to = $2 WHERE id = $1 RETURNING id', [hearingId, replyTo]);
    if (hit.length === 0) throw new AppError('hearing.not-found');
    await appendAudit(
      tx,
      { actorId: by.actorId, action: 'hearing.reply-address', subject: `hearing:${hearingId}`, requestId: by.requestId },
      by.now,
    );
  });
}
