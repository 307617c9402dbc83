import { type Actor } from '@genmaele/access';
import { ContributionGround, odense, openTestHouse, type TestHouse, testStart } from '@genmaele/testing';
import { remindMunicipalities } from './index.js';

let house: TestHouse;
let ground: ContributionGround;
beforeAll(async () => {
  house = await openTestHouse();
  ground = await ContributionGround.open(house);
}, 60_000);
beforeEach(() => house.clock.set(testStart));
afterAll(() => house.close());

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: { code?: string }) => error.code,
  );

describe('those who are told', () => {
  const linesOf = (person: Actor, topic: string) =>
    house.rows<{ headline: string }>('SELECT headline FROM notice_line WHERE person_id = $1 AND topic = $2 AND told_at IS NULL', [
      person.id,
      topic,
    ]);

  it('are the contacts when they are asked, and again by a reminder once a day until they have answered', async () => {
    const { requestId, odense: own, aarhus: other } = await ground.asked();
    expect((await linesOf(ground.people.ole, `contribution:${own}`))[0]?.headline).toMatch(/^KL beder om bidrag fra Odense Kommune \(sag /);
    const remind = () => house.tx((tx) => remindMunicipalities(tx, requestId, ground.by()));
    expect(await codeOf(remind())).toBe('contribution-request.reminded');
    await ground.write(other, 'Aarhus svarer', true, ground.people.aage);
    expect(await linesOf(ground.people.aage, `contribution:${other}`)).toEqual([]);
    house.clock.set(new Date('2026-11-24T08:00:00Z'));
    expect(await remind()).toBe(1);
    expect(await linesOf(ground.people.oda, `contribution:${own}`)).toMatchObject([
      { headline: expect.stringMatching(/^KL venter på bidrag/) },
    ]);
    expect(await linesOf(ground.people.aage, `contribution:${other}`)).toEqual([]);
    expect(await codeOf(remind())).toBe('contribution-request.reminded');
    house.clock.set(new Date('2026-11-25T08:00:00Z'));
    await ground.write(own, 'Odense svarer');
    expect(await codeOf(remind())).toBe('contribution-request.all-answered');
    expect(await linesOf(house.people.officer, `contributions:${requestId}`)).toMatchObject([
      { headline: expect.stringMatching(/har bidrag fra 2 af 2 kommuner$/) },
    ]);
  });

  it('the log names municipality, version and hash, and holds no word that was written', async () => {
    const { caseId, odense: own } = await ground.asked();
    await ground.write(own, 'HEMMELIGT ORD', true, ground.people.ole, { provisions: [{ provision: '§ 99', text: 'HEMMELIGT ORD' }] });
    const lines = await house.rows<{ action: string; facts: object }>(
      `SELECT action, facts FROM audit_entry WHERE subject = $1 AND action LIKE 'contribution.%' ORDER BY seq`,
      [`case:${caseId}`],
    );
    expect(lines.map(({ action }) => action)).toEqual(['contribution.ask', 'contribution.send']);
    expect(lines[1]?.facts).toMatchObject({ contributionId: own, municipality: odense, number: 1 });
    expect(JSON.stringify(lines)).not.toMatch(/HEMMELIGT|§ 99|koster/);
  });
});
