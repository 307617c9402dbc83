import { type LetterAttachment, letterDocument, type LetterDocument } from '@genmaele/contracts';
import { type DrawList, type El, newEl } from './draw-list.js';
import { loadFaces } from './faces.js';
import { layoutLetter } from './layout.js';
import { type LetterMeta, writeLetter } from './write.js';

/** Many letters in one file. */
export interface Compilation {
  bytes: Buffer;
  pages: number;
  /** The page on which each letter begins, from 1, in the letters' order. */
  begins: number[];
}

/**
 * Draws letters one after the other into one file for reading: PDF/A-3a and PDF/UA-1, each letter a part of the structure and an entry of the
 * outline, its attachments kept under its number (`001-response.json`). It has no signature fields: what is signed is the letter, not a copy of
 * it. The same letters give the same bytes. Throws as `renderLetter` does, and a `RangeError` when there is no letter.
 */
export function renderCompilation(letters: readonly LetterDocument[], meta: LetterMeta): Compilation {
  const [first] = letters;
  if (!first) throw new RangeError('a compilation holds at least one letter');
  const faces = loadFaces();
  const root = newEl('Document');
  const whole: DrawList = { width: 0, height: 0, pages: [], root, outline: [] };
  const attachments: LetterAttachment[] = [];
  const begins = letters.map((letter, i) => {
    const checked = letterDocument.parse(letter);
    const number = String(i + 1).padStart(3, '0');
    const begin = append(whole, layoutLetter(checked, faces), number);
    attachments.push(...checked.attachments.map((each) => ({ ...each, name: `${number}-${each.name}` })));
    return begin + 1;
  });
  return { bytes: writeLetter(whole, faces, meta, attachments), pages: whole.pages.length, begins };
}

/** Puts a letter behind what is there; gives the page on which it begins, from 0. The letter's list is used up. */
function append(whole: DrawList, letter: DrawList, number: string): number {
  const begin = whole.pages.length;
  whole.width = letter.width;
  whole.height = letter.height;
  for (const page of letter.pages) {
    for (const item of page.items) if (item.kind === 'text' || item.kind === 'figure') item.page += begin;
    whole.pages.push(page);
  }
  const part: El = { ...letter.root, tag: 'Part' };
  move(part, begin, number);
  whole.root.kids.push(part);
  for (const entry of letter.outline) whole.outline.push({ ...entry, page: entry.page + begin });
  return begin;
}

/** Moves the annotations so many pages on, makes names the file's own, and leaves out the places to sign. */
function move(el: El, begin: number, number: string): void {
  if (el.attr.id !== undefined) el.attr = { ...el.attr, id: `${number}-${el.attr.id}` };
  el.kids = el.kids.filter((kid) => 'kind' in kid || kid.tag !== 'Form');
  for (const kid of el.kids) {
    if (!('kind' in kid)) move(kid, begin, number);
    else if (kid.kind !== 'text' && kid.kind !== 'figure') kid.page += begin;
  }
}
