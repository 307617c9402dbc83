import { type BillFormat } from '@genmaele/contracts';
import { type SourceChunk } from '../source-letters.js';
import { type Line } from '../line.js';
import { type LexdaniaMeta } from './xml-lines.js';

/** From this place on the text stands on this page, counted from 1. */
export interface PageStart {
  offset: number;
  page: number;
}

/** A file opened: what it was, its lines in reading order, and, apart from them, all that a person would see of it. */
export interface OpenedSource {
  format: BillFormat;
  lines: Line[];
  /** The visible text, for the coverage account; places are those of the lines. */
  visible: SourceChunk[];
  /** Danish sentences about what had to be assumed or was not as it should be. */
  doubts: string[];
  /** In order of their offsets; left out where the source has no pages. */
  pages?: PageStart[];
  /** What the file says of the document outside its text. */
  meta: LexdaniaMeta;
}
