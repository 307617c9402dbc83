import { addDays, localDateOf, parseDeadline } from '@genmaele/calendar';
import { caseStates } from '@genmaele/workflow';
import fc from 'fast-check';
import { type AskedCase, isRequestOpen, mayRemind, refusalToAsk } from './request-rules.js';

const instants = fc.date({ min: new Date('2021-01-01T00:00:00Z'), max: new Date('2035-12-31T00:00:00Z'), noInvalidDate: true });
const asked: AskedCase = {
  state: 'drafting',
  kind: 'response',
  barred: false,
  deadlineAt: new Date('2026-12-18T11:00:00Z'),
  deadlineText: '18. december 2026 kl. 12.00',
};
const now = new Date('2026-11-23T08:00:00Z');
const inTime = new Date('2026-12-04T11:00:00Z');
const codeOf = (more: Partial<AskedCase>, deadlineAt = inTime) => refusalToAsk({ ...asked, ...more }, deadlineAt, now)?.code;

describe('asking municipalities', () => {
  it('is open on a case whose answer nobody has approved, with a deadline before the hearing’s', () => {
    expect(codeOf({})).toBeUndefined();
  });

  it.each([
    ['a closed case, or a pre-hearing', { barred: true }],
    ['a letter that no hearing set off', { kind: 'ministerial-letter' }],
  ])('is refused on %s', (_, more) => {
    expect(codeOf(more)).toBe('contribution-request.refused');
  });

  it('is refused in every state from the approval on', () => {
    const open = caseStates.filter((state) => codeOf({ state }) === undefined);
    expect(open).toEqual(['opened', 'drafting', 'in-committee', 'in-approval']);
  });

  it('takes no deadline that is past, and none at the hearing’s own or after it', () => {
    fc.assert(
      fc.property(instants, (deadlineAt) => {
        const fits = deadlineAt > now && deadlineAt < asked.deadlineAt;
        expect(codeOf({}, deadlineAt)).toBe(fits ? undefined : 'contribution-request.deadline');
      }),
    );
    expect(codeOf({}, asked.deadlineAt)).toBe('contribution-request.deadline');
    expect(codeOf({}, now)).toBe('contribution-request.deadline');
  });
});

describe('a request', () => {
  it('is open to the last moment of its deadline and never after, and not when it was ended', () => {
    fc.assert(
      fc.property(instants, instants, fc.option(instants), (deadlineAt, at, endedAt) => {
        expect(isRequestOpen({ deadlineAt, endedAt }, at)).toBe(endedAt === null && at.getTime() <= deadlineAt.getTime());
      }),
    );
    expect(isRequestOpen({ deadlineAt: inTime, endedAt: null }, inTime)).toBe(true);
  });

  it('is reminded of at most once on each day in Copenhagen, and not on the day it was made', () => {
    fc.assert(
      fc.property(instants, fc.array(fc.nat(72), { maxLength: 30 }), (askedAt, hours) => {
        const days: string[] = [localDateOf(askedAt)];
        let [at, remindedAt] = [askedAt, null as Date | null];
        for (const hour of hours) {
          at = new Date(at.getTime() + hour * 3_600_000);
          if (!mayRemind({ askedAt, remindedAt }, at)) continue;
          remindedAt = at;
          days.push(localDateOf(at));
        }
        expect(new Set(days).size).toBe(days.length);
      }),
    );
  });

  it('may be reminded of on the next day, however short the night', () => {
    const askedAt = new Date(parseDeadline('2026-12-01T23:59').instant);
    const next = new Date(parseDeadline(`${addDays(localDateOf(askedAt), 1)}T00:01`).instant);
    expect(mayRemind({ askedAt, remindedAt: null }, askedAt)).toBe(false);
    expect(mayRemind({ askedAt, remindedAt: null }, next)).toBe(true);
    expect(mayRemind({ askedAt, remindedAt: next }, next)).toBe(false);
  });
});
