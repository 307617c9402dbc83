import { type Pairing } from './pairing.js';
import { type VersionNode } from './version-nodes.js';

/** The longest rising row within numbers, as places in the list (Fredman 1975; n log n). */
function longestRise(numbers: readonly number[]): Set<number> {
  const ends: number[] = [];
  const before: number[] = [];
  numbers.forEach((number, i) => {
    let [low, high] = [0, ends.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((numbers[ends[middle] ?? 0] ?? 0) < number) low = middle + 1;
      else high = middle;
    }
    before[i] = low > 0 ? (ends[low - 1] ?? -1) : -1;
    ends[low] = i;
  });
  const rise = new Set<number>();
  for (let at = ends.at(-1) ?? -1; at >= 0; at = before[at] ?? -1) rise.add(at);
  return rise;
}

/** The old nodes that keep their order among the siblings that stayed with the same parent. */
export function orderKept(pairing: Pairing): ReadonlySet<VersionNode> {
  const kept = new Set<VersionNode>();
  const look = (siblings: readonly VersionNode[], newParent: VersionNode | undefined): void => {
    const stayed = siblings.flatMap((old) => {
      const next = pairing.partnerOf(old);
      return next && next.parent === newParent ? [{ old, at: next.index }] : [];
    });
    const rise = longestRise(stayed.map(({ at }) => at));
    stayed.forEach(({ old }, i) => rise.has(i) && kept.add(old));
  };
  look(
    pairing.old.filter(({ parent }) => !parent),
    undefined,
  );
  for (const old of pairing.old) {
    const next = pairing.partnerOf(old);
    if (next && old.children.length > 0) look(old.children, next);
  }
  return kept;
}
