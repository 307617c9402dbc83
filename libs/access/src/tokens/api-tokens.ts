import { randomBytes, randomUUID } from 'node:crypto';
import { appendAudit } from '@genmaele/audit';
import { AppError, sha256 } from '@genmaele/contracts';
import { inTransaction, rowsOf, type Tx } from '@genmaele/platform';
import { type DataSource } from 'typeorm';
import { type Actor, actorById } from '../people.js';
import { mayDo, type Permission } from '../permissions.js';

/** A token as its owner, and an administrator, sees it: never what opens it. */
export interface TokenLine {
  readonly id: string;
  readonly name: string;
  readonly personId: string;
  readonly personName: string;
  readonly permissions: readonly Permission[];
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly lastUsedAt: Date | null;
}

/** Who makes or revokes a token, and when. */
export interface TokenBy {
  readonly actor: Actor;
  readonly now: Date;
  readonly requestId?: string | undefined;
}

/** The longest a token lasts, in days. */
export const tokenDaysMost = 365;
const day = 86_400_000;
const mark = 'gm_';

/**
 * Makes a token by which a program acts for the person, within the permissions given. What is answered is shown once; here lies its hash.
 * Errors: `token.too-wide` for a permission that the person does not hold.
 */
export async function makeToken(
  tx: Tx,
  wanted: { name: string; permissions: readonly Permission[]; days: number },
  by: TokenBy,
): Promise<{ id: string; token: string; expiresAt: Date }> {
  for (const permission of wanted.permissions) {
    if (!mayDo(by.actor.roles, permission)) throw new AppError('token.too-wide', { permission });
  }
  const [id, token] = [randomUUID(), `${mark}${randomBytes(32).toString('base64url')}`];
  const expiresAt = new Date(by.now.getTime() + Math.min(wanted.days, tokenDaysMost) * day);
  await tx.query(
    `INSERT INTO api_token (id, person_id, name, token_sha256, permissions, created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [id, by.actor.id, wanted.name, sha256(token), wanted.permissions, by.now, expiresAt],
  );
  const facts = { permissions: wanted.permissions.join(', '), until: expiresAt.toISOString() };
  await appendAudit(tx, { actorId: by.actor.id, action: 'token.make', subject: `token:${id}`, facts, requestId: by.requestId }, by.now);
  return { id, token, expiresAt };
}

/** The tokens that still open something, the newest first: one person's, or everyone's. */
export function tokensOf(db: DataSource | Tx, personId: string | undefined, now: Date): Promise<TokenLine[]> {
  return rowsOf(
    db,
    `SELECT t.id, t.name, t.person_id AS "personId", p.name AS "personName", t.permissions, t.created_at AS "createdAt",
            t.expires_at AS "expiresAt", t.last_used_at AS "lastUsedAt"
     FROM api_token t JOIN person p ON p.id = t.person_id
     WHERE ($1::uuid IS NULL OR t.person_id = $1) AND t.revoked_at IS NULL AND t.expires_at > $2 ORDER BY t.created_at DESC, t.id`,
    [personId ?? null, now],
  );
}

/** Revokes a token at once: one's own, or, with `anyone`, whoever's. Errors: `token.not-found`. */
export async function revokeToken(tx: Tx, id: string, by: TokenBy, anyone = false): Promise<void> {
  const hit = await rowsOf(
    tx,
    'UPDATE api_token SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL AND ($3 OR person_id = $4) RETURNING id',
    [id, by.now, anyone, by.actor.id],
  );
  if (hit.length === 0) throw new AppError('token.not-found');
  await appendAudit(tx, { actorId: by.actor.id, action: 'token.revoke', subject: `token:${id}`, requestId: by.requestId }, by.now);
}

/** Revokes all of a person's tokens at once. */
export async function revokeTokensOf(tx: Tx, personId: string, now: Date): Promise<void> {
  await tx.query('UPDATE api_token SET revoked_at = $2 WHERE person_id = $1 AND revoked_at IS NULL', [personId, now]);
}

/** What a request's `Authorization` header brings; undefined when it brings no token. */
export function bearerOf(headers: { readonly authorization?: string | undefined }): string | undefined {
  return /^Bearer +(.*)$/i.exec(headers.authorization ?? '')?.[1]?.trim();
}

/**
 * For whom a token speaks, and within which permissions. Roles are read anew, so a token is never wider than its person is now, and is worth
 * nothing once the account is closed. When it was last used is noted to the minute. Errors: `token.refused`, alike for all that is wrong.
 */
export async function actorByToken(
  db: DataSource,
  token: string,
  now: Date,
  samples: boolean,
): Promise<{ actor: Actor; permissions: readonly string[] }> {
  const [row] = await rowsOf<{ id: string; personId: string; permissions: string[]; stale: boolean }>(
    db,
    `SELECT id, person_id AS "personId", permissions, (last_used_at IS NULL OR last_used_at < $3) AS stale
     FROM api_token WHERE token_sha256 = $1 AND revoked_at IS NULL AND expires_at > $2`,
    [sha256(token), now, new Date(now.getTime() - 60_000)],
  );
  const actor = row && (await actorById(db, row.personId, now, samples));
  if (!row || !actor) throw new AppError('token.refused');
  if (row.stale) await inTransaction(db, (tx) => tx.query('UPDATE api_token SET last_used_at = $2 WHERE id = $1', [row.id, now]));
  return { actor, permissions: row.permissions };
}
