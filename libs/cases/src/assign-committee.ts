import { appendAudit } from '@genmaele/audit';
import { AppError, type CaseKind } from '@genmaele/contracts';
import { committeeName } from '@genmaele/committees';
import { rowsOf, type Tx } from '@genmaele/platform';
import { type CaseState, states } from '@genmaele/workflow';
import { planCase } from './plan-case.js';

/** Whether a case in this state may still be given to another committee: none has it yet. */
export function committeeIsOpen(state: CaseState): boolean {
  return state === 'opened' || state === 'drafting';
}

/**
 * Gives the case to another committee than the one proposed, and plans it anew by that committee's meetings. Only before a committee has
 * it. Errors: `case.not-found`, `request.invalid` (unknown committee), `case.action-not-allowed`.
 */
export async function assignCommittee(
  tx: Tx,
  caseId: string,
  committeeId: string,
  by: { actorId: string; requestId?: string | undefined; now: Date },
): Promise<void> {
  const [found] = await rowsOf<{ kind: CaseKind; state: CaseState; deadline: string; received_at: Date; office_name: string | null }>(
    tx,
    'SELECT c.kind, c.state, c.office_name, h.deadline, h.received_at FROM response_case c JOIN case_occasion h ON h.case_id = c.id WHERE c.id = $1 FOR UPDATE OF c',
    [caseId],
  );
  if (!found) throw new AppError('case.not-found');
  if (!(await committeeName(tx, committeeId))) throw new AppError('request.invalid', { problem: 'udvalget kendes ikke' });
  if (!committeeIsOpen(found.state))
    throw new AppError('case.action-not-allowed', { action: 'vælg udvalg', state: states[found.state].danish });
  const plan = await planCase(tx, found.deadline, committeeId, by.now, {
    kind: found.kind,
    receivedAt: found.received_at,
    officeName: found.office_name,
  });
  await tx.query(`UPDATE response_case SET committee_id = $2, committee_reasons = '[]', plan = $3 WHERE id = $1`, [
    caseId,
    committeeId,
    JSON.stringify(plan),
  ]);
  await appendAudit(
    tx,
    { actorId: by.actorId, action: 'case.assign-committee', subject: `case:${caseId}`, facts: { committeeId }, requestId: by.requestId },
    by.now,
  );
}
