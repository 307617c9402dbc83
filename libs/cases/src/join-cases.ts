import { appendAudit } from '@genmaele/audit';
import { AppError, type CaseKind } from '@genmaele/contracts';
import { rowsOf, type Tx } from '@genmaele/platform';
import { type CaseState, states } from '@genmaele/workflow';
import { hearingsOf, linkHearing } from './case-hearings.js';
import { promiseDeadlineAlarms } from './plan-alarms.js';
import { planCase } from './plan-case.js';

interface JoinedRow {
  state: CaseState;
  committee_id: string | null;
  office_name: string | null;
  kind: CaseKind;
  confidential: boolean;
}

const joinedColumns = 'SELECT state, committee_id, office_name, kind, confidential FROM response_case WHERE id = $1';

/** Whether another case may still be joined to one in this state: nobody has been asked to approve its answer. */
export function takesHearings(state: CaseState): boolean {
  return ['opened', 'drafting', 'in-committee'].includes(state);
}

/**
 * Gives all hearings of one case to another, which from then on answers them too, and plans that one anew by the earliest deadline. The caller holds
 * the lock of the first; the other is not waited for, so that two who join each other cannot stop each other. Errors: `case.join-target`,
 * `case.changed-meanwhile`.
 */
export async function joinHearings(tx: Tx, caseId: string, joinTo: string | undefined, now: Date, by: string | undefined): Promise<void> {
  if (!joinTo || joinTo === caseId)
    throw new AppError('case.join-target', { reason: joinTo ? 'Det er sagen selv.' : 'Ingen sag er valgt.' });
  const [own] = await rowsOf<JoinedRow>(tx, joinedColumns, [caseId]);
  const [target] = await rowsOf<JoinedRow>(tx, `${joinedColumns} FOR UPDATE SKIP LOCKED`, [joinTo]);
  if (!own || !target) throw await missing(tx, joinTo);
  if (own.kind === 'ministerial-letter' || target.kind !== 'response')
    throw new AppError('case.join-target', { reason: 'Kun høringer kan besvares i samme sag.' });
  if (own.confidential !== target.confidential)
    throw new AppError('case.join-target', { reason: 'En lukket sag kan ikke besvares sammen med en åben.' });
  if (!takesHearings(target.state))
    throw new AppError('case.join-target', { reason: `Den valgte sag er »${states[target.state].danish}«.` });
  for (const { hearingId } of await hearingsOf(tx, caseId)) await linkHearing(tx, joinTo, hearingId, now, by ?? null);
  await replanAfterJoin(tx, joinTo, target, now);
  await appendAudit(tx, { actorId: by, action: 'case.take-hearings', subject: `case:${joinTo}`, facts: { from: caseId } }, now);
}

async function replanAfterJoin(tx: Tx, caseId: string, { kind, committee_id, office_name }: JoinedRow, now: Date): Promise<void> {
  const [occasion] = await rowsOf<{ deadline: string; received_at: Date }>(
    tx,
    'SELECT deadline, received_at FROM case_occasion WHERE case_id = $1',
    [caseId],
  );
  if (!occasion) throw new AppError('case.not-found');
  const { deadline, received_at: receivedAt } = occasion;
  const plan = await planCase(tx, deadline, committee_id, now, { kind, receivedAt, officeName: office_name });
  await tx.query('UPDATE response_case SET plan = $2 WHERE id = $1', [caseId, JSON.stringify(plan)]);
  await promiseDeadlineAlarms(tx, caseId, deadline, now);
}

/** A case that is not there, or that somebody holds this moment. */
async function missing(tx: Tx, caseId: string): Promise<AppError> {
  const [held] = await rowsOf(tx, 'SELECT id FROM response_case WHERE id = $1', [caseId]);
  return held ? new AppError('case.changed-meanwhile') : new AppError('case.join-target', { reason: 'Sagen findes ikke.' });
}
