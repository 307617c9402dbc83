import { legalWords } from './legal-words.js';

/** A stretch of text that both have, or that one alone has. */
export interface WordRun {
  kind: 'equal' | 'removed' | 'added';
  text: string;
}

/** Texts that differ in more places than this are shown as one replacement: nobody reads such a difference word for word. */
const mostDifferences = 1000;

type Step = WordRun['kind'];

/** The furthest points reached with d differences, by diagonal (Myers 1986, "An O(ND) difference algorithm"). */
function furthestPoints(a: readonly string[], b: readonly string[]): Int32Array[] | undefined {
  const most = Math.min(a.length + b.length, mostDifferences);
  const rounds: Int32Array[] = [];
  let before = new Int32Array([0]);
  for (let d = 0; d <= most; d += 1) {
    const now = new Int32Array(2 * d + 1);
    for (let k = -d; k <= d; k += 2) {
      let x = d === 0 ? 0 : stepTo(before, d, k).x;
      while (x < a.length && x - k < b.length && a[x] === b[x - k]) x += 1;
      now[k + d] = x;
      if (x >= a.length && x - k >= b.length) return [...rounds, now];
    }
    rounds.push(now);
    before = now;
  }
  return undefined;
}

/** How diagonal k is reached from the round before: by taking in a word of b (down) or leaving out a word of a (right). */
function stepTo(before: Int32Array, d: number, k: number): { x: number; from: number; step: 'added' | 'removed' } {
  const at = (diagonal: number): number => before[diagonal + d - 1] ?? -1;
  const goesDown = k === -d || (k !== d && at(k - 1) < at(k + 1));
  return goesDown ? { x: at(k + 1), from: k + 1, step: 'added' } : { x: at(k - 1) + 1, from: k - 1, step: 'removed' };
}

/** The steps from a to b, in order; nothing when there are too many differences. */
function stepsBetween(a: readonly string[], b: readonly string[]): Step[] | undefined {
  const rounds = furthestPoints(a, b);
  if (!rounds) return undefined;
  const steps: Step[] = [];
  let [x, k] = [a.length, a.length - b.length];
  for (let d = rounds.length - 1; d > 0; d -= 1) {
    const { x: start, from, step } = stepTo(rounds[d - 1] ?? new Int32Array(), d, k);
    for (; x > start; x -= 1) steps.push('equal');
    steps.push(step);
    if (step === 'removed') x -= 1;
    k = from;
  }
  for (; x > 0; x -= 1) steps.push('equal');
  return steps.reverse();
}

function runsOf(a: readonly string[], b: readonly string[], steps: readonly Step[]): WordRun[] {
  const runs: WordRun[] = [];
  let [x, y] = [0, 0];
  for (const kind of steps) {
    const text = (kind === 'added' ? b[y] : a[x]) ?? '';
    if (kind !== 'added') x += 1;
    if (kind !== 'removed') y += 1;
    runs.push({ kind, text });
  }
  return runs;
}

/** Blanks alone between two changes belong to the changes; what goes out stands before what comes in. */
function joined(runs: readonly WordRun[]): WordRun[] {
  const result: WordRun[] = [];
  let [removed, added, blank] = ['', '', ''];
  const close = (): void => {
    if (removed !== '') result.push({ kind: 'removed', text: removed });
    if (added !== '') result.push({ kind: 'added', text: added });
    if (blank !== '') addEqual(blank);
    [removed, added, blank] = ['', '', ''];
  };
  const addEqual = (text: string): void => {
    const last = result.at(-1);
    if (last?.kind === 'equal') last.text += text;
    else result.push({ kind: 'equal', text });
  };
  for (const { kind, text } of runs) {
    if (kind === 'equal') {
      const isWithin = removed + added !== '' && /^\s*$/.test(text);
      if (isWithin) blank += text;
      else {
        close();
        addEqual(text);
      }
      continue;
    }
    removed += blank;
    added += blank;
    blank = '';
    if (kind === 'removed') removed += text;
    else added += text;
  }
  close();
  return result;
}

function sharedStart(a: readonly string[], b: readonly string[]): number {
  let n = 0;
  while (n < a.length && n < b.length && a[n] === b[n]) n += 1;
  return n;
}

function sharedEnd(a: readonly string[], b: readonly string[], start: number): number {
  let n = 0;
  while (n < a.length - start && n < b.length - start && a[a.length - 1 - n] === b[b.length - 1 - n]) n += 1;
  return n;
}

/**
 * What the words of a new text are against an old one. The runs without the added ones, joined, are the old text letter for letter; without the
 * removed ones, the new. No reference, date, amount or word is ever cut in two ({@link legalWords}). Time and memory are bounded: texts with more
 * than 1,000 differences come back as one replacement between what they begin and end with alike.
 */
export function wordDifference(oldText: string, newText: string): WordRun[] {
  const [a, b] = [legalWords(oldText), legalWords(newText)];
  const start = sharedStart(a, b);
  const end = sharedEnd(a, b, start);
  const [oldMiddle, newMiddle] = [a.slice(start, a.length - end), b.slice(start, b.length - end)];
  const whole: Step[] = [...oldMiddle.map(() => 'removed' as const), ...newMiddle.map(() => 'added' as const)];
  const middle = runsOf(oldMiddle, newMiddle, stepsBetween(oldMiddle, newMiddle) ?? whole);
  const equal = (pieces: string[]): WordRun[] => pieces.map((text) => ({ kind: 'equal', text }));
  return joined([...equal(a.slice(0, start)), ...middle, ...equal(a.slice(a.length - end))]);
}
