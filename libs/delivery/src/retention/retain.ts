import { appendAudit } from '@genmaele/audit';
import { localDateOf, parseDeadline } from '@genmaele/calendar';
import { canonicalJson, sha256 } from '@genmaele/contracts';
import { type JobContext, promiseWork } from '@genmaele/jobs';
import { inTransaction, rowsOf, type Tx } from '@genmaele/platform';
import { type DataSource } from 'typeorm';
import { type RetentionRule, retentionRules } from './retention-rules.js';

/** What a run removed, or would remove. */
export interface RetentionRun {
  /** A row for each rule, in their order; `before` is the moment before which rows have been kept long enough. */
  readonly removed: readonly { readonly rule: RetentionRule; readonly before: Date; readonly count: number }[];
  /** SHA-256 over the canonical JSON of the removed rows' keys by table, sorted: whoever has a copy can show that those were the rows. */
  readonly sha256: string;
}

const dayMs = 24 * 60 * 60 * 1000;

/** What the log calls the runs. */
export const retentionSubject = 'system:retention';

/** Removes what has been kept long enough, and writes in the log how much of what, and the hash of the keys: one transaction, the caller's. */
export async function retain(tx: Tx, now: Date, actorId?: string): Promise<RetentionRun> {
  const keys: Record<string, string[]> = {};
  const removed = [];
  for (const rule of retentionRules) {
    const before = new Date(now.getTime() - rule.days * dayMs);
    const rows = await rowsOf<{ key: string }>(tx, removalSql(rule), [before]);
    keys[rule.table] = rows.map(({ key }) => key).sort();
    removed.push({ rule, before, count: rows.length });
  }
  const run = { removed, sha256: sha256(canonicalJson(keys)) };
  const counts = Object.fromEntries(removed.filter(({ count }) => count > 0).map(({ rule, count }) => [rule.table, count]));
  await appendAudit(tx, { actorId, action: 'retention.run', subject: retentionSubject, facts: { ...counts, sha256: run.sha256 } }, now);
  return run;
}

const removalSql = ({ table, where, key, blank }: RetentionRule): string =>
  `${blank ? `UPDATE ${table} t SET ${blank}` : `DELETE FROM ${table} t`} WHERE ${where} RETURNING ${key} AS key`;

class TakenBack extends Error {
  constructor(readonly run: RetentionRun) {
    super('taken back');
  }
}

/** What a run would remove now: it is done and taken back, so that it is told exactly. */
export async function wouldRetain(database: DataSource, now: Date): Promise<RetentionRun> {
  try {
    return await inTransaction(database, async (tx) => {
      throw new TakenBack(await retain(tx, now));
    });
  } catch (error) {
    if (error instanceof TakenBack) return error.run;
    throw error;
  }
}

/** The job `data.retain`. */
export async function retainNightly(context: JobContext): Promise<void> {
  await context.finish((tx) => retain(tx, context.now));
}

/** Before people come to work, and not in the hour that summer time skips or repeats. */
const nightly = '04:15';

/** Promises the day's run, at 4.15 in Copenhagen; run by the sweeper. It mends nothing, so it counts nothing. */
export async function promiseRetention(tx: Tx, now: Date): Promise<number> {
  const day = localDateOf(now);
  const known = await rowsOf(tx, 'SELECT 1 FROM work WHERE once = $1', [`data.retain:${day}`]);
  if (known.length > 0) return 0;
  const dueAt = new Date(parseDeadline(`${day}T${nightly}`).instant);
  await promiseWork(tx, 'data.retain', { day }, { subject: retentionSubject, once: day, dueAt: dueAt > now ? dueAt : now, now });
  return 0;
}
