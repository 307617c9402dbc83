import { type LawTarget, type ReferencePlace, type ReferenceStep } from '@genmaele/contracts';
import { formatPlace } from '../references/format-reference.js';
import { inheritedSteps } from '../references/inherited-steps.js';
import { singlePlaces } from '../references/reference-addresses.js';
import { type SpecialKind } from './statement-tokens.js';

/** A single place in the law while a point is read: its steps, or what has no number; where it is going; in which proposed point it stands. */
export interface LawPlace {
  steps: ReferenceStep[];
  becomes?: ReferenceStep[];
  special?: { kind?: SpecialKind; address: string };
  within?: string;
  /** How many times the words stand in it: "to steder i § 9". */
  times?: number;
}

function resolveSteps(steps: ReferenceStep[], base: ReferenceStep[] | undefined): ReferenceStep[] {
  const level = steps[0]?.level;
  if (base === undefined || level === undefined) return steps;
  return [...(inheritedSteps({ steps: base }, level) ?? []), ...steps];
}

/** What a place becomes by standing in one that is renumbered; a place beside it stays where it is. */
function movedWith(steps: ReferenceStep[], becomes: ReferenceStep[]): { becomes?: ReferenceStep[] } {
  return formatPlace(steps) === formatPlace(becomes) ? {} : { becomes };
}

/** The single places of a list, each that is only part of a place ("stk. 3") put in each of the places spoken of before. */
export function resolvePlaces(places: readonly ReferencePlace[], bases: readonly LawPlace[], within?: string): LawPlace[] {
  const singles = places.flatMap(singlePlaces);
  const from = bases.filter((base) => base.special === undefined);
  const found = (from.length === 0 ? [undefined] : from).flatMap((base) =>
    singles.flatMap((steps) => {
      const resolved = resolveSteps(steps, base?.steps);
      const isInBase = resolved.length > steps.length;
      if (!isInBase && base !== from[0]) return [];
      const outer = within ?? (isInBase ? base?.within : undefined);
      return [
        {
          steps: resolved,
          ...(isInBase && base?.becomes ? movedWith(resolved, resolveSteps(steps, base.becomes)) : {}),
          ...(outer === undefined ? {} : { within: outer }),
        },
      ];
    }),
  );
  return [...new Map(found.map((place) => [formatPlace(place.steps), place])).values()];
}

/** The places with what each becomes, in pairs; a list of another length says nothing certain and is left out. */
export function withBecomes(places: readonly LawPlace[], becomes: readonly ReferencePlace[]): LawPlace[] {
  const after = becomes.flatMap(singlePlaces);
  if (after.length !== places.length) return [...places];
  return places.map((place, i) => ({ ...place, becomes: resolveSteps(after[i] ?? [], place.steps) }));
}

/** The place as a target in its act. */
export function targetOf({ steps, becomes, special, within }: LawPlace, act: string): LawTarget {
  const around = (address: string): string => (within === undefined ? address : `${within}, »${address}«`);
  return { act, address: special?.address ?? around(formatPlace(steps)), ...(becomes ? { becomes: around(formatPlace(becomes)) } : {}) };
}
