import { type LegalReference, type ReferencePlace, type ReferenceSpan, type ReferenceStep } from '@genmaele/contracts';
import { formatPlace } from './format-reference.js';

/** Between two sections or chapters others may have been inserted ("§ 5 a"); stykker, numbers and sentences are always all there. */
const dense = new Set<ReferenceStep['level']>(['stk', 'nr', 'litra', 'pkt', 'led']);
const mostOfRange = 200;

const lettersBetween = (from: string, to: string): string[] =>
  Array.from({ length: to.charCodeAt(0) - from.charCodeAt(0) + 1 }, (_, i) => String.fromCharCode(from.charCodeAt(0) + i));

/** The numbers of a range one by one, or the range itself where it cannot be known what stands within it. */
function numbersOf({ from, to }: ReferenceSpan, isDense: boolean): ReferenceSpan[] {
  if (to === undefined || !isDense) return [{ from, ...(to === undefined ? {} : { to }) }];
  const letters = /^[a-z]$/.test(from) && /^[a-z]$/.test(to) && to >= from;
  if (letters) return lettersBetween(from, to).map((letter) => ({ from: letter }));
  const [first, last] = [Number(from), Number(to)];
  if (!Number.isInteger(first) || !Number.isInteger(last) || last < first || last - first > mostOfRange) return [{ from, to }];
  return Array.from({ length: last - first + 1 }, (_, i) => ({ from: String(first + i) }));
}

/** Each single place that a place of lists and ranges covers. */
export function singlePlaces({ steps }: ReferencePlace): ReferenceStep[][] {
  return steps.reduce<ReferenceStep[][]>(
    (paths, { level, spans }) =>
      paths.flatMap((path) =>
        spans.flatMap((span) => numbersOf(span, dense.has(level))).map((span) => [...path, { level, spans: [span] }]),
      ),
    [[]],
  );
}

/**
 * The canonical addresses a reference covers, one by one, without its act: "§ 20, stk. 2 og 3" gives "§ 20, stk. 2" and "§ 20, stk. 3". Ranges of
 * stykker, numbers, litra and sentences are written out; one of paragraphs or chapters stays ("§§ 15-17"), for what was inserted among them
 * is not known.
 */
export function referenceAddresses(reference: Pick<LegalReference, 'places'>): string[] {
  return reference.places.flatMap(singlePlaces).map(formatPlace);
}
