import { createVerify } from 'node:crypto';
import { testKey } from '@genmaele/testing';
import { Browser } from './browser.js';
import { asked, type CookieVisitor } from './cookie-visitor.js';
import { entityId, Vouching } from './vouching.js';

let vouching: Vouching;

beforeAll(async () => {
  vouching = await Vouching.open();
});
afterAll(() => vouching?.close());

const destination = 'http://127.0.0.1/saml/log-af';

/** Someone who is signed in by SAML, under that name at the provider. */
async function signedIn(nameId: string): Promise<CookieVisitor> {
  await vouching.link(await vouching.person('Gerda'), 'saml', nameId);
  return further(nameId);
}
async function further(nameId: string): Promise<CookieVisitor> {
  const who = vouching.visitor();
  expect((await vouching.bySaml(who, { nameId })).status).toBe(303);
  return who;
}
type Asking = Parameters<typeof vouching.provider.logoutQuery>[0];
const request = (nameId: string, more: Partial<Asking> = {}) =>
  vouching.provider.logoutQuery({ now: vouching.house.clock.now(), destination, nameId, ...more });
/** The browser that the provider sends has no session of ours with it. */
const arrive = (query: string) => vouching.visitor().get(`/saml/log-af?${query}`);
const status = async (who: CookieVisitor) => (await who.get('/me')).status;

function isSignedByUs(address: string, message: string): boolean {
  const { searchParams } = new URL(address);
  const fields = [message, 'RelayState', 'SigAlg'].filter((name) => searchParams.has(name));
  const signed = fields.map((name) => `${name}=${encodeURIComponent(searchParams.get(name) ?? '')}`).join('&');
  return createVerify('sha256')
    .update(signed)
    .verify(vouching.own.certificate, searchParams.get('Signature') ?? '', 'base64');
}

describe('signing out of a session that SAML opened', () => {
  it('goes on to the provider with a signed request for that session, when it has ended here', async () => {
    const who = await signedIn('h-1');
    const browser = new Browser(who);
    const page = await browser.submit((await browser.open('/')).form('Log af'));
    const to =
      page
        .elements('a')
        .map(({ attribs }) => attribs['href'] ?? '')
        .find((href) => href.startsWith(vouching.provider.logoutUrl)) ?? '';
    expect([page.title, await status(who)]).toEqual(['Du er logget af her', 401]);
    expect(page.answer.headers.get('refresh')).toBe(`0; url=${to}`);
    const { xml } = asked(to);
    expect(xml).toMatch(
      new RegExp(`<saml:Issuer[^>]*>${entityId}</saml:Issuer>.*<saml:NameID[^>]*>h-1</saml:NameID>.*SessionIndex[^>]*>_s<`),
    );
    expect(isSignedByUs(to, 'SAMLRequest')).toBe(true);
    expect((await who.get('/saml/log-af?SAMLResponse=svar')).headers.get('location')).toBe('/');
  });

  it('of any other session ends here', async () => {
    const browser = new Browser(await vouching.house.visitor().signedIn((await vouching.person()).email, 'hemmeligt kodeord'));
    expect((await browser.submit((await browser.open('/')).form('Log af'))).path).toBe('/');
  });
});

describe('a provider that signs somebody out', () => {
  it('ends their sessions at once, and nobody else’s, and is answered with our signature', async () => {
    const [who, other] = [await signedIn('i-1'), await signedIn('i-2')];
    const second = await further('i-1');
    const answer = await arrive(request('i-1', { id: '_deres' }));
    const to = answer.headers.get('location') ?? '';
    expect([await status(who), await status(second), await status(other)]).toEqual([401, 401, 200]);
    expect([answer.status, to.startsWith(vouching.provider.logoutUrl), isSignedByUs(to, 'SAMLResponse')]).toEqual([303, true, true]);
    expect(new URL(to).searchParams.get('RelayState')).toBe('tilstand');
  });

  it('ends the sessions that it names alone', async () => {
    const who = await signedIn('i-3');
    await arrive(request('i-3', { sessionIndex: '_en-anden' }));
    expect(await status(who)).toBe(200);
    await arrive(request('i-3', { sessionIndex: '_s' }));
    expect(await status(who)).toBe(401);
  });

  it('is not heard twice with the same request', async () => {
    await signedIn('i-4');
    const query = request('i-4');
    expect((await arrive(query)).status).toBe(303);
    const who = await further('i-4');
    expect([(await arrive(query)).body.code, await status(who)]).toEqual(['saml.replayed', 200]);
  });

  it.each<[string, string, (now: Date) => Partial<Asking>]>([
    ['is not signed', 'saml.unsigned', () => ({ signed: false })],
    ['is signed by SHA-1', 'saml.algorithm', () => ({ algorithm: 'http://www.w3.org/2000/09/xmldsig#rsa-sha1' })],
    ['comes from another', 'saml.issuer', () => ({ issuer: 'https://falsk.example' })],
    ['is for another', 'saml.profile', () => ({ destination: 'https://andre.example/log-af' })],
    ['is old', 'saml.expired', (now) => ({ now: new Date(now.getTime() - 5 * 60_000) })],
    ['is of a time to come', 'saml.not-yet', (now) => ({ now: new Date(now.getTime() + 6 * 60_000) })],
    ['has a comment in the name', 'saml.comment', () => ({ nameId: 'i-<!-- -->5' })],
  ])('is refused when its request %s, and the session lives', async (_what, code, more) => {
    const who = await signedIn(`i-5 ${code}`);
    const answer = await arrive(request(`i-5 ${code}`, more(vouching.house.clock.now())));
    expect([answer.status, answer.body.code, await status(who)]).toEqual([401, code, 200]);
  });

  it('is refused when another’s key has signed, when a field was changed, and when one is there twice', async () => {
    const who = await signedIn('i-6');
    const foreign = request('i-6', { by: await testKey('En anden') });
    const changed = request('i-6').replace('RelayState=tilstand', 'RelayState=anden');
    const twice = `${request('i-6')}&SAMLRequest=x`;
    const codes = [];
    for (const query of [foreign, changed, twice, '']) codes.push((await arrive(query)).body.code);
    expect(codes).toEqual(['saml.signature', 'saml.signature', 'saml.unreadable', 'saml.unreadable']);
    expect(await status(who)).toBe(200);
  });
});
