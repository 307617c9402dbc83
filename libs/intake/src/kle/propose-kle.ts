/** A number of KLE that a case can be classified by. */
export interface ProposableSubject {
  number: string;
  title: string;
  keywords: string[];
}

/** A number proposed, with the words that pointed to it, as they were written. */
export interface KleProposal {
  number: string;
  title: string;
  reasons: string[];
}

/** Words that say nothing of a field of work. */
const empty = new Set([
  'forslag',
  'ændring',
  'ændringer',
  'lov',
  'love',
  'loven',
  'forskellige',
  'andre',
  'almindelighed',
  'øvrige',
  'generelt',
  'samt',
  'eller',
]);

const leastLetters = 5;

function wordsIn(text: string): string[] {
  const words =
    text
      .replaceAll('\u00ad', '')
      .normalize('NFC')
      .toLocaleLowerCase('da')
      .match(/\p{L}+/gu) ?? [];
  return words.filter((word) => word.length >= leastLetters && !empty.has(word));
}

/** A word without the endings that Danish nouns take, so that `boliger` and `boligerne` are `bolig`. */
function stemOf(word: string): string {
  const stem = word.replace(/(?:ernes|erne|ens|ets|ene|ers|er|en|et|es|e|s)$/, '');
  return stem.length >= leastLetters ? stem : word;
}

/**
 * The numbers that the words of a bill point to, the surest first, at most `most`. A word counts for more the fewer numbers have it, and in a title more
 * than among keywords; whole words (`bolig`) before parts of compounds (`boligforening`). Pure; a proposal that a person confirms.
 */
export function proposeKle(texts: readonly string[], subjects: readonly ProposableSubject[], most = 5): KleProposal[] {
  const sought = new Map(texts.flatMap(wordsIn).map((word) => [stemOf(word), word]));
  const inTitles = subjects.map(({ title }) => new Set(wordsIn(title).map(stemOf)));
  const inKeywords = subjects.map(({ keywords }) => new Set(keywords.flatMap(wordsIn).map(stemOf)));
  const scores = subjects.map(() => ({ score: 0, reasons: [] as string[] }));
  for (const [stem, word] of sought) {
    const weights = subjects.map((_subject, i) => weightOf(stem, inTitles[i]!, inKeywords[i]!));
    const found = weights.filter((weight) => weight > 0).length;
    if (found === 0) continue;
    const rarity = Math.log(1 + subjects.length / found) * stem.length;
    weights.forEach((weight, i) => {
      if (weight === 0) return;
      scores[i]!.score += weight * rarity;
      scores[i]!.reasons.push(word);
    });
  }
  return subjects
    .map(({ number, title }, i) => ({ number, title, ...scores[i]! }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || (a.number < b.number ? -1 : 1))
    .slice(0, most)
    .map(({ number, title, reasons }) => ({ number, title, reasons }));
}

function weightOf(stem: string, title: ReadonlySet<string>, keywords: ReadonlySet<string>): number {
  if (title.has(stem)) return 3;
  if (keywords.has(stem)) return 2;
  const parts = (words: ReadonlySet<string>) => [...words].some((word) => word.startsWith(stem) || stem.startsWith(word));
  return parts(title) ? 1 : parts(keywords) ? 0.5 : 0;
}
