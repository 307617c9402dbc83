import { type CellPlace } from '../line.js';

/** A block of the page as it stands, before anyone asks what it is. */
export interface HtmlBlock {
  className: string;
  text: string;
  offset: number;
  bold: boolean;
  cell?: CellPlace;
  noteMarks: string[];
}
