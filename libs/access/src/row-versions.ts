import { SetMetadata } from '@nestjs/common';
import { AppError } from '@genmaele/contracts';
import { rowsOf, type Tx } from '@genmaele/platform';
import { type DataSource } from 'typeorm';

/** The tables whose rows people change while others may; the version of a row is the transaction that last wrote it. */
const tables = {
  case: 'response_case',
  contribution: 'contribution',
  hearing: 'hearing',
  meeting: 'committee_meeting',
  'agenda-item': 'agenda_item',
  membership: 'committee_membership',
  'approval-chain': 'approval_chain',
  'routing-set': 'routing_set',
  reservation: 'reservation',
  person: 'person',
  work: 'work',
} as const;

/** What has a version: one of the tables that people change. */
export type Versioned = keyof typeof tables;

/** Where a route's versioned noun is kept. */
export const declaredVersion = 'genmaele:version';

/** What a route declares: the noun, and the parameter of its address that names it. */
export interface DeclaredVersion {
  readonly noun: Versioned;
  readonly parameter: string;
}

/**
 * The object that a parameter of this route names, `:id` unless it is said, has a version. A GET gives it as `ETag`; a changing request must name it by `If-Match`, or by the field `_if-match`
 * of a form (RFC 9110, section 13.1.1; RFC 6585, section 3).
 */
export const VersionOf = (noun: Versioned, parameter = 'id') => SetMetadata(declaredVersion, { noun, parameter } satisfies DeclaredVersion);

/** The version of a row as an entity tag, `"1234"`; undefined when there is no row. Read it before what is shown, never after. */
export async function versionTag(db: DataSource | Tx, noun: Versioned, id: string): Promise<string | undefined> {
  const [row] = await rowsOf<{ version: string }>(db, `SELECT xmin::text AS version FROM ${tables[noun]} WHERE id = $1`, [id]);
  return row && `"${row.version}"`;
}

/** The rows of another that have versions: the column that names it, and its id. */
export type Under = readonly ['meeting_id' | 'committee_id' | 'case_id', string];

/** The versions of all rows of a noun, or of those under another, by their ids. */
export async function versionsOf(db: DataSource | Tx, noun: Versioned, under?: Under): Promise<Record<string, string>> {
  const [where, parameters] = under ? [`WHERE ${under[0]} = $1`, [under[1]]] : ['', []];
  const rows = await rowsOf<{ id: string; version: string }>(
    db,
    `SELECT id, xmin::text AS version FROM ${tables[noun]} ${where}`,
    parameters,
  );
  return tagged(rows);
}

/** The versions of many rows, by their ids. */
export async function versionTags(db: DataSource | Tx, noun: Versioned, ids: readonly string[]): Promise<Record<string, string>> {
  const rows = await rowsOf<{ id: string; version: string }>(
    db,
    `SELECT id, xmin::text AS version FROM ${tables[noun]} WHERE id = ANY($1::uuid[])`,
    [ids],
  );
  return tagged(rows);
}

const tagged = (rows: readonly { id: string; version: string }[]) =>
  Object.fromEntries(rows.map(({ id, version }) => [id, `"${version}"`]));

/**
 * Carries out a change to a row that must still be as the person saw it. The row is locked first, so that of two who saw the same version one
 * alone succeeds. A refusal of the change itself stands above this one (RFC 9110, section 13.2.1). What is kept in other tables and yet is part of
 * the object moves its version by `moves`. Errors: `request.stale`, after which nothing is written, and those of `change`.
 */
export async function onVersion<T>(
  tx: Tx,
  { noun, id, moves = false }: { noun: Versioned; id: string; moves?: boolean },
  seen: string,
  change: () => Promise<T>,
): Promise<T> {
  const [row] = await rowsOf<{ version: string }>(tx, `SELECT xmin::text AS version FROM ${tables[noun]} WHERE id = $1 FOR UPDATE`, [id]);
  const result = await change();
  if (row && `"${row.version}"` !== seen) throw new AppError('request.stale');
  if (moves) await tx.query(`UPDATE ${tables[noun]} SET id = id WHERE id = $1`, [id]);
  return result;
}
