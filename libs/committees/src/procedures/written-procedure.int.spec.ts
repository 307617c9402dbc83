import { randomUUID } from 'node:crypto';
import { type Actor } from '@genmaele/access';
import { type SilenceRule, type VoteBody } from '@genmaele/contracts';
import { codeOf, housingCommittee, MeetingGround, openTestHouse, otherCommittee, reasonOf, type TestHouse } from '@genmaele/testing';
import { addMember, closeEarly, decisionOfProcedure, openProcedure, procedureById, vote, votesOf } from '../index.js';

let house: TestHouse;
let ground: MeetingGround;
beforeAll(async () => {
  house = await openTestHouse();
  ground = await MeetingGround.open(house);
}, 60_000);
afterAll(() => house.close());

const asked = { caseId: randomUUID(), versionSha256: 'a'.repeat(64) };
const ask = (silence: SilenceRule = 'no-answer', more: object = {}, actor = house.people.secretary, body = housingCommittee) =>
  house.tx((tx) =>
    openProcedure(tx, body, { question: 'Kan svaret sendes?', open: true, deadline: ground.inAWeek(), silence, ...more }, ground.by(actor)),
  );
const answer = (id: string, actor: Actor, body: VoteBody = { vote: 'for' }) => house.tx((tx) => vote(tx, id, body, ground.by(actor)));
const at = (i: number) => ground.members[i]!.actor;
const stateOf = async (id: string) => (await procedureById(house.database, id)).state;

async function timeIsOver(id: string): Promise<void> {
  house.clock.set((await procedureById(house.database, id)).deadline);
  await ground.run(id, 'procedure.close');
}

describe('a written procedure', () => {
  it('is decided at its deadline by the last answers, written down as a decision, and promised back to the case', async () => {
    const id = await ask('no-answer', asked);
    await answer(id, at(0));
    await answer(id, at(1), { vote: 'against', text: 'Det haster ikke.' });
    await answer(id, at(2), { vote: 'against' });
    await answer(id, at(2));
    expect(await stateOf(id)).toBe('open');
    await timeIsOver(id);
    const decision = await decisionOfProcedure(house.database, id);
    expect(decision).toMatchObject({ ...asked, outcome: 'approved', eligible: 5, quorate: true, meetingId: null, recordedBy: null });
    expect(decision?.participants.map(({ name }) => name)).toEqual(['Anne', 'Bo', 'Carl']);
    expect(decision?.dissents).toMatchObject([{ name: 'Bo', text: 'Det haster ikke.' }]);
    expect(
      await house.rows(`SELECT 1 FROM work WHERE job = 'committee.decided' AND payload->>'decisionId' = $1`, [decision?.id]),
    ).toHaveLength(1);
    expect(await house.rows('SELECT 1 FROM procedure_vote WHERE procedure_id = $1', [id])).toHaveLength(4);
    await ground.run(id, 'procedure.close');
    expect(await codeOf(answer(id, at(3)))).toBe('procedure.refused');
  });

  it('counts silence as its rule says', async () => {
    const [assent, none] = [await ask('assent'), await ask('no-answer')];
    await timeIsOver(assent);
    await timeIsOver(none);
    expect(await decisionOfProcedure(house.database, assent)).toMatchObject({ outcome: 'approved', participants: { length: 5 } });
    expect(await procedureById(house.database, none)).toMatchObject({ state: 'to-meeting', ending: 'For få har svaret inden fristen.' });
    expect(await decisionOfProcedure(house.database, none)).toBeUndefined();
  });

  it('ends at once when a member asks for a meeting', async () => {
    const id = await ask('assent');
    expect(await answer(id, at(4), { vote: 'meeting' })).toBe('to-meeting');
    expect(await codeOf(answer(id, at(0)))).toBe('procedure.refused');
    const open = await house.rows(`SELECT 1 FROM work WHERE subject = $1 AND state = 'ready'`, [`procedure:${id}`]);
    expect(open).toEqual([]);
  });

  it('is answered by those who held a seat when it was opened, and for an outsider by the secretary', async () => {
    const fields = { outsiderName: 'Frode Fremmed', function: 'member' as const, validFrom: ground.today() };
    const outsider = await house.tx((tx) => addMember(tx, housingCommittee, fields, ground.by()));
    const id = await ask();
    expect(await codeOf(answer(id, house.people.chair))).toBe('meeting.role-missing');
    expect(await codeOf(answer(id, ground.alternate.actor))).toBe('meeting.role-missing');
    expect(await codeOf(answer(id, at(0), { vote: 'for', membershipId: outsider }))).toBe('meeting.role-missing');
    expect(await codeOf(answer(id, house.people.secretary, { vote: 'for', membershipId: ground.members[1]!.id }))).toBe(
      'meeting.role-missing',
    );
    await answer(id, house.people.secretary, { vote: 'for', membershipId: outsider });
    expect(await votesOf(house.database, id)).toMatchObject([{ membershipId: outsider, vote: 'for' }]);
    expect(await reasonOf(house.tx((tx) => closeEarly(tx, id, ground.by())))).toBe('5 har ikke svaret endnu.');
    for (const { actor } of ground.members) await answer(id, actor);
    expect(await house.tx((tx) => closeEarly(tx, id, ground.by()))).toBe('decided');
  });

  it('is refused with a deadline that is past, in a body without members, and to whoever does not manage the body', async () => {
    const past = { deadline: new Date(house.clock.now().getTime() - 1).toISOString() };
    expect(await codeOf(ask('assent', past))).toBe('procedure.refused');
    expect(await codeOf(ask('assent', {}, house.people.administrator, otherCommittee))).toBe('procedure.refused');
    expect(await codeOf(ask('assent', {}, house.people.secretary, otherCommittee))).toBe('meeting.role-missing');
    expect(await codeOf(ask('assent', {}, house.people.chair))).toBe('meeting.role-missing');
    expect(await codeOf(answer(randomUUID(), at(0)))).toBe('procedure.not-found');
  });

  it('asks each of those who have not answered at once, as the body waits for them, and reminds them halfway in their digest', async () => {
    const id = await ask();
    await answer(id, at(0));
    const told = async (table: 'notice' | 'notice_line') =>
      (await house.rows(`SELECT 1 FROM ${table} WHERE topic = $1`, [`procedure:${id}`])).length;
    await ground.run(id, 'procedure.ask');
    expect([await told('notice'), await told('notice_line')]).toEqual([4, 0]);
    house.clock.move(4 * 86_400_000);
    await ground.run(id, 'procedure.ask');
    expect([await told('notice'), await told('notice_line')]).toEqual([4, 4]);
  });
});
