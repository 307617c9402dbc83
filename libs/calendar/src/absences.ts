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

interface Known {
  readonly closingDays: ClosingDays | undefined;
  readonly daysOff: Map<string, ClosingDays | undefined>;
}

const known = new WeakMap<readonly Absence[], Known>();

function findDaysOff(step: PlanStep, absences: readonly Absence[], closingDays: ClosingDays | undefined): ClosingDays | undefined {
  const away = absences.filter((absence) => absence.role === step.by || (step.person && absence.personId === step.person.id));
  if (away.length === 0) return closingDays;
  return new Set([...(closingDays ?? []), ...away.flatMap(daysOf)]);
}

/**
 * The days on which a step does not move: the office's closing days and those on which whoever is responsible for it is away. Found once for each list of
 * absences, which its owner leaves as it is.
 */
export function daysOffFor(step: PlanStep, absences: readonly Absence[], closingDays?: ClosingDays): ClosingDays | undefined {
  if (absences.length === 0) return closingDays;
  let kept = known.get(absences);
  if (!kept || kept.closingDays !== closingDays) known.set(absences, (kept = { closingDays, daysOff: new Map() }));
  const who = `${step.by}|${step.person?.id ?? ''}`;
  if (!kept.daysOff.has(who)) kept.daysOff.set(who, findDaysOff(step, absences, closingDays));
  return kept.daysOff.get(who);
}
