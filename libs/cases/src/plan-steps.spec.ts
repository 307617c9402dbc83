import { parseDeadline, parseLocalDate, planBackwards } from '@genmaele/calendar';
import { caseStates, states } from '@genmaele/workflow';
import { daysFromHistory, percentile } from './plan-history.js';
import { moveInDanish, movesBetween } from './plan-moves.js';
import { plannedStates, stepsLeft } from './plan-steps.js';

const on = parseLocalDate;
const facts = { today: on('2026-11-25'), officeName: null };
const left = (state: (typeof caseStates)[number], more: object = {}) =>
  stepsLeft(state, { ...facts, ...more }, () => undefined).map(({ id, workingDays }) => `${id} ${workingDays}`);

describe('the steps that a case has left', () => {
  it('are all before the draft is done, and fewer for each that is', () => {
    expect(left('opened')).toEqual(['draft 4', 'committee 2', 'approval 1', 'letter 1', 'dispatch 1']);
    expect(left('in-approval')).toEqual(['approval 1', 'letter 1', 'dispatch 1']);
    expect(left('signed')).toEqual(['dispatch 1']);
  });

  it('take the days that are left of the one begun, a day at least', () => {
    expect(left('drafting', { since: on('2026-11-23') })[0]).toBe('draft 2');
    expect(left('drafting', { since: on('2026-10-23') })[0]).toBe('draft 1');
  });

  it('are none exactly for the states that wait for nobody here', () => {
    const waiting = caseStates.filter((state) => ['person', 'system'].includes(states[state].waitsFor));
    expect(plannedStates).toEqual(waiting);
  });
});

describe('measured days', () => {
  const line = (officeName: string | null, observations: number, median: number) => ({
    ...{ step: 'draft', name: 'Udkast', officeName, observations, median, percentile80: median },
  });

  it('are those of the office with eight observations, else of all offices with eight, else none', () => {
    const days = daysFromHistory([line(null, 20, 6), line('A', 8, 3), line('B', 7, 9)]);
    expect([days('draft', 'A'), days('draft', 'B'), days('draft', null), days('letter', 'A')]).toEqual([3, 6, 6, undefined]);
    expect(daysFromHistory([line(null, 7, 6)])('draft', 'A')).toBeUndefined();
  });

  it('are whole: the nearest rank', () => {
    expect([percentile([5, 1, 3, 2], 0.5), percentile([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 0.8), percentile([7], 0.8)]).toEqual([2, 8, 7]);
  });
});

describe('what moved between two plans', () => {
  const plan = (deadline: string) =>
    planBackwards({ today: on('2026-11-23'), begins: on('2026-11-02'), deadline: parseDeadline(deadline) });

  it('is each step whose last day to begin is another, and nothing for the same plan', () => {
    expect(movesBetween(plan('2026-12-18'), plan('2026-12-18'), false)).toEqual([]);
    expect(movesBetween(plan('2026-12-18'), plan('2026-12-21'), false)).toHaveLength(5);
  });

  it('is told of a step that has been begun by its end', () => {
    const [first] = movesBetween(plan('2026-12-18'), plan('2026-12-21'), true);
    expect(moveInDanish(first!)).toBe('»Udkast til høringssvar« skal være færdig senest 14. december 2026, før 11. december 2026');
  });
});
