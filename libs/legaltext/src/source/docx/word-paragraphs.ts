import { type CellPlace } from '../../line.js';
import { cleanText } from '../clean-text.js';
import { type Numbering } from './numbering.js';
import { type Look, type Styles, takeProperty } from './styles.js';
import { type Attributes, walkWord } from './walk-word.js';

/** A paragraph as Word prints it, its automatic number first. */
export interface WordParagraph {
  text: string;
  bold: boolean;
  italic: boolean;
  centred: boolean;
  cell?: CellPlace;
  noteMarks: string[];
}

/** What a part says beside its paragraphs. */
export interface WordPart {
  paragraphs: WordParagraph[];
  /** The ids of the notes referred to, in order. */
  notes: string[];
  deletions: number;
  hidden: number;
}

/** Deleted or moved away, older properties, what an older Word shall show instead, and fields' instructions. */
const unprinted = new Set(
  'del moveFrom Fallback instrText delText delInstrText fldData rPrChange pPrChange sectPrChange tblPrChange'.split(' '),
);

interface OpenParagraph {
  text: string;
  look: Look;
  letters: number;
  boldLetters: number;
  italicLetters: number;
  noteMarks: string[];
}

/** Gathers one part's elements into paragraphs. */
class PartReader {
  readonly part: WordPart = { paragraphs: [], notes: [], deletions: 0, hidden: 0 };
  private readonly open: OpenParagraph[] = [];
  private readonly tables: CellPlace[] = [];
  private tableCount = 0;
  private skipping = 0;
  private run: Look = {};
  private properties: 'paragraph' | 'run' | undefined;
  private inText = false;

  constructor(
    private readonly styles: Styles,
    private readonly numbering: Numbering,
  ) {}

  openTag(name: string, attributes: Attributes): void {
    if (this.skipping > 0 || unprinted.has(name)) {
      this.skipping += 1;
      if (name === 'delText') this.part.deletions += 1;
      return;
    }
    if (this.properties) this.takeProperty(name, attributes);
    else this.openElement(name, attributes);
  }

  closeTag(name: string): void {
    if (this.skipping > 0) {
      this.skipping -= 1;
      return;
    }
    if (name === 't') this.inText = false;
    else if (name === 'pPr') this.properties = undefined;
    else if (name === 'rPr') this.properties = this.properties === 'run' ? undefined : this.properties;
    else if (name === 'p') this.closeParagraph();
    else if (name === 'tbl') this.tables.pop();
  }

  text(text: string): void {
    if (this.inText && this.skipping === 0) this.add(text);
  }

  private takeProperty(name: string, attributes: Attributes): void {
    const paragraph = this.open.at(-1);
    if (this.properties === 'run') {
      if (name === 'rStyle') this.run = { ...this.styles.look(attributes.get('val') ?? ''), ...this.run };
      else takeProperty(this.run, name, attributes);
    } else if (paragraph && name === 'pStyle') paragraph.look = { ...this.styles.look(attributes.get('val') ?? ''), ...paragraph.look };
    else if (paragraph && ['jc', 'numId', 'ilvl'].includes(name)) takeProperty(paragraph.look, name, attributes);
  }

  private openElement(name: string, attributes: Attributes): void {
    if (name === 'p') this.open.push({ text: '', look: {}, letters: 0, boldLetters: 0, italicLetters: 0, noteMarks: [] });
    else if (name === 'pPr') this.properties = 'paragraph';
    else if (name === 'r') this.run = {};
    else if (name === 'rPr') this.properties = 'run';
    else if (name === 't') this.inText = true;
    else if (name === 'tab' || name === 'br' || name === 'cr') this.add(' ');
    else if (name === 'noBreakHyphen') this.add('-');
    else if (name === 'footnoteReference' || name === 'endnoteReference') this.addNote(attributes.get('id') ?? '');
    else this.openTable(name);
  }

  private openTable(name: string): void {
    if (name === 'tbl') {
      this.tableCount += 1;
      this.tables.push({ table: this.tableCount, row: 0, column: 0 });
    }
    const cell = this.tables.at(-1);
    if (cell && name === 'tr') {
      cell.row += 1;
      cell.column = 0;
    } else if (cell && name === 'tc') cell.column += 1;
  }

  private add(text: string): void {
    const paragraph = this.open.at(-1);
    const words = cleanText(text);
    if (!paragraph) return;
    const look = { ...paragraph.look, ...this.run };
    if (look.hidden) {
      this.part.hidden += words.length;
      return;
    }
    paragraph.text += words;
    paragraph.letters += words.trim().length;
    if (look.bold) paragraph.boldLetters += words.trim().length;
    if (look.italic) paragraph.italicLetters += words.trim().length;
  }

  private addNote(id: string): void {
    this.part.notes.push(id);
    const mark = `${this.part.notes.length})`;
    this.add(mark);
    this.open.at(-1)?.noteMarks.push(mark);
  }

  private closeParagraph(): void {
    const paragraph = this.open.pop();
    if (!paragraph) return;
    const { look, letters, boldLetters, italicLetters, noteMarks } = paragraph;
    const isNumbered = look.numId !== undefined && look.numId !== '0' && paragraph.text.trim() !== '';
    const label = isNumbered ? this.numbering.next(look.numId ?? '', look.ilvl ?? 0) : '';
    const text = label === '' ? paragraph.text : `${label} ${paragraph.text}`;
    if (text.trim() === '') return;
    const cell = this.tables.at(-1);
    this.part.paragraphs.push({
      text,
      bold: boldLetters > letters * 0.9,
      italic: italicLetters > letters * 0.9,
      centred: look.centred === true,
      noteMarks,
      ...(cell && cell.column > 0 ? { cell: { ...cell } } : {}),
    });
  }
}

/** The paragraphs of one part of a Word document (its text, its notes, a running head), as they are printed. */
export function readPart(source: string, styles: Styles, numbering: Numbering): WordPart {
  const reader = new PartReader(styles, numbering);
  walkWord(source, {
    open: (name, attributes) => reader.openTag(name, attributes),
    close: (name) => reader.closeTag(name),
    text: (text) => reader.text(text),
  });
  return reader.part;
}
