import { type DraftNode } from './draft-node.js';
import { emptyNode } from './growth.js';

const sectionKinds = new Set<DraftNode['kind']>(['section', 'amending-section', 'commencement', 'territorial']);

/** In the text of a law stk. 1 has no label: where a stk. 2 follows, what stands before it is stk. 1 and gets a node of its own. */
function withStkOne(section: DraftNode): DraftNode {
  const first = section.children.findIndex((child) => child.kind === 'stk');
  const label = section.children[first]?.label ?? '';
  if (first < 0 || /^\W*stk\.\s*1\s*\./i.test(label)) return section;
  const before = section.children.slice(0, first);
  if (section.text === '' && before.every((child) => child.kind === 'footnote')) return section;
  const stk: DraftNode = { ...emptyNode('stk', section.offset), text: section.text, children: before };
  return { ...section, text: '', children: [stk, ...section.children.slice(first)] };
}

/** The tree with every unlabelled stk. 1 as a node, new text for the law included. */
export function nameStkOne(node: DraftNode): DraftNode {
  const inner = { ...node, children: node.children.map(nameStkOne) };
  return sectionKinds.has(inner.kind) ? withStkOne(inner) : inner;
}
