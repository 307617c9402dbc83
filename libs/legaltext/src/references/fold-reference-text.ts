/** A text made even for reading references, and the way back to where each of its characters stood. */
export interface FoldedText {
  text: string;
  /** The place in the original of the folded text's character `index`; the original's length for the end. */
  rawAt: (index: number) => number;
}

/** Characters that show nothing unless a line breaks there. */
const invisible = '\\u00ad\\u200b-\\u200d\\u2060\\ufeff';

/** A word parted at a line's end: two letters before the hyphen (so that "litra a-" is none), a small letter after, and no suspended hyphen ("for- og"). */
const brokenWord = `(?<=\\p{L}[${invisible}]*\\p{L})[-\\u2010\\u00ad][^\\S\\n]*\\n\\s*(?=\\p{Ll})(?!(?:og|eller|samt)(?!\\p{L}))`;

const uneven = new RegExp(`${brokenWord}|[\\s${invisible}]+|[\\u2010-\\u2015\\u2212]`, 'gu');
const onlyInvisible = new RegExp(`^[${invisible}]+$`);

function evened(found: string): string {
  if (/^[-\u2010\u00ad].*\n/.test(found) || onlyInvisible.test(found)) return '';
  return /\s/.test(found) ? ' ' : '-';
}

/** Folds white space of every kind to one blank, joins words parted at a line's end, drops soft hyphens, makes every dash a hyphen. */
export function foldReferenceText(raw: string): FoldedText {
  const starts: number[] = [];
  let text = '';
  let copied = 0;
  const keep = (to: number): void => {
    for (let i = copied; i < to; i += 1) starts.push(i);
    text += raw.slice(copied, to);
  };
  for (const found of raw.matchAll(uneven)) {
    keep(found.index);
    const instead = evened(found[0]);
    if (instead !== '') starts.push(found.index);
    text += instead;
    copied = found.index + found[0].length;
  }
  keep(raw.length);
  return { text, rawAt: (index) => starts[index] ?? raw.length };
}
