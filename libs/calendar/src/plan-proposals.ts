import { DEFAULT_STEPS, type PlanStep } from './plan-steps.js';
import { schedule, type PlanInput, type Schedule } from './schedule.js';

/** A way out of an impossible plan. All but `more-time` were tried and give a possible plan. */
export interface Proposal {
  kind: 'written-procedure' | 'chair-approval' | 'reservation' | 'express' | 'more-time';
  /** Danish. */
  text: string;
}

// prettier-ignore
const TEXTS: Readonly<Record<Proposal['kind'], string>> = {
  'written-procedure': 'skriftlig procedure i udvalget i stedet for et møde',
  'chair-approval':    'godkendelse hos formanden uden udvalgsbehandling',
  'reservation':       'afsendelse med politisk forbehold og efterfølgende behandling på udvalgets næste møde',
  'express':           'hastespor: hvert trin højst én arbejdsdag og ingen udvalgsbehandling',
  'more-time':         'anmodning til ministeriet om længere frist',
};

function works(input: PlanInput, steps: readonly PlanStep[]): boolean {
  return (
    steps.length > 0 &&
    schedule({ today: input.today, now: input.now, deadline: input.deadline, closingDays: input.closingDays, steps }).possible
  );
}

/** The proposals that hold for an impossible plan, smallest change first. An overdue one can only be asked for. */
export function proposalsFor(input: PlanInput, dates: Schedule): Proposal[] {
  const steps = input.steps ?? DEFAULT_STEPS;
  const rest = steps.filter((step) => !step.meets);
  const withoutCommittee = rest.length < steps.length && works(input, rest);
  const holds: Record<Proposal['kind'], boolean> = {
    'written-procedure': dates.withoutMeeting && works(input, steps),
    'chair-approval': withoutCommittee,
    reservation: withoutCommittee,
    express:
      !withoutCommittee &&
      works(
        input,
        rest.map((step) => ({ ...step, workingDays: 1 })),
      ),
    'more-time': true,
  };
  return (Object.keys(TEXTS) as Proposal['kind'][]).filter((kind) => holds[kind]).map((kind) => ({ kind, text: TEXTS[kind] }));
}
