import { randomUUID } from 'node:crypto';
import { ministries } from '@genmaele/intake';
import { openServedHouse, password, type ServedHouse } from './house.js';
import { type Visitor } from './visitor.js';

let house: ServedHouse;
let administrator: Visitor;

beforeAll(async () => {
  house = await openServedHouse();
  administrator = await house.as(house.people.administrator);
});
afterAll(() => house?.close());

const newPassword = 'et langt nyt kodeord';

/** The token of the last link mailed to an address. */
async function mailedToken(email: string): Promise<string> {
  await house.drain();
  const mail = house.sink.mails.filter((each) => each.includes(`To: ${email}`)).at(-1) ?? '';
  return /\/adgang\/([\w-]{43})/.exec(mail.replaceAll('=\r\n', ''))?.[1] ?? '';
}

/** Chooses the password by a link, and signs in with it. */
async function chosen(email: string, token: string): Promise<Visitor> {
  expect((await house.visitor().post('/password', { token, password: newPassword })).status).toBe(200);
  return house.visitor().signedIn(email, newPassword);
}

const open = (email: string, roles: object[]) => administrator.post('/people', { name: 'Nina Ny', email, roles });

describe('accounts', () => {
  it('lets an administrator open one, whose password only the person knows: it is chosen by a mailed link, once', async () => {
    const answer = await open('nina@example.dk', [{ role: 'officer' }]);
    expect([answer.status, Object.keys(answer.body)]).toEqual([201, ['personId']]);
    const token = await mailedToken('nina@example.dk');
    const nina = await chosen('nina@example.dk', token);
    expect((await nina.get('/me')).body.roles).toEqual(['officer']);
    const again = await house.visitor().post('/password', { token, password: 'et andet langt kodeord' });
    expect([again.status, again.body.code]).toEqual([404, 'account.link-dead']);
    const kept = await house.rows(
      'SELECT facts FROM audit_entry UNION ALL SELECT payload FROM work UNION ALL SELECT to_jsonb(l) FROM account_link l',
    );
    expect(house.logged.join('\n') + JSON.stringify(kept)).not.toContain(token);
  });

  it('refuses a second account with the same address, however it is written', async () => {
    await open('dobbelt@example.dk', [{ role: 'officer' }]);
    const again = await open('Dobbelt@Example.DK', [{ role: 'officer' }]);
    expect([again.status, again.body.code]).toEqual([409, 'person.exists']);
  });

  it('binds whoever sits in a committee, and its secretary, to one that is known, a contact to a ministry or a municipality, and nobody else', async () => {
    const refusals = [
      [{ role: 'chair' }],
      [{ role: 'chair', committeeId: 'findes-ikke' }],
      [{ role: 'officer', committeeId: 'kultur-erhverv-plan' }],
      [{ role: 'ministry-contact' }],
      [{ role: 'ministry-contact', ministryId: 'findes-ikke' }],
      [{ role: 'officer', ministryId: 'findes-ikke' }],
      [{ role: 'member' }],
      [{ role: 'vice-chair' }],
      [{ role: 'municipality-contact' }],
      [{ role: 'municipality-contact', municipalityCode: '411' }],
      [{ role: 'officer', municipalityCode: '751' }],
      [{ role: 'system' }],
      [],
    ];
    for (const [i, roles] of refusals.entries()) {
      const answer = await open(`afvist${i}@example.dk`, roles);
      expect([answer.status, answer.body.code]).toEqual([400, 'request.invalid']);
    }
    expect((await open('formand@example.dk', [{ role: 'chair', committeeId: 'kultur-erhverv-plan' }])).status).toBe(201);
  });

  it('binds a ministry’s contact to one ministry, which the page and the log tell', async () => {
    const [ministry] = ministries.filter(({ validTo }) => !validTo);
    const { body } = await open('kontakt@example.dk', [{ role: 'ministry-contact', ministryId: ministry!.id }]);
    const { body: people } = await administrator.get('/people');
    const line = people.find(({ id }: { id: string }) => id === body.personId);
    expect(line.roles).toEqual([{ role: 'ministry-contact', committeeId: null, ministryId: ministry!.id, municipalityCode: null }]);
    expect((await administrator.get('/personer')).text).toContain(`ministeriets kontaktperson i ${ministry!.name}`);
    const facts = await house.rows(`SELECT facts FROM audit_entry WHERE subject = $1`, [`person:${body.personId}`]);
    expect(facts).toEqual([{ facts: { roles: `ministry-contact:${ministry!.id}` } }]);
  });

  it('binds a municipality’s contact to one municipality, which the page and the log tell', async () => {
    const { body } = await open('kommune@example.dk', [{ role: 'municipality-contact', municipalityCode: '751' }]);
    const { body: people } = await administrator.get('/people');
    const line = people.find(({ id }: { id: string }) => id === body.personId);
    expect(line.roles).toEqual([{ role: 'municipality-contact', committeeId: null, ministryId: null, municipalityCode: '751' }]);
    expect((await administrator.get('/personer')).text).toContain('kommunens kontaktperson i Aarhus Kommune');
    const facts = await house.rows(`SELECT facts FROM audit_entry WHERE subject = $1`, [`person:${body.personId}`]);
    expect(facts).toEqual([{ facts: { roles: 'municipality-contact:751' } }]);
  });

  it('ends the sessions of a closed account at once, and its sign-in, and gives it no link', async () => {
    const { body } = await open('lukket@example.dk', [{ role: 'officer' }]);
    const visitor = await chosen('lukket@example.dk', await mailedToken('lukket@example.dk'));
    expect((await visitor.get('/cases')).status).toBe(200);
    expect((await administrator.post(`/people/${body.personId}/close`)).status).toBe(200);
    expect(await house.rows(`SELECT 1 FROM session WHERE sess->'passport'->>'user' = $1`, [body.personId])).toEqual([]);
    expect((await visitor.get('/cases')).status).toBe(401);
    expect((await house.visitor().post('/sign-in', { email: 'lukket@example.dk', password: newPassword })).status).toBe(401);
    expect((await administrator.post(`/people/${body.personId}/close`)).body.code).toBe('person.not-found');
    const mails = house.sink.mails.length;
    expect((await house.visitor().post('/password-links', { email: 'lukket@example.dk' })).status).toBe(202);
    await house.drain();
    expect(house.sink.mails).toHaveLength(mails);
  });

  it('lets a person change their own password, not with a wrong one nor to a short one', async () => {
    const officer = await house.as(house.people.officer);
    expect((await officer.post('/me/password', { current: 'forkert', next: 'et langt nyt kodeord' })).body.code).toBe(
      'person.password-refused',
    );
    expect((await officer.post('/me/password', { current: password, next: 'kort' })).body.code).toBe('person.password-refused');
    expect((await officer.post('/me/password', { current: password, next: 'et langt nyt kodeord' })).status).toBe(200);
    const { email } = house.people.officer;
    expect((await house.visitor().post('/sign-in', { email, password })).status).toBe(401);
    expect((await house.visitor().post('/sign-in', { email, password: 'et langt nyt kodeord' })).status).toBe(200);
  });

  it('are opened on a page that administrators alone are offered', async () => {
    const form = {
      body: new URLSearchParams({ name: 'Per Side', email: 'per@example.dk', role: 'dispatcher', committeeId: '' }),
      headers: { 'idempotency-key': randomUUID() },
    };
    const shown = await administrator.ask('POST', '/personer', form);
    expect([shown.status, shown.text]).toEqual([200, expect.stringContaining('en mail på vej til <strong>per@example.dk</strong>')]);
    await chosen('per@example.dk', await mailedToken('per@example.dk'));
    expect((await (await house.as(house.people.chair)).get('/personer')).status).toBe(403);
  });
});
