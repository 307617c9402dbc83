import type { Faces } from './face-types.js';
import { type BreakPoint, breakPoints } from './hyphenation.js';
import { type Line, OpenLine, type Span, type Stretch } from './open-line.js';
import type { WordBook } from './word-book.js';

export type { Line, LinePiece, Stretch } from './open-line.js';

/** A part of a stretch's text; what follows it without a space between them hangs on it. */
interface Part extends Span {
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
  const breaker = new LineBreaker(width, faces, hyphenate);
  const end = endOf(stretches);
  for (let i = 0; i <= end.stretch; i++) breaker.take(stretches[i]!, i === end.stretch ? end.at : undefined);
  return breaker.finish();
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

/** The word that is set whole, and how: one for all, since to make one for each would be a tenth of all that is made for a letter. */
const whole: Span = { of: { text: '', face: 'text', size: 0, color: 'ink', rise: 0, owner: 0 }, from: 0, to: 0 };
const manner = { gap: 0, spaced: false, hyphen: false };

class LineBreaker {
  private readonly line: OpenLine;
  private softInRow = 0;
  private mayPart = true;
  /** Of the stretch that is being set. */
  private words: WordBook;
  /** The first and the last part of a box that goes on in the next stretch. */
  private open: { head: Part; tail: Part } | undefined;

  constructor(
    private readonly width: number,
    private readonly faces: Faces,
    private readonly hyphenate: boolean,
  ) {
    this.line = new OpenLine(faces);
    this.words = faces.text.words;
  }

  /** Sets the words of a stretch; with the place given, the paragraph ends there. */
  take(of: Stretch, end: number | undefined): void {
    const stop = end ?? of.text.length;
    this.words = this.faces[of.face].words;
    for (let from = 0; from < stop;) {
      const space = of.text.indexOf(' ', from);
      const to = space < 0 ? stop : space;
      const last = to === end;
      const ends = space >= 0 || last;
      if (to > from && (this.open || !ends || !this.setWhole(of, from, to))) this.hang({ of, from, to, next: undefined });
      if (ends) this.close(last);
      from = to + 1;
    }
  }

  finish(): Line[] {
    return this.line.finish();
  }

  /** Sets a word that stands between spaces, as nearly all do, if the line has room for it. */
  private setWhole(of: Stretch, from: number, to: number): boolean {
    const { words } = this;
    const record = words.find(of.text, from, to);
    manner.gap = this.line.gapBefore(of);
    if ((words.width(record) * of.size) / 1000 > this.width - this.line.width - manner.gap) return false;
    manner.spaced = !this.line.isEmpty;
    whole.of = of;
    whole.from = from;
    whole.to = to;
    this.line.set(whole, record, manner);
    return true;
  }

  /** Puts a part at the end of the open box. */
  private hang(part: Part): void {
    if (this.open) this.open.tail.next = part;
    this.open = { head: this.open?.head ?? part, tail: part };
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
    const gap = this.line.gapBefore(box.of);
    const free = this.width - this.line.width - gap;
    if (this.measure(box) <= free) {
      this.append(box, gap);
      return undefined;
    }
    const parted = this.part(box, free);
    if (parted) return this.goOn(parted, gap);
    if (this.line.isEmpty) return this.goOn(this.partAtBreak(box, this.width, true) ?? this.cut(box), 0);
    this.end({ soft: false, space: true });
    return box;
  }

  /** Sets what was parted off, ends the line, and returns what is left. */
  private goOn({ head, tail, soft }: Parted, gap: number): Part | undefined {
    this.append(head, gap, soft);
    this.end({ soft, space: false });
    return tail;
  }

  private end(how: { soft: boolean; space: boolean }): void {
    this.softInRow = how.soft ? this.softInRow + 1 : 0;
    this.line.end(how);
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
    if (!this.hyphenate || (!this.line.isEmpty && this.width - this.line.width < this.width * rag)) return undefined;
    return this.partAtBreak(box, free, this.mayPart && this.softInRow < mostSoftInRow);
  }

  private partAtBreak(box: Part, free: number, softly: boolean): Parted | undefined {
    const { of, from } = box;
    const fits = (point: BreakPoint): boolean =>
      this.widthBefore(from + point.at, box) + (point.soft ? this.line.hyphenWidth(of) : 0) <= free;
    const point = breakPoints(textOf(box)).findLast((each) => (!each.soft || softly) && fits(each));
    return point && { ...splitBox(box, from + point.at), soft: point.soft };
  }

  /** Cuts where the line is full what is wider than a whole line and cannot be parted by the rules. */
  private cut(box: Part): Parted {
    const text = textOf(box);
    let at = text.length;
    while (at > 1 && this.widthBefore(box.from + at, box) > this.width) at = previousCharacter(text, at);
    return { ...splitBox(box, box.from + Math.max(at, firstCharacter(text))), soft: false };
  }

  private append(box: Part, gap: number, soft = false): void {
    let spaced = !this.line.isEmpty;
    for (let part: Part | undefined = box; part; part = part.next) {
      const { of, from, to } = part;
      const record = this.faces[of.face].words.find(of.text, from, to);
      this.line.set(part, record, { gap: spaced ? gap : 0, spaced, hyphen: soft && !part.next });
      spaced = false;
    }
  }
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
