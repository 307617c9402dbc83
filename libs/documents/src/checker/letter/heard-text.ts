import type { Findings } from './finding.js';
import type { ReadElement } from './structure-reader.js';

/**
 * Holds what a screen reader hears to what it must hear: every expected text comes, word for word, and no word comes beside them. An
 * element's border parts words; a soft hyphen joins the two halves that a line break has made. A note's own label repeats its mark.
 */
export function checkHeard(top: readonly ReadElement[], expected: readonly string[], findings: Findings): void {
  const heard = wordsOf(top.map((element) => spoken(element, true)).join(' '));
  const stream = ` ${wordsOf(top.map((element) => spoken(element, false)).join(' ')).join(' ')} `;
  const wanted = expected.map((text) => wordsOf(text));
  if (wanted.some((words) => words.length > 0 && !stream.includes(` ${words.join(' ')} `))) findings.add('text-missing');
  const left = new Map<string, number>();
  for (const word of wanted.flat()) left.set(word, (left.get(word) ?? 0) + 1);
  for (const word of heard) left.set(word, (left.get(word) ?? 0) - 1);
  const counts = [...left.values()];
  if (counts.some((count) => count > 0)) findings.add('text-missing');
  if (counts.some((count) => count < 0)) findings.add('text-foreign');
}

function spoken(element: ReadElement, withoutNoteLabels: boolean): string {
  const parts = element.kids.map((kid) => {
    if ('text' in kid) return kid.text;
    if (!('tag' in kid) || (withoutNoteLabels && element.tag === 'Note' && kid.tag === 'Lbl')) return ' ';
    return ` ${spoken(kid, withoutNoteLabels)} `;
  });
  return parts.join('');
}

function wordsOf(text: string): string[] {
  return text
    .replace(/\u00ad/g, '')
    .split(/[\s\u00a0]+/)
    .filter((word) => word !== '');
}
