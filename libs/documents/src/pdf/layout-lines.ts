import { ContentBytes } from './content-bytes.js';
import type { ColorName, Shown } from './draw-list.js';
import type { FaceName, Faces } from './face-types.js';
import { type BreakPoint, breakPoints } from './hyphenation.js';
import type { WordRecord } from './word-book.js';

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
  shown: Shown;
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

/** What stands in a stretch's text from one place to before another; what follows it without a space between them hangs on it. */
interface Part {
  of: Stretch;
  from: number;
  to: number;
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
  const end = endOf(stretches);
  for (let i = 0; i <= end.stretch; i++) setter.take(stretches[i]!, i === end.stretch ? end.at : undefined);
  return setter.finish();
}

/** Where the last word ends: in which stretch, and before which place of its text. */
function endOf(stretches: readonly Stretch[]): { stretch: number; at: number } {
  for (let stretch = stretches.length - 1; stretch >= 0; stretch--) {
    const { text } = stretches[stretch]!;
    let at = text.length;
    while (at > 0 && text[at - 1] === ' ') at -= 1;
    if (at > 0) return { stretch, at };
  }
  return { stretch: -1, at: 0 };
}

/** The codes of the piece that is being set. One for all: lines are broken one paragraph at a time. */
const ink = new ContentBytes();
const nothing: Shown = { text: '', codes: new Uint8Array(), strange: [] };

class LineSetter {
  private readonly lines: Line[] = [];
  private line: Line = emptyLine();
  private softInRow = 0;
  private mayPart = true;
  /** Of the line's last piece, while it is open: the stretch that its words are of, where they begin and end in it, and those that the face's fixed subset lacks. */
  private of: Stretch | undefined;
  private from = 0;
  private to = 0;
  private strange: Shown['strange'][number][] = [];
  /** The first and the last part of a box that goes on in the next stretch. */
  private open: { head: Part; tail: Part } | undefined;

  constructor(
    private readonly width: number,
    private readonly faces: Faces,
    private readonly hyphenate: boolean,
  ) {
    ink.clear();
  }

  /** Sets the words of a stretch; with the place given, the paragraph ends there. */
  take(of: Stretch, end: number | undefined): void {
    const stop = end ?? of.text.length;
    for (let from = 0; from < stop;) {
      const space = of.text.indexOf(' ', from);
      const to = space < 0 ? stop : space;
      const last = to === end;
      if (to > from) this.hang({ of, from, to, next: undefined }, space >= 0 || last);
      if (space >= 0 || last) this.close(last);
      from = to + 1;
    }
  }

  finish(): Line[] {
    this.seal();
    if (this.line.pieces.length > 0) this.lines.push(this.line);
    return this.lines;
  }

  /** Puts a part at the end of the open box. One that stands between spaces, as nearly all do, is set at once if the line has room for it. */
  private hang(part: Part, ends: boolean): void {
    if (!this.open) {
      if (!ends || !this.setWhole(part)) this.open = { head: part, tail: part };
      return;
    }
    this.open.tail.next = part;
    this.open.tail = part;
  }

  private setWhole(part: Part): boolean {
    const { of, from, to } = part;
    const { words } = this.faces[of.face];
    const record = words.find(of.text, from, to);
    const gap = this.gapBefore(of);
    if ((words.width(record) * of.size) / 1000 > this.width - this.line.width - gap) return false;
    this.set(part, record, gap, this.line.pieces.length > 0, false);
    return true;
  }

  /** Sets the open box. A paragraph's last word is not parted: its end would stand alone. */
  private close(last: boolean): void {
    this.mayPart = !last;
    let rest = this.open?.head;
    this.open = undefined;
    while (rest) rest = this.place(rest);
  }

  /** Sets the box, or what of it fits, and returns what is left. */
  private place(box: Part): Part | undefined {
    const last = this.line.pieces.at(-1);
    const gap = this.gapBefore(box.of);
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
    this.seal();
    this.softInRow = soft ? this.softInRow + 1 : 0;
    this.line.soft = soft;
    this.lines.push(this.line);
    this.line = emptyLine();
  }

  /** The space between what stands on the line and what comes: that of the larger type. */
  private gapBefore(of: Stretch): number {
    const { pieces } = this.line;
    if (pieces.length === 0) return 0;
    const last = pieces[pieces.length - 1]!;
    const own = this.spaceOf(of);
    return last.face === of.face && last.size === of.size ? own : Math.max(this.spaceOf(last), own);
  }

  private spaceOf({ face, size }: Pick<Stretch, 'face' | 'size'>): number {
    return (this.faces[face].space.width * size) / 1000;
  }

  private measure(box: Part): number {
    let width = 0;
    for (let part: Part | undefined = box; part; part = part.next) width += this.widthOf(part);
    return width;
  }

  private widthOf({ of, from, to }: Part): number {
    const { words } = this.faces[of.face];
    return (words.width(words.find(of.text, from, to)) * of.size) / 1000;
  }

  /** The width of a box's first part before a place. */
  private widthBefore(at: number, { of, from }: Part): number {
    return (this.faces[of.face].width(of.text, from, at) * of.size) / 1000;
  }

  /** Parts the first stretch of a box at the last place that fits, unless so little room is left that the line may end where it is. */
  private part(box: Part, free: number): Parted | undefined {
    if (!this.hyphenate || (this.line.pieces.length > 0 && this.width - this.line.width < this.width * rag)) return undefined;
    return this.partAtBreak(box, free, this.mayPart && this.softInRow < mostSoftInRow);
  }

  private partAtBreak(box: Part, free: number, softly: boolean): Parted | undefined {
    const { of, from } = box;
    const fits = (point: BreakPoint): boolean => this.widthBefore(from + point.at, box) + (point.soft ? this.hyphenWidth(of) : 0) <= free;
    const point = breakPoints(textOf(box)).findLast((each) => (!each.soft || softly) && fits(each));
    return point && { ...splitBox(box, from + point.at), soft: point.soft };
  }

  /** What is wider than a whole line is parted by the rules where it can be, else cut where the line is full. */
  private force(box: Part): Part | undefined {
    const { head, tail, soft } = this.partAtBreak(box, this.width, true) ?? this.cut(box);
    this.append(head, 0, soft);
    this.next(soft);
    return tail;
  }

  private cut(box: Part): Parted {
    const text = textOf(box);
    let at = text.length;
    while (at > 1 && this.widthBefore(box.from + at, box) > this.width) at = previousCharacter(text, at);
    return { ...splitBox(box, box.from + Math.max(at, firstCharacter(text))), soft: false };
  }

  private hyphenWidth({ face, size }: Stretch): number {
    return (this.faces[face].softHyphen.width * size) / 1000;
  }

  private append(box: Part, gap: number, soft = false): void {
    let spaced = this.line.pieces.length > 0;
    for (let part: Part | undefined = box; part; part = part.next) {
      const { of, from, to } = part;
      const record = this.faces[of.face].words.find(of.text, from, to);
      this.set(part, record, spaced ? gap : 0, spaced, soft && !part.next);
      spaced = false;
    }
  }

  /** Sets a part: in the line's last piece where that is alike, else in one of its own. */
  private set({ of, from, to }: Part, record: WordRecord, gap: number, spaced: boolean, hyphen: boolean): void {
    const { line } = this;
    const face = this.faces[of.face];
    const width = (face.words.width(record) * of.size) / 1000 + (hyphen ? this.hyphenWidth(of) : 0);
    const last = line.pieces[line.pieces.length - 1];
    if (last && spaced && isAlike(last, of)) {
      ink.copy(face.space.codes);
      last.width += gap + width;
      last.hyphen = hyphen;
    } else {
      if (last && spaced) last.space = true;
      this.seal();
      this.begin(of, from, line.width + gap, width, hyphen);
    }
    if (!face.words.show(record, ink)) this.strange.push({ word: of.text.slice(from, to), at: ink.size });
    this.to = to;
    line.width += gap + width;
    if (of.note !== undefined) line.notes.push(of.note);
  }

  private begin(of: Stretch, from: number, x: number, width: number, hyphen: boolean): void {
    const { face, size, color, rise, owner } = of;
    this.of = of;
    this.from = from;
    this.line.pieces.push({ face, size, color, rise, owner, x, width, shown: nothing, hyphen, space: false });
  }

  /** Ends the line's last piece: nothing is added to it. */
  private seal(): void {
    if (!this.of) return;
    this.line.pieces.at(-1)!.shown = { text: this.of.text.slice(this.from, this.to), codes: ink.take(), strange: this.strange };
    this.of = undefined;
    if (this.strange.length > 0) this.strange = [];
  }
}

function isAlike(piece: LinePiece, of: Stretch): boolean {
  return piece.owner === of.owner && piece.face === of.face && piece.size === of.size && piece.color === of.color && piece.rise === of.rise;
}

function emptyLine(): Line {
  return { pieces: [], width: 0, soft: false, notes: [] };
}

function textOf({ of, from, to }: Part): string {
  return of.text.slice(from, to);
}

/** Parts a box before a place in the text of its first part. */
function splitBox({ of, from, to, next }: Part, at: number): { head: Part; tail: Part | undefined } {
  const head: Part = { of, from, to: Math.min(at, to), next: undefined };
  return { head, tail: at >= to ? next : { of, from: at, to, next } };
}

function previousCharacter(text: string, at: number): number {
  return at - (/[\udc00-\udfff]/.test(text[at - 1]!) ? 2 : 1);
}

function firstCharacter(text: string): number {
  return /^[\ud800-\udbff]/.test(text) ? 2 : 1;
}
