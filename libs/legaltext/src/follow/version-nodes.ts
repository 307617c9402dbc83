import { type AmendedAct, type BillReading, type ProvisionNode } from '@genmaele/contracts';
import { designationNumber } from '../designation.js';
import { wordsOf } from '../provisions.js';
import { type Interner } from './interner.js';
import { comparableWords } from './legal-words.js';
import { joinSketches, type Sketch, sketchOf } from './sketch.js';

/** What of a reading is followed. */
export type Version = Pick<BillReading, 'provisions' | 'amendedActs'>;

/** A node of a version with what it is compared by. Its sketches are made when they are asked for: most nodes of two versions are the same. */
export class VersionNode {
  readonly children: VersionNode[] = [];
  /** Its number as the label gives it; empty without one. */
  readonly number: string;
  /** Its own words, those of its sentences included, white space folded. */
  readonly words: string;
  /** Nodes of both versions with the same kind and words all the way down have the same number here. */
  sameness = -1;
  /** About how many words it has all the way down. */
  weight = 0;
  private ownSketch: Sketch | undefined;
  private wholeSketch: Sketch | undefined;

  constructor(
    readonly node: ProvisionNode,
    /** Its place in the bill's order, parents before children. */
    readonly index: number,
    readonly parent: VersionNode | undefined,
    /** The section that amends an act and holds this node, or is it, with the act's names: its name, and its number and date. */
    readonly act: { section: number; names: readonly string[] } | undefined,
    private readonly shingles: Interner,
  ) {
    this.number = designationNumber(node.label);
    this.words = wordsOf(node);
  }

  get own(): Sketch {
    return (this.ownSketch ??= sketchOf(comparableWords(this.words), this.shingles));
  }

  /** Of all words down to the leaves. */
  get whole(): Sketch {
    return (this.wholeSketch ??= joinSketches([this.own, ...this.holding().map((child) => child.whole)]));
  }

  /** The children whose words are not its own already. */
  holding(): VersionNode[] {
    return this.children.filter(({ node }) => node.kind !== 'pkt' || this.node.text !== '');
  }

  isWithin(outer: VersionNode): boolean {
    let at = this.parent;
    while (at && at !== outer) at = at.parent;
    return at === outer;
  }
}

function namesOf(act: AmendedAct | undefined): string[] {
  if (!act) return [];
  const { name, reference } = act;
  return [name.toLowerCase(), ...(reference ? [`${reference.type} ${reference.number} ${reference.date ?? ''}`] : [])];
}

function flat(version: Version, shingles: Interner): VersionNode[] {
  const acts = new Map(version.amendedActs.map((act) => [act.section, act]));
  const nodes: VersionNode[] = [];
  const waiting: { node: ProvisionNode; parent: VersionNode | undefined }[] = [...version.provisions]
    .reverse()
    .map((node) => ({ node, parent: undefined }));
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { node, parent } = next;
    const section = nodes.length;
    const opensAct = node.kind === 'amending-section' && !parent?.act;
    const act = opensAct ? { section, names: namesOf(acts.get(node.address)) } : parent?.act;
    const one = new VersionNode(node, nodes.length, parent, act, shingles);
    nodes.push(one);
    parent?.children.push(one);
    for (const child of [...node.children].reverse()) waiting.push({ node: child, parent: one });
  }
  return nodes;
}

/** The nodes of a version, each before its children. Versions that are compared share the interners. */
export function versionNodes(version: Version, samenesses: Interner, shingles: Interner): VersionNode[] {
  const nodes = flat(version, shingles);
  for (const each of [...nodes].reverse()) {
    each.sameness = samenesses.number([each.node.kind, each.words, ...each.children.map((child) => child.sameness)].join('\n'));
    const ownWeight = each.words === '' ? 0 : each.words.split(' ').length;
    each.weight = each.holding().reduce((sum, child) => sum + child.weight, ownWeight);
  }
  return nodes;
}
