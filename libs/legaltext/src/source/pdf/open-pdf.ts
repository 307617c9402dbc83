import { BillUnreadable } from '../../bill-unreadable.js';
import { designationAt } from '../../designation.js';
import { type SourceChunk } from '../../source-letters.js';
import { linesByLooks } from '../lines-by-looks.js';
import { type OpenedSource, type PageStart } from '../opened-source.js';
import { type TextBlock } from '../text-block.js';
import { furnitureOf } from './furniture.js';
import { loadPdf } from './load-pdf.js';
import { paragraphsOf } from './paragraphs.js';
import { type PdfRow, rowsOfPage } from './pdf-rows.js';
import { type PdfPage, type PdfRun } from './pdf-run.js';

/** Fewer letters a page than this, and the pages are pictures: a scanned bill with a stamp or a cover. */
const fewestLetters = 20;

/** Notes stand at the foot of their page in smaller letters, each beginning with its mark: "1) …". */
function notesOf(rows: readonly PdfRow[], { height }: PdfPage, bodySize: number): PdfRow[] {
  const isNote = (row: PdfRow): boolean => row.size < bodySize * 0.93 && row.y > height * 0.5;
  const first = rows.findIndex((row) => isNote(row) && designationAt(row.text, 'footnote') !== undefined);
  return first < 0 ? [] : rows.slice(first).filter(isNote);
}

/** The size that most letters have. */
function bodySizeOf(rows: readonly PdfRow[]): number {
  const letters = new Map<number, number>();
  for (const { size, text } of rows) letters.set(Math.round(size * 4), (letters.get(Math.round(size * 4)) ?? 0) + text.length);
  const [most] = [...letters].sort((a, b) => b[1] - a[1]);
  return (most?.[0] ?? 48) / 4;
}

const furnitureBlock = (row: PdfRow): TextBlock => ({ text: row.text, offset: row.runs[0]?.offset ?? 0, aside: 'furniture' });

/** The rows of a PDF by what they are: the text, the notes at the foot of its pages, and what is printed around it. */
interface PrintedRows {
  text: PdfRow[];
  notes: PdfRow[];
  furniture: PdfRow[];
}

function sortRows(pages: readonly PdfPage[]): PrintedRows {
  const printed = pages.map((page) => ({ page, rows: rowsOfPage(page) }));
  const furniture = furnitureOf(printed);
  const bodySize = bodySizeOf(printed.flatMap(({ rows }) => rows));
  const notes = new Set(
    printed.flatMap(({ page, rows }) => {
      const inked = rows.filter((row) => !furniture.has(row));
      return notesOf(inked, page, bodySize);
    }),
  );
  const all = printed.flatMap(({ rows }) => rows);
  return {
    text: all.filter((row) => !furniture.has(row) && !notes.has(row)),
    notes: [...notes],
    furniture: all.filter((row) => furniture.has(row)),
  };
}

/** Gives every run its place: the text first, then the notes, then what is printed around; and says where each page's part begins. */
function numberRuns({ text, notes, furniture }: PrintedRows): PageStart[] {
  const starts: PageStart[] = [];
  let offset = 0;
  for (const { page, runs } of [...text, ...notes, ...furniture]) {
    if (starts.at(-1)?.page !== page) starts.push({ offset, page });
    for (const run of runs) {
      run.offset = offset;
      offset += run.text.length + 1;
    }
  }
  return starts;
}

/** All that the pages show, without the hyphens that only divided a word at the end of a line. */
function visibleText({ text, notes, furniture }: PrintedRows, divided: ReadonlySet<PdfRun>): SourceChunk[] {
  return [...text, ...notes, ...furniture].flatMap(({ runs }) =>
    runs.map((run) => ({ text: divided.has(run) ? run.text.trimEnd().slice(0, -1) : run.text, offset: run.offset })),
  );
}

/**
 * Opens a PDF: printed lines become paragraphs by their place on the page, divided words are put together, running heads, page and line numbers
 * are set aside (as `other`, last), and every place has its page. Errors: those of `loadPdf`, and `bill.no-text` for pages of pictures.
 */
export async function openPdf(bytes: Uint8Array): Promise<OpenedSource> {
  const { pages, doubts } = await loadPdf(bytes);
  const letters = pages.reduce((sum, { runs }) => sum + runs.reduce((all, { text }) => all + text.trim().length, 0), 0);
  if (letters < fewestLetters * pages.length) throw new BillUnreadable('bill.no-text');
  const rows = sortRows(pages);
  const starts = numberRuns(rows);
  const [text, notes] = [paragraphsOf(rows.text), paragraphsOf(rows.notes)];
  const noteBlocks = notes.blocks.map((block): TextBlock => ({ ...block, aside: 'footnote' }));
  return {
    format: 'pdf',
    lines: linesByLooks([...text.blocks, ...noteBlocks, ...rows.furniture.map(furnitureBlock)]),
    visible: visibleText(rows, new Set([...text.divided, ...notes.divided])),
    doubts,
    pages: starts,
    meta: new Map(),
  };
}
