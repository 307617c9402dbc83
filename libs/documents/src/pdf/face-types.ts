/** The faces of a letter: text (serif), strong, stressed, and the sans pair of letterhead, headings and labels. */
export type FaceName = 'text' | 'strong' | 'stress' | 'sans' | 'sansStrong';

/** Static TrueType files, by the face they stand for; a face that is left out is the built-in one. */
export type FontFiles = Readonly<Partial<Record<FaceName, string>>>;

/** A word measured in one face. `codes` is the inside of a PDF text array's literal strings, or null when the fixed subset lacks a glyph. */
export interface Word {
  text: string;
  /** Thousandths of the type size. */
  width: number;
  codes: string | null;
}

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
  encode(text: string): string;
}

/** One face, its fixed subset built. */
export interface Face {
  metrics: FaceMetrics;
  program: FontProgram;
  /** Measures and encodes a word (no plain space in it). Throws {@link MissingGlyphError} for a character that the face cannot draw. */
  word(text: string): Word;
  /** Widths and codes of the space, and of the hyphen that ends a line within a word (read as U+00AD). */
  space: Word;
  softHyphen: Word;
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
