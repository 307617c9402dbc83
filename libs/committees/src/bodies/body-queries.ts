import { type LocalDate } from '@genmaele/calendar';
import { AppError, type BodyKind, type MemberFunction } from '@genmaele/contracts';
import { rowsOf, type Tx } from '@genmaele/platform';
import { type DataSource } from 'typeorm';

/** A body as lists show it. Days are `YYYY-MM-DD`. */
export interface BodyLine {
  readonly id: string;
  readonly kind: BodyKind;
  readonly name: string;
  readonly field: string | null;
  readonly superiorId: string | null;
  readonly example: boolean;
  readonly validFrom: string;
  readonly validTo: string | null;
}

/** A place in a body, with the name of whoever holds it. */
export interface Member {
  readonly membershipId: string;
  readonly personId: string | null;
  readonly name: string;
  readonly email: string | null;
  readonly function: MemberFunction;
  readonly alternateFor: string | null;
  readonly municipality: string | null;
  readonly validFrom: string;
  readonly validTo: string | null;
}

const columns = `id, kind, name, field, superior_id AS "superiorId", example, to_char(valid_from, 'YYYY-MM-DD') AS "validFrom",
  to_char(valid_to, 'YYYY-MM-DD') AS "validTo"`;

/** The bodies that stand on a day: board and chairmanship, committees, regional councils; each kind by name. */
export async function bodiesStanding(db: DataSource | Tx, on: LocalDate): Promise<BodyLine[]> {
  return rowsOf(
    db,
    `SELECT ${columns} FROM committee WHERE valid_from <= $1 AND (valid_to IS NULL OR valid_to >= $1)
     ORDER BY array_position(ARRAY['board', 'chairmanship', 'committee', 'regional-council'], kind), example, name`,
    [on],
  );
}

/** One body. Errors: `body.not-found`. */
export async function bodyById(db: DataSource | Tx, id: string): Promise<BodyLine> {
  const [body] = await rowsOf<BodyLine>(db, `SELECT ${columns} FROM committee WHERE id = $1`, [id]);
  if (!body) throw new AppError('body.not-found');
  return body;
}

/** Every name the body is or was known by, the newest first. */
export async function namesOf(
  db: DataSource | Tx,
  id: string,
): Promise<{ name: string; alias: boolean; validFrom: string; validTo: string | null }[]> {
  return rowsOf(
    db,
    `SELECT name, alias, to_char(valid_from, 'YYYY-MM-DD') AS "validFrom", to_char(valid_to, 'YYYY-MM-DD') AS "validTo"
     FROM committee_name WHERE committee_id = $1 ORDER BY alias, valid_from DESC, name`,
    [id],
  );
}

/** The body and those above it, the nearest first; a chain ends where there is none above, and never runs in a circle. */
export async function chainAbove(db: DataSource | Tx, id: string): Promise<BodyLine[]> {
  const chain: BodyLine[] = [];
  for (let next: string | null = id; next !== null && !chain.some((each) => each.id === next);) {
    const body: BodyLine = await bodyById(db, next);
    chain.push(body);
    next = body.superiorId;
  }
  return chain;
}

const memberColumns = `m.id AS "membershipId", m.person_id AS "personId", coalesce(p.name, m.outsider_name) AS name, p.email, m.function,
  m.alternate_for AS "alternateFor", m.municipality, to_char(m.valid_from, 'YYYY-MM-DD') AS "validFrom", to_char(m.valid_to, 'YYYY-MM-DD') AS "validTo"`;
const memberTables = 'committee_membership m LEFT JOIN person p ON p.id = m.person_id';
const memberOrder = `array_position(ARRAY['chair', 'vice-chair', 'member', 'alternate'], m.function), coalesce(p.name, m.outsider_name), m.id`;

/** Who holds a place in the body on a day: chair, vice chair, members, alternates, each by name. */
export async function membersOn(db: DataSource | Tx, committeeId: string, on: LocalDate): Promise<Member[]> {
  return rowsOf(
    db,
    `SELECT ${memberColumns} FROM ${memberTables}
     WHERE m.committee_id = $1 AND m.valid_from <= $2 AND (m.valid_to IS NULL OR m.valid_to >= $2) ORDER BY ${memberOrder}`,
    [committeeId, on],
  );
}

/** Everyone who holds, held or will hold a place in the body. */
export async function membersEver(db: DataSource | Tx, committeeId: string): Promise<Member[]> {
  return rowsOf(db, `SELECT ${memberColumns} FROM ${memberTables} WHERE m.committee_id = $1 ORDER BY ${memberOrder}, m.valid_from`, [
    committeeId,
  ]);
}

/** The bodies in which a person has a place on a day. */
export async function bodiesOfPerson(db: DataSource | Tx, personId: string, on: LocalDate): Promise<string[]> {
  const rows = await rowsOf<{ id: string }>(
    db,
    `SELECT DISTINCT committee_id AS id FROM committee_membership
     WHERE person_id = $1 AND valid_from <= $2 AND (valid_to IS NULL OR valid_to >= $2) ORDER BY 1`,
    [personId, on],
  );
  return rows.map(({ id }) => id);
}
