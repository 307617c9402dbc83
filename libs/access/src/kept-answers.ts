import { AppError } from '@genmaele/contracts';
import { inTransaction, rowsOf } from '@genmaele/platform';
import { type DataSource } from 'typeorm';

/** An answer as it is given again. */
export interface KeptAnswerView {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** How long an answer is kept, in milliseconds. */
export const answersKept = 24 * 60 * 60 * 1000;

/** A request without an answer for so many milliseconds died with its process; the same request may then be made again. */
export const requestLease = 10_000;

interface Row {
  request_sha256: string;
  begun_at: Date;
  status: number | null;
  headers: Record<string, string> | null;
  body: Buffer | null;
}

/**
 * Begins a request that came with a key, or gives the answer that the same request has had; undefined means that it is to be carried out now.
 * Errors: `request.key-reused` (the key came with another request), `request.in-progress` (the first has not been answered yet).
 */
export function beginKeyed(db: DataSource, key: string, requestSha256: string, now: Date): Promise<KeptAnswerView | undefined> {
  return inTransaction(db, async (tx) => {
    await tx.query('DELETE FROM kept_answer WHERE key = $1 AND begun_at <= $2', [key, new Date(now.getTime() - answersKept)]);
    const begun = await rowsOf(
      tx,
      'INSERT INTO kept_answer (key, request_sha256, begun_at) VALUES ($1, $2, $3) ON CONFLICT (key) DO NOTHING RETURNING key',
      [key, requestSha256, now],
    );
    if (begun.length > 0) return undefined;
    const [row] = await rowsOf<Row>(tx, 'SELECT * FROM kept_answer WHERE key = $1 FOR UPDATE', [key]);
    if (!row) throw new AppError('request.in-progress');
    if (row.request_sha256 !== requestSha256) throw new AppError('request.key-reused');
    if (row.status !== null) return { status: row.status, headers: row.headers ?? {}, body: row.body ?? Buffer.alloc(0) };
    if (now.getTime() - row.begun_at.getTime() < requestLease) throw new AppError('request.in-progress');
    await tx.query('UPDATE kept_answer SET begun_at = $2 WHERE key = $1', [key, now]);
    return undefined;
  });
}

/** Keeps the answer to a request that was begun. */
export async function keepAnswer(db: DataSource, key: string, answer: KeptAnswerView): Promise<void> {
  await db.query('UPDATE kept_answer SET status = $2, headers = $3, body = $4 WHERE key = $1', [
    key,
    answer.status,
    answer.headers,
    answer.body,
  ]);
}

/** Forgets a request that failed without having done anything, so that the same key may be tried again. */
export async function forgetKeyed(db: DataSource, key: string): Promise<void> {
  await db.query('DELETE FROM kept_answer WHERE key = $1', [key]);
}
