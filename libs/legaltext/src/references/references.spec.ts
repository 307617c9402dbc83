import fc from 'fast-check';
import {
  legalReference,
  type LegalReference,
  numberedActTypes,
  type ReferenceAct,
  type ReferenceLevel,
  type ReferencePlace,
  type ReferenceStep,
} from '@genmaele/contracts';
import { canonicalAddress, findReferences, formatReference, parseReference, referenceAddresses } from '../index.js';
import { levelWords } from './level-words.js';

const plain = (text: string): string => text.replaceAll('\u00a0', ' ');
const addresses = (text: string): string[] => referenceAddresses(parseReference(text) ?? { places: [] }).map(plain);

const letter = fc.constantFrom(...'abcdefghjklmnopqrstuvxyzæøå');
const numbered = fc
  .tuple(fc.integer({ min: 1, max: 999 }), fc.option(letter, { freq: 3 }))
  .map(([n, suffix]) => (suffix === null ? `${n}` : `${n} ${suffix}`));
const numbersOf: Record<(typeof levelWords)[ReferenceLevel]['numbers'], fc.Arbitrary<string>> = {
  number: numbered,
  letter,
  'roman-or-number': fc.constantFrom('I', 'II', 'IV', 'IX', 'XII', 'IX a', '3'),
  mark: fc.constantFrom('1', '2', '12', 'A', 'B', 'II'),
  ordinal: fc.oneof(fc.integer({ min: 1, max: 20 }).map(String), fc.constant('sidste')),
};

function step(level: ReferenceLevel): fc.Arbitrary<ReferenceStep> {
  const number = numbersOf[levelWords[level].numbers];
  const span = fc.oneof(
    { weight: 3, arbitrary: fc.record({ from: number }) },
    { weight: 1, arbitrary: fc.record({ from: number, to: number }) },
  );
  const one = span.map((only) => ({ level, spans: [only] }));
  const several = fc.record({
    level: fc.constant(level),
    spans: fc.array(span, { minLength: 2, maxLength: 4 }),
    joint: fc.constantFrom('og' as const, 'eller' as const),
  });
  return fc.oneof({ weight: 3, arbitrary: one }, { weight: 1, arbitrary: several });
}

function stepsFrom(level: ReferenceLevel, above: ReferenceLevel[] = []): fc.Arbitrary<ReferenceStep[]> {
  const below = levelWords[level].below.filter((next) => ![...above, level].includes(next));
  const rest =
    below.length === 0 || above.length > 3
      ? fc.constant([])
      : fc.oneof(
          fc.constant([]),
          fc.constantFrom(...below).chain((next) => stepsFrom(next, [...above, level])),
        );
  return fc.tuple(step(level), rest).map(([first, more]) => [first, ...more]);
}

const roots: ReferenceLevel[] = ['part', 'chapter', 'section', 'section', 'section', 'article', 'annex'];
const joint = fc.constantFrom('og' as const, 'eller' as const, undefined);

/** Places that stand alone, some of them within the one before; or parts of one level alone. */
function placesFrom(levels: fc.Arbitrary<ReferenceLevel>): fc.Arbitrary<ReferencePlace[]> {
  const path = levels.chain((level) => stepsFrom(level));
  const next = fc.record({ path, joint, keep: fc.nat({ max: 3 }) });
  return fc.tuple(path, fc.array(next, { maxLength: 3 })).map(([first, more]) => {
    const places: ReferencePlace[] = [{ steps: first }];
    for (const { path: own, joint: tie, keep } of more) {
      const before = places.at(-1)?.steps ?? [];
      const shared = before.slice(0, Math.min(keep, before.length - 1));
      const rest =
        shared.length === 0
          ? own
          : before.slice(shared.length).map((old) => ({ ...old, spans: [{ from: old.level === 'litra' ? 'k' : '77' }], joint: undefined }));
      places.push({
        steps: [...shared, ...rest.map(({ joint: inner, ...old }) => ({ ...old, ...(inner ? { joint: inner } : {}) }))],
        ...(tie ? { joint: tie } : {}),
      });
    }
    return places;
  });
}

const name = fc.oneof(
  fc.constantFrom(
    'almenboligloven',
    'boldbaneloven',
    'databeskyttelsesforordningen',
    'badebekendtgørelsen',
    'direktiv 2006/112/EF',
    'SU-loven',
  ),
  fc
    .array(fc.constantFrom('almene', 'boliger', 'veje', 'stier', 'og', 'planlægning', 'm.v.', 'afgift', 'af', 'nr. 3'), {
      minLength: 1,
      maxLength: 5,
    })
    .map((words) => `lov om ${[...words, 'ting'].join(' ')}`),
);
const date = fc
  .tuple(fc.integer({ min: 1849, max: 2099 }), fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 28 }))
  .map(([y, m, d]) => `${y}-${String(m).padStart(2, '0')}-${String(d).padStart(2, '0')}`);
const numberedAct = fc.record(
  { kind: fc.constant('numbered' as const), type: fc.constantFrom(...numberedActTypes), number: fc.integer({ min: 1, max: 9999 }), date },
  { requiredKeys: ['kind', 'type', 'number'] },
);
const act: fc.Arbitrary<ReferenceAct> = fc.oneof(
  fc.constant({ kind: 'bill' as const }),
  fc.constant({ kind: 'this-law' as const }),
  name.map((own) => ({ kind: 'named' as const, name: own })),
  numberedAct,
);
const places = fc.oneof(
  { weight: 4, arbitrary: placesFrom(fc.constantFrom(...roots)) },
  ...(['stk', 'nr', 'litra', 'pkt', 'led'] as const).map((level) => ({
    weight: 1,
    arbitrary: placesFrom(fc.constant<ReferenceLevel>(level)),
  })),
);
const reference: fc.Arbitrary<LegalReference> = fc.oneof(
  { weight: 6, arbitrary: places.map((all) => ({ places: all })) },
  { weight: 3, arbitrary: fc.record({ act, places }) },
  { weight: 1, arbitrary: numberedAct.map((own) => ({ act: own, places: [] })) },
);

describe('any reference', () => {
  it('is read back from its canonical form as it was', () => {
    fc.assert(
      fc.property(reference, (wanted) => {
        expect(legalReference.parse(wanted)).toEqual(wanted);
        expect(parseReference(formatReference(wanted))).toEqual(wanted);
      }),
      { numRuns: 3000 },
    );
  });

  it('is read the same however its blanks are written and its words are parted', () => {
    const blank = fc.constantFrom(' ', '\u00a0', '  ', '\n', '\r\n', ' \u00a0\n ', '\u2009', '\t');
    const mess = fc.record({
      reference,
      blanks: fc.array(blank, { minLength: 5, maxLength: 9 }),
      shy: fc.array(fc.nat({ max: 60 }), { maxLength: 3 }),
    });
    fc.assert(
      fc.property(mess, ({ reference: wanted, blanks, shy }) => {
        const parted = [...formatReference(wanted)].map((letter, i, all) =>
          shy.includes(i) && !/\s/.test(all[i + 1] ?? ' ') ? `${letter}\u00ad` : letter,
        );
        const messy = parted.join('').replace(/[ \u00a0]/g, () => blanks[Math.floor(parted.length % blanks.length)] ?? ' ');
        expect(parseReference(messy)).toEqual(wanted);
      }),
      { numRuns: 2000 },
    );
  });

  it('is found where it stands, whole, in running text', () => {
    fc.assert(
      fc.property(
        placesFrom(fc.constant<ReferenceLevel>('section')),
        fc.constantFrom('Kommunen skal efter ', '(', 'Æøå, jf. '),
        (all, before) => {
          const words = formatReference({ places: all });
          const text = `${before}${words}; derefter ikke.`;
          expect(findReferences(text)).toEqual([{ start: before.length, end: before.length + words.length, reference: { places: all } }]);
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('a reference', () => {
  it.each([
    ['§4,stk.9', '§ 4, stk. 9'],
    ['§13a', '§ 13 a'],
    ['§§10-12', '§§ 10-12'],
    ['paragraf 7 stk 2', '§ 7, stk. 2'],
    ['§ 7, stk. 2, første punktum', '§ 7, stk. 2, 1. pkt.'],
    ['§ 6, stk. 2 samt § 7', '§ 6, stk. 2, og § 7'],
    ['LBK nr. 1203 af 03/08/2020', 'lovbekendtgørelse nr. 1203 af 3. august 2020'],
    ['lov nr. 1728 27. december 2018', 'lov nr. 1728 af 27. december 2018'],
    ['lovudkastets § 1, nr. 5', 'lovforslagets § 1, nr. 5'],
    ['§ 59 i almenboligloven', 'almenboliglovens § 59'],
    ['Almenboliglovens § 59.', 'almenboliglovens § 59'],
    ['almenbolig-\nlovens § 59', 'almenboliglovens § 59'],
  ])('written as %j is %j in canonical form', (written, canonical) => {
    const read = parseReference(written);
    expect(read && plain(formatReference(read))).toBe(canonical);
  });

  it('has no-break spaces within, and plain ones after commas and around the name of an act', () => {
    expect(formatReference(parseReference('§ 59, stk. 6, nr. 5 i lov om almene boliger m.v.') ?? { places: [] })).toBe(
      '§\u00a059, stk.\u00a06, nr.\u00a05 i lov om almene boliger m.v.',
    );
  });

  it('has the same form as an address of the tree', () => {
    const address = '§ 13 a, stk. 2, nr. 4, litra b';
    expect(formatReference(parseReference(address) ?? { places: [] })).toBe(canonicalAddress(address));
  });

  it('covers each place of its lists, stykker one by one and ranges of paragraphs as they are', () => {
    expect(addresses('§§ 10, 12 og 14-16, § 16, stk. 2-4, og § 18, nr. 1, litra a-c')).toEqual([
      '§ 10',
      '§ 12',
      '§§ 14-16',
      '§ 16, stk. 2',
      '§ 16, stk. 3',
      '§ 16, stk. 4',
      '§ 18, nr. 1, litra a',
      '§ 18, nr. 1, litra b',
      '§ 18, nr. 1, litra c',
    ]);
  });

  it.each(['', '§', 'stk.', 'kommunen', '§ 5 og meget andet', 'lov om veje', '§ 5.2', 'lovens'])('is not %j', (text) => {
    expect(parseReference(text)).toBeUndefined();
  });
});

describe('references in running text', () => {
  const found = (text: string, names: string[] = []): string[] =>
    findReferences(text, names).map(({ start, end }) => text.slice(start, end));

  it('are not found within words, nor where a number counts something else', () => {
    expect(found('firstk. 2, vognr. 5, j.nr. 7, 100 stk. 3, EU-Tidende nr. L 3, sag nr. 8 og journalnr. 2')).toEqual([]);
  });

  it('end with the name of the act where the text is known to speak of it', () => {
    const name = 'lov om veje, som er private';
    expect(found(`Efter § 3 i ${name} skal`, [name])).toEqual([`§ 3 i ${name}`]);
  });

  it('keep the letter i apart from the word', () => {
    expect(found('§ 13 i; § 13 i samme lov; § 13 i og § 13 i stiloven')).toEqual(['§ 13 i', '§ 13', '§ 13 i og § 13 i stiloven']);
  });

  it('take time linear in the text, however the text is made', () => {
    const hostile = ['§ 1, ', '1., ', 'stk. 1, 2, ', '§ 5 i lov om ', 'lov om ', '§', '1.-', 'a-\n', '\u00ad', '1. og ', 'lovens '].map(
      (piece) => piece.repeat(4000),
    );
    for (const text of hostile) expect(findReferences(text).every(({ start, end }) => start < end)).toBe(true);
  });
});
