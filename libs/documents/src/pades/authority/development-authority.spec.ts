import { generateKeyPairSync, X509Certificate } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { signedDer } from '../certificate.js';
import { chainToRoot } from '../certificate-chain.js';
import { isTestCertificate, issueDevelopmentCertificate, makeDevelopmentAuthority, readCertificates } from '../index.js';

/** Made with openssl for this test: self-signed, without the marker. */
const ORDINARY = `-----BEGIN CERTIFICATE-----
MIIBujCCAV+gAwIBAgIUaqpw1NqqCseZ3jqY2uRnVocfE1swCgYIKoZIzj0EAwIw
MjELMAkGA1UEBhMCREsxDjAMBgNVBAoMBUFuZGVuMRMwEQYDVQQDDApBbG1pbmRl
bGlnMB4XDTI2MTEyMjE1NDgxM1oXDTM2MTExOTE1NDgxM1owMjELMAkGA1UEBhMC
REsxDjAMBgNVBAoMBUFuZGVuMRMwEQYDVQQDDApBbG1pbmRlbGlnMFkwEwYHKoZI
zj0CAQYIKoZIzj0DAQcDQgAEh+W1cEBtR1erTM2UHk6rTRyYJ7as0tNiTySEpX7M
JZnGnQg3LSZnrFJSeg9m/+V7pJQ5AhLfqy7T+6dnMjsf3KNTMFEwHQYDVR0OBBYE
FCwuD1Wil74uZGLwF6/z5kXcBTFFMB8GA1UdIwQYMBaAFCwuD1Wil74uZGLwF6/z
5kXcBTFFMA8GA1UdEwEB/wQFMAMBAf8wCgYIKoZIzj0EAwIDSQAwRgIhANiUejls
YAsDGwfahsvhBzC7ScIBX6SBIJKCCc6fzbM2AiEA760jR7qsSyn19O64EQeEdvjB
zyp9jzLgTAMdMsd6Gb8=
-----END CERTIFICATE-----`;

const now = new Date('2026-11-22T09:00:00.700Z');
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pades-ca-'));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

describe('the development authority', () => {
  it('names itself a test in plain words, and every certificate carries the marker', async () => {
    const { rootFile, issuerFile, seal } = await makeDevelopmentAuthority(join(folder, 'a'), { now });
    const pems = await Promise.all([rootFile, issuerFile, seal.chainFile].map((file) => readFile(file)));
    const subjects = pems.map((pem) => new X509Certificate(pem).subject);
    expect(subjects.every((subject) => subject.includes('PRØVE'))).toBe(true);
    expect(subjects[2]).toContain('CN=Genmæle PRØVESEGL');
    expect(pems.every((pem) => isTestCertificate(new X509Certificate(pem).raw))).toBe(true);
  });

  it('makes a chain that holds from its first second on, not before, and ends', async () => {
    const { rootFile, seal } = await makeDevelopmentAuthority(join(folder, 'a'), { now });
    const roots = await readCertificates(rootFile);
    const chain = await readCertificates(seal.chainFile);
    const trustedAt = (time: string) => chainToRoot(chain[0]!, chain.slice(1), roots, new Date(time)).trusted;
    expect(trustedAt('2026-11-22T09:00:00.000Z')).toBe(true);
    expect(trustedAt('2026-11-22T08:59:59.000Z')).toBe(false);
    expect(trustedAt('2029-11-22T09:00:01.000Z')).toBe(false);
    expect(chainToRoot(chain[0]!, [], roots, now).trusted).toBe(false);
  });

  it('keeps its keys to its owner', async () => {
    const { folder: made } = await makeDevelopmentAuthority(join(folder, 'a'), { now });
    const keys = (await readdir(made)).filter((name) => name.endsWith('.key.pem'));
    const modes = await Promise.all(keys.map(async (name) => (await stat(join(made, name))).mode & 0o777));
    expect(keys.sort()).toEqual(['ocsp.key.pem', 'root.key.pem', 'seal.key.pem', 'sub.key.pem', 'tsa.key.pem']);
    if (process.platform !== 'win32') expect(modes).toEqual(Array(5).fill(0o600));
  });

  it('is made once: a second call changes nothing', async () => {
    const first = await makeDevelopmentAuthority(join(folder, 'b'), { now });
    const before = await readFile(first.seal.keyFile);
    const second = await makeDevelopmentAuthority(join(folder, 'b'), { now: new Date('2027-03-01T00:00:00Z') });
    expect(second).toEqual(first);
    expect((await readFile(first.seal.keyFile)).equals(before)).toBe(true);
  });

  it('is made whole when several start at once, and leaves nothing else behind', async () => {
    const parent = join(folder, 'race');
    const all = await Promise.all([1, 2, 3, 4].map(() => makeDevelopmentAuthority(join(parent, 'ca'), { now })));
    const chain = await readCertificates(all[0]!.seal.chainFile);
    const roots = await readCertificates(all[0]!.rootFile);
    expect(chainToRoot(chain[0]!, chain.slice(1), roots, now).trusted).toBe(true);
    expect(await readdir(parent)).toEqual(['ca']);
  });

  it('issues its certificates anew when the seal has expired, under the same root', async () => {
    const first = await makeDevelopmentAuthority(join(folder, 'c'), { now });
    const [before, root] = [await readFile(first.seal.chainFile), await readFile(first.rootFile)];
    const later = new Date('2030-01-01T00:00:00Z');
    await makeDevelopmentAuthority(join(folder, 'c'), { now: later });
    expect((await readFile(first.seal.chainFile)).equals(before)).toBe(false);
    expect((await readFile(first.rootFile)).equals(root)).toBe(true);
    const chain = await readCertificates(first.seal.chainFile);
    expect(chainToRoot(chain[0]!, chain, await readCertificates(first.rootFile), later).trusted).toBe(true);
  });

  it('signs nothing that ends in a line feed, which some would take from it where a PDF holds it', () => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const ends = Array.from({ length: 2000 }, () => signedDer(Buffer.from([0x30, 0x00]), privateKey).at(-1));
    expect(ends).not.toContain(0x0a);
    expect(new Set(ends).size).toBeGreaterThan(100);
  });

  it('issues an RSA seal of 3072 bits on request', async () => {
    const { folder: made } = await makeDevelopmentAuthority(join(folder, 'a'), { now });
    const order = { name: 'rsa', commonName: 'Genmæle PRØVESEGL RSA', purpose: 'seal', keyType: 'rsa3072', now } as const;
    const files = await issueDevelopmentCertificate(made, order);
    const certificate = new X509Certificate(await readFile(files.chainFile));
    expect(certificate.publicKey.asymmetricKeyDetails?.modulusLength).toBe(3072);
    expect(await issueDevelopmentCertificate(made, order)).toEqual(files);
  });

  it('does not take an ordinary certificate for a test', () => {
    expect(isTestCertificate(new X509Certificate(ORDINARY).raw)).toBe(false);
    expect(isTestCertificate(Buffer.from('noget helt andet'))).toBe(false);
  });
});
