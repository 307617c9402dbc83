import { countWorkingDays, DEFAULT_STEPS, type LocalDate, type PlanStep } from '@genmaele/calendar';
import { type CaseState, caseStates, states } from '@genmaele/workflow';

/** The first step of the plan that is still to be done in a state; null when nothing is. */
const nextStep: Readonly<Record<CaseState, string | null>> = {
  opened: 'draft',
  drafting: 'draft',
  'in-committee': 'committee',
  'in-approval': 'approval',
  approved: 'letter',
  rendered: 'letter',
  signed: 'dispatch',
  sending: 'dispatch',
  uncertain: 'dispatch',
  sent: null,
  acknowledged: null,
  'not-answered': null,
  joined: null,
  lapsed: null,
};

/** The states whose cases still have a plan to keep. */
export const plannedStates: CaseState[] = caseStates.filter((state) => nextStep[state] !== null);

/** The step that is being worked on in a state; undefined before the first has been begun and after the last. */
export function stepUnderWay(state: CaseState): string | undefined {
  return states[state].waitsFor === 'nobody' || state === 'opened' ? undefined : (nextStep[state] ?? undefined);
}

/** How many working days a step takes in an office, where enough has been measured. */
export type StepDays = (stepId: string, officeName: string | null) => number | undefined;

/** The steps that a case in this state still has before it, each with the days it takes; of one begun on `since`, the days that are left. */
export function stepsLeft(
  state: CaseState,
  facts: { today: LocalDate; since?: LocalDate | undefined; officeName: string | null },
  days: StepDays,
): PlanStep[] {
  const at = DEFAULT_STEPS.findIndex(({ id }) => id === nextStep[state]);
  if (at === -1) return [];
  return DEFAULT_STEPS.slice(at).map((step, i) => {
    const workingDays = days(step.id, facts.officeName) ?? step.workingDays;
    const gone = i === 0 && facts.since && stepUnderWay(state) ? Math.max(0, countWorkingDays(facts.since, facts.today)) : 0;
    return { ...step, workingDays: Math.max(1, workingDays - gone) };
  });
}
