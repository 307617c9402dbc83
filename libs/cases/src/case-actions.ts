import { appendAudit } from '@genmaele/audit';
import { AppError } from '@genmaele/contracts';
import { rowsOf, type Tx } from '@genmaele/platform';
import { decide } from '@genmaele/workflow';
import { type ActionRequest } from './action-request.js';
import { type LockedCase, loadFacts, lockCase } from './case-facts.js';
import { promiseFollowing } from './case-promises.js';
import { effectOf } from './case-effects.js';
import { rolesHere } from './roles-here.js';

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
 * writes step, promised work and the line in the log, all in the caller's transaction.
 *
 * Errors: `case.not-found`, those of `decide`, those of the action's own effect, `case.changed-meanwhile`.
 */
export async function actOnCase(tx: Tx, request: ActionRequest): Promise<ActionOutcome> {
  const locked = await lockCase(tx, request.caseId);
  const facts = await loadFacts(tx, locked, request);
  const decision = decide(locked.state, request.action, rolesHere(request, locked), facts);
  if (!decision.allowed) throw new AppError(decision.code, decision.facts);
  const change = await effectOf(tx, locked, request);
  const version = locked.version + 1;
  await guardedUpdate(tx, locked, { ...change.columns, state: decision.to, version, changed_at: request.now });
  await writeStep(tx, locked, decision.to, request, change.onSha256);
  await promiseFollowing(tx, decision.enqueues, { caseId: locked.id, ...change.ids }, `${locked.id}:${version}`, request.now);
  await appendAudit(
    tx,
    {
      actorId: request.actor.id,
      action: `case.${request.action}`,
      subject: `case:${locked.id}`,
      facts: { from: locked.state, to: decision.to, version, on: change.onSha256 ?? null },
      requestId: request.requestId,
    },
    request.now,
  );
  return { caseId: locked.id, from: locked.state, to: decision.to, version, currentVersion: change.currentVersion ?? locked.currentSha256 };
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

async function writeStep(tx: Tx, locked: LockedCase, to: string, request: ActionRequest, onSha256: string | undefined): Promise<void> {
  await tx.query(
    `INSERT INTO case_step (case_id, version, from_state, to_state, action, actor_id, comment, on_sha256, at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      locked.id,
      locked.version + 1,
      locked.state,
      to,
      request.action,
      request.actor.id ?? null,
      request.comment ?? null,
      onSha256 ?? null,
      request.now,
    ],
  );
}
