import { type EconomicConsequences } from '@genmaele/contracts';
import { type Line } from '../line.js';

type Consequences = EconomicConsequences;

/** The two columns, in both wordings that are in use. */
const gains = /\b(?:positive konsekvenser|mindreudgifter|merindtægter)\b/i;
const losses = /\b(?:negative konsekvenser|merudgifter|mindreindtægter)\b/i;

/** Rows of the table: cells by column, from 1. */
type Row = Map<number, string>;

const wordsOf = (line: Line): string => (line.label === '' ? line.text : `${line.label} ${line.text}`);

/** The rows of each table, in order; paragraphs of a cell are parted by a line feed. */
function tablesOf(lines: readonly Line[]): { rows: Row[]; offset: number }[] {
  const tables = new Map<number, { rows: Map<number, Row>; offset: number }>();
  for (const line of lines) {
    if (!line.cell) continue;
    const { table, row, column } = line.cell;
    const found = tables.get(table) ?? { rows: new Map<number, Row>(), offset: line.offset };
    tables.set(table, found);
    const cells = found.rows.get(row) ?? new Map<number, string>();
    found.rows.set(row, cells);
    const before = cells.get(column);
    cells.set(column, before === undefined ? wordsOf(line) : `${before}\n${wordsOf(line)}`);
  }
  return [...tables.values()].map(({ rows, offset }) => ({ rows: [...rows.values()], offset }));
}

const isHeader = (row: Row): boolean => {
  const cells = [...row.values()];
  return cells.length > 1 && cells.length <= 4 && cells.some((cell) => gains.test(cell)) && cells.some((cell) => losses.test(cell));
};

const inOrder = (row: Row): [column: number, text: string][] => [...row].sort(([a], [b]) => a - b);

/** A row without words in its first cell goes on with the row above ("X" below "Ja" and "Nej"). */
function rowsBelow(rows: readonly Row[], last: number): Consequences['rows'] {
  const result: Consequences['rows'] = [];
  for (const row of rows) {
    const cells = Array.from({ length: Math.max(last, ...row.keys()) - 1 }, (_, i) => row.get(i + 2) ?? '');
    const above = result.at(-1);
    if (row.has(1) || !above) result.push({ subject: row.get(1) ?? '', cells });
    else above.cells = cells.map((cell, i) => [above.cells[i] ?? '', cell].filter((text) => text !== '').join('\n'));
  }
  return result;
}

/**
 * The table of economic and other consequences at the end of the general remarks (Vejledning om lovkvalitet: "Sammenfattende skema"), known by its
 * columns: positive against negative consequences, or less against more expenditure. Nothing where the bill has none.
 */
export function economicConsequencesOf(lines: readonly Line[]): Consequences | undefined {
  for (const { rows, offset } of tablesOf(lines)) {
    const at = rows.findIndex(isHeader);
    const header = rows[at];
    if (!header) continue;
    const columns = inOrder(header).filter(([column, text]) => column > 1 || gains.test(text) || losses.test(text));
    return { columns: columns.map(([, text]) => text), rows: rowsBelow(rows.slice(at + 1), Math.max(...header.keys())), offset };
  }
  return undefined;
}
