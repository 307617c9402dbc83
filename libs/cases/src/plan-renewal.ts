import { randomUUID } from 'node:crypto';
import { tellable } from '@genmaele/access';
import { appendAudit } from '@genmaele/audit';
import { localDateOf, type Plan } from '@genmaele/calendar';
import { type CaseKind, type JobPayload } from '@genmaele/contracts';
import { type JobContext } from '@genmaele/jobs';
import { rowsOf, type Tx } from '@genmaele/platform';
import { type CaseState } from '@genmaele/workflow';
import { type DataSource } from 'typeorm';
import { notify } from './notices/index.js';
import { promiseDeadlineAlarms } from './plan-alarms.js';
import { planWaitsFor, takenSteps } from './plan-bodies.js';
import { loadPlanCalendar, type PlanCalendar } from './plan-calendar.js';
import { planWith } from './plan-case.js';
import { moveInDanish, movesBetween, type StepMove } from './plan-moves.js';
import { plannedStates, stepUnderWay } from './plan-steps.js';

type Change = JobPayload<'plan.renew'>;

/** So many cases are locked at a time. */
const batchSize = 500;

const causes: Record<Change['cause'], string> = {
  deadline: 'høringens frist er rettet',
  meeting: 'møderne i udvalget eller et andet organ er ændret',
  calendar: 'lukkedage, fravær eller ferie er ændret',
  chain: 'vejen gennem godkendelsen er ændret',
};

interface FoundCase {
  id: string;
  kind: CaseKind;
  chain_id: string | null;
  taken: string[];
  state: CaseState;
  plan: Plan;
  office_name: string | null;
  committee_id: string | null;
  deadline: string;
  received_at: Date;
  since: Date | null;
  officer_id: string | null;
  officer_name: string | null;
  officer_email: string | null;
}

/** The cases that a change touches and that still have a plan to keep, locked, in the order of their ids. */
const touched = `
  SELECT c.id, c.kind, c.chain_id, ${takenSteps} AS taken, c.state, c.plan, c.office_name, c.committee_id, h.deadline, h.received_at, s.at AS since,
         o.id AS officer_id, o.name AS officer_name, o.email AS officer_email
  FROM response_case c JOIN case_occasion h ON h.case_id = c.id
  LEFT JOIN LATERAL (SELECT at FROM case_step WHERE case_id = c.id AND to_state = c.state AND from_state <> to_state
                     ORDER BY version DESC LIMIT 1) s ON true
  LEFT JOIN LATERAL (SELECT p.id, p.name, p.email FROM case_step t JOIN person p ON p.id = t.actor_id
                     WHERE t.case_id = c.id AND t.action = 'start' ORDER BY t.version DESC LIMIT 1) o ON true
  WHERE c.state = ANY($1) AND ($2::uuid IS NULL OR c.id > $2) AND ($3::text IS NULL OR ${planWaitsFor('$3', '$6::date')})
    AND ($4::uuid IS NULL OR EXISTS (SELECT 1 FROM case_hearing l WHERE l.case_id = c.id AND l.hearing_id = $4))
  ORDER BY c.id LIMIT $5 FOR UPDATE OF c`;

interface Renewed {
  id: string;
  plan: Plan;
  moves: StepMove[];
  recipients: string[];
}

async function renew(found: FoundCase, calendar: PlanCalendar): Promise<Renewed | undefined> {
  const { id, kind, state, deadline, taken } = found;
  const officer = found.officer_id && found.officer_name ? { id: found.officer_id, name: found.officer_name } : undefined;
  const facts = {
    kind,
    chainId: found.chain_id,
    taken,
    state,
    deadline,
    receivedAt: found.received_at,
    committeeId: found.committee_id,
    officeName: found.office_name,
  };
  const plan = await planWith(calendar, { ...facts, officer, ...(found.since ? { since: found.since } : {}) });
  if (!plan) return undefined;
  const moves = movesBetween(found.plan, plan, stepUnderWay(state) !== undefined);
  return { id, plan, moves, recipients: moves.length > 0 ? await recipientsOf(found, plan, moves, calendar) : [] };
}

/** Those who do the steps that moved; for a draft that nobody has begun, the heads of office. */
async function recipientsOf(found: FoundCase, plan: Plan, moves: readonly StepMove[], calendar: PlanCalendar): Promise<string[]> {
  const addresses = new Set<string>();
  for (const step of plan.steps.filter(({ id }) => moves.some((move) => move.step === id))) {
    if (step.by === 'officer' && found.officer_email) addresses.add(found.officer_email);
    else
      for (const { email } of await calendar.holders(
        step.by === 'officer' ? 'head-of-office' : step.by,
        step.body?.id ?? found.committee_id,
      ))
        addresses.add(email);
  }
  return [...addresses];
}

async function writePlans(tx: Tx, renewed: readonly Renewed[]): Promise<void> {
  await tx.query(
    `UPDATE response_case c SET plan = r.plan FROM jsonb_to_recordset($1::jsonb) AS r(id uuid, plan jsonb) WHERE c.id = r.id`,
    [JSON.stringify(renewed.map(({ id, plan }) => ({ id, plan })))],
  );
}

/** Writes what moved, once for each case and work. */
async function writeMoves(tx: Tx, renewed: readonly Renewed[], change: Change, context: JobContext): Promise<void> {
  const rows = renewed
    .filter(({ moves }) => moves.length > 0)
    .map(({ id, moves, recipients }) => ({ id: randomUUID(), case_id: id, moves, recipients }));
  await tx.query(
    `INSERT INTO plan_move (id, case_id, work_id, cause, moves, recipients, at)
     SELECT r.id, r.case_id, $2, $3, r.moves, r.recipients, $4
     FROM jsonb_to_recordset($1::jsonb) AS r(id uuid, case_id uuid, moves jsonb, recipients jsonb) ON CONFLICT (work_id, case_id) DO NOTHING`,
    [JSON.stringify(rows), context.workId, causes[change.cause], context.now],
  );
}

async function renewBatch(tx: Tx, change: Change, after: string | undefined, context: JobContext): Promise<{ last: string | undefined }> {
  const { hearingId = null, committeeId = null } = change;
  const found = await rowsOf<FoundCase>(tx, touched, [
    plannedStates,
    after ?? null,
    committeeId,
    hearingId,
    batchSize,
    localDateOf(context.now),
  ]);
  const calendar = await loadPlanCalendar(tx, context.now);
  const renewed: Renewed[] = [];
  for (const each of found) {
    const next = await renew(each, calendar);
    if (next) renewed.push(next);
    if (change.cause === 'deadline') await promiseDeadlineAlarms(tx, each.id, each.deadline, context.now);
  }
  if (renewed.length > 0) {
    await writePlans(tx, renewed);
    await writeMoves(tx, renewed, change, context);
    const moved = renewed.filter(({ moves }) => moves.length > 0).length;
    const facts = { cause: change.cause, cases: renewed.length, moved };
    await appendAudit(tx, { action: 'plan.renew', subject: `work:${context.workId}`, facts }, context.now);
  }
  return { last: found.length === batchSize ? found.at(-1)?.id : undefined };
}

interface UntoldMove {
  number: string;
  cause: string;
  moves: StepMove[];
  recipients: string[];
}

/** One line in each person's digest for everything that this work moved, of closed cases for those alone who are named on them. */
async function tell(tx: Tx, context: JobContext): Promise<void> {
  const untold = await rowsOf<UntoldMove>(
    tx,
    `UPDATE plan_move m SET told_at = $2 FROM response_case c WHERE m.work_id = $1 AND m.told_at IS NULL AND c.id = m.case_id
     RETURNING c.number, m.cause, m.moves,
       ARRAY(SELECT p.email FROM person p WHERE m.recipients ? p.email AND ${tellable('c', 'p.id', '$2::timestamptz')}) AS recipients`,
    [context.workId, context.now],
  );
  const byPerson = new Map<string, UntoldMove[]>();
  for (const move of untold) for (const recipient of move.recipients) byPerson.set(recipient, [...(byPerson.get(recipient) ?? []), move]);
  const people = await rowsOf<{ id: string; email: string }>(tx, 'SELECT id, email FROM person WHERE email = ANY($1) ORDER BY id', [
    [...byPerson.keys()],
  ]);
  for (const { id, email } of people) {
    const moves = byPerson.get(email) ?? [];
    const occasion = `plan:${context.workId}`;
    const news = { personId: id, occasion, topic: occasion, headline: movesText(moves), urgency: 'news' } as const;
    const why = `du har trin i sagen, og ${moves[0]?.cause ?? 'planen er regnet om'}`;
    await notify(tx, { ...news, why, ifNothing: 'de nye frister gælder' }, context.now);
  }
}

function movesText(moves: readonly UntoldMove[]): string {
  const lines = [...moves]
    .sort((a, b) => (a.number < b.number ? -1 : 1))
    .map(({ number, moves: steps }) => `sag ${number}: ${steps.map(moveInDanish).join('; ')}`);
  return `planen er flyttet for ${lines.join('. Og for ')}`;
}

/**
 * The job `plan.renew`: makes the plans anew that a change touches, batch by batch, writes what moved, and tells those whose steps moved with one line
 * each. Cases that have been sent or ended are left alone. Done again after a death it moves nothing twice and forgets nobody.
 */
export async function renewPlans(change: Change, context: JobContext): Promise<void> {
  let after: string | undefined;
  do {
    const from = after;
    after = (await context.step((tx) => renewBatch(tx, change, from, context))).last;
  } while (after);
  await context.finish((tx) => tell(tx, context));
}

/** What moved in a case's plan, the latest first. */
export async function planMoves(db: DataSource | Tx, caseId: string, most = 10): Promise<{ cause: string; lines: string[]; at: Date }[]> {
  const rows = await rowsOf<{ cause: string; moves: StepMove[]; at: Date }>(
    db,
    'SELECT cause, moves, at FROM plan_move WHERE case_id = $1 ORDER BY at DESC, id LIMIT $2',
    [caseId, most],
  );
  return rows.map(({ cause, moves, at }) => ({ cause, lines: moves.map(moveInDanish), at }));
}
