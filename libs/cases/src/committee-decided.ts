import { appendAudit } from '@genmaele/audit';
import { type Decision, decisionById } from '@genmaele/committees';
import { type JobContext } from '@genmaele/jobs';
import { rowsOf, type Tx } from '@genmaele/platform';
import { type CaseState } from '@genmaele/workflow';
import { systemActor } from './action-request.js';
import { actOnCase } from './case-actions.js';
import { promiseRenewal } from './plan-changes.js';
import { openSupplement } from './supplement.js';
import { letterStage, moveReservation } from './reservations.js';

interface DecidedCase {
  id: string;
  state: CaseState;
  sha256: string | null;
  reservation: string | null;
}

/**
 * The job `committee.decided`: what a body decided reaches the case it decided on. A case that waits for the body goes on to approval or back to its
 * draft; one that was sent with reservation has the reservation confirmed, or answered by a supplement. A postponed one stays, and its plan is made
 * anew. A decision that has been corrected, or that was on another version than the one in force, moves nothing and is written in the log.
 */
export async function carryOutDecision(decisionId: string, context: JobContext): Promise<void> {
  await context.finish(async (tx) => {
    const decision = await decisionById(tx, decisionId);
    if (!decision.caseId || decision.correctedBy) return;
    const [found] = await rowsOf<DecidedCase>(
      tx,
      `SELECT c.id, c.state, v.sha256, (SELECT r.id FROM reservation r WHERE r.case_id = c.id AND r.state = 'taken' AND r.lifted_by = 'meeting') AS reservation
       FROM response_case c LEFT JOIN draft_version v ON v.id = c.current_version_id WHERE c.id = $1 FOR UPDATE OF c`,
      [decision.caseId],
    );
    if (!found) return;
    if (found.state === 'in-committee') return decidedBeforeSending(tx, found, decision, context.now);
    if (letterStage(found.state) === 'sent' && found.reservation) return decidedAfterSending(tx, found.reservation, decision, context.now);
  });
}

async function decidedBeforeSending(tx: Tx, found: DecidedCase, decision: Decision, now: Date): Promise<void> {
  if (decision.outcome === 'postponed') {
    await promiseRenewal(tx, { cause: 'meeting', committeeId: decision.committeeId }, now);
    return;
  }
  const agrees = decision.outcome === 'approved' || decision.outcome === 'for-information';
  if (agrees && found.sha256 !== decision.versionSha256) {
    const facts = { decisionId: decision.id, decidedOn: decision.versionSha256, current: found.sha256 };
    await appendAudit(tx, { action: 'case.decision-on-other-version', subject: `case:${found.id}`, facts }, now);
    return;
  }
  const moved = { caseId: found.id, actor: systemActor, now };
  if (agrees) await actOnCase(tx, { ...moved, action: 'committee-approved', seen: found.sha256 ?? undefined });
  else await actOnCase(tx, { ...moved, action: 'committee-returned', comment: wordsOf(decision) });
}

async function decidedAfterSending(tx: Tx, reservationId: string, decision: Decision, now: Date): Promise<void> {
  const by = { actor: systemActor, now };
  const request = { decisionId: decision.id, reason: wordsOf(decision) };
  if (decision.outcome === 'postponed') {
    await tx.query(
      `UPDATE reservation SET meeting_id = $2, agenda_item_id = (SELECT id FROM agenda_item WHERE meeting_id = $2 AND case_id = $3 AND withdrawn_at IS NULL LIMIT 1)
       WHERE id = $1`,
      [reservationId, decision.postponedTo, decision.caseId],
    );
  } else if (decision.outcome === 'approved' || decision.outcome === 'for-information') {
    await moveReservation(tx, reservationId, { ...request, action: 'confirm' }, by);
  } else {
    const changed = decision.outcome === 'approved-with-changes';
    const { caseId } = await moveReservation(tx, reservationId, { ...request, action: changed ? 'change' : 'withdraw' }, by);
    const supplement = {
      outcome: changed ? ('changed' as const) : ('withdrawn' as const),
      changes: decision.changes ?? undefined,
      decision,
    };
    await answerBySupplement(tx, reservationId, caseId, supplement, now);
  }
}

async function answerBySupplement(
  tx: Tx,
  reservationId: string,
  caseId: string,
  request: Parameters<typeof openSupplement>[2],
  now: Date,
): Promise<void> {
  const supplementId = await openSupplement(tx, caseId, request, { actorId: undefined, now });
  await tx.query('UPDATE reservation SET supplement_case_id = $2 WHERE id = $1', [reservationId, supplementId]);
}

const outcomeWords: Record<Decision['outcome'], string> = {
  approved: 'Udvalget har godkendt svaret.',
  'approved-with-changes': 'Udvalget har godkendt svaret med ændringer.',
  postponed: 'Udvalget har udsat sagen.',
  rejected: 'Udvalget har afvist svaret.',
  'for-information': 'Udvalget har taget svaret til efterretning.',
};

function wordsOf({ outcome, changes, reason }: Decision): string {
  return [outcomeWords[outcome], changes, reason]
    .filter((each) => each)
    .join(' ')
    .slice(0, 4_000);
}
