import { type CellPlace, type Line, type LineRole } from '../line.js';
import { foldSpace } from './clean-text.js';
import { walkXml } from './xml-events.js';
import { roleOfLabel, roleOfText } from './xml-roles.js';

/** What LexDania says of the document outside its text. */
export type LexdaniaMeta = ReadonlyMap<string, string>;

/** A document as lines, with its metadata and what was wrong with its XML. */
export interface XmlDocument {
  lines: Line[];
  meta: LexdaniaMeta;
  doubts: string[];
}

/** Elements that run on within a line; every other one begins a new line. */
const inline = new Set(['Linea', 'Char']);

/** The text being gathered, and the notes met within it. */
interface OpenText {
  text: string;
  offset: number;
  path: string[];
  notes: Line[];
}

interface PendingLabel {
  label: string;
  role: LineRole;
  offset: number;
  path: string[];
  notes: Line[];
}

/** Gathers the elements' text into lines. A note in the midst of a sentence is hung below the line it stands in. */
class LineReader {
  readonly lines: Line[] = [];
  readonly meta = new Map<string, string>();
  private readonly path: string[] = [];
  private open: OpenText | undefined;
  private pending: PendingLabel | undefined;
  private readonly outer: { open: OpenText | undefined; pending: PendingLabel | undefined; from: number }[] = [];
  private readonly tables: CellPlace[] = [];
  private tableCount = 0;
  private hasText = false;

  openTag(name: string): void {
    if (name === 'Nota') {
      this.outer.push({ open: this.open, pending: this.pending, from: this.lines.length });
      this.open = undefined;
      this.pending = undefined;
    } else if (name === 'Linea' && this.open) this.open.text += ' ';
    else if (!inline.has(name)) this.flushText();
    this.path.push(name);
    this.hasText = false;
    this.openTable(name);
  }

  closeTag(name: string): void {
    // An empty run is a blank that pretty-printing has eaten: "§ 43,", "", "stk. 6".
    if (name === 'Char' && this.open) this.open.text += this.hasText ? '' : ' ';
    if (name === 'Explicatus') this.takeLabel();
    else if (!inline.has(name)) this.flushText();
    if (name === 'Nota') this.closeNote();
    if (/^(?:table|tabel)$/i.test(name)) this.tables.pop();
    this.path.pop();
  }

  addText(text: string, offset: number): void {
    this.hasText = true;
    if (this.path.includes('Meta')) {
      const key = this.path.at(-1) ?? '';
      if (text.trim() !== '' && !this.meta.has(key)) this.meta.set(key, foldSpace(text));
      return;
    }
    if (text.trim() === '' && this.path.at(-1) !== 'Char') return;
    if (this.open) this.open.text += text;
    else if (text.trim() !== '') this.open = { text, offset, path: [...this.path], notes: [] };
  }

  /** Ends what stands open, also in a file that broke off within a note. */
  finish(): void {
    this.flushText();
    while (this.outer.length > 0) {
      this.closeNote();
      this.flushText();
    }
    this.flushLabel();
  }

  private takeLabel(): void {
    const text = this.open;
    this.open = undefined;
    if (!text) return;
    this.flushLabel();
    const parent = this.path.at(-2) ?? '';
    this.pending = { label: foldSpace(text.text), role: roleOfLabel(parent), offset: text.offset, path: text.path, notes: text.notes };
  }

  private closeNote(): void {
    this.flushLabel();
    const outer = this.outer.pop();
    if (!outer) return;
    const notes = this.lines.splice(outer.from);
    const isFirst = this.lines.length === (this.outer.at(-1)?.from ?? 0);
    const target = outer.open?.notes ?? outer.pending?.notes ?? (isFirst ? this.lines : (this.lines.at(-1)?.notes ?? this.lines));
    for (const note of notes) target.push(note);
    this.open = outer.open;
    this.pending = outer.pending;
  }

  /** A chapter's or part's label goes with its heading only; every other label goes with the text that follows. */
  private flushText(): void {
    const text = this.open;
    this.open = undefined;
    if (!text) return;
    const role = roleOfText(text.path, text.text);
    const label = this.pending;
    const isDivision = label?.role === 'chapter' || label?.role === 'part';
    if (label && (!isDivision || role === `${label.role}-heading`)) {
      this.pending = undefined;
      this.push(label.role, label.label, text.text, label.offset, label.path, [...label.notes, ...text.notes]);
    } else {
      this.flushLabel();
      this.push(role, '', text.text, text.offset, text.path, text.notes);
    }
  }

  private flushLabel(): void {
    const label = this.pending;
    this.pending = undefined;
    if (label) this.push(label.role, label.label, '', label.offset, label.path, label.notes);
  }

  private push(role: LineRole, label: string, text: string, offset: number, path: string[], notes: Line[]): void {
    const cell = this.tables.at(-1);
    const line: Line = {
      role,
      label,
      text: foldSpace(text),
      offset,
      level: path.filter((name) => name === 'Indentatio').length,
      quoted: path.includes('AendringNyTekst'),
      noteMarks: [],
      notes,
    };
    this.lines.push(cell && cell.column > 0 ? { ...line, cell: { ...cell } } : line);
  }

  private openTable(name: string): void {
    if (/^(?:table|tabel)$/i.test(name)) {
      this.tableCount += 1;
      this.tables.push({ table: this.tableCount, row: 0, column: 0 });
    }
    const cell = this.tables.at(-1);
    if (cell && /^(?:row|tr)$/i.test(name)) {
      cell.row += 1;
      cell.column = 0;
    } else if (cell && /^(?:entry|td|th)$/i.test(name)) cell.column += 1;
  }
}

/** The lines of a LexDania document, in reading order. */
export function linesFromXml(source: string): XmlDocument {
  const reader = new LineReader();
  const doubts = walkXml(source, {
    open: (name) => reader.openTag(name),
    close: (name) => reader.closeTag(name),
    text: (text, offset) => reader.addText(text, offset),
  });
  reader.finish();
  return { lines: reader.lines, meta: reader.meta, doubts };
}
