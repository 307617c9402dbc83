import { type AtOnceChoice, atOnceChoices } from '@genmaele/contracts';
import fc from 'fast-check';
import { peace, type TellingFacts, type Urgency, whenToTell } from './when-to-tell.js';

const now = new Date('2026-11-23T08:00:00Z');
const hours = (count: number) => new Date(now.getTime() + count * 60 * 60 * 1000);
const all = Object.keys(atOnceChoices) as AtOnceChoice[];
const facts = (urgency: Urgency, more: Partial<TellingFacts> = {}): TellingFacts => ({
  urgency,
  now,
  nextDigest: hours(22.5),
  atOnce: all,
  ...more,
});

describe('a person is told', () => {
  it.each<[string, TellingFacts, Date | 'digest']>([
    ['of an alarm at once, whatever they chose', facts('alarm', { atOnce: [], lastTold: now }), now],
    ['of an escalation at once, whatever they chose', facts('escalation', { atOnce: [], lastTold: now }), now],
    ['at once when a case stands still until they act', facts('blocking', { due: hours(200) }), now],
    ['in the digest when they chose so', facts('blocking', { due: hours(200), atOnce: ['due-soon'] }), 'digest'],
    ['in the digest of a task that can wait for it', facts('task', { due: hours(23) }), 'digest'],
    ['at once of a task that is due before it', facts('task', { due: hours(22) }), now],
    ['in the digest of that too, when they chose so', facts('task', { due: hours(22), atOnce: ['blocking'] }), 'digest'],
    ['at once of what is urgent', facts('urgent', { due: hours(200), atOnce: ['urgent'] }), now],
    ['of news in the digest', facts('news', { due: hours(1) }), 'digest'],
    ['once between two digests that a case stands still', facts('blocking', { due: hours(200), lastTold: hours(-5) }), 'digest'],
    ['again of what is due before the next, but an hour apart', facts('blocking', { due: hours(4), lastTold: hours(-0.25) }), hours(0.75)],
    ['again at once when the hour is over', facts('urgent', { lastTold: hours(-2) }), now],
  ])('%s', (_rule, given, at) => {
    expect(whenToTell(given)).toEqual(at);
  });

  it('never before now, and of one matter never twice within the hour unless it is an alarm or an escalation', () => {
    const urgency = fc.constantFrom<Urgency>('alarm', 'escalation', 'urgent', 'blocking', 'task', 'news');
    const span = fc.integer({ min: -100, max: 100 });
    const told = fc.option(fc.integer({ min: -100, max: 0 }), { nil: undefined });
    fc.assert(
      fc.property(urgency, span, fc.integer({ min: 1, max: 90 }), told, fc.subarray(all), (kind, due, next, last, atOnce) => {
        const lastTold = last === undefined ? undefined : hours(last);
        const at = whenToTell(facts(kind, { due: hours(due), nextDigest: hours(next), atOnce, lastTold }));
        if (at === 'digest') return expect(['alarm', 'escalation']).not.toContain(kind);
        expect(at >= now).toBe(true);
        if (lastTold && kind !== 'alarm' && kind !== 'escalation') expect(at.getTime() - lastTold.getTime()).toBeGreaterThanOrEqual(peace);
      }),
    );
  });
});
