import { AppError, sha256 } from '@genmaele/contracts';
import { rowsOf } from '@genmaele/platform';
import { type DataSource } from 'typeorm';

const minute = 60_000;

/**
 * Counts a request under whoever makes it, within the minute. Counts lie in PostgreSQL: neither a restart nor an emptied queue store forgets
 * them. Errors: `request.too-many` above `most`.
 */
export async function countRequest(db: DataSource, who: string, most: number, now: Date): Promise<void> {
  const from = new Date(Math.floor(now.getTime() / minute) * minute);
  const [counted] = await rowsOf<{ count: number }>(
    db,
    `INSERT INTO request_count AS r (key, from_at, count) VALUES ($1, $2, 1)
     ON CONFLICT (key, from_at) DO UPDATE SET count = r.count + 1 RETURNING count`,
    [sha256(who), from],
  );
  if (!counted || counted.count <= most) return;
  throw new AppError('request.too-many', { seconds: Math.max(1, Math.ceil((from.getTime() + minute - now.getTime()) / 1000)) });
}
