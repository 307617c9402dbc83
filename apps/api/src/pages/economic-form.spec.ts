import { economicKinds, economicParties, type EconomicEffect } from '@genmaele/contracts';
import fc from 'fast-check';
import { effectsFromText, effectsText } from './economic-form.js';

const amount = fc.option(
  fc.integer({ min: -10_000_000, max: 10_000_000 }).map((tenths) => tenths / 10 + 0),
  { nil: null },
);
const effect: fc.Arbitrary<EconomicEffect> = fc.record(
  {
    party: fc.constantFrom(...economicParties),
    kind: fc.constantFrom(...economicKinds),
    item: fc.stringMatching(/^[a-zæøå][a-zæøå ]{0,20}[a-zæøå]$/),
    ministry: fc.array(amount, { minLength: 1, maxLength: 6 }),
    ours: fc.array(amount, { minLength: 1, maxLength: 6 }),
  },
  { requiredKeys: ['party', 'kind', 'ministry'] },
);

describe('the posts of an estimate', () => {
  it('are read back as they were written', () => {
    fc.assert(fc.property(fc.array(effect, { maxLength: 8 }), (effects) => expect(effectsFromText(effectsText(effects))).toEqual(effects)));
  });

  it('are read as people write them: capitals, points between thousands, a true minus', () => {
    expect(effectsFromText('Kommuner; Drift; ; 1.234,5 / −2 / ?')).toEqual([
      { party: 'municipalities', kind: 'operation', ministry: [1234.5, -2, null] },
    ]);
  });

  it.each([
    ['kommuner; drift; tilsyn', 'skal være'],
    ['amter; drift; tilsyn; 1', 'skal være'],
    ['stat; drift; tilsyn; mange', 'ikke kan læses'],
    ['stat; drift; tilsyn; 1,25', 'ikke kan læses'],
    ['stat; drift; tilsyn; ', 'ikke kan læses'],
  ])('are refused with the line when it cannot be read: %s', (line, why) => {
    let problem = '';
    try {
      effectsFromText(line);
    } catch (error) {
      problem = String((error as { facts?: { problem?: string } }).facts?.problem);
    }
    expect(problem).toContain(why);
    expect(problem).toContain(line);
  });
});
