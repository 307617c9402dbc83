import { type CellPlace, type Line } from '../line.js';
import { foldSpace } from './clean-text.js';
import { type HtmlSink, walkHtml } from './html-events.js';
import { type HtmlBlock } from './html-block.js';
import { lineFromHtml } from './html-roles.js';

/** Elements that begin a new line on the page; all others run on in the text. */
const blocks = new Set(
  (
    'address article aside blockquote body caption center dd details div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr ' +
    'html li main nav ol p pre section summary table tbody td tfoot th thead tr ul'
  ).split(' '),
);

/** Gathers the page's text into blocks. */
class BlockReader {
  readonly lines: Line[] = [];
  private className = '';
  private text = '';
  private offset = 0;
  private hasWords = false;
  private bold = false;
  private noteMark: string | undefined;
  private noteMarks: string[] = [];
  private tables = 0;
  private open: CellPlace[] = [];

  openTag(name: string, className: string): void {
    if (blocks.has(name)) {
      this.flush();
      this.className = className;
      this.openTable(name);
    } else if (name === 'br') this.text += '\n';
    else if (className === 'FodnoteHenvisning') this.noteMark = '';
    else if (!this.hasWords && (name === 'b' || name === 'strong' || /\bBold\b/.test(className))) this.bold = true;
  }

  closeTag(name: string): void {
    if (blocks.has(name)) {
      this.flush();
      if (name === 'table') this.open.pop();
    } else if (name === 'a' && this.noteMark !== undefined) {
      this.noteMarks.push(foldSpace(this.noteMark));
      this.noteMark = undefined;
    }
  }

  addText(text: string, offset: number): void {
    const words = this.hasWords ? 0 : text.search(/\S/);
    if (!this.hasWords && words >= 0) {
      this.hasWords = true;
      this.offset = offset + words;
    }
    this.text += text;
    if (this.noteMark !== undefined) this.noteMark += text;
  }

  flush(): void {
    const text = foldSpace(this.text);
    if (text !== '') {
      const cell = this.open.at(-1);
      const block: HtmlBlock = { className: this.className, text, offset: this.offset, bold: this.bold, noteMarks: this.noteMarks };
      this.lines.push(lineFromHtml(cell && cell.column > 0 ? { ...block, cell: { ...cell } } : block));
    }
    this.className = '';
    this.text = '';
    this.hasWords = false;
    this.bold = false;
    this.noteMark = undefined;
    this.noteMarks = [];
  }

  private openTable(name: string): void {
    if (name === 'table') {
      this.tables += 1;
      this.open.push({ table: this.tables, row: 0, column: 0 });
    }
    const cell = this.open.at(-1);
    if (!cell) return;
    if (name === 'tr') {
      cell.row += 1;
      cell.column = 0;
    } else if (name === 'td' || name === 'th') cell.column += 1;
  }
}

/**
 * The lines of a page, in reading order. `see` is told every visible text as the page has it, before anything is made of it: what the account of
 * the reading is held against.
 */
export function linesFromHtml(source: string, see: HtmlSink['text']): Line[] {
  const reader = new BlockReader();
  walkHtml(source, {
    open: (name, className) => reader.openTag(name, className),
    close: (name) => reader.closeTag(name),
    text: (text, offset) => {
      see(text, offset);
      reader.addText(text, offset);
    },
  });
  reader.flush();
  return reader.lines;
}
