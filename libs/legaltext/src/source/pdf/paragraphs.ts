import { designationAt } from '../../designation.js';
import { roleByWords } from '../../role-by-words.js';
import { JoinedLines, type KnownWords, knownWords, lineEnd } from '../line-end.js';
import { type TextBlock } from '../text-block.js';
import { type PdfRow } from './pdf-rows.js';
import { type PdfRun } from './pdf-run.js';

/** The paragraphs, and the runs whose last hyphen only divided a word. */
export interface Paragraphs {
  blocks: TextBlock[];
  divided: Set<PdfRun>;
}

/** A column of text: how far its lines reach. */
interface Column {
  left: number;
  right: number;
}

const sentenceEnd = /[.:;!?«»)]$/;
/** More than this times the usual distance between lines is a gap. */
const gapFactor = 1.3;

/**
 * The distance between the lines of a paragraph, in units of the letters' size: the smallest that is common, for a bill of short paragraphs may
 * have more gaps than lines.
 */
function usualLeading(rows: readonly PdfRow[]): number {
  const counts = new Map<number, number>();
  rows.forEach((row, i) => {
    const last = rows[i - 1];
    const step = last && last.page === row.page ? (row.y - last.y) / row.size : 0;
    if (step > 0.5 && step < 2.5) counts.set(Math.round(step * 20), (counts.get(Math.round(step * 20)) ?? 0) + 1);
  });
  const most = Math.max(0, ...counts.values());
  const common = [...counts].filter(([, count]) => count >= most / 5).map(([step]) => step);
  return (common.length > 0 ? Math.min(...common) : 24) / 20;
}

/** The columns of a page's rows: two where many lines keep to either half of it, one otherwise. */
function columnOf(rows: readonly PdfRow[]): (row: PdfRow) => Column {
  const left = Math.min(...rows.map(({ x }) => x));
  const right = Math.max(...rows.map((row) => row.right));
  const middle = (left + right) / 2;
  const inLeft = rows.filter((row) => row.right < middle + 5 && row.text.length > 15);
  const inRight = rows.filter((row) => row.x > middle - 5 && row.text.length > 15);
  if (inLeft.length < 8 || inRight.length < 8) return () => ({ left, right });
  const reach = (part: readonly PdfRow[]): Column => ({
    left: Math.min(...part.map(({ x }) => x)),
    right: Math.max(...part.map((row) => row.right)),
  });
  const [first, second] = [reach(inLeft), reach(inRight)];
  return (row) => (row.right < middle + 5 ? first : row.x > middle - 5 ? second : { left, right });
}

function isCentred(row: PdfRow, { left, right }: Column): boolean {
  const [before, after] = [row.x - left, right - row.right];
  return before > (right - left) * 0.12 && Math.abs(before - after) < Math.max(row.size, (right - left) * 0.04);
}

/** Puts rows together into paragraphs by distance, indent, look and whether the line was full. */
class ParagraphReader {
  private readonly open: { words: JoinedLines; block: TextBlock }[] = [];
  readonly divided = new Set<PdfRun>();
  private last: PdfRow | undefined;

  constructor(
    private readonly leading: number,
    private readonly known: KnownWords,
    private readonly columns: ReadonlyMap<number, (row: PdfRow) => Column>,
  ) {}

  get blocks(): TextBlock[] {
    return this.open.map(({ words, block }) => ({ ...block, text: words.text }));
  }

  add(row: PdfRow): void {
    const { last } = this;
    const paragraph = this.open.at(-1);
    if (last && paragraph && this.joins(last, row)) this.join(paragraph, last, row);
    else this.begin(row);
    this.last = row;
  }

  private column(row: PdfRow): Column {
    return this.columns.get(row.page)?.(row) ?? { left: row.x, right: row.right };
  }

  private begin(row: PdfRow): void {
    const { text, bold, italic } = row;
    const block: TextBlock = { text, offset: row.runs[0]?.offset ?? 0, bold, italic, centred: isCentred(row, this.column(row)) };
    this.open.push({ words: new JoinedLines(text), block });
  }

  private join({ words, block }: { words: JoinedLines; block: TextBlock }, last: PdfRow, row: PdfRow): void {
    const end = lineEnd(last.text, row.text, this.known);
    const ending = last.runs.at(-1);
    if (end === 'drop-hyphen' && ending) this.divided.add(ending);
    words.add(row.text, end);
    block.bold = block.bold === true && row.bold;
    block.italic = block.italic === true && row.italic;
  }

  private joins(last: PdfRow, row: PdfRow): boolean {
    if (Math.abs(last.size - row.size) > row.size * 0.1 || last.bold !== row.bold) return false;
    const step = (row.y - last.y) / row.size;
    const isNextPlace = last.page !== row.page || step <= 0;
    if (!isNextPlace && step > this.leading * gapFactor) return false;
    const centred = isCentred(last, this.column(last));
    if (centred !== isCentred(row, this.column(row)) && (centred || !this.isFull(last, row))) return false;
    if (centred) return !isNextPlace && roleByWords(last.text)[0] === 'text' && roleByWords(row.text)[0] === 'text';
    if (!this.isFull(last, row)) return false;
    return !this.opensPoint(last, row);
  }

  /** Whether the next line's first word would not have fitted on the line: then the line was broken, not ended. */
  private isFull(last: PdfRow, row: PdfRow): boolean {
    const word = row.text.split(' ')[0] ?? '';
    const width = ((row.right - row.x) / Math.max(1, row.text.length)) * (word.length + 1);
    return this.column(last).right - last.right < width * 1.15 + row.size * 0.3;
  }

  /** A designation opens a paragraph, but "af" "3. marts" and "jf." "§ 4." run on: a number after a line that ends no sentence is in its midst. */
  private opensPoint(last: PdfRow, row: PdfRow): boolean {
    const [role] = roleByWords(row.text);
    if (role === 'text') return false;
    if (sentenceEnd.test(last.text) && !/\b(?:stk|nr|jf|bl\.a|pkt|litra|af)\.?$/i.test(last.text)) return true;
    return designationAt(row.text, 'item') !== undefined && /(?:,|;|\bog|\beller)$/.test(last.text);
  }
}

/** The paragraphs of a document's rows. Furniture is to be left out of them. */
export function paragraphsOf(rows: readonly PdfRow[]): Paragraphs {
  const byPage = new Map<number, PdfRow[]>();
  for (const row of rows) {
    const own = byPage.get(row.page);
    if (own) own.push(row);
    else byPage.set(row.page, [row]);
  }
  const columns = new Map([...byPage].map(([page, own]) => [page, columnOf(own)] as const));
  const reader = new ParagraphReader(usualLeading(rows), knownWords(rows.map(({ text }) => text)), columns);
  for (const row of rows) reader.add(row);
  return { blocks: reader.blocks, divided: reader.divided };
}
