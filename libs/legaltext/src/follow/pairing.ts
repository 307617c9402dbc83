import { containment, likeness } from './sketch.js';
import { type VersionNode } from './version-nodes.js';

/** By what two nodes were found to be one. */
export type PairedBy = 'same-act' | 'same-words' | 'similar-words' | 'same-role';

/** A node that a part of another's words went to or came from, beside its partner; `share` is how much of the part's words is in the other. */
export interface PartLink {
  old: VersionNode;
  next: VersionNode;
  share: number;
}

/** How alike two nodes are, from 0 to 1: by their own words and by all words down to the leaves; a node without words of its own by the latter. */
export function nodeLikeness(a: VersionNode, b: VersionNode): number {
  if (a.sameness === b.sameness) return 1;
  const all = likeness(a.whole, b.whole);
  if (a.words === '' || b.words === '') return all;
  return ((a.words === b.words ? 1 : likeness(a.own, b.own)) + all) / 2;
}

/** How much of a node's words is among another's own, from 0 to 1. */
export function shareOf(part: VersionNode, whole: VersionNode): number {
  return containment(part.whole, whole.own);
}

const sections = new Set<string>(['section', 'amending-section', 'commencement', 'territorial']);
const family = ({ node: { kind } }: VersionNode): string => (sections.has(kind) ? 'section' : kind);

/** Which nodes of two versions are one and the same, as far as it is known. A node has at most one partner. */
export class Pairing {
  readonly parts: PartLink[] = [];
  /** How alike the most alike free node is, by node that stayed free. */
  readonly closest = new Map<VersionNode, number>();
  private readonly partners = new Map<VersionNode, VersionNode>();
  private readonly by = new Map<VersionNode, PairedBy>();

  constructor(
    readonly old: readonly VersionNode[],
    readonly next: readonly VersionNode[],
  ) {}

  /** The partner of a node of either version. */
  partnerOf(node: VersionNode): VersionNode | undefined {
    return this.partners.get(node);
  }

  /** By what an old node found its partner. */
  pairedBy(old: VersionNode): PairedBy | undefined {
    return this.by.get(old);
  }

  /** Those of the nodes, of either version, that have no partner. */
  free(nodes: readonly VersionNode[]): VersionNode[] {
    return nodes.filter((node) => !this.partners.has(node));
  }

  /** Whether two nodes may still become one: both free, of one kind, and in the same amended act. */
  mayPair(old: VersionNode, next: VersionNode): boolean {
    return !this.partners.has(old) && !this.partners.has(next) && family(old) === family(next) && this.inSameAct(old, next);
  }

  /** Whether two nodes stand in sections that may amend the same act. */
  inSameAct(old: VersionNode, next: VersionNode): boolean {
    if (!old.act || !next.act) return !old.act && !next.act;
    const [oldSection, newSection] = [this.old[old.act.section], this.next[next.act.section]];
    const oldPartner = oldSection && this.partnerOf(oldSection);
    if (oldPartner || (newSection && this.partnerOf(newSection))) return oldPartner === newSection;
    const { names } = next.act;
    return old.act.names.length === 0 || names.length === 0 || old.act.names.some((name) => names.includes(name));
  }

  pair(old: VersionNode, next: VersionNode, by: PairedBy): void {
    this.partners.set(old, next);
    this.partners.set(next, old);
    this.by.set(old, by);
  }

  /** Pairs two nodes with the same words all the way down, and all that is in them. */
  pairWhole(old: VersionNode, next: VersionNode): void {
    const waiting: [VersionNode, VersionNode][] = [[old, next]];
    for (let both = waiting.pop(); both; both = waiting.pop()) {
      const [a, b] = both;
      if (this.partners.has(a) || this.partners.has(b)) continue;
      this.pair(a, b, 'same-words');
      a.children.forEach((child, i) => {
        const other = b.children[i];
        if (other) waiting.push([child, other]);
      });
    }
  }

  /** Remembers that two nodes are alike, for when they stay free. */
  noteCloseness(old: VersionNode, next: VersionNode, alike: number): void {
    for (const node of [old, next]) this.closest.set(node, Math.max(this.closest.get(node) ?? 0, alike));
  }
}
