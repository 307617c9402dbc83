import { AppError, sha256 } from '@genmaele/contracts';
import { rowsOf } from '@genmaele/platform';
import { type DataSource } from 'typeorm';

/** How many requests are answered within a window, in milliseconds. */
export interface RequestLimit {
  readonly name: string;
  readonly most: number;
  readonly window: number;
}

const minute = 60_000;

/** What one person, or one address from which nobody is signed in, may ask for: reads are not counted. */
export const requestLimits = {
  changing: { name: 'changing', most: 240, window: minute },
  anonymous: { name: 'anonymous', most: 60, window: minute },
} as const satisfies Record<string, RequestLimit>;

/**
 * Counts a request under whoever makes it. Counts lie in PostgreSQL: neither a restart nor an emptied queue store forgets them. Errors:
 * `request.too-many` above the limit.
 */
export async function countRequest(db: DataSource, limit: RequestLimit, who: string, now: Date): Promise<void> {
  const from = new Date(Math.floor(now.getTime() / limit.window) * limit.window);
  const [counted] = await rowsOf<{ count: number }>(
    db,
    `INSERT INTO request_count AS r (key, from_at, count) VALUES ($1, $2, 1)
     ON CONFLICT (key, from_at) DO UPDATE SET count = r.count + 1 RETURNING count`,
    [`${limit.name}:${sha256(who)}`, from],
  );
  if (counted && counted.count > limit.most) {
    throw new AppError('request.too-many', { seconds: Math.max(1, Math.ceil((from.getTime() + limit.window - now.getTime()) / 1000)) });
  }
}
