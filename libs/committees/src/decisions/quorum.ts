/** A person's place at a meeting: a seat of the body, or an alternate for one. */
export interface Place {
  readonly membershipId: string;
  /** Left out for a seat; for an alternate, the membership of the seat. */
  readonly alternateFor?: string | null | undefined;
  readonly present: boolean;
}

/** Who does not take part in an item, and why. */
export interface NotTakingPart {
  readonly membershipId: string;
  readonly kind: 'ineligible' | 'absent';
}

/** How a body is manned for one item. */
export interface Quorum {
  /** The seats that could take part. */
  readonly eligible: number;
  /** The memberships that do, one for each seat at most. */
  readonly takingPart: readonly string[];
  /** More than half of the eligible seats take part. */
  readonly quorate: boolean;
}

/**
 * How a body is manned for one item. A seat counts as eligible unless its member is ineligible and no alternate sits in it; a member who is away
 * or out of the room still has an eligible seat. An alternate takes a seat only while its member does not. Pure; the order of places decides
 * between two alternates of one seat, and nothing else.
 */
export function quorumOf(places: readonly Place[], without: readonly NotTakingPart[] = []): Quorum {
  const out = new Map(without.map(({ membershipId, kind }) => [membershipId, kind]));
  const sits = ({ membershipId, present }: Place) => present && !out.has(membershipId);
  const seats = places
    .filter(({ alternateFor }) => !alternateFor)
    .map((seat) => ({
      ineligible: out.get(seat.membershipId) === 'ineligible',
      taker: [seat, ...places.filter(({ alternateFor }) => alternateFor === seat.membershipId)].find(sits)?.membershipId,
    }));
  const eligible = seats.filter(({ ineligible, taker }) => !ineligible || taker !== undefined).length;
  const takingPart = seats.flatMap(({ taker }) => (taker === undefined ? [] : [taker]));
  return { eligible, takingPart, quorate: isQuorate(takingPart.length, eligible) };
}

/** More than half; a body in which nobody is eligible is never quorate. */
export function isQuorate(takingPart: number, eligible: number): boolean {
  return takingPart * 2 > eligible;
}
