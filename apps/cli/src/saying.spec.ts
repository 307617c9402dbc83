import { duration, stepLine } from './saying.js';

it('writes durations as Danes do', () => {
  expect([0.4, 85, 999.4, 1000, 12_345].map(duration)).toEqual(['0 ms', '85 ms', '999 ms', '1,0 s', '12,3 s']);
});

it('writes a step with the time since the start before it', () => {
  expect(stepLine(8123, 'Begynd udkast', 45)).toBe('  8,1 s  Begynd udkast (45 ms)');
});
