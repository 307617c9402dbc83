import { type OperationKind, type ReferenceStep } from '@genmaele/contracts';
import { formatPlace } from '../references/format-reference.js';
import { type ClauseParts, type Unnumbered } from './clause-parts.js';
import { type LawPlace, resolvePlaces } from './law-places.js';
import { insertionOf, type NewText } from './new-provisions.js';

interface Anchor {
  relation: 'after' | 'before' | 'in';
  place: LawPlace;
}

/** What a clause puts into the law. */
export interface Insertion {
  kind: OperationKind;
  places: LawPlace[];
  anchor?: Anchor | undefined;
}

/** The number after ("5" → "6"), for what is put in behind a place without saying its own number. */
function nextNumber(number: string, by: number): string {
  if (/^\d+$/.test(number)) return String(Number(number) + by);
  return /^[a-zæøå]$/.test(number) ? String.fromCharCode(number.charCodeAt(0) + by) : number;
}

/** Places counted on from the anchor: "efter 1. pkt. som nyt punktum" is 2. pkt., "før nr. 1 som nyt nummer" is nr. 1. */
function countedOn({ relation, place }: Anchor, count: number): LawPlace[] {
  const last = place.steps.at(-1);
  const from = last?.spans.at(-1)?.to ?? last?.spans.at(-1)?.from;
  if (!last || from === undefined) return [];
  const offset = relation === 'after' ? 1 : 0;
  return Array.from({ length: count }, (_, i) => {
    const step: ReferenceStep = { level: last.level, spans: [{ from: nextNumber(from, i + offset) }] };
    const { special, ...rest } = place;
    return special ? place : { ...rest, steps: [...place.steps.slice(0, -1), step] };
  });
}

function anchorOf(parts: ClauseParts): Anchor | undefined {
  const after = parts.after.at(-1);
  if (after) return { relation: 'after', place: after };
  const [before] = parts.before;
  if (before) return { relation: 'before', place: before };
  const [inside] = parts.inside;
  return inside && { relation: 'in', place: inside };
}

/** Headings and footnotes put in: they are named by the place they stand at. */
function specialInsertion(parts: ClauseParts, anchor: Anchor | undefined): Insertion | undefined {
  const [named] = parts.asSpecial;
  const kind = named?.special?.kind ?? parts.asNew?.kind;
  if (named && kind) return { kind, places: parts.asSpecial, anchor };
  if (kind === 'footnote') return { kind, places: [{ steps: [], special: { kind, address: 'fodnoten' } }], anchor };
  return undefined;
}

function levelMatches(kind: OperationKind, place: LawPlace): boolean {
  return insertionOf(place) === kind;
}

/** "som nyt stykke": the numbers stand in the new text, or follow from the place before it. */
function unnumberedInsertion(asNew: Unnumbered, anchor: Anchor | undefined, bases: readonly LawPlace[], newText: NewText): Insertion {
  const fromText = resolvePlaces(newText.places, bases).filter((place) => levelMatches(asNew.kind, place));
  if (fromText.length > 0) return { kind: asNew.kind, places: fromText, anchor };
  const count = asNew.isSeveral ? Math.max(2, asNew.kind === 'insert-pkt' ? newText.sentences() : 0) : 1;
  return { kind: asNew.kind, places: anchor && anchor.relation !== 'in' ? countedOn(anchor, count) : [...bases], anchor };
}

/** "Efter § 7 indsættes:", "og i stedet indsættes:": what is put in stands in the new text alone. */
function unnamedInsertion(
  parts: ClauseParts,
  anchor: Anchor | undefined,
  context: readonly LawPlace[],
  newText: NewText,
): Insertion | undefined {
  const bases = anchor ? [anchor.place] : context;
  const places = resolvePlaces(newText.places, bases);
  const kind = insertionOf(places[0]);
  if (kind) return { kind, places: places.filter((place) => levelMatches(kind, place)), anchor };
  const [replaced] = context;
  const beside =
    anchor && anchor.relation !== 'in'
      ? anchor
      : parts.isInstead && replaced
        ? { relation: 'before' as const, place: replaced }
        : undefined;
  const level = beside && insertionOf(beside.place);
  if (!beside || !level) return undefined;
  return { kind: level, places: countedOn(beside, Math.max(1, level === 'insert-pkt' ? newText.sentences() : 1)), anchor };
}

/** What a clause with "indsættes" puts in, where its words say so or its new text does. */
export function insertedByClause(parts: ClauseParts, context: readonly LawPlace[], newText: NewText): Insertion | undefined {
  const anchor = anchorOf(parts);
  const bases = parts.inside.length > 0 ? parts.inside : anchor ? [anchor.place] : context;
  const special = specialInsertion(parts, anchor);
  if (special) return special;
  if (parts.as.length > 0) {
    const places = resolvePlaces(parts.as, bases);
    const kind = insertionOf(places[0]);
    return kind && { kind, places, anchor };
  }
  if (parts.asNew?.kind === 'heading') {
    const side = anchor?.relation === 'after' ? 'efter' : 'før';
    return anchor && { kind: 'heading', places: [headingAt(anchor.place, side)], anchor };
  }
  return parts.asNew && parts.asNew.kind !== 'unclassified'
    ? unnumberedInsertion(parts.asNew, anchor, bases, newText)
    : unnamedInsertion(parts, anchor, context, newText);
}

function headingAt(place: LawPlace, side: 'før' | 'efter'): LawPlace {
  return { steps: [], special: { kind: 'heading', address: `overskriften ${side} ${formatPlace(place.steps)}` } };
}
