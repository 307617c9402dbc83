import { type Actor } from '@genmaele/access';
import { openTestHouse, MeetingGround, type TestHouse, codeOf, reasonOf, testRunner } from '@genmaele/testing';
import { keptAgenda, meetingById, meetingPaper, minutesInForce, replyToMinutes } from '../index.js';

let house: TestHouse;
let ground: MeetingGround;
beforeAll(async () => {
  house = await openTestHouse();
  ground = await MeetingGround.open(house);
}, 60_000);
afterAll(() => house.close());

describe('minutes', () => {
  async function minutesOut() {
    const held = await ground.hold();
    await ground.decide(held.items[0]!);
    await ground.act(held.meetingId, 'send-minutes', { minutesDeadline: ground.inAWeek() });
    return held.meetingId;
  }
  const reply = (meetingId: string, actor: Actor, kind: 'confirmed' | 'objection' = 'confirmed', text?: string) =>
    house.tx((tx) => replyToMinutes(tx, meetingId, { kind, ...(text ? { text } : {}) }, ground.by(actor)));

  it('go out when every item is decided and the members have time to object', async () => {
    const { meetingId, items } = await ground.hold();
    expect(await reasonOf(ground.act(meetingId, 'send-minutes', { minutesDeadline: ground.inAWeek() }))).toMatch(/mangler en beslutning/);
    await ground.decide(items[0]!);
    expect(await reasonOf(ground.act(meetingId, 'send-minutes'))).toMatch(/frist/);
    await ground.act(meetingId, 'send-minutes', { minutesDeadline: ground.inAWeek() });
    const minutes = await minutesInForce(house.database, meetingId);
    expect(minutes?.content).toMatchObject({
      present: ['Anne', 'Bo', 'Carl', 'Dorte', 'Erik'],
      away: [],
      items: [{ decisions: [{ outcome: 'approved' }] }],
    });
  });

  it('are locked by the secretary when every member has confirmed, and then nothing more is written', async () => {
    const meetingId = await minutesOut();
    await reply(meetingId, ground.members[0]!.actor);
    expect(await reasonOf(ground.act(meetingId, 'confirm-minutes'))).toMatch(/4 medlemmer har ikke svaret/);
    for (const { actor } of ground.members) await reply(meetingId, actor);
    expect(await codeOf(reply(meetingId, house.people.secretary))).toBe('meeting.role-missing');
    await ground.act(meetingId, 'confirm-minutes');
    expect(await codeOf(reply(meetingId, ground.members[0]!.actor))).toBe('meeting.action-not-allowed');
    expect(await codeOf(ground.add(meetingId, { lateReason: 'x' }))).toBe('agenda-item.refused');
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
    await reply(meetingId, ground.members[1]!.actor, 'objection', 'Jeg var der ikke.');
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
    expect(await codeOf(reply(meetingId, ground.members[1]!.actor))).toBe('minutes.refused');
    await ground.act(meetingId, 'send-minutes', { minutesDeadline: ground.inAWeek() });
    const second = await minutesInForce(house.database, meetingId);
    expect([second?.number, second?.replies]).toEqual([2, []]);
    house.clock.set(second!.deadline);
    expect(await close(second!.id)).toBe('minutes-confirmed');
  });

  it('and both agendas are drawn as PDFs of what was kept', async () => {
    const meetingId = await minutesOut();
    await ground.run(meetingId, 'agenda.render');
    const { database } = house;
    for (const kind of ['agenda', 'agenda-held', 'minutes'] as const) expect(await meetingPaper(database, meetingId, kind)).toBeDefined();
    const held = await keptAgenda(database, meetingId, 'held');
    expect((await meetingPaper(database, meetingId, 'agenda-held'))?.sourceSha256).toBe(held?.sha256);
  });

  it('and papers wait in the digest of each member with an account, and make no mail of their own', async () => {
    const meetingId = await minutesOut();
    const before = (await house.rows('SELECT 1 FROM notice')).length;
    await ground.run(meetingId, 'agenda.remind');
    const lines = await house.rows<{ name: string; headline: string; due_at: Date | null }>(
      'SELECT p.name, l.headline, l.due_at FROM notice_line l JOIN person p ON p.id = l.person_id WHERE l.topic = $1 ORDER BY p.name',
      [`meeting:${meetingId}:minutes`],
    );
    expect(lines.map(({ name }) => name)).toEqual(['Anne', 'Bo', 'Carl', 'Dorte', 'Erik', 'Stine']);
    expect(lines.every(({ headline, due_at }) => /^referatet .* venter på dit svar$/.test(headline) && due_at !== null)).toBe(true);
    expect((await house.rows('SELECT 1 FROM notice')).length).toBe(before);
  });

  it('and a meeting that is called off tonight is told of at once, as the digest would come too late', async () => {
    const meetingId = await ground.plan();
    await ground.add(meetingId);
    await ground.act(meetingId, 'close-agenda');
    await ground.act(meetingId, 'send-papers');
    const { date } = await meetingById(house.database, meetingId);
    house.clock.set(new Date(`${date}T06:30:00.000Z`)); // after the morning's digest
    await ground.act(meetingId, 'cancel', { reason: 'Formanden er syg' });
    await ground.run(meetingId, 'agenda.remind');
    const mails = await house.rows<{ kind: string; subject: string; text: string }>(
      `SELECT kind, subject, text FROM notice WHERE topic = $1`,
      [`meeting:${meetingId}:cancelled`],
    );
    expect(mails).toHaveLength(6);
    expect(mails[0]?.subject).toMatch(/^Genmæle: mødet i .* er aflyst$/);
    expect(mails[0]?.text).toMatch(/Du får det at vide, fordi du har en plads i .*\.\r\nGør du ikke noget: du møder forgæves op\./);
  });
});
