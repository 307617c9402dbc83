import { roleByWords } from '../../role-by-words.js';
import { type PdfRow } from './pdf-rows.js';
import { type PdfPage } from './pdf-run.js';

/** How much of a page's height is its head, and its foot. */
const margin = 0.11;
const pageNumber = /^[-–\s]*(?:Side\s*)?\d{1,4}(?:\s*(?:af|\/|of)\s*\d{1,4})?[-–\s]*$/i;
const lineNumber = /^\d{1,4}$/;
/** A head that stands on this many pages is a running head; on a third of the pages in a short document. */
const manyPages = 3;
const heightStep = 6;

/** The same words, numbers aside, at the same height. */
const pattern = (row: PdfRow): string => `${Math.round(row.y / heightStep)} ${row.text.replace(/\d+/g, '#')}`;

/** The rows that stand in the head or foot of their page, with nothing but such rows outside of them. */
function atEdges(rows: readonly PdfRow[], { height }: PdfPage): PdfRow[] {
  return rows.filter(({ y }) => y < height * margin || y > height * (1 - margin));
}

/** Numbers that count the lines, in the margin left of everything else. */
function lineNumbers(rows: readonly PdfRow[]): PdfRow[] {
  const lefts = rows.filter(({ text }) => text.length > 20).map(({ x }) => x);
  const left = Math.min(...lefts);
  const found = rows.filter(({ text, right }) => lineNumber.test(text) && right < left - 2);
  return found.length >= manyPages ? found : [];
}

/** A foot with the page's number far to the side of its words. */
function endsInPageNumber({ runs }: PdfRow): boolean {
  const [before, last] = [runs.at(-2), runs.at(-1)];
  return (
    before !== undefined && last !== undefined && lineNumber.test(last.text.trim()) && last.x - before.x - before.width > last.size * 3
  );
}

/**
 * What is printed around the text: running heads and feet (the same words, numbers aside, at the edge of several pages), page numbers, line
 * numbers in the margin, and what is turned. It is kept, apart from the text.
 */
export function furnitureOf(pages: readonly { page: PdfPage; rows: readonly PdfRow[] }[]): Set<PdfRow> {
  const edges = pages.map(({ page, rows }) => atEdges(rows, page));
  const pagesWith = new Map<string, number>();
  for (const rows of edges) for (const text of new Set(rows.map(pattern))) pagesWith.set(text, (pagesWith.get(text) ?? 0) + 1);
  const enough = Math.max(2, Math.min(manyPages, Math.ceil(pages.length / 3)));
  const isRunning = (row: PdfRow): boolean => (pagesWith.get(pattern(row)) ?? 0) >= enough && roleByWords(row.text)[0] === 'text';
  const isFurniture = (row: PdfRow): boolean => pageNumber.test(row.text) || endsInPageNumber(row) || isRunning(row);
  const turned = pages.flatMap(({ rows }) => rows.filter((row) => row.turned));
  return new Set([...edges.flat().filter(isFurniture), ...pages.flatMap(({ rows }) => lineNumbers(rows)), ...turned]);
}
