import { type LegalReference, type ReferenceAct, type ReferencePlace, type ReferenceSpan, type ReferenceStep } from '@genmaele/contracts';
import { canonicalAddress } from '../tree/addresses.js';
import { inheritedSteps } from './inherited-steps.js';
import { levelWords } from './level-words.js';
import { actInGenitive } from './named-act.js';
import { writeNumberedAct } from './numbered-act.js';

function listed(parts: readonly string[], joint = 'og'): string {
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} ${joint} ${parts.at(-1)}`;
}

const ordinal = (number: string): string => (/^\d/.test(number) ? `${number}.` : number);

function writeStep({ level, spans, joint }: ReferenceStep): string {
  const { printed, numbers } = levelWords[level];
  const write = numbers === 'ordinal' ? ordinal : (number: string) => number;
  const list = listed(
    spans.map(({ from, to }: ReferenceSpan) => (to === undefined ? write(from) : `${write(from)}-${write(to)}`)),
    joint,
  );
  if (numbers === 'ordinal') return `${list}${printed}`;
  const isSeveral = spans.length > 1 || spans[0]?.to !== undefined;
  return level === 'section' && isSeveral ? `§§ ${list}` : `${printed}${list}`;
}

const isSame = (a: readonly ReferenceStep[], b: readonly ReferenceStep[]): boolean => JSON.stringify(a) === JSON.stringify(b);

/** A comma alone ties "§ 5" and "stk. 2" together as one place, so that a place after a comma must not begin below the one before. */
function readsAsOne(before: ReferencePlace, rest: readonly ReferenceStep[], joint: ReferencePlace['joint']): boolean {
  const [first] = rest;
  const last = before.steps.at(-1);
  if (joint !== undefined || first === undefined || last === undefined) return false;
  return levelWords[last.level].below.includes(first.level) && !before.steps.some(({ level }) => level === first.level);
}

/** What must be said of a place after the one before it: all of it, or what differs. */
function toldSteps(place: ReferencePlace, before: ReferencePlace | undefined): ReferenceStep[] {
  if (before === undefined) return place.steps;
  for (let from = place.steps.length - 1; from > 0; from -= 1) {
    const rest = place.steps.slice(from);
    const inherited = inheritedSteps(before, rest[0]?.level ?? 'section');
    if (inherited && isSame(inherited, place.steps.slice(0, from)) && !readsAsOne(before, rest, place.joint)) return rest;
  }
  return place.steps;
}

function writePlaces(places: readonly ReferencePlace[]): string {
  return places.reduce((written, place, i) => {
    const before = places[i - 1];
    const words = toldSteps(place, before).map(writeStep).join(', ');
    if (before === undefined) return words;
    const comma = place.joint === undefined || before.steps.length > 1 ? ',' : '';
    return `${written}${comma} ${place.joint === undefined ? '' : `${place.joint} `}${words}`;
  }, '');
}

/** "almenboliglovens § 59" and "§ 59 i lov om almene boliger m.v." are how names of one word and of several are used. */
function withAct(places: string, act: ReferenceAct): string {
  switch (act.kind) {
    case 'bill':
      return `lovforslagets ${places}`;
    case 'this-law':
      return `lovens ${places}`;
    case 'numbered': {
      const name = canonicalAddress(writeNumberedAct(act));
      return places === '' ? name : `${places} i ${name}`;
    }
    case 'named':
      return actInGenitive(`${act.name}s`) ? `${act.name}s ${places}` : `${places} i ${act.name}`;
  }
}

/**
 * Writes a reference in its canonical form: no-break spaces within, a plain blank after a comma and around an act's name, "§§" for several
 * whole paragraphs, a comma before "og" after a place of more than one step (Dansk lovsprog; lovkvalitet 3.3). {@link parseReference}
 * gives the same reference back.
 */
export function formatReference(reference: LegalReference): string {
  const places = canonicalAddress(writePlaces(reference.places));
  return reference.act ? withAct(places, reference.act) : places;
}

/** A place alone in its canonical form: "§ 59, stk. 6". */
export function formatPlace(steps: readonly ReferenceStep[]): string {
  return canonicalAddress(steps.map(writeStep).join(', '));
}
