import type { LetterRun } from '@genmaele/contracts';
import type { ColorName, El, SignatureSpot } from './draw-list.js';
import type { Faces } from './face-types.js';
import { type InlineText, inlineText, plainText, setParagraph, type Sink } from './layout-inline.js';
import type { Line } from './layout-lines.js';
import { NoteBook } from './layout-notes.js';
import type { TextStyle } from './style.js';

/** A line of text within a row; `x` from the page's left edge, `baseline` from the row's top. */
export interface RowPart {
  sink: Sink;
  line: Line;
  x: number;
  baseline: number;
}

/** A tint and a bar behind the rows that carry it, drawn once per page. */
export interface Frame {
  x: number;
  width: number;
  pad: number;
  tint?: ColorName;
  bar?: ColorName;
}

/** What is drawn again, outside the reading order, when a page ends within a table. */
export interface RepeatedHeader {
  /** Set when a page first asks for it: most tables end on the page on which they begin. */
  rows: () => Row[];
}

/** The smallest thing a page break can move: usually a line of text. */
export interface Row {
  height: number;
  /** Room above, dropped at the top of a page. */
  before: number;
  /** The next row stands on the same page. */
  keep: boolean;
  /** The row begins a page. */
  opensPage?: boolean;
  parts: RowPart[];
  /** Rules, from the row's top. */
  fills: { x: number; y: number; width: number; height: number; color: ColorName }[];
  frame?: Frame;
  header?: RepeatedHeader;
  signatures?: { el: El; spot: Omit<SignatureSpot, 'page'> }[];
  outline?: { level: number; text: string };
}

/** A text to be set as rows: where, how, and for whom. */
export interface TextSetting {
  el: El;
  style: TextStyle;
  x: number;
  width: number;
  before: number;
  frame?: Frame;
  keepWithNext?: boolean;
}

/** The rows of a letter as they come, top to bottom, and what they share. */
export class Flow {
  readonly rows: Row[] = [];
  readonly notes: NoteBook;
  /** The whole letter in the structure. */
  readonly document: El;
  /** The least room above what comes next: set by what needs air below it. */
  roomAfter = 0;

  constructor(
    /** Where blocks hang in the structure: the letter, or the annex that has been begun. */
    public root: El,
    readonly faces: Faces,
  ) {
    this.document = root;
    this.notes = new NoteBook(faces);
  }

  /** Sets runs as rows and adds them; gives back the rows. */
  runs(runs: readonly LetterRun[], setting: TextSetting): Row[] {
    return this.add(inlineText(runs, setting.style, this.notes), setting);
  }

  /** Sets a plain text as rows and adds them; gives back the rows. */
  text(text: string, setting: TextSetting): Row[] {
    return this.add(plainText(text, setting.style), setting);
  }

  /** One line beside a row: a list's mark, a point's number. */
  beside(row: Row, text: string, setting: Pick<TextSetting, 'el' | 'style' | 'x' | 'width'>): void {
    const { sink, lines } = setParagraph(setting.el, plainText(text, setting.style), setting.width, setting.style, this.faces);
    row.parts.unshift({ sink, line: lines[0]!, x: setting.x, baseline: row.parts[0]?.baseline ?? baseline(setting.style, this.faces) });
  }

  /** The row before what comes next stands on the same page as it. */
  keepLast(): void {
    const last = this.rows.at(-1);
    if (last) last.keep = true;
  }

  private add(text: InlineText, setting: TextSetting): Row[] {
    const { sink, lines } = setParagraph(setting.el, text, setting.width, setting.style, this.faces);
    const before = Math.max(setting.before, this.roomAfter);
    if (lines.length > 0) this.roomAfter = 0;
    const { x, style, keepWithNext = false, frame } = setting;
    const drop = baseline(style, this.faces);
    const rows = lines.map((line, i): Row => {
      const keep = keepWithNext || holdsNext(lines, i);
      return { height: style.lead, before: i === 0 ? before : 0, keep, parts: [{ sink, line, x, baseline: drop }], fills: [], frame };
    });
    for (const row of rows) this.rows.push(row);
    return rows;
  }
}

/** Whether a line may not be parted from the next: no first or last line alone on a page, no word parted between pages. */
export function holdsNext(lines: readonly Line[], i: number): boolean {
  return i < lines.length - 1 && (i === 0 || i === lines.length - 2 || lines[i]!.soft);
}

/** Where the baseline stands in a line, from its top. */
export function baseline(style: TextStyle, faces: Faces): number {
  const { ascent, descent } = faces[style.plain].metrics;
  return (style.lead - ((ascent - descent) * style.size) / 1000) / 2 + (ascent * style.size) / 1000;
}
