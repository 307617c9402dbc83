import { type ChangedBy } from '@genmaele/access';
import { appendAudit } from '@genmaele/audit';
import { AppError, canonicalJson, type ContributionBody, sha256 } from '@genmaele/contracts';
import { rowsOf, type Tx } from '@genmaele/platform';
import { isRequestOpen, type RequestEnd } from './request-rules.js';
import { tellOfAnswer } from './tell-contacts.js';

interface LockedContribution extends RequestEnd {
  readonly caseId: string;
  readonly code: string;
  readonly latest: number;
  readonly barred: boolean;
}

/** A version as it was saved. */
export interface SavedVersion {
  readonly number: number;
  readonly sha256: string;
  readonly sent: boolean;
}

/**
 * Saves a municipality's contribution as a new version; one that is sent is the municipality's answer, in place of any sent before, which is kept. That the
 * writer is its contact is the caller's to ask. Errors: `contribution.not-found`, also of a case that was closed; `contribution.past` after the deadline, or when
 * the request was ended.
 */
export async function writeContribution(
  tx: Tx,
  contributionId: string,
  { send, ...content }: ContributionBody,
  by: ChangedBy,
): Promise<SavedVersion> {
  const locked = await lockContribution(tx, contributionId);
  if (!isRequestOpen(locked, by.now)) throw new AppError('contribution.past');
  const saved = { number: locked.latest + 1, sha256: sha256(canonicalJson(content)), sent: send };
  await tx.query(
    'INSERT INTO contribution_version (contribution_id, number, content, sha256, sent, author_id, saved_at) VALUES ($1, $2, $3, $4, $5, $6, $7)',
    [contributionId, saved.number, JSON.stringify(content), saved.sha256, send, by.actorId, by.now],
  );
  await tx.query('UPDATE contribution SET latest = $2 WHERE id = $1', [contributionId, saved.number]);
  if (send) await tellOfAnswer(tx, contributionId, by.now);
  const facts = { contributionId, municipality: locked.code, number: saved.number, sha256: saved.sha256 };
  const line = { actorId: by.actorId, action: send ? 'contribution.send' : 'contribution.save', subject: `case:${locked.caseId}`, facts };
  await appendAudit(tx, { ...line, requestId: by.requestId }, by.now);
  return saved;
}

/** The request is held too, so that it does not end under the pen. */
async function lockContribution(tx: Tx, contributionId: string): Promise<LockedContribution> {
  const [locked] = await rowsOf<LockedContribution>(
    tx,
    `SELECT r.case_id AS "caseId", r.deadline_at AS "deadlineAt", r.ended_at AS "endedAt", c.municipality_code AS code, c.latest,
            publication_barred(r.case_id) AS barred
     FROM contribution c JOIN contribution_request r ON r.id = c.request_id WHERE c.id = $1 FOR UPDATE OF c FOR SHARE OF r`,
    [contributionId],
  );
  if (!locked || locked.barred) throw new AppError('contribution.not-found');
  return locked;
}
