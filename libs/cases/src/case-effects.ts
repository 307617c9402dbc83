import { randomUUID } from 'node:crypto';
import { AppError, draftHash, draftParts } from '@genmaele/contracts';
import { type Tx } from '@genmaele/platform';
import { type CaseAction } from '@genmaele/workflow';
import { type ActionGround, type Effect } from './action-effect.js';
import { type ActionRequest } from './action-request.js';
import { type LockedCase } from './case-facts.js';
import {
  askAnew,
  backToDraft,
  completeApprovals,
  enterApproval,
  followBodies,
  makeUrgent,
  takeStep,
  undoApproval,
} from './approval-effects.js';
import { openTask } from './approval-tasks.js';
import { joinHearings } from './join-cases.js';
import { proposePublication, publicationEnds, releasePublication } from './publications.js';
import { queueReservationsOf } from './reservation-queue.js';
import { withReservationsOfCase } from './reservations.js';
import { refuseUnprintable, withProvisionsOfBill } from './draft-checks.js';

type EffectFunction = (tx: Tx, locked: LockedCase, request: ActionRequest, ground: ActionGround) => Promise<Effect>;

/** What an action does; one that is not here only changes the state. */
const effects: Partial<Record<CaseAction, EffectFunction>> = {
  save: saveDraft,
  submit: async (tx, locked, { now }) => {
    const taskId = await openTask(tx, locked, { role: 'committee-secretary', planStep: 'committee' }, now);
    return { ids: { taskIds: [taskId] }, onSha256: locked.currentSha256 };
  },
  'submit-reserved': enterApproval,
  recommend: enterApproval,
  'committee-approved': enterApproval,
  'committee-returned': backToDraft,
  'skip-committee': enterApproval,
  approve: (tx, locked, request, ground) => takeStep(tx, locked, request, ground, 'approve'),
  'pass-gate': (tx, locked, request, ground) => takeStep(tx, locked, request, ground, 'gate'),
  'undo-approval': undoApproval,
  urgent: makeUrgent,
  'body-decided': followBodies,
  'body-returned': backToDraft,
  'approvals-complete': completeApprovals,
  return: backToDraft,
  recall: backToDraft,
  'withdraw-approval': backToDraft,
  join: joinCase,
  lapse: backToDraft,
  'letter-rendered': async (_tx, _locked, { evidence }) => ({
    columns: { rendered_sha256: evidence?.renderedSha256, letter_id: evidence?.letterId },
    ids: { letterId: needed(evidence?.letterId) },
    onSha256: evidence?.renderedSha256,
  }),
  'letter-signed': async (_tx, _locked, { evidence }) => ({
    columns: { signed_sha256: evidence?.signedSha256 },
    onSha256: evidence?.signedSha256,
  }),
  send: async (_tx, locked) => {
    const dispatchId = randomUUID();
    return { columns: { dispatch_id: dispatchId }, ids: { dispatchId }, onSha256: locked.signedSha256 ?? undefined };
  },
  // The same dispatch goes again, with the same Message-ID: should both arrive, they are one mail.
  'send-again': async (_tx, locked) => ({ ids: { dispatchId: needed(locked.dispatchId) }, onSha256: locked.signedSha256 ?? undefined }),
  'letter-sent': letterHasLeft,
  'confirm-sent': letterHasLeft,
  'receipt-arrived': onSignedLetter,
  'confirm-receipt': onSignedLetter,
  'delivery-failed': publicationEnds,
  'propose-publication': proposePublication,
  publish: releasePublication,
  'drop-publication': publicationEnds,
  'withdraw-publication': publicationEnds,
};

/** Does what the action does beside changing the state. */
export async function effectOf(tx: Tx, locked: LockedCase, request: ActionRequest, ground: ActionGround): Promise<Effect> {
  return (await effects[request.action]?.(tx, locked, request, ground)) ?? {};
}

function needed(id: string | null | undefined): string {
  if (!id) throw new AppError('letter.not-found');
  return id;
}

async function onSignedLetter(_tx: Tx, locked: LockedCase): Promise<Effect> {
  return { onSha256: locked.signedSha256 ?? undefined };
}

/** What was sent with reservation is queued for the meeting that lifts it. */
async function letterHasLeft(tx: Tx, locked: LockedCase, { now }: ActionRequest): Promise<Effect> {
  await queueReservationsOf(tx, locked.id, now);
  return { onSha256: locked.signedSha256 ?? undefined };
}

/** An immutable version with a hash over its canonical content. Provisions it points to must exist in the bill. */
async function saveDraft(tx: Tx, locked: LockedCase, { draft: typed, actor, now, requestId }: ActionRequest): Promise<Effect> {
  if (!typed) throw new AppError('request.invalid', { problem: 'feltet «draft» mangler' });
  if (!actor.id) throw new AppError('sign-in.needed');
  refuseUnprintable(typed);
  const pointed = await withProvisionsOfBill(tx, locked.id, typed);
  const draft = await withReservationsOfCase(tx, locked.id, pointed, { actor, now, requestId });
  const id = randomUUID();
  const sha256 = draftHash(draft, []);
  await tx.query(
    `INSERT INTO draft_version (id, case_id, number, content, attachments, sha256, author_id, saved_at, parts)
     VALUES ($1, $2, $3, $4, '[]', $5, $6, $7, $8)`,
    [id, locked.id, locked.currentNumber + 1, draft, sha256, actor.id, now, draftParts(draft, [])],
  );
  const taskIds = locked.state === 'in-approval' ? await askAnew(tx, locked, now) : [];
  return { columns: { current_version_id: id }, ids: { taskIds }, onSha256: sha256, currentVersion: sha256 };
}

async function joinCase(tx: Tx, locked: LockedCase, request: ActionRequest): Promise<Effect> {
  const { columns, ...effect } = await backToDraft(tx, locked, request);
  await joinHearings(tx, locked.id, request.joinTo, request.now, request.actor.id);
  return { ...effect, columns: { ...columns, joined_to_id: request.joinTo } };
}
