import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { X509Certificate } from 'node:crypto';
import { AppError } from '@genmaele/contracts';
import { encryptedFor, oioSaml3, type Said, SamlProvider, signatureWrappings, signXml, testKey, type TestKey } from '@genmaele/testing';
import { readProvider, type SamlSettings } from './saml-settings.js';
import { verifyResponse } from './saml-verifier.js';

const now = new Date('2026-11-23T08:00:00Z');
const answerUrl = 'https://genmaele.example/saml/svar';
const audience = 'https://genmaele.example';
const said: Said = { now, audience, answerUrl, inResponseTo: '_spurgt' };
const minutes = (count: number) => new Date(now.getTime() + count * 60_000);

let provider: SamlProvider;
let own: TestKey;
let other: TestKey;
let settings: SamlSettings;
let seen: Set<string>;

beforeAll(async () => {
  [provider, own, other] = await Promise.all([SamlProvider.open(), testKey('Genmæle'), testKey('En anden')]);
  const given = {
    name: 'Prøve',
    entityId: audience,
    answerUrl,
    logoutUrl: `${audience}/saml/log-af`,
    leastLevel: 'Substantial' as const,
    roles: [],
  };
  settings = { ...given, provider: readProvider(provider.metadata), key: own.key, certificate: own.certificate };
});
beforeEach(() => {
  seen = new Set();
});

const remember = async (id: string) => !seen.has(id) && seen.add(id) !== undefined;
const verify = (encoded: string, with_: SamlSettings = settings, at = now) => verifyResponse(encoded, with_, { now: at, remember });
const posted = (xml: string) => Buffer.from(xml).toString('base64');
const reason = (verifying: Promise<unknown>) =>
  verifying.then(
    () => 'accepted',
    (error: unknown) => (error instanceof AppError ? error.code : String(error)),
  );

describe('a response signed by the identity provider', () => {
  it('is accepted in plain text, and says who, with which level, in answer to what', async () => {
    expect(await verify(provider.response(provider.assertion(said)))).toEqual({
      issuer: provider.entityId,
      subject: 'urn:uuid:anna',
      inResponseTo: '_spurgt',
      authenticatedAt: now,
      sessionIndex: '_s',
      person: {
        profile: 'OIOSAML 3',
        name: 'Anna Æbelø',
        email: 'anna@example.dk',
        cvr: '62547413',
        organisation: undefined,
        level: 'Substantial',
        privileges: [],
      },
    });
  });

  it('says when the person showed who they are, which may be long before, or not at all', async () => {
    const shown = async (authnInstant: Date | null) =>
      (await verify(provider.response(provider.assertion({ ...said, authnInstant })))).authenticatedAt;
    expect(await Promise.all([shown(minutes(-500)), shown(null)])).toEqual([minutes(-500), undefined]);
  });

  it.each([
    ['AES-256-GCM', 'http://www.w3.org/2009/xmlenc11#aes256-gcm'],
    ['AES-128-GCM', 'http://www.w3.org/2009/xmlenc11#aes128-gcm'],
    ['AES-256-CBC', 'http://www.w3.org/2001/04/xmlenc#aes256-cbc'],
  ])('is accepted encrypted by %s', async (_name, content) => {
    const { subject } = await verify(provider.response(await encryptedFor(provider.assertion(said), own.certificate, { content })));
    expect(subject).toBe('urn:uuid:anna');
  });

  it('is accepted when the response is signed too', async () => {
    const whole = signXml(provider.responseXml(provider.assertion(said)), 'Response', provider.signing);
    expect(await reason(verify(posted(whole)))).toBe('accepted');
  });

  it('is accepted by any of the provider’s keys, while it changes from one to another', async () => {
    const two = { ...settings, provider: { ...settings.provider, certificates: [other.certificate, provider.signing.certificate] } };
    expect(await reason(verify(provider.response(provider.assertion(said)), two))).toBe('accepted');
  });
});

describe('a response is refused, for its own reason, when', () => {
  it.each(['XSW1', 'XSW2', 'XSW3', 'XSW4', 'XSW5', 'XSW6', 'XSW7', 'XSW8'])('its signature is wrapped (%s)', async (kind) => {
    const xml = signatureWrappings(provider, said)[kind] ?? '';
    expect([xml.includes('urn:uuid:formanden'), await reason(verify(posted(xml)))]).toEqual([true, 'saml.wrapped']);
  });

  it('a wrapped signature is hidden by encryption', async () => {
    const signed = provider.assertion(said);
    const evil = signed.replace(/<ds:Signature[\s\S]*<\/ds:Signature>/, '').replace(/ ID="[^"]*"/, ' ID="_evil"');
    const hidden = await encryptedFor(evil.replace('</saml:Assertion>', `${signed}</saml:Assertion>`), own.certificate);
    expect(await reason(verify(provider.response(hidden)))).toBe('saml.wrapped');
  });

  const attacks: [string, string, () => string | Promise<string>][] = [
    ['it is not signed', 'saml.unsigned', () => provider.assertion({ ...said, signed: false })],
    [
      'it is not signed, and encrypted',
      'saml.unsigned',
      () => encryptedFor(provider.assertion({ ...said, signed: false }), own.certificate),
    ],
    ['it is signed by another', 'saml.signature', () => provider.assertion(said, other)],
    ['a letter is changed', 'saml.signature', () => provider.assertion(said).replace('urn:uuid:anna', 'urn:uuid:inna')],
    [
      'its signature’s value is changed',
      'saml.signature',
      () => provider.assertion(said).replace(/<ds:SignatureValue>..../, '<ds:SignatureValue>AAAA'),
    ],
    ['its digest is changed', 'saml.signature', () => provider.assertion(said).replace(/<ds:DigestValue>..../, '<ds:DigestValue>AAAA')],
    [
      'it is signed with SHA-1',
      'saml.algorithm',
      () => provider.assertion({ ...said, signature: 'http://www.w3.org/2000/09/xmldsig#rsa-sha1' }),
    ],
    ['its digest is SHA-1', 'saml.algorithm', () => provider.assertion({ ...said, digest: 'http://www.w3.org/2000/09/xmldsig#sha1' })],
    [
      'it is signed with the public key as a password (HMAC)',
      'saml.algorithm',
      () => provider.assertion(said).replace(/xmldsig-more#rsa-sha256/, 'xmldsig-more#hmac-sha256'),
    ],
    ['it is for another audience', 'saml.audience', () => provider.assertion({ ...said, audience: 'https://andre.example' })],
    ['it is by another issuer', 'saml.issuer', () => provider.assertion({ ...said, issuer: 'https://falsk.example' })],
    ['its time is past', 'saml.expired', () => provider.assertion({ ...said, now: minutes(-60), notOnOrAfter: minutes(-2) })],
    [
      'it was made of someone who is still to show who they are',
      'saml.not-yet',
      () => provider.assertion({ ...said, authnInstant: minutes(3) }),
    ],
    ['its time has not come', 'saml.not-yet', () => provider.assertion({ ...said, notBefore: minutes(3), notOnOrAfter: minutes(9) })],
    ['a comment cuts the name', 'saml.comment', () => provider.assertion(said).replace('urn:uuid:anna', 'urn:uuid:<!-- -->anna')],
    [
      'a comment cuts the name, encrypted',
      'saml.comment',
      () => encryptedFor(provider.assertion(said).replace('urn:uuid:anna', 'urn:uuid:<!-- -->anna'), own.certificate),
    ],
    ['it was sent to another address', 'saml.not-asked', () => provider.assertion({ ...said, answerUrl: 'https://andre.example/svar' })],
    ['it is encrypted for another', 'saml.not-for-us', () => encryptedFor(provider.assertion(said), other.certificate)],
    [
      'its key travels by PKCS#1 v1.5',
      'saml.algorithm',
      () => encryptedFor(provider.assertion(said), own.certificate, { transport: 'http://www.w3.org/2001/04/xmlenc#rsa-1_5' }),
    ],
    [
      'it is encrypted by 3DES',
      'saml.algorithm',
      () => encryptedFor(provider.assertion(said), own.certificate, { content: 'http://www.w3.org/2001/04/xmlenc#tripledes-cbc' }),
    ],
    [
      'its level is too low',
      'saml.level',
      () => provider.assertion({ ...said, attributes: oioSaml3({ name: 'A', email: 'a@b.dk', level: 'Low' }) }),
    ],
    [
      'its level is not stated',
      'saml.level',
      () => provider.assertion({ ...said, attributes: { 'dk:gov:saml:attribute:SpecVer': 'DK-SAML-2.0' } }),
    ],
    ['it follows no profile', 'saml.profile', () => provider.assertion({ ...said, attributes: {} })],
  ];
  it.each(attacks)('%s: %s', async (_what, code, make) => {
    expect(await reason(verify(provider.response(await make())))).toBe(code);
  });

  it('it is used a second time', async () => {
    const response = provider.response(provider.assertion(said));
    expect([await reason(verify(response)), await reason(verify(response))]).toEqual(['accepted', 'saml.replayed']);
  });

  it('it is used a second time in another envelope', async () => {
    const assertion = provider.assertion(said);
    await verify(provider.response(assertion));
    expect(await reason(verify(provider.response(await encryptedFor(assertion, own.certificate))))).toBe('saml.replayed');
  });

  it.each([
    ['has a document type', '<!DOCTYPE r [<!ENTITY x "y">]><r/>'],
    ['is no XML', 'hej'],
    ['is empty', ''],
    ['is something else', '<a/>'],
    ['is without end', `<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol">${'<a>'.repeat(100_000)}`],
  ])('it %s', async (_what, xml) => {
    expect(await reason(verify(posted(xml)))).toBe('saml.unreadable');
  });

  it('the provider says that it failed', async () => {
    const xml = provider.responseXml(provider.assertion(said)).replace('status:Success', 'status:Responder');
    expect(await reason(verify(posted(xml)))).toBe('saml.status');
  });
});

const folder = join('..', 'shared', 'data', 'oiosaml');
const shared = existsSync(folder) ? describe : describe.skip;

/** The file, the reason, and why: the clock stands inside its time, its own certificate is trusted, and it is meant for us. */
const foreign: readonly (readonly [file: string, code: string])[] = [
  ['EncryptedAssertion_01', 'saml.algorithm'],
  ['EncryptedAssertion_02', 'saml.algorithm'],
  ['EncryptedAssertion_03', 'saml.algorithm'],
  ['EncryptedAssertion_04', 'saml.algorithm'],
  ['EncryptedAssertion_05', 'saml.algorithm'],
  ['EvilSaml2Assertion_01', 'saml.algorithm'],
  ['EvilSaml2Assertion_02', 'saml.algorithm'],
  ['EvilSaml2Assertion_03', 'saml.algorithm'],
  ['InvalidDKSaml2Assertion_01', 'saml.algorithm'],
  ['Saml2Assertion_01', 'saml.algorithm'],
  ['Saml2Assertion_02', 'saml.algorithm'],
  ['Saml2assertion_03', 'saml.algorithm'],
  ['fobs-assertion2', 'saml.algorithm'],
];

shared('an assertion from elsewhere (../shared/data/oiosaml; skipped where it is not at hand), its clock set inside its time', () => {
  const within2008 = new Date('2008-03-18T11:43:00Z');

  function trusting(xml: string): SamlSettings {
    const bare = /<(?:ds:)?X509Certificate[^>]*>([^<]+)</.exec(xml)?.[1];
    const certificate = bare ? new X509Certificate(Buffer.from(bare, 'base64')).toString() : own.certificate;
    const issuer = 'TokenService/Safewhere';
    return {
      ...settings,
      entityId: 'urn:borger.dk:id',
      provider: { ...settings.provider, entityId: issuer, certificates: [certificate] },
    };
  }

  it('is one of those in the table', () => {
    const files = readdirSync(folder).filter((name) => /assertion/i.test(name) && name !== 'Assertions.txt');
    expect(files.sort()).toEqual(foreign.map(([file]) => file).sort());
  });

  it.each(foreign)('%s is refused: %s', async (file, code) => {
    const text = readFileSync(join(folder, file), 'utf8').replace(/^\uFEFF?<\?xml[^>]*\?>/, '');
    const encoded = file.startsWith('fobs') ? text : provider.response(text);
    expect(await reason(verify(encoded, trusting(text), within2008))).toBe(code);
  });
});
