import { randomUUID } from 'node:crypto';
import { type Actor } from '@genmaele/access';
import { addDays, localDateOf } from '@genmaele/calendar';
import { type DecisionBody, type MeetingActionBody } from '@genmaele/contracts';
import { keepFile } from '@genmaele/platform';
import { actorWith, housingCommittee, openTestHouse, otherCommittee, type TestHouse, testRunner } from '@genmaele/testing';
import {
  actOnMeeting,
  addAgendaItem,
  addMember,
  attachFile,
  changeAgendaItem,
  consentToLateItem,
  decisionById,
  decisionsOfMeeting,
  keptAgenda,
  meetingById,
  meetingPaper,
  meetingsOf,
  meetingStepsOf,
  minutesInForce,
  moveAgendaItem,
  moveMeeting,
  planMeeting,
  putAttendance,
  putItemAbsence,
  recordDecision,
  removeItemAbsence,
  replyToMinutes,
  seenItem,
  seenMeeting,
  withdrawAgendaItem,
  type MeetingAction,
} from '../index.js';

let house: TestHouse;
let members: { id: string; actor: Actor }[];
let alternate: { id: string; actor: Actor };

const today = () => localDateOf(house.clock.now());
const as = (actor: Actor) => ({ actor, now: house.clock.now() });
const code = (promise: Promise<unknown>) =>
  promise.then(
    () => 'nothing refused',
    (error: { code?: string }) => error.code,
  );
const reasonOf = (promise: Promise<unknown>) => promise.then(String, (error: { facts?: { reason?: string } }) => error.facts?.reason);

beforeAll(async () => {
  house = await openTestHouse();
  const { clock, database, people } = house;
  const from = { validFrom: addDays(today(), -100) };
  const names = ['Anne', 'Bo', 'Carl', 'Dorte', 'Erik'];
  const actors = await Promise.all(
    names.map((name) => actorWith(database, [{ role: 'member', committeeId: housingCommittee }], clock.now(), name)),
  );
  members = [];
  for (const [i, actor] of actors.entries()) {
    const fields = { personId: actor.id, function: i === 0 ? ('chair' as const) : ('member' as const), municipality: 'Aarhus', ...from };
    members.push({ actor, id: await house.tx((tx) => addMember(tx, housingCommittee, fields, as(people.secretary))) });
  }
  const stand = await actorWith(database, [{ role: 'member', committeeId: housingCommittee }], clock.now(), 'Stine');
  const fields = { personId: stand.id, function: 'alternate' as const, alternateFor: members[4]!.id, ...from };
  alternate = { actor: stand, id: await house.tx((tx) => addMember(tx, housingCommittee, fields, as(people.secretary))) };
}, 60_000);
afterAll(() => house.close());

let days = 20;
async function newMeeting(committeeId = housingCommittee): Promise<string> {
  days += 7;
  const date = addDays(today(), days);
  const fields = { date, startTime: '10:00', place: 'Weidekampsgade 10', agendaClose: addDays(date, -10), papersDate: addDays(date, -6) };
  return house.tx((tx) => planMeeting(tx, committeeId, fields, as(house.people.administrator)));
}

const add = (meetingId: string, more: object = {}) =>
  house.tx((tx) => addAgendaItem(tx, meetingId, { title: 'Lov om almene boliger', open: true, ...more }, as(house.people.secretary)));
const act = (meetingId: string, action: MeetingAction, body: MeetingActionBody = {}, actor = house.people.secretary) =>
  house.tx((tx) => actOnMeeting(tx, meetingId, action, body, as(actor)));
const decide = (itemId: string, body: Partial<DecisionBody> = {}, actor = house.people.secretary) =>
  house.tx((tx) => recordDecision(tx, itemId, { outcome: 'approved', points: [], dissents: [], ...body }, as(actor)));
const attend = (meetingId: string, ids: string[]) => house.tx((tx) => putAttendance(tx, meetingId, ids, as(house.people.secretary)));
const inAWeek = () => new Date(house.clock.now().getTime() + 7 * 86_400_000).toISOString();

/** A case and version as an item holds them. */
const someCase = () => ({ caseId: randomUUID(), versionSha256: 'a'.repeat(64) });

/** A meeting that is held with all five members present; the clock stands on its day. */
async function heldMeeting(items: object[] = [{}], present = members.map(({ id }) => id)) {
  const meetingId = await newMeeting();
  const ids: string[] = [];
  for (const more of items) ids.push(await add(meetingId, more));
  await act(meetingId, 'close-agenda');
  await act(meetingId, 'send-papers');
  await attend(meetingId, present);
  const { date } = await meetingById(house.database, meetingId);
  house.clock.set(new Date(`${date}T09:00:00.000Z`));
  days = 20;
  await act(meetingId, 'hold');
  return { meetingId, items: ids };
}

/** Does the works of one job that are due about a meeting. */
async function run(meetingId: string, job: string): Promise<void> {
  const works = await house.rows<{ id: string }>(
    `SELECT id FROM work WHERE job = $1 AND payload->>'meetingId' = $2 AND state = 'ready' AND due_at <= $3`,
    [job, meetingId, house.clock.now()],
  );
  for (const { id } of works) await testRunner(house).run(id);
}

describe('a meeting', () => {
  it('is planned by secretary and administrator of the body, once a day, and is what plans count with until it is cancelled', async () => {
    const { people, database } = house;
    const meetingId = await newMeeting();
    const { date, agendaClose } = await meetingById(database, meetingId);
    const fields = { date, agendaClose };
    expect(await code(house.tx((tx) => planMeeting(tx, housingCommittee, fields, as(people.secretary))))).toBe('body.refused');
    expect(await code(house.tx((tx) => planMeeting(tx, otherCommittee, fields, as(people.secretary))))).toBe('meeting.role-missing');
    expect(await code(house.tx((tx) => planMeeting(tx, 'findes-ikke', fields, as(people.administrator))))).toBe('body.not-found');
    expect(await meetingsOf(database, housingCommittee, today())).toContainEqual(expect.objectContaining({ id: meetingId, date }));
    expect(await code(act(meetingId, 'cancel'))).toBe('meeting.need-unmet');
    await act(meetingId, 'cancel', { reason: 'Ingen sager' });
    expect(await meetingsOf(database, housingCommittee, today())).not.toContainEqual(expect.objectContaining({ id: meetingId }));
    expect(await meetingStepsOf(database, meetingId)).toMatchObject([
      { from: 'planned', to: 'cancelled', actor: 'secretary', reason: 'Ingen sager' },
    ]);
  });

  it('closes its agenda by itself at 16:00 on the day, also when it was moved away and back', async () => {
    const meetingId = await newMeeting();
    const { date, agendaClose } = await meetingById(house.database, meetingId);
    const move = (to: string, close: string) =>
      house.tx((tx) => moveMeeting(tx, meetingId, { date: to, agendaClose: close }, as(house.people.secretary)));
    await move(addDays(date, 1), addDays(date, -1));
    await move(date, agendaClose);
    const due = await house.rows<{ due_at: Date }>(
      `SELECT due_at FROM work WHERE job = 'agenda.build' AND payload->>'meetingId' = $1 AND state = 'ready'`,
      [meetingId],
    );
    expect(due.map(({ due_at }) => due_at.toISOString())).toEqual([expect.stringMatching(new RegExp(`^${agendaClose}T1[45]:00:00.000Z$`))]);
    const before = house.clock.now();
    house.clock.set(due[0]!.due_at);
    await run(meetingId, 'agenda.build');
    house.clock.set(before);
    expect((await meetingById(house.database, meetingId)).state).toBe('agenda-closed');
    expect(await code(move(addDays(date, 2), agendaClose))).toBe('meeting.action-not-allowed');
  });

  it('is moved on by its own body’s secretary alone, one step at a time', async () => {
    const meetingId = await newMeeting();
    expect(await code(act(meetingId, 'close-agenda', {}, house.people.administrator))).toBe('meeting.role-missing');
    expect(await code(act(meetingId, 'send-papers'))).toBe('meeting.action-not-allowed');
    const stranger = await newMeeting(otherCommittee);
    expect(await code(act(stranger, 'close-agenda'))).toBe('meeting.role-missing');
    expect(await code(act(randomUUID(), 'close-agenda'))).toBe('meeting.not-found');
  });
});

describe('an agenda', () => {
  it('holds a case once, keeps its order, and gives up items until the papers are sent', async () => {
    const meetingId = await newMeeting();
    const item = someCase();
    const first = await add(meetingId, { title: 'Første', ...item });
    const second = await add(meetingId, { title: 'Andet' });
    expect(await code(add(meetingId, item))).toBe('agenda-item.refused');
    const secretary = as(house.people.secretary);
    await house.tx((tx) => moveAgendaItem(tx, second, 1, secretary));
    await house.tx((tx) => changeAgendaItem(tx, first, { title: 'Rettet', open: false, ...item }, secretary));
    const sha256 = await house.tx((tx) => keepFile(tx, Buffer.from('bilag'), 'text/plain', house.clock.now()));
    await house.tx((tx) => attachFile(tx, first, { sha256, fileName: 'bilag.txt' }, secretary));
    const { items } = await seenMeeting(house.database, house.people.secretary, meetingId, today());
    expect(items).toMatchObject([
      { number: 1, title: 'Andet' },
      { number: 2, title: 'Rettet', open: false, attachments: [{ fileName: 'bilag.txt', sha256 }] },
    ]);
    await house.tx((tx) => withdrawAgendaItem(tx, second, secretary));
    expect(await code(house.tx((tx) => withdrawAgendaItem(tx, second, secretary)))).toBe('agenda-item.not-found');
    await act(meetingId, 'close-agenda');
    await act(meetingId, 'send-papers');
    expect(await code(house.tx((tx) => withdrawAgendaItem(tx, first, secretary)))).toBe('agenda-item.refused');
    expect(await code(house.tx((tx) => changeAgendaItem(tx, first, { title: 'For sent', open: true }, secretary)))).toBe(
      'agenda-item.refused',
    );
  });

  it('takes a late item with a reason, and goes out only when the chair has consented', async () => {
    const meetingId = await newMeeting();
    await add(meetingId);
    await act(meetingId, 'close-agenda');
    expect(await reasonOf(add(meetingId, { title: 'Sent' }))).toBe('Dagsordenen er lukket.');
    const late = await add(meetingId, { title: 'Sent', lateReason: 'Fristen er i morgen' });
    expect(await reasonOf(act(meetingId, 'send-papers'))).toMatch(/samtykke/);
    const consent = (actor: Actor) => house.tx((tx) => consentToLateItem(tx, late, as(actor)));
    expect(await code(consent(members[1]!.actor))).toBe('meeting.role-missing');
    await consent(members[0]!.actor);
    expect(await code(consent(members[0]!.actor))).toBe('agenda-item.refused');
    await act(meetingId, 'send-papers');
  });

  it('is kept as it was invited to, and apart from that as it was held', async () => {
    const { meetingId, items } = await heldMeeting([{ title: 'Indkaldt' }]);
    const late = await add(meetingId, { title: 'Rejst på mødet', lateReason: 'Haster' });
    expect(await reasonOf(decide(late))).toMatch(/samtykket/);
    await house.tx((tx) => consentToLateItem(tx, late, as(members[0]!.actor)));
    await decide(items[0]!);
    await decide(late);
    await act(meetingId, 'send-minutes', { minutesDeadline: inAWeek() });
    const titles = async (kind: 'invited' | 'held') =>
      (await keptAgenda(house.database, meetingId, kind))?.content.items.map(({ title }) => title);
    expect([await titles('invited'), await titles('held')]).toEqual([['Indkaldt'], ['Indkaldt', 'Rejst på mødet']]);
    await expect(house.owner.query(`UPDATE agenda_snapshot SET sha256 = 'x'`)).rejects.toMatchObject({ code: '23001' });
  });

  it('is seen by members from the dispatch of papers on, and its closed items by members, secretary and head of office alone', async () => {
    const meetingId = await newMeeting();
    await add(meetingId, { title: 'Åbent' });
    const closed = await add(meetingId, { title: 'Lukket', open: false });
    const seen = async (actor: Actor) => {
      const { items, unsent } = await seenMeeting(house.database, actor, meetingId, today());
      return unsent ? 'unsent' : items.map((item) => (item.hidden ? 'hidden' : item.title));
    };
    const { people } = house;
    const member = members[1]!.actor;
    expect(await seen(member)).toBe('unsent');
    expect(await seen(people.officer)).toEqual(['Åbent', 'hidden']);
    await act(meetingId, 'close-agenda');
    await act(meetingId, 'send-papers');
    for (const actor of [member, alternate.actor, people.chair, people.secretary, people.head])
      expect(await seen(actor)).toEqual(['Åbent', 'Lukket']);
    for (const actor of [people.foreignChair, people.officer, people.administrator, people.dispatcher])
      expect(await seen(actor)).toEqual(['Åbent', 'hidden']);
    expect(await code(seenItem(house.database, people.officer, meetingId, closed, today()))).toBe('agenda-item.not-found');
    expect((await seenItem(house.database, member, meetingId, closed, today())).title).toBe('Lukket');
  });
});

describe('a decision', () => {
  it('is written down with who took part, promises the case its news, and never changes', async () => {
    const item = someCase();
    const { meetingId, items } = await heldMeeting([item]);
    const [itemId = ''] = items;
    const bo = members[1]!;
    const absent = { membershipId: bo.id, kind: 'ineligible' as const, reason: 'Bestyrelsesmedlem i boligselskabet' };
    await house.tx((tx) => putItemAbsence(tx, itemId, absent, as(house.people.secretary)));
    const points = [{ pointId: '1', outcome: 'approved-with-changes' as const, text: 'Blødere' }];
    const dissents = [{ membershipId: members[2]!.id, text: 'Jeg er imod.' }];
    const changed = { outcome: 'approved-with-changes' as const, changes: 'Blødere', points, dissents };
    const id = await decide(itemId, changed);
    const decision = await decisionById(house.database, id);
    expect(decision).toMatchObject({ ...item, meetingId, itemId, outcome: 'approved-with-changes', points, eligible: 4, quorate: true });
    expect(decision.participants.map(({ name }) => name).sort()).toEqual(['Anne', 'Carl', 'Dorte', 'Erik']);
    expect(decision.dissents).toEqual([{ membershipId: members[2]!.id, name: 'Carl', text: 'Jeg er imod.' }]);
    expect(await house.rows(`SELECT subject FROM work WHERE job = 'committee.decided' AND payload->>'decisionId' = $1`, [id])).toEqual([
      { subject: `case:${item.caseId}` },
    ]);
    await expect(house.owner.query(`UPDATE committee_decision SET outcome = 'rejected'`)).rejects.toMatchObject({ code: '23001' });
    expect(await code(house.tx((tx) => removeItemAbsence(tx, itemId, bo.id, as(house.people.secretary))))).toBe('agenda-item.refused');
  });

  it('is corrected by a new one that names it and says why, and never twice', async () => {
    const { meetingId, items } = await heldMeeting();
    const [itemId = ''] = items;
    const first = await decide(itemId);
    expect(await reasonOf(decide(itemId))).toBe('Punktet er afgjort.');
    expect(await reasonOf(decide(itemId, { corrects: first }))).toBe('Rettelsen er ikke begrundet.');
    const second = await decide(itemId, { outcome: 'rejected', corrects: first, reason: 'Skrivefejl' });
    expect(await reasonOf(decide(itemId, { corrects: first, reason: 'Igen' }))).toMatch(/gælder ikke/);
    expect(await decisionsOfMeeting(house.database, meetingId)).toMatchObject([
      { id: first, correctedBy: second },
      { id: second, corrects: first, reason: 'Skrivefejl', correctedBy: null },
    ]);
  });

  it('that postpones an item puts it on the later agenda from the same moment', async () => {
    const item = someCase();
    const { meetingId, items } = await heldMeeting([item, { title: 'Uden sag' }]);
    const later = await newMeeting();
    for (const itemId of items) await decide(itemId, { outcome: 'postponed', postponedTo: later });
    const { items: queued } = await seenMeeting(house.database, house.people.secretary, later, today());
    expect(queued).toMatchObject([
      { postponedFrom: items[0], ...item },
      { postponedFrom: items[1], title: 'Uden sag' },
    ]);
    const [other = ''] = (await heldMeeting()).items;
    expect(await code(decide(other, { outcome: 'postponed', postponedTo: meetingId }))).toBe('decision.refused');
    expect(await code(decide(other, { outcome: 'postponed', postponedTo: await newMeeting(otherCommittee) }))).toBe('decision.refused');
    expect(await code(decide(other, { outcome: 'postponed', postponedTo: randomUUID() }))).toBe('meeting.not-found');
  });

  it('is refused without a quorum, outside the meeting, to all but the secretary, and for a dissent of someone who was away', async () => {
    const few = await heldMeeting([{}], [members[0]!.id, members[1]!.id]);
    expect(await reasonOf(decide(few.items[0]!))).toMatch(/beslutningsdygtig/);
    expect(await code(decide(few.items[0]!, { outcome: 'for-information' }))).toBe('nothing refused');
    const withAlternate = await heldMeeting([{}], [members[0]!.id, members[1]!.id, alternate.id]);
    expect(await reasonOf(decide(withAlternate.items[0]!, { dissents: [{ membershipId: members[4]!.id, text: 'Nej' }] }))).toMatch(
      /deltog/,
    );
    expect(await code(decide(withAlternate.items[0]!, {}, house.people.chair))).toBe('meeting.role-missing');
    expect(await code(decide(withAlternate.items[0]!))).toBe('nothing refused');
    const planned = await add(await newMeeting());
    expect(await code(decide(planned))).toBe('meeting.action-not-allowed');
  });
});

describe('minutes', () => {
  async function minutesOut() {
    const held = await heldMeeting();
    await decide(held.items[0]!);
    await act(held.meetingId, 'send-minutes', { minutesDeadline: inAWeek() });
    return held.meetingId;
  }
  const reply = (meetingId: string, actor: Actor, kind: 'confirmed' | 'objection' = 'confirmed', text?: string) =>
    house.tx((tx) => replyToMinutes(tx, meetingId, { kind, ...(text ? { text } : {}) }, as(actor)));

  it('go out when every item is decided and the members have time to object', async () => {
    const { meetingId, items } = await heldMeeting();
    expect(await reasonOf(act(meetingId, 'send-minutes', { minutesDeadline: inAWeek() }))).toMatch(/mangler en beslutning/);
    await decide(items[0]!);
    expect(await reasonOf(act(meetingId, 'send-minutes'))).toMatch(/frist/);
    await act(meetingId, 'send-minutes', { minutesDeadline: inAWeek() });
    const minutes = await minutesInForce(house.database, meetingId);
    expect(minutes?.content).toMatchObject({
      present: ['Anne', 'Bo', 'Carl', 'Dorte', 'Erik'],
      away: [],
      items: [{ decisions: [{ outcome: 'approved' }] }],
    });
  });

  it('are locked by the secretary when every member has confirmed, and then nothing more is written', async () => {
    const meetingId = await minutesOut();
    await reply(meetingId, members[0]!.actor);
    expect(await reasonOf(act(meetingId, 'confirm-minutes'))).toMatch(/4 medlemmer har ikke svaret/);
    for (const { actor } of members) await reply(meetingId, actor);
    expect(await code(reply(meetingId, house.people.secretary))).toBe('meeting.role-missing');
    await act(meetingId, 'confirm-minutes');
    expect(await code(reply(meetingId, members[0]!.actor))).toBe('meeting.action-not-allowed');
    expect(await code(add(meetingId, { lateReason: 'x' }))).toBe('agenda-item.refused');
  });

  it('stand by themselves when nobody has objected in time', async () => {
    const meetingId = await minutesOut();
    const minutes = await minutesInForce(house.database, meetingId);
    house.clock.set(minutes!.deadline);
    const [work] = await house.rows<{ id: string }>(`SELECT id FROM work WHERE job = 'minutes.close' AND payload->>'minutesId' = $1`, [
      minutes!.id,
    ]);
    await testRunner(house).run(work!.id);
    expect((await meetingById(house.database, meetingId)).state).toBe('minutes-confirmed');
  });

  it('wait for the secretary when somebody has objected; a corrected set begins the members’ time anew', async () => {
    const meetingId = await minutesOut();
    await reply(meetingId, members[1]!.actor, 'objection', 'Jeg var der ikke.');
    const first = await minutesInForce(house.database, meetingId);
    house.clock.set(first!.deadline);
    const close = async (id: string) => {
      const [work] = await house.rows<{ id: string }>(`SELECT id FROM work WHERE job = 'minutes.close' AND payload->>'minutesId' = $1`, [
        id,
      ]);
      await testRunner(house).run(work!.id);
      return (await meetingById(house.database, meetingId)).state;
    };
    expect(await close(first!.id)).toBe('minutes-out');
    expect(await code(reply(meetingId, members[1]!.actor))).toBe('minutes.refused');
    await act(meetingId, 'send-minutes', { minutesDeadline: inAWeek() });
    const second = await minutesInForce(house.database, meetingId);
    expect([second?.number, second?.replies]).toEqual([2, []]);
    house.clock.set(second!.deadline);
    expect(await close(second!.id)).toBe('minutes-confirmed');
  });

  it('and both agendas are drawn as PDFs of what was kept', async () => {
    const meetingId = await minutesOut();
    await run(meetingId, 'agenda.render');
    const { database } = house;
    for (const kind of ['agenda', 'agenda-held', 'minutes'] as const) expect(await meetingPaper(database, meetingId, kind)).toBeDefined();
    const held = await keptAgenda(database, meetingId, 'held');
    expect((await meetingPaper(database, meetingId, 'agenda-held'))?.sourceSha256).toBe(held?.sha256);
  });

  it('and papers are told of once to each member with an account', async () => {
    const meetingId = await minutesOut();
    await run(meetingId, 'agenda.remind');
    const date = (await meetingById(house.database, meetingId)).date;
    const notices = await house.rows<{ recipient: string; subject: string }>(
      'SELECT recipient, subject FROM notice WHERE created_at = $1',
      [house.clock.now()],
    );
    expect(
      notices
        .filter(({ subject }) => /referatet/.test(subject))
        .map(({ recipient }) => recipient.replace(/-.*/, ''))
        .sort(),
    ).toEqual(['anne', 'bo', 'carl', 'dorte', 'erik', 'stine']);
    expect(date).toBe(today());
  });
});
