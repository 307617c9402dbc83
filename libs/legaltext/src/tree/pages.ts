import { type ProvisionNode } from '@genmaele/contracts';
import { type PageStart } from '../source/opened-source.js';

/** The page on which a place stands: that of the last start at or before it. */
function pageAt(starts: readonly PageStart[], offset: number): number {
  let [low, high] = [0, starts.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((starts[middle]?.offset ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  return starts[Math.max(0, low - 1)]?.page ?? 1;
}

/** The tree with each node's page. */
export function withPages(nodes: readonly ProvisionNode[], starts: readonly PageStart[]): ProvisionNode[] {
  return nodes.map((node) => ({ ...node, page: pageAt(starts, node.offset), children: withPages(node.children, starts) }));
}
