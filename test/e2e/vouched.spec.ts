import { createVerify, randomUUID } from 'node:crypto';
import {
  actorWith,
  caseIn,
  encryptedFor,
  housingCommittee,
  type OidcIssuer,
  oioSaml3,
  privilegeList,
  type SamlProvider,
  type TestKey,
} from '@genmaele/testing';
import { generateSync } from 'otplib';
import { Browser } from './browser.js';
import { asked } from './cookie-visitor.js';
import { type ServedHouse } from './house.js';
import { answerUrl, entityId, jobRole, Vouching } from './vouching.js';

let vouching: Vouching;
let house: ServedHouse;
let issuer: OidcIssuer;
let provider: SamlProvider;
let own: TestKey;

beforeAll(async () => {
  vouching = await Vouching.open();
  ({ house, issuer, provider, own } = vouching);
});
beforeEach(() => {
  issuer.fault = {};
});
afterAll(() => vouching?.close());

const back = ({ pathname, search }: URL) => pathname + search;

describe('an answer of OpenID Connect', () => {
  it('signs in the person whose identity it is', async () => {
    const actor = await vouching.linkedByOidc('s-1');
    const who = vouching.visitor();
    expect((await vouching.byOidc(who)).headers.get('location')).toBe('/');
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
    await vouching.linkedByOidc(`s-${randomUUID()}`);
    issuer.fault = fault;
    const who = vouching.visitor();
    expect((await vouching.byOidc(who)).body.code).toBe(code);
    expect((await who.get('/me')).status).toBe(401);
  });

  it('is refused with another state, in another browser, and a second time', async () => {
    await vouching.linkedByOidc('s-3');
    const who = vouching.visitor();
    const address = issuer.consent(await vouching.leave(who, 'oidc'));
    const forged = new URL(address);
    forged.searchParams.set('state', '_gættet');
    expect((await who.get(back(forged))).body.code).toBe('oidc.state');
    const again = vouching.visitor();
    const second = issuer.consent(await vouching.leave(again, 'oidc'));
    expect((await vouching.visitor().get(back(second))).body.code).toBe('oidc.state');
    expect((await again.get(back(second))).status).toBe(303);
    expect((await again.get(back(second))).body.code).toBe('oidc.state');
  });

  it('is refused after ten minutes', async () => {
    await vouching.linkedByOidc('s-4');
    const who = vouching.visitor();
    const address = issuer.consent(await vouching.leave(who, 'oidc'));
    house.clock.move(10 * 60_000);
    expect((await who.get(back(address))).body.code).toBe('oidc.state');
  });

  it('is refused with another’s code: the verifier does not fit it', async () => {
    await vouching.linkedByOidc('s-5');
    const [who, thief] = [vouching.visitor(), vouching.visitor()];
    const stolen = issuer.consent(await vouching.leave(who, 'oidc'));
    const forged = issuer.consent(await vouching.leave(thief, 'oidc'));
    forged.searchParams.set('code', stolen.searchParams.get('code') ?? '');
    expect((await thief.get(back(forged))).body.code).toBe('oidc.refused');
  });
});

describe('an answer of SAML', () => {
  it('answers a request that we have signed, and our metadata name our key and address', async () => {
    const { xml, query } = asked(await vouching.leave(vouching.visitor(), 'saml'));
    expect(xml).toContain(`AssertionConsumerServiceURL="${answerUrl}"`);
    const signed = ['SAMLRequest', 'SigAlg'].map((name) => `${name}=${encodeURIComponent(query.get(name) ?? '')}`).join('&');
    expect(query.get('SigAlg')).toBe('http://www.w3.org/2001/04/xmldsig-more#rsa-sha256');
    expect(
      createVerify('sha256')
        .update(signed)
        .verify(own.certificate, query.get('Signature') ?? '', 'base64'),
    ).toBe(true);
    const metadata = await vouching.visitor().get('/saml/metadata');
    expect(metadata.text).toContain(`entityID="${entityId}"`);
    expect(metadata.text.match(/<ds:X509Certificate>/g)).toHaveLength(2);
  });

  it('is another’s to use neither in another browser, nor unasked, nor twice', async () => {
    const [who, thief] = [vouching.visitor(), vouching.visitor()];
    const { id } = asked(await vouching.leave(who, 'saml'));
    const said = { now: house.clock.now(), audience: entityId, answerUrl, nameId: 'n-1' };
    const response = provider.response(provider.assertion({ ...said, inResponseTo: id }));
    expect((await vouching.post(thief, response)).body.code).toBe('saml.not-asked');
    expect((await vouching.post(who, response)).body.code).toBe('saml.replayed');
    expect((await vouching.post(who, provider.response(provider.assertion({ ...said, inResponseTo: '_gættet' })))).body.code).toBe(
      'saml.not-asked',
    );
  });

  it('is accepted encrypted, and keeps its level on the session', async () => {
    const actor = await vouching.person();
    await vouching.link(actor, 'saml', 'n-2');
    const who = vouching.visitor();
    const { id } = asked(await vouching.leave(who, 'saml'));
    const assertion = provider.assertion({ now: house.clock.now(), audience: entityId, answerUrl, inResponseTo: id, nameId: 'n-2' });
    const answer = await vouching.post(who, provider.response(await encryptedFor(assertion, own.certificate)));
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
    const who = vouching.visitor();
    const address = issuer.consent(await vouching.leave(who, 'oidc'));
    const page = await who.get(back(address), { accept: 'text/html' });
    expect([page.status, page.text]).toEqual([403, expect.stringContaining('Bed en administrator')]);
    expect(await count()).toBe(before);
  });

  it('with a verified e-mail of ours waits for an administrator, is answered like an unknown one, and then opens the account', async () => {
    const actor = await vouching.person('Birgit');
    issuer.person = { sub: 'b-1', name: 'Birgit B.', email: actor.email.toUpperCase(), email_verified: true };
    const { instance: _, ...waiting } = (await vouching.byOidc(vouching.visitor())).body;
    issuer.person = { sub: 'b-2', name: 'Ukendt', email: 'ukendt@example.dk', email_verified: true };
    const { instance: __, ...unknown } = (await vouching.byOidc(vouching.visitor())).body;
    expect([waiting.code, waiting]).toEqual(['identity.unknown', unknown]);
    const administrator = new Browser(await house.as(house.people.administrator));
    const overview = await administrator.open('/adgange');
    expect(overview.text).toContain('Birgit B.');
    await administrator.submit(overview.form('Bekræft Birgit B.'));
    issuer.person = { sub: 'b-1', name: 'Birgit B.', email: actor.email, email_verified: true };
    const who = vouching.visitor();
    await vouching.byOidc(who);
    expect((await who.get('/me')).body.id).toBe(actor.id);
  });

  it('with an e-mail that nobody has verified waits for no one', async () => {
    const actor = await vouching.person('Carl');
    issuer.person = { sub: 'c-1', name: 'Carl', email: actor.email };
    expect((await vouching.byOidc(vouching.visitor())).body.code).toBe('identity.unknown');
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
    const who = vouching.visitor();
    expect((await vouching.bySaml(who, { nameId: 'ny-1' }, `invitation=${token}`)).status).toBe(303);
    expect((await who.get('/me')).body.id).toBe(opened.body.personId);
    expect((await vouching.bySaml(vouching.visitor(), { nameId: 'ny-2' }, `invitation=${token}`)).body.code).toBe('identity.unknown');
    const again = vouching.visitor();
    await vouching.bySaml(again, { nameId: 'ny-1' });
    expect((await again.get('/me')).body.id).toBe(opened.body.personId);
  });

  it('has the roles that its privileges give by the mapping, in their own CVR number alone, and loses them with the privilege', async () => {
    const actor = await vouching.person('Dorte');
    await vouching.link(actor, 'saml', 'd-1');
    const rolesWith = async (cvr: string, role: string) => {
      house.clock.move(1000);
      const who = vouching.visitor();
      const privileges = privilegeList([{ cvr, roles: [role] }]);
      await vouching.bySaml(who, { nameId: 'd-1', attributes: oioSaml3({ name: 'Dorte', email: 'd@example.dk', privileges }) });
      return (await who.get('/me')).body.roles.sort();
    };
    expect(await rolesWith('62547413', jobRole)).toEqual(['auditor', 'officer']);
    expect(await rolesWith('12345678', jobRole)).toEqual(['officer']);
    expect(await rolesWith('62547413', `${jobRole}0`)).toEqual(['officer']);
    expect(await rolesWith('62547413', jobRole)).toEqual(['auditor', 'officer']);
  });

  it('opens nothing when the account is closed', async () => {
    const actor = await vouching.linkedByOidc('lukket');
    await house.rows('UPDATE person SET disabled_at = $2 WHERE id = $1', [actor.id, house.clock.now()]);
    expect((await vouching.byOidc(vouching.visitor())).body.code).toBe('identity.unknown');
  });
});

describe('whoever was vouched for, and is to approve', () => {
  const attributes = (level: string) => oioSaml3({ name: 'Else', email: 'else@example.dk', level });
  const chairKnownAs = async (nameId: string) => {
    const actor = await actorWith(house.database, [{ role: 'chair', committeeId: housingCommittee }], house.clock.now(), 'Else');
    await vouching.link(actor, 'saml', nameId);
    return actor;
  };
  const stateOf = async (id: string) =>
    (await house.rows<{ state: string }>('SELECT state FROM response_case WHERE id = $1', [id]))[0]?.state;

  it('needs the level that is asked for, and is told how to get it', async () => {
    await chairKnownAs('e-1');
    const { id, currentVersion } = await caseIn(house, 'in-approval');
    const who = vouching.visitor();
    await vouching.bySaml(who, { nameId: 'e-1', attributes: attributes('Substantial') });
    const refused = await who.post(`/cases/${id}/actions/approve`, { seen: currentVersion?.sha256 });
    expect([refused.status, refused.body.code, await stateOf(id)]).toEqual([403, 'sign-in.level-too-low', 'in-approval']);
    expect(`${refused.body.why} ${refused.body.todo}`).toMatch(/High.*Substantial.*log på igen/);
    await vouching.bySaml(who, { nameId: 'e-1', attributes: attributes('High') });
    const approved = await who.post(`/cases/${id}/actions/approve`, { seen: currentVersion?.sha256 });
    expect([approved.status, await stateOf(id)]).toEqual([200, 'approved']);
  });

  it('shows again who they are by a one-time code, or where they were vouched for, and has no password to give', async () => {
    await chairKnownAs('e-2');
    const { id } = await caseIn(house, 'in-approval');
    const who = vouching.visitor();
    await vouching.bySaml(who, { nameId: 'e-2', attributes: attributes('High') });
    const codeNow = (secret: string) => generateSync({ secret, epoch: Math.floor(house.clock.now().getTime() / 1000) });
    const { secret } = (await who.post('/me/one-time-codes')).body as { secret: string };
    expect((await who.post('/me/one-time-codes/confirm', { code: codeNow(secret) })).status).toBe(200);
    house.clock.move(61 * 60_000);
    const browser = new Browser(who);
    const asked = await browser.submit((await browser.open(`/sager/${id}`)).form('Godkend'));
    expect([asked.title, await stateOf(id)]).toEqual(['Vis, at det er dig.', 'in-approval']);
    expect(asked.elements('a').map(({ attribs }) => attribs['href'])).toContain('/log-paa/saml?igen=1');
    const wrong = await browser.submit(asked.form('Bekræft og fortsæt'), { code: '000000' });
    expect([wrong.title, await stateOf(id)]).toEqual(['Koden passer ikke.', 'in-approval']);
    await browser.submit(wrong.form('Bekræft og fortsæt'), { code: codeNow(secret) });
    expect(await stateOf(id)).toBe('approved');
  });
});
