import { isJobName, jobNames, roles } from '@genmaele/contracts';
import { caseStates, caseWorkflow, firstState, type Row, states } from './case-workflow.js';
import { decide, jobsThatLeave, offeredRows } from './decide.js';
import { workflowPage } from './workflow-diagram.js';

const rows: readonly Row[] = caseWorkflow;
const from = (state: string) => rows.filter((row) => row.from === state);

/** The states that can be come to from a state, by any rows. */
function reachedFrom(start: string): Set<string> {
  const reached = new Set([start]);
  for (const state of reached) for (const row of from(state)) reached.add(row.to);
  return reached;
}

describe('the workflow table', () => {
  it('comes to every state from the first', () => {
    expect([...reachedFrom(firstState)].sort()).toEqual([...caseStates].sort());
  });

  it.each(caseStates.filter((state) => states[state].waitsFor !== 'nobody'))('leads from «%s» on to an end', (state) => {
    const ends = [...reachedFrom(state)].filter((reached) => states[reached as keyof typeof states].waitsFor === 'nobody');
    expect(ends.length).toBeGreaterThan(0);
  });

  it.each(caseStates.filter((state) => states[state].waitsFor === 'nobody'))('has no way out of «%s»: it is an end', (state) => {
    expect(from(state)).toEqual([]);
  });

  it('gives one row to each state and action, so that no two can disagree', () => {
    const keys = rows.map((row) => `${row.from} ${row.action}`);
    expect(keys).toEqual([...new Set(keys)]);
  });

  it('calls an action by one name on the buttons, wherever it stands', () => {
    for (const row of rows) expect(rows.filter((each) => each.action === row.action).map((each) => each.danish)).toContain(row.danish);
    const names = new Set(rows.map((row) => `${row.action} ${row.danish}`));
    expect(names.size).toBe(new Set(rows.map((row) => row.action)).size);
  });

  it.each(caseStates.filter((state) => states[state].waitsFor === 'system'))(
    'moves «%s» on by the system, and lets a person do no more there than take the approval back',
    (state) => {
      const byPeople = from(state).filter((row) => !row.by.includes('system'));
      expect(from(state).some((row) => row.by.includes('system'))).toBe(true);
      expect(byPeople.map((row) => row.action).filter((action) => !['withdraw-approval', 'undo-approval'].includes(action))).toEqual([]);
    },
  );

  it.each(caseStates.filter((state) => states[state].waitsFor === 'person'))('offers a person something to do in «%s»', (state) => {
    expect(
      offeredRows(
        state,
        roles.filter((role) => role !== 'system'),
      ).length,
    ).toBeGreaterThan(0);
  });

  it.each(caseStates.filter((state) => states[state].waitsFor === 'system'))('promises work on every way into «%s»', (state) => {
    const waysIn = rows.filter((row) => row.to === state);
    expect(waysIn.filter((row) => row.enqueues.length === 0)).toEqual([]);
    expect(jobsThatLeave(state).length).toBeGreaterThan(0);
  });

  it('watches for lost work only in states that the system leaves', () => {
    expect(caseStates.filter((state) => jobsThatLeave(state).length > 0)).toEqual(['approved', 'rendered', 'sending']);
  });

  it('promises only jobs of the registry', () => {
    for (const job of rows.flatMap((row) => row.enqueues)) expect(jobNames.filter(isJobName)).toContain(job);
  });

  it('never lets the system and a person share a row', () => {
    expect(rows.filter((row) => row.by.includes('system') && row.by.length > 1)).toEqual([]);
    expect(rows.filter((row) => row.by.length === 0)).toEqual([]);
  });

  it('asks a need only where it can be met and can fail', () => {
    const facts = { actorIsAuthor: true, hasReplyAddress: false, chainHolds: false, currentVersion: 'a'.repeat(64), undoOver: false };
    for (const row of rows) {
      for (const need of row.needs) {
        const alone = decide(row.from, row.action as never, row.by, {
          ...facts,
          ...(need === 'draft' ? { currentVersion: undefined } : {}),
          ...(need === 'undo-open' ? { ownApproval: true, undoOver: true } : {}),
        } as never);
        expect([row.from, row.action, need, alone.allowed]).toEqual([row.from, row.action, need, false]);
      }
    }
  });

  it('lets nobody approve, send or override without naming what they saw or why', () => {
    const needs = (action: string) => rows.filter((row) => row.action === action).map((row) => row.needs);
    expect(needs('approve')).toEqual([['seen-version', 'not-author', 'open-step', 'fresh']]);
    expect(rows.filter((row) => row.to === 'approved').map((row) => [row.by, row.needs])).toEqual([[['system'], ['covered']]]);
    expect(needs('send').flat()).toEqual(expect.arrayContaining(['seen-letter', 'undo-over', 'chain', 'fresh']));
    for (const action of ['skip-committee', 'withdraw-approval', 'decline', 'confirm-sent', 'send-again', 'confirm-receipt']) {
      for (const each of needs(action)) expect([action, each]).toEqual([action, expect.arrayContaining(['comment'])]);
    }
  });

  it('makes public only what has been sent, by a second person who has the letter before them, and moves the case nowhere by it', () => {
    const publishing = rows.filter((row) => row.action.includes('publi'));
    expect(publishing.filter((row) => row.from !== row.to || !['sent', 'acknowledged'].includes(row.from))).toEqual([]);
    for (const row of rows.filter((each) => each.action === 'publish'))
      expect(row.needs).toEqual(expect.arrayContaining(['seen-letter', 'publishable', 'proposed', 'second-person', 'fresh']));
  });

  it('has every way into «sent» pass the check of the whole chain', () => {
    for (const row of rows.filter((each) => each.to === 'sent' && each.from !== 'sent')) expect(row.needs).toContain('chain');
  });

  it('is drawn whole on its page: every state and every row', () => {
    const page = workflowPage();
    for (const state of caseStates) expect(page).toContain(states[state].danish);
    expect(page.split('\n').filter((line) => line.startsWith('| ')).length).toBe(rows.length + 1);
  });
});
