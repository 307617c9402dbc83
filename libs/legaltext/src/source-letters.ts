import { foldSpace } from './source/clean-text.js';

/** A stretch of source text as a parser gave it, with its place. */
export interface SourceChunk {
  text: string;
  offset: number;
}

/** White space as `\s` has it, by character code. */
export function isSpace(code: number): boolean {
  if (code <= 32) return code === 32 || (code >= 9 && code <= 13);
  if (code < 160) return false;
  return (
    code === 0xa0 ||
    code === 0x1680 ||
    (code >= 0x2000 && code <= 0x200a) ||
    code === 0x2028 ||
    code === 0x2029 ||
    code === 0x202f ||
    code === 0x205f ||
    code === 0x3000 ||
    code === 0xfeff
  );
}

/** How many letters (all but white space) a text has before a place. */
export function countLetters(text: string, end = text.length): number {
  let count = 0;
  for (let at = 0; at < end; at += 1) if (!isSpace(text.charCodeAt(at))) count += 1;
  return count;
}

/** The first of `count` numbers for which a test that turns true once holds; `count` when none. */
function firstWhere(count: number, holds: (i: number) => boolean): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Where in a text its nth letter stands (from 0); the text's length when it has no more. */
function placeOfLetter(text: string, nth: number): number {
  let seen = -1;
  for (let at = 0; at < text.length; at += 1) {
    if (!isSpace(text.charCodeAt(at))) seen += 1;
    if (seen === nth) return at;
  }
  return text.length;
}

/** Just after the nth letter of a text, n from 1. */
const placeAfter = (text: string, letters: number): number => Math.min(text.length, placeOfLetter(text, letters - 1) + 1);

/** Writes a text's letters from a place on; the place after the last one. */
function lettersInto(codes: Uint16Array, from: number, text: string): number {
  let at = from;
  for (let place = 0; place < text.length; place += 1) {
    const code = text.charCodeAt(place);
    if (isSpace(code)) continue;
    codes[at] = code;
    at += 1;
  }
  return at;
}

/** The letters of a source (all but its white space), each of which knows its place. Built once, in time proportional to the text. */
export class SourceLetters {
  /** The letters as UTF-16 units. */
  readonly codes: Uint16Array;
  /** Where each chunk begins among the letters. */
  private readonly ats: Int32Array;

  /** `chunks` must stand in the order of their offsets. */
  constructor(private readonly chunks: readonly SourceChunk[]) {
    const codes = new Uint16Array(chunks.reduce((sum, { text }) => sum + text.length, 0));
    this.ats = new Int32Array(chunks.length);
    let at = 0;
    for (let i = 0; i < chunks.length; i += 1) {
      this.ats[i] = at;
      at = lettersInto(codes, at, chunks[i]?.text ?? '');
    }
    this.codes = codes.subarray(0, at);
  }

  /** The first letter at or after a source offset. */
  letterAt(offset: number): number {
    const i = firstWhere(this.chunks.length, (n) => (this.chunks[n]?.offset ?? 0) >= offset);
    if (this.chunks[i]?.offset === offset) return this.ats[i] ?? 0;
    const within = this.chunks[i - 1];
    if (!within) return 0;
    const letters = countLetters(within.text, Math.min(within.text.length, offset - within.offset));
    return (this.ats[i - 1] ?? 0) + letters;
  }

  /** The source offset of a letter; that of the last character for a letter beyond the end. */
  offsetOf(letter: number): number {
    const i = firstWhere(this.ats.length, (n) => (this.ats[n] ?? 0) > letter) - 1;
    const chunk = this.chunks[i];
    return chunk ? chunk.offset + placeOfLetter(chunk.text, letter - (this.ats[i] ?? 0)) : 0;
  }

  /** The letters from one to before another as the source has them, white space folded, with the offset of the first. */
  span(from: number, to: number): SourceChunk {
    const first = firstWhere(this.ats.length, (i) => (this.ats[i] ?? 0) > from) - 1;
    const after = firstWhere(this.ats.length, (i) => (this.ats[i] ?? 0) >= to);
    const words = this.chunks.slice(first, after).map(({ text }, i) => {
      const at = this.ats[first + i] ?? 0;
      return text.slice(i === 0 ? placeOfLetter(text, from - at) : 0, first + i === after - 1 ? placeAfter(text, to - at) : text.length);
    });
    return { text: foldSpace(words.join('')), offset: this.offsetOf(from) };
  }
}
