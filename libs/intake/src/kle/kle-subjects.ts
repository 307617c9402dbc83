import { appendAudit } from '@genmaele/audit';
import { AppError } from '@genmaele/contracts';
import { rowsOf, type Tx } from '@genmaele/platform';
import { type DataSource } from 'typeorm';
import { type KleEdition } from './parse-kle.js';
import { type ProposableSubject } from './propose-kle.js';

/** What an import changed. */
export interface KleImport {
  readonly edition: string;
  readonly read: number;
  readonly added: number;
  readonly ended: number;
}

/**
 * Takes an edition of KLE in: what is new counts from the edition's day, what is gone, moved or has another title ends on it; older days keep what they
 * had. The same edition twice changes nothing. Errors: `kle.older` (an edition before the newest taken in).
 */
export async function importKle(tx: Tx, { edition, subjects }: KleEdition, now: Date): Promise<KleImport> {
  await tx.query('SELECT pg_advisory_xact_lock(4711004)');
  const [{ newest } = { newest: null }] = await rowsOf<{ newest: string | null }>(
    tx,
    'SELECT max(edition)::text AS newest FROM kle_subject',
  );
  if (newest && newest > edition) throw new AppError('kle.older', { edition, newest });
  const rows = JSON.stringify(subjects.filter(({ retiredOn }) => retiredOn === null || retiredOn > edition));
  const given = `jsonb_to_recordset($1::jsonb) AS g(number text, title text, keywords jsonb, "createdOn" date, "retiredOn" date)`;
  const ended = await rowsOf(
    tx,
    `UPDATE kle_subject k SET valid_to = greatest($2::date, k.valid_from) WHERE (k.valid_to IS NULL OR k.valid_to > $2)
       AND NOT EXISTS (SELECT 1 FROM ${given} WHERE g.number = k.number AND g.title = k.title) RETURNING number`,
    [rows, edition],
  );
  const added = await rowsOf(
    tx,
    `INSERT INTO kle_subject (number, valid_from, valid_to, title, keywords, edition)
     SELECT g.number, CASE WHEN EXISTS (SELECT 1 FROM kle_subject k WHERE k.number = g.number) THEN $2 ELSE least(coalesce(g."createdOn", $2), $2) END,
            g."retiredOn", g.title, g.keywords, $2
     FROM ${given} WHERE NOT EXISTS (SELECT 1 FROM kle_subject k WHERE k.number = g.number AND k.title = g.title AND (k.valid_to IS NULL OR k.valid_to > $2))
     ON CONFLICT (number, valid_from) DO UPDATE SET title = excluded.title, keywords = excluded.keywords, edition = excluded.edition, valid_to = excluded.valid_to
     RETURNING number`,
    [rows, edition],
  );
  await tx.query(`UPDATE kle_subject k SET keywords = g.keywords, valid_to = g."retiredOn", edition = $2 FROM ${given}
                  WHERE g.number = k.number AND g.title = k.title AND (k.valid_to IS NULL OR k.valid_to > $2)`, [rows, edition]); // prettier-ignore
  const facts = { edition, read: subjects.length, added: added.length, ended: ended.length };
  await appendAudit(tx, { action: 'kle.import', subject: 'kle', facts }, now);
  return facts;
}

/** The numbers that count on a day (`2026-12-18`), in their order. Empty when no edition was taken in. */
export async function kleSubjectsOn(db: DataSource | Tx, day: string): Promise<ProposableSubject[]> {
  return rowsOf(
    db,
    'SELECT number, title, keywords FROM kle_subject WHERE valid_from <= $1 AND (valid_to IS NULL OR valid_to > $1) ORDER BY number',
    [day],
  );
}
