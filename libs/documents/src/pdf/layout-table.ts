import type { LetterBlockOf } from '@genmaele/contracts';
import { addEl, type ColorName, type El, newEl } from './draw-list.js';
import { columnWidths } from './layout-columns.js';
import { plainText, setParagraph, type Sink } from './layout-inline.js';
import type { Line } from './layout-lines.js';
import { baseline, type Flow, type RepeatedHeader, type Row, type RowPart } from './layout-rows.js';
import { room, sheet, styles, type TextStyle } from './style.js';

type TableBlock = LetterBlockOf<'table'>;

const pad = { x: 5, y: 3.6 } as const;
/** A table row of more lines than this may go on over the page. */
const longestWhole = 8;

interface Column {
  x: number;
  width: number;
  right: boolean;
}

interface Cell {
  sink: Sink;
  lines: Line[];
  column: Column;
  style: TextStyle;
}

/** Sets a table: caption, header (repeated on every page, outside the reading order), rows parted by hairlines. */
export function setTable(flow: Flow, block: TableBlock): void {
  const table = addEl(flow.root, 'Table');
  const { left, column } = sheet;
  if (block.caption !== undefined) {
    const el = addEl(table, 'Caption');
    flow.text(block.caption, { el, style: styles.caption, x: left, width: column, before: room.table, keepWithNext: true });
    flow.rows.push({ height: 3, before: 0, keep: true, parts: [], fills: [] });
  }
  const columns = columnsOf(flow, block);
  const head = headRows(flow, block, columns, addEl(addEl(table, 'THead'), 'TR'));
  if (block.caption === undefined) head[0]!.before = room.table;
  flow.rows.push(...head);
  const header: RepeatedHeader = { rows: () => repeated(flow, block, columns) };
  const body = addEl(table, 'TBody');
  const sums = new Set(block.sums);
  const rows = block.rows.map((cells, i) =>
    bodyRows(flow, columns, addEl(body, 'TR'), cells, { named: block.rowHeaders, sum: sums.has(i) }),
  );
  for (const sum of sums) if (rows[sum - 1] && rows[sum]) rows[sum - 1]!.at(-1)!.keep = true;
  rows.forEach((lines, i) => flow.rows.push(...lines.map((row, j) => (i === 0 && j === 0 ? row : { ...row, header }))));
  const last = rows.at(-1)!.at(-1)!;
  last.fills.forEach((fill) => (fill.color = 'accent'));
  if (block.remark !== undefined) {
    last.keep = true;
    flow.text(block.remark, { el: addEl(flow.root, 'P'), style: styles.small, x: left, width: column, before: 3 });
  }
  flow.roomAfter = room.afterFrame;
}

function columnsOf(flow: Flow, block: TableBlock): Column[] {
  const widths = columnWidths(block, sheet.column, 2 * pad.x, flow.faces);
  let x: number = sheet.left;
  return block.columns.map(({ align }, i) => {
    const made = { x, width: widths[i]!, right: align === 'right' };
    x += made.width;
    return made;
  });
}

function headRows(flow: Flow, block: TableBlock, columns: Column[], row: El): Row[] {
  const cells = block.columns.map(({ header }, i) => {
    return setCell(flow, addEl(row, 'TH', { scope: 'Column' }), header, columns[i]!, styles.cellHead);
  });
  return rowsOf(flow, cells, 'accent', true);
}

/** The same header set anew, under an element that is not in the tree: what it draws is marked as an artifact. */
function repeated(flow: Flow, block: TableBlock, columns: Column[]): Row[] {
  return headRows(flow, block, columns, newEl('TR'));
}

function bodyRows(
  flow: Flow,
  columns: Column[],
  row: El,
  cells: readonly string[],
  { named, sum }: { named: boolean; sum: boolean },
): Row[] {
  const style = sum ? styles.cellSum : styles.cell;
  const set = cells.map((text, i) => {
    const el = named && i === 0 ? addEl(row, 'TH', { scope: 'Row' }) : addEl(row, 'TD');
    return setCell(flow, el, text, columns[i]!, style);
  });
  return rowsOf(flow, set, sum ? 'muted' : 'hairline', false);
}

function setCell(flow: Flow, el: El, text: string, column: Column, style: TextStyle): Cell {
  const { sink, lines } = setParagraph(el, plainText(text, style), column.width - 2 * pad.x, style, flow.faces);
  return { sink, lines, column, style };
}

/** A row of cells as rows of lines, with room above and below and a rule underneath. */
function rowsOf(flow: Flow, cells: Cell[], rule: ColorName, held: boolean): Row[] {
  const most = Math.max(1, ...cells.map(({ lines }) => lines.length));
  return Array.from({ length: most }, (_, i): Row => {
    const top = i === 0 ? pad.y : 0;
    const last = i === most - 1;
    const height = styles.cell.lead + top + (last ? pad.y : 0);
    const parts = cells.flatMap((cell) => partOf(flow, cell, i, top));
    const fills = last ? [{ x: sheet.left, y: height - 0.5, width: sheet.column, height: 0.5, color: rule }] : [];
    return { height, before: 0, keep: held || (!last && (most <= longestWhole || holds(cells, i, most))), parts, fills };
  });
}

function holds(cells: Cell[], i: number, most: number): boolean {
  return i < 2 || i >= most - 3 || cells.some(({ lines }) => lines[i]?.soft);
}

function partOf(flow: Flow, { sink, lines, column, style }: Cell, i: number, top: number): RowPart[] {
  const line = lines[i];
  if (!line) return [];
  const x = column.right ? column.x + column.width - pad.x - line.width : column.x + pad.x;
  return [{ sink, line, x, baseline: top + baseline(style, flow.faces) }];
}
