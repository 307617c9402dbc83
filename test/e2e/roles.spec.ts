import { addDays, localDateOf } from '@genmaele/calendar';
import { type Actor } from '@genmaele/access';
import { actorWith, housingCommittee } from '@genmaele/testing';
import { Browser } from './browser.js';
import { openServedHouse, password, type ServedHouse } from './house.js';
import { type Visitor } from './visitor.js';

let house: ServedHouse;
let administrator: Visitor;

beforeAll(async () => {
  house = await openServedHouse();
  administrator = await house.as(house.people.administrator);
});
afterAll(() => house?.close());

const day = (ahead: number) => addDays(localDateOf(house.clock.now()), ahead);
const person = (role: 'officer' | 'economist' = 'officer') => actorWith(house.database, [{ role }], house.clock.now());
const give = (who: Actor, body: object, headers = {}) => administrator.post(`/people/${who.id}/roles`, body, headers);
const end = (who: Actor, roleId: string) => administrator.post(`/people/${who.id}/roles/${roleId}/end`);
const signedIn = (who: Actor) => house.visitor().signedIn(who.email, password);
const heldBy = async (who: Actor) => (await (await signedIn(who)).get('/me')).body.roles.sort();
const versionOf = async (who: Actor) => (await administrator.get(`/people/${who.id}/roles`)).headers.get('etag') ?? '';

describe('a role of an open account', () => {
  it('is given by an administrator, for one committee; sessions end, and the rights are there at the next sign-in', async () => {
    const who = await person();
    const before = await signedIn(who);
    const answer = await give(who, { role: 'committee-secretary', committeeId: housingCommittee });
    expect([answer.status, Object.keys(answer.body)]).toEqual([201, ['roleId']]);
    expect((await before.get('/me')).status).toBe(401);
    const after = (await (await signedIn(who)).get('/me')).body;
    expect([after.roles.sort(), after.committees]).toEqual([
      ['committee-secretary', 'officer'],
      [{ role: 'committee-secretary', committeeId: housingCommittee }],
    ]);
  });

  it('ends at once, with the sessions that stood on it and the rights of every key', async () => {
    const who = await actorWith(house.database, [{ role: 'administrator' }], house.clock.now());
    const visitor = await signedIn(who);
    const { token } = (await visitor.post('/me/tokens', { name: 'Nøgle', permissions: ['person.manage'], days: 5 })).body;
    const program = () => house.visitor().get('/people', { authorization: `Bearer ${token}` });
    expect([(await program()).status, (await visitor.get('/people')).status]).toEqual([200, 200]);
    const [{ id }] = (await administrator.get(`/people/${who.id}/roles`)).body.roles;
    expect((await end(who, id)).status).toBe(200);
    expect([(await program()).status, (await visitor.get('/people')).status]).toEqual([403, 401]);
    expect((await end(who, id)).body.code).toBe('person.role-not-found');
  });

  it('is held from the first day to the end of the last, in Danish days, and by nobody before or after', async () => {
    const who = await person();
    expect((await give(who, { role: 'economist', firstDay: day(2), lastDay: day(3) })).status).toBe(201);
    const [line] = (await administrator.get(`/people/${who.id}/roles`)).body.roles;
    expect([localDateOf(line.validFrom), localDateOf(line.validTo)]).toEqual([day(2), day(4)]);
    const at = (moment: string) =>
      house.rows(`SELECT 1 FROM role_grant WHERE id = $1 AND valid_from <= $2 AND valid_to > $2`, [line.id, moment]);
    const justBefore = (moment: string) => new Date(Date.parse(moment) - 1).toISOString();
    const held = [justBefore(line.validFrom), line.validFrom, justBefore(line.validTo), line.validTo].map(at);
    expect((await Promise.all(held)).map(({ length }) => length)).toEqual([0, 1, 1, 0]);
    expect(await heldBy(who)).toEqual(['officer']);
  });

  it('that has not begun can be taken back, and is then never held, nor shown', async () => {
    const who = await person();
    const { roleId } = (await give(who, { role: 'economist', firstDay: day(2) })).body;
    expect((await end(who, roleId)).status).toBe(200);
    const shown = (await administrator.get(`/people/${who.id}/roles`)).body.roles.map(({ role }: { role: string }) => role);
    expect(shown).toEqual(['officer']);
    expect((await end(who, roleId)).body.code).toBe('person.role-not-found');
    expect((await give(who, { role: 'economist', firstDay: day(2) })).status).toBe(201);
  });

  it.each([
    ['without the committee it is held in', { role: 'chair' }],
    ['in a committee that is not known', { role: 'member', committeeId: 'findes-ikke' }],
    ['in a ministry that is not known', { role: 'ministry-contact', ministryId: 'findes-ikke' }],
    ['in a municipality that is not known', { role: 'municipality-contact', municipalityCode: '411' }],
    ['of the system', { role: 'system' }],
    ['on a day that there is not', { role: 'auditor', firstDay: '2026-02-30' }],
    ['backwards in time', { role: 'auditor', firstDay: '2020-01-01' }],
    ['that ends before it begins', { role: 'auditor', firstDay: '2099-01-02', lastDay: '2099-01-01' }],
    ['that has ended already', { role: 'auditor', lastDay: '2020-01-01' }],
    ['that ends with the calendar itself', { role: 'auditor', lastDay: '9999-12-31' }],
  ])('is refused %s', async (_what, body) => {
    const who = await person();
    const answer = await give(who, body);
    expect([answer.status, answer.body.code]).toEqual([400, 'request.invalid']);
    expect(await heldBy(who)).toEqual(['officer']);
  });

  it('is given once for the same time, and again after it', async () => {
    const who = await person();
    expect((await give(who, { role: 'officer' })).body.code).toBe('person.role-held');
    expect((await give(who, { role: 'auditor', lastDay: day(3) })).status).toBe(201);
    expect((await give(who, { role: 'auditor', firstDay: day(3) })).body.code).toBe('person.role-held');
    expect((await give(who, { role: 'auditor', firstDay: day(4) })).status).toBe(201);
  });

  it('is neither given to nor taken from oneself, nor is any given to a closed account', async () => {
    const self = house.people.administrator;
    expect((await give(self, { role: 'chair', committeeId: housingCommittee })).body.code).toBe('person.own-roles');
    const [{ id }] = (await administrator.get(`/people/${self.id}/roles`)).body.roles;
    expect((await end(self, id)).body.code).toBe('person.own-roles');
    const who = await person();
    await administrator.post(`/people/${who.id}/close`);
    expect((await give(who, { role: 'auditor' })).body.code).toBe('person.not-found');
  });

  it('of another person is not ended under this one’s name', async () => {
    const [one, other] = [await person(), await person()];
    const [{ id }] = (await administrator.get(`/people/${other.id}/roles`)).body.roles;
    expect((await end(one, id)).body.code).toBe('person.role-not-found');
    expect(await heldBy(other)).toEqual(['officer']);
  });

  it('is changed by one of two administrators who saw the same, and needs a version and a number', async () => {
    const who = await person();
    const seen = { 'if-match': await versionOf(who) };
    expect((await give(who, { role: 'auditor' }, seen)).status).toBe(201);
    expect((await give(who, { role: 'economist' }, seen)).body.code).toBe('request.stale');
    const bare = (headers: Record<string, string>) =>
      administrator.ask('POST', `/people/${who.id}/roles`, {
        body: '{"role":"economist"}',
        headers: { 'content-type': 'application/json', ...headers },
      });
    expect((await bare({ 'idempotency-key': 'et nummer' })).body.code).toBe('request.version-missing');
    expect((await bare({ 'if-match': await versionOf(who) })).body.code).toBe('request.key-missing');
    expect(await heldBy(who)).toEqual(['auditor', 'officer']);
  });

  it('is in the log when it is given and when it ends, with its place and its days', async () => {
    const who = await person();
    const { roleId } = (await give(who, { role: 'municipality-contact', municipalityCode: '751', lastDay: day(9) })).body;
    await end(who, roleId);
    const lines = await house.rows<{ action: string; actor: string; facts: Record<string, string> }>(
      `SELECT action, actor_id AS actor, facts FROM audit_entry WHERE subject = $1 ORDER BY seq`,
      [`person:${who.id}`],
    );
    const role = 'municipality-contact:751';
    expect(
      lines.filter(({ action }) => action.startsWith('role.')).map(({ action, actor, facts }) => [action, actor, facts['role']]),
    ).toEqual([
      ['role.give', house.people.administrator.id, role],
      ['role.end', house.people.administrator.id, role],
    ]);
    expect(lines.find(({ action }) => action === 'role.give')?.facts).toMatchObject({ from: house.clock.now().toISOString() });
  });

  it('is given and ended on a page, which shows a refused form again with what was typed', async () => {
    const who = await person('economist');
    const browser = new Browser(administrator);
    const page = await browser.open(`/personer/${who.id}/roller`);
    const refused = await browser.submit(page.form('Giv rollen'), { role: 'chair', lastDay: day(30) });
    expect([refused.answer.status, refused.form('Giv rollen').fields]).toEqual([
      400,
      expect.objectContaining({ role: 'chair', lastDay: day(30) }),
    ]);
    const given = await browser.submit(refused.form('Giv rollen'), { committeeId: housingCommittee });
    expect([given.path, await heldBy(who)]).toEqual([`/personer/${who.id}/roller`, ['chair', 'economist']]);
    house.clock.move(1000);
    const ended = await browser.submit(given.form('Afslut rollen økonom'));
    expect([ended.text.includes('Afsluttet'), await heldBy(who)]).toEqual([true, ['chair']]);
    expect((await browser.open('/personer')).text).toContain('udvalgsformand i');
    expect((await browser.open(`/personer/${house.people.administrator.id}/roller`)).text).toContain('af en anden administrator');
  });
});
