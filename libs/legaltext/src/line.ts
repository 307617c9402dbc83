/** What a line of a bill is, before it has its place in the tree. */
export type LineRole =
  | 'document-head'
  | 'title'
  | 'subtitle'
  | 'preamble'
  | 'part'
  | 'part-heading'
  | 'chapter'
  | 'chapter-heading'
  | 'heading'
  | 'centred-section'
  | 'section'
  | 'stk'
  | 'item'
  | 'point'
  | 'renumbering'
  | 'text'
  | 'cell'
  | 'footnote'
  | 'signature'
  | 'act-commencement'
  | 'remarks'
  | 'remark-heading'
  | 'annex'
  | 'annex-heading'
  | 'other';

/** A cell of a table: tables, rows and columns are numbered from 1 through the document. */
export interface CellPlace {
  table: number;
  row: number;
  column: number;
}

/** One paragraph, heading or table paragraph of the source, in reading order: the common tongue of all formats. */
export interface Line {
  role: LineRole;
  /** The designation as printed: "1.", "Stk. 2.", "»§ 13 a."; empty where there is none. */
  label: string;
  /** The words after the label, white space folded. */
  text: string;
  offset: number;
  /** How deep an item is in its list, from 1. */
  level: number;
  /** New text for the law, where the format itself says so. */
  quoted: boolean;
  cell?: CellPlace;
  /** The marks of footnotes in the line, as printed: "1)". */
  noteMarks: string[];
  /** The notes printed in the midst of the line, to be hung below it. */
  notes: Line[];
}
