import { randomUUID } from 'node:crypto';
import { openTestHouse, MeetingGround, type TestHouse, codeOf, reasonOf, otherCommittee } from '@genmaele/testing';
import { decisionById, decisionsOfMeeting, putItemAbsence, removeItemAbsence, seenMeeting } from '../index.js';

let house: TestHouse;
let ground: MeetingGround;
beforeAll(async () => {
  house = await openTestHouse();
  ground = await MeetingGround.open(house);
}, 60_000);
afterAll(() => house.close());

/** A case and version as an item holds them. */
const someCase = () => ({ caseId: randomUUID(), versionSha256: 'a'.repeat(64) });

describe('a decision', () => {
  it('is written down with who took part, promises the case its news, and never changes', async () => {
    const item = someCase();
    const { meetingId, items } = await ground.hold([item]);
    const [itemId = ''] = items;
    const bo = ground.members[1]!;
    const absent = { membershipId: bo.id, kind: 'ineligible' as const, reason: 'Bestyrelsesmedlem i boligselskabet' };
    await house.tx((tx) => putItemAbsence(tx, itemId, absent, ground.by(house.people.secretary)));
    const points = [{ pointId: '1', outcome: 'approved-with-changes' as const, text: 'Blødere' }];
    const dissents = [{ membershipId: ground.members[2]!.id, text: 'Jeg er imod.' }];
    const changed = { outcome: 'approved-with-changes' as const, changes: 'Blødere', points, dissents };
    const id = await ground.decide(itemId, changed);
    const decision = await decisionById(house.database, id);
    expect(decision).toMatchObject({ ...item, meetingId, itemId, outcome: 'approved-with-changes', points, eligible: 4, quorate: true });
    expect(decision.participants.map(({ name }) => name).sort()).toEqual(['Anne', 'Carl', 'Dorte', 'Erik']);
    expect(decision.dissents).toEqual([{ membershipId: ground.members[2]!.id, name: 'Carl', text: 'Jeg er imod.' }]);
    expect(await house.rows(`SELECT subject FROM work WHERE job = 'committee.decided' AND payload->>'decisionId' = $1`, [id])).toEqual([
      { subject: `case:${item.caseId}` },
    ]);
    await expect(house.owner.query(`UPDATE committee_decision SET outcome = 'rejected'`)).rejects.toMatchObject({ code: '23001' });
    expect(await codeOf(house.tx((tx) => removeItemAbsence(tx, itemId, bo.id, ground.by(house.people.secretary))))).toBe(
      'agenda-item.refused',
    );
  });

  it('is corrected by a new one that names it and says why, and never twice', async () => {
    const { meetingId, items } = await ground.hold();
    const [itemId = ''] = items;
    const first = await ground.decide(itemId);
    expect(await reasonOf(ground.decide(itemId))).toBe('Punktet er afgjort.');
    expect(await reasonOf(ground.decide(itemId, { corrects: first }))).toBe('Rettelsen er ikke begrundet.');
    const second = await ground.decide(itemId, { outcome: 'rejected', corrects: first, reason: 'Skrivefejl' });
    expect(await reasonOf(ground.decide(itemId, { corrects: first, reason: 'Igen' }))).toMatch(/gælder ikke/);
    expect(await decisionsOfMeeting(house.database, meetingId)).toMatchObject([
      { id: first, correctedBy: second },
      { id: second, corrects: first, reason: 'Skrivefejl', correctedBy: null },
    ]);
  });

  it('that postpones an item puts it on the later agenda from the same moment', async () => {
    const item = someCase();
    const { meetingId, items } = await ground.hold([item, { title: 'Uden sag' }]);
    const later = await ground.plan();
    for (const itemId of items) await ground.decide(itemId, { outcome: 'postponed', postponedTo: later });
    const { items: queued } = await seenMeeting(house.database, house.people.secretary, later, ground.today());
    expect(queued).toMatchObject([
      { postponedFrom: items[0], ...item },
      { postponedFrom: items[1], title: 'Uden sag' },
    ]);
    const [other = ''] = (await ground.hold()).items;
    expect(await codeOf(ground.decide(other, { outcome: 'postponed', postponedTo: meetingId }))).toBe('decision.refused');
    expect(await codeOf(ground.decide(other, { outcome: 'postponed', postponedTo: await ground.plan(otherCommittee) }))).toBe(
      'decision.refused',
    );
    expect(await codeOf(ground.decide(other, { outcome: 'postponed', postponedTo: randomUUID() }))).toBe('meeting.not-found');
  });

  it('is refused without a quorum, outside the meeting, to all but the secretary, and for a dissent of someone who was away', async () => {
    const few = await ground.hold([{}], [ground.members[0]!.id, ground.members[1]!.id]);
    expect(await reasonOf(ground.decide(few.items[0]!))).toMatch(/beslutningsdygtig/);
    expect(await codeOf(ground.decide(few.items[0]!, { outcome: 'for-information' }))).toBe('nothing refused');
    const withAlternate = await ground.hold([{}], [ground.members[0]!.id, ground.members[1]!.id, ground.alternate.id]);
    expect(
      await reasonOf(ground.decide(withAlternate.items[0]!, { dissents: [{ membershipId: ground.members[4]!.id, text: 'Nej' }] })),
    ).toMatch(/deltog/);
    expect(await codeOf(ground.decide(withAlternate.items[0]!, {}, house.people.chair))).toBe('meeting.role-missing');
    expect(await codeOf(ground.decide(withAlternate.items[0]!))).toBe('nothing refused');
    const planned = await ground.add(await ground.plan());
    expect(await codeOf(ground.decide(planned))).toBe('meeting.action-not-allowed');
  });
});
