import { rowsOf } from '@genmaele/platform';
import { openServedHouse, password, type ServedHouse } from './house.js';
import { type Visitor } from './visitor.js';

let house: ServedHouse;
let administrator: Visitor;

beforeAll(async () => {
  house = await openServedHouse();
  administrator = await house.as(house.people.administrator);
});
afterAll(() => house?.close());

const open = (email: string, roles: object[]) => administrator.post('/people', { name: 'Nina Ny', email, roles });

describe('accounts', () => {
  it('lets an administrator open one, whose drawn password signs in and is kept nowhere in clear', async () => {
    const answer = await open('nina@example.dk', [{ role: 'officer' }]);
    expect(answer.status).toBe(201);
    const nina = await house.visitor().signedIn('nina@example.dk', answer.body.oneTimePassword);
    expect((await nina.get('/me')).body.roles).toEqual(['officer']);
    expect(house.logged.join('\n')).not.toContain(answer.body.oneTimePassword);
    const entries = await rowsOf(house.database, `SELECT facts FROM audit_entry WHERE action = 'person.add'`);
    expect(JSON.stringify(entries)).not.toContain(answer.body.oneTimePassword);
  });

  it('refuses a second account with the same address, however it is written', async () => {
    await open('dobbelt@example.dk', [{ role: 'officer' }]);
    const again = await open('Dobbelt@Example.DK', [{ role: 'officer' }]);
    expect([again.status, again.body.code]).toEqual([409, 'person.exists']);
  });

  it('binds a chair and a secretary to a committee that is known, and nobody else', async () => {
    const refusals = [
      [{ role: 'chair' }],
      [{ role: 'chair', committeeId: 'findes-ikke' }],
      [{ role: 'officer', committeeId: 'kultur-erhverv-plan' }],
      [{ role: 'system' }],
      [],
    ];
    for (const [i, roles] of refusals.entries()) {
      const answer = await open(`afvist${i}@example.dk`, roles);
      expect([answer.status, answer.body.code]).toEqual([400, 'request.invalid']);
    }
    expect((await open('formand@example.dk', [{ role: 'chair', committeeId: 'kultur-erhverv-plan' }])).status).toBe(201);
  });

  it('ends the session of a closed account at its next request, and its sign-in', async () => {
    const { body } = await open('lukket@example.dk', [{ role: 'officer' }]);
    const visitor = await house.visitor().signedIn('lukket@example.dk', body.oneTimePassword);
    expect((await visitor.get('/cases')).status).toBe(200);
    expect((await administrator.post(`/people/${body.personId}/close`)).status).toBe(200);
    expect((await visitor.get('/cases')).status).toBe(401);
    expect((await house.visitor().post('/sign-in', { email: 'lukket@example.dk', password: body.oneTimePassword })).status).toBe(401);
    expect((await administrator.post(`/people/${body.personId}/close`)).body.code).toBe('person.not-found');
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

  it('shows the drawn password on the page once, and offers the page to administrators alone', async () => {
    const form = { body: new URLSearchParams({ name: 'Per Side', email: 'per@example.dk', role: 'dispatcher', committeeId: '' }) };
    const shown = await administrator.ask('POST', '/personer', form);
    expect(shown.status).toBe(200);
    const drawn = /<code>([\w-]{20})<\/code>/.exec(shown.text)?.[1] ?? '';
    expect((await house.visitor().post('/sign-in', { email: 'per@example.dk', password: drawn })).status).toBe(200);
    expect((await administrator.get('/personer')).text).not.toContain(drawn);
    expect((await (await house.as(house.people.chair)).get('/personer')).status).toBe(403);
  });
});
