import { type Sketch } from './sketch.js';
import { type VersionNode } from './version-nodes.js';

/** Words in more nodes than this say little of any, and would make the search quadratic. */
const mostCommon = 48;
/** Few enough to compare each with each. */
const few = 40;
/** How many of the nodes that share most are looked at closely. */
const mostLooks = 12;

function postingsOf(nodes: readonly VersionNode[], of: (node: VersionNode) => Sketch): Map<number, number[]> {
  const postings = new Map<number, number[]>();
  nodes.forEach((node, i) => {
    for (const shingle of of(node)) {
      const list = postings.get(shingle);
      if (!list) postings.set(shingle, [i]);
      else if (list.length <= mostCommon) list.push(i);
    }
  });
  return postings;
}

/**
 * For each node the nodes it may be worth comparing with: all, where both lists are short; else those that share the most of the words that are
 * not everywhere, at most twelve. Takes time in proportion to the words.
 */
export function candidatesAmong(
  nodes: readonly VersionNode[],
  sketchOf: (node: VersionNode) => Sketch,
): (sketch: Sketch) => readonly VersionNode[] {
  if (nodes.length <= few) return () => nodes;
  const postings = postingsOf(nodes, sketchOf);
  return (sketch) => {
    const counts = new Map<number, number>();
    for (const shingle of sketch) {
      const list = postings.get(shingle) ?? [];
      if (list.length <= mostCommon) for (const i of list) counts.set(i, (counts.get(i) ?? 0) + 1);
    }
    return [...counts]
      .sort(([i, a], [j, b]) => b - a || i - j)
      .slice(0, mostLooks)
      .flatMap(([i]) => nodes[i] ?? []);
  };
}
