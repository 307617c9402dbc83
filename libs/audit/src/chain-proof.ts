import { rowsOf, type Tx } from '@genmaele/platform';
import { type DataSource } from 'typeorm';
import { type AuditAnchor } from './audit-anchors.js';
import { contentHash, type LineContent, linkHash, linkKind } from './chain-link.js';

/** A line as it stands in the log, with the hash before it and its own. */
export interface ProvenLine extends LineContent {
  readonly previous: string;
  readonly hash: string;
}

/**
 * Shows that some lines stand in the log whose end was made fast, without showing the others: of each line from `from` to the anchor, in order,
 * only the hash of its content.
 */
export interface ChainProof {
  readonly from: number;
  /** The hash before line `from`. */
  readonly previous: string;
  readonly links: readonly string[];
  readonly anchor: AuditAnchor;
}

interface StoredLine {
  seq: string;
  at: Date;
  actor_id: string | null;
  action: string;
  subject: string;
  facts: ProvenLine['facts'];
  request_id: string | null;
  previous_hash: string;
  hash: string;
}

const provenLine = (row: StoredLine): ProvenLine => ({
  seq: Number(row.seq),
  at: row.at.toISOString(),
  actorId: row.actor_id,
  action: row.action,
  subject: row.subject,
  facts: row.facts,
  requestId: row.request_id,
  previous: row.previous_hash,
  hash: row.hash,
});

/** Every line about an object, first to last, with its place in the chain. */
export async function provenLines(db: DataSource | Tx, subject: string): Promise<ProvenLine[]> {
  return (await rowsOf<StoredLine>(db, 'SELECT * FROM audit_entry WHERE subject = $1 ORDER BY seq', [subject])).map(provenLine);
}

/** The anchor by which line `seq` is fast: the first at it or after it; undefined when there is none yet. */
export async function anchorOf(db: DataSource | Tx, seq: number): Promise<AuditAnchor | undefined> {
  const [row] = await rowsOf<{ seq: string; hash: string; at: Date; token: Buffer | null }>(
    db,
    'SELECT * FROM audit_anchor WHERE seq >= $1 ORDER BY seq LIMIT 1',
    [seq],
  );
  if (!row) return undefined;
  const token = row.token ? { token: row.token.toString('base64') } : {};
  return { seq: Number(row.seq), hash: row.hash, at: row.at.toISOString(), ...token };
}

/**
 * The proof from line `first` to an anchor. It begins later where there are lines on the way that are chained by their whole words, as older
 * ones are: what lies before its `from` shows only that it fits itself.
 */
export async function chainProof(db: DataSource | Tx, first: number, anchor: AuditAnchor): Promise<ChainProof> {
  let proof = { from: first, previous: '', links: [] as string[] };
  for (let next = first; next <= anchor.seq;) {
    const rows = await rowsOf<StoredLine>(db, 'SELECT * FROM audit_entry WHERE seq BETWEEN $1 AND $2 ORDER BY seq LIMIT 1000', [
      next,
      anchor.seq,
    ]);
    for (const line of rows.map(provenLine)) {
      if (linkKind(line.previous, line, line.hash) === 'whole') proof = { from: line.seq + 1, previous: line.hash, links: [] };
      else {
        if (proof.links.length === 0) proof.previous = line.previous;
        proof.links.push(contentHash(line));
      }
    }
    if (rows.length === 0) break;
    next += rows.length;
  }
  return { ...proof, anchor };
}

/**
 * Holds a proof against anchors that were kept elsewhere (in any order): its end must be one of them, and every other that its chain reaches must be of
 * the same chain. Answers the first line that does not fit; undefined when all do. Whether the chain itself holds is for {@link checkProof}.
 */
export function proofAgainstAnchors(
  { from, previous, links, anchor }: ChainProof,
  anchors: readonly AuditAnchor[],
): { readonly seq: number; readonly why: 'another' | 'absent' } | undefined {
  const hashes = new Map<number, string>();
  let hash = previous;
  for (const [i, link] of links.entries()) hashes.set(from + i, (hash = linkHash(hash, link)));
  hashes.set(anchor.seq, anchor.hash);
  const another = anchors.filter(({ seq, hash: kept }) => hashes.has(seq) && hashes.get(seq) !== kept).map(({ seq }) => seq);
  if (another.length > 0) return { seq: Math.min(...another), why: 'another' };
  return anchors.some(({ seq }) => seq === anchor.seq) ? undefined : { seq: anchor.seq, why: 'absent' };
}

/** Why a proof does not show what it should. `seq` is the first bad line; of `relinked`, the first line after which the chain no longer fits. */
export interface ProofVerdict {
  readonly firstBad?: { readonly seq: number; readonly why: 'edited' | 'relinked' | 'unanchored' };
  /** How many of the lines lie before the proof begins and show only that they fit themselves. */
  readonly loose: number;
}

/**
 * Checks without a database that the lines (in order of `seq`) stand in the chain whose end the proof's anchor holds. Whether the anchor can be
 * believed is its time stamp's to say.
 */
export function checkProof(lines: readonly ProvenLine[], proof: ChainProof): ProofVerdict {
  const loose = lines.filter(({ seq }) => seq < proof.from);
  const bad = (seq: number, why: 'edited' | 'relinked' | 'unanchored') => ({ firstBad: { seq, why }, loose: loose.length });
  for (const line of lines) if (linkKind(line.previous, line, line.hash) === 'none') return bad(line.seq, 'edited');
  const shown = new Map(lines.map((line) => [line.seq, line]));
  let previous = proof.previous;
  let fits = proof.from - 1;
  for (const [i, link] of proof.links.entries()) {
    const line = shown.get(proof.from + i);
    if (line && line.previous !== previous) return bad(fits + 1, 'relinked');
    previous = linkHash(previous, link);
    if (!line) continue;
    if (line.hash !== previous) return bad(line.seq, 'edited');
    fits = line.seq;
  }
  const last = proof.from + proof.links.length - 1;
  const beyond = lines.find(({ seq }) => seq > last);
  if (beyond) return bad(beyond.seq, 'unanchored');
  if (last !== proof.anchor.seq || previous !== proof.anchor.hash) return bad(fits + 1, 'relinked');
  return { loose: loose.length };
}
