import { createHash } from 'node:crypto';
import { appendAnchor, type AuditAnchor, keepAnchor, lastAnchored, unanchoredHead } from '@genmaele/audit';
import { AppError } from '@genmaele/contracts';
import { SignatureError, type TimestampAuthority } from '@genmaele/documents';
import { type JobContext, promiseWork } from '@genmaele/jobs';
import { type Tx } from '@genmaele/platform';
import { type DataSource } from 'typeorm';

/** Where the log's end is made fast. */
export interface AnchorSettings {
  /** Who stamps it; without one it is only copied. */
  readonly authority: TimestampAuthority | undefined;
  /** A file that only grows, best on another machine; without one the anchors stand in the database alone. */
  readonly file: string | undefined;
}

/** What is stamped for a line of the log: SHA-256 over the 64 hexadecimal digits of its hash. */
export function anchorImprint(hash: string): Uint8Array {
  return createHash('sha256').update(hash, 'ascii').digest();
}

/**
 * Stamps the log's last line and copies it to the file; undefined when that line is fast already. The caller keeps the row: the file is written
 * before it, so a death between leaves a line too many in the file, never one too few. Errors: `audit.anchor-failed` (tried again).
 */
export async function anchorEnd(database: DataSource, { authority, file }: AnchorSettings, now: Date): Promise<AuditAnchor | undefined> {
  const head = await unanchoredHead(database);
  if (!head) return undefined;
  const token = authority && (await stamped(authority, head.hash));
  const anchor: AuditAnchor = { ...head, at: now.toISOString(), ...(token ? { token } : {}) };
  if (file) {
    await appendAnchor(file, anchor).catch((cause: NodeJS.ErrnoException) => {
      throw new AppError('audit.anchor-failed', { code: cause.code ?? 'fil' }, { cause });
    });
  }
  return anchor;
}

/** The job `audit.anchor`: the log's end is made fast, so that an end cut off and a chain made anew are seen. Errors: those of {@link anchorEnd}. */
export async function anchorLog(database: DataSource, settings: AnchorSettings, context: JobContext): Promise<void> {
  const anchor = await anchorEnd(database, settings, context.now);
  if (anchor) await context.finish((tx) => keepAnchor(tx, anchor));
}

async function stamped(authority: TimestampAuthority, hash: string): Promise<string> {
  try {
    return Buffer.from(await authority.stamp(anchorImprint(hash))).toString('base64');
  } catch (cause) {
    if (!(cause instanceof SignatureError)) throw cause;
    throw new AppError('audit.anchor-failed', { code: cause.code }, { cause });
  }
}

const hour = 60 * 60 * 1000;

/** Promises an anchor when the last is an hour old; run by the sweeper. It mends nothing, so it counts nothing. */
export async function anchorHourly(tx: Tx, now: Date): Promise<number> {
  const last = await lastAnchored(tx);
  if (last && now.getTime() - last.getTime() < hour) return 0;
  const once = `hour:${Math.floor(now.getTime() / hour)}`;
  const [known] = await tx.query<unknown[]>('SELECT 1 FROM work WHERE once = $1', [`audit.anchor:${once}`]);
  if (!known) await promiseAnchor(tx, once, now);
  return 0;
}

/** Promises that the log is anchored as it stands after this transaction. */
export async function promiseAnchor(tx: Tx, once: string, now: Date): Promise<void> {
  await promiseWork(tx, 'audit.anchor', {}, { subject: 'audit:log', once, dueAt: now, now });
}
