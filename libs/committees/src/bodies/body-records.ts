import { type CommitteeMeeting, type LocalDate, parseLocalDate } from '@genmaele/calendar';
import { type BodyFields } from '@genmaele/contracts';
import { rowsOf, type Tx } from '@genmaele/platform';
import { type DataSource } from 'typeorm';
import { exampleBodies, standingBodies } from '../reference/bodies.js';
import { committeeReferences } from '../reference/committees.js';

/** Writes the bodies of the reference tables into the database; those already there are brought up to date. Idempotent. Returns how many there are. */
export async function loadCommittees(tx: Tx): Promise<number> {
  const committees = committeeReferences.map(({ id, name, aliases, validFrom, validTo }): BodyFields => ({
    id,
    kind: 'committee',
    name,
    aliases: [...aliases],
    superiorId: 'bestyrelsen',
    validFrom,
    ...(validTo ? { validTo } : {}),
  }));
  return putBodies(tx, [...standingBodies, ...committees], false);
}

/** Writes the invented committees that sit now, marked as examples. Idempotent. */
export function loadExampleBodies(tx: Tx): Promise<number> {
  return putBodies(tx, exampleBodies, true);
}

/** Writes bodies with their names as they stand; a superior comes before those that advise it. */
export async function putBodies(tx: Tx, bodies: readonly BodyFields[], example: boolean): Promise<number> {
  for (const { id, kind, name, aliases, field, superiorId, validFrom, validTo } of bodies) {
    await tx.query(
      `INSERT INTO committee (id, kind, name, field, superior_id, example, valid_from, valid_to) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
       ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, name = excluded.name, field = excluded.field, superior_id = excluded.superior_id,
         example = excluded.example, valid_from = excluded.valid_from, valid_to = excluded.valid_to`,
      [id, kind, name, field ?? null, superiorId ?? null, example, validFrom, validTo ?? null],
    );
    for (const each of [name, ...aliases]) await putBodyName(tx, id, { name: each, validFrom, validTo, alias: each !== name });
  }
  return bodies.length;
}

/** Writes a name of a body; the same name from the same day is one. */
export async function putBodyName(
  tx: Tx,
  committeeId: string,
  name: { name: string; validFrom: string; validTo?: string | undefined; alias: boolean },
): Promise<void> {
  await tx.query(
    `INSERT INTO committee_name (committee_id, name, valid_from, valid_to, alias) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (committee_id, name, valid_from) DO UPDATE SET valid_to = excluded.valid_to, alias = excluded.alias`,
    [committeeId, name.name, name.validFrom, name.validTo ?? null, name.alias],
  );
}

/** The body's meetings from a day on, without cancelled ones; undefined when none has ever been entered, so that nobody knows. */
export async function meetingsOf(db: DataSource | Tx, committeeId: string, from: LocalDate): Promise<CommitteeMeeting[] | undefined> {
  const rows = await rowsOf<{ id: string; date: string; agenda_close: string; state: string }>(
    db,
    `SELECT id, to_char(date, 'YYYY-MM-DD') AS date, to_char(agenda_close, 'YYYY-MM-DD') AS agenda_close, state
     FROM committee_meeting WHERE committee_id = $1 ORDER BY date`,
    [committeeId],
  );
  if (rows.length === 0) return undefined;
  return rows
    .filter((row) => row.date >= from && row.state !== 'cancelled')
    .map((row) => ({ id: row.id, date: parseLocalDate(row.date), agendaClose: parseLocalDate(row.agenda_close) }));
}

/** A body's name now. */
export async function committeeName(db: DataSource | Tx, id: string): Promise<string | undefined> {
  const [row] = await rowsOf<{ name: string }>(db, 'SELECT name FROM committee WHERE id = $1', [id]);
  return row?.name;
}

/** The name that a body had on a day, as letters print it; the one it has now when none is known for the day. Undefined for no body. */
export async function bodyNameOn(db: DataSource | Tx, id: string, on: LocalDate): Promise<string | undefined> {
  const [row] = await rowsOf<{ name: string }>(
    db,
    `SELECT coalesce(n.name, c.name) AS name FROM committee c
     LEFT JOIN committee_name n ON n.committee_id = c.id AND NOT n.alias AND n.valid_from <= $2 AND (n.valid_to IS NULL OR n.valid_to >= $2)
     WHERE c.id = $1 ORDER BY n.valid_from DESC LIMIT 1`,
    [id, on],
  );
  return row?.name;
}

/** The id of the body that is called so on a day, by id, name or another way it is written, whatever the case of its letters. */
export async function bodyCalled(db: DataSource | Tx, words: string, on: LocalDate): Promise<string | undefined> {
  const [row] = await rowsOf<{ id: string }>(
    db,
    `SELECT c.id FROM committee c LEFT JOIN committee_name n ON n.committee_id = c.id
     WHERE (c.id = $1 OR lower(n.name) = lower($1)) AND c.valid_from <= $2 AND (c.valid_to IS NULL OR c.valid_to >= $2)
     ORDER BY c.valid_from DESC LIMIT 1`,
    [words.trim(), on],
  );
  return row?.id;
}

/** The committees that stand on a day, by name: those that a case can be given to. */
export async function committeesStanding(db: DataSource | Tx, on: LocalDate): Promise<{ id: string; name: string }[]> {
  return rowsOf(
    db,
    `SELECT id, name FROM committee WHERE kind = 'committee' AND valid_from <= $1 AND (valid_to IS NULL OR valid_to >= $1) ORDER BY name`,
    [on],
  );
}
