import { type ProvisionNode } from '@genmaele/contracts';
import fc from 'fast-check';
import { accountFor } from './coverage.js';
import { SourceLetters } from './source-letters.js';

const words = fc
  .array(fc.constantFrom('Kommunen', 'skal', 'svare.', 'Den', 'kan', '§ 5,', 'stk. 2,', 'haven', 'æblet', 'øjet'), {
    minLength: 1,
    maxLength: 8,
  })
  .map((list) => list.join(' '));

/** Nodes in the order of the bill, each with words; every second may hang below the one before it. */
const bill = fc.array(fc.record({ words, isInner: fc.boolean() }), { minLength: 2, maxLength: 20 });

type Written = { words: string; isInner: boolean }[];

function read(nodes: Written): { source: SourceLetters; tree: ProvisionNode[] } {
  const chunks: { text: string; offset: number }[] = [];
  const tree: ProvisionNode[] = [];
  let offset = 7;
  nodes.forEach(({ words: own, isInner }, i) => {
    const text = `${i}) ${own}`; // no two alike
    chunks.push({ text: `${text}\n`, offset });
    const node: ProvisionNode = { id: `n${i}`, kind: 'text', address: '', label: '', text, offset, children: [] };
    (isInner ? (tree.at(-1)?.children ?? tree) : tree).push(node);
    offset += text.length + 11;
  });
  return { source: new SourceLetters(chunks), tree };
}

const flat = (nodes: readonly ProvisionNode[]): ProvisionNode[] => nodes.flatMap((node) => [node, ...flat(node.children)]);
const seesNothing = (nodes: Written, mutate: (all: ProvisionNode[]) => void): boolean => {
  const { source, tree } = read(nodes);
  mutate(flat(tree));
  return accountFor(source, tree, []).complete;
};
const pick = <T>(all: readonly T[], n: number): T => all[n % all.length] as T;

describe('the account of any generated bill', () => {
  it('is complete when nothing was done to it, and counts every letter', () => {
    fc.assert(
      fc.property(bill, (nodes) => {
        const { source, tree } = read(nodes);
        const account = accountFor(source, tree, []);
        expect(account).toMatchObject({ missing: [], added: [], complete: true });
        expect([account.equalCharacters, account.treeCharacters]).toEqual([account.sourceCharacters, account.sourceCharacters]);
      }),
    );
  });

  it('sees a node that was dropped, and names exactly its words', () => {
    fc.assert(
      fc.property(bill, fc.nat(), (nodes, n) => {
        const { source, tree } = read(nodes);
        const node = pick(flat(tree), n);
        const dropped = { text: node.text, offset: node.offset };
        node.text = '';
        const { missing, added, complete } = accountFor(source, tree, []);
        expect([missing, added, complete]).toEqual([[dropped], [], false]);
      }),
    );
  });

  it('sees one letter changed, and names that letter alone', () => {
    fc.assert(
      fc.property(bill, fc.nat(), fc.nat(), (nodes, n, m) => {
        const { source, tree } = read(nodes);
        const node = pick(flat(tree), n);
        const letters = [...node.text].flatMap((letter, at) => (letter === ' ' ? [] : [at]));
        const at = pick(letters, m);
        const was = node.text[at];
        node.text = `${node.text.slice(0, at)}ß${node.text.slice(at + 1)}`;
        const { missing, added, equalCharacters, sourceCharacters } = accountFor(source, tree, []);
        expect(missing).toEqual([{ text: was, offset: node.offset + at }]);
        expect(added).toEqual([{ text: 'ß', offset: node.offset }]);
        expect(equalCharacters).toBe(sourceCharacters - 1);
      }),
    );
  });

  it('sees two nodes whose words changed places', () => {
    fc.assert(
      fc.property(bill, fc.nat(), fc.nat(), (nodes, n, m) => {
        fc.pre(n % nodes.length !== m % nodes.length);
        const isUnseen = seesNothing(nodes, (all) => {
          const [a, b] = [pick(all, n), pick(all, m)];
          [a.text, b.text] = [b.text, a.text];
        });
        expect(isUnseen).toBe(false);
      }),
    );
  });

  it('sees two nodes that changed places with all they know, their places in the source included', () => {
    fc.assert(
      fc.property(bill, fc.nat(), fc.nat(), (nodes, n, m) => {
        fc.pre(n % nodes.length !== m % nodes.length);
        const isUnseen = seesNothing(nodes, (all) => {
          const [a, b] = [pick(all, n), pick(all, m)];
          [a.text, b.text, a.offset, b.offset] = [b.text, a.text, b.offset, a.offset];
        });
        expect(isUnseen).toBe(false);
      }),
    );
  });

  it('sees a node that is there twice', () => {
    fc.assert(
      fc.property(bill, fc.nat(), (nodes, n) => {
        const isUnseen = seesNothing(nodes, (all) => {
          const node = pick(all, n);
          node.children.unshift({ ...node, id: 'again', children: [] });
        });
        expect(isUnseen).toBe(false);
      }),
    );
  });
});
