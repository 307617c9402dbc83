import {
  type AddedNode,
  type BillFollowing,
  type FollowedNode,
  type FollowReason,
  type NodeFate,
  type NodePlace,
} from '@genmaele/contracts';
import { explain } from './explain.js';
import { Interner } from './interner.js';
import { orderKept } from './order-kept.js';
import { nodeLikeness, type Pairing } from './pairing.js';
import { pairVersions } from './pair-versions.js';
import { type Version, type VersionNode, versionNodes } from './version-nodes.js';

const placeOf = ({ node: { id, address } }: VersionNode): NodePlace => ({ id, address });
const rounded = (n: number): number => Math.round(n * 1000) / 1000;

/** Builds the account of each node from what was paired. */
class Account {
  private readonly inOrder: ReadonlySet<VersionNode>;
  private readonly partsOfOld = new Map<VersionNode, { next: VersionNode; share: number }[]>();
  private readonly guests = new Map<VersionNode, VersionNode[]>();

  constructor(private readonly pairing: Pairing) {
    this.inOrder = orderKept(pairing);
    for (const { old, next, share } of pairing.parts) {
      this.partsOfOld.set(old, [...(this.partsOfOld.get(old) ?? []), { next, share }]);
      this.guests.set(next, [...(this.guests.get(next) ?? []), old]);
    }
  }

  followed(old: VersionNode): FollowedNode {
    const partner = this.pairing.partnerOf(old);
    const parts = this.partsOfOld.get(old) ?? [];
    const places = [...(partner ? [partner] : []), ...parts.map(({ next }) => next)];
    const similarity = partner ? nodeLikeness(old, partner) : Math.max(0, ...parts.map(({ share }) => share));
    const { fate, reason, certainty } = this.verdict(old, partner, parts, places);
    const { id, kind, address } = old.node;
    const facts = { fate, reason, address, places: places.map(placeOf) };
    return { ...facts, id, kind, explanation: explain(facts), similarity: rounded(similarity), certainty: rounded(certainty) };
  }

  added(): AddedNode[] {
    return this.pairing.free(this.pairing.next).flatMap((next) => {
      if (this.guests.has(next)) return [];
      const { parent } = next;
      const isWithParent = parent !== undefined && !this.pairing.partnerOf(parent) && !this.guests.has(parent);
      const reason: FollowReason = isWithParent ? 'parent-without-place' : 'nothing-left';
      const { id, kind, address } = next.node;
      const explanation = explain({ fate: 'new', reason, address, places: [] });
      return [{ id, kind, address, reason, explanation, certainty: rounded(this.certaintyOfNone(next)) }];
    });
  }

  private certaintyOfNone(node: VersionNode): number {
    return 1 - (this.pairing.closest.get(node) ?? 0) / 2;
  }

  private verdict(
    old: VersionNode,
    partner: VersionNode | undefined,
    parts: readonly { share: number }[],
    places: readonly VersionNode[],
  ): { fate: NodeFate; reason: FollowReason; certainty: number } {
    const share = Math.min(1, ...parts.map((part) => part.share));
    if (this.isSplit(places)) return { fate: 'split', reason: 'words-divided', certainty: 0.5 + 0.4 * share };
    if (places.some((place) => this.isShared(old, place)))
      return { fate: 'merged', reason: 'words-joined', certainty: this.ofMerged(places) };
    if (partner) return this.verdictOfPair(old, partner);
    const [place] = places;
    if (place) return { fate: place.words === old.words ? 'moved' : 'changed', reason: 'moved-out', certainty: 0.5 + 0.4 * share };
    const { parent } = old;
    const isWithParent = parent !== undefined && !this.pairing.partnerOf(parent) && !this.partsOfOld.has(parent);
    return { fate: 'gone', reason: isWithParent ? 'parent-without-place' : 'nothing-left', certainty: this.certaintyOfNone(old) };
  }

  /** Places that stand apart; a sentence within the place of its own stk. is no split. */
  private isSplit(places: readonly VersionNode[]): boolean {
    return places.filter((place) => !places.some((other) => place.isWithin(other))).length > 1;
  }

  private isShared(old: VersionNode, place: VersionNode): boolean {
    const partner = this.pairing.partnerOf(place);
    const others = [...(partner ? [partner] : []), ...(this.guests.get(place) ?? [])].filter((other) => other !== old);
    return others.some((other) => !old.isWithin(other) && !other.isWithin(old));
  }

  private ofMerged(places: readonly VersionNode[]): number {
    const shares = this.pairing.parts.filter(({ next }) => places.includes(next)).map(({ share }) => share);
    return 0.5 + 0.4 * Math.min(1, ...shares);
  }

  private verdictOfPair(old: VersionNode, partner: VersionNode): { fate: NodeFate; reason: FollowReason; certainty: number } {
    const movedBy = this.movedBy(old, partner);
    const by = this.pairing.pairedBy(old) ?? 'similar-words';
    const fate: NodeFate = old.words !== partner.words ? 'changed' : movedBy ? 'moved' : 'same';
    const reason = fate === 'moved' && movedBy ? movedBy : fate === 'same' ? 'same-words' : by;
    return { fate, reason, certainty: this.certaintyOfPair(old, partner, by, movedBy) };
  }

  /** How a node came to stand elsewhere; nothing when it stands where it stood. */
  private movedBy(old: VersionNode, partner: VersionNode): FollowReason | undefined {
    const newParent = old.parent && this.pairing.partnerOf(old.parent);
    const isUnderParent = newParent === partner.parent && (newParent !== undefined || !old.parent);
    if (!isUnderParent) return 'moved-out';
    if (!this.inOrder.has(old)) return 'reordered';
    if (old.node.address === partner.node.address) return undefined;
    if (old.number !== partner.number) return 'renumbered';
    return old.node.address === '' || partner.node.address === '' ? undefined : 'parent-moved';
  }

  private certaintyOfPair(old: VersionNode, partner: VersionNode, by: string, movedBy: FollowReason | undefined): number {
    const alike = nodeLikeness(old, partner);
    const ofPlace = movedBy === undefined || movedBy === 'parent-moved' ? 1 : movedBy === 'moved-out' ? 0.92 : 0.97;
    if (old.sameness === partner.sameness) return ofPlace;
    if (by === 'same-act') return 0.9 + 0.08 * alike;
    if (by === 'same-role') return 0.3 + 0.55 * alike;
    return (old.words !== '' && old.words === partner.words ? 0.6 + 0.35 * alike : 0.4 + 0.5 * alike) * ofPlace;
  }
}

/**
 * Follows a bill from one version to the next: where each node of the old one went, with the reason and how sure that is, and which nodes are new.
 * Sections that amend an act are known by the act, whatever their number; all else by its words, its order and its place. A node that holds others is
 * `changed` when its own words are, not when those within it are. Pure; takes time nearly in proportion to the text.
 */
export function follow(oldVersion: Version, newVersion: Version): BillFollowing {
  const [samenesses, shingles] = [new Interner(), new Interner()];
  const old = versionNodes(oldVersion, samenesses, shingles);
  const next = versionNodes(newVersion, samenesses, shingles);
  const account = new Account(pairVersions(old, next));
  return { followed: old.map((node) => account.followed(node)), added: account.added() };
}
