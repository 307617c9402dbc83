/** One step of the way to an answer, in the order of the way. */
export interface PlanStep {
  id: string;
  /** Danish, as the plan shows it. */
  name: string;
  /** Working days the step takes, at least 1. The step of a committee takes as long as its meeting needs, when meetings are given. */
  workingDays: number;
  /** The role that does it. */
  by: string;
  /** True for the step that waits for a meeting. At most one step waits. */
  meets?: boolean;
}

/** What a case takes when nothing else is known; a measured history will replace the days. */
// prettier-ignore
export const DEFAULT_STEPS: readonly PlanStep[] = [
  //    step              Danish name                             working days     done by
  { id: 'draft',     name: 'Udkast til høringssvar',         workingDays: 4, by: 'officer'    },
  { id: 'committee', name: 'Behandling i udvalget',          workingDays: 2, by: 'secretary', meets: true },
  { id: 'approval',  name: 'Godkendelse hos formanden',      workingDays: 1, by: 'chair'      },
  { id: 'letter',    name: 'Brev og underskrift',            workingDays: 1, by: 'dispatcher' },
  { id: 'dispatch',  name: 'Afsendelse',                     workingDays: 1, by: 'dispatcher' },
];
