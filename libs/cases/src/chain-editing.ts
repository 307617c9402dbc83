import { randomUUID } from 'node:crypto';
import { appendAudit } from '@genmaele/audit';
import { countWorkingDays, localDateOf, parseDeadline, parseLocalDate } from '@genmaele/calendar';
import {
  AppError,
  type CaseKind,
  type ChainBody,
  chainHash,
  chainSteps,
  type ChainStep,
  type Role,
  type StepBody,
} from '@genmaele/contracts';
import { promiseWork } from '@genmaele/jobs';
import { rowsOf, type Tx } from '@genmaele/platform';
import { type DataSource } from 'typeorm';
import { asksForAgenda } from './body-steps.js';
import { type By } from './by.js';
import { type ChainTrial, type PastApprovalCase, replayChain } from './chain-replay.js';

/** A chain of approval as pages and programs see it. Days are `2026-12-18`. */
export interface ChainView {
  id: string;
  kind: CaseKind;
  name: string;
  state: 'draft' | 'in-force';
  validFrom: string | null;
  steps: ChainStep[];
  triedAt: Date | null;
  trial: ChainTrial | null;
  /** Whether the trial was of the steps as they are now. */
  trialHolds: boolean;
}

/** The chains, those in force first and by kind, the one made last first. */
export async function chainsOf(db: DataSource | Tx): Promise<ChainView[]> {
  const rows = await rowsOf<Omit<ChainView, 'trialHolds'> & { sha256: string | null }>(
    db,
    `SELECT id, kind, name, state, valid_from::text AS "validFrom", steps, tried_at AS "triedAt", trial, tried_sha256 AS sha256 FROM approval_chain
     ORDER BY kind DESC, state DESC, valid_from DESC, created_at DESC, id`,
  );
  return rows.map(({ sha256, ...chain }) => ({ ...chain, trialHolds: sha256 === chainHash(chain.steps) }));
}

function soundSteps(steps: readonly ChainStep[]): ChainStep[] {
  const parsed = chainSteps.safeParse(steps);
  if (!parsed.success) throw new AppError('chain.unsound', { problem: parsed.error.issues[0]?.message ?? 'trinene har en forkert form' });
  return parsed.data;
}

/** Writes a chain: a new draft, or in the place of one. What was tried of other steps no longer counts. Returns its id. Errors: `chain.not-found`, `chain.in-force`, `chain.unsound`. */
export async function saveChain(tx: Tx, chainId: string | undefined, body: ChainBody, by: By): Promise<string> {
  const steps = soundSteps(body.steps);
  const id = chainId ?? randomUUID();
  if (chainId) await lockDraft(tx, chainId);
  else
    await tx.query(
      `INSERT INTO approval_chain (id, kind, name, state, steps, created_by, created_at) VALUES ($1, $2, $3, 'draft', '[]', $4, $5)`,
      [id, body.kind, body.name, by.actorId ?? null, by.now],
    );
  await tx.query('UPDATE approval_chain SET kind = $2, name = $3, steps = $4 WHERE id = $1', [
    id,
    body.kind,
    body.name,
    JSON.stringify(steps),
  ]);
  await log(tx, 'chain.save', id, { steps: steps.length }, by);
  return id;
}

/** Tries a draft on the last two hundred cases of its kind that were approved: nothing of them is changed. Errors: `chain.not-found`, `chain.in-force`, `chain.unsound`. */
export async function tryChain(tx: Tx, chainId: string, by: By): Promise<ChainTrial> {
  const { kind, steps } = await lockDraft(tx, chainId);
  const trial = replayChain(soundSteps(steps), await pastCases(tx, kind));
  await tx.query('UPDATE approval_chain SET tried_at = $2, tried_sha256 = $3, trial = $4 WHERE id = $1', [
    chainId,
    by.now,
    chainHash(steps),
    JSON.stringify(trial),
  ]);
  await log(tx, 'chain.try', chainId, { tried: trial.tried, unmanned: trial.unmanned, slower: trial.slower }, by);
  return trial;
}

/**
 * Puts a chain in force from a day on, today at the earliest: for cases that come to approval from then; plans are made anew when that day begins. Only steps that were tried just as they are. Errors:
 * `chain.not-found`, `chain.in-force`, `chain.unsound`, `chain.not-tried`, `request.invalid` (a day that has passed).
 */
export async function putChainInForce(tx: Tx, chainId: string, validFrom: string, by: By): Promise<void> {
  const { steps, tried } = await lockDraft(tx, chainId);
  if (tried !== chainHash(soundSteps(steps))) throw new AppError('chain.not-tried');
  if (validFrom < localDateOf(by.now)) throw new AppError('request.invalid', { problem: 'vejen kan ikke gælde bagud i tid' });
  await tx.query(`UPDATE approval_chain SET state = 'in-force', valid_from = $2 WHERE id = $1`, [chainId, validFrom]);
  const dueAt = new Date(Math.max(by.now.getTime(), Date.parse(parseDeadline(`${validFrom}T00:01`).instant)));
  await promiseWork(tx, 'plan.renew', { cause: 'chain' }, { subject: `chain:${chainId}`, once: `${chainId}:plans`, dueAt, now: by.now });
  await log(tx, 'chain.force', chainId, { validFrom }, by);
}

async function lockDraft(tx: Tx, chainId: string): Promise<{ kind: CaseKind; steps: ChainStep[]; tried: string | null }> {
  const [chain] = await rowsOf<{ state: string; kind: CaseKind; steps: ChainStep[]; tried: string | null }>(
    tx,
    'SELECT state, kind, steps, tried_sha256 AS tried FROM approval_chain WHERE id = $1 FOR UPDATE',
    [chainId],
  );
  if (!chain) throw new AppError('chain.not-found');
  if (chain.state !== 'draft') throw new AppError('chain.in-force');
  return chain;
}

interface PastRow {
  id: string;
  number: string;
  title: string;
  entered: Date;
  approved: Date;
  holders: Partial<Record<Role, number>> | null;
  bodies: { body: StepBody; meets: string | null }[];
  answers: { role: Role; asked: string; at: string }[] | null;
}

// Of each case its last way through approval: from when it came there until it was approved; a task names who was asked and when they answered.
const pastSql = `SELECT c.id, c.number, c.title, e.at AS entered, d.at AS approved,
    (SELECT jsonb_object_agg(role, n) FROM (SELECT g.role, count(DISTINCT g.person_id) AS n FROM role_grant g WHERE g.valid_from <= e.at
       AND (g.valid_to IS NULL OR g.valid_to > e.at) AND (g.committee_id IS NULL OR g.committee_id = c.committee_id) GROUP BY g.role) held) AS holders,
    (SELECT jsonb_agg(jsonb_build_object('role', t.role, 'asked', t.asked_at, 'at', t.closed_at)) FROM approval_task t
     WHERE t.case_id = c.id AND NOT ${asksForAgenda('t', 'c')} AND t.state = 'done' AND t.closed_at <= d.at) AS answers,
    (SELECT coalesce(jsonb_agg(jsonb_build_object('body', b.body, 'meets', b.meets)), '[]') FROM
       (SELECT CASE WHEN m.id = c.committee_id THEN 'committee' ELSE m.kind END AS body, min(g.date) AS meets FROM committee m
          LEFT JOIN committee_meeting g ON g.committee_id = m.id AND g.state <> 'cancelled' AND g.agenda_close >= e.at::date
        WHERE m.id = c.committee_id OR m.kind IN ('board', 'chairmanship') AND m.valid_from <= e.at AND (m.valid_to IS NULL OR m.valid_to >= e.at::date)
        GROUP BY 1) b) AS bodies
  FROM response_case c
  JOIN LATERAL (SELECT at, version FROM case_step s WHERE s.case_id = c.id AND s.from_state = 'in-approval' AND s.to_state = 'approved' ORDER BY s.version DESC LIMIT 1) d ON true
  JOIN LATERAL (SELECT at FROM case_step s WHERE s.case_id = c.id AND s.to_state = 'in-approval' AND s.from_state <> 'in-approval' AND s.version < d.version
    ORDER BY s.version DESC LIMIT 1) e ON true
  WHERE c.kind = $1 AND NOT c.confidential ORDER BY d.at DESC, c.id LIMIT 200`;

async function pastCases(tx: Tx, kind: CaseKind): Promise<PastApprovalCase[]> {
  const rows = await rowsOf<PastRow>(tx, pastSql, [kind]);
  return rows.map(({ id, number, title, entered, approved, holders, answers, bodies }) => ({
    id,
    number,
    title,
    days: workingDaysBetween(entered, approved),
    holders: holders ?? {},
    bodies: Object.fromEntries(
      bodies.map(({ body, meets }) => [body, meets ? countWorkingDays(localDateOf(entered), parseLocalDate(meets)) : null]),
    ),
    answered: Object.fromEntries((answers ?? []).map(({ role, asked, at }) => [role, workingDaysBetween(new Date(asked), new Date(at))])),
  }));
}

function workingDaysBetween(from: Date, to: Date): number {
  return countWorkingDays(localDateOf(from), localDateOf(to));
}

async function log(tx: Tx, action: string, chainId: string, facts: Record<string, string | number>, by: By): Promise<void> {
  await appendAudit(tx, { actorId: by.actorId, action, subject: `chain:${chainId}`, facts, requestId: by.requestId }, by.now);
}
