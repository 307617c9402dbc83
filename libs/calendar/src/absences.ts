import { type Role } from '@genmaele/contracts';
import { addDays, type LocalDate } from './local-date.js';
import { type PlanStep } from './plan-steps.js';
import { type ClosingDays } from './working-days.js';

/** Days, both inclusive, on which a person, or everyone with a role, is away. */
export interface Absence {
  readonly personId?: string;
  readonly role?: Role;
  readonly from: LocalDate;
  readonly to: LocalDate;
}

/** Every day of a span, both ends inclusive; none when `to` lies before `from`. */
export function daysOf({ from, to }: { from: LocalDate; to: LocalDate }): LocalDate[] {
  const days: LocalDate[] = [];
  for (let at = from; at <= to; at = addDays(at, 1)) days.push(at);
  return days;
}

/** The days on which a step does not move: the office's closing days and those on which whoever is responsible for it is away. */
export function daysOffFor(step: PlanStep, absences: readonly Absence[], closingDays?: ClosingDays): ClosingDays | undefined {
  const away = absences.filter((absence) => absence.role === step.by || (step.person && absence.personId === step.person.id));
  if (away.length === 0) return closingDays;
  return new Set([...(closingDays ?? []), ...away.flatMap(daysOf)]);
}
