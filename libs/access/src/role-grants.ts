import { randomUUID } from 'node:crypto';
import { appendAudit } from '@genmaele/audit';
import { AppError, type Role } from '@genmaele/contracts';
import { rowsOf, type Tx } from '@genmaele/platform';
import { type DataSource } from 'typeorm';
import { type ChangedBy } from './changed-by.js';
import { endSessionsOf } from './session-list.js';

/** A role that a person is given: a chair's and a secretary's in one committee, a contact's for one ministry or one municipality (three digits). */
export interface HeldRole {
  readonly role: Role;
  readonly committeeId?: string | undefined;
  readonly ministryId?: string | undefined;
  readonly municipalityCode?: string | undefined;
}

/** From when a role is held until when it no longer is; without an end, `until` is null. */
export interface RoleSpan {
  readonly from: Date;
  readonly until: Date | null;
}

/** A role that a person holds, has held or is to hold. */
export interface RoleGrantLine {
  readonly id: string;
  readonly role: Role;
  readonly committeeId: string | null;
  readonly ministryId: string | null;
  readonly municipalityCode: string | null;
  readonly validFrom: Date;
  readonly validTo: Date | null;
}

const columns = `id, role, committee_id AS "committeeId", ministry_id AS "ministryId", municipality_code AS "municipalityCode",
  valid_from AS "validFrom", valid_to AS "validTo"`;

/** A role and what it is bound to, as the log says it: `chair:kultur-erhverv-plan`. */
export function grantText({ role, committeeId, ministryId, municipalityCode }: HeldRole | RoleGrantLine): string {
  return [role, committeeId ?? ministryId ?? municipalityCode].filter(Boolean).join(':');
}

/** Writes a role; the id of its row. Who may, and whether it is known, is its caller's to ask. */
export async function writeGrant(tx: Tx, personId: string, held: HeldRole, { from, until }: RoleSpan): Promise<string> {
  const id = randomUUID();
  await tx.query(
    `INSERT INTO role_grant (id, person_id, role, committee_id, ministry_id, municipality_code, valid_from, valid_to)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [id, personId, held.role, held.committeeId ?? null, held.ministryId ?? null, held.municipalityCode ?? null, from, until],
  );
  return id;
}

/** A person's roles, those that are over too, the latest begun first. A role that was taken back before it began is left out. */
export function grantsOf(db: DataSource | Tx, personId: string): Promise<RoleGrantLine[]> {
  return rowsOf(
    db,
    `SELECT ${columns} FROM role_grant WHERE person_id = $1 AND valid_to IS DISTINCT FROM valid_from ORDER BY valid_from DESC, role, id`,
    [personId],
  );
}

/**
 * Gives a person one more role. Their sessions end, so that they sign in as the role asks for (a second factor, say). Errors:
 * `person.own-roles`, `person.not-found`, `person.role-held` when they have the same role for the same body in some of that time.
 */
export async function giveRole(tx: Tx, personId: string, held: HeldRole, span: RoleSpan, by: ChangedBy): Promise<{ roleId: string }> {
  await takePerson(tx, personId, by);
  const same = await rowsOf(
    tx,
    `SELECT 1 FROM role_grant WHERE person_id = $1 AND role = $2 AND committee_id IS NOT DISTINCT FROM $3 AND ministry_id IS NOT DISTINCT FROM $4
       AND municipality_code IS NOT DISTINCT FROM $5 AND valid_to IS DISTINCT FROM valid_from
       AND (valid_to IS NULL OR valid_to > $6) AND ($7::timestamptz IS NULL OR valid_from < $7)`,
    [personId, held.role, held.committeeId ?? null, held.ministryId ?? null, held.municipalityCode ?? null, span.from, span.until],
  );
  if (same.length > 0) throw new AppError('person.role-held');
  const roleId = await writeGrant(tx, personId, held, span);
  await endSessionsOf(tx, personId);
  const facts = { role: grantText(held), from: span.from.toISOString(), until: span.until?.toISOString() ?? null };
  await logged(tx, 'role.give', personId, facts, by);
  return { roleId };
}

/** Ends a role now, or takes it back before it begins. The person's sessions end with it. Errors: `person.own-roles`, `person.not-found`, `person.role-not-found`. */
export async function endRole(tx: Tx, personId: string, roleId: string, by: ChangedBy): Promise<void> {
  await takePerson(tx, personId, by);
  const [ended] = await rowsOf<RoleGrantLine>(
    tx,
    `UPDATE role_grant SET valid_to = GREATEST($3, valid_from)
     WHERE person_id = $1 AND id = $2 AND (valid_to IS NULL OR valid_to > $3) AND valid_to IS DISTINCT FROM valid_from RETURNING ${columns}`,
    [personId, roleId, by.now],
  );
  if (!ended) throw new AppError('person.role-not-found');
  await endSessionsOf(tx, personId);
  await logged(tx, 'role.end', personId, { role: grantText(ended) }, by);
}

/** The person's row is written anew, so that its version is that of the roles too: of two who change them at once one alone succeeds. */
async function takePerson(tx: Tx, personId: string, by: ChangedBy): Promise<void> {
  if (personId === by.actorId) throw new AppError('person.own-roles');
  const hit = await rowsOf(tx, 'UPDATE person SET name = name WHERE id = $1 AND disabled_at IS NULL RETURNING id', [personId]);
  if (hit.length === 0) throw new AppError('person.not-found');
}

function logged(tx: Tx, action: string, personId: string, facts: Record<string, string | null>, by: ChangedBy): Promise<void> {
  return appendAudit(tx, { actorId: by.actorId, action, subject: `person:${personId}`, facts, requestId: by.requestId }, by.now);
}
