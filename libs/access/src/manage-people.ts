import { appendAudit } from '@genmaele/audit';
import { AppError, type Role } from '@genmaele/contracts';
import { rowsOf, type Tx } from '@genmaele/platform';
import { type DataSource } from 'typeorm';
import { askForLink } from './account-links.js';
import { type ChangedBy } from './changed-by.js';
import { addPerson, passwordFits, passwordHash, refuseWeakPassword } from './people.js';
import { grantText, type HeldRole } from './role-grants.js';
import { endSessionsOf } from './session-list.js';
import { revokeTokensOf } from './tokens/api-tokens.js';

/** A person as an administrator sees them. */
export interface PersonLine {
  id: string;
  name: string;
  email: string;
  disabledAt: Date | null;
  roles: { role: Role; committeeId: string | null; ministryId: string | null; municipalityCode: string | null }[];
}

/** Everyone with an account and the roles they hold now, by name. */
export async function listPeople(db: DataSource | Tx, now: Date): Promise<PersonLine[]> {
  return rowsOf(
    db,
    `SELECT p.id, p.name, p.email, p.disabled_at AS "disabledAt",
            coalesce(jsonb_agg(jsonb_build_object('role', g.role, 'committeeId', g.committee_id, 'ministryId', g.ministry_id,
              'municipalityCode', g.municipality_code) ORDER BY g.role) FILTER (WHERE g.id IS NOT NULL), '[]') AS roles
     FROM person p LEFT JOIN role_grant g ON g.person_id = p.id AND g.valid_from <= $1 AND (g.valid_to IS NULL OR g.valid_to > $1)
     GROUP BY p.id ORDER BY p.disabled_at IS NOT NULL, p.name`,
    [now],
  );
}

/** Opens an account with its roles, and promises an invitation by mail: nobody but the person ever knows the password. Errors: `person.exists`. */
export async function openAccount(
  tx: Tx,
  person: { name: string; email: string },
  roles: readonly HeldRole[],
  by: ChangedBy,
): Promise<{ personId: string }> {
  const personId = await addPerson(tx, { ...person, sample: false }, roles, by.now);
  await askForLink(tx, 'invitation', person.email, by.now);
  const facts = { roles: roles.map(grantText).join(', ') };
  await appendAudit(
    tx,
    { actorId: by.actorId, action: 'person.add', subject: `person:${personId}`, facts, requestId: by.requestId },
    by.now,
  );
  return { personId };
}

/** Closes an account: its sessions and its roles end with it. Errors: `person.not-found`. */
export async function closeAccount(tx: Tx, personId: string, by: ChangedBy): Promise<void> {
  const hit = await rowsOf(tx, 'UPDATE person SET disabled_at = $2 WHERE id = $1 AND disabled_at IS NULL RETURNING id', [personId, by.now]);
  if (hit.length === 0) throw new AppError('person.not-found');
  await tx.query('UPDATE role_grant SET valid_to = $2 WHERE person_id = $1 AND (valid_to IS NULL OR valid_to > $2)', [personId, by.now]);
  await endSessionsOf(tx, personId);
  await revokeTokensOf(tx, personId, by.now);
  const line = { actorId: by.actorId, action: 'person.close', subject: `person:${personId}`, requestId: by.requestId };
  await appendAudit(tx, line, by.now);
}

/** Changes one's own password; all other sessions than `keepSid` end. Errors: `person.password-refused`. */
export async function changePassword(tx: Tx, passwords: { current: string; next: string }, by: ChangedBy, keepSid: string): Promise<void> {
  const [row] = await rowsOf<{ password_hash: string }>(tx, 'SELECT password_hash FROM person WHERE id = $1 FOR UPDATE', [by.actorId]);
  if (!row || !(await passwordFits(row.password_hash, passwords.current))) {
    throw new AppError('person.password-refused', { reason: 'Den nuværende adgangskode er forkert.' });
  }
  refuseWeakPassword(passwords.next);
  await tx.query('UPDATE person SET password_hash = $2 WHERE id = $1', [by.actorId, await passwordHash(passwords.next)]);
  await endSessionsOf(tx, by.actorId, keepSid);
  const line = { actorId: by.actorId, action: 'person.password', subject: `person:${by.actorId}`, requestId: by.requestId };
  await appendAudit(tx, line, by.now);
}
