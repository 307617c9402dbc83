import { createRequire } from 'node:module';
import fc from 'fast-check';
import * as fontkit from 'fontkit';
import { type FaceName, MissingGlyphError } from './face-types.js';
import { loadFaces } from './faces.js';
import { Ink } from './ink.js';

const faces = loadFaces();
const resolve = createRequire(import.meta.url).resolve;
const families = {
  text: 'source-serif-4',
  strong: 'source-serif-4',
  stress: 'source-serif-4',
  sans: 'source-sans-3',
  sansStrong: 'source-sans-3',
};
const cuts = { text: '400Regular', strong: '600SemiBold', stress: '400Regular_Italic', sans: '400Regular', sansStrong: '600SemiBold' };

function fontOf(name: FaceName): fontkit.Font {
  const family = families[name] === 'source-serif-4' ? 'SourceSerif4' : 'SourceSans3';
  return fontkit.openSync(resolve(`@expo-google-fonts/${families[name]}/${cuts[name]}/${family}_${cuts[name]}.ttf`)) as fontkit.Font;
}

/** What fontkit makes of a word shaped whole: each glyph's advance in thousandths, kerning within it. */
function shaped(font: fontkit.Font, word: string): number[] {
  const { positions } = font.layout(word, { kern: true, liga: false, clig: false, calt: false });
  return positions.map(({ xAdvance }) => (xAdvance * 1000) / font.unitsPerEm);
}

interface Word {
  width: number;
  /** As a string of one byte a sign; null when the fixed subset cannot show the word. */
  codes: string | null;
}

function wordOf(name: FaceName, text: string, from = 0, to = text.length): Word {
  const { words } = faces[name];
  const record = words.find(text, from, to);
  const ink = new Ink();
  const shown = ink.addWord(words, record);
  const { of, from: first, to: end } = ink.take();
  return { width: words.width(record), codes: shown ? Buffer.from(of.subarray(first, end)).toString('latin1') : null };
}

/** What the composed codes say: each glyph's width less the kerning written after it. */
function composed(word: Word, widths: number[]): number[] {
  const advances: number[] = [];
  // The kerning stands between two literal strings; within one, codes are two bytes and ( ) \\ and CR are escaped.
  for (const [, codes, kern] of `${word.codes})`.matchAll(/((?:\\[^]|[^\\)])*)\)(-?\d+)?\(?/g)) {
    const bytes = codes!.replace(/\\([^])/g, (_, sign: string) => (sign === 'r' ? '\r' : sign));
    for (let at = 0; at < bytes.length; at += 2) advances.push(widths[bytes.charCodeAt(at) * 256 + bytes.charCodeAt(at + 1)]!);
    if (kern !== undefined) advances[advances.length - 1]! -= Number(kern);
  }
  return advances;
}

/** Danish words in the making: syllables, and now and then signs and digits, the same each time. */
function* words(count: number): Generator<string> {
  const pieces =
    'bo lig kom mu nal for valt ning sag be hand AV Ta Vo LT “ ” » « ( ) § , . - ’ 17 2,7 æ ø å Ær Øst fy rk yv ré tÿ ff fi'.split(' ');
  let state = 1;
  const next = (limit: number): number => (state = (state * 48271) % 2147483647) % limit;
  for (let made = 0; made < count; made += 1) yield Array.from({ length: 1 + next(5) }, () => pieces[next(pieces.length)]).join('');
}

const serif = fontOf('text');

describe('a face', () => {
  it.each(Object.keys(families) as FaceName[])('sets each of 5.000 words in %s as fontkit does when it shapes the word whole', (name) => {
    const font = fontOf(name);
    for (const text of words(5000)) {
      const whole = shaped(font, text);
      const ours = composed(wordOf(name, text), faces[name].program.widths);
      expect(ours).toHaveLength(whole.length);
      const apart = ours.findIndex((advance, i) => Math.abs(advance - whole[i]!) > 1);
      if (apart >= 0) throw new Error(`${text}: sign ${apart} is ${ours[apart]} wide and not ${whole[apart]}`);
    }
  });

  it('measures a word composed of kerned pairs as shaping it whole does', () => {
    const characters = 'abcdefghijklmnopqrstuvwxyzæøåABCDEFGHIJKLMNOPQRSTUVWXYZÆØÅ0123456789.,;:-–»«()§”’éöüŠšćłŁ';
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...characters), minLength: 1, maxLength: 30 }), (word) => {
        const whole = shaped(serif, word).reduce((sum, advance) => sum + advance, 0);
        expect(Math.abs(wordOf('text', word).width - whole)).toBeLessThan(word.length * 0.5 + 0.5);
      }),
      { numRuns: 500 },
    );
  });

  it('names a character it cannot draw, by itself, its code point and its word', () => {
    expect(() => wordOf('text', 'lov中tekst')).toThrow(MissingGlyphError);
    expect(() => wordOf('text', 'lov中tekst')).toThrow(/«中» \(U\+4E2D\).*Source Serif.*«lov中tekst»/);
  });

  it('names control characters and combining marks by their code point', () => {
    expect(() => wordOf('text', 'a\u0000b')).toThrow('U+0000');
    expect(() => wordOf('text', 'a\u202eb')).toThrow('U+202E');
    expect(() => wordOf('text', 'q\u0301')).toThrow('U+0301');
  });

  it('has names with Š, ć and ł encoded by an extra subset, and the rest by the fixed one', () => {
    expect(wordOf('text', 'Ærø').codes).not.toBeNull();
    const name = wordOf('text', 'Šimić');
    expect(name.codes).toBeNull();
    expect(name.width).toBeGreaterThan(0);
    expect(faces.text.extraSubset(['Šimić']).encode('Šimić').length).toBeGreaterThanOrEqual(10);
  });

  it('gives the same word whatever it has been asked for since, and wherever it stands', () => {
    const before = wordOf('sans', 'anvisningsmyndighed');
    for (let i = 0; i < 35_000; i += 1) wordOf('sans', `sag${i}`);
    expect(wordOf('sans', 'anvisningsmyndighed')).toEqual(before);
    expect(wordOf('sans', 'den anvisningsmyndighed, som', 4, 23)).toEqual(before);
    expect(wordOf('sans', 'sag34999')).toEqual(wordOf('sans', '«sag34999»', 1, 9));
  });

  it('finds a word longer than all its room, and the others after it', () => {
    const long = 'boligområde'.repeat(15_000);
    const before = wordOf('text', 'kommune');
    const width = wordOf('text', 'boligområdebolig').width - wordOf('text', 'bolig').width;
    expect(wordOf('text', long).width / 15_000 / width).toBeCloseTo(1, 3);
    expect(wordOf('text', 'kommune')).toEqual(before);
    expect(wordOf('text', long)).toEqual(wordOf('text', ` ${long}`, 1, long.length + 1));
  });

  it('gives the hyphen that ends a line a code of its own', () => {
    expect(Buffer.from(faces.text.softHyphen.codes).toString('latin1')).not.toBe(wordOf('text', '-').codes);
    expect(faces.text.softHyphen.width).toBe(wordOf('text', '-').width);
  });
});
