import { randomUUID } from 'node:crypto';
import { appendAudit } from '@genmaele/audit';
import { localDateOf } from '@genmaele/calendar';
import { AppError, type RoutingSetBody } from '@genmaele/contracts';
import { committeeName } from '@genmaele/committees';
import { rowsOf, type Tx } from '@genmaele/platform';
import { type DataSource } from 'typeorm';
import { type By } from './by.js';
import { type PastCase, replayRoutes, type RoutingRule, type RoutingTrial, rulesHash } from './routing-rules.js';

/** A set of routing rules as pages and programs see it. Days are `2026-12-18`. */
export interface RoutingSetView {
  id: string;
  name: string;
  state: 'draft' | 'in-force';
  validFrom: string | null;
  triedAt: Date | null;
  trial: RoutingTrial | null;
  /** Whether the trial was of the rules as they are now. */
  trialHolds: boolean;
  rules: RoutingRule[];
}

const ruleColumns = `priority, kle_prefix AS "klePrefix", words, office_name AS "officeName", committee_id AS "committeeId"`;

async function rulesOf(db: DataSource | Tx, setId: string): Promise<RoutingRule[]> {
  return rowsOf(db, `SELECT ${ruleColumns} FROM routing_rule WHERE set_id = $1 ORDER BY priority`, [setId]);
}

/** The sets, the one made last first. */
export async function routingSets(db: DataSource | Tx): Promise<RoutingSetView[]> {
  const sets = await rowsOf<Omit<RoutingSetView, 'rules' | 'trialHolds'> & { sha256: string | null }>(
    db,
    `SELECT id, name, state, valid_from::text AS "validFrom", tried_at AS "triedAt", trial, tried_sha256 AS sha256 FROM routing_set ORDER BY created_at DESC, id`,
  );
  return Promise.all(
    sets.map(async ({ sha256, ...set }) => {
      const rules = await rulesOf(db, set.id);
      return { ...set, rules, trialHolds: sha256 !== null && sha256 === rulesHash(rules) };
    }),
  );
}

/** The rules in force on a day: those of the set that came into force last. Empty before any has. */
export async function rulesInForce(db: DataSource | Tx, day: string): Promise<RoutingRule[]> {
  const [set] = await rowsOf<{ id: string }>(
    db,
    `SELECT id FROM routing_set WHERE state = 'in-force' AND valid_from <= $1 ORDER BY valid_from DESC, created_at DESC LIMIT 1`,
    [day],
  );
  return set ? rulesOf(db, set.id) : [];
}

/**
 * Writes a set of rules: a new one, or in the place of a draft's. What was tried of other rules no longer counts. Returns its id. Errors:
 * `routing.not-found`, `routing.in-force`, `request.invalid` (an unknown committee).
 */
export async function saveRoutingSet(tx: Tx, setId: string | undefined, body: RoutingSetBody, by: By): Promise<string> {
  for (const { committeeId } of body.rules) {
    if (committeeId !== null && !(await committeeName(tx, committeeId)))
      throw new AppError('request.invalid', { problem: `udvalget «${committeeId.slice(0, 60)}» kendes ikke` });
  }
  const id = setId ?? randomUUID();
  if (setId) await lockDraft(tx, setId);
  else
    await tx.query(`INSERT INTO routing_set (id, name, state, created_by, created_at) VALUES ($1, $2, 'draft', $3, $4)`, [
      id,
      body.name,
      by.actorId ?? null,
      by.now,
    ]);
  await tx.query('UPDATE routing_set SET name = $2 WHERE id = $1', [id, body.name]);
  await tx.query('DELETE FROM routing_rule WHERE set_id = $1', [id]);
  for (const { priority, klePrefix, words, officeName, committeeId } of body.rules)
    await tx.query(
      'INSERT INTO routing_rule (set_id, priority, kle_prefix, words, office_name, committee_id) VALUES ($1, $2, $3, $4, $5, $6)',
      [id, priority, klePrefix, JSON.stringify(words), officeName, committeeId],
    );
  await log(tx, 'routing.save', id, { rules: body.rules.length }, by);
  return id;
}

/** Tries a draft on the cases opened in the year before: nothing of them is changed. Errors: `routing.not-found`, `routing.in-force`. */
export async function tryRoutingSet(tx: Tx, setId: string, by: By): Promise<RoutingTrial> {
  await lockDraft(tx, setId);
  const rules = await rulesOf(tx, setId);
  const cases = await rowsOf<PastCase>(
    tx,
    `SELECT c.id, c.number, c.title, c.kle_number AS "kleNumber", coalesce(h.subject_words, jsonb_build_array(c.title)) AS words,
            c.office_name AS "officeName", c.committee_id AS "committeeId"
     FROM response_case c LEFT JOIN hearing h ON h.id = c.hearing_id
     WHERE c.kind <> 'supplement' AND NOT c.confidential AND c.opened_at > $1::timestamptz - interval '1 year' AND c.opened_at <= $1 ORDER BY c.number`,
    [by.now],
  );
  const trial = replayRoutes(rules, cases);
  await tx.query('UPDATE routing_set SET tried_at = $2, tried_sha256 = $3, trial = $4 WHERE id = $1', [
    setId,
    by.now,
    rulesHash(rules),
    JSON.stringify(trial),
  ]);
  await log(tx, 'routing.try', setId, { tried: trial.tried, differences: trial.differences.length }, by);
  return trial;
}

/**
 * Puts a set in force from a day on, today at the earliest. Only rules that were tried just as they are. Errors: `routing.not-found`, `routing.in-force`,
 * `routing.not-tried`, `request.invalid` (a day that has passed).
 */
export async function putRoutingInForce(tx: Tx, setId: string, validFrom: string, by: By): Promise<void> {
  const { tried_sha256: tried } = await lockDraft(tx, setId);
  if (tried === null || tried !== rulesHash(await rulesOf(tx, setId))) throw new AppError('routing.not-tried');
  if (validFrom < localDateOf(by.now)) throw new AppError('request.invalid', { problem: 'reglerne kan ikke gælde bagud i tid' });
  await tx.query(`UPDATE routing_set SET state = 'in-force', valid_from = $2 WHERE id = $1`, [setId, validFrom]);
  await log(tx, 'routing.force', setId, { validFrom }, by);
}

async function lockDraft(tx: Tx, setId: string): Promise<{ tried_sha256: string | null }> {
  const [set] = await rowsOf<{ state: string; tried_sha256: string | null }>(
    tx,
    'SELECT state, tried_sha256 FROM routing_set WHERE id = $1 FOR UPDATE',
    [setId],
  );
  if (!set) throw new AppError('routing.not-found');
  if (set.state !== 'draft') throw new AppError('routing.in-force');
  return set;
}

async function log(tx: Tx, action: string, setId: string, facts: Record<string, string | number>, by: By): Promise<void> {
  await appendAudit(tx, { actorId: by.actorId, action, subject: `routing:${setId}`, facts, requestId: by.requestId }, by.now);
}
