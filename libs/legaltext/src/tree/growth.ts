import { type CellPlace } from '../line.js';
import { type DraftNode } from './draft-node.js';

/** How far in a node stands: a node belongs to the nearest open one with a lower rank. Items stand one deeper for each level. */
export const rank = {
  part: 1,
  chapter: 2,
  section: 3,
  point: 4,
  wrapper: 5,
  newPart: 6,
  newChapter: 7,
  newSection: 8,
  stk: 9,
  item: 10,
} as const;

interface OpenTable {
  rows: DraftNode;
  row: { number: number; node: DraftNode };
  column: { number: number; node: DraftNode };
}

/** The tree while it grows: which nodes are open, from the outermost in. */
export class Growth {
  readonly roots: DraftNode[] = [];
  private readonly open: { node: DraftNode; rank: number }[] = [];
  private readonly tables = new Map<number, OpenTable>();

  /** The innermost open node. */
  get top(): DraftNode | undefined {
    return this.open.at(-1)?.node;
  }

  /** The open node of exactly this rank. */
  at(wanted: number): DraftNode | undefined {
    return this.open.find((entry) => entry.rank === wanted)?.node;
  }

  /** Closes every node that stands deeper than the rank. */
  closeBelow(deepest: number): void {
    while ((this.open.at(-1)?.rank ?? 0) > deepest) this.open.pop();
  }

  /** Hangs a node in its place and leaves it open. */
  place(node: DraftNode, at: number): void {
    this.closeBelow(at - 1);
    this.leaf(node);
    this.open.push({ node, rank: at });
  }

  /** Hangs a node below the innermost open one. */
  leaf(node: DraftNode): void {
    (this.top?.children ?? this.roots).push(node);
  }

  /** Adds a paragraph to its cell; the table hangs where its first cell was met. */
  cell(place: CellPlace, paragraph: DraftNode): void {
    const open = this.tables.get(place.table) ?? this.openTable(place, paragraph.offset);
    if (open.row.number !== place.row) {
      open.row = { number: place.row, node: emptyNode('table-row', paragraph.offset) };
      open.rows.children.push(open.row.node);
      open.column = { number: 0, node: open.row.node };
    }
    if (open.column.number === place.column) open.column.node.text += `\n${paragraph.text}`;
    else {
      open.column = { number: place.column, node: { ...paragraph, kind: 'table-cell' } };
      open.row.node.children.push(open.column.node);
    }
  }

  private openTable(place: CellPlace, offset: number): OpenTable {
    const rows = emptyNode('table', offset);
    this.leaf(rows);
    const open = { rows, row: { number: 0, node: rows }, column: { number: 0, node: rows } };
    this.tables.set(place.table, open);
    return open;
  }
}

/** A node without words of its own. */
export function emptyNode(kind: DraftNode['kind'], offset: number): DraftNode {
  return { kind, label: '', text: '', offset, children: [] };
}
