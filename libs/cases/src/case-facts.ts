import { AppError, type CaseKind, type DraftContent, draftHash } from '@genmaele/contracts';
import { rowsOf, type Tx } from '@genmaele/platform';
import { authorsOf, type CaseFacts, type CaseState } from '@genmaele/workflow';
import { type ActionEvidence, type ActionRequest } from './action-request.js';
import { type ApprovalRecord, approvalRecordOf, ownApprovals, turnOf, undoIsOver } from './approval-record.js';
import { publicationFacts } from './publications.js';
import { openReservations } from './reservations.js';
import { type Speaker } from './stand-in-speakers.js';

/** A case whose row is locked until the end of the transaction. */
export interface LockedCase {
  readonly id: string;
  readonly hearingId: string | null;
  readonly state: CaseState;
  readonly version: number;
  readonly kind: CaseKind;
  readonly chainId: string | null;
  readonly urgent: boolean;
  readonly committeeId: string | null;
  readonly currentVersionId: string | null;
  readonly approvalId: string | null;
  readonly letterId: string | null;
  readonly dispatchId: string | null;
  readonly approvedSha256: string | null;
  readonly renderedSha256: string | null;
  readonly signedSha256: string | null;
  readonly currentSha256: string | undefined;
  readonly currentNumber: number;
  readonly currentAuthorId: string | undefined;
  readonly replyTo: string | null;
  readonly plan: { steps: { id: string; latestEnd: string }[] };
}

/** Locks a case and reads what actions ask about. Errors: `case.not-found`. */
export async function lockCase(tx: Tx, caseId: string): Promise<LockedCase> {
  const [locked] = await rowsOf<LockedCase>(
    tx,
    `SELECT c.id, c.hearing_id AS "hearingId", c.state, c.version, c.kind, c.chain_id AS "chainId", c.urgent, c.committee_id AS "committeeId", c.current_version_id AS "currentVersionId",
            c.approval_id AS "approvalId", c.letter_id AS "letterId", c.dispatch_id AS "dispatchId", c.approved_sha256 AS "approvedSha256",
            c.rendered_sha256 AS "renderedSha256", c.signed_sha256 AS "signedSha256", c.plan, h.reply_to AS "replyTo"
     FROM response_case c JOIN case_occasion h ON h.case_id = c.id WHERE c.id = $1 FOR UPDATE OF c`,
    [caseId],
  );
  if (!locked) throw new AppError('case.not-found');
  const [current] = await rowsOf<{ sha256: string; number: number; author_id: string }>(
    tx,
    'SELECT sha256, number, author_id FROM draft_version WHERE id = $1',
    [locked.currentVersionId],
  );
  return { ...locked, currentSha256: current?.sha256, currentNumber: current?.number ?? 0, currentAuthorId: current?.author_id };
}

/** The states in which approvals are given, stand or may still be taken back. */
const approvalStates: readonly CaseState[] = ['in-approval', 'approved', 'rendered', 'signed', 'sending', 'uncertain', 'sent'];

/** The states in which a letter may be made public. */
const publicationStates: readonly CaseState[] = ['sent', 'acknowledged'];

/** The facts by which the table decides, read under the lock; and, where approvals matter, how they stand. */
export async function loadFacts(
  tx: Tx,
  locked: LockedCase,
  request: ActionRequest,
  speakers: readonly Speaker[],
): Promise<{ facts: CaseFacts; record: ApprovalRecord | undefined }> {
  const record = approvalStates.includes(locked.state) ? await approvalRecordOf(tx, locked.id) : undefined;
  const facts = {
    ...(locked.currentSha256 ? { currentVersion: locked.currentSha256 } : {}),
    ...(locked.signedSha256 ? { signedLetter: locked.signedSha256 } : {}),
    ...(request.seen ? { seen: request.seen } : {}),
    ...(request.comment ? { comment: request.comment } : {}),
    actorIsAuthor: request.actor.id !== undefined && request.actor.id === locked.currentAuthorId,
    hasReplyAddress: locked.replyTo !== null,
    signedInFresh: request.signedInFresh ?? false,
    reservedPolitically: (await openReservations(tx, locked.id)).some(({ kind }) => kind === 'political'),
    ...(record ? approvalFacts(record, request, speakers) : {}),
    ...(publicationStates.includes(locked.state) ? await publicationFacts(tx, locked, request, speakers) : {}),
    chainHolds: (record === undefined || record.standing.complete) && (await chainHolds(tx, locked, request.evidence)),
  };
  return { facts, record };
}

function approvalFacts(record: ApprovalRecord, { actor, now, stepId, undoMinutes }: ActionRequest, speakers: readonly Speaker[]) {
  return {
    actorIsAuthor: actor.id !== undefined && authorsOf(record.versions).has(actor.id),
    openStep: turnOf(record, 'approve', actor.id, speakers, stepId) !== undefined,
    openGate: turnOf(record, 'gate', actor.id, speakers, stepId) !== undefined,
    ownApproval: ownApprovals(record, actor.id).length > 0,
    covered: record.standing.complete,
    undoOver: undoIsOver(record, now, undoMinutes),
  };
}

/**
 * Whether what a person approved, what was rendered, what was signed and what is at hand are one chain. The approved version's content is
 * hashed anew, and each hash that the system brings must be the one the case holds.
 */
async function chainHolds(tx: Tx, locked: LockedCase, evidence: ActionEvidence = {}): Promise<boolean> {
  const [approved] = await rowsOf<{ content: DraftContent; attachments: string[]; sha256: string }>(
    tx,
    'SELECT v.content, v.attachments, v.sha256 FROM approval a JOIN draft_version v ON v.id = a.version_id WHERE a.id = $1',
    [locked.approvalId],
  );
  if (!approved || !locked.approvedSha256) return false;
  if (draftHash(approved.content, approved.attachments) !== locked.approvedSha256 || approved.sha256 !== locked.approvedSha256)
    return false;
  if (evidence.versionSha256 !== undefined && evidence.versionSha256 !== locked.approvedSha256) return false;
  const takesRendered = evidence.versionSha256 === undefined && evidence.renderedSha256 !== undefined;
  if (takesRendered && evidence.renderedSha256 !== locked.renderedSha256) return false;
  return evidence.attachmentSha256 === undefined || evidence.attachmentSha256 === locked.signedSha256;
}
