import { reservationRisk } from './reservation-risk.js';

const days = { lastDay: '2026-12-17', memoDay: '2026-12-20', sent: false };
const political: Parameters<typeof reservationRisk>[0] = {
  ...{ id: 'r', meetingDate: null, decisionText: null, reviewOn: '2027-01-10' },
  kind: 'political',
  liftedBy: 'meeting',
};

describe('the mark of an open reservation on the plan', () => {
  it('names the meeting that lifts it, and is no risk when that is before the answer leaves', () => {
    const risk = reservationRisk({ ...political, meetingDate: '2026-12-10' }, days);
    expect(risk).toMatchObject({ on: '2026-12-10', leavesOpen: false });
    expect(risk.text).toBe('Forbehold for politisk behandling: ophæves på mødet 10. december 2026, hvor det er på dagsordenen.');
  });

  it('says that the answer leaves with it when the meeting is later, and that the memorandum may be closed by then', () => {
    const risk = reservationRisk(political, { ...days, nextMeeting: '2026-12-22' });
    expect(risk).toMatchObject({ on: '2026-12-22', leavesOpen: true });
    expect(risk.text).toBe(
      'Forbehold for politisk behandling: ophæves på et møde, tidligst 22. december 2026; det er ikke på dagsordenen endnu. ' +
        'Svaret skal af sted senest 17. december 2026, så det sendes med forbeholdet. ' +
        'Ministeriet kan lukke høringsnotatet fra 20. december 2026, før en ændring er nået frem.',
    );
  });

  it('leaves the memorandum out when the meeting is between the answer and its closing', () => {
    expect(reservationRisk(political, { ...days, nextMeeting: '2026-12-18' }).text).not.toContain('høringsnotatet');
  });

  it('is open without an end where no meeting is known, and says when it is looked at', () => {
    const risk = reservationRisk(political, days);
    expect(risk).toMatchObject({ on: undefined, leavesOpen: true });
    expect(risk.text).toContain('intet møde i kalenderen; ses efter 10. januar 2027');
  });

  it('names the decision that lifts an economic one, and the day it is looked at', () => {
    const risk = reservationRisk({ ...political, kind: 'economic', liftedBy: 'decision', decisionText: 'DUT-forhandlingen' }, days);
    expect(risk).toMatchObject({ on: '2027-01-10', leavesOpen: true });
    expect(risk.text).toContain('ophæves af DUT-forhandlingen; ses efter 10. januar 2027');
  });

  it('says that the answer was sent with it once that is so', () => {
    const risk = reservationRisk({ ...political, meetingDate: '2026-12-10' }, { ...days, sent: true });
    expect(risk.leavesOpen).toBe(true);
    expect(risk.text).toContain('Svaret er sendt med forbeholdet.');
  });
});
