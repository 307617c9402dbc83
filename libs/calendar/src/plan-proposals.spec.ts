import fc from 'fast-check';
import { parseDeadline } from './deadline.js';
import { addDays, parseLocalDate } from './local-date.js';
import { planBackwards, type Plan } from './plan.js';
import { type PlanInput } from './plan-shapes.js';
import { DEFAULT_STEPS, type PlanStep } from './plan-steps.js';

const on = parseLocalDate;
const today = on('2026-11-23');
const gate: PlanStep = { id: 'gate', name: 'Sekretariatets eftersyn', workingDays: 3, by: 'head-of-office', mayBeDropped: true };
const kindsOf = (plan: Plan) => plan.proposals.map(({ changes }) => changes.map(({ kind }) => kind).join(' + '));

describe('the ways out of a plan that cannot be', () => {
  it('name the step that can be left out, when that suffices', () => {
    const steps = [...DEFAULT_STEPS.filter((step) => !step.meets), gate];
    const plan = planBackwards({ today, begins: on('2026-11-02'), deadline: parseDeadline('2026-12-03'), steps });
    expect(kindsOf(plan)).toEqual(['drop-step', 'express', 'more-time']);
    expect(plan.proposals[0]!.text).toBe('at udelade »Sekretariatets eftersyn«');
  });

  it('are sets of two when no single change suffices', () => {
    const plan = planBackwards({ today, begins: on('2026-11-02'), deadline: parseDeadline('2026-11-25'), steps: [...DEFAULT_STEPS, gate] });
    expect(kindsOf(plan)).toEqual(['more-time']);
    const narrow = planBackwards({
      today,
      begins: on('2026-11-02'),
      deadline: parseDeadline('2026-11-27'),
      steps: [...DEFAULT_STEPS, gate],
    });
    expect(kindsOf(narrow)).toEqual(['more-time', 'chair-approval + express', 'reservation + express', 'drop-step + express']);
  });

  it('ask for more time together with another change when no meeting is known', () => {
    const plan = planBackwards({ today, deadline: parseDeadline('2026-11-20'), meetings: [] });
    expect(plan.overdue).toBe(true);
    expect(kindsOf(plan)).toEqual(['written-procedure + more-time', 'chair-approval + more-time', 'reservation + more-time']);
  });

  it('ask for little more time alone, when that hurries the steps to the last meeting', () => {
    const meetings = [{ date: on('2026-11-26'), agendaClose: on('2026-11-24') }];
    const plan = planBackwards({ today, begins: today, deadline: parseDeadline('2026-11-20'), meetings });
    expect(kindsOf(plan)).toEqual(['more-time']);
    expect(planBackwards({ today, begins: today, deadline: parseDeadline(plan.proposals[0]!.doneOn), meetings }).possible).toBe(true);
  });
});

const day = fc.oneof(fc.integer({ min: 0, max: 7 }), fc.integer({ min: 0, max: 60 })).map((days) => addDays(today, days));
const input: fc.Arbitrary<PlanInput> = fc.record({
  today: fc.constant(today),
  begins: fc.constantFrom(today, on('2026-10-01')),
  deadline: fc
    .tuple(fc.integer({ min: -5, max: 30 }), fc.constantFrom('', 'T09:00', 'T12:00'))
    .map(([days, time]) => parseDeadline(addDays(today, days) + time)),
  meetings: fc.option(
    fc.array(
      fc.tuple(day, fc.integer({ min: 0, max: 14 })).map(([date, before]) => ({ date, agendaClose: addDays(date, -before) })),
      { maxLength: 4 },
    ),
    { nil: undefined },
  ),
  steps: fc.constantFrom(DEFAULT_STEPS, [...DEFAULT_STEPS, gate], [gate, ...DEFAULT_STEPS.slice(2)], DEFAULT_STEPS.slice(3)),
});

/** The input with a proposal's changes made to it, written once more by hand. */
function madeOf(given: PlanInput, kinds: ReadonlySet<string>, doneOn: string): PlanInput {
  const without = kinds.has('chair-approval') || kinds.has('reservation');
  const steps = (given.steps ?? DEFAULT_STEPS)
    .filter((step) => !(without && step.meets) && !(kinds.has('drop-step') && step.mayBeDropped))
    .map((step) => ({
      ...step,
      meets: !kinds.has('written-procedure') && step.meets === true,
      workingDays: kinds.has('express') ? 1 : step.workingDays,
    }));
  return { ...given, steps, ...(kinds.has('more-time') ? { deadline: parseDeadline(doneOn) } : {}) };
}

describe('any way out', () => {
  it('works, and with any one of its changes left out does not', () => {
    let sets = 0;
    fc.assert(
      fc.property(input, (given) => {
        for (const { changes, doneOn } of planBackwards(given).proposals) {
          const kinds = changes.map(({ kind }) => kind);
          expect(planBackwards(madeOf(given, new Set(kinds), doneOn)).possible).toBe(true);
          for (const left of kinds) {
            const rest = new Set(kinds.filter((kind) => kind !== left));
            const tried = madeOf(given, rest, doneOn);
            expect(tried.steps!.length > 0 && planBackwards(tried).possible).toBe(false);
          }
          if (kinds.length > 1) sets += 1;
        }
      }),
      { numRuns: 600 },
    );
    expect(sets).toBeGreaterThan(50);
  });

  it('holds no other, and the smallest come first', () => {
    fc.assert(
      fc.property(input, (given) => {
        const sets = planBackwards(given).proposals.map(({ changes }) => changes.map(({ kind }) => kind));
        expect(sets.map(({ length }) => length)).toEqual(sets.map(({ length }) => length).sort((a, b) => a - b));
        for (const one of sets) for (const other of sets) if (one !== other) expect(one.every((kind) => other.includes(kind))).toBe(false);
      }),
      { numRuns: 600 },
    );
  });
});
