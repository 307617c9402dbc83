import type { WordBook } from './word-book.js';

/** The faces of a letter: text (serif), strong, stressed, and the sans pair of letterhead, headings and labels. */
export type FaceName = 'text' | 'strong' | 'stress' | 'sans' | 'sansStrong';

/** Static TrueType files, by the face they stand for; a face that is left out is the built-in one. */
export type FontFiles = Readonly<Partial<Record<FaceName, string>>>;

/** A subset of a face as the file carries it: deflated font program, ToUnicode map, widths of its glyphs by number. */
export interface FontProgram {
  name: string;
  file: Buffer;
  rawLength: number;
  toUnicode: Buffer;
  widths: number[];
}

/** What a line says to the font descriptor. Thousandths of the type size. */
export interface FaceMetrics {
  ascent: number;
  descent: number;
  capHeight: number;
  xHeight: number;
  italicAngle: number;
  bbox: [number, number, number, number];
  serif: boolean;
}

/** A small subset made for one letter, for the words whose glyphs the fixed subset lacks. */
export interface ExtraSubset {
  program: FontProgram;
  encode(text: string): Uint8Array;
}

/** A sign of the fixed subset: its width in thousandths of the type size, its codes as they stand in a literal string. */
export interface Sign {
  width: number;
  codes: Uint8Array;
}

/** One face, its fixed subset built. */
export interface Face {
  metrics: FaceMetrics;
  program: FontProgram;
  /** Its words, measured and encoded as they are met. To find one throws {@link MissingGlyphError} for a character that the face cannot draw. */
  words: WordBook;
  /** The width of a part of a text, in thousandths of the type size; nothing is kept of it. Throws {@link MissingGlyphError}. */
  width(text: string, from?: number, to?: number): number;
  /** The space, and the hyphen that ends a line within a word (read as U+00AD). */
  space: Sign;
  softHyphen: Sign;
  extraSubset(words: Iterable<string>): ExtraSubset;
}

/** The five faces. */
export type Faces = Record<FaceName, Face>;

/** A character that the letter's faces cannot draw. It is an error: a letter with a hole in it must not be signed. */
export class MissingGlyphError extends Error {
  override readonly name = 'MissingGlyphError';

  constructor(
    readonly character: string,
    /** Such as `U+4E2D`. */
    readonly codePoint: string,
    readonly face: string,
    /** The word in which it stands. */
    readonly word: string,
  ) {
    super(
      `Tegnet «${/\p{C}/u.test(character) ? '' : character}» (${codePoint}) findes ikke i skriften ${face}. Erstat det i ordet «${word.replace(/\p{C}/gu, '\ufffd')}».`,
    );
  }
}
