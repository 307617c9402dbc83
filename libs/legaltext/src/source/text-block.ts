import { type CellPlace } from '../line.js';

/** A paragraph of a source whose looks, not whose classes, say what it is: PDF, Word, plain text. */
export interface TextBlock {
  /** White space folded, divided words joined. */
  text: string;
  offset: number;
  bold?: boolean;
  italic?: boolean;
  centred?: boolean;
  cell?: CellPlace;
  /** What is printed around the text and not in it: running heads, page numbers, line numbers; and notes at the foot. */
  aside?: 'furniture' | 'footnote';
  /** The marks of footnotes in the paragraph, as printed. */
  noteMarks?: string[];
}
