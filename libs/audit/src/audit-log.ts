import { rowsOf, type Tx } from '@genmaele/platform';
import { type DataSource } from 'typeorm';
import { type AuditAnchor } from './audit-anchors.js';
import { contentHash, firstHash, type LineContent, linkHash, linkKind } from './chain-link.js';

/** What a line of the log says: who did what to which object. Facts are ids, states and hashes; never a draft's text. */
export interface AuditLine {
  readonly actorId?: string | undefined;
  readonly action: string;
  /** The object, as `case:<id>`, `hearing:<id>`, `person:<id>` … */
  readonly subject: string;
  readonly facts?: Record<string, string | number | boolean | null>;
  readonly requestId?: string | undefined;
}

/** One advisory lock orders all writers, so that the chain has one end. */
const chainLock = 4_711_001;

function contentOf(seq: number, at: Date, line: AuditLine): LineContent {
  const { actorId = null, action, subject, facts = {}, requestId = null } = line;
  return { seq, at: at.toISOString(), actorId, action, subject, facts, requestId };
}

/**
 * Adds a line, chained to the one before, in the caller's transaction. Call it last in the transaction: it holds the end of the chain until
 * the commit.
 */
export async function appendAudit(tx: Tx, line: AuditLine, now: Date): Promise<void> {
  await tx.query('SELECT pg_advisory_xact_lock($1)', [chainLock]);
  const [end] = await rowsOf<{ seq: string; hash: string }>(tx, 'SELECT seq, hash FROM audit_entry ORDER BY seq DESC LIMIT 1');
  const seq = Number(end?.seq ?? 0) + 1;
  const previous = end?.hash ?? firstHash;
  await tx.query(
    `INSERT INTO audit_entry (seq, at, actor_id, action, subject, facts, request_id, previous_hash, hash)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      seq,
      now,
      line.actorId ?? null,
      line.action,
      line.subject,
      line.facts ?? {},
      line.requestId ?? null,
      previous,
      linkHash(previous, contentHash(contentOf(seq, now, line))),
    ],
  );
}

/** What is wrong with the chain: the first bad line, or nothing. */
export interface AuditVerdict {
  readonly lines: number;
  readonly head: string;
  readonly firstBad?: { readonly seq: number; readonly why: 'edited' | 'missing' | 'relinked' | 'rechained' };
}

/** What is wrong with the chain in the light of where it once stood: it is cut short, or was made anew from some line on. */
function againstAnchors(verdict: AuditVerdict, hashes: ReadonlyMap<number, string>, anchors: readonly AuditAnchor[]): AuditVerdict {
  if (verdict.firstBad) return verdict;
  const broken = anchors.find(({ seq, hash }) => hashes.get(seq) !== hash);
  if (!broken) return verdict;
  if (broken.seq > verdict.lines) return { ...verdict, firstBad: { seq: verdict.lines + 1, why: 'missing' } };
  const good = anchors.filter(({ seq }) => seq < broken.seq).at(-1);
  return { ...verdict, firstBad: { seq: (good?.seq ?? 0) + 1, why: 'rechained' } };
}

interface StoredLine {
  seq: string;
  at: Date;
  actor_id: string | null;
  action: string;
  subject: string;
  facts: Record<string, string | number | boolean | null>;
  request_id: string | null;
  previous_hash: string;
  hash: string;
}

/**
 * Reads the whole log, checks every link, and holds it against the anchors given (in order of `seq`). Finds an edited, a removed and a swapped
 * line and names the first. With anchors it also finds an end that was cut off and a chain that was made anew; of the latter it names the
 * first line after the last anchor that holds, since any line from there on may be the one.
 */
export async function verifyAudit(db: DataSource | Tx, anchors: readonly AuditAnchor[] = []): Promise<AuditVerdict> {
  const wanted = new Set(anchors.map(({ seq }) => seq));
  const hashes = new Map<number, string>();
  const verdict = await verifyLinks(db, (seq, hash) => void (wanted.has(seq) && hashes.set(seq, hash)));
  return againstAnchors(verdict, hashes, anchors);
}

async function verifyLinks(db: DataSource | Tx, passed: (seq: number, hash: string) => void): Promise<AuditVerdict> {
  let previous = firstHash;
  let lines = 0;
  for (let after = 0; ;) {
    const batch = await rowsOf<StoredLine>(db, 'SELECT * FROM audit_entry WHERE seq > $1 ORDER BY seq LIMIT 1000', [after]);
    for (const stored of batch) {
      const seq = Number(stored.seq);
      if (seq !== lines + 1) return { lines, head: previous, firstBad: { seq: lines + 1, why: 'missing' } };
      if (stored.previous_hash !== previous) return { lines, head: previous, firstBad: { seq, why: 'relinked' } };
      const { actor_id, request_id, at, action, subject, facts } = stored;
      const line = { actorId: actor_id ?? undefined, requestId: request_id ?? undefined, action, subject, facts };
      if (linkKind(previous, contentOf(seq, at, line), stored.hash) === 'none')
        return { lines, head: previous, firstBad: { seq, why: 'edited' } };
      previous = stored.hash;
      lines = seq;
      passed(seq, stored.hash);
      after = seq;
    }
    if (batch.length < 1000) return { lines, head: previous };
  }
}

/** A line of the log as it is read. `actor` is the name of whoever did it; undefined is the system. */
export interface AuditLineView {
  readonly seq: number;
  readonly at: Date;
  readonly actor: string | null;
  readonly action: string;
  readonly facts: Record<string, string | number | boolean | null>;
  readonly requestId: string | null;
  readonly hash: string;
}

/** What the log says of an object, the latest first, at most `most` lines before line `before`. */
export async function linesAbout(db: DataSource, subject: string, most = 200, before = Number.MAX_SAFE_INTEGER): Promise<AuditLineView[]> {
  const rows = await rowsOf<AuditLineView & { seq: string }>(
    db,
    `SELECT e.seq, e.at, p.name AS actor, e.action, e.facts, e.request_id AS "requestId", e.hash
     FROM audit_entry e LEFT JOIN person p ON p.id = e.actor_id WHERE e.subject = $1 AND e.seq < $2 ORDER BY e.seq DESC LIMIT $3`,
    [subject, before, most],
  );
  return rows.map((row) => ({ ...row, seq: Number(row.seq) }));
}
