import type { ColorName, Piece, Shown } from './draw-list.js';
import type { Face, FaceName, Faces } from './face-types.js';
import { Ink } from './ink.js';
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

/** Words of one stretch on one line, not yet on a page: `x` is from the line's start, `y` is 0. */
export interface LinePiece extends Piece {
  rise: number;
  owner: number;
  width: number;
}

/** A broken line. `soft` says that it ends within a word. */
export interface Line {
  pieces: LinePiece[];
  width: number;
  soft: boolean;
  notes: readonly number[];
}

/** What stands in a stretch's text from one place to before another. */
export interface Span {
  of: Stretch;
  from: number;
  to: number;
}

/** How a span is set: after so much room, after a space or against what stands there, with a hyphen drawn after it or not. */
export interface Manner {
  gap: number;
  spaced: boolean;
  hyphen: boolean;
}

/** The codes of the piece that is being set. One for all: lines are set one paragraph at a time. */
const ink = new Ink();
const nothing: Shown = { text: '', codes: { of: new Uint8Array(), from: 0, to: 0 }, strange: [] };
const noNotes: readonly number[] = [];

/** The lines of one paragraph as they are set, the last of them open. It sets what it is told to and decides nothing. */
export class OpenLine {
  private readonly lines: Line[] = [];
  private line = emptyLine();
  /**
   * Of the line's last piece, while it is open: the stretch of its words, where they begin and end in it, those that the fixed subset lacks, its face and
   * how wide its space is.
   */
  private of: Stretch | undefined;
  private face: Face;
  private space = 0;
  private from = 0;
  private to = 0;
  private strange: Shown['strange'][number][] = [];

  constructor(private readonly faces: Faces) {
    ink.clear();
    this.face = faces.text;
  }

  /** The width of what stands on the line. */
  get width(): number {
    return this.line.width;
  }

  get isEmpty(): boolean {
    return this.line.pieces.length === 0;
  }

  /** The space between what stands on the line and what comes: that of the larger type. */
  gapBefore(of: Stretch): number {
    if (this.of === of) return this.space;
    const { pieces } = this.line;
    if (pieces.length === 0) return 0;
    return Math.max(this.spaceOf(pieces[pieces.length - 1]!), this.spaceOf(of));
  }

  hyphenWidth({ face, size }: Stretch): number {
    return (this.faces[face].softHyphen.width * size) / 1000;
  }

  /** Sets a word: in the line's last piece where that is alike, else in one of its own. */
  set({ of, from, to }: Span, record: WordRecord, { gap, spaced, hyphen }: Manner): void {
    const { line } = this;
    const face = this.of === of ? this.face : this.faces[of.face];
    const width = (face.words.width(record) * of.size) / 1000 + (hyphen ? this.hyphenWidth(of) : 0);
    const last = line.pieces[line.pieces.length - 1];
    if (last && spaced && (this.of === of || isAlike(last, of))) {
      ink.add(face.space);
      last.width += gap + width;
      last.hyphen = hyphen;
    } else {
      if (last && spaced) last.space = true;
      this.seal();
      this.begin(of, from, line.width + gap, width, hyphen);
    }
    if (!ink.addWord(face.words, record)) this.strange.push({ word: of.text.slice(from, to), at: ink.length });
    this.to = to;
    line.width += gap + width;
    if (of.note !== undefined) line.notes = [...line.notes, of.note];
  }

  /** Ends the line; what comes stands on the next. A space is drawn at its end unless it ends within what has no space. */
  end({ soft, space }: { soft: boolean; space: boolean }): void {
    this.seal();
    if (space) this.line.pieces.at(-1)!.space = true;
    this.line.soft = soft;
    this.lines.push(this.line);
    this.line = emptyLine();
  }

  /** All lines. */
  finish(): Line[] {
    this.seal();
    if (this.line.pieces.length > 0) this.lines.push(this.line);
    return this.lines;
  }

  private spaceOf({ face, size }: Pick<Stretch, 'face' | 'size'>): number {
    return (this.faces[face].space.width * size) / 1000;
  }

  private begin(of: Stretch, from: number, x: number, width: number, hyphen: boolean): void {
    const { face, size, color, rise, owner } = of;
    this.of = of;
    this.face = this.faces[face];
    this.space = this.spaceOf(of);
    this.from = from;
    this.line.pieces.push({ face, size, color, rise, owner, x, y: 0, width, shown: nothing, hyphen, space: false });
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
  return { pieces: [], width: 0, soft: false, notes: noNotes };
}
