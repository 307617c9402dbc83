import fc from 'fast-check';
import { parseDeadline } from './deadline.js';
import { addDays, parseLocalDate } from './local-date.js';
import { planBackwards } from './plan.js';
import { DEFAULT_STEPS } from './plan-steps.js';

const on = parseLocalDate;
const monday = on('2026-11-23');
const linesOf = (today: string, deadline: string, more: object = {}) =>
  planBackwards({ today: on(today), deadline: parseDeadline(deadline), ...more }).steps.map(
    ({ id, latestStart, hours }) => `${id} ${latestStart}${hours ? ` ${hours.from}–${hours.to}` : ''}`,
  );

describe('the express route', () => {
  it.each([
    ['2026-11-30', true],
    ['2026-12-01', false],
    ['2026-11-30T09:00', true],
    ['2026-12-01T09:00', true],
  ])('is taken by itself for a hearing of Monday 23 November due %s: %p', (deadline, express) => {
    expect(planBackwards({ today: monday, deadline: parseDeadline(deadline) }).express).toBe(express);
  });

  it('is not taken by an ordinary hearing whose deadline has come near', () => {
    const plan = planBackwards({ today: monday, begins: on('2026-11-02'), deadline: parseDeadline('2026-11-25') });
    expect(plan.express).toBe(false);
  });

  it('gives each step a day at most', () => {
    expect(linesOf('2026-11-23', '2026-11-30')).toEqual([
      'draft 2026-11-24',
      'committee 2026-11-25',
      'approval 2026-11-26',
      'letter 2026-11-27',
      'dispatch 2026-11-30',
    ]);
  });

  it('gives the last day its hours when the deadline has a clock time', () => {
    expect(linesOf('2026-11-23', '2026-11-30T12:00').at(-1)).toBe('dispatch 2026-11-30 08:00–12:00');
  });

  it('lets the last steps share the last day by the hour when the days do not suffice', () => {
    expect(linesOf('2026-11-23', '2026-11-25T12:00')).toEqual([
      'draft 2026-11-23',
      'committee 2026-11-24',
      'approval 2026-11-25 08:00–10:00',
      'letter 2026-11-25 10:00–11:00',
      'dispatch 2026-11-25 11:00–12:00',
    ]);
  });

  it('brings a case without committee through one whole day, and not through half of one', () => {
    const steps = DEFAULT_STEPS.filter((step) => !step.meets);
    const possible = (deadline: string, now?: string) =>
      planBackwards({ today: monday, deadline: parseDeadline(deadline), steps, ...(now ? { now } : {}) }).possible;
    expect([possible('2026-11-23'), possible('2026-11-23T12:00')]).toEqual([true, false]);
    expect([possible('2026-11-23', '2026-11-23T07:00:00Z'), possible('2026-11-23', '2026-11-23T07:01:00Z')]).toEqual([true, false]);
  });

  it('never lets hours run over or leave the office day', () => {
    const day = fc.integer({ min: 0, max: 8 }).map((days) => addDays(monday, days));
    fc.assert(
      fc.property(day, fc.constantFrom('', 'T12:00', 'T13:30', 'T15:00', 'T08:00'), (date, time) => {
        const plan = planBackwards({ today: monday, deadline: parseDeadline(date + time) });
        const shared = plan.steps.filter((step) => step.hours);
        shared.forEach(({ hours }, i) => {
          expect(hours!.from >= '08:00' && hours!.from < hours!.to && hours!.to <= plan.lastWorkingMoment.time).toBe(true);
          if (i > 0) expect(shared[i - 1]!.hours!.to).toBe(hours!.from);
        });
      }),
    );
  });
});
