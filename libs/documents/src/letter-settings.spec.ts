import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateSync, inflateSync } from 'node:zlib';
import { AppError, type LetterDocument, standardSender, standardWording } from '@genmaele/contracts';
import { inspectLetter } from './checker/index.js';
import { letterLook } from './letter-settings.js';
import { readPicture } from './letter-settings-picture.js';
import { renderLetter } from './pdf/index.js';
import { referenceLetter } from './pdf/reference-letter.js';

let folder: string;
let written = 0;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'letter-settings-'))));
afterAll(() => rmSync(folder, { recursive: true }));

/** A settings file of its own: each is read once per process. */
function settings(content: unknown): string {
  const file = join(folder, `settings-${(written += 1)}.json`);
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
}

function problemOf(content: unknown): string {
  try {
    letterLook(settings(content));
  } catch (error) {
    expect(error).toMatchObject({ code: 'letter-settings.invalid' });
    return String((error as AppError).facts['problem']);
  }
  return 'ingen fejl';
}

function chunk(type: string, data: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  return Buffer.concat([length, Buffer.from(type, 'latin1'), data, Buffer.alloc(4)]);
}

/** A PNG of rows that are filtered already; `color` as in the PNG specification. */
function png(width: number, color: number, rows: number[][], more: Buffer[] = []): Buffer {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(rows.length, 4);
  head.set([8, color, 0, 0, 0], 8);
  const pixels = deflateSync(Buffer.from(rows.flat()));
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', head),
    ...more,
    chunk('IDAT', pixels),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}
const pixelsOf = (file: Buffer): number[] => [...inflateSync(readPicture(file).bytes)];

describe('letter settings', () => {
  it('are the association’s own without a file', () => {
    expect(letterLook()).toMatchObject({ sender: standardSender, wording: standardWording, fonts: {} });
    expect(letterLook().logo).toBeUndefined();
  });

  it('change what they name and leave the rest', () => {
    const look = letterLook(settings({ sender: { phone: '12 34 56 78' }, wording: { closing: 'De bedste hilsner' } }));
    expect(look.sender).toEqual({ ...standardSender, phone: '12 34 56 78' });
    expect(look.wording).toEqual({ ...standardWording, closing: 'De bedste hilsner' });
  });

  it('have one hash for the same look, and another when a sentence, a font or a picture is another', () => {
    writeFileSync(join(folder, 'hvid.png'), png(1, 2, [[0, 255, 255, 255]]));
    writeFileSync(join(folder, 'sort.png'), png(1, 2, [[0, 0, 0, 0]]));
    const hashOf = (content: unknown): string => letterLook(settings(content)).sha256;
    const logo = (file: string) => ({ logo: { file, width: 40, alt: 'KL' } });
    expect(hashOf({ sender: standardSender })).toBe(letterLook().sha256);
    const hashes = [{}, { wording: { closing: 'Hilsen' } }, logo('hvid.png'), logo('sort.png')].map(hashOf);
    expect(new Set(hashes).size).toBe(4);
    expect(letterLook(settings(logo('hvid.png'))).text).toContain(standardWording.closing);
  });

  it.each([
    ['{ ikke json', 'filen er ikke gyldig JSON'],
    [{ sender: { phone: '' } }, 'sender.phone: '],
    [{ sender: { fax: '1' } }, 'sender: Ukendt nøgle: "fax"'],
    [{ wording: { thanks: 'Kære {navn}' } }, 'wording.thanks: {navn} kendes ikke her; pladser, der kan bruges: {afsender}'],
    [{ wording: { closing: '' } }, 'wording.closing: '],
    [{ logo: { path: 'M0 0 A1 1 0 0 0 2 2', viewBox: [0, 0, 2, 2], width: 40, alt: '' } }, 'logo.path: stien har en bue (A)'],
    [{ logo: { path: 'rød', viewBox: [0, 0, 2, 2], width: 40, alt: '' } }, 'logo.path: stregen er ikke en SVG-sti'],
    [{ logo: { file: 'mangler.png', width: 40, alt: '' } }, 'logo.file: filen kan ikke læses'],
    [{ fonts: { sans: 'mangler.ttf' } }, 'fonts.sans: filen mangler.ttf findes ikke'],
  ])('are refused by the name of the field: %j', (content, problem) => {
    expect(problemOf(content)).toContain(problem);
  });

  it('are refused when the file is missing, or a font is no font', () => {
    expect(() => letterLook(join(folder, 'ingen.json'))).toThrow(AppError);
    writeFileSync(join(folder, 'falsk.ttf'), Buffer.concat([Buffer.from('00010000', 'hex'), Buffer.alloc(40)]));
    writeFileSync(join(folder, 'slet-ikke.ttf'), 'tekst');
    expect(problemOf({ fonts: { sans: 'falsk.ttf' } })).toContain('fonts: en af skrifterne kan ikke læses');
    expect(problemOf({ fonts: { sans: 'slet-ikke.ttf' } })).toContain('fonts.sans: slet-ikke.ttf er ikke en TrueType-skrift');
  });

  it('draw the letter in other faces, fit to be issued', () => {
    const other = createRequire(import.meta.url).resolve('@expo-google-fonts/source-sans-3/400Regular/SourceSans3_400Regular.ttf');
    const { fonts } = letterLook(settings({ fonts: { text: other } }));
    const drawn = renderLetter(referenceLetter, fonts);
    expect(drawn.bytes.equals(renderLetter(referenceLetter).bytes)).toBe(false);
    expect(inspectLetter(drawn.bytes, drawn.heard)).toEqual([]);
  });
});

describe('a logo', () => {
  it('is gray, colour, palette or see-through: each becomes colours on white', () => {
    expect(pixelsOf(png(2, 0, [[0, 10, 200]]))).toEqual([10, 10, 10, 200, 200, 200]);
    expect(pixelsOf(png(1, 6, [[0, 0, 100, 200, 0]]))).toEqual([255, 255, 255]);
    expect(pixelsOf(png(1, 6, [[0, 0, 100, 200, 51]]))).toEqual([204, 224, 244]);
    const palette = [chunk('PLTE', Buffer.from([1, 2, 3, 9, 8, 7])), chunk('tRNS', Buffer.from([255, 0]))];
    expect(pixelsOf(png(2, 3, [[0, 0, 1]], palette))).toEqual([1, 2, 3, 255, 255, 255]);
  });

  it('is read through every filter of PNG', () => {
    const rows = [[0, 10, 20], [1, 5, 5], [2, 1, 1], [3, 4, 4], [4, 1, 1]]; // prettier-ignore
    const expected = [10, 20, 5, 10, 6, 11, 7, 13, 8, 14];
    expect(pixelsOf(png(2, 0, rows)).filter((_, i) => i % 3 === 0)).toEqual(expected);
  });

  it('is refused when it is no picture, or one that cannot be kept', () => {
    expect(() => readPicture(Buffer.from('GIF89a........'))).toThrow('hverken PNG eller JPEG');
    const cmyk = Buffer.from([0xff, 0xd8, 0xff, 0xc0, 0, 20, 8, 0, 1, 0, 1, 4, 0, 0, 0, 0]);
    expect(() => readPicture(cmyk)).toThrow('CMYK');
    expect(() => readPicture(png(9, 2, [[0, 1]]))).toThrow('i stykker');
  });

  const withLogo = (logo: LetterDocument['letterhead']['logo']): LetterDocument => ({
    ...referenceLetter,
    letterhead: { ...referenceLetter.letterhead, logo },
  });
  const drawing = {
    kind: 'drawing',
    path: 'M0 0 h10 v10 q-5 5 -10 0 t-1 -2 s1 1 2 2 z',
    viewBox: [0, 0, 10, 10] as [number, number, number, number],
    width: 60,
  } as const;

  it('is a figure with words of its own, or ornament when it has none', () => {
    const named = renderLetter(withLogo({ ...drawing, alt: 'Foreningens mærke' }));
    expect(named.bytes.toString('latin1')).toMatch(/\/S \/Figure\b/);
    expect(inspectLetter(named.bytes, named.heard)).toEqual([]);
    const ornament = renderLetter(withLogo({ ...drawing, alt: '' }));
    expect(ornament.bytes.toString('latin1')).not.toContain('/Figure');
    expect(inspectLetter(ornament.bytes, ornament.heard)).toEqual([]);
  });

  it('as a picture is embedded once', () => {
    const picture = { kind: 'picture', ...readPicture(png(1, 2, [[0, 1, 2, 3]])), width: 60, alt: 'Mærke' } as const;
    const { bytes, heard } = renderLetter(withLogo(picture));
    expect(bytes.toString('latin1').match(/\/Subtype \/Image/g)).toHaveLength(1);
    expect(inspectLetter(bytes, heard)).toEqual([]);
  });
});
