import type { LetterBlockOf } from '@genmaele/contracts';
import type { Face, Faces } from './face-types.js';
import { breakPoints } from './hyphenation.js';
import { styles } from './style.js';
import { typeset } from './typography.js';

/** The inside of a column: how wide it wishes to be in proportion, and the least it needs. */
interface Wish {
  share: number;
  least: number;
  /** The width at which no cell is broken. */
  whole: number;
  /** Figures gain nothing by room that words could have. */
  figures: boolean;
}

/** A word of letters may be parted, so no column has to be wider than this for one's sake. */
const widestForced = 60;
/** What a column of figures keeps beyond its widest, so that columns stand apart. */
const figureRoom = 8;

/**
 * Widths of a table's columns, `total` in sum: in proportion to their shares, but none too narrow for its longest number or part of a word,
 * as far as there is room. `padding` is what a cell leaves empty, left and right together.
 */
export function columnWidths({ columns, rows }: LetterBlockOf<'table'>, total: number, padding: number, faces: Faces): number[] {
  const both = [faces.sans, faces.sansStrong];
  const wishes = columns.map(({ share, header, align }, i): Wish => {
    const wish = { share, least: padding, whole: padding, figures: align === 'right' };
    for (const text of [header, ...rows.map((row) => row[i]!)]) {
      const set = typeset(text);
      for (const face of both) widen(wish, set, face, padding);
    }
    return wish;
  });
  return givenToWords(wishes, share(wishes, total));
}

/** Room that columns of figures have over is given to columns of words that would break for lack of it. */
function givenToWords(wishes: readonly Wish[], widths: readonly number[]): number[] {
  const over = wishes.map(({ figures, whole }, i) => (figures ? Math.max(0, widths[i]! - whole - figureRoom) : 0));
  const short = wishes.map(({ figures, whole }, i) => (figures ? 0 : Math.max(0, whole - widths[i]!)));
  const [spare, wanted] = [sum(over), sum(short)];
  if (spare === 0 || wanted === 0) return [...widths];
  const moved = Math.min(spare, wanted);
  return widths.map((width, i) => width - (over[i]! / spare) * moved + (short[i]! / wanted) * moved);
}

function sum(values: readonly number[]): number {
  return values.reduce((whole, value) => whole + value, 0);
}

/** Makes a wish as wide as the words of a text in this face need. */
function widen(wish: Wish, text: string, face: Face, padding: number): void {
  let width = 0;
  for (let from = 0; from <= text.length;) {
    const space = text.indexOf(' ', from);
    const to = space < 0 ? text.length : space;
    const own = face.words.width(face.words.find(text, from, to));
    width += own + (space < 0 ? 0 : face.space.width);
    wish.least = Math.max(wish.least, leastWidth(text, from, to, inPoints(own)) + padding);
    from = to + 1;
  }
  wish.whole = Math.max(wish.whole, inPoints(width) + 0.5 + padding);
}

function leastWidth(text: string, from: number, to: number, width: number): number {
  if (width <= widestForced) return width;
  return breakPoints(text.slice(from, to)).length > 0 ? widestForced : Math.min(width, 2 * widestForced);
}

function inPoints(width: number): number {
  return (width * styles.cell.size) / 1000;
}

/** Those whose share would be less than they need get what they need; the others share what is left. */
function share(wishes: readonly Wish[], total: number): number[] {
  const needed = wishes.reduce((sum, { least }) => sum + least, 0);
  if (needed >= total) return wishes.map(({ least }) => (least / needed) * total);
  const held = new Set<number>();
  for (;;) {
    const free = total - wishes.reduce((sum, { least }, i) => sum + (held.has(i) ? least : 0), 0);
    const shares = wishes.reduce((sum, wish, i) => sum + (held.has(i) ? 0 : wish.share), 0);
    const widths = wishes.map((wish, i) => (held.has(i) ? wish.least : (wish.share / shares) * free));
    const short = widths.findIndex((width, i) => !held.has(i) && width < wishes[i]!.least);
    if (short < 0) return widths;
    held.add(short);
  }
}
