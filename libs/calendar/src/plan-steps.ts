import { type Role } from '@genmaele/contracts';

/** One step of the way to an answer, in the order of the way. */
export interface PlanStep {
  id: string;
  /** Danish, as the plan shows it. */
  name: string;
  /** Working days the step takes, at least 1. The step of a committee takes as long as its meeting needs, when meetings are given. */
  workingDays: number;
  /** The role that does it. */
  by: Role;
  /** The person who does it, when one is known: days on which that person is away do not count. */
  person?: { id: string; name: string };
  /** True for a step that waits for a meeting: of the case's committee, or of the body named here. At most one waits for the committee. */
  meets?: boolean;
  /** The body of the approval chain whose decision the step is. No change leaves it out. */
  body?: { id: string; name: string };
  /** True for a step that a hurried case may go without. */
  mayBeDropped?: boolean;
  /** Hours the step takes on the express route when it must share the last day; left out for one that needs a day. */
  expressHours?: number;
}

/** What a case takes when nothing else is known; a measured history stands instead of the days where there is one. */
// prettier-ignore
export const DEFAULT_STEPS: readonly PlanStep[] = [
  //    step              Danish name                             working days     done by                     in a hurry
  { id: 'draft',     name: 'Udkast til høringssvar',         workingDays: 4, by: 'officer',             expressHours: 4 },
  { id: 'committee', name: 'Behandling i udvalget',          workingDays: 2, by: 'committee-secretary', meets: true     },
  { id: 'approval',  name: 'Godkendelse hos formanden',      workingDays: 1, by: 'chair',               expressHours: 2 },
  { id: 'letter',    name: 'Brev og underskrift',            workingDays: 1, by: 'dispatcher',          expressHours: 1 },
  { id: 'dispatch',  name: 'Afsendelse',                     workingDays: 1, by: 'dispatcher',          expressHours: 1 },
];
