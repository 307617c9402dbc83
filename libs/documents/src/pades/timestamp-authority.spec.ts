import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { signableLetter, startTimestampServer, type TimestampFault, type TimestampServer } from '@genmaele/testing';
import {
  HttpTimestampAuthority,
  issueDevelopmentCertificate,
  KeyFileSigner,
  makeDevelopmentAuthority,
  readCertificates,
  signPdf,
  verifyPdfSignatures,
} from './index.js';

const made = new Date('2026-11-20T09:00:00Z');
const at = new Date('2026-11-22T14:20:30Z');
const stamped = new Date('2026-11-22T14:20:31Z');
const imprint = createHash('sha256').update('en underskrift').digest();

let folder: string;
let letter: Buffer;
let roots: Uint8Array[];
let seal: KeyFileSigner;
let server: TimestampServer;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pades-tsa-'));
  const authority = await makeDevelopmentAuthority(join(folder, 'ca'), { now: made });
  const order = { name: 'tsa', commonName: 'Genmæle PRØVE tidsstempel', purpose: 'timestamp', keyType: 'p256', now: made } as const;
  server = await startTimestampServer({ ...(await issueDevelopmentCertificate(authority.folder, order)), now: () => stamped });
  roots = await readCertificates(authority.rootFile);
  seal = await KeyFileSigner.open(authority.seal);
  letter = await signableLetter(['formand']);
});

afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true, force: true });
});

beforeEach(() => server.misbehave(undefined));

const sign = (timestampAuthority = new HttpTimestampAuthority({ url: server.url })) =>
  signPdf({
    pdf: letter,
    fieldName: 'formand',
    signer: seal,
    at,
    appearance: { name: 'Prøve Prøvesen', function: 'formand', level: 'B-T', test: true },
    timestampAuthority,
  });

describe('a signature with a time stamp', () => {
  it('is of level B-T and tells the time of the authority', async () => {
    expect(verifyPdfSignatures(await sign(), roots)).toMatchObject([
      { valid: true, level: 'B-T', claimedTime: at, stampedTime: stamped, chainTrusted: true, problems: [] },
    ]);
  });

  it('is not called B-T when the authority is not a trusted one', async () => {
    const other = await makeDevelopmentAuthority(join(folder, 'other'), { now: made });
    const order = { name: 'tsa', commonName: 'Genmæle PRØVE fremmed', purpose: 'timestamp', keyType: 'p256', now: made } as const;
    const foreign = await startTimestampServer({ ...(await issueDevelopmentCertificate(other.folder, order)), now: () => stamped });
    const pdf = await sign(new HttpTimestampAuthority({ url: foreign.url }));
    await foreign.close();
    const [report] = verifyPdfSignatures(pdf, roots);
    expect(report).toMatchObject({ valid: false, intact: true, level: 'B-B', stampedTime: null });
    expect(report?.problems).toEqual(['Tidsstemplet er ikke fra en udsteder, vi har tillid til.']);
  });
});

describe('a time stamp that cannot be had is an error and never a lower level', () => {
  it.each<[TimestampFault, string]>([
    ['wrong-nonce', 'the token answers another request'],
    ['no-nonce', 'the token answers another request'],
    ['wrong-imprint', 'the token stamps something else'],
    ['wrong-signature', "the token's signature does not hold: signature-wrong"],
    ['http-500', 'the authority answered with HTTP status 500'],
    ['garbage', 'the answer is not a time-stamp response'],
    ['empty', 'the answer is not a time-stamp response'],
    ['refused', 'the authority refused with status 2'],
  ])('when the authority gives: %s', async (fault, problem) => {
    server.misbehave(fault);
    await expect(sign()).rejects.toMatchObject({ code: 'signature.timestamp-failed', facts: { problem } });
  });

  it('when the authority does not answer in time', async () => {
    server.misbehave('slow');
    const hasty = new HttpTimestampAuthority({ url: server.url, timeoutMs: 80 });
    await expect(sign(hasty)).rejects.toMatchObject({
      code: 'signature.timestamp-failed',
      facts: { problem: 'the authority did not answer in time' },
    });
  });

  it('when nobody answers at all', async () => {
    const gone = createServer();
    await new Promise<void>((ready) => gone.listen(0, '127.0.0.1', ready));
    const { port } = gone.address() as AddressInfo;
    await new Promise((done) => gone.close(done));
    const nobody = new HttpTimestampAuthority({ url: `http://127.0.0.1:${port}/` });
    await expect(sign(nobody)).rejects.toMatchObject({
      code: 'signature.timestamp-failed',
      facts: { problem: 'the authority could not be reached' },
    });
  });

  it('when the answer has no end', async () => {
    const endless = createServer((_, response) => response.end(Buffer.alloc(2_000_000)));
    await new Promise<void>((ready) => endless.listen(0, '127.0.0.1', ready));
    const { port } = endless.address() as AddressInfo;
    const stamping = new HttpTimestampAuthority({ url: `http://127.0.0.1:${port}/` }).stamp(imprint);
    await expect(stamping).rejects.toMatchObject({ code: 'signature.timestamp-failed', facts: { problem: 'the answer is too large' } });
    endless.closeAllConnections();
    endless.close();
  });

  it('when the certificate of the authority is not one for time stamping', async () => {
    const order = { name: 'ikke-tsa', commonName: 'PRØVE segl', purpose: 'seal', keyType: 'p256', now: made } as const;
    const files = await issueDevelopmentCertificate(join(folder, 'ca'), order);
    const wrong = await startTimestampServer({ ...files, now: () => stamped });
    await expect(new HttpTimestampAuthority({ url: wrong.url }).stamp(imprint)).rejects.toMatchObject({
      code: 'signature.timestamp-failed',
      facts: { problem: 'the certificate is not one for time stamping' },
    });
    await wrong.close();
  });

  it('when the certificate of the authority was not valid at the time', async () => {
    const order = { name: 'tsa', commonName: 'PRØVE gammel', purpose: 'timestamp', keyType: 'p256', now: made } as const;
    const files = await issueDevelopmentCertificate(join(folder, 'ca'), order);
    const late = await startTimestampServer({ ...files, now: () => new Date('2040-01-01T00:00:00Z') });
    await expect(new HttpTimestampAuthority({ url: late.url }).stamp(imprint)).rejects.toMatchObject({
      facts: { problem: 'the certificate was not valid at that time' },
    });
    await late.close();
  });

  it('when another implementation of the port hands over a token for something else', async () => {
    const token = await new HttpTimestampAuthority({ url: server.url }).stamp(imprint);
    await expect(sign({ stamp: async () => token } as unknown as HttpTimestampAuthority)).rejects.toMatchObject({
      code: 'signature.timestamp-failed',
    });
  });
});
