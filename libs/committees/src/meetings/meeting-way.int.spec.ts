import { randomUUID } from 'node:crypto';
import { type Actor } from '@genmaele/access';
import { addDays } from '@genmaele/calendar';
import { keepFile } from '@genmaele/platform';
import { openTestHouse, MeetingGround, type TestHouse, codeOf, reasonOf, otherCommittee, housingCommittee } from '@genmaele/testing';
import {
  attachFile,
  changeAgendaItem,
  consentToLateItem,
  keptAgenda,
  meetingById,
  meetingsOf,
  meetingStepsOf,
  moveAgendaItem,
  moveMeeting,
  planMeeting,
  seenItem,
  seenMeeting,
  withdrawAgendaItem,
} from '../index.js';

let house: TestHouse;
let ground: MeetingGround;
beforeAll(async () => {
  house = await openTestHouse();
  ground = await MeetingGround.open(house);
}, 60_000);
afterAll(() => house.close());

/** A case and version as an item holds them. */
const someCase = () => ({ caseId: randomUUID(), versionSha256: 'a'.repeat(64) });

describe('a meeting', () => {
  it('is planned by secretary and administrator of the body, once a day, and is what plans count with until it is cancelled', async () => {
    const { people, database } = house;
    const meetingId = await ground.plan();
    const { date, agendaClose } = await meetingById(database, meetingId);
    const fields = { date, agendaClose };
    expect(await codeOf(house.tx((tx) => planMeeting(tx, housingCommittee, fields, ground.by(people.secretary))))).toBe('body.refused');
    expect(await codeOf(house.tx((tx) => planMeeting(tx, otherCommittee, fields, ground.by(people.secretary))))).toBe(
      'meeting.role-missing',
    );
    expect(await codeOf(house.tx((tx) => planMeeting(tx, 'findes-ikke', fields, ground.by(people.administrator))))).toBe('body.not-found');
    expect(await meetingsOf(database, housingCommittee, ground.today())).toContainEqual(expect.objectContaining({ id: meetingId, date }));
    expect(await codeOf(ground.act(meetingId, 'cancel'))).toBe('meeting.need-unmet');
    await ground.act(meetingId, 'cancel', { reason: 'Ingen sager' });
    expect(await meetingsOf(database, housingCommittee, ground.today())).not.toContainEqual(expect.objectContaining({ id: meetingId }));
    expect(await meetingStepsOf(database, meetingId)).toMatchObject([
      { from: 'planned', to: 'cancelled', actor: 'secretary', reason: 'Ingen sager' },
    ]);
  });

  it('closes its agenda by itself at 16:00 on the day, also when it was moved away and back', async () => {
    const meetingId = await ground.plan();
    const { date, agendaClose } = await meetingById(house.database, meetingId);
    const move = (to: string, close: string) =>
      house.tx((tx) => moveMeeting(tx, meetingId, { date: to, agendaClose: close }, ground.by(house.people.secretary)));
    await move(addDays(date, 1), addDays(date, -1));
    await move(date, agendaClose);
    const due = await house.rows<{ due_at: Date }>(
      `SELECT due_at FROM work WHERE job = 'agenda.build' AND payload->>'meetingId' = $1 AND state = 'ready'`,
      [meetingId],
    );
    expect(due.map(({ due_at }) => due_at.toISOString())).toEqual([expect.stringMatching(new RegExp(`^${agendaClose}T1[45]:00:00.000Z$`))]);
    const before = house.clock.now();
    house.clock.set(due[0]!.due_at);
    await ground.run(meetingId, 'agenda.build');
    house.clock.set(before);
    expect((await meetingById(house.database, meetingId)).state).toBe('agenda-closed');
    expect(await codeOf(move(addDays(date, 2), agendaClose))).toBe('meeting.action-not-allowed');
  });

  it('is moved on by its own body’s secretary alone, one step at a time', async () => {
    const meetingId = await ground.plan();
    expect(await codeOf(ground.act(meetingId, 'close-agenda', {}, house.people.administrator))).toBe('meeting.role-missing');
    expect(await codeOf(ground.act(meetingId, 'send-papers'))).toBe('meeting.action-not-allowed');
    const stranger = await ground.plan(otherCommittee);
    expect(await codeOf(ground.act(stranger, 'close-agenda'))).toBe('meeting.role-missing');
    expect(await codeOf(ground.act(randomUUID(), 'close-agenda'))).toBe('meeting.not-found');
  });
});

describe('an agenda', () => {
  it('holds a case once, keeps its order, and gives up items until the papers are sent', async () => {
    const meetingId = await ground.plan();
    const item = someCase();
    const first = await ground.add(meetingId, { title: 'Første', ...item });
    const second = await ground.add(meetingId, { title: 'Andet' });
    expect(await codeOf(ground.add(meetingId, item))).toBe('agenda-item.refused');
    const secretary = ground.by(house.people.secretary);
    await house.tx((tx) => moveAgendaItem(tx, second, 1, secretary));
    await house.tx((tx) => changeAgendaItem(tx, first, { title: 'Rettet', open: false, ...item }, secretary));
    const sha256 = await house.tx((tx) => keepFile(tx, Buffer.from('bilag'), 'text/plain', house.clock.now()));
    await house.tx((tx) => attachFile(tx, first, { sha256, fileName: 'bilag.txt' }, secretary));
    const { items } = await seenMeeting(house.database, house.people.secretary, meetingId, ground.today());
    expect(items).toMatchObject([
      { number: 1, title: 'Andet' },
      { number: 2, title: 'Rettet', open: false, attachments: [{ fileName: 'bilag.txt', sha256 }] },
    ]);
    await house.tx((tx) => withdrawAgendaItem(tx, second, secretary));
    expect(await codeOf(house.tx((tx) => withdrawAgendaItem(tx, second, secretary)))).toBe('agenda-item.not-found');
    await ground.act(meetingId, 'close-agenda');
    await ground.act(meetingId, 'send-papers');
    expect(await codeOf(house.tx((tx) => withdrawAgendaItem(tx, first, secretary)))).toBe('agenda-item.refused');
    expect(await codeOf(house.tx((tx) => changeAgendaItem(tx, first, { title: 'For sent', open: true }, secretary)))).toBe(
      'agenda-item.refused',
    );
  });

  it('takes a late item with a reason, and goes out only when the chair has consented', async () => {
    const meetingId = await ground.plan();
    await ground.add(meetingId);
    await ground.act(meetingId, 'close-agenda');
    expect(await reasonOf(ground.add(meetingId, { title: 'Sent' }))).toBe('Dagsordenen er lukket.');
    const late = await ground.add(meetingId, { title: 'Sent', lateReason: 'Fristen er i morgen' });
    expect(await reasonOf(ground.act(meetingId, 'send-papers'))).toMatch(/samtykke/);
    const consent = (actor: Actor) => house.tx((tx) => consentToLateItem(tx, late, ground.by(actor)));
    expect(await codeOf(consent(ground.members[1]!.actor))).toBe('meeting.role-missing');
    await consent(ground.members[0]!.actor);
    expect(await codeOf(consent(ground.members[0]!.actor))).toBe('agenda-item.refused');
    await ground.act(meetingId, 'send-papers');
  });

  it('is kept as it was invited to, and apart from that as it was held', async () => {
    const { meetingId, items } = await ground.hold([{ title: 'Indkaldt' }]);
    const late = await ground.add(meetingId, { title: 'Rejst på mødet', lateReason: 'Haster' });
    expect(await reasonOf(ground.decide(late))).toMatch(/samtykket/);
    await house.tx((tx) => consentToLateItem(tx, late, ground.by(ground.members[0]!.actor)));
    await ground.decide(items[0]!);
    await ground.decide(late);
    await ground.act(meetingId, 'send-minutes', { minutesDeadline: ground.inAWeek() });
    const titles = async (kind: 'invited' | 'held') =>
      (await keptAgenda(house.database, meetingId, kind))?.content.items.map(({ title }) => title);
    expect([await titles('invited'), await titles('held')]).toEqual([['Indkaldt'], ['Indkaldt', 'Rejst på mødet']]);
    await expect(house.owner.query(`UPDATE agenda_snapshot SET sha256 = 'x'`)).rejects.toMatchObject({ code: '23001' });
  });

  it('is seen by members from the dispatch of papers on, and its closed items by members, secretary and head of office alone', async () => {
    const meetingId = await ground.plan();
    await ground.add(meetingId, { title: 'Åbent' });
    const closed = await ground.add(meetingId, { title: 'Lukket', open: false });
    const seen = async (actor: Actor) => {
      const { items, unsent } = await seenMeeting(house.database, actor, meetingId, ground.today());
      return unsent ? 'unsent' : items.map((item) => (item.hidden ? 'hidden' : item.title));
    };
    const { people } = house;
    const member = ground.members[1]!.actor;
    expect(await seen(member)).toBe('unsent');
    expect(await seen(people.officer)).toEqual(['Åbent', 'hidden']);
    await ground.act(meetingId, 'close-agenda');
    await ground.act(meetingId, 'send-papers');
    for (const actor of [member, ground.alternate.actor, people.chair, people.secretary, people.head])
      expect(await seen(actor)).toEqual(['Åbent', 'Lukket']);
    for (const actor of [people.foreignChair, people.officer, people.administrator, people.dispatcher])
      expect(await seen(actor)).toEqual(['Åbent', 'hidden']);
    expect(await codeOf(seenItem(house.database, people.officer, meetingId, closed, ground.today()))).toBe('agenda-item.not-found');
    expect((await seenItem(house.database, member, meetingId, closed, ground.today())).title).toBe('Lukket');
  });
});
