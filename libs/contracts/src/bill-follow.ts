import { z } from 'zod';
import { billReading, provisionKinds } from './bill-reading.js';

/**
 * What became of a node in the next version. `same`: the same words at the same address; `moved`: the same words elsewhere; `changed`: other words;
 * `split`: its words went to several nodes; `merged`: it shares its place with another old node; `gone`: it has no place.
 */
export const nodeFates = ['same', 'moved', 'changed', 'split', 'merged', 'gone'] as const;

/** See {@link nodeFates}. */
export type NodeFate = (typeof nodeFates)[number];

/**
 * Why a node is held to be what the following says. `same-act` is an amending section that amends the same act; `same-role` a node that a bill has
 * once only, or that holds others and stands in the same place; `nothing-left` a node whose words are in no node of the other version.
 */
export const followReasons = [
  'same-words',
  'renumbered',
  'parent-moved',
  'reordered',
  'moved-out',
  'same-act',
  'similar-words',
  'same-role',
  'words-divided',
  'words-joined',
  'parent-without-place',
  'nothing-left',
] as const;

/** See {@link followReasons}. */
export type FollowReason = (typeof followReasons)[number];

const share = z.number().min(0).max(1);
const place = z.object({ id: z.string().min(1), address: z.string() });

/** A node of the new version that a node of the old went to. */
export type NodePlace = z.infer<typeof place>;

const aboutNode = {
  id: z.string().min(1),
  kind: z.enum(provisionKinds),
  address: z.string(),
  reason: z.enum(followReasons),
  /** The reason as a Danish sentence for the officer. */
  explanation: z.string(),
  /** How sure the following is of this, from 0 to 1; never higher for a less similar text under the same circumstances. */
  certainty: share,
};

/** A node of the old version with its place or places in the new, the chief one first. `similarity` is how much of the words they share. */
export const followedNode = z.object({ ...aboutNode, fate: z.enum(nodeFates), places: z.array(place), similarity: share });

/** See {@link followedNode}. */
export type FollowedNode = z.infer<typeof followedNode>;

/** A node of the new version that no node of the old went to. */
export const addedNode = z.object(aboutNode);

/** See {@link addedNode}. */
export type AddedNode = z.infer<typeof addedNode>;

/**
 * One version of a bill followed to the next. Every node of the old stands once in `followed`, in its order; every node of the new stands in
 * `places` of at least one of them, or once in `added`, never both.
 */
export const billFollowing = z.object({ followed: z.array(followedNode), added: z.array(addedNode) });

/** See {@link billFollowing}. */
export type BillFollowing = z.infer<typeof billFollowing>;

/**
 * What `GET /hearings/:id/provisions` answers: the hearing's bill as it was read, whole. With `?since=`, also how the bill of that other hearing (an
 * earlier version, or an earlier round, of the same bill) is followed to it.
 */
export const hearingBill = z.object({
  ...billReading.shape,
  hearingId: z.uuid(),
  since: z.object({ hearingId: z.uuid(), following: billFollowing }).optional(),
});

/** What may be asked of `GET /hearings/:id/provisions`. */
export const hearingBillQuery = z.object({ since: z.uuid('er ikke id på en høring').optional() });
