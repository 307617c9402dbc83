import fc from 'fast-check';
import { isQuorate, type NotTakingPart, type Place, quorumOf } from './quorum.js';

const seat = (membershipId: string, present = true): Place => ({ membershipId, present });
const alternate = (membershipId: string, alternateFor: string, present = true): Place => ({ membershipId, alternateFor, present });

describe('a quorum', () => {
  it.each([
    [0, 0, false],
    [1, 1, true],
    [1, 2, false],
    [2, 3, true],
    [4, 9, false],
    [5, 9, true],
  ])('of %i of %i eligible members: %s', (takingPart, eligible, quorate) => expect(isQuorate(takingPart, eligible)).toBe(quorate));

  it('counts an ineligible member out, and one who is merely away in', () => {
    const places = [seat('a'), seat('b'), seat('c', false), seat('d', false)];
    expect(quorumOf(places)).toEqual({ eligible: 4, takingPart: ['a', 'b'], quorate: false });
    expect(quorumOf(places, [{ membershipId: 'd', kind: 'ineligible' }])).toMatchObject({ eligible: 3, quorate: true });
    expect(quorumOf(places, [{ membershipId: 'b', kind: 'absent' }])).toMatchObject({ eligible: 4, takingPart: ['a'], quorate: false });
  });

  it('lets an alternate in only while the member’s seat is empty, also that of an ineligible member', () => {
    const both = [seat('a'), alternate('x', 'a')];
    expect(quorumOf(both).takingPart).toEqual(['a']);
    expect(quorumOf(both, [{ membershipId: 'a', kind: 'ineligible' }])).toEqual({ eligible: 1, takingPart: ['x'], quorate: true });
    expect(quorumOf([seat('a', false), alternate('x', 'a'), alternate('y', 'a')]).takingPart).toEqual(['x']);
    expect(quorumOf([alternate('x', 'gone')])).toEqual({ eligible: 0, takingPart: [], quorate: false });
  });
});

const bodies = fc
  .array(fc.record({ present: fc.boolean(), alternates: fc.array(fc.boolean(), { maxLength: 2 }) }), { minLength: 1, maxLength: 17 })
  .map((seats) =>
    seats.flatMap(({ present, alternates }, i) => [
      seat(`s${i}`, present),
      ...alternates.map((there, j) => alternate(`s${i}a${j}`, `s${i}`, there)),
    ]),
  );
const manned = bodies.chain((places) =>
  fc.record({
    places: fc.constant(places),
    without: fc
      .subarray(places.map(({ membershipId }) => membershipId))
      .chain((ids) =>
        fc.tuple(
          ...ids.map((membershipId) => fc.constantFrom('ineligible', 'absent').map((kind) => ({ membershipId, kind }) as NotTakingPart)),
        ),
      ),
  }),
);

describe('whatever the body and whoever is away', () => {
  it('nobody takes part who is away, out of the room or ineligible, and one at most for each seat', () => {
    fc.assert(
      fc.property(manned, ({ places, without }) => {
        const { takingPart, eligible, quorate } = quorumOf(places, without);
        const seats = places.filter(({ alternateFor }) => !alternateFor).length;
        const sits = (id: string) =>
          places.some((each) => each.membershipId === id && each.present) && !without.some((each) => each.membershipId === id);
        const taken = takingPart.map((id) => places.find((each) => each.membershipId === id)?.alternateFor ?? id);
        expect(takingPart.every(sits)).toBe(true);
        expect(new Set(taken).size).toBe(takingPart.length);
        expect(takingPart.length <= eligible && eligible <= seats).toBe(true);
        expect(quorate).toBe(takingPart.length > eligible - takingPart.length);
      }),
    );
  });

  it('a quorum is not lost because one more comes, and the order of seats says nothing', () => {
    fc.assert(
      fc.property(manned, fc.nat(), ({ places, without }, at) => {
        const before = quorumOf(places, without);
        const comer = places.filter(({ alternateFor }) => !alternateFor)[at % places.filter(({ alternateFor }) => !alternateFor).length];
        const after = quorumOf(
          places.map((each) => (each === comer ? { ...each, present: true } : each)),
          without,
        );
        expect(after.takingPart.length).toBeGreaterThanOrEqual(before.takingPart.length);
        if (before.quorate) expect(after.quorate).toBe(true);
        const turned = quorumOf([...places].reverse(), without);
        expect([turned.eligible, turned.takingPart.length]).toEqual([before.eligible, before.takingPart.length]);
      }),
    );
  });
});
