import { addresseesOf, caseView, letterAddresses, linkHearing, openLetterCase, setAddress } from '@genmaele/cases';
import { type MinisterialLetterBody } from '@genmaele/contracts';
import { caseIn, newHearing, openTestHouse, type TestHouse, testStart } from '@genmaele/testing';

let house: TestHouse;
beforeAll(async () => {
  house = await openTestHouse();
}, 60_000);
beforeEach(() => house.clock.set(testStart));
afterAll(() => house.close());

const by = () => ({ actorId: house.people.officer.id, now: house.clock.now() });
const set = (id: string, key: string, seen: string, address: string) => house.tx((tx) => setAddress(tx, id, { key, seen, address }, by()));

const proposal: MinisterialLetterBody = {
  event: 'proposal',
  title: 'Udspil om almene boliger',
  date: '2026-11-20',
  ministry: 'Social- og Boligministeriet',
  recipients: [
    { title: 'boligminister', name: 'Anna Lind', email: 'minister@ministerium.example' },
    { title: 'finansminister', name: 'Bo Dam' },
  ],
  wishedDate: '2026-12-18',
};
const letterCase = async (more: Partial<MinisterialLetterBody> = {}) =>
  (await house.tx((tx) => openLetterCase(tx, { ...proposal, ...more }, by()))).caseId;

describe('whom a letter goes to', () => {
  it('is the ministry of each hearing that it answers', async () => {
    const { id, hearingId } = await caseIn(house, 'opened');
    const other = await newHearing(house, { replyTo: 'anden@ministerium.example' });
    await house.tx((tx) => linkHearing(tx, id, other, house.clock.now()));
    expect(await addresseesOf(house.database, id)).toEqual([
      { key: `hearing:${hearingId}`, name: 'Social- og Boligministeriet', address: 'svar@ministerium.example' },
      { key: `hearing:${other}`, name: 'Social- og Boligministeriet', address: 'anden@ministerium.example' },
    ]);
  });

  it('is everyone whom the event names, also one whose address is not known', async () => {
    const id = await letterCase();
    expect(await addresseesOf(house.database, id)).toEqual([
      { key: 'recipient:0', name: 'boligminister Anna Lind', address: 'minister@ministerium.example' },
      { key: 'recipient:1', name: 'finansminister Bo Dam', address: null },
    ]);
    expect(await letterAddresses(house.database, id)).toEqual(['minister@ministerium.example']);
  });

  it('is the address given for the answer beside those who are named', async () => {
    const id = await letterCase({ replyTo: 'post@ministerium.example' });
    expect(await letterAddresses(house.database, id)).toEqual(['post@ministerium.example', 'minister@ministerium.example']);
  });

  it('is nobody who can be written to until an address is given', async () => {
    const id = await letterCase({ recipients: [{ title: 'minister', name: 'Anna Lind' }] });
    expect(await letterAddresses(house.database, id)).toEqual([]);
    await set(id, 'recipient:0', '', 'minister@ministerium.example');
    expect([await letterAddresses(house.database, id), (await caseView(house.database, id)).replyTo]).toEqual([
      ['minister@ministerium.example'],
      'minister@ministerium.example',
    ]);
  });
});

describe('an address that is corrected', () => {
  it('is corrected wherever it stood, so that the wrong one is written to nowhere', async () => {
    const id = await letterCase();
    await set(id, 'recipient:0', 'minister@ministerium.example', 'rettet@ministerium.example');
    await set(id, 'recipient:1', '', 'finans@ministerium.example');
    expect(await letterAddresses(house.database, id)).toEqual(['rettet@ministerium.example', 'finans@ministerium.example']);
    expect((await caseView(house.database, id)).replyTo).toBe('rettet@ministerium.example');
  });

  it('of a hearing is the hearing’s, and the log says who did it', async () => {
    const { id, hearingId } = await caseIn(house, 'opened');
    await set(id, `hearing:${hearingId}`, 'svar@ministerium.example', 'rettet@ministerium.example');
    expect(await letterAddresses(house.database, id)).toEqual(['rettet@ministerium.example']);
    const lines = await house.rows(`SELECT 1 FROM audit_entry WHERE action = 'hearing.reply-address' AND subject = $1 AND actor_id = $2`, [
      `hearing:${hearingId}`,
      house.people.officer.id,
    ]);
    expect(lines).toHaveLength(1);
  });

  it('is refused when a colleague has corrected it meanwhile, and for one whom the letter does not go to', async () => {
    const { id, hearingId } = await caseIn(house, 'opened');
    const key = `hearing:${hearingId}`;
    await set(id, key, 'svar@ministerium.example', 'rettet@ministerium.example');
    await expect(set(id, key, 'svar@ministerium.example', 'min@ministerium.example')).rejects.toMatchObject({ code: 'request.stale' });
    for (const unknown of ['reply', 'recipient:0', 'recipient:x', 'hearing:x', `hearing:${id}`, ''])
      await expect(set(id, unknown, '', 'a@b.dk')).rejects.toMatchObject({ code: 'case.addressee-unknown' });
    expect(await letterAddresses(house.database, id)).toEqual(['rettet@ministerium.example']);
  });
});
