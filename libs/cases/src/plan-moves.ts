import { formatDate, type Plan } from '@genmaele/calendar';

/** A step whose days moved. Dates are `YYYY-MM-DD`. */
export interface StepMove {
  readonly step: string;
  readonly name: string;
  /** Whether the last day to begin moved, or the last day to end. */
  readonly edge: 'start' | 'end';
  readonly from: string;
  readonly to: string;
}

/** The parts of a plan that are compared; plans made by an earlier version have them too. */
type Dated = Pick<Plan, 'steps'>;

/**
 * The steps that both plans have and whose latest days differ. A step that has been begun is compared by its end alone: what is left of it shrinks by
 * itself.
 */
export function movesBetween(old: Dated, next: Dated, underWay: boolean): StepMove[] {
  return next.steps.flatMap((step, i): StepMove[] => {
    const before = old.steps.find(({ id }) => id === step.id);
    if (!before) return [];
    const { id, name } = step;
    if (!(underWay && i === 0) && before.latestStart !== step.latestStart)
      return [{ step: id, name, edge: 'start', from: before.latestStart, to: step.latestStart }];
    if (before.latestEnd === step.latestEnd) return [];
    return [{ step: id, name, edge: 'end', from: before.latestEnd, to: step.latestEnd }];
  });
}

/** A move in words: `»Afsendelse« skal være begyndt senest 3. december 2026, før 7. december 2026`. */
export function moveInDanish({ name, edge, from, to }: StepMove): string {
  const verb = edge === 'start' ? 'begyndt' : 'færdig';
  return `»${name}« skal være ${verb} senest ${formatDate(to as never)}, før ${formatDate(from as never)}`;
}
