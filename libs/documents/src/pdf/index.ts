import { letterDocument, type LetterDocument } from '@genmaele/contracts';
import type { FontFiles } from './face-types.js';
import { loadFaces } from './faces.js';
import { heardTexts } from './heard.js';
import { layoutLetter } from './layout.js';
import { referenceLetter } from './reference-letter.js';
import { writeLetter } from './write.js';

export { type Compilation, renderCompilation } from './compilation.js';
export { type FontFiles, MissingGlyphError } from './face-types.js';
export { type LetterMeta } from './write.js';

/** A letter as a file, and what is to be known of it. */
export interface RenderedLetter {
  bytes: Buffer;
  pages: number;
  /** Every text that a screen reader must speak. */
  heard: string[];
  /** The names of the empty signature fields (/T), in reading order. */
  signatureFields: string[];
}

/**
 * Draws a letter: PDF/A-3a and PDF/UA-1, tagged, Danish, its attachments embedded, its signature fields empty and ready. The same letter
 * gives the same bytes in any process and time zone. Throws a `ZodError` for a letter out of shape, {@link MissingGlyphError} for a
 * character that the faces cannot draw. `fonts` names other faces than the built-in ones.
 */
export function renderLetter(letter: LetterDocument, fonts: FontFiles = {}): RenderedLetter {
  const checked = letterDocument.parse(letter);
  const faces = loadFaces(fonts);
  const list = layoutLetter(checked, faces);
  const { title, subject, author, language, createdAt, blocks, attachments } = checked;
  const bytes = writeLetter(list, faces, { title, subject, author, language, createdAt: new Date(createdAt) }, attachments);
  const signatureFields = blocks.flatMap((block) => (block.kind === 'signature' ? [block.field] : []));
  return { bytes, pages: list.pages.length, heard: heardTexts(checked), signatureFields };
}

/**
 * Draws a letter that nobody sees, so that the first that somebody waits for does not wait for faces to be read and kerning to be learnt, which takes
 * most of a second. Never throws: what is wrong with the fonts is said when a letter is drawn.
 */
export function warmDrawing(fonts: FontFiles = {}): void {
  try {
    renderLetter(referenceLetter, fonts);
  } catch {
    return;
  }
}
