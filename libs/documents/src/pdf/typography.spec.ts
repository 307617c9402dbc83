import fc from 'fast-check';
import { breakPoints } from './hyphenation.js';
import { composed, typeset } from './typography.js';

const shown = (text: string): string => typeset(text).replaceAll('\u00a0', '~');

describe('typography', () => {
  it.each([
    ['lovforslagets § 1, nr. 5, om', 'lovforslagets §~1,~nr.~5, om'],
    ['jf. § 61 b, stk. 2, 1. pkt., i loven', 'jf. §~61~b, stk.~2, 1.~pkt., i loven'],
    ['§§ 10, 12 og 14', '§§~10, 12 og 14'],
    ['litra a og bilag 1', 'litra~a og bilag~1'],
    ['2,7 mia. kr. og 30 pct. af', '2,7~mia.~kr. og 30~pct. af'],
    ['den 18. august 2021 kl. 12.00', 'den 18.~august 2021 kl.~12.00'],
    ['kommunen – også her', 'kommunen~– også her'],
    ['kapitel 4 a', 'kapitel~4 a'],
  ])('holds together what belongs together in «%s»', (text, expected) => {
    expect(shown(text)).toBe(expected);
  });

  it('removes soft hyphens that a word processor left, and folds white space', () => {
    expect(typeset('gen\u00adnem \t\n lov')).toBe('gennem lov');
  });

  it('changes nothing but white space, soft hyphens and composition', () => {
    const bare = (text: string): string =>
      text
        .normalize('NFC')
        .replace(/[\s\u00ad]/gu, '')
        .replaceAll('\u2011', '-');
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => bare(typeset(text)) === bare(text)));
  });
});

it('is heard as it is set, but for what holds words together', () => {
  const signs = ['§', '1', ' ', ' ', 'a', '.', '\u00a0', '\u00ad', '\u2011', '–', '\n', '\u2028', 'e\u0301', 'Š', '’', 'м', '\u212b'];
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...signs), maxLength: 30 }), (text) => {
      expect(composed(text).replaceAll('\u00a0', ' ')).toBe(typeset(text).replaceAll('\u00a0', ' '));
      expect(composed(text)).toBe(
        text
          .normalize('NFC')
          .replaceAll('\u00ad', '')
          .replaceAll('\u2011', '-')
          .replace(/[ \n\u2028]+/g, ' '),
      );
    }),
    { numRuns: 3000 },
  );
});

describe('hyphenation', () => {
  const parted = (word: string): string =>
    breakPoints(word).reduceRight((text, { at, soft }) => `${text.slice(0, at)}${soft ? '|' : '¦'}${text.slice(at)}`, word);

  it.each([
    ['forvaltningsmyndigheden,', 'for|valt|nings|myn|dig|he|den,'],
    ['Forebyggelsesområde', 'Fore|byg|gel|ses|område'],
    ['kommunalreformarbejdet', 'kom|mu|nal|reform|arbej|det'],
    ['myndighedsansvar', 'myn|dig|heds|ansvar'],
    ['beskæftigelsesindsatsen', 'beskæf|ti|gel|ses|ind|sat|sen'],
    ['retssikkerhedsmæssige', 'rets|sik|ker|heds|mæs|sige'],
    ['borgernes', 'bor|ger|nes'],
    ['parallel-samfund', 'paral|lel-¦sam|fund'],
    ['KOMMUNERNES', 'KOMMUNERNES'],
    ['stk.', 'stk.'],
  ])('parts «%s» as Danish does', (word, expected) => {
    expect(parted(word)).toBe(expected);
  });

  it('leaves at least three letters on either side', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'abdefgijklmnoprstuvyæøå'), minLength: 1, maxLength: 40 }), (word) => {
        for (const { at } of breakPoints(word)) expect(at >= 3 && word.length - at >= 3).toBe(true);
      }),
    );
  });
});

it('sets a text the same whatever else stands in the text, so that what is looked for first hides nothing', () => {
  const pieces =
    '§ §§ stk. Stk. nr. Nr. litra a b å 1 12 5. 1. pkt. mio. mia. kr. pct. % km m² august maj – — ord Bilag side x§ 1, b, 2,7 kl. tabel é'.split(
      ' ',
    );
  const everySign = ' ord § 1 b, nr. 2. pkt. 3 mio. kr. 4. maj – litra a';
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 8 }), (words) => {
      const text = words.join(' ');
      expect(typeset(text + everySign).slice(0, text.length)).toBe(typeset(`${text} ord`).slice(0, text.length));
    }),
    { numRuns: 3000 },
  );
});
