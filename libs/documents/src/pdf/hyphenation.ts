import { createRequire } from 'node:module';

const { hyphenateSync } = createRequire(import.meta.url)('hyphen/da') as {
  hyphenateSync(word: string, options: { hyphenChar: string; minWordLength: number }): string;
};

/** Where a text may be parted: before index `at`, with a soft hyphen or (after a hyphen, a slash) without. */
export interface BreakPoint {
  at: number;
  soft: boolean;
}

/** Compounds that the patterns part wrongly. */
const exceptions = new Map(
  [
    'for-valt-nings-myn-dig-hed',
    'for-valt-nings-myn-dig-he-der',
    'kom-mu-nal-be-sty-rel-se',
    'kom-mu-nal-be-sty-rel-sen',
    'kom-mu-nal-be-sty-rel-ser',
    'fore-byg-gel-ses-om-rå-de',
    'fore-byg-gel-ses-om-rå-der',
    'an-vis-nings-ret',
    'an-vis-nings-ret-ten',
    'bolig-or-ga-ni-sa-tion',
    'bolig-or-ga-ni-sa-tio-ner',
    'hø-rings-svar',
    'hø-rings-sva-ret',
    'lov-for-slag',
    'lov-for-sla-get',
    'lov-for-sla-gets',
  ].map((parted) => [parted.replaceAll('-', ''), parted.split('-')] as const),
);

const shortest = 7;
const leastBefore = 3;
const leastAfter = 3;
const remembered = new Map<string, BreakPoint[]>();
const rememberedWords = 20_000;

/**
 * Every place where a word may be parted at a line's end, in order. Letters are parted by Danish rules (`hyphen/da` and a list of exceptions),
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
    const parts = exceptions.get(letters.toLowerCase()) ?? hyphenateSync(letters, { hyphenChar: '|', minWordLength: shortest }).split('|');
    return partEnds(parts)
      .filter((at) => at >= leastBefore && letters.length - at >= leastAfter)
      .map((at) => ({ at: index + at, soft: true }));
  });
}

function partEnds(parts: readonly string[]): number[] {
  let at = 0;
  return parts.slice(0, -1).map((part) => (at += part.length));
}
