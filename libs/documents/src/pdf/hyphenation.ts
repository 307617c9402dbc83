import { createRequire } from 'node:module';

const { hyphenateSync } = createRequire(import.meta.url)('hyphen/da') as {
  hyphenateSync(word: string, options: { hyphenChar: string; minWordLength: number }): string;
};

/** Where a text may be parted: before index `at`, with a soft hyphen or (after a hyphen, a slash) without. */
export interface BreakPoint {
  at: number;
  soft: boolean;
}

/** Members of compounds that the patterns part wrongly or miss; what follows them is looked at as a word of its own. */
// prettier-ignore
const members = [
  'afgørelses', 'an-vis-nings', 'arbejds', 'be-boer', 'be-skæf-ti-gel-ses', 'be-slut-nings', 'be-sty-rel-ses', 'bo-lig', 'bor-ger', 'by-for-ny-el-ses', 'by-råds',
  'dag-til-buds', 'data', 'dob-belt', 'drifts', 'er-hvervs', 'fag', 'fæl-les-skabs', 'fol-ke', 'fore-byg-gel-ses', 'for-hand-lings', 'for-valt-nings', 'for-brugs',
  'for-syn-ings', 'gen-hus-nings', 'hel-heds', 'hjem-me', 'hø-rings', 'ikraft-træ-del-ses', 'ind-be-ret-nings', 'in-for-ma-ti-ons', 'kom-mu-nal', 'kul-tur',
  'kon-trol', 'land-brugs', 'lej-lig-heds', 'le-ve-ran-dør', 'lov-giv-nings', 'mar-keds', 'mil-jø', 'myn-dig-heds', 'om-dan-nel-ses', 'om-rå-de',
  'om-stil-lings', 'op-lys-nings', 'over-gangs', 'over-før-sels', 'per-so-na-le', 'plan-lov', 're-form', 'rets-sik-ker-heds', 'rets', 'sags-be-hand-lings', 'sam-ar-bejds',
  'selv-be-stem-mel-ses', 'ser-vi-ce', 'skat-te', 'sko-le', 'stats', 'styrings', 'sund-heds', 'til-syns', 'trans-port', 'ud-byg-nings', 'ud-dan-nel-ses',
  'ud-gifts', 'ud-lej-nings', 'ud-vik-lings', 'ved-lige-hol-del-ses', 'vej-led-nings', 'virk-som-heds', 'æl-dre',
]
  .map((parted) => ({ letters: parted.replaceAll('-', ''), parts: parted.split('-') }))
  .sort((a, b) => b.letters.length - a.letters.length);

/** What follows a member is an ending of it, and no second member: `borgerne`, `reformens`. */
const ending = /^(?:e?r|e?n|e?t|e|s)?(?:ne|en|et|e)?s?$/;

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
  if (lower.length !== letters.length) return [letters];
  const parts: string[] = [];
  let rest = lower;
  for (let member = memberOf(rest); member; member = memberOf(rest)) {
    parts.push(...wholeBeginning(member.parts));
    rest = rest.slice(member.letters.length);
  }
  return [...parts, ...wholeBeginning(hyphenateSync(rest, { hyphenChar: '|', minWordLength: 5 }).split('|'))];
}

/** A member is not parted after its first two letters: `myndigheds-ansvar`, never `myndighedsan-svar`. */
function wholeBeginning([first = '', second, ...others]: string[]): string[] {
  return first.length < leastBefore && second !== undefined
    ? [first + second, ...others]
    : [first, ...(second === undefined ? [] : [second]), ...others];
}

function memberOf(word: string): (typeof members)[number] | undefined {
  return members.find(({ letters }) => {
    const rest = word.slice(letters.length);
    return word.startsWith(letters) && rest.length >= leastAfter && !ending.test(rest);
  });
}

function partEnds(parts: readonly string[]): number[] {
  let at = 0;
  return parts.slice(0, -1).map((part) => (at += part.length));
}
