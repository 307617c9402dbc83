import fc from 'fast-check';
import { countDays, hearingLength } from './day-counters.js';
import { addDays, parseLocalDate } from './local-date.js';

const on = parseLocalDate;

it.each([
  ['calendar-days', '2025-06-04', '2025-07-02', 28, 29],
  ['working-days', '2025-06-04', '2025-07-02', 18, 19],
  ['sognedage', '2025-06-04', '2025-07-02', 23, 24],
  ['calendar-days', '2026-03-28', '2026-03-30', 2, 3],
  ['calendar-days', '2026-10-24', '2026-10-26', 2, 3],
  ['calendar-days', '2028-02-28', '2028-03-01', 2, 3],
  ['working-days', '2028-02-28', '2028-03-01', 2, 3],
] as const)('%s from %s to %s are %d, and %d with both ends', (counter, from, to, exclusive, inclusive) => {
  expect([countDays(counter, on(from), on(to)), countDays(counter, on(from), on(to), 'inclusive')]).toEqual([exclusive, inclusive]);
});

it('says the length of a hearing by both conventions', () => {
  expect(hearingLength(on('2025-10-13'), on('2025-11-10'))).toBe('28 dage (29, når begge ender tælles med)');
});

it('any counter counts a span as the sum of its parts, over summer time and leap days', () => {
  const day = fc.integer({ min: 0, max: 1200 }).map((days) => addDays(on('2026-01-01'), days));
  const counter = fc.constantFrom('calendar-days' as const, 'working-days' as const, 'sognedage' as const);
  const closing = fc.array(day, { maxLength: 8 }).map((days) => new Set(days));
  fc.assert(
    fc.property(counter, day, day, day, closing, (by, a, b, c, closed) => {
      const [from, middle, to] = [a, b, c].sort();
      const count = (x = from!, y = to!) => countDays(by, x, y, 'exclusive', closed);
      expect(count(from, middle) + count(middle, to)).toBe(count());
      expect(count(to, from)).toBe(0 - count());
    }),
    { numRuns: 1000 },
  );
});
