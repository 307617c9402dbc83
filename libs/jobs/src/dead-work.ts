import { appendAudit } from '@genmaele/audit';
import { AppError } from '@genmaele/contracts';
import { rowsOf, type Tx } from '@genmaele/platform';
import { type DataSource } from 'typeorm';
import { wakeChannel } from './promise-work.js';

/** Work that was given up. */
export interface DeadWork {
  id: string;
  job: string;
  queue: string;
  subject: string;
  attempt: number;
  lastError: string | null;
  finishedAt: Date;
}

/** The work that was given up, latest first. */
export async function deadWork(db: DataSource | Tx, most = 200): Promise<DeadWork[]> {
  return rowsOf(
    db,
    `SELECT id, job, queue, subject, attempt, last_error AS "lastError", finished_at AS "finishedAt"
     FROM work WHERE state = 'dead' ORDER BY finished_at DESC LIMIT $1`,
    [most],
  );
}

/** Sets given-up work going again, with all its tries. Errors: `work.not-found` when it is not there or was not given up. */
export async function retryWork(tx: Tx, id: string, by: { actorId?: string; requestId?: string | undefined; now: Date }): Promise<void> {
  const [row] = await rowsOf<{ subject: string; job: string }>(
    tx,
    `UPDATE work SET state = 'ready', attempt = 0, rings = 0, ring_at = now(), due_at = $2, finished_at = NULL, lease_until = NULL
     WHERE id = $1 AND state = 'dead' RETURNING subject, job`,
    [id, by.now],
  );
  if (!row) throw new AppError('work.not-found');
  await tx.query('SELECT pg_notify($1, $2)', [wakeChannel, '']);
  const line = {
    actorId: by.actorId,
    action: 'work.retry',
    subject: row.subject,
    facts: { workId: id, job: row.job },
    requestId: by.requestId,
  };
  await appendAudit(tx, line, by.now);
}
