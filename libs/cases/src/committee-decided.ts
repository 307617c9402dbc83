import { appendAudit } from '@genmaele/audit';
import { type Decision, decisionById } from '@genmaele/committees';
import { outcomes, type StepBody } from '@genmaele/contracts';
import { type JobContext } from '@genmaele/jobs';
import { rowsOf, type Tx } from '@genmaele/platform';
import { type CaseState } from '@genmaele/workflow';
import { systemActor } from './action-request.js';
import { actOnCase } from './case-actions.js';
import { promiseRenewal } from './plan-changes.js';
import { approvalRecordOf } from './approval-record.js';
import { approvesAll, stepOfBody, wantsChanges } from './body-steps.js';
import { openSupplement } from './supplement.js';
import { letterStage, moveReservation } from './reservations.js';

interface DecidedCase {
  id: string;
  state: CaseState;
  committeeId: string | null;
  sha256: string | null;
  reservation: string | null;
}

/**
 * The job `committee.decided`: what a body decided reaches the case it decided on. A case in committee goes on to approval or back to its draft; one whose
 * chain of approval asks that body has the step taken, or goes back; one that was sent with reservation has the reservation confirmed, or answered by a supplement. A postponed one stays, and its plan is made
 * anew. A decision that has been corrected, or that was on another version than the one in force, moves nothing and is written in the log.
 */
export async function carryOutDecision(decisionId: string, context: JobContext): Promise<void> {
  await context.finish(async (tx) => {
    const decision = await decisionById(tx, decisionId);
    if (!decision.caseId || decision.correctedBy) return;
    const [found] = await rowsOf<DecidedCase>(
      tx,
      `SELECT c.id, c.state, c.committee_id AS "committeeId", v.sha256, (SELECT r.id FROM reservation r WHERE r.case_id = c.id AND r.state = 'taken' AND r.lifted_by = 'meeting') AS reservation
       FROM response_case c LEFT JOIN draft_version v ON v.id = c.current_version_id WHERE c.id = $1 FOR UPDATE OF c`,
      [decision.caseId],
    );
    if (!found) return;
    if (found.state === 'in-committee') return decidedBeforeSending(tx, found, decision, context.now);
    if (beforeSending.includes(found.state)) return decidedDuringApproval(tx, found, decision, context.now);
    if (letterStage(found.state) === 'sent' && found.reservation) return decidedAfterSending(tx, found.reservation, decision, context.now);
  });
}

/** The states in which approvals are given, or given and may still be taken back. */
const beforeSending: readonly CaseState[] = ['in-approval', 'approved', 'rendered', 'signed'];

/**
 * A body of the chain decided. What it approved counts for the version it had before it, and so for each part that has not been edited since; what it wants
 * otherwise sends the case back, whichever version it saw; what it only noted or postponed leaves its step open. A correction takes back what it corrects.
 */
async function decidedDuringApproval(tx: Tx, found: DecidedCase, decision: Decision, now: Date): Promise<void> {
  const { steps, approvals } = await approvalRecordOf(tx, found.id);
  const step = await stepOfBody(tx, steps, decision.committeeId, found.committeeId);
  const facts = { decisionId: decision.id, decidedOn: decision.versionSha256, current: found.sha256 };
  const note = (action: string) => appendAudit(tx, { action, subject: `case:${found.id}`, facts }, now);
  if (!step) return void (await note('case.decision-not-asked'));
  const moved = { caseId: found.id, actor: systemActor, now };
  if (wantsChanges(decision)) {
    await actOnCase(tx, { ...moved, action: 'body-returned', resumeAt: step.id, comment: wordsOf(decision, step.body) });
    return;
  }
  const corrects = decision.corrects !== null && approvals.some(({ decisionId }) => decisionId === decision.corrects);
  if (corrects || (approvesAll(decision) && found.state === 'in-approval')) await actOnCase(tx, { ...moved, action: 'body-decided' });
  if (approvesAll(decision) && found.sha256 !== decision.versionSha256) await note('case.decision-on-other-version');
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
  approved: 'har godkendt svaret.',
  'approved-with-changes': 'har godkendt svaret med ændringer.',
  postponed: 'har udsat sagen.',
  rejected: 'har afvist svaret.',
  'for-information': 'har taget svaret til efterretning.',
};

const bodyNames: Record<StepBody, string> = { committee: 'Udvalget', board: 'Bestyrelsen', chairmanship: 'Formandskabet' };

/** What the body said: of the whole, in its own words, and of each point that it did not approve. */
function wordsOf({ outcome, changes, reason, points }: Decision, body: StepBody = 'committee'): string {
  const otherwise = points.filter((point) => point.outcome !== 'approved');
  const ofPoints = otherwise.map(({ pointId, text, ...point }) => `Punkt ${pointId}: ${text ?? outcomes[point.outcome]}.`);
  return [`${bodyNames[body]} ${outcomeWords[outcome]}`, changes, reason, ...ofPoints]
    .filter((each) => each)
    .join(' ')
    .slice(0, 4_000);
}
