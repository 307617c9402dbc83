import fc from 'fast-check';
import { type Absence } from './absences.js';
import { parseDeadline } from './deadline.js';
import { addDays, parseLocalDate } from './local-date.js';
import { planBackwards } from './plan.js';
import { DEFAULT_STEPS } from './plan-steps.js';
import { isWorkingDay } from './working-days.js';

const on = parseLocalDate;
const input = { today: on('2026-11-23'), deadline: parseDeadline('2026-12-18') };
const stepsWith = (absences: Absence[], steps = DEFAULT_STEPS) => planBackwards({ ...input, steps, absences }).steps;
const starts = (absences: Absence[], steps = DEFAULT_STEPS) => stepsWith(absences, steps).map(({ latestStart }) => latestStart);

describe('days on which whoever is responsible is away', () => {
  it('do not count for their step, and leave the others as they were', () => {
    const chairAway = [{ role: 'chair' as const, from: on('2026-12-14'), to: on('2026-12-16') }];
    expect(starts([])).toEqual(['2026-12-08', '2026-12-14', '2026-12-16', '2026-12-17', '2026-12-18']);
    expect(starts(chairAway)).toEqual(['2026-12-03', '2026-12-09', '2026-12-11', '2026-12-17', '2026-12-18']);
  });

  it('count for a person only where that person is responsible', () => {
    const away = [{ personId: 'anna', from: on('2026-12-16'), to: on('2026-12-16') }];
    const [anna, bo] = ['anna', 'bo'].map((id) =>
      DEFAULT_STEPS.map((step) => (step.id === 'approval' ? { ...step, person: { id, name: id } } : step)),
    );
    expect(starts(away, anna)).toEqual(['2026-12-07', '2026-12-11', '2026-12-15', '2026-12-17', '2026-12-18']);
    expect(starts(away, bo)).toEqual(starts([]));
  });

  it('never leave a step that begins or ends on one of them', () => {
    const span = fc.tuple(
      fc.integer({ min: 0, max: 40 }),
      fc.integer({ min: 0, max: 10 }),
      fc.constantFrom(...DEFAULT_STEPS.map(({ by }) => by)),
    );
    fc.assert(
      fc.property(fc.array(span, { maxLength: 4 }), (spans) => {
        const absences = spans.map(([at, length, role]) => ({
          role,
          from: addDays(input.today, at),
          to: addDays(input.today, at + length),
        }));
        for (const step of stepsWith(absences)) {
          for (const edge of [step.earliestStart, step.earliestEnd, step.latestStart, step.latestEnd]) {
            expect(isWorkingDay(edge)).toBe(true);
            expect(absences.some(({ role, from, to }) => role === step.by && from <= edge && edge <= to)).toBe(false);
          }
        }
      }),
    );
  });
});
