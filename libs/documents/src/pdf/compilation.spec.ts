import type { LetterDocument } from '@genmaele/contracts';
import { renderCompilation } from './compilation.js';
import { renderLetter } from './index.js';
import { referenceLetter } from './reference-letter.js';

const meta = { title: 'Samlede svar', author: 'Foreningen', language: 'da-DK', createdAt: new Date('2026-08-18T08:12:00Z') };
const short: LetterDocument = { ...referenceLetter, title: 'Et kort brev', blocks: referenceLetter.blocks.slice(0, 4) };

describe('a compilation', () => {
  const { bytes, pages, begins } = renderCompilation([referenceLetter, short, referenceLetter], meta);
  const source = bytes.toString('latin1');

  it('holds every page of every letter, and tells where each begins', () => {
    const lengths = [referenceLetter, short, referenceLetter].map((letter) => renderLetter(letter).pages);
    expect(pages).toBe(lengths[0]! + lengths[1]! + lengths[2]!);
    expect(begins).toEqual([1, 1 + lengths[0]!, 1 + lengths[0]! + lengths[1]!]);
    expect([...source.matchAll(/\/Type \/Page\b/g)]).toHaveLength(pages);
  });

  it('has each letter as a part of one document, and an entry of the outline', () => {
    expect([...source.matchAll(/\/S \/Document\b/g)]).toHaveLength(1);
    expect([...source.matchAll(/\/S \/Part\b/g)]).toHaveLength(3);
    expect(source).toContain('/Title (Et kort brev)');
  });

  it('names footnotes and attachments after their letter, so that no two are alike', () => {
    const ids = [...source.matchAll(/\/ID \((\d{3}-note-\d{4})\)/g)].map(([, id]) => id);
    expect(ids.length).toBeGreaterThan(3);
    expect(new Set(ids).size).toBe(ids.length);
    for (const number of ['001', '002', '003']) expect(source).toContain(`(${number}-response.json)`);
  });

  it('offers nothing to sign: the letter is signed, not a copy of it', () => {
    expect(source).not.toContain('/AcroForm');
    expect(source).not.toContain('/S /Form');
  });

  it('has the same bytes each time', () => {
    expect(renderCompilation([referenceLetter, short, referenceLetter], meta).bytes.equals(bytes)).toBe(true);
  });

  it('refuses to hold nothing', () => {
    expect(() => renderCompilation([], meta)).toThrow(RangeError);
  });
});
