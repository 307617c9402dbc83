import type { ColorName } from './draw-list.js';
import type { FaceName, Faces, Word } from './face-types.js';
import { type BreakPoint, breakPoints } from './hyphenation.js';

/** A stretch of set text: one face and size, and whose it is (an index into the paragraph's inline elements). */
export interface Stretch {
  text: string;
  face: FaceName;
  size: number;
  color: ColorName;
  /** Points above the baseline. */
  rise: number;
  owner: number;
  /** The number of the footnote whose mark this is. */
  note?: number;
}

/** Words of one stretch on one line, `x` from the line's start. */
export interface LinePiece {
  face: FaceName;
  size: number;
  color: ColorName;
  rise: number;
  owner: number;
  x: number;
  width: number;
  words: Word[];
  hyphen: boolean;
  space: boolean;
}

/** A broken line. `soft` says that it ends within a word. */
export interface Line {
  pieces: LinePiece[];
  width: number;
  soft: boolean;
  notes: number[];
}

/** A piece of a stretch's text, measured when it is first asked for; what stands after it without a space between them hangs on it. */
interface Part {
  of: Stretch;
  text: string;
  word: Word | undefined;
  next: Part | undefined;
}

/** Parts that stand together, parted; `soft` when a hyphen is to be drawn. */
interface Parted {
  head: Part;
  tail: Part | undefined;
  soft: boolean;
}

/** The share of a line that may stay empty at its end before a word is parted to fill it. */
const rag = 0.14;
const mostSoftInRow = 2;

/**
 * Breaks stretches into lines no wider than `width` (ragged right). No word is lost and order is kept: the lines' words, joined by the
 * spaces and soft hyphens they carry, are the text. What no-break spaces hold stays on one line unless it is wider than a whole line.
 */
export function breakLines(stretches: readonly Stretch[], width: number, faces: Faces, hyphenate: boolean): Line[] {
  const setter = new LineSetter(width, faces, hyphenate);
  const boxes = boxesOf(stretches);
  boxes.forEach((box, i) => setter.add(box, i === boxes.length - 1));
  return setter.finish();
}

/** What stands between spaces, each by its first part. */
function boxesOf(stretches: readonly Stretch[]): Part[] {
  const boxes: Part[] = [];
  let open: Part | undefined;
  for (const of of stretches) {
    const texts = of.text.split(' ');
    for (let i = 0; i < texts.length; i++) {
      const text = texts[i]!;
      if (i > 0) open = undefined;
      if (text === '') continue;
      const part: Part = { of, text, word: undefined, next: undefined };
      if (open) open.next = part;
      else boxes.push(part);
      open = part;
    }
  }
  return boxes;
}

class LineSetter {
  private readonly lines: Line[] = [];
  private line: Line = emptyLine();
  private softInRow = 0;
  private mayPart = true;

  constructor(
    private readonly width: number,
    private readonly faces: Faces,
    private readonly hyphenate: boolean,
  ) {}

  /** Sets a box. A paragraph's last word is not parted: its end would stand alone. */
  add(box: Part, last: boolean): void {
    this.mayPart = !last;
    let rest: Part | undefined = box;
    while (rest) rest = this.place(rest);
  }

  finish(): Line[] {
    if (this.line.pieces.length > 0) this.lines.push(this.line);
    return this.lines;
  }

  /** Sets the box, or what of it fits, and returns what is left. */
  private place(box: Part): Part | undefined {
    const last = this.line.pieces.at(-1);
    const gap = last ? Math.max(this.spaceOf(last), this.spaceOf(box.of)) : 0;
    const free = this.width - this.line.width - gap;
    if (this.measure(box) <= free) {
      this.append(box, gap);
      return undefined;
    }
    const parted = this.part(box, free);
    if (parted) {
      this.append(parted.head, gap, parted.soft);
      this.next(parted.soft);
      return parted.tail;
    }
    if (!last) return this.force(box);
    last.space = true;
    this.next(false);
    return box;
  }

  private next(soft: boolean): void {
    this.softInRow = soft ? this.softInRow + 1 : 0;
    this.line.soft = soft;
    this.lines.push(this.line);
    this.line = emptyLine();
  }

  private spaceOf({ face, size }: Pick<Stretch, 'face' | 'size'>): number {
    return (this.faces[face].space.width * size) / 1000;
  }

  private measure(box: Part): number {
    let width = 0;
    for (let part: Part | undefined = box; part; part = part.next) width += (this.wordOf(part).width * part.of.size) / 1000;
    return width;
  }

  private wordOf(part: Part): Word {
    return (part.word ??= this.faces[part.of.face].word(part.text));
  }

  private widthOf({ face, size }: Stretch, text: string): number {
    return (this.faces[face].word(text).width * size) / 1000;
  }

  /** Parts the first stretch of a box at the last place that fits, unless so little room is left that the line may end where it is. */
  private part(box: Part, free: number): Parted | undefined {
    if (!this.hyphenate || (this.line.pieces.length > 0 && this.width - this.line.width < this.width * rag)) return undefined;
    return this.partAtBreak(box, free, this.mayPart && this.softInRow < mostSoftInRow);
  }

  private partAtBreak(box: Part, free: number, softly: boolean): Parted | undefined {
    const { of, text } = box;
    const fits = (point: BreakPoint): boolean =>
      this.widthOf(of, text.slice(0, point.at)) + (point.soft ? this.hyphenWidth(of) : 0) <= free;
    const point = breakPoints(text).findLast((each) => (!each.soft || softly) && fits(each));
    return point && { ...splitBox(box, point.at), soft: point.soft };
  }

  /** What is wider than a whole line is parted by the rules where it can be, else cut where the line is full. */
  private force(box: Part): Part | undefined {
    const { head, tail, soft } = this.partAtBreak(box, this.width, true) ?? this.cut(box);
    this.append(head, 0, soft);
    this.next(soft);
    return tail;
  }

  private cut(box: Part): Parted {
    const { of, text } = box;
    let at = text.length;
    while (at > 1 && this.widthOf(of, text.slice(0, at)) > this.width) at = previousCharacter(text, at);
    return { ...splitBox(box, Math.max(at, firstCharacter(text))), soft: false };
  }

  private hyphenWidth({ face, size }: Stretch): number {
    return (this.faces[face].softHyphen.width * size) / 1000;
  }

  private append(box: Part, gap: number, soft = false): void {
    let spaced = this.line.pieces.length > 0;
    for (let part: Part | undefined = box; part; part = part.next) {
      this.set(part, spaced ? gap : 0, spaced, soft && !part.next);
      if (part.of.note !== undefined) this.line.notes.push(part.of.note);
      spaced = false;
    }
  }

  private set(part: Part, gap: number, spaced: boolean, hyphen: boolean): void {
    const { line } = this;
    const word = this.wordOf(part);
    const last = line.pieces.at(-1);
    const { face, size, color, rise, owner } = part.of;
    const width = (word.width * size) / 1000 + (hyphen ? this.hyphenWidth(part.of) : 0);
    if (last && spaced && last.owner === owner && last.face === face && last.size === size && last.color === color && last.rise === rise) {
      last.words.push(word);
      last.width += gap + width;
      last.hyphen = hyphen;
    } else {
      if (last && spaced) last.space = true;
      line.pieces.push({ face, size, color, rise, owner, x: line.width + gap, width, words: [word], hyphen, space: false });
    }
    line.width += gap + width;
  }
}

function emptyLine(): Line {
  return { pieces: [], width: 0, soft: false, notes: [] };
}

function splitBox({ of, text, word, next }: Part, at: number): { head: Part; tail: Part | undefined } {
  if (at >= text.length) return { head: { of, text, word, next: undefined }, tail: next };
  const part = (cut: string, after: Part | undefined): Part => ({ of, text: cut, word: undefined, next: after });
  return { head: part(text.slice(0, at), undefined), tail: part(text.slice(at), next) };
}

function previousCharacter(text: string, at: number): number {
  return at - (/[\udc00-\udfff]/.test(text[at - 1]!) ? 2 : 1);
}

function firstCharacter(text: string): number {
  return /^[\ud800-\udbff]/.test(text) ? 2 : 1;
}
