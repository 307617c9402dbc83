import { actorWith, SoftwareAuthenticator } from '@genmaele/testing';
import { generateSync } from 'otplib';
import { Browser } from './browser.js';
import { openServedHouse, password, type ServedHouse } from './house.js';
import { type Visitor } from './visitor.js';

let house: ServedHouse;
beforeAll(async () => {
  house = await openServedHouse({ PUBLIC_URL: 'http://localhost', SECOND_FACTOR_ROLES: 'auditor' });
});
beforeEach(() => house.rows('DELETE FROM sign_in_try'));
afterAll(() => house?.close());

const someone = (role: 'officer' | 'auditor' | 'administrator' = 'officer') =>
  actorWith(house.database, [{ role }], house.clock.now(), 'Nogen');
const codeNow = (secret: string, steps = 0) => generateSync({ secret, epoch: Math.floor(house.clock.now().getTime() / 1000) + 30 * steps });

async function withCodes() {
  const person = await someone();
  const visitor = await house.visitor().signedIn(person.email, password);
  const { secret } = (await visitor.post('/me/one-time-codes')).body;
  const { recoveryCodes } = (await visitor.post('/me/one-time-codes/confirm', { code: codeNow(secret) })).body;
  house.clock.move(60_000);
  return { person, visitor, secret: secret as string, recoveryCodes: recoveryCodes as string[] };
}

async function half(email: string): Promise<Visitor> {
  const visitor = house.visitor();
  const answer = await visitor.post('/sign-in', { email, password });
  expect(answer.body).toEqual({ signedIn: false, needs: ['code'] });
  return visitor;
}

describe('one-time codes', () => {
  it('are asked for after the password, and nobody is signed in before', async () => {
    const { person, secret } = await withCodes();
    const visitor = await half(person.email);
    expect((await visitor.get('/me')).status).toBe(401);
    const before = visitor.cookie;
    expect((await visitor.post('/sign-in/code', { code: codeNow(secret) })).body).toEqual({ signedIn: true });
    expect([(await visitor.get('/me')).status, visitor.cookie === before]).toEqual([200, false]);
  });

  it('are taken once, one step early or late, and no further', async () => {
    const { person, secret } = await withCodes();
    for (const [steps, status] of [
      [-2, 401],
      [2, 401],
      [-1, 200],
      [-1, 401],
      [0, 200],
      [0, 401],
      [1, 200],
      [0, 401],
    ] as const) {
      expect([steps, (await (await half(person.email)).post('/sign-in/code', { code: codeNow(secret, steps) })).status]).toEqual([
        steps,
        status,
      ]);
    }
  });

  it('are never taken twice, though both come at once', async () => {
    const { person, secret } = await withCodes();
    const visitors = await Promise.all([half(person.email), half(person.email), half(person.email)]);
    const answers = await Promise.all(visitors.map((each) => each.post('/sign-in/code', { code: codeNow(secret) })));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 401, 401]);
  });

  it('are guessed ten times, and then no more', async () => {
    const { person, secret } = await withCodes();
    const visitor = await half(person.email);
    for (let i = 0; i < 10; i += 1) expect((await visitor.post('/sign-in/code', { code: '000000' })).status).toBe(401);
    expect((await visitor.post('/sign-in/code', { code: codeNow(secret) })).body.code).toBe('sign-in.too-many');
  });

  it('wait five minutes', async () => {
    const { person, secret } = await withCodes();
    const visitor = await half(person.email);
    house.clock.move(5 * 60_000);
    expect((await visitor.post('/sign-in/code', { code: codeNow(secret) })).body.code).toBe('sign-in.second-past');
  });

  it('have recovery codes in their stead, each once', async () => {
    const { person, recoveryCodes } = await withCodes();
    expect(recoveryCodes).toHaveLength(10);
    const [code = ''] = recoveryCodes;
    expect((await (await half(person.email)).post('/sign-in/code', { code: code.toUpperCase() })).status).toBe(200);
    expect((await (await half(person.email)).post('/sign-in/code', { code })).status).toBe(401);
  });

  it('lie encrypted, bound to their person, and stand in no log', async () => {
    const { person, secret } = await withCodes();
    const [row] = await house.rows<{ sealed: Buffer }>('SELECT sealed FROM totp_secret WHERE person_id = $1', [person.id]);
    expect(row?.sealed.includes(secret)).toBe(false);
    expect(house.logged.join('\n')).not.toContain(secret);
  });

  it('say so when the key they are kept under has been changed, and recovery codes still open', async () => {
    const { person, secret, recoveryCodes } = await withCodes();
    await house.owner.query('UPDATE totp_secret SET sealed = $2 WHERE person_id = $1', [person.id, Buffer.alloc(60, 7)]);
    const visitor = await half(person.email);
    const refused = await visitor.post('/sign-in/code', { code: codeNow(secret) });
    expect([refused.status, refused.body.code]).toEqual([503, 'factor.key-changed']);
    expect((await visitor.post('/sign-in/code', { code: recoveryCodes[0] })).body).toEqual({ signedIn: true });
  });

  it('show again who one is', async () => {
    const { visitor, secret } = await withCodes();
    const before = visitor.cookie;
    expect((await visitor.post('/sign-in/again', { code: '000000' })).body.code).toBe('sign-in.second-refused');
    expect((await visitor.post('/sign-in/again', { code: codeNow(secret) })).status).toBe(200);
    expect(visitor.cookie).not.toBe(before);
  });

  it('are begun on a page, with a picture to scan, and asked for on a page', async () => {
    const person = await someone();
    const browser = new Browser(await house.visitor().signedIn(person.email, password));
    const begun = await browser.submit((await browser.open('/konto/noegler')).form('Begynd med engangskoder'));
    const secret = /[A-Z2-7]{32}/.exec(begun.text)?.[0] ?? '';
    const pictures = begun.elements('img').map(({ attribs }) => attribs['src']?.split(',')[0]);
    expect(pictures).toEqual(['data:image/svg+xml;base64']);
    const confirmed = await browser.submit(begun.form('Bekræft koden'), { code: codeNow(secret) });
    expect(confirmed.text).toContain('Dine nødkoder');
    house.clock.move(60_000);
    const again = new Browser(house.visitor());
    const asked = await again.submit((await again.open('/')).form('Log på'), { email: person.email, password });
    expect(asked.title).toBe('Vis også din anden nøgle');
    expect((await again.submit(asked.form('Log på'), { code: codeNow(secret) })).text).toContain('Nogen');
  });
});

describe('a role that needs a second factor', () => {
  it('opens nothing but one’s own keys until there is one, and never lets the last one go', async () => {
    const person = await someone('auditor');
    const visitor = await house.visitor().signedIn(person.email, password);
    expect((await visitor.get('/cases')).body.code).toBe('sign-in.enrol-first');
    expect((await visitor.get('/me/factors')).status).toBe(200);
    const { secret } = (await visitor.post('/me/one-time-codes')).body;
    expect((await visitor.get('/cases')).body.code).toBe('sign-in.enrol-first');
    await visitor.post('/me/one-time-codes/confirm', { code: codeNow(secret) });
    expect((await visitor.get('/cases')).status).toBe(200);
    expect((await visitor.post('/me/one-time-codes/remove')).body.code).toBe('factor.refused');
    expect((await visitor.get('/me/factors')).body.totp).toBe(true);
  });
});

describe('a passkey', () => {
  async function withPasskey() {
    const person = await someone();
    const visitor = await house.visitor().signedIn(person.email, password);
    const device = new SoftwareAuthenticator('http://localhost');
    const options = (await visitor.post('/me/passkeys/options')).body;
    const added = await visitor.post('/me/passkeys', { name: 'Telefon', answer: device.make(options) });
    expect([added.status, added.text]).toEqual([201, expect.stringContaining('true')]);
    return { person, visitor, device };
  }
  const asked = async (visitor: Visitor) => (await visitor.post('/sign-in/passkey/options')).body;

  it('signs in without a name or a password, under a new session', async () => {
    const { person, device } = await withPasskey();
    const visitor = house.visitor();
    const options = await asked(visitor);
    expect(options.allowCredentials ?? []).toEqual([]);
    const before = visitor.cookie;
    expect((await visitor.post('/sign-in/passkey', device.show(options))).status).toBe(200);
    expect([(await visitor.get('/me')).body.email, visitor.cookie === before]).toEqual([person.email, false]);
  });

  it('is the second step after the password, for its own person alone', async () => {
    const [one, two] = [await withPasskey(), await withPasskey()];
    const visitor = house.visitor();
    expect((await visitor.post('/sign-in', { email: one.person.email, password })).body).toEqual({ signedIn: false, needs: ['passkey'] });
    expect((await visitor.post('/sign-in/passkey', two.device.show(await asked(visitor)))).body.code).toBe('passkey.refused');
    expect((await visitor.post('/sign-in/passkey', one.device.show(await asked(visitor)))).status).toBe(200);
  });

  it.each([
    ['another site asked', { origin: 'https://falsk.example' }],
    ['it belongs to another place', { place: 'falsk.example' }],
    ['its owner was not verified', { unverified: true }],
    ['it claims to be another’s', { userHandle: Buffer.from('en anden').toString('base64url') }],
  ])('is refused when %s', async (_what, bent) => {
    const { device } = await withPasskey();
    const visitor = house.visitor();
    expect((await visitor.post('/sign-in/passkey', device.show(await asked(visitor), bent))).body.code).toBe('passkey.refused');
  });

  it('is refused when its counter goes back: it has been copied', async () => {
    const { device } = await withPasskey();
    const visitor = house.visitor();
    expect((await visitor.post('/sign-in/passkey', device.show(await asked(visitor), { counter: 9 }))).status).toBe(200);
    const other = house.visitor();
    expect((await other.post('/sign-in/passkey', device.show(await asked(other), { counter: 9 }))).body.code).toBe('passkey.refused');
  });

  it('answers a challenge once, and only the challenge of its own session', async () => {
    const { device } = await withPasskey();
    const visitor = house.visitor();
    const answer = device.show(await asked(visitor));
    const thief = house.visitor();
    await asked(thief);
    expect((await thief.post('/sign-in/passkey', answer)).status).toBe(401);
    expect((await visitor.post('/sign-in/passkey', answer)).status).toBe(200);
    await visitor.post('/sign-out');
    expect((await visitor.post('/sign-in/passkey', answer)).status).toBe(401);
  });

  it('shows again who one is, and is worth nothing when it has been taken away', async () => {
    const { visitor, device } = await withPasskey();
    expect((await visitor.post('/sign-in/again/passkey', device.show(await asked(visitor)))).status).toBe(200);
    const [kept] = (await visitor.get('/me/factors')).body.passkeys;
    expect((await visitor.post(`/me/passkeys/${kept.id}/remove`)).status).toBe(200);
    const other = house.visitor();
    expect((await other.post('/sign-in/passkey', device.show(await asked(other)))).body.code).toBe('passkey.refused');
  });
});

describe('a token', () => {
  async function tokenOf(permissions: string[], role: 'officer' | 'administrator' = 'officer') {
    const person = await someone(role);
    const visitor = await house.visitor().signedIn(person.email, password);
    const key = { 'idempotency-key': `${person.id}-1` };
    const made = await visitor.post('/me/tokens', { name: 'Prøve', permissions, days: 30 }, key);
    const bearer = { authorization: `Bearer ${made.body.token}` };
    return { person, visitor, made, bearer, ask: (path: string, more = {}) => house.visitor().get(path, { ...bearer, ...more }) };
  }

  it('opens what it is for, and nothing else its person may', async () => {
    const { ask, visitor } = await tokenOf(['case.read']);
    expect([(await ask('/cases')).status, (await ask('/hearings')).body.code, (await visitor.get('/hearings')).status]).toEqual([
      200,
      'permission.denied',
      200,
    ]);
    expect((await ask('/me')).body.code).toBe('permission.denied');
  });

  it('is never wider than its person, neither when it is made nor later', async () => {
    expect((await tokenOf(['person.manage'])).made.body.code).toBe('token.too-wide');
    const { ask, person } = await tokenOf(['case.read']);
    await house.owner.query('UPDATE role_grant SET valid_to = $2 WHERE person_id = $1', [person.id, house.clock.now()]);
    expect((await ask('/cases')).body.code).toBe('permission.denied');
  });

  it('is shown once, kept as a hash, and listed without what opens it', async () => {
    const { made, visitor, person } = await tokenOf(['case.read']);
    expect((await visitor.get('/me/tokens')).text).not.toContain(made.body.token);
    const [row] = await house.rows<{ token_sha256: string }>('SELECT token_sha256 FROM api_token WHERE person_id = $1', [person.id]);
    expect([row?.token_sha256.length, row?.token_sha256 === made.body.token]).toEqual([64, false]);
    expect(house.logged.join('\n')).not.toContain(made.body.token);
  });

  it('ends when it is revoked, when its time is past, and when its person’s account is closed, at the next request', async () => {
    const [one, two, three] = [await tokenOf(['case.read']), await tokenOf(['case.read']), await tokenOf(['case.read'])];
    await one.visitor.post(`/me/tokens/${one.made.body.id}/revoke`);
    expect((await one.ask('/cases')).body.code).toBe('token.refused');
    const administrator = await house.as(house.people.administrator);
    const etag = (await administrator.get('/people')).body.find((each: { id: string }) => each.id === two.person.id).etag;
    expect((await administrator.post(`/people/${two.person.id}/close`, {}, { 'if-match': etag })).status).toBe(200);
    expect([(await two.ask('/cases')).body.code, (await two.visitor.get('/me')).status]).toEqual(['token.refused', 401]);
    house.clock.move(30 * 86_400_000);
    expect((await three.ask('/cases')).body.code).toBe('token.refused');
    house.clock.move(-30 * 86_400_000);
  });

  it('never comes with a cookie, and an unknown one is refused', async () => {
    const { ask } = await tokenOf(['case.read']);
    expect((await ask('/cases', { cookie: 'genmaele=x' })).body.code).toBe('token.with-cookie');
    expect((await house.visitor().get('/cases', { authorization: 'Bearer gm_ukendt' })).body.code).toBe('token.refused');
  });

  it('is another’s to neither see nor revoke, but for an administrator', async () => {
    const { made, ask } = await tokenOf(['case.read']);
    const stranger = await house.visitor().signedIn((await someone()).email, password);
    expect((await stranger.post(`/me/tokens/${made.body.id}/revoke`)).status).toBe(404);
    const administrator = await house.visitor().signedIn((await someone('administrator')).email, password);
    expect((await administrator.get('/tokens')).body.some((each: { id: string }) => each.id === made.body.id)).toBe(true);
    expect((await administrator.post(`/tokens/${made.body.id}/revoke`)).status).toBe(200);
    expect((await ask('/cases')).status).toBe(401);
  });

  it('is made on a page', async () => {
    const browser = new Browser(await house.visitor().signedIn((await someone()).email, password));
    const form = (await browser.open('/konto/noegler')).form('Lav nøglen');
    const made = await browser.submit(form, { name: 'Journal', permissions: 'case.read', days: '5' });
    const token = /gm_[\w-]{43}/.exec(made.text)?.[0];
    expect((await house.visitor().get('/cases', { authorization: `Bearer ${token}` })).status).toBe(200);
  });
});
