import { randomUUID } from 'node:crypto';
import { peopleWithRole } from '@genmaele/access';
import { localDateOf } from '@genmaele/calendar';
import { AppError } from '@genmaele/contracts';
import { cancelWork } from '@genmaele/jobs';
import { rowsOf, type Tx } from '@genmaele/platform';
import { voidedByReturn } from '@genmaele/workflow';
import { type ActionGround, type Effect } from './action-effect.js';
import { type ActionRequest } from './action-request.js';
import { type ApprovalRecord, approvalRecordOf, chainInForce, ownApprovals, turnOf, voidApprovals } from './approval-record.js';
import { askOpenSteps, closeTasks } from './approval-tasks.js';
import { bringInDecisions } from './body-steps.js';
import { type LockedCase } from './case-facts.js';
import { notify } from './notices/index.js';
import { namesReservations, refuseUnnamedReservations } from './reservations.js';

const nothingApproved = { approval_id: null, approved_sha256: null, letter_id: null, rendered_sha256: null, signed_sha256: null };

function recordOf(ground: ActionGround): ApprovalRecord {
  if (!ground.record) throw new AppError('chain.not-found');
  return ground.record;
}

/**
 * The case comes to approval: it follows the chain in force today for its kind, and the first open steps are asked. What still stands of an earlier round
 * counts, and what bodies of the chain have decided already.
 */
export async function enterApproval(tx: Tx, locked: LockedCase, { now }: ActionRequest): Promise<Effect> {
  await closeTasks(tx, locked.id, 'done', now);
  const chain = await chainInForce(tx, locked.kind, localDateOf(now));
  await bringInDecisions(tx, locked, chain, now);
  const { standing } = await approvalRecordOf(tx, locked.id, chain.id);
  const taskIds = await askOpenSteps(tx, locked, standing.open, now);
  const complete = standing.complete && (await isNamed(tx, locked, now));
  return { columns: { chain_id: chain.id, urgent: false }, ids: { taskIds }, onSha256: locked.currentSha256, complete };
}

/**
 * A body of the chain decided, or corrected what it had decided: its approvals follow, and whoever the chain then waits for is asked. A text that does not name
 * a reservation taken meanwhile is not complete by this: its author is told, and what they save is asked for again.
 */
export async function followBodies(tx: Tx, locked: LockedCase, { now }: ActionRequest, ground: ActionGround): Promise<Effect> {
  const { chainId, steps } = recordOf(ground);
  if (chainId === null) throw new AppError('chain.not-found');
  await bringInDecisions(tx, locked, { id: chainId, steps }, now);
  await cancelWork(tx, `case:${locked.id}`, ['letter.render', 'letter.sign']);
  const { standing } = await approvalRecordOf(tx, locked.id);
  const taskIds = await askOpenSteps(tx, locked, standing.open, now);
  const complete = standing.complete && (await isNamed(tx, locked, now));
  return { columns: nothingApproved, ids: { taskIds }, onSha256: locked.currentSha256, complete };
}

/** Whether the text names the case's reservations; its author is told when it does not. */
async function isNamed(tx: Tx, locked: LockedCase, now: Date): Promise<boolean> {
  if (await namesReservations(tx, locked.id, locked.currentVersionId)) return true;
  if (!locked.currentAuthorId) return false;
  const [named] = await rowsOf<{ number: string }>(tx, 'SELECT number FROM response_case WHERE id = $1', [locked.id]);
  const matter = { topic: `unnamed:${locked.id}`, occasion: `unnamed:${locked.id}:${locked.version}`, caseId: locked.id };
  const headline = `udkastet i sag ${named?.number ?? ''} nævner ikke det forbehold, der er taget`;
  const why = 'du har skrevet den gældende version, og alle andre har godkendt den';
  const ifNothing = 'bliver brevet ikke dannet; gem udkastet igen, så nævner det forbeholdet';
  await notify(tx, { personId: locked.currentAuthorId, ...matter, headline, why, ifNothing, urgency: 'blocking' }, now);
  return false;
}

/** Asks whoever the chain now waits for: an edit voids what it touches, and those who had approved that are asked again. Returns the tasks to ask for. */
export async function askAnew(tx: Tx, locked: LockedCase, now: Date): Promise<string[]> {
  const { standing } = await approvalRecordOf(tx, locked.id);
  return askOpenSteps(tx, locked, standing.open, now);
}

/** Records an approval, or that a gate was passed, of the version in force and each of its parts; asks the next. */
export async function takeStep(
  tx: Tx,
  locked: LockedCase,
  { actor, now, stepId }: ActionRequest,
  ground: ActionGround,
  kind: 'approve' | 'gate',
): Promise<Effect> {
  await refuseUnnamedReservations(tx, locked.id, locked.currentVersionId);
  const record = recordOf(ground);
  const turn = turnOf(record, kind, actor.id, ground.speakers, stepId);
  if (!turn) throw new AppError('case.changed-meanwhile');
  const { forPersonId, standInId } = turn.speaker;
  await tx.query(
    `INSERT INTO approval (id, case_id, version_id, version_sha256, person_id, role, at, chain_id, step_id, for_person_id, stand_in_id, parts)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
    [
      randomUUID(),
      locked.id,
      locked.currentVersionId,
      locked.currentSha256,
      actor.id,
      turn.role,
      now,
      record.chainId,
      turn.step.id,
      forPersonId,
      standInId,
      record.versions.at(-1)?.parts,
    ],
  );
  const { standing } = await approvalRecordOf(tx, locked.id);
  const taskIds = standing.complete ? [] : await askOpenSteps(tx, locked, standing.open, now);
  const said = { stepId: turn.step.id, forPersonId: forPersonId ?? undefined };
  return { ...said, ids: { taskIds }, onSha256: locked.currentSha256, complete: standing.complete };
}

/** The chain is complete: the latest approval of the version in force is what its letter is made for. */
export async function completeApprovals(tx: Tx, locked: LockedCase, { now }: ActionRequest, ground: ActionGround): Promise<Effect> {
  const approvalId = recordOf(ground).standing.completing?.id;
  if (!approvalId) throw new AppError('case.changed-meanwhile');
  await closeTasks(tx, locked.id, 'done', now);
  await inform(tx, locked, recordOf(ground), now);
  const columns = { ...nothingApproved, approval_id: approvalId, approved_sha256: locked.currentSha256 };
  return { columns, ids: { approvalId }, onSha256: locked.currentSha256 };
}

/** Those who are to have a copy are told that the text is approved, in their digest. */
async function inform(tx: Tx, locked: LockedCase, { steps }: ApprovalRecord, now: Date): Promise<void> {
  const [named] = await rowsOf<{ number: string }>(tx, 'SELECT number FROM response_case WHERE id = $1', [locked.id]);
  for (const step of steps.filter(({ kind }) => kind === 'inform')) {
    const people = (await Promise.all(step.by.map((role) => peopleWithRole(tx, role, now, locked.committeeId)))).flat();
    for (const personId of new Set(people.map(({ id }) => id))) {
      const occasion = `${locked.id}:${locked.version}:${step.id}`;
      const headline = `sag ${named?.number ?? ''} er godkendt`;
      const news = { personId, occasion, topic: `copy:${locked.id}`, headline, why: `du får den til orientering (${step.name})` };
      await notify(tx, { ...news, caseId: locked.id, ifNothing: 'bliver brevet underskrevet og sendt', urgency: 'news' }, now);
    }
  }
}

/** Takes the actor's own approvals back; the case waits for them, and for whoever comes after, again. */
export async function undoApproval(tx: Tx, locked: LockedCase, { actor, now }: ActionRequest, ground: ActionGround): Promise<Effect> {
  await voidApprovals(tx, ownApprovals(recordOf(ground), actor.id), actor.id, now);
  await cancelWork(tx, `case:${locked.id}`, ['letter.render', 'letter.sign']);
  return { columns: nothingApproved, ids: { taskIds: await askAnew(tx, locked, now) }, onSha256: locked.currentSha256 };
}

/** Those who are asked have hours instead of days, and are told at once. */
export async function makeUrgent(tx: Tx, locked: LockedCase, { now }: ActionRequest, ground: ActionGround): Promise<Effect> {
  const taskIds = await askOpenSteps(tx, locked, recordOf(ground).standing.open, now, true);
  return { columns: { urgent: true }, ids: { taskIds }, onSha256: locked.currentSha256 };
}

/**
 * Back to drafting: whatever was asked or made of the version is no longer wanted. The approvals of the step at which the chain is to resume, and of all after
 * it, are taken back; all of them when no step is named. What a body sends back resumes at its own step.
 */
export async function backToDraft(
  tx: Tx,
  locked: LockedCase,
  { action, actor, now, resumeAt }: ActionRequest,
  ground?: ActionGround,
): Promise<Effect> {
  const record = ground?.record;
  if (record) {
    const from = action === 'return' || action === 'body-returned' ? resumeAt : undefined;
    if (from !== undefined && !record.steps.some(({ id, kind }) => id === from && kind !== 'inform'))
      throw new AppError('request.invalid', { problem: `«${from.slice(0, 40)}» er ikke et trin i sagens godkendelsesvej` });
    await voidApprovals(tx, voidedByReturn(record.steps, record.approvals, from), actor.id, now);
  }
  await closeTasks(tx, locked.id, 'withdrawn', now);
  await cancelWork(tx, `case:${locked.id}`, ['letter.render', 'letter.sign']);
  return { columns: nothingApproved, onSha256: locked.currentSha256 };
}
