import { randomUUID } from 'node:crypto';
import { appendAudit } from '@genmaele/audit';
import { parseDeadline } from '@genmaele/calendar';
import { AppError } from '@genmaele/contracts';
import { rowsOf, type Tx } from '@genmaele/platform';
import { type DataSource } from 'typeorm';
import { type ChangedBy, promiseRenewal } from './plan-changes.js';

/** A hearing's deadline as it was corrected. */
export interface DeadlineCorrection {
  from: string;
  to: string;
  reason: string;
  by: string;
  at: Date;
}

/**
 * Corrects a hearing's deadline, because a person says so and why; software never moves one. The plans of its cases are promised anew. Errors:
 * `hearing.not-found`, `request.invalid` (no deadline, or the one it has).
 */
export async function correctDeadline(
  tx: Tx,
  hearingId: string,
  change: { deadline: string; reason: string },
  by: ChangedBy,
): Promise<void> {
  const [hearing] = await rowsOf<{ deadline: string }>(tx, 'SELECT deadline FROM hearing WHERE id = $1 FOR UPDATE', [hearingId]);
  if (!hearing) throw new AppError('hearing.not-found');
  if (hearing.deadline === change.deadline) throw new AppError('request.invalid', { problem: 'høringen har allerede den frist' });
  const { instant } = parseDeadline(change.deadline);
  await tx.query('UPDATE hearing SET deadline = $2, deadline_at = $3 WHERE id = $1', [hearingId, change.deadline, instant]);
  await tx.query(
    `INSERT INTO deadline_change (id, hearing_id, from_deadline, to_deadline, reason, person_id, at) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [randomUUID(), hearingId, hearing.deadline, change.deadline, change.reason, by.actorId, by.now],
  );
  const facts = { from: hearing.deadline, to: change.deadline };
  await appendAudit(
    tx,
    { actorId: by.actorId, action: 'hearing.deadline', subject: `hearing:${hearingId}`, facts, requestId: by.requestId },
    by.now,
  );
  await promiseRenewal(tx, { cause: 'deadline', hearingId }, by.now);
}

/** How a hearing's deadline was corrected, the latest first. */
export async function deadlineCorrections(db: DataSource | Tx, hearingId: string): Promise<DeadlineCorrection[]> {
  return rowsOf(
    db,
    `SELECT d.from_deadline AS "from", d.to_deadline AS "to", d.reason, p.name AS by, d.at
     FROM deadline_change d JOIN person p ON p.id = d.person_id WHERE d.hearing_id = $1 ORDER BY d.at DESC, d.id`,
    [hearingId],
  );
}
