import type { LetterLogo } from '@genmaele/contracts';
import type { FaceName } from './face-types.js';
import type { Bytes } from './ink.js';

/** Colours by use; the writer knows their values. */
export type ColorName = 'ink' | 'accent' | 'muted' | 'hairline' | 'tint' | 'warm';

/** Standard structure types (ISO 32000-1, 14.8.4) that a letter uses. */
export type Tag =
  | 'Document' | 'Part' | 'Sect' | 'H1' | 'H2' | 'H3' | 'P' | 'L' | 'LI' | 'Lbl' | 'LBody' | 'Table' | 'Caption' | 'THead' | 'TBody' | 'TR' | 'TH' | 'TD'
  | 'BlockQuote' | 'Figure' | 'Reference' | 'Note' | 'Link' | 'Form'; // prettier-ignore

/** What a structure element says of itself beyond its type. */
export interface ElAttributes {
  /** Our own: letters of ASCII, figures and hyphens. */
  id?: string;
  scope?: 'Column' | 'Row';
  list?: 'Decimal' | 'Disc' | 'None';
  /** What is heard in the place of a figure, and where it stands. */
  figure?: { alt: string; x: number; y: number; width: number; height: number };
}

/** A structure element. The order of `kids` is the reading order. */
export interface El {
  tag: Tag;
  attr: ElAttributes;
  kids: Kid[];
  /** The number of its object in the file, given as the file is written; 0 until then. */
  number: number;
}

/** What stands below a structure element: elements, marked text, places that carry an annotation. */
export type Kid = El | TextItem | FigureItem | LinkSpot | SignatureSpot;

/** Words of one face as they are shown, a space between each two. */
export interface Shown {
  /** What they say. */
  text: string;
  /** The inside of the literal strings of a PDF text array, in the face's fixed subset. */
  codes: Bytes;
  /** The words for which the fixed subset lacks a glyph, in order, and before which of the codes each is shown. */
  strange: readonly { word: string; at: number }[];
}

/** Words of one face on one line, a space between each two. `y` is the baseline; both are points from the page's top left corner. */
export interface Piece {
  face: FaceName;
  size: number;
  color: ColorName;
  x: number;
  y: number;
  shown: Shown;
  /** A soft hyphen is drawn after the last word: the word goes on in the next line. */
  hyphen: boolean;
  /** A space is drawn after the last word. */
  space: boolean;
}

/** Text of one structure element on one page: one piece of marked content. `mcid` is its number within the page's, given as the page is written. */
export interface TextItem {
  kind: 'text';
  mcid: number;
  el: El;
  page: number;
  pieces: Piece[];
}

/** Text that is not part of what the letter says: page numbers, a repeated table header. */
export interface ArtifactText {
  kind: 'artifact-text';
  artifact: 'Pagination' | 'Layout';
  pieces: Piece[];
}

/** A filled rectangle: a rule, a tint, a bullet's ground. */
export interface FillItem {
  kind: 'fill';
  artifact: 'Pagination' | 'Layout';
  x: number;
  y: number;
  width: number;
  height: number;
  color: ColorName;
}

/** A mark drawn or pictured; without an element it is ornament. */
export interface FigureItem {
  kind: 'figure';
  /** As a text's, where it has an element. */
  mcid: number;
  el: El | undefined;
  page: number;
  x: number;
  y: number;
  width: number;
  height: number;
  logo: LetterLogo;
}

/** What has a number in its page's marked content. */
export type MarkedItem = TextItem | FigureItem;

/** The `mcid` of what has not been written. */
export const unmarked = -1;

/** Where a link can be pressed. */
export interface LinkSpot {
  kind: 'link';
  page: number;
  x: number;
  y: number;
  width: number;
  height: number;
  url: string;
  text: string;
}

/** Where a signature field lies. */
export interface SignatureSpot {
  kind: 'signature';
  page: number;
  x: number;
  y: number;
  width: number;
  height: number;
  field: string;
  label: string;
}

/** What is drawn on one page, first things undermost. */
export interface Page {
  items: (TextItem | ArtifactText | FillItem | FigureItem)[];
}

/** An entry of the outline. `page` counts from 0; `top` is points from the page's top edge. */
export interface OutlineEntry {
  level: number;
  text: string;
  page: number;
  top: number;
}

/** A letter laid out: where everything stands, in what order it is read; no PDF syntax. */
export interface DrawList {
  width: number;
  height: number;
  pages: Page[];
  root: El;
  outline: OutlineEntry[];
}

/** A structure element that hangs nowhere: the root, or what is never read. */
export function newEl(tag: Tag, attr: ElAttributes = {}): El {
  return { tag, attr, kids: [], number: 0 };
}

/** A new structure element at the end of `parent`'s kids. */
export function addEl(parent: El, tag: Tag, attr: ElAttributes = {}): El {
  const el = newEl(tag, attr);
  parent.kids.push(el);
  return el;
}
