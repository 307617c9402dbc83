import type { LetterRun } from '@genmaele/contracts';
import { addEl, type El, type Page, type TextItem, unmarked } from './draw-list.js';
import type { Faces } from './face-types.js';
import { breakLines, type Line, type LinePiece, type Stretch } from './layout-lines.js';
import type { TextStyle } from './style.js';
import { typeset } from './typography.js';

/** What a stretch of a paragraph is to a reader: plain text, a link, or the mark of a footnote. */
export type Inline = { kind: 'plain' } | { kind: 'link'; url: string; text: string } | { kind: 'mark' };

/** A paragraph made ready to break: its stretches and the inline elements that own them. */
export interface InlineText {
  stretches: Stretch[];
  inlines: Inline[];
}

/** Sets a plain text in one style. */
export function plainText(text: string, style: TextStyle): InlineText {
  return { stretches: [stretch(typeset(text), style, 'plain', 0)], inlines: [{ kind: 'plain' }] };
}

/** Sets runs in a style; footnotes are numbered in the order in which they are met. */
export function inlineText(runs: readonly LetterRun[], style: TextStyle, notes: { add(note: string): number }): InlineText {
  const made: InlineText = { stretches: [], inlines: [{ kind: 'plain' }] };
  for (const run of runs) {
    const manner = run.bold ? 'bold' : run.italic ? 'italic' : 'plain';
    const text = typeset(run.text);
    const owner = run.link
      ? made.inlines.push({ kind: 'link', url: run.link, text: text.trim() }) - 1
      : made.inlines.push({ kind: 'plain' }) - 1;
    made.stretches.push({ ...stretch(text, style, manner, owner), color: run.link ? 'accent' : style.color });
    if (run.footnote !== undefined) made.stretches.push(mark(notes.add(run.footnote), style, made.inlines.push({ kind: 'mark' }) - 1));
  }
  return made;
}

function stretch(text: string, style: TextStyle, manner: 'plain' | 'bold' | 'italic', owner: number): Stretch {
  return { text, face: style[manner], size: style.size, color: style.color, rise: 0, owner };
}

function mark(note: number, style: TextStyle, owner: number): Stretch {
  return { text: String(note), face: 'sans', size: style.size * 0.64, color: style.color, rise: style.size * 0.36, owner, note };
}

/** A paragraph broken into lines, with the place in the structure that its text goes to. */
export function setParagraph(el: El, text: InlineText, width: number, style: TextStyle, faces: Faces): { sink: Sink; lines: Line[] } {
  return { sink: new Sink(el, text.inlines), lines: breakLines(text.stretches, width, faces, style.hyphenate) };
}

/**
 * Where the lines of one paragraph go as they are placed: one piece of marked content for each stretch of one owner on one page.
 * Plain stretches that follow each other are one.
 */
export class Sink {
  private item: TextItem | undefined;
  private owner: number | undefined;
  private target: El;

  constructor(
    private readonly el: El,
    private readonly inlines: readonly Inline[],
  ) {
    this.target = el;
  }

  /** Places a line's pieces with their baseline at `y`, starting at `x`. A line is placed once: its pieces become the page's. */
  place(pages: Page[], page: number, line: Line, x: number, y: number): void {
    for (const piece of line.pieces) {
      piece.x += x;
      piece.y = y - piece.rise;
      this.placePiece(pages, page, piece);
    }
  }

  private placePiece(pages: Page[], page: number, piece: LinePiece): void {
    const inline = this.inlines[piece.owner]!;
    if (!this.continues(piece.owner, inline)) this.open(inline);
    this.owner = piece.owner;
    if (this.item?.page !== page || this.item.el !== this.target) {
      this.item = { kind: 'text', mcid: unmarked, el: this.target, page, pieces: [] };
      this.target.kids.push(this.item);
      pages[page]!.items.push(this.item);
    }
    this.item.pieces.push(piece);
    if (inline.kind === 'link') this.addLinkSpot(inline, page, piece);
  }

  private continues(owner: number, inline: Inline): boolean {
    return this.owner !== undefined && (owner === this.owner || (inline.kind === 'plain' && this.inlines[this.owner]!.kind === 'plain'));
  }

  private open(inline: Inline): void {
    this.item = undefined;
    this.target = inline.kind === 'link' ? addEl(this.el, 'Link') : inline.kind === 'mark' ? addEl(this.el, 'Reference') : this.el;
  }

  private addLinkSpot(inline: { url: string; text: string }, page: number, { x, y, size, width }: LinePiece): void {
    const spot = { kind: 'link', page, x, y: y - size, width, height: size * 1.3 } as const;
    this.target.kids.push({ ...spot, url: inline.url, text: inline.text });
  }
}
