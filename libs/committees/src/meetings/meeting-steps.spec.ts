import { roles } from '@genmaele/contracts';
import {
  decideMeeting,
  isMeetingAction,
  type MeetingAction,
  type MeetingFacts,
  type MeetingState,
  meetingStates,
  meetingSteps,
  offeredMeetingSteps,
} from './meeting-steps.js';

const ready: MeetingFacts = {
  items: 2,
  lateWithoutConsent: 0,
  undecided: 0,
  dayHasCome: true,
  present: 5,
  deadlineIsAhead: true,
  unanswered: 0,
  deadlineIsOver: false,
  objections: 0,
  reason: 'Derfor',
};
const states = Object.keys(meetingStates) as MeetingState[];
const actions = [...new Set(meetingSteps.map(({ action }) => action))];

describe('a meeting’s table', () => {
  it('leads from its first state to every other, and out of all but the two ends', () => {
    const reached = new Set<MeetingState>(['planned']);
    for (let i = 0; i < states.length; i += 1) for (const { from, to } of meetingSteps) if (reached.has(from)) reached.add(to);
    expect([...reached].sort()).toEqual([...states].sort());
    expect(states.filter((state) => !meetingSteps.some(({ from }) => from === state))).toEqual(['minutes-confirmed', 'cancelled']);
  });

  it('allows in each state just what it has a row for, and to each role just what the row says', () => {
    for (const state of states)
      for (const action of actions)
        for (const role of roles) {
          const row = meetingSteps.find((each) => each.from === state && each.action === action);
          const verdict = decideMeeting(state, action, [role], ready);
          if (!row) expect(verdict).toMatchObject({ code: 'meeting.action-not-allowed' });
          else if (!(row.by as readonly string[]).includes(role)) expect(verdict).toMatchObject({ code: 'meeting.role-missing' });
          else expect(verdict).toEqual({ allowed: true, to: row.to });
        }
  });

  it('gives a meeting that is over or cancelled no step more, and knows its own words alone', () => {
    expect([offeredMeetingSteps('cancelled', roles), offeredMeetingSteps('minutes-confirmed', roles)]).toEqual([[], []]);
    expect(['hold', 'toString', ''].map(isMeetingAction)).toEqual([true, false, false]);
  });
});

describe('a step is refused', () => {
  it.each<[MeetingState, MeetingAction, Partial<MeetingFacts>, RegExp]>([
    ['agenda-closed', 'send-papers', { items: 0 }, /tom/],
    ['agenda-closed', 'send-papers', { lateWithoutConsent: 1 }, /samtykke/],
    ['papers-sent', 'hold', { dayHasCome: false }, /Mødedagen/],
    ['papers-sent', 'hold', { present: 0 }, /mødt/],
    ['held', 'send-minutes', { undecided: 1 }, /beslutning/],
    ['held', 'send-minutes', { deadlineIsAhead: false }, /frist/],
    ['minutes-out', 'confirm-minutes', { unanswered: 1 }, /ikke svaret/],
    ['planned', 'cancel', { reason: '  ' }, /begrundelse/],
  ])('from %s: %s when %j', (state, action, facts, why) => {
    const verdict = decideMeeting(state, action, ['committee-secretary'], { ...ready, ...facts });
    expect(verdict).toMatchObject({ allowed: false, code: 'meeting.need-unmet', facts: { reason: expect.stringMatching(why) } });
  });

  it('to the system when somebody has objected, but not to the secretary, who has the objections before them', () => {
    const facts = { ...ready, objections: 1, unanswered: 2, deadlineIsOver: true };
    expect(decideMeeting('minutes-out', 'minutes-stand', ['system'], facts).allowed).toBe(false);
    expect(decideMeeting('minutes-out', 'confirm-minutes', ['committee-secretary'], facts).allowed).toBe(true);
  });
});
