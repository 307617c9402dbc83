import { randomUUID } from 'node:crypto';
import { AppError, isJobName, type JobName, type JobPayload, jobRule } from '@genmaele/contracts';
import { type Tx } from '@genmaele/platform';

/** The channel on which PostgreSQL wakes the relay; it carries nothing. */
export const wakeChannel = 'genmaele_work';

/** What a promise says beside its payload. */
export interface PromiseOptions {
  /** The object it is about, as `case:<id>`. */
  readonly subject: string;
  /** Names the promise among all promises of its job; the same name twice is one promise. */
  readonly once: string;
  /** Not before this moment. */
  readonly dueAt: Date;
  /** The clock's now. */
  readonly now: Date;
}

/**
 * Promises a piece of work in the caller's transaction: it will be done at least once after the commit, and never if it rolls back.
 * Returns the id of the work, or of the same promise made before.
 */
export async function promiseWork<J extends JobName>(tx: Tx, job: J, payload: JobPayload<J>, options: PromiseOptions): Promise<string> {
  if (!isJobName(job)) throw new AppError('work.unknown-job', { job });
  const rule = jobRule(job);
  rule.payload.parse(payload);
  const id = randomUUID();
  const once = `${job}:${options.once}`;
  const rows: { id: string }[] = await tx.query(
    `INSERT INTO work (id, queue, job, payload, subject, once, state, most_tries, created_at, due_at, ring_at)
     VALUES ($1, $2, $3, $4, $5, $6, 'ready', $7, $8, $9, now() + greatest($9::timestamptz - $8::timestamptz, interval '0'))
     ON CONFLICT (once) DO UPDATE SET once = excluded.once RETURNING id`,
    [id, rule.queue, job, payload, options.subject, once, rule.mostTries, options.now, options.dueAt],
  );
  await tx.query('SELECT pg_notify($1, $2)', [wakeChannel, '']);
  return rows[0]?.id ?? id;
}

/** Takes back promises that are no longer wanted (a reminder of a task that is done). Work that is being done is left alone. */
export async function cancelWork(tx: Tx, subject: string, jobs: readonly JobName[]): Promise<void> {
  await tx.query(`UPDATE work SET state = 'cancelled', finished_at = now() WHERE subject = $1 AND job = ANY($2) AND state = 'ready'`, [
    subject,
    jobs,
  ]);
}
