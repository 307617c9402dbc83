import { execFile, spawnSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { signableLetter } from '@genmaele/testing';
import fc from 'fast-check';
import {
  type DevelopmentAuthority,
  issueDevelopmentCertificate,
  makeDevelopmentAuthority,
  openPkcs12,
  Pkcs11Signer,
  type PdfSigner,
  readCertificates,
  signPdf,
  verifyPdfSignatures,
} from '../index.js';
import { ecdsaValue } from './pkcs11-signer.js';

const at = new Date('2026-11-22T14:20:30Z');
const run = promisify(execFile);
const hasOpenssl = spawnSync('openssl', ['version']).status === 0;
const softhsm = ['/usr/lib/softhsm/libsofthsm2.so', '/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so'].find((file) => existsSync(file));
const withOpenssl = hasOpenssl ? it : it.skip;
/** A token of this run alone, in the store that SoftHSM is set up with: where that cannot be written, these tests are left out. */
const token = `genmaele-${process.pid}-${Date.now()}`;
const canMakeTokens = () =>
  spawnSync('softhsm2-util', ['--init-token', '--free', '--label', token, '--so-pin', '1234', '--pin', '4711']).status === 0;
const withToken = softhsm && hasOpenssl && canMakeTokens() ? it : it.skip;

let folder: string;
let authority: DevelopmentAuthority;
let letter: Buffer;
const file = (name: string) => join(folder, name);
const openssl = (...args: string[]) => run('openssl', args, { cwd: folder });

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'pades-keys-'));
  authority = await makeDevelopmentAuthority(file('ca'), { now: at });
  const rsa = { name: 'rsa', commonName: 'PRØVE RSA', purpose: 'seal', keyType: 'rsa3072', now: at } as const;
  await issueDevelopmentCertificate(authority.folder, rsa);
  writeFileSync(file('password'), 'hemmelig æøå\n');
  writeFileSync(file('pin'), '4711\n');
  letter = await signableLetter(['formand']);
});
afterAll(() => rmSync(folder, { recursive: true }));

async function expectItSigns(signer: PdfSigner): Promise<void> {
  const appearance = { name: 'Prøve', function: 'formand', level: 'B-B', test: true } as const;
  const signed = await signPdf({ pdf: letter, fieldName: 'formand', signer, at, appearance });
  const roots = await readCertificates(authority.rootFile);
  expect(verifyPdfSignatures(signed, roots)).toMatchObject([{ valid: true, problems: [] }]);
}

/** Packs a key of the authority as PKCS#12. */
async function pack(name: string, to: string, ...how: string[]): Promise<string> {
  const parts = ['-inkey', `ca/${name}.key.pem`, '-in', `ca/${name}.chain.pem`, '-passout', 'file:password'];
  await openssl('pkcs12', '-export', ...parts, '-out', to, ...how);
  return file(to);
}

describe('a key in a PKCS#12 file', () => {
  withOpenssl.each(['seal', 'rsa'])('signs, with the chain that lies beside it: %s (needs openssl)', async (name) => {
    const signer = await openPkcs12({ file: await pack(name, `${name}.p12`), passwordFile: file('password') });
    expect((await signer.certificateChain()).map((der) => new X509Certificate(der).subject.split('CN=')[1])).toHaveLength(2);
    await expectItSigns(signer);
  });

  withOpenssl('of the old kind is refused with the command that converts it (needs openssl)', async () => {
    const old = await pack('seal', 'old.p12', '-legacy');
    const opened = openPkcs12({ file: old, passwordFile: file('password') });
    await expect(opened).rejects.toMatchObject({
      code: 'signature.key-unreadable',
      facts: { file: old, problem: expect.stringMatching(/3DES eller RC2.*openssl pkcs12 -legacy -in .*old\.p12 -nodes/) as string },
    });
  });

  withOpenssl('is refused with a wrong password, which is not told (needs openssl)', async () => {
    writeFileSync(file('wrong'), 'gættet');
    const error: unknown = await openPkcs12({ file: await pack('seal', 'w.p12'), passwordFile: file('wrong') }).catch((e: unknown) => e);
    expect(error).toMatchObject({
      code: 'signature.key-unreadable',
      facts: { problem: expect.stringContaining('adgangskoden') as string },
    });
    expect(String(error)).not.toMatch(/gættet|hemmelig/);
  });

  it.each([
    ['no file', () => file('none')],
    ['another file', () => authority.rootFile],
  ])('is refused when there is %s', async (_, path) => {
    await expect(openPkcs12({ file: path(), passwordFile: file('password') })).rejects.toMatchObject({ code: 'signature.key-unreadable' });
  });
});

/** Puts a key on a token of its own. */
async function onToken(name: string): Promise<void> {
  await openssl('pkcs8', '-topk8', '-nocrypt', '-in', `ca/${name}.key.pem`, '-out', `${name}.p8`);
  const into = ['--token', token, '--pin', '4711'];
  await run('softhsm2-util', ['--import', file(`${name}.p8`), ...into, '--label', name, '--id', name === 'rsa' ? '02' : '01']);
}

describe('a key on a token', () => {
  const key = (name: string, more: object = {}) => ({
    library: softhsm ?? '',
    token,
    keyLabel: name,
    pinFile: file('pin'),
    chainFile: file(`ca/${name}.chain.pem`),
    ...more,
  });

  beforeAll(async () => {
    if (withToken === it.skip) return;
    await onToken('seal');
    await onToken('rsa');
  });
  afterAll(() => withToken !== it.skip && spawnSync('softhsm2-util', ['--delete-token', '--token', token]));

  withToken.each(['seal', 'rsa'])('signs and never leaves it: %s (needs softhsm2 and openssl)', async (name) => {
    const signer = await Pkcs11Signer.open(key(name));
    expect(signer.algorithm).toBe(name === 'rsa' ? 'rsa-sha256' : 'ecdsa-p256-sha256');
    await Promise.all([expectItSigns(signer), expectItSigns(signer)]);
  });

  withToken('is refused beside a certificate of another key (needs softhsm2 and openssl)', async () => {
    const other = { name: 'anden', commonName: 'PRØVE anden', purpose: 'seal', keyType: 'p256', now: at } as const;
    const { chainFile } = await issueDevelopmentCertificate(authority.folder, other);
    await expect(Pkcs11Signer.open(key('seal', { chainFile }))).rejects.toMatchObject({ code: 'signature.key-mismatch' });
  });

  withToken.each([
    ['the token', { token: 'findes-ikke' }, 'der er 0 nøglekort med navnet findes-ikke'],
    ['the key', { keyLabel: 'findes-ikke' }, 'der er 0 private nøgler med navnet findes-ikke'],
    ['the library', { library: '/findes/ikke.so' }, 'biblioteket /findes/ikke.so kan ikke tages i brug'],
  ])('is told of by what is missing: %s (needs softhsm2 and openssl)', async (_, more, problem) => {
    await expect(Pkcs11Signer.open(key('seal', more))).rejects.toMatchObject({
      code: 'signature.key-unavailable',
      facts: { problem: expect.stringContaining(problem) as string },
    });
  });

  it('answers r and s of any size as the integers that they are', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 256n - 1n }), fc.bigInt({ min: 0n, max: 2n ** 256n - 1n }), (r, s) => {
        const side = (n: bigint) => n.toString(16).padStart(64, '0');
        const der = Buffer.from(ecdsaValue(Buffer.from(side(r) + side(s), 'hex')));
        const length = der[3]!;
        const [first, second] = [der.subarray(4, 4 + length), der.subarray(6 + length)];
        const read = (bytes: Buffer) => BigInt(`0x${bytes.toString('hex')}`);
        return der[1] === der.length - 2 && first[0]! < 0x80 && second[0]! < 0x80 && read(first) === r && read(second) === s;
      }),
    );
  });
});
