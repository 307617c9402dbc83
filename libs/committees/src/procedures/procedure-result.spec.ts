import fc from 'fast-check';
import { type ProcedureVote, type SilenceRule } from '@genmaele/contracts';
import { procedureResult } from './procedure-result.js';

const electorate = ['a', 'b', 'c', 'd', 'e'];
const result = (votes: Record<string, ProcedureVote>, silence: SilenceRule = 'no-answer') =>
  procedureResult(electorate, new Map(Object.entries(votes)), silence);

describe('a written procedure', () => {
  it('approves when more than half of those who answered are for, and more than half have answered', () => {
    expect(result({ a: 'for', b: 'for', c: 'against' })).toEqual({ kind: 'decided', outcome: 'approved', takingPart: ['a', 'b', 'c'] });
    expect(result({ a: 'for', b: 'for' })).toEqual({ kind: 'to-meeting', why: 'For få har svaret inden fristen.' });
  });

  it('rejects on a tie', () => {
    expect(result({ a: 'for', b: 'for', c: 'against', d: 'against' })).toMatchObject({ outcome: 'rejected' });
  });

  it('goes to a meeting when one member asks for it, whatever the others say', () => {
    expect(result({ a: 'for', b: 'for', c: 'for', d: 'for', e: 'meeting' }, 'assent')).toEqual({
      kind: 'to-meeting',
      why: 'Et medlem ønsker et møde.',
    });
  });

  it('takes silence as assent, or as no answer, as its rule says', () => {
    expect(result({ a: 'against' }, 'assent')).toEqual({ kind: 'decided', outcome: 'approved', takingPart: electorate });
    expect(result({ a: 'against' }, 'no-answer')).toMatchObject({ kind: 'to-meeting' });
  });

  it('never counts an answer from outside, loses no approval to one more assent, and with silence as assent never lacks a quorum', () => {
    const votes = fc.dictionary(fc.constantFrom(...electorate, 'x', 'y'), fc.constantFrom<ProcedureVote>('for', 'against', 'meeting'));
    const rules = fc.constantFrom<SilenceRule>('assent', 'no-answer');
    fc.assert(
      fc.property(votes, rules, fc.constantFrom(...electorate), (given, silence, member) => {
        const { x: _x, y: _y, ...inside } = given;
        const before = result(given, silence);
        expect(result(inside as Record<string, ProcedureVote>, silence)).toEqual(before);
        if (before.kind === 'decided') expect(before.takingPart.length * 2).toBeGreaterThan(electorate.length);
        if (before.kind === 'decided' && before.outcome === 'approved')
          expect(result({ ...given, [member]: 'for' }, silence)).toMatchObject({ outcome: 'approved' });
        const asked = electorate.some((id) => given[id] === 'meeting');
        if (silence === 'assent') expect(before.kind).toBe(asked ? 'to-meeting' : 'decided');
      }),
    );
  });
});
