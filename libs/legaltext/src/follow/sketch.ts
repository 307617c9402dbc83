import { type Interner } from './interner.js';

/**
 * What is kept of a text to compare it by: its words and pairs of words that follow each other, as scattered numbers in rising order, each once, and
 * of a long text the smallest only (a bottom-k sketch: Broder 1997, "On the resemblance and containment of documents").
 */
export type Sketch = readonly number[];

const mostKept = 512;

/** Spreads numbers that follow each other over 32 bits, one to one (the last step of MurmurHash3). */
function scattered(n: number): number {
  let h = n;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

const smallest = (numbers: Iterable<number>): Sketch => [...new Set(numbers)].sort((a, b) => a - b).slice(0, mostKept);

/** The sketch of these words. */
export function sketchOf(words: readonly string[], shingles: Interner): Sketch {
  const pairs = words.slice(1).map((word, i) => `${words[i] ?? ''} ${word}`);
  return smallest([...words, ...pairs].map((shingle) => scattered(shingles.number(shingle))));
}

/** The sketch of several texts as one. */
export function joinSketches(sketches: readonly Sketch[]): Sketch {
  const [only, ...others] = sketches.filter((sketch) => sketch.length > 0);
  if (!only || others.length === 0) return only ?? [];
  return smallest(sketches.flat());
}

/** How many numbers two sketches share. */
function shared(a: Sketch, b: Sketch): number {
  let [i, j, both] = [0, 0, 0];
  while (i < a.length && j < b.length) {
    const [x, y] = [a[i] ?? 0, b[j] ?? 0];
    if (x === y) both += 1;
    if (x <= y) i += 1;
    if (y <= x) j += 1;
  }
  return both;
}

/** How alike two texts are, from 0 to 1: what they share against what they have on average (Dice). Two empty ones are alike. */
export function likeness(a: Sketch, b: Sketch): number {
  const [x, y] = comparable(a, b);
  return x.length + y.length === 0 ? 1 : (2 * shared(x, y)) / (x.length + y.length);
}

/** How much of the first text is in the second, from 0 to 1; nothing of an empty one is. */
export function containment(part: Sketch, whole: Sketch): number {
  const [x, y] = comparable(part, whole);
  return x.length === 0 ? 0 : shared(x, y) / x.length;
}

/** Two sketches cut at the same height, so that what is missing in one was never left out of it for room. */
function comparable(a: Sketch, b: Sketch): [Sketch, Sketch] {
  const height = Math.min(a.length < mostKept ? Infinity : (a.at(-1) ?? 0), b.length < mostKept ? Infinity : (b.at(-1) ?? 0));
  const upTo = (sketch: Sketch): Sketch => (height === Infinity ? sketch : sketch.filter((n) => n <= height));
  return [upTo(a), upTo(b)];
}
