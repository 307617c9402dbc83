import fc from 'fast-check';
import { plainText, unsafeCharacter } from './plain-text.js';

/** Characters that hide or turn what a person reads, or that a database refuses. */
const hostile: [name: string, character: string][] = [
  ['U+0000', '\0'],
  ['U+0008', '\b'],
  ['U+001B', '\u001b'],
  ['U+007F', '\u007f'],
  ['U+0085', '\u0085'],
  ['U+061C', '\u061c'],
  ['U+200E', '\u200e'],
  ['U+200F', '\u200f'],
  ['U+202A', '\u202a'],
  ['U+202E', '\u202e'],
  ['U+2066', '\u2066'],
  ['U+2069', '\u2069'],
  ['U+FEFF', '\ufeff'],
  ['U+D800', '\ud800'],
  ['U+DFFF', '\udfff'],
];

describe('a text that a person is to read', () => {
  it.each(hostile)('is cleared of %s, and a draft that holds it is refused by that name', (name, character) => {
    expect(plainText(`a${character}b`)).toBe('ab');
    expect(unsafeCharacter(`a${character}b`)).toBe(name);
  });

  it('keeps Danish letters, signs of law, line feeds, tabs and emoji', () => {
    const text = 'Ærø, § 1, nr. 5 – »å«\n\t20 % 👩‍👩‍👧 €';
    expect(plainText(text)).toBe(text);
    expect(unsafeCharacter(text)).toBeUndefined();
  });

  it('has one way of writing each letter', () => {
    expect(plainText('A\u030arhus')).toBe('Århus');
    expect(plainText('A\u202e\u030arhus')).toBe('Århus');
  });

  it('is clean once cleaned', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(unsafeCharacter(plainText(text))).toBeUndefined();
        expect(plainText(plainText(text))).toBe(plainText(text));
      }),
    );
  });
});
