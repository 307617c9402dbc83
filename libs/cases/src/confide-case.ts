import { randomUUID } from 'node:crypto';
import { appendAudit } from '@genmaele/audit';
import { AppError } from '@genmaele/contracts';
import { rowsOf, type Tx } from '@genmaele/platform';
import { endPublication } from './publications.js';

/** Whether a case is closed, and who is named on it. */
export interface Confidence {
  readonly confidential: boolean;
  /** The people who see it while it is closed, beside whoever says so. */
  readonly personIds: readonly string[];
}

/**
 * Closes a case, its hearings with it, to all but those named, or opens it again; whoever does it is always among them. Being named is dated:
 * who was named before and is no more, sees it no longer. What was public of a case that is closed is so no longer. Errors: `case.not-found`, `person.not-found`.
 */
export async function confideCase(
  tx: Tx,
  caseId: string,
  { confidential, personIds }: Confidence,
  by: { actorId: string; requestId?: string | undefined; now: Date },
): Promise<void> {
  const found = await rowsOf(tx, 'UPDATE response_case SET confidential = $2 WHERE id = $1 RETURNING id', [caseId, confidential]);
  if (found.length === 0) throw new AppError('case.not-found');
  await tx.query('UPDATE hearing SET confidential = $2 WHERE id IN (SELECT hearing_id FROM case_hearing WHERE case_id = $1)', [
    caseId,
    confidential,
  ]);
  const named = [...new Set([by.actorId, ...personIds])];
  const known = await rowsOf(tx, 'SELECT 1 FROM person WHERE id = ANY($1::uuid[]) AND disabled_at IS NULL', [named]);
  if (known.length !== named.length) throw new AppError('person.not-found');
  await tx.query('UPDATE case_access SET ended_at = $3 WHERE case_id = $1 AND ended_at IS NULL AND NOT person_id = ANY($2::uuid[])', [
    caseId,
    named,
    by.now,
  ]);
  await nameOnCase(tx, caseId, named, by.actorId, by.now);
  const unpublished = confidential && (await endPublication(tx, caseId, by));
  const facts = { confidential, named: named.length, ...(unpublished ? { unpublished } : {}) };
  await appendAudit(tx, { actorId: by.actorId, action: 'case.confide', subject: `case:${caseId}`, facts, requestId: by.requestId }, by.now);
}

/** The ids of those who are named on a case now. */
export async function namedOnCase(tx: Tx, caseId: string, now: Date): Promise<string[]> {
  const rows = await rowsOf<{ person_id: string }>(
    tx,
    'SELECT DISTINCT person_id FROM case_access WHERE case_id = $1 AND given_at <= $2 AND (ended_at IS NULL OR ended_at > $2)',
    [caseId, now],
  );
  return rows.map(({ person_id }) => person_id);
}

/**
 * A case that is opened for a closed hearing is closed too; named on it is whoever received the hearing, or, when it came by itself, the heads
 * of office of that day; on a supplement, those who are named on the case it supplements.
 */
export async function inheritConfidence(tx: Tx, caseId: string, now: Date): Promise<void> {
  const ofSupplemented = await rowsOf<{ person_id: string }>(
    tx,
    `SELECT DISTINCT a.person_id FROM response_case c JOIN case_access a ON a.case_id = c.supplements_id
     WHERE c.id = $1 AND c.confidential AND a.ended_at IS NULL`,
    [caseId],
  );
  const [closed] = await rowsOf<{ received_by: string | null }>(
    tx,
    `UPDATE response_case c SET confidential = true FROM hearing h
     WHERE c.id = $1 AND h.id = c.hearing_id AND (h.confidential OR c.confidential) RETURNING h.received_by`,
    [caseId],
  );
  if (!closed) return;
  const heads = await rowsOf<{ person_id: string }>(
    tx,
    `SELECT DISTINCT g.person_id FROM role_grant g JOIN person p ON p.id = g.person_id AND p.disabled_at IS NULL
     WHERE g.role = 'head-of-office' AND g.valid_from <= $1 AND (g.valid_to IS NULL OR g.valid_to > $1)`,
    [now],
  );
  const receivers = closed.received_by ? [closed.received_by] : heads.map(({ person_id }) => person_id);
  const supplemented = ofSupplemented.map(({ person_id }) => person_id);
  await nameOnCase(tx, caseId, supplemented.length > 0 ? supplemented : receivers, null, now);
}

async function nameOnCase(tx: Tx, caseId: string, personIds: readonly string[], givenBy: string | null, now: Date): Promise<void> {
  for (const personId of personIds) {
    await tx.query(
      `INSERT INTO case_access (id, case_id, person_id, given_by, given_at) SELECT $1, $2, $3, $4, $5
       WHERE NOT EXISTS (SELECT 1 FROM case_access WHERE case_id = $2 AND person_id = $3 AND ended_at IS NULL)`,
      [randomUUID(), caseId, personId, givenBy, now],
    );
  }
}
