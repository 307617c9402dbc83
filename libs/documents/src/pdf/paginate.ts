import type { FillItem, OutlineEntry, Page } from './draw-list.js';
import { artifactText } from './layout-letterhead.js';
import { NoteBook } from './layout-notes.js';
import { baseline, type Flow, type Frame, type Row } from './layout-rows.js';
import { sheet, styles } from './style.js';

const noteRule = { above: 9, below: 5, width: 72 } as const;

/** How far down a frame reaches on the current page. */
interface FrameExtent {
  frame: Frame;
  top: number;
  bottom: number;
  /** Where in the page's items the frame belongs: below the text it holds. */
  at: number;
}

/**
 * Gives every row its page and place. Rows held together stand on one page when a page can hold them; a footnote stands on the page of its
 * mark; when a page ends within a table its header is drawn again.
 */
export class Paginator {
  readonly outline: OutlineEntry[] = [];
  private page = 0;
  private y: number;
  private fresh = false;
  private noteNumbers: number[] = [];
  private noteHeight = 0;
  private frames: FrameExtent[] = [];

  constructor(
    private readonly flow: Flow,
    readonly pages: Page[],
    startAt: number,
  ) {
    this.y = startAt;
  }

  /** Places all rows. */
  run(): void {
    const { rows } = this.flow;
    for (let from = 0; from < rows.length;) {
      let to = from;
      while (rows[to]!.keep && to < rows.length - 1) to += 1;
      this.placeTogether(from, to);
      from = to + 1;
    }
    this.finishPage();
  }

  private placeTogether(from: number, to: number): void {
    const first = this.flow.rows[from]!;
    let fit = this.fits(from, to);
    if ((first.opensPage || !fit) && !this.fresh) {
      this.nextPage(first);
      fit = this.fits(from, to);
    }
    for (let i = from; i <= to; i++) {
      if (!fit) this.makeRoom(i);
      this.place(this.flow.rows[i]!);
    }
  }

  /** For a row of what no page can hold together. */
  private makeRoom(i: number): void {
    if (!this.fits(i, i) && !this.fresh) this.nextPage(this.flow.rows[i]!);
  }

  private fits(from: number, to: number): boolean {
    let height = 0;
    let notes: readonly number[] = [];
    for (let i = from; i <= to; i++) {
      const row = this.flow.rows[i]!;
      height += row.height + (i === from && this.fresh ? 0 : row.before);
      notes = withNotes(notes, row);
    }
    return this.y + height + this.noteHeight + this.heightOfNotes(notes) <= sheet.bottom;
  }

  private heightOfNotes(numbers: readonly number[]): number {
    if (numbers.length === 0) return 0;
    const first = this.noteNumbers.length === 0 ? noteRule.above + noteRule.below : 0;
    return numbers.reduce((sum, number) => sum + this.flow.notes.get(number).height, first);
  }

  private place(row: Row): void {
    const numbers = withNotes([], row);
    if (numbers.length > 0) {
      this.noteHeight += this.heightOfNotes(numbers);
      this.noteNumbers.push(...numbers);
    }
    if (!this.fresh) this.y += row.before;
    this.fresh = false;
    this.extendFrame(row);
    for (const { sink, line, x, baseline: offset } of row.parts) sink.place(this.pages, this.page, line, x, this.y + offset);
    this.drawFills(row);
    for (const { el, spot } of row.signatures ?? []) el.kids.push({ ...spot, page: this.page, y: this.y });
    if (row.outline) this.outline.push({ ...row.outline, page: this.page, top: this.y - 6 });
    this.y += row.height;
  }

  private drawFills(row: Row): void {
    for (const fill of row.fills) this.items().push({ kind: 'fill', artifact: 'Layout', ...fill, y: this.y + fill.y });
  }

  private extendFrame(row: Row): void {
    if (!row.frame) return;
    const open = this.frames.find(({ frame }) => frame === row.frame);
    const bottom = this.y + row.height;
    if (open) open.bottom = bottom;
    else this.frames.push({ frame: row.frame, top: this.y, bottom, at: this.items().length });
  }

  private items(): Page['items'] {
    return this.pages[this.page]!.items;
  }

  /** Ends the page and begins the next, repeating a table's header when `next` is within the table. */
  private nextPage(next: Row): void {
    this.finishPage();
    this.pages.push({ items: [] });
    this.page += 1;
    this.y = sheet.top;
    this.noteNumbers = [];
    this.noteHeight = 0;
    this.fresh = true;
    if (!next.header) {
      if (next.frame) this.y += next.frame.pad;
      return;
    }
    for (const row of next.header.rows()) {
      for (const { line, x, baseline: offset } of row.parts) this.items().push(artifactText(line, x, this.y + offset, 'Pagination'));
      this.drawFills(row);
      this.y += row.height;
    }
  }

  private finishPage(): void {
    this.drawFrames();
    if (this.noteNumbers.length === 0) return;
    let y = sheet.bottom - this.noteHeight + noteRule.above;
    this.items().push({ kind: 'fill', artifact: 'Layout', x: sheet.left, y, width: noteRule.width, height: 0.5, color: 'muted' });
    y += noteRule.below;
    const drop = baseline(styles.note, this.flow.faces);
    for (const number of this.noteNumbers) {
      const { mark, text, height } = this.flow.notes.get(number);
      mark.sink.place(this.pages, this.page, mark.line, sheet.left, y + drop);
      text.lines.forEach((line, i) => {
        text.sink.place(this.pages, this.page, line, sheet.left + NoteBook.indent, y + i * styles.note.lead + drop);
      });
      y += height;
    }
  }

  /** Frames are put beneath the text they hold; the last first, so that the places of the others stay right. */
  private drawFrames(): void {
    for (const { frame, top, bottom, at } of this.frames.reverse()) {
      const y = top - frame.pad;
      const height = bottom - top + 2 * frame.pad;
      const fill = (width: number, color: FillItem['color']): FillItem => ({
        kind: 'fill',
        artifact: 'Layout',
        x: frame.x,
        y,
        width,
        height,
        color,
      });
      const drawn = [...(frame.tint ? [fill(frame.width, frame.tint)] : []), ...(frame.bar ? [fill(2.4, frame.bar)] : [])];
      this.items().splice(at, 0, ...drawn);
    }
    this.frames = [];
  }
}

/** The notes whose marks stand in a row, after those given. */
function withNotes(before: readonly number[], { parts }: Row): readonly number[] {
  let numbers = before;
  for (const { line } of parts) if (line.notes.length > 0) numbers = [...numbers, ...line.notes];
  return numbers;
}
