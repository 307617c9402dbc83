import { type BillFollowing, type ProvisionNode } from '@genmaele/contracts';
import fc from 'fast-check';
import { follow } from './follow.js';
import { type Version } from './version-nodes.js';

/** A main act from its sections, each a list of stykker; numbers and addresses are given by place, as a drafter would. */
function act(sections: readonly (readonly string[])[]): Version {
  const provisions = sections.map((stks, i): ProvisionNode => {
    const address = `§ ${i + 1}`;
    const children = stks.map((text, n) => node('stk', `${address}, stk. ${n + 1}`, `Stk. ${n + 1}.`, text));
    return { ...node('section', address, `${address}.`, ''), children };
  });
  return { provisions, amendedActs: [] };
}

function node(kind: ProvisionNode['kind'], address: string, label: string, text: string, children: ProvisionNode[] = []): ProvisionNode {
  return { id: address.replace(/[^a-z0-9§]/g, ''), kind, address, label, text, offset: 0, children };
}

const letters = 'abcdefghijklmnopqrstuvwxyz';
/** Words that no other stk. has: what is followed is then beyond doubt. */
const sentence = (n: number): string => Array.from({ length: 8 }, (_, i) => `ord${letters[i]}${n}`).join(' ');
/** Sections with that many stykker each, all with words of their own. */
const shape = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 6 });
const sectionsOf = (counts: readonly number[]): string[][] =>
  counts.map((count, i) => Array.from({ length: count }, (_, n) => sentence(i * 10 + n)));
const aPlace = fc.nat();

const fates = ({ followed }: BillFollowing) => followed.filter(({ fate }) => fate !== 'same');
const nodesOf = ({ provisions }: Version): ProvisionNode[] => {
  const visit = (one: ProvisionNode): ProvisionNode[] => [one, ...one.children.flatMap(visit)];
  return provisions.flatMap(visit);
};

describe('any version', () => {
  it('followed to itself is the same in every node, and certain', () => {
    const kind = fc.constantFrom<ProvisionNode['kind'][]>('stk', 'nr', 'text', 'pkt', 'table');
    const text = fc.constantFrom('', 'a b', 'kommunen skal');
    const trees = (depth: number): fc.Arbitrary<ProvisionNode[]> =>
      fc.array(
        fc
          .tuple(kind, text, depth === 0 ? fc.constant<ProvisionNode[]>([]) : trees(depth - 1))
          .map(([is, words, children]) => node(is, '', '', words, children)),
        { maxLength: 4 },
      );
    const numbered = (roots: ProvisionNode[]): Version => {
      let n = 0;
      const visit = (one: ProvisionNode): ProvisionNode => ({
        ...one,
        id: `n${(n += 1)}`,
        address: `§ ${n}`,
        children: one.children.map(visit),
      });
      return { provisions: roots.map(visit), amendedActs: [] };
    };
    fc.assert(
      fc.property(trees(3).map(numbered), (version) => {
        const { followed, added } = follow(version, version);
        expect(followed.map(({ id, fate, places, certainty }) => [id, fate, places.map((place) => place.id), certainty])).toEqual(
          nodesOf(version).map(({ id }) => [id, 'same', [id], 1]),
        );
        expect(added).toEqual([]);
      }),
    );
  });

  it('has every node of both sides accounted for, whatever the two are', () => {
    const poor = fc.array(fc.array(fc.constantFrom('', 'a', 'a b c d', 'a b c e', 'kommunen skal tilbyde bolig', 'kommunen skal tilbyde'), { maxLength: 5 }), { maxLength: 5 }); // prettier-ignore
    fc.assert(
      fc.property(poor.map(act), poor.map(act), (old, next) => {
        const { followed, added } = follow(old, next);
        expect(followed.map(({ id }) => id)).toEqual(nodesOf(old).map(({ id }) => id));
        const reached = new Set(followed.flatMap(({ places }) => places.map(({ id }) => id)));
        const fresh = added.map(({ id }) => id);
        expect([...reached].filter((id) => fresh.includes(id))).toEqual([]);
        expect([...reached, ...fresh].sort()).toEqual(nodesOf(next).map(({ id }) => id).sort()); // prettier-ignore
        for (const { fate, places } of followed) expect(places.length === 0).toBe(fate === 'gone');
      }),
    );
  });
});

describe('one change alone is told as that change alone', () => {
  it('a new stk. is new, and those after it are renumbered', () => {
    fc.assert(
      fc.property(shape, aPlace, aPlace, (counts, s, n) => {
        const old = sectionsOf(counts);
        const section = s % old.length;
        const at = n % ((old[section]?.length ?? 0) + 1);
        const next = old.map((stks, i) => (i === section ? stks.toSpliced(at, 0, sentence(999)) : stks));
        const following = follow(act(old), act(next));
        expect(following.added.map(({ address }) => address)).toEqual([`§ ${section + 1}, stk. ${at + 1}`]);
        expect(fates(following).map(({ address, fate, reason }) => [address, fate, reason])).toEqual(
          (old[section] ?? []).slice(at).map((_, i) => [`§ ${section + 1}, stk. ${at + i + 1}`, 'moved', 'renumbered']),
        );
      }),
    );
  });

  it('a section taken out is gone with all in it, and those after it are renumbered', () => {
    fc.assert(
      fc.property(shape, aPlace, (counts, s) => {
        const old = sectionsOf(counts);
        const section = s % old.length;
        const following = follow(act(old), act(old.toSpliced(section, 1)));
        expect(following.added).toEqual([]);
        const gone = fates(following).filter(({ fate }) => fate === 'gone');
        expect(gone.map(({ reason }) => reason)).toEqual(['nothing-left', ...(old[section] ?? []).map(() => 'parent-without-place')]);
        for (const other of fates(following).filter(({ fate }) => fate !== 'gone')) {
          const [, was] = /^§ (\d+)/.exec(other.address) ?? [];
          expect(other.places.map(({ address }) => address)).toEqual([other.address.replace(/^§ \d+/, `§ ${Number(was) - 1}`)]);
          expect(other).toMatchObject({ fate: 'moved', reason: other.kind === 'section' ? 'renumbered' : 'parent-moved' });
        }
      }),
    );
  });

  it('a stk. moved to another section is moved there', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 2, max: 5 }), { minLength: 2, maxLength: 6 }), aPlace, (counts, s) => {
        const old = sectionsOf(counts);
        const from = s % old.length;
        const to = (from + 1) % old.length;
        const last = old[from]?.at(-1) ?? '';
        const next = old.map((stks, i) => (i === from ? stks.slice(0, -1) : i === to ? [...stks, last] : stks));
        const following = follow(act(old), act(next));
        expect(following.added).toEqual([]);
        expect(fates(following).map(({ address, fate, reason, places }) => [address, fate, reason, places[0]?.address])).toEqual([
          [`§ ${from + 1}, stk. ${old[from]?.length}`, 'moved', 'moved-out', `§ ${to + 1}, stk. ${next[to]?.length}`],
        ]);
      }),
    );
  });

  it('stykker in another order are reordered, as few of them as tell it', () => {
    const old = [[1, 2, 3, 4].map(sentence)];
    const next = [[4, 1, 2, 3].map(sentence)];
    const following = follow(act(old), act(next));
    expect(fates(following).map(({ address, reason }) => [address, reason])).toEqual([
      ['§ 1, stk. 1', 'renumbered'],
      ['§ 1, stk. 2', 'renumbered'],
      ['§ 1, stk. 3', 'renumbered'],
      ['§ 1, stk. 4', 'reordered'],
    ]);
  });

  it('a stk. parted in two is split, and two made one are merged', () => {
    const [first, second] = [sentence(1), sentence(2)];
    const whole = act([[sentence(0), `${first} ${second}`, sentence(3)]]);
    const parted = act([[sentence(0), first, second, sentence(3)]]);
    const split = follow(whole, parted);
    expect(split.followed.find(({ address }) => address === '§ 1, stk. 2')).toMatchObject({
      fate: 'split',
      places: [{ address: '§ 1, stk. 2' }, { address: '§ 1, stk. 3' }],
    });
    expect(split.added).toEqual([]);
    const merged = follow(parted, whole).followed.filter(({ fate }) => fate === 'merged');
    expect(merged.map(({ address, places }) => [address, places.map((place) => place.address)])).toEqual([
      ['§ 1, stk. 2', ['§ 1, stk. 2']],
      ['§ 1, stk. 3', ['§ 1, stk. 2']],
    ]);
  });

  it('a stk. that gets its first second sentence is changed, not split', () => {
    const one = act([[sentence(1)]]);
    const two = act([['']]);
    const [stk] = nodesOf(two).filter(({ kind }) => kind === 'stk');
    stk?.children.push(node('pkt', '§ 1, stk. 1, 1. pkt.', '', sentence(1)), node('pkt', '§ 1, stk. 1, 2. pkt.', '', sentence(2)));
    const { followed, added } = follow(one, two);
    expect(followed.at(-1)).toMatchObject({ fate: 'changed', places: [{ address: '§ 1, stk. 1' }, { address: '§ 1, stk. 1, 1. pkt.' }] });
    expect(added.map(({ address }) => address)).toEqual(['§ 1, stk. 1, 2. pkt.']);
  });
});

describe('certainty', () => {
  it('falls, or stays, the more words of a stk. are others', () => {
    const stk = Array.from({ length: 12 }, (_, i) => `ord${letters[i]}`);
    const certainties = Array.from({ length: 7 }, (_, changed) => {
      const text = stk.map((word, i) => (i >= stk.length - changed ? `${word}x` : word)).join(' ');
      const { followed } = follow(act([[stk.join(' '), sentence(1)]]), act([[text, sentence(1)]]));
      return followed.find(({ kind }) => kind === 'stk')?.certainty ?? 0;
    });
    expect(certainties[0]).toBe(1);
    expect(certainties).toEqual([...certainties].sort((a, b) => b - a));
    expect(certainties[6]).toBeLessThan(certainties[1] ?? 0);
  });
});

describe('sections of an amending act', () => {
  const amending = (acts: readonly [name: string, points: string[]][]): Version => ({
    provisions: acts.map(([name, points], i) => ({
      ...node('amending-section', `§ ${i + 1}`, `§ ${i + 1}`, `I ${name} foretages følgende ændringer:`),
      children: points.map((text, n) => node('change-point', `§ ${i + 1}, nr. ${n + 1}`, `${n + 1}.`, text)),
    })),
    amendedActs: acts.map(([name], i) => ({ section: `§ ${i + 1}`, name, operation: 'amend' as const, changedBy: [] })),
  });

  it('are known by the act they amend, so the same words about another act are another point', () => {
    const same = '§ 3, stk. 6, affattes således, når virksomheder sælger varer';
    const old = amending([['chokoladeafgiftsloven', [same]], ['emballageafgiftsloven', [same]]]); // prettier-ignore
    const next = amending([['emballageafgiftsloven', [same]], ['momsloven', [same]]]); // prettier-ignore
    const { followed, added } = follow(old, next);
    expect(followed.map(({ address, fate, places }) => [address, fate, places[0]?.address])).toEqual([
      ['§ 1', 'gone', undefined],
      ['§ 1, nr. 1', 'gone', undefined],
      ['§ 2', 'moved', '§ 1'],
      ['§ 2, nr. 1', 'moved', '§ 1, nr. 1'],
    ]);
    expect(added.map(({ address }) => address)).toEqual(['§ 2', '§ 2, nr. 1']);
  });
});

describe('five thousand nodes', () => {
  it('are followed through one new section before them all', () => {
    const old = Array.from({ length: 1000 }, (_, i) =>
      Array.from({ length: 4 }, (_, n) => `kommunen skal tilbyde borgeren ${sentence(i * 10 + n)}`),
    );
    const { followed, added } = follow(act(old), act([[sentence(99_999)], ...old]));
    expect(added).toHaveLength(2);
    expect(followed.every(({ fate }) => fate === 'moved')).toBe(true);
  });
});
