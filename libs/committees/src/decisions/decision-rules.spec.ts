import { type DecisionBody, outcomes } from '@genmaele/contracts';
import { type DecisionGround, refuseDecision } from './decision-rules.js';

const ground: DecisionGround = { quorate: true, takingPart: ['a', 'b'], hasCase: true, inForce: undefined, waitsForConsent: false };
const body = (more: Partial<DecisionBody> = {}): DecisionBody => ({ outcome: 'approved', points: [], dissents: [], ...more });
const why = (more: Partial<DecisionBody>, on: Partial<DecisionGround> = {}) => refuseDecision(body(more), { ...ground, ...on })?.[0];

describe('a decision', () => {
  it('of each outcome is written down when it has what it needs', () => {
    for (const outcome of Object.keys(outcomes) as DecisionBody['outcome'][])
      expect(why({ outcome, changes: 'x', ...(outcome === 'postponed' ? { postponedTo: 'm' } : {}) })).toBeUndefined();
    expect(why({ corrects: 'd', reason: 'Skrivefejl' }, { inForce: 'd' })).toBeUndefined();
  });

  it.each<[string, Partial<DecisionBody>, Partial<DecisionGround>, RegExp]>([
    ['approves without a quorum', {}, { quorate: false }, /beslutningsdygtig/],
    ['rejects without a quorum', { outcome: 'rejected' }, { quorate: false }, /beslutningsdygtig/],
    ['approves with changes that are not written', { outcome: 'approved-with-changes' }, {}, /Ændringerne mangler/],
    ['changes a point without saying how', { points: [{ pointId: '1', outcome: 'approved-with-changes' }] }, {}, /de mangler/],
    ['decides points of no case', { points: [{ pointId: '1', outcome: 'approved' }] }, { hasCase: false }, /ingen sag/],
    ['postpones to no meeting', { outcome: 'postponed' }, {}, /udsættes til et møde/],
    ['names a meeting without postponing', { postponedTo: 'm' }, {}, /udsættes til et møde/],
    ['has a dissent of someone who took no part', { dissents: [{ membershipId: 'c', text: 'Nej' }] }, {}, /deltog/],
    ['decides what is decided', {}, { inForce: 'd' }, /afgjort/],
    ['corrects what is not in force', { corrects: 'e', reason: 'x' }, { inForce: 'd' }, /gælder ikke/],
    ['corrects without a reason', { corrects: 'd' }, { inForce: 'd' }, /begrundet/],
    ['is on a late item without the chair’s consent', {}, { waitsForConsent: true }, /samtykket/],
  ])('is refused when it %s', (_what, more, on, reason) => expect(why(more, on)).toMatch(reason));

  it('without a quorum may still postpone, or take for information', () => {
    expect(why({ outcome: 'for-information' }, { quorate: false })).toBeUndefined();
    expect(why({ outcome: 'postponed', postponedTo: 'm' }, { quorate: false })).toBeUndefined();
  });
});
