/** A stretch of glyphs of one look on a page, as the PDF draws it. Lengths are points; x runs right, y down from the top of the page. */
export interface PdfRun {
  text: string;
  /** The place of its first letter in the document's text; given when it is known what is text and what stands around it. */
  offset: number;
  x: number;
  y: number;
  width: number;
  size: number;
  bold: boolean;
  italic: boolean;
  /** Drawn at an angle: stamps, margins. */
  turned: boolean;
}

/** A page with its runs in the order they are drawn, which is the order that programs write them to be read in. */
export interface PdfPage {
  /** Counts from 1. */
  number: number;
  width: number;
  height: number;
  runs: PdfRun[];
}
