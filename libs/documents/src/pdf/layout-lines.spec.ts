import fc from 'fast-check';
import { loadFaces } from './faces.js';
import { breakLines, type Line, type Stretch } from './layout-lines.js';
import { typeset } from './typography.js';

const faces = loadFaces();
const stretch = (text: string, owner = 0, face: Stretch['face'] = 'text'): Stretch => ({
  text,
  face,
  size: 10.5,
  color: 'ink',
  rise: 0,
  owner,
});

/** What a reader hears of lines: soft hyphens vanish, spaces are where they are drawn. */
function spoken(lines: Line[]): string {
  const pieces = lines.flatMap((line) => line.pieces);
  return pieces.map(({ shown, space }) => shown.text + (space ? ' ' : '')).join('');
}

const letters = 'abcdefghijklmnoprstuvyæøåABDÆØÅ0123456789.,-–/()»«§';
const word = fc.string({ unit: fc.constantFrom(...letters), minLength: 1, maxLength: 45 });
const compound = fc
  .array(fc.constantFrom('kommunal', 'bestyrelses', 'forvaltnings', 'myndighed', 'boligområde', 'anvisnings', 'ret'), {
    minLength: 1,
    maxLength: 5,
  })
  .map((parts) => parts.join(''));
const text = fc.array(fc.oneof(word, compound, fc.constant('§ 1, nr. 5')), { minLength: 1, maxLength: 40 }).map((words) => words.join(' '));

describe('breaking lines', () => {
  it('loses no word and keeps their order', () => {
    fc.assert(
      fc.property(text, fc.integer({ min: 40, max: 400 }), fc.boolean(), (source, width, hyphenate) => {
        expect(spoken(breakLines([stretch(source)], width, faces, hyphenate))).toBe(source);
      }),
    );
  });

  it('keeps every line within the column, be a word ever so long', () => {
    fc.assert(
      fc.property(text, fc.integer({ min: 40, max: 400 }), fc.boolean(), (source, width, hyphenate) => {
        for (const line of breakLines([stretch(source)], width, faces, hyphenate)) expect(line.width).toBeLessThanOrEqual(width + 1e-9);
      }),
    );
  });

  it('keeps words whole whose beginning is bold or whose end carries a mark', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(text, fc.constantFrom('text', 'strong', 'stress' as const), fc.boolean()), { minLength: 1, maxLength: 6 }),
        (runs) => {
          const stretches = runs.map(([source, face, glued], i) =>
            stretch(glued || i === 0 ? source : ` ${source}`, i, face as Stretch['face']),
          );
          const whole = stretches.map((each) => each.text).join('');
          expect(spoken(breakLines(stretches, 200, faces, true))).toBe(whole);
        },
      ),
    );
  });

  it('never parts what no-break spaces hold', () => {
    const source = typeset(
      'Det fremgår af lovforslagets § 1, nr. 5, at udgiften er 2,7 mia. kr. fra den 18. august 2021 kl. 12.00, jf. stk. 2, 1. pkt.',
    );
    for (let width = 110; width < 360; width += 7) {
      const ends = breakLines([stretch(source)], width, faces, true).map((line) => line.pieces.at(-1)!.shown.text.split(' ').at(-1)!);
      for (const end of ends.slice(0, -1)) expect(end).not.toMatch(/^(§|nr\.|stk\.|kl\.|mia\.|1\.|2,7|18\.)$/);
    }
  });

  it('draws a soft hyphen only where a word is parted by Danish rules, at most twice in a row', () => {
    fc.assert(
      fc.property(fc.array(compound, { minLength: 5, maxLength: 60 }), (words) => {
        const lines = breakLines([stretch(words.join(' '))], 330, faces, true);
        const soft = lines.map((line) => (line.soft ? 's' : '-')).join('');
        expect(soft).not.toContain('sss');
        for (const line of lines) expect(line.pieces.at(-1)!.hyphen).toBe(line.soft);
      }),
    );
  });

  it('does not part the last word of a paragraph', () => {
    const lines = breakLines([stretch('Det er efter foreningens opfattelse hensigtsmæssighedsbetragtninger')], 230, faces, true);
    expect(lines.at(-1)!.pieces.at(-1)!.shown.text.split(' ').at(-1)).toBe('hensigtsmæssighedsbetragtninger');
  });

  it('parts an e-mail address after a sign when the column is too narrow for it', () => {
    const lines = breakLines([stretch('ane.oestergaard@kommunekontoret.dk')], 120, faces, false);
    expect(lines.map((line) => line.pieces[0]!.shown.text)).toEqual(['ane.oestergaard@', 'kommunekontoret.dk']);
  });
});
