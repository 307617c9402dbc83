import type { ColorName } from './draw-list.js';
import type { FaceName } from './face-types.js';

/** A4, in points. The text column holds about 68 characters; the right-hand column carries the association's fields. */
export const sheet = {
  width: 595.28,
  height: 841.89,
  left: 71,
  column: 358,
  top: 66,
  bottom: 772,
  side: { x: 457, width: 98, top: 62 },
} as const;

/** How text is set: faces for plain, bold and italic runs, size and line height in points. */
export interface TextStyle {
  plain: FaceName;
  bold: FaceName;
  italic: FaceName;
  size: number;
  lead: number;
  color: ColorName;
  hyphenate: boolean;
}

const serif = { plain: 'text', bold: 'strong', italic: 'stress', hyphenate: true } as const;
const sans = { plain: 'sans', bold: 'sansStrong', italic: 'sans', hyphenate: false } as const;
const sansStrong = { ...sans, plain: 'sansStrong' } as const;

/** Every manner in which a letter sets text. */
export const styles = {
  body: { ...serif, size: 10.5, lead: 14.6, color: 'ink' },
  note: { ...serif, size: 8.4, lead: 11, color: 'ink' },
  cell: { ...sans, size: 9, lead: 11.8, color: 'ink', hyphenate: true },
  cellHead: { ...sansStrong, size: 9, lead: 11.8, color: 'accent', hyphenate: true },
  cellSum: { ...sansStrong, size: 9, lead: 11.8, color: 'ink', hyphenate: true },
  caption: { ...sansStrong, size: 9, lead: 12, color: 'ink' },
  title: { ...sansStrong, size: 18, lead: 22.5, color: 'accent' },
  h2: { ...sansStrong, size: 12.5, lead: 16, color: 'accent' },
  h3: { ...sansStrong, size: 10.5, lead: 14.6, color: 'ink' },
  label: { ...sansStrong, size: 9.5, lead: 13, color: 'accent' },
  small: { ...sans, size: 8.5, lead: 11.4, color: 'muted' },
  recipient: { ...serif, size: 10.5, lead: 14, color: 'ink', hyphenate: false },
  sender: { ...sansStrong, size: 30, lead: 32, color: 'accent' },
  runningSender: { ...sansStrong, size: 16, lead: 18, color: 'accent' },
  sideLabel: { ...sansStrong, size: 7.4, lead: 9.6, color: 'muted' },
  side: { ...sans, size: 8.6, lead: 11, color: 'ink' },
  printedName: { ...serif, plain: 'strong', size: 10.5, lead: 14, color: 'ink', hyphenate: false },
} as const satisfies Record<string, TextStyle>;

/** Room in points above a block, by what it is; the larger of two neighbours' wishes does not add up: only the lower block's counts. */
export const room = {
  paragraph: 7.3,
  heading2: 18,
  heading3: 12,
  listItem: 3.2,
  list: 6,
  quote: 9,
  table: 12,
  point: 13,
  reservation: 12,
  greeting: 20,
  signature: 12,
  afterFrame: 12,
  enclosures: 22,
  note: 2.5,
} as const;

/** The field in which a signature is shown. */
export const signatureBox = { width: 168, height: 54, gutter: 22 } as const;
