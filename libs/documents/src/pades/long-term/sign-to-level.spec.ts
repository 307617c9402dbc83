import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onlyHostOf } from '@genmaele/platform';
import { signableLetter } from '@genmaele/testing';
import {
  type AuthorityService,
  HttpRevocationSource,
  HttpTimestampAuthority,
  issueDevelopmentCertificate,
  KeyFileSigner,
  readCertificates,
  serveAuthority,
  type SignatureLevel,
  signatureLevels,
  type SigningAuthorities,
  signToLevel,
  verifyPdfSignatures,
  withArchiveTimestamp,
} from '../index.js';
import { PdfFile } from '../pdf-file.js';
import { PdfStream } from '../pdf-values.js';

const at = new Date('2026-11-22T14:20:30Z');
const later = new Date('2029-01-01T00:00:00Z');

let folder: string;
let service: AuthorityService;
let letter: Buffer;
let authorities: SigningAuthorities & { roots: Uint8Array[] };
let chair: KeyFileSigner;
let formand: KeyFileSigner;

/** The rules under which another authority may be asked beside ours. */
const bothHosts = (other: string) => ({
  hosts: new Set([service.url, other].map((url) => new URL(url).host)),
  privateHosts: new Set<string>(),
});

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'pades-level-'));
  service = await serveAuthority({ folder: join(folder, 'ca'), port: 0, namesResponder: true, now: () => at });
  authorities = {
    timestamp: new HttpTimestampAuthority({ url: service.timestampUrl }),
    revocation: new HttpRevocationSource({ now: () => at, rules: onlyHostOf(service.url) }),
    roots: await readCertificates(service.authority.rootFile),
  };
  const order = (name: string) => ({ name, commonName: `PRØVE ${name}`, purpose: 'seal', keyType: 'p256', now: at }) as const;
  chair = await KeyFileSigner.open(await issueDevelopmentCertificate(service.authority.folder, order('udvalg')));
  formand = await KeyFileSigner.open(await issueDevelopmentCertificate(service.authority.folder, order('formand')));
  letter = await signableLetter(['udvalg', 'formand']);
}, 60_000);
afterAll(async () => {
  await service.close();
  rmSync(folder, { recursive: true });
});

const box = { name: 'Mette Ørsted Prøvesen', function: 'formand', test: true };
const signedTo = (level: SignatureLevel, by = authorities) =>
  signToLevel({
    pdf: letter,
    signatories: [
      { ...box, fieldName: 'udvalg', signer: chair },
      { ...box, fieldName: 'formand', signer: formand },
    ],
    level,
    at,
    authorities: by,
  });

describe('a letter signed by two', () => {
  it.each(signatureLevels)('is of level %s when that is asked for, for both, and nothing of it is less', async (level) => {
    const signed = await signedTo(level);
    const reports = verifyPdfSignatures(signed, authorities.roots);
    expect(reports.filter(({ kind }) => kind === 'signature')).toMatchObject([
      { fieldName: 'udvalg', valid: true, level, problems: [] },
      { fieldName: 'formand', valid: true, level, problems: [] },
    ]);
    expect(reports.filter(({ kind }) => kind === 'document-timestamp').map(({ valid }) => valid)).toEqual(level === 'B-LTA' ? [true] : []);
    expect(signed.subarray(0, letter.length).equals(letter)).toBe(true);
  });

  it('says the level in the box', async () => {
    const file = new PdfFile(await signedTo('B-LTA'));
    const drawn = file.list(file.dict(file.catalog.dict.get('AcroForm'))?.get('Fields')).map((field) => {
      const appearance = file.resolve(file.dict(file.dict(field)?.get('AP'))?.get('N'));
      return appearance instanceof PdfStream;
    });
    expect(drawn).toEqual([true, true, false]);
  });

  it('carries each proof once, names each signature, and the extension that its readers need', async () => {
    const file = new PdfFile(await signedTo('B-LT'));
    const store = file.dict(file.catalog.dict.get('DSS'))!;
    const count = (key: string) => file.list(store.get(key)).length;
    // root, issuer, two signers, time stamps, responder; an answer for each that has a responder, and the root's list for the issuer
    expect([count('Certs'), count('OCSPs'), count('CRLs')]).toEqual([6, 3, 1]);
    const related = file.dict(store.get('VRI'))!;
    expect([...related.keys()].every((name) => /^[0-9A-F]{40}$/.test(name))).toBe(true);
    expect([...related.values()].map((entry) => file.list(file.dict(entry)?.get('Cert')).length)).toEqual([5, 5]);
    const esic = file.dict(file.dict(file.catalog.dict.get('Extensions'))?.get('ESIC'));
    expect([esic?.get('BaseVersion'), esic?.get('ExtensionLevel')]).toEqual([{ name: '1.7' }, 5]);
  });

  it('can be judged offline long after, and not without what it carries', async () => {
    const levelOf = (pdf: Buffer) => verifyPdfSignatures(pdf, authorities.roots)[0]?.level;
    const signed = await signedTo('B-LT');
    const stripped = Buffer.from(signed.toString('latin1').replace('/OCSPs [', '/OCSPx ['), 'latin1');
    expect([levelOf(signed), levelOf(stripped)]).toEqual(['B-LT', 'B-T']);
  });

  it('is stamped once more when its stamp grows old, and the earlier stamp still holds', async () => {
    const old = await signedTo('B-LTA');
    const renewed = await withArchiveTimestamp(old, authorities, at);
    const reports = verifyPdfSignatures(renewed, authorities.roots);
    expect(reports.map(({ valid, level, kind }) => [valid, kind === 'signature' ? level : kind])).toEqual([
      [true, 'B-LTA'],
      [true, 'B-LTA'],
      [true, 'document-timestamp'],
      [true, 'document-timestamp'],
    ]);
    expect(renewed.subarray(0, old.length).equals(old)).toBe(true);
  });

  it('asks about a stamping authority that is new to the file before it stamps the whole', async () => {
    const other = await serveAuthority({ folder: join(folder, 'other'), port: 0, now: () => at });
    const roots = [...authorities.roots, ...(await readCertificates(other.authority.rootFile))];
    const revocation = new HttpRevocationSource({ now: () => at, rules: bothHosts(other.url) });
    const mixed = { ...authorities, roots, revocation, timestamp: new HttpTimestampAuthority({ url: other.timestampUrl }) };
    const signed = await withArchiveTimestamp(await signedTo('B-LT'), mixed, at);
    await other.close();
    const stamp = verifyPdfSignatures(signed, roots).at(-1);
    expect(stamp).toMatchObject({ kind: 'document-timestamp', valid: true, revocation: 'good', level: 'B-LT' });
  });
});

describe('a level that cannot be had is an error and never a lower level', () => {
  it.each([
    ['B-T', { roots: [] }, 'timestamp'],
    ['B-LT', { roots: [] }, 'timestamp, revocation, roots'],
    ['B-LTA', { revocation: undefined }, 'revocation'],
  ] as const)('%s without what it takes', async (level, without, missing) => {
    const by = 'revocation' in without ? { timestamp: authorities.timestamp!, roots: authorities.roots } : without;
    await expect(signedTo(level, by as never)).rejects.toMatchObject({ code: 'signature.level-unreachable', facts: { level, missing } });
  });

  it('when a chain does not lead to a root that is trusted', async () => {
    const foreign = await serveAuthority({ folder: join(folder, 'foreign'), port: 0, now: () => at });
    const roots = await readCertificates(foreign.authority.rootFile);
    await foreign.close();
    await expect(signedTo('B-LT', { ...authorities, roots })).rejects.toMatchObject({ code: 'signature.revocation-failed' });
  });

  it('when a signer is revoked, and that is not a matter of trying again', async () => {
    const [certificate] = await formand.certificateChain();
    const other = await serveAuthority({ folder: service.authority.folder, port: 0, now: () => at });
    other.revoke(certificate!, at);
    const rules = bothHosts(other.url);
    const revocation = new HttpRevocationSource({ now: () => at, rules, ocspUrl: `${other.url}/ocsp` });
    await expect(signedTo('B-LT', { ...authorities, revocation })).rejects.toMatchObject({ code: 'signature.certificate-revoked' });
    await other.close();
  });

  it('when the answers on revocation are too old', async () => {
    const revocation = new HttpRevocationSource({ now: () => later, rules: onlyHostOf(service.url) });
    await expect(signedTo('B-LT', { ...authorities, revocation })).rejects.toMatchObject({
      code: 'signature.revocation-failed',
      facts: { problem: 'the answer does not hold any more, or not yet' },
    });
  });
});
