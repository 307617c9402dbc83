import { createRequire } from 'node:module';
import fc from 'fast-check';
import * as fontkit from 'fontkit';
import { MissingGlyphError } from './face-types.js';
import { loadFaces } from './faces.js';

const faces = loadFaces();
const font = fontkit.openSync(
  createRequire(import.meta.url).resolve('@expo-google-fonts/source-serif-4/400Regular/SourceSerif4_400Regular.ttf'),
) as fontkit.Font;

describe('a face', () => {
  it('measures a word composed of kerned pairs as shaping it whole does', () => {
    const characters = 'abcdefghijklmnopqrstuvwxyzæøåABCDEFGHIJKLMNOPQRSTUVWXYZÆØÅ0123456789.,;:-–»«()§”’éöüŠšćłŁ';
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...characters), minLength: 1, maxLength: 30 }), (word) => {
        const whole = font.layout(word, { kern: true, liga: false, clig: false, calt: false }).advanceWidth;
        expect(Math.abs(faces.text.word(word).width - whole)).toBeLessThan(word.length * 0.5 + 0.5);
      }),
      { numRuns: 500 },
    );
  });

  it('names a character it cannot draw, by itself, its code point and its word', () => {
    expect(() => faces.text.word('lov中tekst')).toThrow(MissingGlyphError);
    expect(() => faces.text.word('lov中tekst')).toThrow(/«中» \(U\+4E2D\).*Source Serif.*«lov中tekst»/);
  });

  it('names control characters and combining marks by their code point', () => {
    expect(() => faces.text.word('a\u0000b')).toThrow('U+0000');
    expect(() => faces.text.word('a\u202eb')).toThrow('U+202E');
    expect(() => faces.text.word('q\u0301')).toThrow('U+0301');
  });

  it('has names with Š, ć and ł encoded by an extra subset, and the rest by the fixed one', () => {
    expect(faces.text.word('Ærø').codes).not.toBeNull();
    const name = faces.text.word('Šimić');
    expect(name.codes).toBeNull();
    expect(name.width).toBeGreaterThan(0);
    expect(faces.text.extraSubset(['Šimić']).encode('Šimić')).not.toBe('');
  });

  it('gives the hyphen that ends a line a code of its own', () => {
    expect(faces.text.softHyphen.codes).not.toBe(faces.text.word('-').codes);
    expect(faces.text.softHyphen.width).toBe(faces.text.word('-').width);
  });
});
