import { createPrivateKey, generateKeyPairSync, type KeyObject, randomBytes, X509Certificate } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { type CertificateName, issueTestCertificate } from './certificate.js';
import type { KeyFiles } from './key-file-signer.js';

/** The files of a development authority. */
export interface DevelopmentAuthority {
  folder: string;
  rootFile: string;
  issuerFile: string;
  /** The organisation's seal, P-256. */
  seal: KeyFiles;
}

type KeyType = 'p256' | 'rsa3072';

const ORGANIZATION = 'Genmæle PRØVE (ingen retsvirkning)';
const ROOT: CertificateName = { organization: ORGANIZATION, commonName: 'Genmæle PRØVE rod' };
const ISSUER: CertificateName = { organization: ORGANIZATION, commonName: 'Genmæle PRØVE udsteder' };
const SEAL: CertificateName = { organization: ORGANIZATION, commonName: 'Genmæle PRØVESEGL' };
/** Two starts at the same moment must not take each other's certificates for ones of the future and replace them. */
const CLOCK_MAY_DIFFER_MS = 24 * 60 * 60 * 1000;
const YEARS = { root: 20, issuer: 10, seal: 3 } as const;

/**
 * Makes a root, an issuing CA and an organisation seal (all P-256, all marked as test) in a folder, unless a set that is valid at
 * `now` lies there already; then that set is answered unchanged. An expired set is replaced. The folder appears whole or not at
 * all, so two processes may start at once. Files: root.pem, sub.pem, seal.key.pem, seal.chain.pem and the CA keys; keys have mode 0600.
 */
export async function makeDevelopmentAuthority(folder: string, { now }: { now: Date }): Promise<DevelopmentAuthority> {
  const authority = filesOf(folder);
  if (await isUsable(authority, now)) return authority;
  const making = join(dirname(folder), `.${basename(folder)}-${randomBytes(6).toString('hex')}`);
  await mkdir(making, { recursive: true, mode: 0o700 });
  try {
    await writeAuthority(making, now);
    await takePlace(making, folder, now);
  } finally {
    await rm(making, { recursive: true, force: true });
  }
  return authority;
}

/** An order for one more key with a certificate of the development authority. */
export interface DevelopmentCertificateOrder {
  /** The files become `NAME.key.pem` and `NAME.chain.pem`; existing ones that are valid at `now` are kept. */
  name: string;
  commonName: string;
  purpose: 'seal' | 'timestamp';
  keyType: KeyType;
  now: Date;
}

/** Issues one more certificate from a development authority, e.g. an RSA-3072 seal or a test time-stamp authority. */
export async function issueDevelopmentCertificate(folder: string, order: DevelopmentCertificateOrder): Promise<KeyFiles> {
  const files = { keyFile: join(folder, `${order.name}.key.pem`), chainFile: join(folder, `${order.name}.chain.pem`) };
  if (await isValidAt(files, order.now)) return files;
  const issuerKey = createPrivateKey(await readFile(join(folder, 'sub.key.pem')));
  const issuerPem = await readFile(join(folder, 'sub.pem'), 'latin1');
  const key = newKey(order.keyType);
  const der = issueTestCertificate({
    subject: { organization: ORGANIZATION, commonName: order.commonName },
    key,
    purpose: order.purpose,
    issuer: { name: ISSUER, key: issuerKey },
    ...validity(order.now, YEARS.seal),
  });
  await writeKey(files.keyFile, key);
  await writeFile(files.chainFile, certificatePem(der) + issuerPem);
  return files;
}

function filesOf(folder: string): DevelopmentAuthority {
  return {
    folder,
    rootFile: join(folder, 'root.pem'),
    issuerFile: join(folder, 'sub.pem'),
    seal: { keyFile: join(folder, 'seal.key.pem'), chainFile: join(folder, 'seal.chain.pem') },
  };
}

async function writeAuthority(folder: string, now: Date): Promise<void> {
  const [rootKey, issuerKey] = [newKey('p256'), newKey('p256')];
  const issuer = { name: ROOT, key: rootKey };
  const root = issueTestCertificate({ subject: ROOT, key: rootKey, purpose: 'root', issuer, ...validity(now, YEARS.root) });
  const sub = issueTestCertificate({ subject: ISSUER, key: issuerKey, purpose: 'issuing', issuer, ...validity(now, YEARS.issuer) });
  await writeKey(join(folder, 'root.key.pem'), rootKey);
  await writeKey(join(folder, 'sub.key.pem'), issuerKey);
  await writeFile(join(folder, 'root.pem'), certificatePem(root));
  await writeFile(join(folder, 'sub.pem'), certificatePem(sub));
  await issueDevelopmentCertificate(folder, { name: 'seal', commonName: SEAL.commonName, purpose: 'seal', keyType: 'p256', now });
}

/** Moves the new folder to its place; an outdated one there is set aside first. Whoever comes second takes what the first has made. */
async function takePlace(making: string, folder: string, now: Date): Promise<void> {
  try {
    await rename(making, folder);
  } catch (cause) {
    if (await isUsable(filesOf(folder), now)) return;
    const aside = `${making}-outdated`;
    await rename(folder, aside);
    await rename(making, folder).catch(async (again: unknown) => {
      if (!(await isUsable(filesOf(folder), now))) throw again ?? cause;
    });
    await rm(aside, { recursive: true, force: true });
  }
}

async function isUsable(authority: DevelopmentAuthority, now: Date): Promise<boolean> {
  return (
    (await isValidAt(authority.seal, now)) &&
    (await isValidCertificate(authority.rootFile, now)) &&
    (await isValidCertificate(authority.issuerFile, now))
  );
}

async function isValidAt(files: KeyFiles, now: Date): Promise<boolean> {
  const key = await readFile(files.keyFile).catch(() => undefined);
  if (!key || !(await isValidCertificate(files.chainFile, now))) return false;
  return new X509Certificate(await readFile(files.chainFile)).checkPrivateKey(createPrivateKey(key));
}

async function isValidCertificate(file: string, now: Date): Promise<boolean> {
  const pem = await readFile(file).catch(() => undefined);
  if (!pem) return false;
  const { validFrom, validTo } = new X509Certificate(pem);
  return new Date(validFrom).getTime() - CLOCK_MAY_DIFFER_MS <= now.getTime() && now <= new Date(validTo);
}

function validity(now: Date, years: number): { notBefore: Date; notAfter: Date } {
  const notBefore = new Date(Math.floor(now.getTime() / 1000) * 1000);
  const notAfter = new Date(notBefore);
  notAfter.setUTCFullYear(notAfter.getUTCFullYear() + years);
  return { notBefore, notAfter };
}

function newKey(type: KeyType): KeyObject {
  if (type === 'p256') return generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
  return generateKeyPairSync('rsa', { modulusLength: 3072 }).privateKey;
}

async function writeKey(file: string, key: KeyObject): Promise<void> {
  await writeFile(file, key.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
}

function certificatePem(der: Buffer): string {
  return `-----BEGIN CERTIFICATE-----\n${der.toString('base64').replace(/.{1,64}/g, '$&\n')}-----END CERTIFICATE-----\n`;
}
