import { randomUUID } from 'node:crypto';
import { appendAudit } from '@genmaele/audit';
import { addDays, type LocalDate, parseLocalDate } from '@genmaele/calendar';
import { AppError, type BodyFields, type MembershipFields } from '@genmaele/contracts';
import { rowsOf, type Tx } from '@genmaele/platform';
import { bodyById } from './body-queries.js';
import { putBodies, putBodyName } from './body-records.js';
import { type BodyActor, managing, refuseWithoutRole } from './standing-in-body.js';

/** Who acts, and when. */
export interface ActingInBody {
  readonly actor: BodyActor;
  readonly requestId?: string | undefined;
  readonly now: Date;
}

/** Writes a line of the log about a body, a meeting or a procedure. Call it last in the transaction. */
export async function logOf(
  tx: Tx,
  { actor, requestId, now }: ActingInBody,
  action: string,
  subject: string,
  facts: Record<string, string | number | boolean | null> = {},
): Promise<void> {
  await appendAudit(tx, { actorId: actor.id, action, subject, facts, requestId }, now);
}

function refused(reason: string, remedy: string): AppError {
  return new AppError('body.refused', { reason, remedy });
}

/** Makes a body. Errors: `body.refused` (there is one with the id, an unknown superior, days that run backwards), `meeting.role-missing`. */
export async function makeBody(tx: Tx, fields: BodyFields, by: ActingInBody): Promise<void> {
  refuseWithoutRole(by.actor, fields.id, ['administrator']);
  const ids = [fields.id, ...(fields.superiorId === undefined ? [] : [fields.superiorId])];
  const known = await rowsOf<{ id: string }>(tx, 'SELECT id FROM committee WHERE id = ANY($1)', [ids]);
  if (known.some(({ id }) => id === fields.id)) throw refused(`Der er allerede et organ med id ${fields.id}.`, 'Vælg et andet id.');
  if (known.length < ids.length - 1) throw refused('Det overordnede organ kendes ikke.', 'Vælg et organ fra listen.');
  if (fields.validTo && fields.validTo < fields.validFrom) throw refused('Perioden slutter, før den begynder.', 'Ret datoerne.');
  await putBodies(tx, [fields], false);
  await logOf(tx, by, 'body.make', `body:${fields.id}`, { kind: fields.kind });
}

/** Gives a body another name from a day on; letters of an earlier day keep the old one. Errors: `body.not-found`, `body.refused`, `meeting.role-missing`. */
export async function renameBody(tx: Tx, id: string, to: { name: string; validFrom: string }, by: ActingInBody): Promise<void> {
  refuseWithoutRole(by.actor, id, ['administrator']);
  const body = await bodyById(tx, id);
  const from = parseLocalDate(to.validFrom);
  const newer = await rowsOf(tx, 'SELECT 1 FROM committee_name WHERE committee_id = $1 AND NOT alias AND valid_from >= $2', [id, from]);
  if (newer.length > 0 || from < body.validFrom) throw refused('Navnet skal gælde fra en senere dag end det forrige.', 'Ret datoen.');
  const lastDay = addDays(from, -1);
  await tx.query(`UPDATE committee_name SET valid_to = $2 WHERE committee_id = $1 AND NOT alias AND (valid_to IS NULL OR valid_to > $2)`, [
    id,
    lastDay,
  ]);
  await putBodyName(tx, id, { name: to.name, validFrom: from, validTo: body.validTo ?? undefined, alias: false });
  await tx.query('UPDATE committee SET name = $2 WHERE id = $1', [id, to.name]);
  await logOf(tx, by, 'body.rename', `body:${id}`, { validFrom: from });
}

function noMember(reason: string, remedy: string): AppError {
  return new AppError('membership.refused', { reason, remedy });
}

/**
 * Gives a person a place in a body. It gives no role and so no access by itself: roles are granted by an administrator. Errors: `body.not-found`,
 * `membership.refused` (unknown person, a second place, a second chair, a seat that is not of the body, days that run backwards), `meeting.role-missing`.
 */
export async function addMember(tx: Tx, committeeId: string, fields: MembershipFields, by: ActingInBody): Promise<string> {
  refuseWithoutRole(by.actor, committeeId, managing);
  await tx.query('SELECT 1 FROM committee WHERE id = $1 FOR UPDATE', [committeeId]);
  await bodyById(tx, committeeId);
  const { validFrom, validTo } = fields;
  if (validTo && validTo < validFrom) throw noMember('Perioden slutter, før den begynder.', 'Ret datoerne.');
  if (fields.personId) await refuseUnknownPerson(tx, fields.personId);
  const overlapping = await rowsOf<{ id: string; function: string; person_id: string | null }>(
    tx,
    `SELECT id, function, person_id FROM committee_membership
     WHERE committee_id = $1 AND (valid_to IS NULL OR valid_to >= $2) AND ($3::date IS NULL OR valid_from <= $3)`,
    [committeeId, validFrom, validTo ?? null],
  );
  if (fields.personId && overlapping.some((each) => each.person_id === fields.personId))
    throw noMember('Personen har allerede en plads i perioden.', 'Afslut den plads først.');
  const single = fields.function === 'chair' || fields.function === 'vice-chair';
  if (single && overlapping.some((each) => each.function === fields.function))
    throw noMember('Der er allerede en i den funktion i perioden.', 'Afslut den plads først.');
  if (fields.alternateFor && !overlapping.some((each) => each.id === fields.alternateFor && each.function !== 'alternate'))
    throw noMember('Den, der trædes i stedet for, er ikke medlem i perioden.', 'Vælg et medlem af organet.');
  const id = randomUUID();
  await tx.query(
    `INSERT INTO committee_membership (id, committee_id, person_id, outsider_name, function, alternate_for, municipality, valid_from, valid_to)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      id,
      committeeId,
      fields.personId ?? null,
      fields.outsiderName ?? null,
      fields.function,
      fields.alternateFor ?? null,
      fields.municipality ?? null,
      validFrom,
      validTo ?? null,
    ],
  );
  await logOf(tx, by, 'membership.add', `body:${committeeId}`, { membershipId: id, function: fields.function, validFrom });
  return id;
}

async function refuseUnknownPerson(tx: Tx, personId: string): Promise<void> {
  const found = await rowsOf(tx, 'SELECT 1 FROM person WHERE id = $1 AND disabled_at IS NULL', [personId]);
  if (found.length === 0) throw noMember('Personen har ingen åben konto.', 'Opret kontoen, eller skriv navnet på en uden konto.');
}

/** Ends a place after a day; alternates of the seat end with it. Errors: `membership.refused`, `meeting.role-missing`. */
export async function endMembership(tx: Tx, committeeId: string, id: string, lastDay: LocalDate, by: ActingInBody): Promise<void> {
  refuseWithoutRole(by.actor, committeeId, managing);
  const hit = await rowsOf<{ id: string }>(
    tx,
    `UPDATE committee_membership SET valid_to = $3
     WHERE committee_id = $1 AND (id = $2 OR alternate_for = $2) AND valid_from <= $3 AND (valid_to IS NULL OR valid_to > $3) RETURNING id`,
    [committeeId, id, lastDay],
  );
  if (!hit.some((row) => row.id === id)) throw noMember('Pladsen findes ikke, eller den er slut på den dag.', 'Se listen over medlemmer.');
  await logOf(tx, by, 'membership.end', `body:${committeeId}`, { membershipId: id, lastDay });
}
