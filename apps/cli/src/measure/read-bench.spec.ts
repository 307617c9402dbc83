import { exponentOf } from './read-bench.js';

describe('how time grows with size', () => {
  it.each([1, 1.5, 2])('is told as the power of the size: %s', (power) => {
    const points = [10, 100, 1000].map((size) => ({ size, time: 3 * size ** power }));
    expect(exponentOf(points)).toBeCloseTo(power, 10);
  });
});
