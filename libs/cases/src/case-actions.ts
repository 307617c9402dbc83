import { appendAudit } from '@genmaele/audit';
import { AppError, type Role } from '@genmaele/contracts';
import { rowsOf, type Tx } from '@genmaele/platform';
import { decide } from '@genmaele/workflow';
import { type ActionRequest, systemActor } from './action-request.js';
import { type LockedCase, loadFacts, lockCase } from './case-facts.js';
import { promiseFollowing } from './case-promises.js';
import { effectOf } from './case-effects.js';
import { type Speaker, speakersOf } from './stand-in-speakers.js';

/** What an action came to. */
export interface ActionOutcome {
  readonly caseId: string;
  readonly from: string;
  readonly to: string;
  readonly version: number;
  /** Hash of the draft version in force after the action. */
  readonly currentVersion?: string | undefined;
}

/**
 * The one writer of a case's state: locks the row, loads the facts, lets the workflow table decide, updates guarded by id and version, and
 * writes step, promised work and the line in the log, all in the caller's transaction. An approval that completes the chain takes the system's step
 * `approvals-complete` in the same transaction.
 *
 * Errors: `case.not-found`, those of `decide`, those of the action's own effect, `case.changed-meanwhile`.
 */
export async function actOnCase(tx: Tx, request: ActionRequest): Promise<ActionOutcome> {
  const locked = await lockCase(tx, request.caseId);
  const speakers = await speakersOf(tx, request.actor, locked, request.now);
  const { facts, record } = await loadFacts(tx, locked, request, speakers);
  const roles = [...new Set(speakers.flatMap((speaker) => speaker.roles))];
  const decision = decide(locked.state, request.action, roles, facts);
  if (!decision.allowed) throw new AppError(decision.code, decision.facts);
  const change = await effectOf(tx, locked, request, { speakers, record });
  const forPersonId = change.forPersonId ?? speakerFor(speakers, decision.row.by);
  const version = locked.version + 1;
  await guardedUpdate(tx, locked, { ...change.columns, state: decision.to, version, changed_at: request.now });
  await writeStep(tx, locked, decision.to, request, { onSha256: change.onSha256, forPersonId });
  await promiseFollowing(tx, decision.enqueues, { caseId: locked.id, ...change.ids }, `${locked.id}:${version}`, request.now);
  await appendAudit(
    tx,
    {
      actorId: request.actor.id,
      action: `case.${request.action}`,
      subject: `case:${locked.id}`,
      facts: {
        from: locked.state,
        to: decision.to,
        version,
        on: change.onSha256 ?? null,
        ...(forPersonId ? { for: forPersonId } : {}),
        ...(change.stepId ? { step: change.stepId } : {}),
      },
      requestId: request.requestId,
    },
    request.now,
  );
  const outcome = { caseId: locked.id, from: locked.state, to: decision.to, version };
  if (change.complete) {
    const completed = await actOnCase(tx, { caseId: locked.id, action: 'approvals-complete', actor: systemActor, now: request.now });
    return { ...completed, from: locked.state };
  }
  return { ...outcome, currentVersion: change.currentVersion ?? locked.currentSha256 };
}

/** Whom the actor stands in for in a row that their own roles do not open; undefined when they act for themselves. */
function speakerFor([own, ...others]: readonly Speaker[], by: readonly Role[]): string | undefined {
  const opens = (speaker: Speaker | undefined) => speaker?.roles.some((role) => by.includes(role)) ?? false;
  return opens(own) ? undefined : (others.find(opens)?.forPersonId ?? undefined);
}

async function guardedUpdate(tx: Tx, locked: LockedCase, columns: Record<string, unknown>): Promise<void> {
  const names = Object.keys(columns);
  const hit = await rowsOf(
    tx,
    `UPDATE response_case SET ${names.map((name, i) => `${name} = $${i + 3}`).join(', ')} WHERE id = $1 AND version = $2 RETURNING id`,
    [locked.id, locked.version, ...names.map((name) => columns[name])],
  );
  if (hit.length !== 1) throw new AppError('case.changed-meanwhile');
}

async function writeStep(
  tx: Tx,
  locked: LockedCase,
  to: string,
  request: ActionRequest,
  said: { onSha256: string | undefined; forPersonId: string | undefined },
): Promise<void> {
  await tx.query(
    `INSERT INTO case_step (case_id, version, from_state, to_state, action, actor_id, comment, on_sha256, at, for_person_id)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      locked.id,
      locked.version + 1,
      locked.state,
      to,
      request.action,
      request.actor.id ?? null,
      request.comment ?? null,
      said.onSha256 ?? null,
      request.now,
      said.forPersonId ?? null,
    ],
  );
}
