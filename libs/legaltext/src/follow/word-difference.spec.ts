import fc from 'fast-check';
import { legalWords } from './legal-words.js';
import { wordDifference, type WordRun } from './word-difference.js';

const without = (runs: WordRun[], kind: WordRun['kind']): string =>
  runs
    .filter((run) => run.kind !== kind)
    .map(({ text }) => text)
    .join('');
const shown = (old: string, next: string): string =>
  wordDifference(old, next)
    .map(({ kind, text }) => (kind === 'equal' ? text : `${kind === 'removed' ? '[-' : '[+'}${text}]`))
    .join('');

const piece = fc.constantFrom(
  'nr. 3', 'nr. 31', '§ 13 a', '§ 13', 'stk. 2', '1. pkt.', '48,2', '2,7 mia. kr.', '1. januar 2022', 'kl. 12.00', 'm.v.', 'litra a', 'og',
  'kommunen', '»x«', ',', '.', '\u00a0', '\n', '',
); // prettier-ignore
const text = fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join(' '));

describe('legal words', () => {
  it.each([
    ['nr. 3', 1],
    ['§ 13 a', 1],
    ['§ 7 P', 1],
    ['§§ 4-12', 1],
    ['stk. 2', 1],
    ['stk. 2-4', 1],
    ['1. pkt.', 1],
    ['1.-3. pkt.', 1],
    ['1. januar 2022', 1],
    ['2,7 mia. kr.', 1],
    ['48,2', 1],
    ['48,2 pct.', 1],
    ['1.203', 1],
    ['kl. 12.00', 1],
    ['litra a', 1],
    ['kapitel 4 a', 1],
    ['m.v.', 1],
    ['nikkel-cadmium-batterier', 1],
    ['§ 21 i lov', 5],
    ['', 0],
  ])('holds %p together as %p piece(s)', (words, pieces) => {
    expect(legalWords(words)).toHaveLength(pieces);
    expect(legalWords(words.replaceAll(' ', '\u00a0'))).toHaveLength(pieces);
  });

  it('loses no letter of any text', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (any) => legalWords(any).join('') === any));
  });
});

describe('the word difference', () => {
  it('shows a changed reference whole', () => {
    expect(shown('efter § 13, nr. 3, eller', 'efter § 13, nr. 31, eller')).toBe('efter § 13, [-nr. 3][+nr. 31], eller');
    expect(shown('afgift på 48,2 pct.', 'afgift på 48,25 pct.')).toBe('afgift på [-48,2 pct.][+48,25 pct.]');
    expect(shown('den 1. januar 2022', 'den 1. juli 2022')).toBe('den [-1. januar 2022][+1. juli 2022]');
  });

  it('shows what goes out before what comes in, a stretch of words together', () => {
    expect(shown('kommunen skal tilbyde bolig', 'kommunen kan anvise bolig')).toBe('kommunen [-skal tilbyde][+kan anvise] bolig');
  });

  it('gives the old text without what was added and the new without what was removed', () => {
    fc.assert(
      fc.property(text, text, (old, next) => {
        const runs = wordDifference(old, next);
        expect(without(runs, 'added')).toBe(old);
        expect(without(runs, 'removed')).toBe(next);
        expect(runs.every(({ text: words }) => words !== '')).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('never cuts a legal word in two', () => {
    fc.assert(
      fc.property(text, text, (old, next) => {
        const runs = wordDifference(old, next);
        const pieces = (kind: WordRun['kind']): string[] =>
          runs.filter((run) => run.kind !== kind).flatMap(({ text: words }) => legalWords(words));
        expect(pieces('added')).toEqual(legalWords(old));
        expect(pieces('removed')).toEqual(legalWords(next));
      }),
      { numRuns: 500 },
    );
  });

  it('of a text with itself is that text', () => {
    fc.assert(fc.property(text, (old) => expect(wordDifference(old, old)).toEqual(old === '' ? [] : [{ kind: 'equal', text: old }])));
  });

  it('of two long texts without a word in common is one replacement', () => {
    const [old, next] = ['a', 'b'].map((letter) => Array.from({ length: 20_000 }, (_, i) => `${letter}${i}`).join(' '));
    expect(wordDifference(`fælles ${old}`, `fælles ${next}`).map(({ kind }) => kind)).toEqual(['equal', 'removed', 'added']);
  });
});
