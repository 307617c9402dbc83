import { open, readFile } from 'node:fs/promises';
import { rowsOf, type Tx } from '@genmaele/platform';
import { type DataSource } from 'typeorm';
import { z } from 'zod';

/**
 * Where the chain stood at a moment. A chain proves its own order; only an anchor kept elsewhere proves that its end was not cut off, and that
 * it was not made anew from some line on.
 */
export interface AuditAnchor {
  readonly seq: number;
  readonly hash: string;
  /** ISO 8601. */
  readonly at: string;
  /** RFC 3161 token over SHA-256 of the hash's bytes (its 64 hexadecimal digits as ASCII); DER in base64. */
  readonly token?: string | undefined;
}

const anchorLine = z.object({
  seq: z.int().positive(),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  at: z.iso.datetime(),
  token: z.base64().optional(),
});

/** The end of the log when nothing has been anchored at it yet; undefined when the last line is an anchor already, or there is none. */
export async function unanchoredHead(db: Tx | DataSource): Promise<{ seq: number; hash: string } | undefined> {
  const [head] = await rowsOf<{ seq: string; hash: string }>(
    db,
    `SELECT seq, hash FROM audit_entry e WHERE seq = (SELECT max(seq) FROM audit_entry)
     AND NOT EXISTS (SELECT 1 FROM audit_anchor a WHERE a.seq = e.seq)`,
  );
  return head && { seq: Number(head.seq), hash: head.hash };
}

/** Keeps an anchor among the rows that nobody may change. */
export async function keepAnchor(tx: Tx, anchor: AuditAnchor): Promise<void> {
  const token = anchor.token === undefined ? null : Buffer.from(anchor.token, 'base64');
  await tx.query('INSERT INTO audit_anchor (seq, hash, at, token) VALUES ($1, $2, $3, $4) ON CONFLICT (seq) DO NOTHING', [
    anchor.seq,
    anchor.hash,
    anchor.at,
    token,
  ]);
}

/** When the log was last anchored. */
export async function lastAnchored(db: Tx | DataSource): Promise<Date | undefined> {
  const [row] = await rowsOf<{ at: Date | null }>(db, 'SELECT max(at) AS at FROM audit_anchor');
  return row?.at ?? undefined;
}

/** The anchors that the database has, in their order. */
export async function keptAnchors(db: Tx | DataSource): Promise<AuditAnchor[]> {
  const rows = await rowsOf<{ seq: string; hash: string; at: Date; token: Buffer | null }>(db, 'SELECT * FROM audit_anchor ORDER BY seq');
  return rows.map(({ seq, hash, at, token }) => ({
    seq: Number(seq),
    hash,
    at: at.toISOString(),
    ...(token ? { token: token.toString('base64') } : {}),
  }));
}

/** Adds an anchor to the end of a file, one JSON object a line, and waits until it is on the disk. The file may be one that can only grow. */
export async function appendAnchor(file: string, anchor: AuditAnchor): Promise<void> {
  const handle = await open(file, 'a', 0o640);
  try {
    await handle.appendFile(`${JSON.stringify(anchor)}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Why a file of anchors cannot be believed. */
export class AnchorsUnreadable extends Error {
  override readonly name = 'AnchorsUnreadable';

  constructor(readonly line: number) {
    super(`line ${line} is no anchor`);
  }
}

/** The anchors of a file. A last line that was cut short by a death is passed over. Errors: AnchorsUnreadable, which names the line. */
export async function readAnchors(file: string): Promise<AuditAnchor[]> {
  const whole = (await readFile(file, 'utf8')).split('\n').slice(0, -1);
  return whole.map((line, i) => {
    const parsed = anchorLine.safeParse(jsonOf(line));
    if (!parsed.success) throw new AnchorsUnreadable(i + 1);
    return parsed.data;
  });
}

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
