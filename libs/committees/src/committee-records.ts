import { randomUUID } from 'node:crypto';
import { type CommitteeMeeting, type LocalDate, parseLocalDate } from '@genmaele/calendar';
import { rowsOf, type Tx } from '@genmaele/platform';
import { type DataSource } from 'typeorm';
import { committeeReferences } from './reference/committees.js';

/** Writes the committees of the reference table into the database; those already there are brought up to date. Idempotent. */
export async function loadCommittees(tx: Tx): Promise<number> {
  const rows = committeeReferences.map(({ id, name, validFrom, validTo }) => ({ id, name, valid_from: validFrom, valid_to: validTo }));
  await tx.query(
    `INSERT INTO committee (id, name, valid_from, valid_to)
     SELECT id, name, valid_from, valid_to FROM jsonb_to_recordset($1::jsonb) AS r(id text, name text, valid_from date, valid_to date)
     ON CONFLICT (id) DO UPDATE SET name = excluded.name, valid_from = excluded.valid_from, valid_to = excluded.valid_to`,
    [JSON.stringify(rows)],
  );
  return rows.length;
}

/** Writes a meeting; one a day for each committee, so a second call for the day moves its agenda close. */
export async function putMeeting(tx: Tx, committeeId: string, date: LocalDate, agendaClose: LocalDate): Promise<void> {
  await tx.query(
    `INSERT INTO committee_meeting (id, committee_id, date, agenda_close) VALUES ($1, $2, $3, $4)
     ON CONFLICT (committee_id, date) DO UPDATE SET agenda_close = excluded.agenda_close`,
    [randomUUID(), committeeId, date, agendaClose],
  );
}

/** The committee's meetings from a day on; undefined when none has ever been entered, so that nobody knows. */
export async function meetingsOf(db: DataSource | Tx, committeeId: string, from: LocalDate): Promise<CommitteeMeeting[] | undefined> {
  const rows = await rowsOf<{ id: string; date: string; agenda_close: string }>(
    db,
    `SELECT id, to_char(date, 'YYYY-MM-DD') AS date, to_char(agenda_close, 'YYYY-MM-DD') AS agenda_close
     FROM committee_meeting WHERE committee_id = $1 ORDER BY date`,
    [committeeId],
  );
  if (rows.length === 0) return undefined;
  return rows
    .filter((row) => row.date >= from)
    .map((row) => ({ id: row.id, date: parseLocalDate(row.date), agendaClose: parseLocalDate(row.agenda_close) }));
}

/** A committee's name. */
export async function committeeName(db: DataSource | Tx, id: string): Promise<string | undefined> {
  const [row] = await rowsOf<{ name: string }>(db, 'SELECT name FROM committee WHERE id = $1', [id]);
  return row?.name;
}

/** The committees that stand on a day, by name. */
export async function committeesStanding(db: DataSource | Tx, on: LocalDate): Promise<{ id: string; name: string }[]> {
  return rowsOf(db, 'SELECT id, name FROM committee WHERE valid_from <= $1 AND (valid_to IS NULL OR valid_to >= $1) ORDER BY name', [on]);
}
