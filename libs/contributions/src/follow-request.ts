import { type ChangedBy } from '@genmaele/access';
import { appendAudit } from '@genmaele/audit';
import { AppError } from '@genmaele/contracts';
import { rowsOf, type Tx } from '@genmaele/platform';
import { isRequestOpen, mayRemind, type RequestEnd } from './request-rules.js';
import { tellContacts } from './tell-contacts.js';

interface LockedRequest extends RequestEnd {
  readonly caseId: string;
  readonly askedAt: Date;
  readonly remindedAt: Date | null;
}

/** Ends a request before its deadline: what was sent stands, nothing more is taken. Errors: `contribution-request.not-found`, `contribution-request.past`. */
export async function endRequest(tx: Tx, requestId: string, by: ChangedBy): Promise<void> {
  const { caseId } = await lockOpen(tx, requestId, by.now);
  await tx.query('UPDATE contribution_request SET ended_by = $2, ended_at = $3 WHERE id = $1', [requestId, by.actorId, by.now]);
  await logged(tx, 'contribution.end', caseId, { requestId }, by);
}

/**
 * Reminds the contacts of each municipality that has not answered, through the digest unless little time is left. Returns how many municipalities had not.
 * Errors: `contribution-request.not-found`, `contribution-request.past`, `contribution-request.reminded`, `contribution-request.all-answered`.
 */
export async function remindMunicipalities(tx: Tx, requestId: string, by: ChangedBy): Promise<number> {
  const locked = await lockOpen(tx, requestId, by.now);
  if (!mayRemind(locked, by.now)) throw new AppError('contribution-request.reminded');
  const missing = await tellContacts(tx, requestId, 'reminded', by.now);
  if (missing === 0) throw new AppError('contribution-request.all-answered');
  await tx.query('UPDATE contribution_request SET reminded_at = $2 WHERE id = $1', [requestId, by.now]);
  await logged(tx, 'contribution.remind', locked.caseId, { requestId, municipalities: missing }, by);
  return missing;
}

async function lockOpen(tx: Tx, requestId: string, now: Date): Promise<LockedRequest> {
  const [locked] = await rowsOf<LockedRequest>(
    tx,
    `SELECT case_id AS "caseId", deadline_at AS "deadlineAt", ended_at AS "endedAt", asked_at AS "askedAt", reminded_at AS "remindedAt"
     FROM contribution_request WHERE id = $1 FOR UPDATE`,
    [requestId],
  );
  if (!locked) throw new AppError('contribution-request.not-found');
  if (!isRequestOpen(locked, now)) throw new AppError('contribution-request.past');
  return locked;
}

function logged(tx: Tx, action: string, caseId: string, facts: Record<string, string | number>, by: ChangedBy): Promise<void> {
  return appendAudit(tx, { actorId: by.actorId, action, subject: `case:${caseId}`, facts, requestId: by.requestId }, by.now);
}
