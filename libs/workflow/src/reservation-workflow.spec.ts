import { roles } from '@genmaele/contracts';
import fc from 'fast-check';
import {
  decideReservation,
  offeredReservationRows,
  type ReservationAction,
  reservationStates,
  type ReservationState,
  reservationWorkflow,
} from './reservation-workflow.js';

const actions = reservationWorkflow.map(({ action }) => action);
const letters = ['open', 'underway', 'sent', 'ended'] as const;

describe('a reservation', () => {
  it('ends as confirmed, changed or withdrawn, and never leaves its end', () => {
    const ends = Object.entries(reservationStates).flatMap(([state, { open }]) => (open ? [] : [state]));
    expect(ends.sort()).toEqual(['changed', 'confirmed', 'withdrawn']);
    expect(reservationWorkflow.filter(({ from }) => ends.includes(from))).toEqual([]);
    expect([...new Set(reservationWorkflow.map(({ to }) => to))].sort()).toEqual(['changed', 'confirmed', 'taken', 'withdrawn']);
  });

  it('is dropped before the approval and withdrawn after the dispatch, and stands still in between', () => {
    const offered = (letter: (typeof letters)[number]) => offeredReservationRows('taken', roles, letter).map(({ action }) => action);
    expect(offered('open')).toEqual(['reword', 'drop']);
    expect(offered('underway')).toEqual([]);
    expect(offered('sent')).toEqual(['confirm', 'change', 'withdraw']);
    expect(offered('ended')).toEqual([]);
  });

  it('is not confirmed by the officer who wrote the answer, nor without a reason', () => {
    expect(decideReservation('taken', 'confirm', ['officer'], { letter: 'sent', reason: 'x' })).toMatchObject({
      code: 'case.role-missing',
    });
    expect(decideReservation('taken', 'confirm', ['head-of-office'], { letter: 'sent', reason: ' ' })).toMatchObject({
      code: 'case.need-unmet',
    });
    expect(decideReservation('taken', 'confirm', ['system'], { letter: 'sent', reason: 'x' })).toEqual({ allowed: true, to: 'confirmed' });
  });

  it('that has ended is moved by nobody', () => {
    const any = fc.record({
      state: fc.constantFrom<ReservationState>('confirmed', 'changed', 'withdrawn'),
      action: fc.constantFrom<ReservationAction>(...actions),
      letter: fc.constantFrom(...letters),
    });
    fc.assert(
      fc.property(any, ({ state, action, letter }) => {
        expect(decideReservation(state, action, roles, { letter, reason: 'fordi' })).toMatchObject({
          code: 'reservation.action-not-allowed',
        });
      }),
    );
  });
});
