/** A field of work with the Danish word stems that point to it. A stem is lower case; `^` before it asks that the word begins with it. */
export interface SubjectField {
  id: string;
  stems: readonly string[];
}

/** A word that pointed somewhere, as it was written, and the stem it was recognised by. */
export interface SubjectReason {
  word: string;
  stem: string;
}

/** The field that fits best, with the words that say so, in the order they were given. `score` compares fields, nothing more. */
export interface SubjectMatch<F extends SubjectField> {
  field: F;
  score: number;
  reasons: SubjectReason[];
}

/** The different words of some texts: soft hyphens and punctuation gone, first spelling kept, order kept. */
function distinctWords(texts: readonly string[]): Map<string, string> {
  const words = new Map<string, string>();
  for (const word of texts.flatMap(
    (text) =>
      text
        .replaceAll('\u00ad', '')
        .normalize('NFC')
        .match(/\p{L}+/gu) ?? [],
  )) {
    const key = word.toLocaleLowerCase('da');
    if (!words.has(key)) words.set(key, word);
  }
  return words;
}

function stemLength(stem: string): number {
  return stem.length - (stem.startsWith('^') ? 1 : 0);
}

/** The longest stem found in the word: Danish compounds hide it anywhere (`familieboliger`), so a long stem is the surer sign. */
function longestStem(word: string, stems: readonly string[]): string | undefined {
  const found = stems.filter((stem) => (stem.startsWith('^') ? word.startsWith(stem.slice(1)) : word.includes(stem)));
  return found.sort((a, b) => stemLength(b) - stemLength(a))[0];
}

/**
 * Which field do these words (a title, names of acts; whole texts are split) belong to? Each different word counts once, by the length of the
 * longest stem in it. The highest sum wins, and the first of the list among equals. Null when no word points anywhere. Pure; a proposal that a person confirms.
 */
export function matchSubject<F extends SubjectField>(texts: readonly string[], fields: readonly F[]): SubjectMatch<F> | null {
  const words = distinctWords(texts);
  let best: SubjectMatch<F> | null = null;
  for (const field of fields) {
    const reasons = [...words].flatMap(([key, word]) => {
      const stem = longestStem(key, field.stems);
      return stem ? [{ word, stem: stem.replace('^', '') }] : [];
    });
    const score = reasons.reduce((sum, { stem }) => sum + stem.length, 0);
    if (score > (best?.score ?? 0)) best = { field, score, reasons };
  }
  return best;
}
