import fc from 'fast-check';
import { inOrder } from './decision-queries.js';

describe('decisions in order', () => {
  it('stand by time, and within one moment each correction after what it corrects, however they were read', () => {
    const made = fc.array(fc.tuple(fc.nat(2), fc.boolean()), { minLength: 1, maxLength: 8 }).map((steps) => {
      let at = 0;
      return steps.map(([later, corrects], i) => ({
        id: `${i}`,
        corrects: corrects && i > 0 ? `${i - 1}` : null,
        at: new Date((at += later)),
      }));
    });
    const read = made.chain((decisions) => fc.shuffledSubarray(decisions, { minLength: decisions.length, maxLength: decisions.length }));
    fc.assert(
      fc.property(read, (decisions) => {
        const ordered = inOrder(decisions);
        const place = (id: string | null) => ordered.findIndex((each) => each.id === id);
        expect(ordered.every(({ corrects }, i) => corrects === null || place(corrects) < i)).toBe(true);
        expect(ordered.every(({ at }, i) => i === 0 || ordered[i - 1]!.at <= at)).toBe(true);
      }),
    );
  });
});
