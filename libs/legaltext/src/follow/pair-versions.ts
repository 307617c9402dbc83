import { candidatesAmong } from './candidates.js';
import { nodeLikeness, Pairing, shareOf } from './pairing.js';
import { type VersionNode } from './version-nodes.js';

/** How alike two nodes must be to be the same one: under the same parent with the same number, under the same parent, and anywhere. */
const least = { sameNumber: 0.35, sameParent: 0.5, anywhere: 0.7, part: 0.7 } as const;

/** Fewer words than this may stand in many places and say nothing of where a node went. */
const fewWords = 4;

function groupBy<K>(nodes: readonly VersionNode[], keyOf: (node: VersionNode) => K): Map<K, VersionNode[]> {
  const groups = new Map<K, VersionNode[]>();
  for (const node of nodes) {
    const group = groups.get(keyOf(node));
    if (group) group.push(node);
    else groups.set(keyOf(node), [node]);
  }
  return groups;
}

/** Sections that amend the same act are the same section, whatever their number: bills are split and sections shift. */
function pairActs(pairing: Pairing): void {
  for (const nth of [0, 1]) {
    const named = (nodes: readonly VersionNode[]): Map<string | undefined, VersionNode[]> => {
      const opening = nodes.filter((node) => node.act?.section === node.index && node.act.names[nth] !== undefined);
      return groupBy(opening, (node) => node.act?.names[nth]);
    };
    const news = named(pairing.next);
    for (const [name, [old, ...otherOlds]] of named(pairing.old)) {
      const [next, ...otherNews] = news.get(name) ?? [];
      const isOnlyOne = otherOlds.length === 0 && otherNews.length === 0;
      if (isOnlyOne && old && next && pairing.mayPair(old, next)) pairing.pair(old, next, 'same-act');
    }
  }
}

/** What stands once in each version with the same words is the same, wherever it stands. */
function pairUnique(pairing: Pairing): void {
  const news = groupBy(pairing.next, (node) => node.sameness);
  for (const [sameness, [old, ...others]] of groupBy(pairing.old, (node) => node.sameness)) {
    const [next, ...otherNews] = news.get(sameness) ?? [];
    if (!old || !next || others.length + otherNews.length > 0 || old.weight < fewWords) continue;
    if (pairing.mayPair(old, next)) pairing.pairWhole(old, next);
  }
}

/** The same words in both lists: as many in both are paired in order; else those with the same number first. */
function pairAlike(pairing: Pairing, olds: readonly VersionNode[], news: readonly VersionNode[]): void {
  const groups = groupBy(news, (node) => node.sameness);
  for (const [sameness, group] of groupBy(olds, (node) => node.sameness)) {
    const others = groups.get(sameness) ?? [];
    if (group.length !== others.length) {
      const numbered = groupBy(others, (other) => other.number);
      for (const old of group) {
        const next = numbered.get(old.number)?.shift();
        if (next && pairing.mayPair(old, next)) pairing.pairWhole(old, next);
      }
    }
    const free = pairing.free(others).values();
    for (const old of pairing.free(group)) {
      const next = free.next().value;
      if (next && pairing.mayPair(old, next)) pairing.pairWhole(old, next);
    }
  }
}

/** Pairs the most alike first, until none is alike enough. */
function pairSimilar(
  pairing: Pairing,
  olds: readonly VersionNode[],
  news: readonly VersionNode[],
  leastFor: (old: VersionNode, next: VersionNode) => number,
): void {
  const candidates = candidatesAmong(news, (node) => node.whole);
  const found = olds.flatMap((old) =>
    candidates(old.whole)
      .filter((next) => pairing.mayPair(old, next))
      .map((next) => ({ old, next, alike: nodeLikeness(old, next), bonus: old.number === next.number ? 0.05 : 0 })),
  );
  const distance = ({ old, next }: { old: VersionNode; next: VersionNode }): number => Math.abs(old.index - next.index);
  found.sort((a, b) => b.alike + b.bonus - a.alike - a.bonus || distance(a) - distance(b));
  for (const { old, next, alike } of found) {
    if (!pairing.mayPair(old, next)) continue;
    if (alike >= leastFor(old, next)) pairing.pair(old, next, 'similar-words');
    else pairing.noteCloseness(old, next, alike);
  }
}

/** Kinds that a bill has one of in a place: what else would the other one be? */
const onlyOnes = new Set<string>([
  'title',
  'subtitle',
  'document-head',
  'commencement',
  'territorial',
  'quoted-text',
  'table',
  'renumbering',
]);
/** Kinds told apart by their place in the row alone. */
const byPlace = new Set<string>(['quoted-text', 'table', 'table-cell']);

function pairRoles(pairing: Pairing, olds: readonly VersionNode[], news: readonly VersionNode[]): void {
  const kindOf = ({ node: { kind } }: VersionNode): string => kind;
  const groups = groupBy(news, kindOf);
  for (const [kind, group] of groupBy(olds, kindOf)) {
    const others = groups.get(kind) ?? [];
    const isOne = onlyOnes.has(kind) && group.length === 1 && others.length === 1;
    if (!isOne && !(byPlace.has(kind) && group.length === others.length)) continue;
    group.forEach((old, i) => {
      const next = others[i];
      if (next && pairing.mayPair(old, next)) pairing.pair(old, next, 'same-role');
    });
  }
}

const leastUnderParent = (old: VersionNode, next: VersionNode): number =>
  old.number !== '' && old.number === next.number ? least.sameNumber : least.sameParent;

/** Pairs the children of two nodes that are one. */
function pairChildren(pairing: Pairing, olds: readonly VersionNode[], news: readonly VersionNode[]): void {
  pairAlike(pairing, pairing.free(olds), pairing.free(news));
  pairSimilar(pairing, pairing.free(olds), pairing.free(news), leastUnderParent);
  pairRoles(pairing, pairing.free(olds), pairing.free(news));
}

/** Goes down from pair to pair, each before what is in it. */
function pairDownwards(pairing: Pairing): void {
  pairChildren(
    pairing,
    pairing.old.filter(({ parent }) => !parent),
    pairing.next.filter(({ parent }) => !parent),
  );
  for (const old of pairing.old) {
    const next = pairing.partnerOf(old);
    if (next) pairChildren(pairing, old.children, next.children);
  }
}

/** Kinds that may be looked for under another parent. */
const wanderers = new Set<string>([
  'section',
  'amending-section',
  'change-point',
  'stk',
  'nr',
  'litra',
  'pkt',
  'chapter',
  'part',
  'annex',
  'text',
]);

function pairAnywhere(pairing: Pairing): void {
  const worth = (node: VersionNode): boolean => node.weight >= fewWords && wanderers.has(node.node.kind);
  const [olds, news] = [pairing.free(pairing.old).filter(worth), pairing.free(pairing.next).filter(worth)];
  pairAlike(pairing, olds, news);
  pairSimilar(pairing, pairing.free(olds), pairing.free(news), () => least.anywhere);
}

/** Whether words of a part are missed by the partner of the whole: then they were moved out of it, and not merely said twice. */
function isMissed(part: VersionNode, whole: VersionNode, partner: VersionNode | undefined): boolean {
  if (!partner || part.isWithin(partner)) return true;
  return shareOf(part, partner) <= shareOf(part, whole) - 0.3;
}

/** Links each free node to the changed node of the other version that holds its words. */
function linkParts(pairing: Pairing, side: 'divided' | 'joined'): void {
  const [parts, wholes] = side === 'divided' ? [pairing.free(pairing.next), pairing.old] : [pairing.free(pairing.old), pairing.next];
  const changed = wholes.filter((whole) => whole.words !== '' && pairing.partnerOf(whole)?.words !== whole.words);
  const candidates = candidatesAmong(changed, (node) => node.own);
  for (const part of parts.filter((node) => node.weight >= fewWords && node.words !== '')) {
    const order = (whole: VersionNode): [VersionNode, VersionNode] => (side === 'divided' ? [whole, part] : [part, whole]);
    const [best] = candidates(part.whole)
      .filter((whole) => pairing.inSameAct(...order(whole)) && isMissed(part, whole, pairing.partnerOf(whole)))
      .map((whole) => ({ whole, share: shareOf(part, whole) }))
      .sort((a, b) => b.share - a.share || a.whole.weight - b.whole.weight);
    if (!best || best.share < least.part) continue;
    const [old, next] = order(best.whole);
    pairing.parts.push({ old, next, share: best.share });
  }
}

/**
 * Finds which nodes of two versions are one: first the sections that amend the same act, then what stands once in each with the same words, then
 * from parent to child what is alike, then what moved to another parent, and last what was divided or joined.
 */
export function pairVersions(old: readonly VersionNode[], next: readonly VersionNode[]): Pairing {
  const pairing = new Pairing(old, next);
  pairActs(pairing);
  pairUnique(pairing);
  pairDownwards(pairing);
  pairAnywhere(pairing);
  pairDownwards(pairing);
  linkParts(pairing, 'divided');
  linkParts(pairing, 'joined');
  return pairing;
}
