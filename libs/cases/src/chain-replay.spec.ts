import fc from 'fast-check';
import { chainSteps, type ChainStep, defaultChain, exampleChain, type StepBody } from '@genmaele/contracts';
import { type PastApprovalCase, replayChain } from './chain-replay.js';

const past: PastApprovalCase = {
  id: 'c',
  number: 'S-2026-0001',
  title: 'Prøve',
  days: 3,
  holders: { chair: 1, 'committee-secretary': 1 },
  answered: { chair: 3 },
  bodies: { board: 8, chairmanship: null },
};

describe('a chain that is tried on old cases', () => {
  it('is the same as before for the chain they followed', () => {
    expect(replayChain(defaultChain, [past])).toMatchObject({ tried: 1, unmanned: 0, slower: 0, cases: [{ was: 3, becomes: 3 }] });
  });

  it('says what it would have asked for, how long that takes, and whom it would have waited for in vain', () => {
    const trial = replayChain(exampleChain, [past]);
    expect(trial).toMatchObject({ tried: 1, unmanned: 1, slower: 1 });
    expect(trial.cases[0]).toMatchObject({ becomes: 1 + 3 + 2 + 1, unmanned: ['Formandens godkendelse'] });
    expect(trial.cases[0]!.asked).toHaveLength(4);
  });

  it('takes steps of one rank at the same time', () => {
    const both: ChainStep[] = [defaultChain[0]!, { ...defaultChain[0]!, id: 'second', by: ['vice-chair'], workingDays: 5 }];
    expect(replayChain(both, [past]).cases[0]!.becomes).toBe(5);
  });

  it('waits for a body until it met, for its own norm where none did, and in vain where there was no such body', () => {
    const ending = (body: StepBody): ChainStep[] => [
      defaultChain[0]!,
      { ...defaultChain[0]!, id: 'body', name: 'Organet', rank: 2, by: [], body, workingDays: 4, signs: false },
    ];
    const tried = (body: StepBody) => replayChain(ending(body), [past]).cases[0]!;
    expect(tried('board')).toMatchObject({ becomes: 3 + 8, unmanned: [] });
    expect(tried('chairmanship')).toMatchObject({ becomes: 3 + 4, unmanned: [] });
    expect(tried('committee')).toMatchObject({ becomes: 3 + 4, unmanned: ['Organet'] });
  });

  it('is never quicker with a step more', () => {
    const days = fc.integer({ min: 0, max: 20 });
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer({ min: 1, max: 4 }), days), { minLength: 1, maxLength: 6 }), days, (steps, more) => {
        const chain = steps.map(([rank, workingDays], i) => ({
          ...defaultChain[0]!,
          id: `s${i}`,
          rank,
          workingDays,
          by: ['vice-chair' as const],
        }));
        const longer = [...chain, { ...chain[0]!, id: 'more', workingDays: more }];
        expect(replayChain(longer, [past]).cases[0]!.becomes).toBeGreaterThanOrEqual(replayChain(chain, [past]).cases[0]!.becomes);
      }),
    );
  });
});

describe('the steps of a chain', () => {
  const [step] = defaultChain as [ChainStep];
  it('are sound in the chains that ship', () => {
    expect([chainSteps.safeParse(defaultChain).success, chainSteps.safeParse(exampleChain).success]).toEqual([true, true]);
  });

  it('may wait for a body beside whoever signs', () => {
    expect(chainSteps.safeParse([step, { ...step, id: 'board', rank: 2, by: [], body: 'board', signs: false }]).success).toBe(true);
  });

  it.each<[string, ChainStep[]]>([
    ['nobody at all', []],
    ['nobody to approve', [{ ...step, kind: 'gate', by: ['committee-secretary'], signs: false }]],
    ['nobody to sign', [{ ...step, signs: false }]],
    ['two steps of one name', [step, { ...step, rank: 2 }]],
    ['an approval by who cannot bind', [{ ...step, by: ['officer'] }]],
    ['a gate kept by a chair', [step, { ...step, id: 'g', kind: 'gate', signs: false }]],
    ['a signature of who does not approve', [step, { ...step, id: 'i', kind: 'inform' }]],
    ['a reminder that goes in a circle', [{ ...step, escalateTo: 'chair' }]],
    ['a step for nobody', [step, { ...step, id: 'n', by: [], signs: false }]],
    ['a step for people and a body', [step, { ...step, id: 'n', body: 'board', signs: false }]],
    ['a body that signs', [step, { ...step, id: 'n', by: [], body: 'board' }]],
    ['a gate kept by a body', [step, { ...step, id: 'n', by: [], body: 'board', kind: 'gate', signs: false }]],
    ['a body that must decide twice', [step, { ...step, id: 'n', by: [], body: 'board', quorum: 2, signs: false }]],
    [
      'a body’s reminder that goes in a circle',
      [step, { ...step, id: 'n', by: [], body: 'board', signs: false, escalateTo: 'committee-secretary' }],
    ],
    ['five signatures', [1, 2, 3, 4, 5].map((n) => ({ ...step, id: `s${n}` }))],
  ])('are refused with %s', (_, steps) => {
    expect(chainSteps.safeParse(steps).success).toBe(false);
  });
});
