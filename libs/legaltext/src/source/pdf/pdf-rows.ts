import { type PdfPage, type PdfRun } from './pdf-run.js';

/** One printed line. */
export interface PdfRow {
  page: number;
  text: string;
  /** Its runs that show something, in order. */
  runs: PdfRun[];
  x: number;
  right: number;
  y: number;
  size: number;
  bold: boolean;
  italic: boolean;
  turned: boolean;
}

/** Runs whose foot lies within this part of the letter's height of each other stand on one line; notes' marks are raised by a third. */
const sameLine = 0.45;
/** A run that begins this much to the left of where the last one ended is another line, whatever its height. */
const backwards = 2;

const isBlank = (run: PdfRun): boolean => run.text.trim() === '';

function continues(row: PdfRun[], run: PdfRun): boolean {
  const last = row.at(-1);
  const tallest = Math.max(...row.map(({ size }) => size), run.size);
  if (!last || last.turned !== run.turned) return false;
  return Math.abs((row[0]?.y ?? 0) - run.y) <= tallest * sameLine && run.x >= last.x + last.width - Math.max(backwards, tallest / 2);
}

/** Two runs side by side: a blank is put in where the page shows one and the PDF has none. */
function wordsOf(runs: readonly PdfRun[]): string {
  return runs.reduce((text, run, i) => {
    const last = runs[i - 1];
    const gap = last ? run.x - (last.x + last.width) : 0;
    return text + (last && gap > run.size * 0.2 ? ' ' : '') + run.text;
  }, '');
}

function rowOf(page: number, runs: PdfRun[]): PdfRow {
  const inked = runs.filter((run) => !isBlank(run));
  const [first] = inked;
  const letters = (test: (run: PdfRun) => boolean): number => inked.filter(test).reduce((sum, { text }) => sum + text.length, 0);
  const all = letters(() => true);
  const size = inked.reduce(
    (best, run) => (run.text.length > best.text.length ? run : best),
    inked[0] ?? runs[0] ?? { text: '', size: 0 },
  ).size;
  return {
    page,
    text: wordsOf(runs).replace(/\s+/g, ' ').trim(),
    runs: inked,
    x: Math.min(...inked.map(({ x }) => x)),
    right: Math.max(...inked.map((run) => run.x + run.width)),
    y: first?.y ?? 0,
    size,
    bold: letters(({ bold }) => bold) > all * 0.9,
    italic: letters(({ italic }) => italic) > all * 0.9,
    turned: first?.turned ?? false,
  };
}

/** The printed lines of a page, in the order the PDF draws them. */
export function rowsOfPage(page: PdfPage): PdfRow[] {
  const rows: PdfRun[][] = [];
  for (const run of page.runs) {
    const last = rows.at(-1);
    if (last && (isBlank(run) || continues(last, run))) last.push(run);
    else if (!isBlank(run)) rows.push([run]);
  }
  return rows.map((runs) => rowOf(page.number, runs));
}
