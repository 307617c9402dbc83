import { randomUUID } from 'node:crypto';
import { appendAudit } from '@genmaele/audit';
import { sha256 } from '@genmaele/contracts';
import { rowsOf, type Tx } from '@genmaele/platform';
import { type DataSource } from 'typeorm';

/** A person's calendar address that is open. */
export interface OpenFeed {
  readonly id: string;
  readonly createdAt: Date;
}

/** The person's open address; undefined when there is none. */
export async function feedOf(db: DataSource | Tx, personId: string): Promise<OpenFeed | undefined> {
  const [feed] = await rowsOf<OpenFeed>(
    db,
    'SELECT id, created_at AS "createdAt" FROM calendar_feed WHERE person_id = $1 AND ended_at IS NULL',
    [personId],
  );
  return feed;
}

/** Who acts on their own address. */
export interface ByOwner {
  readonly now: Date;
  readonly requestId?: string | undefined;
}

/** Opens an address for the person; an earlier one ends. `secretOf` gives the secret of the new feed's id, of which the hash alone is kept. */
export async function openFeed(tx: Tx, personId: string, secretOf: (id: string) => string, by: ByOwner): Promise<OpenFeed> {
  await end(tx, personId, by.now);
  const id = randomUUID();
  await tx.query('INSERT INTO calendar_feed (id, person_id, secret_sha256, created_at) VALUES ($1, $2, $3, $4)', [
    id,
    personId,
    sha256(secretOf(id)),
    by.now,
  ]);
  await log(tx, personId, 'calendar.open', by);
  return { id, createdAt: by.now };
}

/** Ends the person's address: from now on it answers as one that never was. */
export async function endFeed(tx: Tx, personId: string, by: ByOwner): Promise<void> {
  if (await end(tx, personId, by.now)) await log(tx, personId, 'calendar.end', by);
}

async function end(tx: Tx, personId: string, now: Date): Promise<boolean> {
  await tx.query('SELECT 1 FROM person WHERE id = $1 FOR NO KEY UPDATE', [personId]);
  const ended = await rowsOf(tx, 'UPDATE calendar_feed SET ended_at = $2 WHERE person_id = $1 AND ended_at IS NULL RETURNING id', [
    personId,
    now,
  ]);
  return ended.length > 0;
}

async function log(tx: Tx, personId: string, action: string, { now, requestId }: ByOwner): Promise<void> {
  await appendAudit(tx, { actorId: personId, action, subject: `person:${personId}`, requestId, facts: {} }, now);
}

/** Whose calendar a secret opens; undefined when it opens none, or the person's account is closed. */
export async function feedOwner(db: DataSource | Tx, secret: string): Promise<string | undefined> {
  const [feed] = await rowsOf<{ personId: string }>(
    db,
    `SELECT f.person_id AS "personId" FROM calendar_feed f JOIN person p ON p.id = f.person_id
     WHERE f.secret_sha256 = $1 AND f.ended_at IS NULL AND p.disabled_at IS NULL`,
    [sha256(secret)],
  );
  return feed?.personId;
}
