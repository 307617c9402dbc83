import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import {
  actOnCase,
  caseView,
  hearingsOf,
  listOpenReservations,
  moveReservation,
  queueReservationsOf,
  repairForgottenReservations,
  reservationsOf,
  stepReservation,
  systemActor,
  takeReservation,
} from './index.js';
import { type ReservationBody } from '@genmaele/contracts';
import { planMeeting } from '@genmaele/committees';
import { addDays, parseLocalDate } from '@genmaele/calendar';
import { promiseWork } from '@genmaele/jobs';
import {
  act,
  caseIn,
  housingCommittee,
  openTestHouse,
  otherCommittee,
  runWorkOf,
  sampleResponse,
  type TestHouse,
  testStart,
} from '@genmaele/testing';

let house: TestHouse;
beforeAll(async () => {
  house = await openTestHouse();
}, 60_000);
beforeEach(async () => {
  house.clock.set(testStart);
  await house.owner.query('UPDATE committee_meeting SET state = $1', ['cancelled']);
});
afterAll(() => house.close());

const by = (actor = house.people.officer) => ({ actor, now: house.clock.now() });
const system = () => ({ actor: systemActor, now: house.clock.now() });
const political: ReservationBody = {
  kind: 'political',
  reason: 'no-time-within-deadline',
  liftedBy: 'meeting',
  wording: undefined,
  decisionText: undefined,
};
const take = (id: string, more: Partial<ReservationBody> = {}) =>
  house.tx((tx) => takeReservation(tx, id, { ...political, ...more }, by()));
const plain = { ...sampleResponse(), reservations: { political: false, economic: false } };
const only = async (id: string) => (await reservationsOf(house.database, id))[0]!;

async function meeting(date: string, agendaClose: string): Promise<string> {
  const fields = { date: parseLocalDate(date), startTime: '10:00', agendaClose: parseLocalDate(agendaClose) };
  return house.tx((tx) => planMeeting(tx, housingCommittee, fields, by(house.people.administrator)));
}

async function sentCase() {
  const { id } = await caseIn(house, 'sending');
  const { signedSha256 } = await caseView(house.database, id);
  const sent = { caseId: id, action: 'letter-sent' as const, ...system(), evidence: { attachmentSha256: signedSha256! } };
  await house.tx((tx) => actOnCase(tx, sent));
  return caseView(house.database, id);
}

let decisions = 0;

/** A decision as the committees' room writes one, with an item of a meeting that is over, and its job done. */
async function decide(caseId: string, versionSha256: string, outcome: string, more: { changes?: string; points?: object[] } = {}) {
  const [id, itemId] = [randomUUID(), randomUUID()];
  decisions += 1;
  const at = house.clock.now();
  const day = addDays(parseLocalDate('2027-01-04'), decisions);
  const fields = { date: day, startTime: '10:00', agendaClose: day };
  const meetingId = await house.tx((tx) => planMeeting(tx, otherCommittee, fields, by(house.people.administrator)));
  await house.owner.query(
    `INSERT INTO agenda_item (id, meeting_id, position, title, open, case_id, version_sha256, late, added_at) VALUES ($1, $2, 1, 'Sagen', true, $3, $4, false, $5)`,
    [itemId, meetingId, caseId, versionSha256, at],
  );
  await house.owner.query(
    `INSERT INTO committee_decision (id, committee_id, item_id, case_id, version_sha256, outcome, changes, points, participants, eligible, quorate, dissents, at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, '[]', 9, true, '[]', $9)`,
    [id, otherCommittee, itemId, caseId, versionSha256, outcome, more.changes ?? null, JSON.stringify(more.points ?? []), at],
  );
  const options = { subject: `case:${caseId}`, once: id, dueAt: at, now: at };
  await house.tx((tx) => promiseWork(tx, 'committee.decided', { decisionId: id }, options));
  await runWorkOf(house, caseId, 'committee.decided');
}

describe('a reservation', () => {
  it('that the draft ticks is taken as an object, once, and stays though a later draft forgets it', async () => {
    const { id } = await caseIn(house, 'drafting');
    const first = await act(house, id, 'save', house.people.officer, { draft: sampleResponse() });
    expect(await only(id)).toMatchObject({ kind: 'political', reason: 'no-time-within-deadline', liftedBy: 'meeting', state: 'taken' });
    await act(house, id, 'save', house.people.officer, { draft: plain, seen: first.currentVersion });
    expect((await caseView(house.database, id)).currentVersion?.content.reservations).toEqual({ political: true, economic: false });
    expect(await reservationsOf(house.database, id)).toHaveLength(1);
  });

  it('is one of each kind, each with its own words in the letter', async () => {
    const { id } = await caseIn(house, 'drafting');
    await take(id, { wording: 'Svaret afgives på administrativt niveau.' });
    await take(id, { kind: 'economic', reason: 'negotiated-separately', liftedBy: 'decision', decisionText: 'DUT-forhandlingen' });
    await expect(take(id)).rejects.toMatchObject({ code: 'reservation.exists' });
    await act(house, id, 'save', house.people.officer, { draft: plain });
    expect((await caseView(house.database, id)).currentVersion?.content.reservations).toEqual({
      political: true,
      economic: true,
      wording: { political: 'Svaret afgives på administrativt niveau.' },
    });
  });

  it('must be named by what is approved', async () => {
    const { id, currentVersion } = await caseIn(house, 'in-approval');
    await take(id, { kind: 'economic', reason: 'negotiated-separately', liftedBy: 'decision' });
    const seen = currentVersion!.sha256;
    await expect(act(house, id, 'approve', house.people.chair, { seen })).rejects.toMatchObject({ code: 'reservation.not-in-draft' });
    const saved = await act(house, id, 'save', house.people.officer, { draft: currentVersion!.content, seen });
    await act(house, id, 'approve', house.people.chair, { seen: saved.currentVersion });
    expect((await caseView(house.database, id)).state).toBe('approved');
  });

  it('is dropped before the approval with a reason, and cannot be touched while the letter is on its way', async () => {
    const { id } = await caseIn(house, 'in-approval');
    const { id: reservation } = await only(id);
    const drop = (reason?: string) => house.tx((tx) => moveReservation(tx, reservation, { action: 'drop', reason }, by()));
    await expect(drop()).rejects.toMatchObject({ code: 'case.need-unmet' });
    const view = await caseView(house.database, id);
    await act(house, id, 'approve', house.people.chair, { seen: view.currentVersion!.sha256 });
    await expect(drop('mødet nås')).rejects.toMatchObject({ code: 'case.need-unmet' });
    await expect(take(id, { kind: 'economic' })).rejects.toMatchObject({ code: 'case.need-unmet' });
    await act(house, id, 'withdraw-approval', house.people.chair, { comment: 'fejl' });
    await drop('mødet nås');
    expect(await only(id)).toMatchObject({ state: 'withdrawn', steps: [{ action: 'take' }, { action: 'drop', reason: 'mødet nås' }] });
  });

  it('opens the way past the committee, and only then', async () => {
    const { id } = await caseIn(house, 'drafting');
    const { currentVersion: bare } = await act(house, id, 'save', house.people.officer, { draft: plain });
    const send = (seen?: string) => act(house, id, 'submit-reserved', house.people.officer, seen ? { seen } : {});
    await expect(send(bare)).rejects.toMatchObject({ code: 'case.need-unmet' });
    const { currentVersion } = await act(house, id, 'save', house.people.officer, {
      draft: sampleResponse(),
      ...(bare ? { seen: bare } : {}),
    });
    await send(currentVersion);
    expect((await caseView(house.database, id)).state).toBe('in-approval');
  });

  it('that was sent goes by itself on the next agenda that is open', async () => {
    await meeting('2026-12-01', '2026-11-20');
    const next = await meeting('2026-12-15', '2026-12-04');
    const { id, approvedSha256 } = await sentCase();
    await runWorkOf(house, id, 'reservation.queue');
    expect(await only(id)).toMatchObject({ state: 'taken', meetingDate: '2026-12-15', reviewOn: '2026-12-15' });
    expect(await house.rows('SELECT case_id, version_sha256 FROM agenda_item WHERE meeting_id = $1', [next])).toEqual([
      { case_id: id, version_sha256: approvedSha256 },
    ]);
  });

  it('waits for a meeting to be planned, and is found by the sweep when its way to one is lost', async () => {
    await house.owner.query(`UPDATE committee_meeting SET state = 'cancelled'`);
    await house.tx((tx) => repairForgottenReservations(tx, house.clock.now()));
    const { id } = await sentCase();
    await runWorkOf(house, id, 'reservation.queue');
    const waiting = () =>
      house.rows<{ due_at: Date }>(`SELECT due_at FROM work WHERE subject = $1 AND job = 'reservation.queue' AND state = 'ready'`, [
        `case:${id}`,
      ]);
    expect((await waiting()).map(({ due_at }) => due_at.toISOString())).toEqual(['2026-11-24T05:00:00.000Z']);
    expect(await house.tx((tx) => repairForgottenReservations(tx, house.clock.now()))).toBe(0);
    await house.owner.query(`UPDATE work SET state = 'dead' WHERE subject = $1 AND job = 'reservation.queue'`, [`case:${id}`]);
    const next = await meeting('2026-12-22', '2026-12-11');
    expect(await house.tx((tx) => repairForgottenReservations(tx, house.clock.now()))).toBeGreaterThan(0);
    await runWorkOf(house, id, 'reservation.queue');
    expect((await only(id)).meetingDate).toBe('2026-12-22');
    await house.owner.query(`UPDATE committee_meeting SET state = 'cancelled' WHERE id = $1`, [next]);
    house.clock.move(60_000);
    await house.tx((tx) => repairForgottenReservations(tx, house.clock.now()));
    expect(await waiting()).toHaveLength(1);
  });

  it('is confirmed by the decision, and then ended for good', async () => {
    const { id, approvedSha256 } = await sentCase();
    await decide(id, approvedSha256!, 'approved');
    expect(await only(id)).toMatchObject({ state: 'confirmed', supplementCaseId: null });
    expect(
      (await listOpenReservations(house.database, { personId: house.people.head.id, now: house.clock.now() })).map((each) => each.caseId),
    ).not.toContain(id);
    await decide(id, approvedSha256!, 'approved-with-changes', { changes: 'Punkt 1 udgår.' });
    expect(await only(id)).toMatchObject({ state: 'confirmed', supplementCaseId: null });
  });

  it('that was changed opens a supplement, drafted from the points that differ', async () => {
    const { id, approvedSha256, hearingId } = await sentCase();
    const points = [{ pointId: '1', outcome: 'approved-with-changes', text: 'KL foreslår, at bestemmelsen udgår.' }];
    await decide(id, approvedSha256!, 'approved-with-changes', { changes: 'Bestyrelsen ønsker punkt 1 skærpet.', points });
    const { state, supplementCaseId } = await only(id);
    const supplement = await caseView(house.database, supplementCaseId!);
    expect(state).toBe('changed');
    expect(supplement).toMatchObject({
      kind: 'supplement',
      state: 'opened',
      hearingId,
      deadline: '2026-11-30',
      committeeId: housingCommittee,
    });
    expect(supplement.currentVersion?.content).toMatchObject({
      template: 'supplerende-hoeringssvar',
      supplements: { outcome: 'changed', date: '2026-11-23' },
      lead: ['Bestyrelsen ønsker punkt 1 skærpet.'],
      points: [{ number: 1, text: 'KL foreslår, at bestemmelsen udgår.' }],
    });
    expect((await hearingsOf(house.database, supplement.id)).map((each) => each.hearingId)).toEqual([hearingId]);
  });

  it('that was rejected is withdrawn with a supplement that says so, and a postponed one stays', async () => {
    const [rejected, postponed] = [await sentCase(), await sentCase()];
    await decide(rejected.id, rejected.approvedSha256!, 'rejected');
    const { state, supplementCaseId } = await only(rejected.id);
    expect([state, (await caseView(house.database, supplementCaseId!)).currentVersion?.content.supplements?.outcome]).toEqual([
      'withdrawn',
      'withdrawn',
    ]);
    await decide(postponed.id, postponed.approvedSha256!, 'postponed');
    expect((await only(postponed.id)).state).toBe('taken');
  });

  it('that money waits for is lifted by a head of office, with a letter when one is wanted', async () => {
    const { id } = await sentCase();
    const { id: reservation } = await only(id);
    const confirm = (actor = house.people.head) =>
      house.tx((tx) => stepReservation(tx, reservation, 'confirm', { reason: 'DUT-sagen er lukket', letter: true }, by(actor)));
    await expect(confirm(house.people.officer)).rejects.toMatchObject({ code: 'case.role-missing' });
    const { state, supplementCaseId } = await confirm();
    expect(state).toBe('confirmed');
    expect((await caseView(house.database, supplementCaseId!)).currentVersion?.content.supplements?.outcome).toBe('confirmed');
    await house.tx((tx) => queueReservationsOf(tx, id, house.clock.now()));
    expect((await only(id)).state).toBe('confirmed');
  });
});

describe('a decision on a case that waits for its committee', () => {
  const stateAfter = async (outcome: string, changes?: string) => {
    const { id, currentVersion } = await caseIn(house, 'in-committee');
    await decide(id, currentVersion!.sha256, outcome, changes ? { changes } : {});
    return caseView(house.database, id);
  };

  it('sends it on to approval when it was approved, and back with the words when it was not', async () => {
    expect((await stateAfter('approved')).state).toBe('in-approval');
    const returned = await stateAfter('approved-with-changes', 'Punkt 1 skal skærpes.');
    expect([returned.state, returned.steps.at(-1)?.comment]).toEqual([
      'drafting',
      'Udvalget har godkendt svaret med ændringer. Punkt 1 skal skærpes.',
    ]);
    expect((await stateAfter('rejected')).state).toBe('drafting');
    expect((await stateAfter('postponed')).state).toBe('in-committee');
  });

  it('moves nothing when another version has come since', async () => {
    const { id } = await caseIn(house, 'in-committee');
    await decide(id, 'a'.repeat(64), 'approved');
    expect((await caseView(house.database, id)).state).toBe('in-committee');
    expect(
      await house.rows(`SELECT 1 FROM audit_entry WHERE subject = $1 AND action = 'case.decision-on-other-version'`, [`case:${id}`]),
    ).toHaveLength(1);
  });
});
