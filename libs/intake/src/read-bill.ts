import { appendAudit } from '@genmaele/audit';
import { AppError, type BillReading } from '@genmaele/contracts';
import { type JobContext, promiseWork } from '@genmaele/jobs';
import { crashPoint, readFile, rowsOf, type Tx } from '@genmaele/platform';
import { type DataSource } from 'typeorm';
import { orRefuse } from './inspect-bill.js';
import { keepReading } from './kept-reading.js';

/** Opens and reads a bill's bytes; rejects with BillUnreadable. In production the reader in a child of its own. */
export type BillReader = (bytes: Uint8Array) => Promise<BillReading>;

/**
 * The job `bill.read`: the bill becomes a tree of provisions, and the case is promised. A bill that cannot be read is marked so, with the
 * reason, for a person to see; that ends the job, since another try would read the same bytes. Only a reader that died is tried again.
 */
export async function readBillOfHearing(database: DataSource, hearingId: string, read: BillReader, context: JobContext): Promise<void> {
  const [hearing] = await rowsOf<{ bill_sha256: string; state: string; file_name: string }>(
    database,
    `SELECT h.bill_sha256, h.state, d.file_name FROM hearing h JOIN hearing_document d ON d.hearing_id = h.id AND d.kind = 'bill' WHERE h.id = $1`,
    [hearingId],
  );
  if (!hearing) throw new AppError('hearing.not-found');
  const { bytes } = await readFile(database, hearing.bill_sha256);
  const reading = await readOrProblem(() => read(bytes), hearing.file_name, context.lastTry);
  await context.finish(async (tx) => {
    if (reading instanceof AppError) return markUnreadable(tx, hearingId, reading, context.now);
    await keepReading(tx, hearingId, reading, context.now);
    await promiseWork(
      tx,
      'case.open',
      { hearingId },
      { subject: `hearing:${hearingId}`, once: hearingId, dueAt: context.now, now: context.now },
    );
    const facts = { provisions: reading.provisions.length, complete: reading.coverage.complete };
    await appendAudit(tx, { action: 'bill.read', subject: `hearing:${hearingId}`, facts }, context.now);
    crashPoint('bill.read');
  });
}

async function readOrProblem(read: () => Promise<BillReading>, file: string, lastTry: boolean): Promise<BillReading | AppError> {
  try {
    return await orRefuse(file, read);
  } catch (error) {
    const mayPass = error instanceof AppError && error.code === 'bill.reader-died' && !lastTry;
    if (error instanceof AppError && !mayPass) return error;
    throw error;
  }
}

async function markUnreadable(tx: Tx, hearingId: string, error: AppError, now: Date): Promise<void> {
  await tx.query(`UPDATE hearing SET state = 'unreadable', problem = $2 WHERE id = $1`, [hearingId, error.code]);
  await appendAudit(tx, { action: 'bill.unreadable', subject: `hearing:${hearingId}`, facts: { code: error.code } }, now);
}
