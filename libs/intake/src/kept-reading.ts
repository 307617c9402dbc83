import { AppError, type BillReading, errorCodes, type ProvisionNode } from '@genmaele/contracts';
import { subjectWords } from '@genmaele/legaltext';
import { rowsOf, type Tx } from '@genmaele/platform';
import { type DataSource } from 'typeorm';
import { hearingById } from './hearing-queries.js';
import { type NodeBeside, type ReadingBeside } from './hearing.entity.js';

/** A node as a row of `provision`. */
interface ProvisionRow {
  position: number;
  parent: number | null;
  node_id: string;
  kind: ProvisionNode['kind'];
  address: string;
  label: string;
  text: string;
}

/** The tree in the order of the bill: each node's row with the place of its parent, and what the row does not hold. */
function numberedNodes(roots: readonly ProvisionNode[]): { rows: ProvisionRow[]; beside: NodeBeside[] } {
  const rows: ProvisionRow[] = [];
  const beside: NodeBeside[] = [];
  const waiting: { node: ProvisionNode; parent: number | null }[] = [...roots].reverse().map((node) => ({ node, parent: null }));
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const position = rows.length + 1;
    const { id, kind, address, label, text, children, ...rest } = next.node;
    rows.push({ position, parent: next.parent, node_id: id, kind, address, label, text });
    beside.push(rest);
    for (const child of [...children].reverse()) waiting.push({ node: child, parent: position });
  }
  return { rows, beside };
}

/** The tree from its rows, which lie in the order of `position`. */
function treeOf(rows: readonly ProvisionRow[], beside: readonly NodeBeside[]): ProvisionNode[] {
  const roots: ProvisionNode[] = [];
  const nodes = rows.map(({ node_id: id, kind, address, label, text }, i): ProvisionNode => {
    return { id, kind, address, label, text, offset: 0, ...beside[i], children: [] };
  });
  nodes.forEach((node, i) => {
    const parent = rows[i]?.parent;
    (parent === null || parent === undefined ? roots : (nodes[parent - 1]?.children ?? roots)).push(node);
  });
  return roots;
}

/**
 * Keeps a reading whole, in the place of any earlier one of the same hearing: its provisions as rows, and beside them all that the rows do not hold.
 */
export async function keepReading(tx: Tx, hearingId: string, reading: BillReading, now: Date): Promise<void> {
  const { provisions, ...beside } = reading;
  const doubts = reading.coverage.complete ? reading.doubts : [...reading.doubts, 'Ikke al tekst kom med i bestemmelserne; se kilden.'];
  const numbered = numberedNodes(provisions);
  await tx.query(
    `UPDATE hearing SET state = 'read', problem = NULL, title = $2, subject_words = $3, doubts = $4,
       parties = CASE WHEN parties = '[]' THEN $5 ELSE parties END WHERE id = $1`,
    [hearingId, reading.title, JSON.stringify(subjectWords(reading)), JSON.stringify(doubts), JSON.stringify(reading.heardParties)],
  );
  await tx.query('DELETE FROM provision WHERE hearing_id = $1', [hearingId]);
  await tx.query('DELETE FROM bill_reading WHERE hearing_id = $1', [hearingId]);
  await tx.query(
    `INSERT INTO provision (hearing_id, position, parent, node_id, kind, address, label, text)
     SELECT $1, position, parent, node_id, kind, address, label, text
     FROM jsonb_to_recordset($2::jsonb) AS r(position int, parent int, node_id text, kind text, address text, label text, text text)`,
    [hearingId, JSON.stringify(numbered.rows)],
  );
  await tx.query('INSERT INTO bill_reading (hearing_id, format, beside, nodes, read_at) VALUES ($1, $2, $3, $4, $5)', [
    hearingId,
    reading.format,
    JSON.stringify(beside),
    JSON.stringify(numbered.beside),
    now,
  ]);
}

/** A hearing keeps the code alone of what its reading ended with. */
const factsOfProblem = { file: 'lovforslaget', limit: 'det tilladte', end: 'ukendt' };

/**
 * The bill of a hearing as it was last read, whole. Errors: `hearing.not-found`; `bill.unread` while it waits to be read; the error the reading ended
 * with, when it cannot be read.
 */
export async function readingOf(db: DataSource | Tx, hearingId: string): Promise<BillReading> {
  const hearing = await hearingById(db, hearingId);
  const problem = errorCodes.find((code) => code === hearing.problem);
  if (problem) throw new AppError(problem, factsOfProblem);
  const [kept] = await rowsOf<{ beside: ReadingBeside; nodes: NodeBeside[]; rows: ProvisionRow[] }>(
    db,
    `SELECT r.beside, r.nodes, (SELECT coalesce(jsonb_agg(to_jsonb(p) - 'hearing_id' ORDER BY p.position), '[]') FROM provision p
                                WHERE p.hearing_id = r.hearing_id) AS rows
     FROM bill_reading r WHERE r.hearing_id = $1`,
    [hearingId],
  );
  if (!kept) throw new AppError('bill.unread');
  return { ...kept.beside, provisions: treeOf(kept.rows, kept.nodes) };
}
