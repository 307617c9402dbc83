import { createRequire } from 'node:module';

const { hyphenateSync } = createRequire(import.meta.url)('hyphen/da') as {
  hyphenateSync(word: string, options: { hyphenChar: string; minWordLength: number }): string;
};

/** Where a text may be parted: before index `at`, with a soft hyphen or (after a hyphen, a slash) without. */
export interface BreakPoint {
  at: number;
  soft: boolean;
}

/** First members of compounds that the patterns part wrongly or miss; what follows them is parted by the patterns. */
const firstMembers = [
  'an-vis-nings',
  'be-boer',
  'bo-lig',
  'by-for-ny-el-ses',
  'fore-byg-gel-ses',
  'for-hand-lings',
  'for-valt-nings',
  'gen-hus-nings',
  'hø-rings',
  'kom-mu-nal',
  'lov-giv-nings',
  'om-dan-nel-ses',
  'sags-be-hand-lings',
  'ud-lej-nings',
].map((parted) => ({ letters: parted.replaceAll('-', ''), parts: parted.split('-') }));

const shortest = 7;
const leastBefore = 3;
const leastAfter = 3;
const remembered = new Map<string, BreakPoint[]>();
const rememberedWords = 20_000;

/**
 * Every place where a word may be parted at a line's end, in order. Letters are parted by Danish rules (`hyphen/da`, and a list of compounds' first members),
 * never capitals or short words; written hyphens and slashes between letters part without another hyphen; addresses of the web after their signs.
 */
export function breakPoints(word: string): BreakPoint[] {
  const known = remembered.get(word);
  if (known) return known;
  if (remembered.size >= rememberedWords) remembered.clear();
  const found = isAddress(word) ? addressBreaks(word) : [...softBreaks(word), ...hardBreaks(word)].sort((a, b) => a.at - b.at);
  remembered.set(word, found);
  return found;
}

function isAddress(word: string): boolean {
  return /:\/\/|@|^www\./.test(word);
}

function addressBreaks(word: string): BreakPoint[] {
  return [...word.matchAll(/(?<=[/@._-])(?=[^/@._-])/g)].map(({ index }) => ({ at: index, soft: false })).filter(({ at }) => at > 2);
}

function hardBreaks(word: string): BreakPoint[] {
  return [...word.matchAll(/(?<=\p{L}{2}[-–/])(?=\p{L}{2})/gu)].map(({ index }) => ({ at: index, soft: false }));
}

function softBreaks(word: string): BreakPoint[] {
  return [...word.matchAll(/\p{L}+/gu)].flatMap(({ 0: letters, index }) => {
    if (letters.length < shortest || /^.+\p{Lu}/u.test(letters)) return [];
    return partEnds(partsOf(letters))
      .filter((at) => at >= leastBefore && letters.length - at >= leastAfter)
      .map((at) => ({ at: index + at, soft: true }));
  });
}

function partsOf(letters: string): string[] {
  const lower = letters.toLowerCase();
  const member = firstMembers.find((each) => lower.startsWith(each.letters) && lower.length >= each.letters.length + leastAfter);
  if (lower.length !== letters.length) return [letters];
  const rest = lower.slice(member?.letters.length ?? 0);
  return [...(member?.parts ?? []), ...hyphenateSync(rest, { hyphenChar: '|', minWordLength: 5 }).split('|')];
}

function partEnds(parts: readonly string[]): number[] {
  let at = 0;
  return parts.slice(0, -1).map((part) => (at += part.length));
}
