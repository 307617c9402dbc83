import { randomUUID } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createVerify } from 'node:crypto';
import {
  actorWith,
  caseIn,
  encryptedFor,
  housingCommittee,
  oioSaml3,
  OidcIssuer,
  privilegeList,
  SamlProvider,
  testKey,
  type TestKey,
} from '@genmaele/testing';
import { generateSync } from 'otplib';
import { Browser } from './browser.js';
import { dataFolder, openServedHouse, type ServedHouse } from './house.js';
import { asked, CookieVisitor } from './cookie-visitor.js';
import { type Visitor } from './visitor.js';

const entityId = 'https://genmaele.example';
const answerUrl = 'http://127.0.0.1/saml/svar';
const jobRole = 'http://kl.dk/roles/jobrole/hoering_auditor/1';

let house: ServedHouse;
let issuer: OidcIssuer;
let provider: SamlProvider;
let own: TestKey;

beforeAll(async () => {
  [issuer, provider, own] = await Promise.all([OidcIssuer.open(), SamlProvider.open(), testKey('Genmæle')]);
  const folder = join(dataFolder('.'), 'saml');
  mkdirSync(folder, { recursive: true });
  const write = (name: string, text: string) => (writeFileSync(join(folder, name), text), name);
  const settings = {
    entityId,
    identityProvider: write('idp.xml', provider.metadata),
    key: write('key.pem', own.pem),
    certificate: write('certificate.pem', own.certificate),
    roles: [{ privilege: jobRole, cvr: '62547413', role: 'auditor' }],
  };
  const file = join(folder, write('saml.json', JSON.stringify(settings)));
  house = await openServedHouse({
    PUBLIC_URL: 'http://127.0.0.1',
    OIDC_ISSUER: issuer.url,
    OIDC_CLIENT_ID: 'genmaele',
    SAML_SETTINGS: file,
    APPROVAL_LEAST_LEVEL: 'High',
  });
});
beforeEach(() => {
  issuer.fault = {};
});
afterAll(async () => {
  await house?.close();
  await issuer?.close();
});

const person = (name = 'Anna') => actorWith(house.database, [{ role: 'officer' }], house.clock.now(), name);

const visitor = () => new CookieVisitor(house.base);
const leave = async (who: Visitor, by: 'oidc' | 'saml', link = '') => {
  const answer = await who.get(`/log-paa/${by}${link && `?invitation=${link}`}`);
  expect(answer.status).toBe(303);
  return answer.headers.get('location') ?? '';
};
const back = ({ pathname, search }: URL) => pathname + search;

async function byOidc(who: Visitor, link = '') {
  return who.get(back(issuer.consent(await leave(who, 'oidc', link))));
}

const post = (who: Visitor, response: string) =>
  who.ask('POST', '/saml/svar', {
    body: new URLSearchParams({ SAMLResponse: response }),
    headers: { accept: 'application/json', origin: 'https://idp.example.dk', 'sec-fetch-site': 'cross-site' },
  });

async function bySaml(who: Visitor, said: { nameId: string; attributes?: Record<string, string> }, link = '') {
  const { id } = asked(await leave(who, 'saml', link));
  return post(
    who,
    provider.response(provider.assertion({ now: house.clock.now(), audience: entityId, answerUrl, inResponseTo: id, ...said })),
  );
}

async function linkedByOidc(sub: string) {
  const actor = await person();
  await house.rows(
    `INSERT INTO person_identity (id, person_id, provider, issuer, subject, name, seen_at, linked_at) VALUES ($1, $2, 'oidc', $3, $4, 'Anna', $5, $5)`,
    [randomUUID(), actor.id, issuer.url, sub, house.clock.now()],
  );
  issuer.person = { sub, name: 'Anna', email: 'anna@example.dk', email_verified: true };
  return actor;
}

describe('an answer of OpenID Connect', () => {
  it('signs in the person whose identity it is', async () => {
    const actor = await linkedByOidc('s-1');
    const who = visitor();
    expect((await byOidc(who)).headers.get('location')).toBe('/');
    expect((await who.get('/me')).body.email).toBe(actor.email);
  });

  it.each([
    ['another issuer', { claims: { iss: 'https://falsk.example' } }, 'oidc.issuer'],
    ['another audience', { claims: { aud: 'en-anden' } }, 'oidc.audience'],
    ['another nonce', { claims: { nonce: 'gammel' } }, 'oidc.nonce'],
    ['a time that is past', { claims: { exp: 1 } }, 'oidc.expired'],
    ['no signature (alg none)', { alg: 'none' as const }, 'oidc.algorithm'],
    ['a signature by a shared secret (HS256)', { alg: 'HS256' as const }, 'oidc.algorithm'],
    ['a signature by an unknown key', { foreignKey: true }, 'oidc.signature'],
    ['an answer that names another issuer (mix-up)', { iss: 'https://falsk.example' }, 'oidc.mix-up'],
  ])('is refused with %s', async (_what, fault, code) => {
    await linkedByOidc(`s-${randomUUID()}`);
    issuer.fault = fault;
    const who = visitor();
    expect((await byOidc(who)).body.code).toBe(code);
    expect((await who.get('/me')).status).toBe(401);
  });

  it('is refused with another state, in another browser, and a second time', async () => {
    await linkedByOidc('s-3');
    const who = visitor();
    const address = issuer.consent(await leave(who, 'oidc'));
    const forged = new URL(address);
    forged.searchParams.set('state', '_gættet');
    expect((await who.get(back(forged))).body.code).toBe('oidc.state');
    const again = visitor();
    const second = issuer.consent(await leave(again, 'oidc'));
    expect((await visitor().get(back(second))).body.code).toBe('oidc.state');
    expect((await again.get(back(second))).status).toBe(303);
    expect((await again.get(back(second))).body.code).toBe('oidc.state');
  });

  it('is refused after ten minutes', async () => {
    await linkedByOidc('s-4');
    const who = visitor();
    const address = issuer.consent(await leave(who, 'oidc'));
    house.clock.move(10 * 60_000);
    expect((await who.get(back(address))).body.code).toBe('oidc.state');
  });

  it('is refused with another’s code: the verifier does not fit it', async () => {
    await linkedByOidc('s-5');
    const [who, thief] = [visitor(), visitor()];
    const stolen = issuer.consent(await leave(who, 'oidc'));
    const forged = issuer.consent(await leave(thief, 'oidc'));
    forged.searchParams.set('code', stolen.searchParams.get('code') ?? '');
    expect((await thief.get(back(forged))).body.code).toBe('oidc.refused');
  });
});

describe('an answer of SAML', () => {
  it('answers a request that we have signed, and our metadata name our key and address', async () => {
    const { xml, query } = asked(await leave(visitor(), 'saml'));
    expect(xml).toContain(`AssertionConsumerServiceURL="${answerUrl}"`);
    const signed = ['SAMLRequest', 'SigAlg'].map((name) => `${name}=${encodeURIComponent(query.get(name) ?? '')}`).join('&');
    expect(query.get('SigAlg')).toBe('http://www.w3.org/2001/04/xmldsig-more#rsa-sha256');
    expect(
      createVerify('sha256')
        .update(signed)
        .verify(own.certificate, query.get('Signature') ?? '', 'base64'),
    ).toBe(true);
    const metadata = await visitor().get('/saml/metadata');
    expect(metadata.text).toContain(`entityID="${entityId}"`);
    expect(metadata.text.match(/<ds:X509Certificate>/g)).toHaveLength(2);
  });

  it('is another’s to use neither in another browser, nor unasked, nor twice', async () => {
    const [who, thief] = [visitor(), visitor()];
    const { id } = asked(await leave(who, 'saml'));
    const said = { now: house.clock.now(), audience: entityId, answerUrl, nameId: 'n-1' };
    const response = provider.response(provider.assertion({ ...said, inResponseTo: id }));
    expect((await post(thief, response)).body.code).toBe('saml.not-asked');
    expect((await post(who, response)).body.code).toBe('saml.replayed');
    expect((await post(who, provider.response(provider.assertion({ ...said, inResponseTo: '_gættet' })))).body.code).toBe('saml.not-asked');
  });

  it('is accepted encrypted, and keeps its level on the session', async () => {
    const actor = await person();
    await house.rows(
      `INSERT INTO person_identity (id, person_id, provider, issuer, subject, name, seen_at, linked_at) VALUES ($1, $2, 'saml', $3, 'n-2', 'Anna', $4, $4)`,
      [randomUUID(), actor.id, provider.entityId, house.clock.now()],
    );
    const who = visitor();
    const { id } = asked(await leave(who, 'saml'));
    const assertion = provider.assertion({ now: house.clock.now(), audience: entityId, answerUrl, inResponseTo: id, nameId: 'n-2' });
    const answer = await post(who, provider.response(await encryptedFor(assertion, own.certificate)));
    expect([answer.status, (await who.get('/me')).body.email]).toEqual([303, actor.email]);
    const [row] = await house.rows<{ level: string }>(`SELECT sess->>'level' AS level FROM session WHERE sess->'passport'->>'user' = $1`, [
      actor.id,
    ]);
    expect(row?.level).toBe('Substantial');
  });
});

describe('an identity', () => {
  it('that nobody here has is refused with a page that says whom to ask, and makes no account', async () => {
    const count = async () => (await house.rows<{ count: string }>('SELECT count(*) FROM person'))[0]?.count;
    const before = await count();
    issuer.person = { sub: 'fremmed', name: 'Fremmed', email: 'fremmed@example.dk', email_verified: true };
    const who = visitor();
    const address = issuer.consent(await leave(who, 'oidc'));
    const page = await who.get(back(address), { accept: 'text/html' });
    expect([page.status, page.text]).toEqual([403, expect.stringContaining('Bed en administrator')]);
    expect(await count()).toBe(before);
  });

  it('with a verified e-mail of ours waits for an administrator, is answered like an unknown one, and then opens the account', async () => {
    const actor = await person('Birgit');
    issuer.person = { sub: 'b-1', name: 'Birgit B.', email: actor.email.toUpperCase(), email_verified: true };
    const { instance: _, ...waiting } = (await byOidc(visitor())).body;
    issuer.person = { sub: 'b-2', name: 'Ukendt', email: 'ukendt@example.dk', email_verified: true };
    const { instance: __, ...unknown } = (await byOidc(visitor())).body;
    expect([waiting.code, waiting]).toEqual(['identity.unknown', unknown]);
    const administrator = new Browser(await house.as(house.people.administrator));
    const overview = await administrator.open('/adgange');
    expect(overview.text).toContain('Birgit B.');
    await administrator.submit(overview.form('Bekræft Birgit B.'));
    issuer.person = { sub: 'b-1', name: 'Birgit B.', email: actor.email, email_verified: true };
    const who = visitor();
    await byOidc(who);
    expect((await who.get('/me')).body.id).toBe(actor.id);
  });

  it('with an e-mail that nobody has verified waits for no one', async () => {
    const actor = await person('Carl');
    issuer.person = { sub: 'c-1', name: 'Carl', email: actor.email };
    expect((await byOidc(visitor())).body.code).toBe('identity.unknown');
    expect(await house.rows('SELECT 1 FROM person_identity WHERE person_id = $1', [actor.id])).toEqual([]);
  });

  it('is linked by an invitation, once, and neither link nor identity opens another account', async () => {
    const administrator = await house.as(house.people.administrator);
    const email = `ny-${randomUUID().slice(0, 8)}@example.dk`;
    const key = { 'idempotency-key': email };
    const opened = await administrator.post('/people', { name: 'Ny', email, roles: [{ role: 'officer' }] }, key);
    await house.drain();
    const token =
      house.sink.mails
        .map((mail) => /\/adgang\/([\w-]{43})/.exec(mail.replaceAll('=\r\n', ''))?.[1])
        .filter(Boolean)
        .at(-1) ?? '';
    const who = visitor();
    expect((await bySaml(who, { nameId: 'ny-1' }, token)).status).toBe(303);
    expect((await who.get('/me')).body.id).toBe(opened.body.personId);
    expect((await bySaml(visitor(), { nameId: 'ny-2' }, token)).body.code).toBe('identity.unknown');
    const again = visitor();
    await bySaml(again, { nameId: 'ny-1' });
    expect((await again.get('/me')).body.id).toBe(opened.body.personId);
  });

  it('has the roles that its privileges give by the mapping, in their own CVR number alone, and loses them with the privilege', async () => {
    const actor = await person('Dorte');
    await house.rows(
      `INSERT INTO person_identity (id, person_id, provider, issuer, subject, name, seen_at, linked_at) VALUES ($1, $2, 'saml', $3, 'd-1', 'Dorte', $4, $4)`,
      [randomUUID(), actor.id, provider.entityId, house.clock.now()],
    );
    const rolesWith = async (cvr: string, role: string) => {
      house.clock.move(1000);
      const who = visitor();
      const privileges = privilegeList([{ cvr, roles: [role] }]);
      await bySaml(who, { nameId: 'd-1', attributes: oioSaml3({ name: 'Dorte', email: 'd@example.dk', privileges }) });
      return (await who.get('/me')).body.roles.sort();
    };
    expect(await rolesWith('62547413', jobRole)).toEqual(['auditor', 'officer']);
    expect(await rolesWith('12345678', jobRole)).toEqual(['officer']);
    expect(await rolesWith('62547413', `${jobRole}0`)).toEqual(['officer']);
    expect(await rolesWith('62547413', jobRole)).toEqual(['auditor', 'officer']);
  });

  it('opens nothing when the account is closed', async () => {
    const actor = await linkedByOidc('lukket');
    await house.rows('UPDATE person SET disabled_at = $2 WHERE id = $1', [actor.id, house.clock.now()]);
    expect((await byOidc(visitor())).body.code).toBe('identity.unknown');
  });
});

describe('whoever was vouched for, and is to approve', () => {
  const attributes = (level: string) => oioSaml3({ name: 'Else', email: 'else@example.dk', level });
  const chairKnownAs = async (nameId: string) => {
    const actor = await actorWith(house.database, [{ role: 'chair', committeeId: housingCommittee }], house.clock.now(), 'Else');
    await house.rows(
      `INSERT INTO person_identity (id, person_id, provider, issuer, subject, name, seen_at, linked_at) VALUES ($1, $2, 'saml', $3, $4, 'Else', $5, $5)`,
      [randomUUID(), actor.id, provider.entityId, nameId, house.clock.now()],
    );
    return actor;
  };
  const stateOf = async (id: string) =>
    (await house.rows<{ state: string }>('SELECT state FROM response_case WHERE id = $1', [id]))[0]?.state;

  it('needs the level that is asked for, and is told how to get it', async () => {
    await chairKnownAs('e-1');
    const { id, currentVersion } = await caseIn(house, 'in-approval');
    const who = visitor();
    await bySaml(who, { nameId: 'e-1', attributes: attributes('Substantial') });
    const refused = await who.post(`/cases/${id}/actions/approve`, { seen: currentVersion?.sha256 });
    expect([refused.status, refused.body.code, await stateOf(id)]).toEqual([403, 'sign-in.level-too-low', 'in-approval']);
    expect(`${refused.body.why} ${refused.body.todo}`).toMatch(/High.*Substantial.*log på igen/);
    await bySaml(who, { nameId: 'e-1', attributes: attributes('High') });
    const approved = await who.post(`/cases/${id}/actions/approve`, { seen: currentVersion?.sha256 });
    expect([approved.status, await stateOf(id)]).toEqual([200, 'approved']);
  });

  it('shows again who they are by a one-time code, or where they were vouched for, and has no password to give', async () => {
    await chairKnownAs('e-2');
    const { id } = await caseIn(house, 'in-approval');
    const who = visitor();
    await bySaml(who, { nameId: 'e-2', attributes: attributes('High') });
    const codeNow = (secret: string) => generateSync({ secret, epoch: Math.floor(house.clock.now().getTime() / 1000) });
    const { secret } = (await who.post('/me/one-time-codes')).body as { secret: string };
    expect((await who.post('/me/one-time-codes/confirm', { code: codeNow(secret) })).status).toBe(200);
    house.clock.move(61 * 60_000);
    const browser = new Browser(who);
    const asked = await browser.submit((await browser.open(`/sager/${id}`)).form('Godkend'));
    expect([asked.title, await stateOf(id)]).toEqual(['Vis, at det er dig.', 'in-approval']);
    expect(asked.elements('a').map(({ attribs }) => attribs['href'])).toContain('/log-paa/saml');
    const wrong = await browser.submit(asked.form('Bekræft og fortsæt'), { code: '000000' });
    expect([wrong.title, await stateOf(id)]).toEqual(['Koden passer ikke.', 'in-approval']);
    await browser.submit(wrong.form('Bekræft og fortsæt'), { code: codeNow(secret) });
    expect(await stateOf(id)).toBe('approved');
  });
});
