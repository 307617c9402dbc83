import fc from 'fast-check';
import { type ChainStep, defaultChain, type DraftParts, exampleChain } from '@genmaele/contracts';
import {
  authorsOf,
  changedParts,
  distinctVoices,
  type GivenApproval,
  maySpeak,
  standingOf,
  type TextVersion,
  voidedByReturn,
} from './approval-standing.js';

const parts = (frame: string, ...points: string[]): DraftParts => ({
  frame,
  points: points.map((sha256, i) => ({ id: String(i + 1), sha256 })),
});
const version = (id: string, text: DraftParts, authorId = 'officer'): TextVersion => ({ id, authorId, parts: text });
let counter = 0;
function approval(personId: string | null, of: TextVersion, stepId = 'chair', forPersonId: string | null = null): GivenApproval {
  counter += 1;
  return { id: `a${counter}`, stepId, personId, forPersonId, versionId: of.id, parts: of.parts, at: new Date(counter * 1000) };
}
const step = (id: string, rank: number, more: Partial<ChainStep> = {}): ChainStep => ({ ...defaultChain[0]!, id, rank, ...more });
const openIds = (steps: readonly ChainStep[], approvals: GivenApproval[], versions: TextVersion[]) =>
  standingOf(steps, approvals, versions).open.map(({ id }) => id);

const one = version('v1', parts('f', 'p', 'q'));
const two = version('v2', parts('f', 'p', 'q2'));

describe('the chain of approval', () => {
  it('waits for the chair alone by default, and is complete with her', () => {
    expect(openIds(defaultChain, [], [one])).toEqual(['chair']);
    const given = approval('chair', one);
    expect(standingOf(defaultChain, [given], [one])).toMatchObject({ complete: true, open: [], completing: given });
  });

  it('opens its ranks one after another, and all steps of a rank at once', () => {
    const steps = [step('a', 1), step('b', 2), step('c', 2), step('d', 3)];
    const a = approval('x', one, 'a');
    expect(openIds(steps, [], [one])).toEqual(['a']);
    expect(openIds(steps, [a], [one])).toEqual(['b', 'c']);
    expect(openIds(steps, [a, approval('y', one, 'b')], [one])).toEqual(['c']);
    expect(openIds(steps, [a, approval('y', one, 'b'), approval('z', one, 'c')], [one])).toEqual(['d']);
  });

  it('asks both gates and both chairs of the example, and nobody for a copy', () => {
    const given: GivenApproval[] = [];
    const order: string[] = [];
    while (!standingOf(exampleChain, given, [one]).complete) {
      const [open] = openIds(exampleChain, given, [one]);
      order.push(open!);
      given.push(approval(`who-${open}`, one, open));
    }
    expect(order).toEqual(['gate-before', 'chair', 'association-chair', 'gate-after']);
  });

  it('is never complete by gates alone', () => {
    expect(standingOf([step('gate', 1, { kind: 'gate' }), step('chair', 2)], [approval('s', one, 'gate')], [one]).complete).toBe(false);
  });

  it('counts no approval of nothing: without a text no step is open and nothing is complete', () => {
    expect(standingOf(defaultChain, [approval('chair', one)], [])).toMatchObject({ open: [], complete: false });
  });
});

describe('an approval that lives on', () => {
  it('stands for every part that was not touched, and must be given again for the one that was', () => {
    const given = [approval('chair', one)];
    const { complete, cover, open } = standingOf(defaultChain, given, [one, two]);
    expect([complete, open.map(({ id }) => id)]).toEqual([false, ['chair']]);
    expect(cover.filter(({ steps }) => steps[0]!.approvals.length === 0).map(({ part }) => part)).toEqual(['2']);
    expect(changedParts(one.parts, two.parts)).toEqual(['2']);
  });

  it('comes back when the text comes back, yet the version in force must be approved as such', () => {
    const back = version('v3', one.parts);
    const standing = standingOf(defaultChain, [approval('chair', one)], [one, two, back]);
    expect(standing).toMatchObject({ complete: false, open: [{ id: 'chair' }] });
    expect(standingOf(defaultChain, [approval('chair', one), approval('chair', back)], [one, two, back]).complete).toBe(true);
  });

  it('lets an edit at the last step open the first step again for the part that was touched', () => {
    const steps = [step('a', 1), step('b', 2)];
    const given = [approval('x', one, 'a'), approval('y', one, 'b')];
    expect(standingOf(steps, given, [one]).complete).toBe(true);
    expect(openIds(steps, given, [one, two])).toEqual(['a']);
  });

  it('is taken back by a return from the chosen step on, and wholly when no step is chosen', () => {
    const steps = [step('a', 1), step('b', 2), step('c', 3)];
    const given = ['a', 'b', 'c'].map((id) => approval('x', one, id));
    expect(voidedByReturn(steps, given, 'b').map(({ stepId }) => stepId)).toEqual(['b', 'c']);
    expect(voidedByReturn(steps, given, undefined)).toHaveLength(3);
    expect(voidedByReturn(steps, given, 'unknown')).toHaveLength(3);
  });
});

describe('a step that waits for a body', () => {
  const steps = [step('chair', 1), step('board', 2, { by: [], body: 'board', signs: false })];
  const decided = (of: TextVersion) => approval(null, of, 'board');

  it('is open until the body has decided, whoever else speaks, and is then complete', () => {
    const chair = approval('chair', one);
    expect(openIds(steps, [chair], [one])).toEqual(['board']);
    const board = decided(one);
    expect(standingOf(steps, [chair, board], [one])).toMatchObject({ complete: true, completing: board });
  });

  it('may be decided before its turn, and the chain then waits for the others alone', () => {
    expect(openIds(steps, [decided(one)], [one])).toEqual(['chair']);
  });

  it('is open again once a part is edited, until the body has decided on that too', () => {
    const given = [approval('chair', one), decided(one), approval('chair', two)];
    const { cover } = standingOf(steps, given, [one, two]);
    expect(openIds(steps, given, [one, two])).toEqual(['board']);
    expect(cover.map(({ part, steps: of }) => [part, of.find(({ stepId }) => stepId === 'board')!.approvals.length])).toEqual([
      ['frame', 1],
      ['1', 1],
      ['2', 0],
    ]);
    expect(openIds(steps, [...given, decided(two)], [one, two])).toEqual([]);
  });

  it('counts the body’s decisions as one voice, and asks a person, not the body, for a text that was brought back', () => {
    expect(distinctVoices([decided(one), decided(two)])).toBe(1);
    const back = version('v3', one.parts);
    expect(openIds(steps, [approval('chair', one), decided(one)], [one, two, back])).toEqual(['chair']);
  });
});

describe('who is counted', () => {
  it('is never the author of a part in force, nor who approves in an author’s stead, nor an author in another’s', () => {
    for (const given of [approval('officer', one), approval('x', one, 'chair', 'officer'), approval('officer', one, 'chair', 'x')])
      expect(standingOf(defaultChain, [given], [one]).complete).toBe(false);
  });

  it('knows the author of an earlier version as long as a part of hers stands', () => {
    const other = version('v2', parts('f', 'p', 'q2'), 'second');
    expect([...authorsOf([one, other])].sort()).toEqual(['officer', 'second']);
    const whole = version('v3', parts('f3', 'p3', 'q3'), 'third');
    expect([...authorsOf([one, other, whole])]).toEqual(['third']);
  });

  it('are as many different people as the quorum, each for one person alone', () => {
    const steps = [step('chair', 1, { quorum: 2 })];
    const twice = [approval('x', one), approval('x', one)];
    expect(standingOf(steps, twice, [one]).complete).toBe(false);
    const forHerself = [approval('x', one), approval('y', one, 'chair', 'x')];
    expect(standingOf(steps, forHerself, [one]).complete).toBe(false);
    const bothByOne = [approval('x', one), approval('x', one, 'chair', 'y')];
    expect(standingOf(steps, bothByOne, [one]).complete).toBe(false);
    expect(standingOf(steps, [approval('x', one), approval('y', one)], [one]).complete).toBe(true);
  });

  it('may not speak twice to one version, and may when it has changed', () => {
    const given = [approval('chair', one)];
    const chair = { personId: 'chair', forPersonId: null };
    expect(maySpeak(defaultChain[0]!, chair, { approvals: given, versions: [one] })).toBe('spoken');
    expect(maySpeak(defaultChain[0]!, chair, { approvals: given, versions: [one, two] })).toBe('yes');
    expect(maySpeak(defaultChain[0]!, { personId: 'officer', forPersonId: null }, { approvals: [], versions: [one] })).toBe('author');
  });

  it('is never more than there are people, or people spoken for', () => {
    const person = fc.constantFrom('a', 'b', 'c', 'd');
    const voice = fc.record({ personId: person, forPersonId: fc.option(person) });
    fc.assert(
      fc.property(fc.array(voice, { maxLength: 8 }), (voices) => {
        const people = new Set(voices.map(({ personId }) => personId)).size;
        const principals = new Set(voices.map(({ personId, forPersonId }) => forPersonId ?? personId)).size;
        const count = distinctVoices(voices);
        expect(count).toBeLessThanOrEqual(Math.min(people, principals));
        expect(count).toBe(largestByTrying(voices));
      }),
    );
  });
});

/** The same number by trying every choice. */
function largestByTrying(voices: { personId: string; forPersonId: string | null }[]): number {
  const [first, ...rest] = voices;
  if (!first) return 0;
  const principal = first.forPersonId ?? first.personId;
  const left = rest.filter((each) => each.personId !== first.personId && (each.forPersonId ?? each.personId) !== principal);
  return Math.max(largestByTrying(rest), 1 + largestByTrying(left));
}

describe('a complete chain, whatever was done', () => {
  const steps = [step('a', 1, { quorum: 2 }), step('b', 2), step('g', 2, { kind: 'gate', signs: false }), step('c', 3)];
  const text = fc
    .tuple(fc.constantFrom('f1', 'f2'), fc.constantFrom('p1', 'p2'), fc.constantFrom('q1', 'q2'))
    .map((each) => parts(...each));
  const author = fc.constantFrom('w', 'x', 'officer');
  const versions = fc
    .array(fc.tuple(text, author), { minLength: 1, maxLength: 5 })
    .map((all) => all.map(([each, by], i) => version(`v${i}`, each, by)));
  const acts = fc.array(fc.record({ who: fc.constantFrom('w', 'x', 'y', 'z'), of: fc.nat(4), step: fc.constantFrom('a', 'b', 'g', 'c') }), {
    maxLength: 24,
  });

  it('has for every part and every step a quorum of others than its authors, who had that very part before them', () => {
    let complete = 0;
    fc.assert(
      fc.property(versions, acts, (all, given) => {
        const approvals = given.map(({ who, of, step: at }) => approval(who, all[of % all.length]!, at));
        const standing = standingOf(steps, approvals, all);
        const last = all.at(-1)!;
        if (!standing.complete) return expect(standing.open.length).toBeGreaterThan(0);
        complete += 1;
        expect(approvals.some(({ versionId, stepId }) => versionId === last.id && stepId !== 'g')).toBe(true);
        for (const each of steps) {
          for (const part of [{ id: 'frame', sha256: last.parts.frame }, ...last.parts.points]) {
            const who = approvals
              .filter(({ stepId, personId }) => stepId === each.id && !authorsOf(all).has(personId ?? ''))
              .filter((a) =>
                part.id === 'frame'
                  ? a.parts.frame === part.sha256
                  : a.parts.points.some((p) => p.id === part.id && p.sha256 === part.sha256),
              );
            expect(new Set(who.map(({ personId }) => personId)).size).toBeGreaterThanOrEqual(each.quorum);
          }
        }
      }),
      { numRuns: 3000 },
    );
    expect(complete).toBeGreaterThan(0);
  });

  it('opens only steps of one rank, whose lower ranks are met', () => {
    fc.assert(
      fc.property(versions, acts, (all, given) => {
        const approvals = given.map(({ who, of, step: at }) => approval(who, all[of % all.length]!, at));
        const { open, voices } = standingOf(steps, approvals, all);
        expect(new Set(open.map(({ rank }) => rank)).size).toBeLessThanOrEqual(1);
        for (const lower of steps.filter(({ rank }) => rank < (open[0]?.rank ?? 0)))
          expect(distinctVoices(voices.get(lower.id) ?? [])).toBeGreaterThanOrEqual(lower.quorum);
      }),
    );
  });
});
