import { randomUUID } from 'node:crypto';
import { AppError, draftHash } from '@genmaele/contracts';
import { cancelWork } from '@genmaele/jobs';
import { type Tx } from '@genmaele/platform';
import { type CaseAction } from '@genmaele/workflow';
import { type ActionRequest } from './action-request.js';
import { type LockedCase } from './case-facts.js';
import { closeTasks, openTask } from './approval-tasks.js';
import { joinHearings } from './join-cases.js';
import { queueReservationsOf } from './reservation-queue.js';
import { refuseUnnamedReservations, withReservationsOfCase } from './reservations.js';
import { refuseUnprintable, withProvisionsOfBill } from './draft-checks.js';

/** What an action writes beside state, step and log: columns of the case, ids for the promised work, and the hash it was taken on. */
export interface Effect {
  readonly columns?: Record<string, unknown>;
  readonly ids?: { taskId?: string; approvalId?: string; letterId?: string; dispatchId?: string };
  readonly onSha256?: string | undefined;
  readonly currentVersion?: string;
}

type EffectFunction = (tx: Tx, locked: LockedCase, request: ActionRequest) => Promise<Effect>;

/** What an action does; one that is not here only changes the state. */
const effects: Partial<Record<CaseAction, EffectFunction>> = {
  save: saveDraft,
  submit: async (tx, locked, { now }) => {
    const taskId = await openTask(tx, locked, { role: 'committee-secretary', planStep: 'committee' }, now);
    return { ids: { taskId }, onSha256: locked.currentSha256 };
  },
  'submit-reserved': askChair,
  recommend: askChair,
  'committee-approved': askChair,
  'committee-returned': backToDraft,
  'skip-committee': askChair,
  approve,
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
};

/** Does what the action does beside changing the state. */
export async function effectOf(tx: Tx, locked: LockedCase, request: ActionRequest): Promise<Effect> {
  return (await effects[request.action]?.(tx, locked, request)) ?? {};
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
    `INSERT INTO draft_version (id, case_id, number, content, attachments, sha256, author_id, saved_at) VALUES ($1, $2, $3, $4, '[]', $5, $6, $7)`,
    [id, locked.id, locked.currentNumber + 1, draft, sha256, actor.id, now],
  );
  return { columns: { current_version_id: id }, onSha256: sha256, currentVersion: sha256 };
}

async function askChair(tx: Tx, locked: LockedCase, { now }: ActionRequest): Promise<Effect> {
  await closeTasks(tx, locked.id, 'done', now);
  const taskId = await openTask(tx, locked, { role: 'chair', planStep: 'approval' }, now);
  return { ids: { taskId }, onSha256: locked.currentSha256 };
}

async function approve(tx: Tx, locked: LockedCase, { actor, now }: ActionRequest): Promise<Effect> {
  await refuseUnnamedReservations(tx, locked.id, locked.currentVersionId);
  const approvalId = randomUUID();
  await tx.query(
    `INSERT INTO approval (id, case_id, version_id, version_sha256, person_id, role, at) VALUES ($1, $2, $3, $4, $5, 'chair', $6)`,
    [approvalId, locked.id, locked.currentVersionId, locked.currentSha256, actor.id, now],
  );
  await closeTasks(tx, locked.id, 'done', now);
  const columns = {
    approval_id: approvalId,
    approved_sha256: locked.currentSha256,
    letter_id: null,
    rendered_sha256: null,
    signed_sha256: null,
  };
  return { columns, ids: { approvalId }, onSha256: locked.currentSha256 };
}

async function joinCase(tx: Tx, locked: LockedCase, request: ActionRequest): Promise<Effect> {
  const { columns, ...effect } = await backToDraft(tx, locked, request);
  await joinHearings(tx, locked.id, request.joinTo, request.now, request.actor.id);
  return { ...effect, columns: { ...columns, joined_to_id: request.joinTo } };
}

/** Whatever was asked, approved or made of the old version is no longer wanted. */
async function backToDraft(tx: Tx, locked: LockedCase, { now }: ActionRequest): Promise<Effect> {
  await closeTasks(tx, locked.id, 'withdrawn', now);
  await cancelWork(tx, `case:${locked.id}`, ['letter.render', 'letter.sign']);
  const columns = { approval_id: null, approved_sha256: null, letter_id: null, rendered_sha256: null, signed_sha256: null };
  return { columns, onSha256: locked.currentSha256 };
}
