import { randomUUID } from 'node:crypto';
import { appendAudit } from '@genmaele/audit';
import { AppError, type Role } from '@genmaele/contracts';
import { rowsOf, type Tx } from '@genmaele/platform';
import { type DataSource } from 'typeorm';
import { type ChangedBy } from '../changed-by.js';
import { type OutsideProvider } from './outside-sign-ins.js';

/** Someone, as one who vouches for them says. */
export interface VouchedFor {
  readonly provider: OutsideProvider;
  readonly issuer: string;
  readonly subject: string;
  readonly name: string;
  /** Only one that whoever vouches has verified. */
  readonly verifiedEmail?: string | undefined;
  readonly level?: string | undefined;
  /** When the person showed who they are there, which may be long before; undefined when that is not stated. */
  readonly authenticatedAt?: Date | undefined;
}

/** An identity that waits for an administrator. */
export interface WaitingIdentity {
  readonly id: string;
  readonly provider: OutsideProvider;
  readonly issuer: string;
  readonly name: string;
  readonly level: string | null;
  readonly seenAt: Date;
  readonly personId: string;
  readonly personName: string;
  readonly email: string;
}

/**
 * Whose identity it is; undefined when nobody's, which the caller answers in one way whatever the reason. An identity is linked by the invitation
 * it answers; or else, when its verified e-mail is a person's, it is kept for an administrator to confirm, and opens nothing until then.
 */
export async function personByIdentity(tx: Tx, who: VouchedFor, linkSha256: string | null, now: Date): Promise<string | undefined> {
  const [known] = await rowsOf<{ personId: string }>(
    tx,
    `UPDATE person_identity i SET seen_at = $4, level = $5, name = $6 FROM person p
     WHERE i.provider = $1 AND i.issuer = $2 AND i.subject = $3 AND i.linked_at IS NOT NULL AND p.id = i.person_id AND p.disabled_at IS NULL
     RETURNING i.person_id AS "personId"`,
    [who.provider, who.issuer, who.subject, now, who.level ?? null, who.name],
  );
  if (known) return known.personId;
  const invited = linkSha256 === null ? undefined : await useInvitation(tx, linkSha256, now);
  const personId = invited ?? (who.verifiedEmail === undefined ? undefined : await personByEmail(tx, who.verifiedEmail));
  if (personId === undefined) return undefined;
  await tx.query(
    `INSERT INTO person_identity (id, person_id, provider, issuer, subject, name, level, seen_at, linked_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
     ON CONFLICT (provider, issuer, subject) DO UPDATE
     SET seen_at = $8, name = $6, level = $7, person_id = $2, linked_at = $9 WHERE person_identity.linked_at IS NULL`,
    [randomUUID(), personId, who.provider, who.issuer, who.subject, who.name, who.level ?? null, now, invited ? now : null],
  );
  if (!invited) return undefined;
  const facts = { by: 'invitation', provider: who.provider };
  await appendAudit(tx, { actorId: personId, action: 'identity.link', subject: `person:${personId}`, facts }, now);
  return personId;
}

/** Uses an invitation that was mailed; whose it was. */
async function useInvitation(tx: Tx, linkSha256: string, now: Date): Promise<string | undefined> {
  const [link] = await rowsOf<{ id: string }>(
    tx,
    `UPDATE account_link l SET used_at = $2 FROM person p
     WHERE l.token_sha256 = $1 AND l.kind = 'invitation' AND l.used_at IS NULL AND l.expires_at > $2 AND p.email = l.email AND p.disabled_at IS NULL
     RETURNING p.id`,
    [linkSha256, now],
  );
  return link?.id;
}

async function personByEmail(tx: Tx, email: string): Promise<string | undefined> {
  const rows = await rowsOf<{ id: string }>(tx, 'SELECT id FROM person WHERE email = $1 AND disabled_at IS NULL AND NOT sample', [
    email.trim().toLowerCase(),
  ]);
  return rows[0]?.id;
}

/** The identities that wait for an administrator, the latest first. */
export function waitingIdentities(db: DataSource | Tx): Promise<WaitingIdentity[]> {
  return rowsOf(
    db,
    `SELECT i.id, i.provider, i.issuer, i.name, i.level, i.seen_at AS "seenAt", p.id AS "personId", p.name AS "personName", p.email
     FROM person_identity i JOIN person p ON p.id = i.person_id
     WHERE i.linked_at IS NULL AND p.disabled_at IS NULL ORDER BY i.seen_at DESC, i.id`,
  );
}

/** An administrator says that the identity is the person's; from then on it opens the account. Errors: `identity.not-found`. */
export async function confirmIdentity(tx: Tx, id: string, by: ChangedBy): Promise<void> {
  const [hit] = await rowsOf<{ personId: string; provider: string }>(
    tx,
    `UPDATE person_identity SET linked_at = $2, linked_by = $3 WHERE id = $1 AND linked_at IS NULL RETURNING person_id AS "personId", provider`,
    [id, by.now, by.actorId],
  );
  if (!hit) throw new AppError('identity.not-found');
  const line = { actorId: by.actorId, action: 'identity.link', subject: `person:${hit.personId}`, requestId: by.requestId };
  await appendAudit(tx, { ...line, facts: { by: 'administrator', provider: hit.provider } }, by.now);
}

/** An administrator says that it is not. Errors: `identity.not-found`. */
export async function refuseIdentity(tx: Tx, id: string, by: ChangedBy): Promise<void> {
  const [hit] = await rowsOf<{ personId: string }>(
    tx,
    'DELETE FROM person_identity WHERE id = $1 AND linked_at IS NULL RETURNING person_id AS "personId"',
    [id],
  );
  if (!hit) throw new AppError('identity.not-found');
  const line = { actorId: by.actorId, action: 'identity.refuse', subject: `person:${hit.personId}`, requestId: by.requestId };
  await appendAudit(tx, line, by.now);
}

/** A role that someone else's right gives here. */
export interface MappedRole {
  readonly privilege: string;
  readonly cvr: string;
  readonly role: Role;
  readonly committeeId?: string | undefined;
}

/**
 * Gives a person the roles that their privileges give by the mapping, from now, and ends those that the mapping could give and no longer does. A
 * role that the mapping does not name is an administrator's alone. A privilege counts only whole, and within its own CVR number.
 */
export async function followPrivileges(
  tx: Tx,
  personId: string,
  privileges: readonly { readonly cvr: string; readonly role: string }[],
  mapping: readonly MappedRole[],
  now: Date,
): Promise<void> {
  const held = (row: MappedRole) => privileges.some(({ cvr, role }) => cvr === row.cvr && role === row.privilege);
  const key = ({ role, committeeId }: MappedRole) => `${role} ${committeeId ?? ''}`;
  const given = new Map(mapping.filter(held).map((row) => [key(row), row]));
  for (const row of mapping) {
    const who = [personId, row.role, row.committeeId ?? null];
    const standing = 'person_id = $1 AND role = $2 AND committee_id IS NOT DISTINCT FROM $3 AND (valid_to IS NULL OR valid_to > $4)';
    if (given.has(key(row))) continue;
    await tx.query(`UPDATE role_grant SET valid_to = $4 WHERE ${standing}`, [...who, now]);
  }
  for (const row of given.values()) {
    await tx.query(
      `INSERT INTO role_grant (id, person_id, role, committee_id, valid_from) SELECT $5, $1, $2, $3, $4
       WHERE NOT EXISTS (SELECT 1 FROM role_grant WHERE person_id = $1 AND role = $2 AND committee_id IS NOT DISTINCT FROM $3
         AND valid_from <= $4 AND (valid_to IS NULL OR valid_to > $4))`,
      [personId, row.role, row.committeeId ?? null, now, randomUUID()],
    );
  }
}
