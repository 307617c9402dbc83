import { addEl, type El } from './draw-list.js';
import type { Faces } from './face-types.js';
import { plainText, setParagraph, type Sink } from './layout-inline.js';
import type { Line } from './layout-lines.js';
import { room, sheet, styles } from './style.js';

/** A footnote broken into lines, ready for the foot of its page. */
export interface SetNote {
  mark: { sink: Sink; line: Line };
  text: { sink: Sink; lines: Line[] };
  height: number;
}

const indent = 14;

/** The letter's footnotes in order. A note is read after the block in which its mark stands, and drawn at the foot of the mark's page. */
export class NoteBook {
  private readonly texts: string[] = [];
  private readonly set = new Map<number, SetNote>();
  private closed = 0;

  constructor(private readonly faces: Faces) {}

  /** Takes a note and gives its number, from 1. */
  add(text: string): number {
    return this.texts.push(text);
  }

  /** Gives the notes met since the last call their place in the reading order: at the end of `container`. */
  close(container: El): void {
    for (; this.closed < this.texts.length; this.closed += 1) {
      const number = this.closed + 1;
      const el = addEl(container, 'Note', { id: `note-${String(number).padStart(4, '0')}` });
      const mark = setParagraph(addEl(el, 'Lbl'), plainText(String(number), styles.note), indent, styles.note, this.faces);
      const text = setParagraph(
        addEl(el, 'P'),
        plainText(this.texts[this.closed]!, styles.note),
        sheet.column - indent,
        styles.note,
        this.faces,
      );
      const height = text.lines.length * styles.note.lead + room.note;
      this.set.set(number, { mark: { sink: mark.sink, line: mark.lines[0]! }, text, height });
    }
  }

  /** A note that has been closed. */
  get(number: number): SetNote {
    const note = this.set.get(number);
    if (!note) throw new Error(`footnote ${number} was never given its place`);
    return note;
  }

  /** Where a note's text starts, from the column's left edge. */
  static readonly indent = indent;
}
