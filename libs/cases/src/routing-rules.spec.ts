import fc from 'fast-check';
import { type PastCase, replayRoutes, routeOf, type RoutingRule, rulesHash } from './routing-rules.js';

const rule = (priority: number, more: Partial<RoutingRule>): RoutingRule => ({
  priority,
  klePrefix: null,
  words: [],
  officeName: null,
  committeeId: null,
  ...more,
});
const past = (id: string, more: Partial<PastCase>): PastCase => ({
  id,
  number: id,
  title: id,
  kleNumber: null,
  words: [],
  officeName: 'Bolig',
  committeeId: 'bolig',
  ...more,
});

describe('a routing rule', () => {
  it('fits its number and all below it, and no other number', () => {
    const rules = [rule(1, { klePrefix: '02', officeName: 'Byggeri' })];
    const goes = (kleNumber: string | null) => routeOf(rules, { kleNumber, words: [] })?.rule.officeName;
    expect([goes('02'), goes('02.34.02'), goes('03.02'), goes('02x'), goes(null)]).toEqual([
      'Byggeri',
      'Byggeri',
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('fits words anywhere in a compound, or only where they begin, and names them', () => {
    const rules = [rule(1, { words: ['bolig', '^leje'], officeName: 'Bolig' })];
    expect(routeOf(rules, { kleNumber: null, words: ['Familieboliger og Lejere'] })?.reasons).toEqual(['familieboliger', 'lejere']);
    expect(routeOf(rules, { kleNumber: null, words: ['Udlejning'] })).toBeUndefined();
  });

  it('gives way to one of a lower number', () => {
    const rules = [rule(20, { words: ['bolig'], officeName: 'Andet' }), rule(10, { words: ['bolig'], officeName: 'Bolig' })];
    expect(routeOf(rules, { kleNumber: null, words: ['boliger'] })?.rule.officeName).toBe('Bolig');
  });
});

describe('a trial on cases of the past', () => {
  const rules = [rule(1, { words: ['skole'], officeName: 'Skole' }), rule(2, { klePrefix: '03', committeeId: 'plan' })];

  it('shows which would have gone elsewhere, and keeps what a rule leaves open', () => {
    const trial = replayRoutes(rules, [
      past('a', { words: ['folkeskolen'] }),
      past('b', { kleNumber: '03.02.13' }),
      past('c', { words: ['boliger'] }),
      past('d', { words: ['skoler'], officeName: 'Skole' }),
    ]);
    expect([trial.tried, trial.unrouted]).toEqual([4, 1]);
    expect(trial.differences.map(({ caseId, office, committee }) => [caseId, office, committee])).toEqual([
      ['a', { was: 'Bolig', becomes: 'Skole' }, { was: 'bolig', becomes: 'bolig' }],
      ['b', { was: 'Bolig', becomes: 'Bolig' }, { was: 'bolig', becomes: 'plan' }],
    ]);
  });

  it('shows nothing when the rules are tried on what they did themselves', () => {
    const words = fc.constantFrom('skole', 'bolig', 'vej');
    fc.assert(
      fc.property(fc.array(fc.record({ words: fc.array(words), kleNumber: fc.constantFrom(null, '03', '02.01') })), (cases) => {
        const routed = cases.map((each, i) => {
          const route = routeOf(rules, each);
          const { officeName, committeeId } = past(String(i), {});
          return past(String(i), {
            ...each,
            officeName: route?.rule.officeName ?? officeName,
            committeeId: route?.rule.committeeId ?? committeeId,
          });
        });
        expect(replayRoutes(rules, routed).differences).toEqual([]);
      }),
    );
  });

  it('is bound to the rules as they were: another word, order or office is another set', () => {
    const hash = rulesHash(rules);
    expect(rulesHash([...rules].reverse())).toBe(hash);
    expect(rulesHash([rule(1, { words: ['skoler'], officeName: 'Skole' }), rules[1]!])).not.toBe(hash);
    expect(rulesHash([{ ...rules[0]!, priority: 3 }, rules[1]!])).not.toBe(hash);
  });
});
