/** What becomes of the end of a line when the next one follows in the same paragraph. */
export type LineEnd = 'blank' | 'keep-hyphen' | 'drop-hyphen';

/** Words of the document that stand within a line, in lower case: what the document itself says of how a word is written. */
export type KnownWords = ReadonlySet<string>;

const conjunction = /^(?:og|eller|samt|henholdsvis|hhv\.|såvel|til)(?=[\s,]|$)/;
const lastPart = /(?:^|[\s(»"/])([^\s(»"/]*)[-\u2010\u00ad]$/u;
const firstPart = /^\p{L}+(?:-\p{L}+)*/u;
const wordPattern = /[\p{L}\d]+(?:-[\p{L}\d]+)*/gu;

/** The words that lines hold whole: the last of a line that ends in a hyphen, and the first of the next, are not among them. */
export function knownWords(lines: readonly string[]): KnownWords {
  const words = new Set<string>();
  lines.forEach((line, i) => {
    const isCut = /\p{L}[-\u2010\u00ad]$/u.test(line);
    const follows = i > 0 && /\p{L}[-\u2010\u00ad]$/u.test(lines[i - 1] ?? '');
    const found = line.toLowerCase().match(wordPattern) ?? [];
    for (const word of found.slice(follows ? 1 : 0, isCut ? -1 : undefined)) words.add(word);
  });
  return words;
}

/**
 * How two lines of a paragraph are put together (domain notes 5.2). A soft hyphen, and a hyphen between two halves of one word, is the
 * division of a word and goes out ("om-" "råder", "parallel-" "samfundet"); a hyphen of the word itself stays ("EU-" "regler", "4-" "6", "covid-"
 * "19"), also where it stands for a word's end ("told-" "og skatteforvaltningen"). What the document writes within a line decides first.
 */
export function lineEnd(line: string, next: string, known: KnownWords): LineEnd {
  if (line.endsWith('\u00ad')) return 'drop-hyphen';
  const before = lastPart.exec(line)?.[1];
  if (before === undefined || before === '' || /^\s/.test(next)) return 'blank';
  if (conjunction.test(next)) return 'blank';
  const after = firstPart.exec(next)?.[0];
  if (after === undefined || !/\p{L}$/u.test(before)) return 'keep-hyphen';
  if (known.has(`${before}-${after}`.toLowerCase())) return 'keep-hyphen';
  if (known.has(`${before}${after}`.toLowerCase())) return 'drop-hyphen';
  const isName = /\p{Lu}/u.test(after[0] ?? '') || /^\p{Lu}{2,}$/u.test(before) || before.includes('-');
  return isName ? 'keep-hyphen' : 'drop-hyphen';
}

/** A paragraph put together line by line, in time proportional to its length however many lines it has. */
export class JoinedLines {
  private readonly parts: string[];

  constructor(first: string) {
    this.parts = [first];
  }

  add(next: string, end: LineEnd): void {
    if (end === 'drop-hyphen') this.parts.push((this.parts.pop() ?? '').slice(0, -1));
    this.parts.push(end === 'blank' ? ` ${next}` : next);
  }

  get text(): string {
    return this.parts.join('');
  }
}
