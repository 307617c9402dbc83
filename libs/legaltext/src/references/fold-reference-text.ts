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

/** A stretch that stands in both texts letter for letter: where it begins in each. */
interface Stretch {
  folded: number;
  raw: number;
}

/** The last stretch that begins at or before a place of the folded text. */
function stretchAt(stretches: readonly Stretch[], index: number): Stretch {
  let [low, high] = [0, stretches.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((stretches[middle]?.folded ?? 0) <= index) low = middle;
    else high = middle - 1;
  }
  return stretches[low] ?? { folded: 0, raw: 0 };
}

/** Folds white space of every kind to one blank, joins words parted at a line's end, drops soft hyphens, makes every dash a hyphen. */
export function foldReferenceText(raw: string): FoldedText {
  const stretches: Stretch[] = [{ folded: 0, raw: 0 }];
  const pieces: string[] = [];
  let length = 0;
  let copied = 0;
  for (const found of raw.matchAll(uneven)) {
    const [whole] = found;
    if (whole === ' ') continue;
    const instead = evened(whole);
    const kept = raw.slice(copied, found.index);
    pieces.push(kept, instead);
    copied = found.index + whole.length;
    length += kept.length + instead.length;
    if (instead.length !== whole.length) stretches.push({ folded: length, raw: copied });
  }
  pieces.push(raw.slice(copied));
  const text = pieces.join('');
  return {
    text,
    rawAt: (index) => {
      const { folded, raw: from } = stretchAt(stretches, index);
      return Math.min(from + index - folded, raw.length);
    },
  };
}
