import { addDays, parseLocalDate } from '@genmaele/calendar';
import { bodyFields } from '@genmaele/contracts';
import { codeOf, housingCommittee, MeetingGround, openTestHouse, reasonOf, type TestHouse } from '@genmaele/testing';
import {
  addMember,
  bodiesStanding,
  bodyCalled,
  bodyNameOn,
  chainAbove,
  endMembership,
  importMeetings,
  loadExampleBodies,
  makeBody,
  meetingsOf,
  membersOn,
  renameBody,
} from '../index.js';

let house: TestHouse;
let ground: MeetingGround;
beforeAll(async () => {
  house = await openTestHouse();
  ground = await MeetingGround.open(house);
}, 60_000);
afterAll(() => house.close());

const admin = () => ground.by(house.people.administrator);
const nameOn = (day: string) => bodyNameOn(house.database, 'proeveudvalg', parseLocalDate(day));

describe('the bodies', () => {
  it('are a board, a chairmanship, eight committees and five regional councils, and chains end at the board', async () => {
    const bodies = await bodiesStanding(house.database, ground.today());
    const count = (kind: string) => bodies.filter((body) => body.kind === kind).length;
    expect(['board', 'chairmanship', 'committee', 'regional-council'].map(count)).toEqual([1, 1, 8, 5]);
    expect((await chainAbove(house.database, housingCommittee)).map(({ id }) => id)).toEqual([housingCommittee, 'bestyrelsen']);
  });

  it('may be joined by eight examples, marked as such', async () => {
    await house.tx(loadExampleBodies);
    expect((await bodiesStanding(house.database, ground.today())).filter(({ example }) => example)).toHaveLength(8);
  });

  it('are found by any name they are written with', async () => {
    const called = (words: string) => bodyCalled(house.database, words, ground.today());
    expect(await called('kultur, erhverv og plan-udvalget')).toBe(housingCommittee);
    expect([await called(housingCommittee), await called('Findes ikke')]).toEqual([housingCommittee, undefined]);
  });

  it('keep on old letters the name of the day, are made and renamed by an administrator, and not with a name from before', async () => {
    const fields = bodyFields.parse({
      id: 'proeveudvalg',
      kind: 'committee',
      name: 'Prøveudvalget',
      superiorId: 'bestyrelsen',
      validFrom: '2026-01-01',
    });
    expect(await codeOf(house.tx((tx) => makeBody(tx, fields, ground.by())))).toBe('meeting.role-missing');
    await house.tx((tx) => makeBody(tx, fields, admin()));
    expect(await codeOf(house.tx((tx) => makeBody(tx, fields, admin())))).toBe('body.refused');
    const orphan = { ...fields, id: 'andet', superiorId: 'findes-ikke' };
    expect(await reasonOf(house.tx((tx) => makeBody(tx, orphan, admin())))).toMatch(/overordnede/);
    expect(await reasonOf(house.tx((tx) => makeBody(tx, { ...orphan, superiorId: '' }, admin())))).toMatch(/overordnede/);
    await house.tx((tx) => renameBody(tx, 'proeveudvalg', { name: 'Det nye udvalg', validFrom: '2026-10-01' }, admin()));
    expect([await nameOn('2026-09-30'), await nameOn('2026-10-01')]).toEqual(['Prøveudvalget', 'Det nye udvalg']);
    const again = house.tx((tx) => renameBody(tx, 'proeveudvalg', { name: 'For tidligt', validFrom: '2026-10-01' }, admin()));
    expect(await codeOf(again)).toBe('body.refused');
  });
});

describe('a place in a body', () => {
  const add = (more: object) =>
    house.tx((tx) => addMember(tx, housingCommittee, { function: 'member', validFrom: ground.today(), ...more } as never, ground.by()));

  it('is refused for a second place, a second chair, an unknown person, an alternate for nobody, and days that run backwards', async () => {
    expect(await reasonOf(add({ personId: ground.members[0]!.actor.id }))).toMatch(/allerede en plads/);
    expect(await reasonOf(add({ outsiderName: 'Ny', function: 'chair' }))).toMatch(/i den funktion/);
    expect(await reasonOf(add({ personId: '00000000-0000-4000-8000-000000000000' }))).toMatch(/ingen åben konto/);
    expect(await reasonOf(add({ outsiderName: 'Ny', function: 'alternate', alternateFor: ground.alternate.id }))).toMatch(/ikke medlem/);
    expect(await reasonOf(add({ outsiderName: 'Ny', validTo: addDays(ground.today(), -1) }))).toMatch(/slutter/);
  });

  it('ends with a day, and takes the alternate’s with it', async () => {
    const seat = ground.members[4]!.id;
    const end = () => house.tx((tx) => endMembership(tx, housingCommittee, seat, ground.today(), ground.by()));
    const on = async (day: number) =>
      (await membersOn(house.database, housingCommittee, addDays(ground.today(), day))).map(({ name }) => name);
    expect(await on(1)).toEqual(['Anne', 'Bo', 'Carl', 'Dorte', 'Erik', 'Stine']);
    await end();
    expect([await on(0), await on(1)]).toEqual([
      ['Anne', 'Bo', 'Carl', 'Dorte', 'Erik', 'Stine'],
      ['Anne', 'Bo', 'Carl', 'Dorte'],
    ]);
    expect(await codeOf(end())).toBe('membership.refused');
  });
});

describe('a calendar of meetings', () => {
  const take = (text: string) => house.tx((tx) => importMeetings(tx, text, admin()));

  it('is taken in whole, twice without change, and refused whole with its lines', async () => {
    const text = 'udvalg;dato;start;dagsorden\nSocialudvalget;3-12-2026;9.30;26-11-2026\nsocial;2027-01-07;;2026-12-29\n';
    expect(await take(text)).toEqual({ read: 2, added: 2 });
    expect(await take(text)).toEqual({ read: 2, added: 0 });
    expect((await meetingsOf(house.database, 'social', ground.today()))?.map(({ date }) => date)).toEqual(['2026-12-03', '2027-01-07']);
    await expect(take('udvalg;dato;dagsorden\nsocial;2027-02-04;2027-01-28\nUkendt;2027-02-04;2027-01-28\n')).rejects.toMatchObject({
      code: 'meetings-file.refused',
      facts: { problem: 'linje 3: udvalget kendes ikke på mødedagen' },
    });
    expect(await meetingsOf(house.database, 'social', parseLocalDate('2027-02-01'))).toEqual([]);
    expect(await codeOf(take('udvalg;dato;dagsorden\n'))).toBe('meetings-file.refused');
  });
});
