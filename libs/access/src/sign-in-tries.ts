import { randomUUID } from 'node:crypto';
import { AppError, sha256 } from '@genmaele/contracts';
import { inTransaction, rowsOf, type Tx } from '@genmaele/platform';
import { type DataSource } from 'typeorm';

/** So many tries that fail are allowed within the window, for one account and for one address; then it is closed until the oldest is past. */
export const triesAllowed = 10;
const window = 15 * 60 * 1000;

/** What a try is counted under: the account as it was typed, known or not, and the address it came from. */
export interface TryFrom {
  readonly email: string;
  readonly address: string;
}

const keysOf = ({ email, address }: TryFrom): string[] => [`account:${sha256(email.trim().toLowerCase())}`, `address:${sha256(address)}`];

/**
 * Counts a try before the password is looked at, so that a thousand at once are no more than ten. Tries are kept in PostgreSQL: neither a
 * restart nor an emptied queue store forgets them. An unknown account is counted like any other. Errors: `sign-in.too-many`.
 */
export async function countTry(db: DataSource, from: TryFrom, now: Date): Promise<void> {
  const since = new Date(now.getTime() - window);
  const full = await inTransaction(db, async (tx) => {
    // Always in the same order, or two tries could wait for each other.
    for (const key of keysOf(from).sort()) {
      await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [key]);
      const oldest = await oldestOfFull(tx, key, since);
      if (oldest) return oldest;
    }
    for (const key of keysOf(from)) await tx.query('INSERT INTO sign_in_try (id, key, at) VALUES ($1, $2, $3)', [randomUUID(), key, now]);
    await tx.query('DELETE FROM sign_in_try WHERE at <= $1', [since]);
    return undefined;
  });
  if (full) {
    const minutes = Math.max(1, Math.ceil((full.getTime() + window - now.getTime()) / 60_000));
    throw new AppError('sign-in.too-many', { minutes });
  }
}

async function oldestOfFull(tx: Tx, key: string, since: Date): Promise<Date | undefined> {
  const [counted] = await rowsOf<{ count: number; oldest: Date | null }>(
    tx,
    'SELECT count(*)::int AS count, min(at) AS oldest FROM sign_in_try WHERE key = $1 AND at > $2',
    [key, since],
  );
  return counted && counted.count >= triesAllowed && counted.oldest ? counted.oldest : undefined;
}

/** A try that succeeded: the account's tries are forgotten, and this one of the address; what else came from there stays counted. */
export async function forgetTries(db: DataSource, from: TryFrom): Promise<void> {
  const [account, address] = keysOf(from);
  await inTransaction(db, async (tx) => {
    await tx.query('DELETE FROM sign_in_try WHERE key = $1', [account]);
    await tx.query('DELETE FROM sign_in_try WHERE id IN (SELECT id FROM sign_in_try WHERE key = $1 ORDER BY at DESC LIMIT 1)', [address]);
  });
}
