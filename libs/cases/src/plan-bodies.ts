import { type LocalDate, type PlanStep } from '@genmaele/calendar';
import { bodyTaskRole, type CaseKind, type ChainStep, stepBodies } from '@genmaele/contracts';
import { rowsOf, type Tx } from '@genmaele/platform';
import { type DataSource } from 'typeorm';
import { bodyOfStep } from './body-steps.js';

/** What of the chain the plan lays beside the approval by persons: each body that it asks, but the case's own committee, whose step stands before. */
export interface PlannedChain {
  readonly bodies: readonly { readonly step: PlanStep; readonly stepId: string; readonly afterPersons: boolean }[];
  /** The steps that persons approve by. */
  readonly byPersons: readonly string[];
}

/** Names the step of a plan that a step of the chain is. */
const planStepId = (stepId: string) => `body:${stepId}`;

/** The bodies of a chain as steps of a plan. A body that does not stand has no meetings; its step takes the chain's days. */
export async function plannedChain(db: DataSource | Tx, steps: readonly ChainStep[], on: LocalDate): Promise<PlannedChain> {
  const persons = steps.filter(({ kind, body }) => kind === 'approve' && !body);
  const bodies: PlannedChain['bodies'][number][] = [];
  for (const { id, body, rank, workingDays } of steps) {
    if (!body || body === 'committee') continue;
    const name = stepBodies[body];
    const step: PlanStep = {
      ...{ id: planStepId(id), name: `Behandling i ${name}`, workingDays: Math.max(1, workingDays), by: bodyTaskRole, meets: true },
      body: { id: (await bodyOfStep(db, { body }, null, on)) ?? body, name },
    };
    bodies.push({ step, stepId: id, afterPersons: persons.some((person) => person.rank < rank) });
  }
  return { bodies, byPersons: persons.map(({ id }) => id) };
}

/** The chain that a case follows while it is at approval, else the one in force for its kind; undefined when there is none. */
export async function loadPlannedChain(
  db: DataSource | Tx,
  { kind, chainId }: { kind: CaseKind; chainId: string | null },
  on: LocalDate,
): Promise<PlannedChain | undefined> {
  const [chain] = await rowsOf<{ steps: ChainStep[] }>(
    db,
    `SELECT steps FROM approval_chain WHERE CASE WHEN $1::uuid IS NOT NULL THEN id = $1 ELSE kind = $2 AND state = 'in-force' AND valid_from <= $3 END
     ORDER BY valid_from DESC, created_at DESC LIMIT 1`,
    [chainId, kind, on],
  );
  return chain && plannedChain(db, chain.steps, on);
}

/**
 * Lays the bodies of a chain among the steps that are left: before the approval by persons those that stand before them in the chain, after it the others.
 * What has been `taken` is left out; so is the approval by persons when they have all approved and only bodies are waited for.
 */
export function withBodies(left: readonly PlanStep[], chain: PlannedChain | undefined, taken: readonly string[]): PlanStep[] {
  const waiting = (chain?.bodies ?? []).filter(({ stepId }) => !taken.includes(stepId));
  if (!chain || waiting.length === 0) return [...left];
  const personsDone = chain.byPersons.every((id) => taken.includes(id));
  const of = (after: boolean) => waiting.filter(({ afterPersons }) => afterPersons === after).map(({ step }) => step);
  return left.flatMap((step) => (step.id === 'approval' ? [...of(false), ...(personsDone ? [] : [step]), ...of(true)] : [step]));
}

/** The SQL list of the chain's steps that have been taken on the case `c`, which is at approval: approved, and not asked for again. */
export const takenSteps = `CASE WHEN c.state = 'in-approval' THEN ARRAY(SELECT DISTINCT a.step_id FROM approval a WHERE a.case_id = c.id AND a.chain_id = c.chain_id
    AND NOT EXISTS (SELECT 1 FROM approval_void v WHERE v.approval_id = a.id)
    AND NOT EXISTS (SELECT 1 FROM approval_task t WHERE t.case_id = c.id AND t.step_id = a.step_id AND t.state = 'open')) ELSE '{}' END`;

/** The SQL condition that the plan of the case `c` waits for the body whose id is `body`, on the day `on`: its own committee, or one its chain asks. */
export function planWaitsFor(body: string, on: string): string {
  return `(c.committee_id = ${body} OR EXISTS (SELECT 1 FROM committee b, approval_chain n, jsonb_array_elements(n.steps) s
    WHERE b.id = ${body} AND b.kind <> 'committee' AND s ->> 'body' = b.kind AND n.id = CASE WHEN c.state = 'in-approval' THEN c.chain_id ELSE
      (SELECT f.id FROM approval_chain f WHERE f.kind = c.kind AND f.state = 'in-force' AND f.valid_from <= ${on}
       ORDER BY f.valid_from DESC, f.created_at DESC LIMIT 1) END))`;
}
