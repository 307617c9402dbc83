import { createHash, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onlyHostOf } from '@genmaele/platform';
import { answerOcsp } from '../authority/ocsp-answer.js';
import { issueRevocationList } from '../authority/revocation-list.js';
import { answerTimestamp } from '../authority/timestamp-answer.js';
import { type CertificatePurpose, issueTestCertificate } from '../certificate.js';
import { chainToRoot } from '../certificate-chain.js';
import { certificateParts } from '../certificate-parts.js';
import { boolean, integer, octets, oid, sequence } from '../der.js';
import { OID } from '../oids.js';
import { checkTimestampToken } from '../timestamp-token.js';
import { checkCrl } from './crl-check.js';
import { HttpRevocationSource } from './http-revocation-source.js';
import { checkOcsp, ocspRequest } from './ocsp-check.js';

const now = new Date('2026-11-22T12:00:00Z');
const DAY = 24 * 3600 * 1000;

interface Made {
  certificate: Buffer;
  key: KeyObject;
  name: { organization: string; commonName: string };
}

function make(
  commonName: string,
  purpose: CertificatePurpose,
  issuer?: Made,
  more: { from?: Date; to?: Date; address?: string } = {},
): Made {
  const { privateKey: key } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const name = { organization: 'PRØVE', commonName };
  const certificate = issueTestCertificate({
    subject: name,
    key,
    purpose,
    issuer: issuer ? { name: issuer.name, key: issuer.key } : { name, key },
    notBefore: more.from ?? new Date('2026-01-01T00:00:00Z'),
    notAfter: more.to ?? new Date('2028-01-01T00:00:00Z'),
    ...(more.address ? { addresses: { ocsp: more.address, crl: more.address } } : {}),
  });
  return { certificate, key, name };
}

const root = make('rod', 'root');
const issuing = make('udsteder', 'issuing', root);
const seal = make('segl', 'seal', issuing);
const otherSeal = make('andet segl', 'seal', issuing);
const twin = make('udsteder', 'issuing', make('rod', 'root'));
const responder = make('spærreoplysning', 'ocsp', issuing);
const none: ReadonlyMap<string, Date> = new Map();
const nonce = Buffer.alloc(16, 7);
const request = ocspRequest(seal.certificate, issuing.certificate, nonce);
const answerBy = (by: Made, asked = request, issuer = issuing, known = true) =>
  answerOcsp(asked, { ...by, issuer: issuer.certificate, knows: () => known }, none, now);
/** With one bit of the last byte of its first signature turned. */
const spoilt = (der: Buffer, at = der.length - 1) => Buffer.from(der).fill(der[at]! ^ 1, at, at + 1);

describe('an OCSP answer is refused', () => {
  it.each<[string, () => Buffer, string]>([
    [
      'about another certificate',
      () => answerBy(responder, ocspRequest(otherSeal.certificate, issuing.certificate, nonce)),
      'another certificate',
    ],
    [
      'about a certificate of an issuer of the same name',
      () => answerBy(responder, ocspRequest(seal.certificate, twin.certificate, nonce), twin),
      'another certificate',
    ],
    ['from a responder whom another issuer named', () => answerBy(make('spærreoplysning', 'ocsp', twin)), 'may not answer'],
    ['from a certificate that is not for it', () => answerBy(otherSeal), 'may not answer'],
    [
      'from a responder that had expired',
      () => answerBy(make('gammel', 'ocsp', issuing, { to: new Date(now.getTime() - DAY) })),
      'may not answer',
    ],
    ['from a responder that signs with another key', () => answerBy({ ...responder, key: seal.key }), 'signature does not hold'],
    ['that does not know the certificate', () => answerBy(responder, request, issuing, false), 'does not know'],
    ['that is a refusal', () => Buffer.from('30030a0106', 'hex'), 'refused with status 6'],
    ['that is something else', () => Buffer.from('slet ikke'), 'not an OCSP response'],
    ['that is a list', () => issueRevocationList(issuing, none, now), ''],
    ['that is empty', () => Buffer.alloc(0), 'not an OCSP response'],
  ])('%s', (_, answer, problem) => {
    expect(() => checkOcsp(answer(), seal.certificate, issuing.certificate)).toThrow(
      expect.objectContaining({ code: 'signature.revocation-failed', message: expect.stringContaining(problem) as string }) as Error,
    );
  });

  it('when a bit of what it says is changed, whichever', () => {
    const good = answerBy(responder);
    const at = good.indexOf(certificateParts(seal.certificate).serial);
    expect(() => checkOcsp(spoilt(good, at + 5), seal.certificate, issuing.certificate)).toThrow();
    expect(checkOcsp(good, seal.certificate, issuing.certificate).revokedSince).toBeUndefined();
  });
});

describe('a revocation list is refused', () => {
  it.each<[string, () => Buffer, string]>([
    ['of another issuer', () => issueRevocationList(root, none, now), 'another issuer'],
    ['of an issuer of the same name and another key', () => issueRevocationList(twin, none, now), 'signature does not hold'],
    ['that was changed', () => spoilt(issueRevocationList(issuing, none, now), 60), ''],
    ['that is something else', () => Buffer.from('slet ikke'), 'not a revocation list'],
  ])('%s', (_, list, problem) => {
    expect(() => checkCrl(list(), seal.certificate, issuing.certificate)).toThrow(
      expect.objectContaining({ message: expect.stringContaining(problem) as string }) as Error,
    );
  });

  it('that names the certificate says since when', () => {
    const serial = BigInt(`0x${certificateParts(seal.certificate).serial.subarray(2).toString('hex')}`).toString(16);
    const list = issueRevocationList(issuing, new Map([[serial, now]]), now);
    expect(checkCrl(list, seal.certificate, issuing.certificate).revokedSince).toEqual(now);
    expect(checkCrl(list, otherSeal.certificate, issuing.certificate).revokedSince).toBeUndefined();
  });
});

describe('a stamp is refused', () => {
  const imprint = createHash('sha256').update('en underskrift').digest();
  const query = sequence(integer(1), sequence(sequence(oid(OID.sha256)), octets(imprint)), boolean(true));
  const tokenBy = (by: Made) => {
    const answer = answerTimestamp(query, { key: by.key, chain: [by.certificate, issuing.certificate] }, now);
    return answer.subarray(answer.indexOf(oid(OID.signedData)) - 4);
  };

  it.each<[string, Made, string]>([
    ['a seal', make('segl', 'seal', issuing), 'not one for time stamping'],
    ['a responder', responder, 'not one for time stamping'],
    ['an expired authority', make('gammel', 'timestamp', issuing, { to: new Date(now.getTime() - DAY) }), 'not valid at that time'],
  ])('from %s', (_, by, problem) => {
    expect(() => checkTimestampToken(tokenBy(by), imprint)).toThrow(problem);
  });

  it('but not from an authority that is one', () => {
    expect(checkTimestampToken(tokenBy(make('tid', 'timestamp', issuing)), imprint).time).toEqual(now);
  });
});

describe('a chain is refused', () => {
  it.each<[string, Made, Made[]]>([
    ['through an issuer of the same name and another key', make('segl', 'seal', twin), [twin]],
    ['through a seal', make('falsk', 'seal', seal), [seal, issuing]],
    ['of a certificate that has expired', make('udløbet', 'seal', issuing, { to: new Date(now.getTime() - DAY) }), [issuing]],
    ['of a certificate that is not valid yet', make('tidlig', 'seal', issuing, { from: new Date(now.getTime() + DAY) }), [issuing]],
  ])('%s', (_, leaf, others) => {
    expect(
      chainToRoot(
        leaf.certificate,
        others.map(({ certificate }) => certificate),
        [root.certificate],
        now,
      ).trusted,
    ).toBe(false);
  });
});

describe('revocation over HTTP', () => {
  let server: Server;
  let reply: (body: Buffer) => { status?: number; body: Buffer } | undefined;
  let named: Made;
  let source: HttpRevocationSource;
  beforeAll(async () => {
    server = createServer((incoming, response) => {
      const parts: Buffer[] = [];
      incoming.on('data', (part: Buffer) => parts.push(part));
      incoming.on('end', () => {
        const said = reply(Buffer.concat(parts));
        if (said) response.writeHead(said.status ?? 200, { connection: 'close' }).end(said.body);
      });
    });
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
    const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    named = make('segl', 'seal', issuing, { address });
    source = new HttpRevocationSource({ now: () => now, rules: onlyHostOf(address), timeoutMs: 400 });
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  const proof = () => source.proofOf(named.certificate, issuing.certificate);
  const at = (when: Date) => (body: Buffer) => ({
    body: answerOcsp(body, { ...responder, issuer: issuing.certificate, knows: () => true }, none, when),
  });

  it('is a proof when it is good and fresh', async () => {
    reply = at(now);
    await expect(proof()).resolves.toMatchObject({ responder: responder.certificate });
  });

  it.each<[string, typeof reply, string]>([
    [
      'it repeats another nonce',
      () => ({ body: answerBy(responder, ocspRequest(named.certificate, issuing.certificate, nonce)) }),
      'another nonce',
    ],
    ['it is a month old', at(new Date(now.getTime() - 30 * DAY)), 'does not hold any more'],
    ['it is of tomorrow', at(new Date(now.getTime() + DAY)), 'not yet'],
    ['the responder says 500', () => ({ status: 500, body: Buffer.alloc(0) }), 'HTTP status 500'],
    ['the responder says nothing', () => undefined, 'did not answer in time'],
    ['the responder sends garbage', () => ({ body: Buffer.alloc(700, 9) }), 'not an OCSP response'],
    ['the answer has no end', () => ({ body: Buffer.alloc(400_000) }), 'too large'],
  ])('is none when %s', async (_, said, problem) => {
    reply = said;
    await expect(proof()).rejects.toMatchObject({
      code: 'signature.revocation-failed',
      message: expect.stringContaining(problem) as string,
    });
  });

  it('is none when the certificate does not say where to ask', async () => {
    await expect(source.proofOf(seal.certificate, issuing.certificate)).rejects.toMatchObject({ code: 'signature.revocation-failed' });
  });
});
