import { createPrivateKey, randomBytes, X509Certificate } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { type CertificateAddresses, type CertificateName, type CertificatePurpose, issueTestCertificate } from '../certificate.js';
import { type KeyFiles, readCertificates } from '../keys/key-file-signer.js';
import { certificatePem, keptOrNewKey, type KeyType, writeKey } from './authority-files.js';

/** The files of a development authority. */
export interface DevelopmentAuthority {
  folder: string;
  rootFile: string;
  issuerFile: string;
  /** The organisation's seal, P-256. */
  seal: KeyFiles;
  /** The time-stamp authority and the OCSP responder, P-256 both. */
  timestamp: KeyFiles;
  ocsp: KeyFiles;
}

/** When it is, and where the authority will answer. */
export interface DevelopmentAuthorityOptions {
  now: Date;
  /** Named in the certificates as the place of revocation data, e.g. `http://127.0.0.1:8318`; left out: what is there is kept, new ones name none. */
  baseUrl?: string;
  /**
   * Whether the certificates name the OCSP responder too. Some readers (NSS) trust no certificate whose responder does not answer just then, so
   * it is left out unless the authority is going to be there for as long as its letters are looked at.
   */
  namesResponder?: boolean;
}

const ORGANIZATION = 'Genmæle PRØVE (ingen retsvirkning)';
const ROOT: CertificateName = { organization: ORGANIZATION, commonName: 'Genmæle PRØVE rod' };
const ISSUER: CertificateName = { organization: ORGANIZATION, commonName: 'Genmæle PRØVE udsteder' };
/** Two starts at the same moment must not take each other's certificates for ones of the future and replace them. */
const CLOCK_MAY_DIFFER_MS = 24 * 60 * 60 * 1000;
const YEARS = { root: 20, issuer: 10, leaf: 3 } as const;
const OWN = [
  { name: 'seal', commonName: 'Genmæle PRØVESEGL', purpose: 'seal' },
  { name: 'tsa', commonName: 'Genmæle PRØVE tidsstempel', purpose: 'timestamp' },
  { name: 'ocsp', commonName: 'Genmæle PRØVE spærreoplysning', purpose: 'ocsp' },
] as const;

/**
 * Makes a root, an issuing CA, an organisation seal, a time-stamp authority and an OCSP responder (all P-256, all marked as test) in a
 * folder, unless a set that is valid at X, so two processes may start at once. Files: root.pem, sub.pem, NAME.key.pem and NAME.chain.pem of seal, tsa and
 * ocsp, and the CA keys; keys have mode 0600.
 */
export async function makeDevelopmentAuthority(folder: string, options: DevelopmentAuthorityOptions): Promise<DevelopmentAuthority> {
  const authority = filesOf(folder);
  if (await isUsable(authority, options)) return authority;
  const making = join(dirname(folder), `.${basename(folder)}-${randomBytes(6).toString('hex')}`);
  await mkdir(making, { recursive: true, mode: 0o700 });
  try {
    await writeAuthority(making, (await isValidCertificate(authority.rootFile, options.now)) ? folder : undefined, options);
    await takePlace(making, folder, options);
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
  purpose: Exclude<CertificatePurpose, 'root' | 'issuing'>;
  keyType: KeyType;
  now: Date;
}

/** Issues one more certificate from a development authority, e.g. an RSA-3072 key for a chair. A key that lies there is used again. */
export async function issueDevelopmentCertificate(folder: string, order: DevelopmentCertificateOrder): Promise<KeyFiles> {
  const files = keyFilesOf(folder, order.name);
  if (await isValidAt(files, join(folder, 'sub.pem'), order.now)) return files;
  const issuerKey = createPrivateKey(await readFile(join(folder, 'sub.key.pem')));
  const issuerPem = await readFile(join(folder, 'sub.pem'), 'latin1');
  const key = await keptOrNewKey(files.keyFile, order.keyType);
  const addresses = await addressesOf(folder);
  const der = issueTestCertificate({
    subject: { organization: ORGANIZATION, commonName: order.commonName },
    key,
    purpose: order.purpose,
    issuer: { name: ISSUER, key: issuerKey },
    ...validity(order.now, YEARS.leaf),
    ...(addresses ? { addresses: leafAddresses(addresses) } : {}),
  });
  await writeKey(files.keyFile, key);
  await writeFile(files.chainFile, certificatePem(der) + issuerPem);
  return files;
}

/** What the authority's certificates name. */
interface NamedAddresses {
  baseUrl: string;
  namesResponder: boolean;
}

/** What the certificates of an authority's folder name; undefined when they name nothing. */
export async function addressesOf(folder: string): Promise<NamedAddresses | undefined> {
  const text = await readFile(addressFile(folder), 'utf8').catch(() => undefined);
  return text === undefined ? undefined : (JSON.parse(text) as NamedAddresses);
}

const addressFile = (folder: string): string => join(folder, 'addresses.json');

const leafAddresses = ({ baseUrl, namesResponder }: NamedAddresses): CertificateAddresses => ({
  ...(namesResponder ? { ocsp: `${baseUrl}/ocsp` } : {}),
  issuer: `${baseUrl}/sub.der`,
  crl: `${baseUrl}/sub.crl`,
});

const keyFilesOf = (folder: string, name: string): KeyFiles => ({
  keyFile: join(folder, `${name}.key.pem`),
  chainFile: join(folder, `${name}.chain.pem`),
});

function filesOf(folder: string): DevelopmentAuthority {
  return {
    folder,
    rootFile: join(folder, 'root.pem'),
    issuerFile: join(folder, 'sub.pem'),
    seal: keyFilesOf(folder, 'seal'),
    timestamp: keyFilesOf(folder, 'tsa'),
    ocsp: keyFilesOf(folder, 'ocsp'),
  };
}

/** Writes a whole set; from `kept`, a folder with a root that still holds, come the root and every key that can be read. */
async function writeAuthority(folder: string, kept: string | undefined, options: DevelopmentAuthorityOptions): Promise<void> {
  const { now, baseUrl, namesResponder = false } = options;
  const keyOf = (name: string) => keptOrNewKey(kept && join(kept, `${name}.key.pem`), 'p256');
  const [rootKey, issuerKey] = [await keyOf('root'), await keyOf('sub')];
  const issuer = { name: ROOT, key: rootKey };
  const keptRoot = kept && (await readFile(join(kept, 'root.pem'), 'latin1'));
  const isKept = keptRoot && new X509Certificate(keptRoot).checkPrivateKey(rootKey);
  const newRoot = () => issueTestCertificate({ subject: ROOT, key: rootKey, purpose: 'root', issuer, ...validity(now, YEARS.root) });
  const addresses = baseUrl ? { addresses: { issuer: `${baseUrl}/root.der`, crl: `${baseUrl}/root.crl` } } : {};
  const order = { subject: ISSUER, key: issuerKey, purpose: 'issuing', issuer, ...validity(now, YEARS.issuer), ...addresses } as const;
  await writeKey(join(folder, 'root.key.pem'), rootKey);
  await writeKey(join(folder, 'sub.key.pem'), issuerKey);
  await writeFile(join(folder, 'root.pem'), isKept ? keptRoot : certificatePem(newRoot()));
  await writeFile(join(folder, 'sub.pem'), certificatePem(issueTestCertificate(order)));
  if (baseUrl) await writeFile(addressFile(folder), JSON.stringify({ baseUrl, namesResponder } satisfies NamedAddresses));
  for (const own of OWN) {
    await writeKey(keyFilesOf(folder, own.name).keyFile, await keyOf(own.name));
    await issueDevelopmentCertificate(folder, { ...own, keyType: 'p256', now });
  }
}

/** Moves the new folder to its place; an outdated one there is set aside first. Whoever comes second takes what the first has made. */
async function takePlace(making: string, folder: string, options: DevelopmentAuthorityOptions): Promise<void> {
  try {
    await rename(making, folder);
  } catch (cause) {
    if (await isUsable(filesOf(folder), options)) return;
    const aside = `${making}-outdated`;
    await rename(folder, aside);
    await rename(making, folder).catch(async (again: unknown) => {
      if (!(await isUsable(filesOf(folder), options))) throw again ?? cause;
    });
    await rm(aside, { recursive: true, force: true });
  }
}

async function isUsable(authority: DevelopmentAuthority, options: DevelopmentAuthorityOptions): Promise<boolean> {
  const { now, baseUrl, namesResponder = false } = options;
  const named = await addressesOf(authority.folder);
  if (baseUrl && (named?.baseUrl !== baseUrl || named.namesResponder !== namesResponder)) return false;
  const { rootFile, issuerFile, seal, timestamp, ocsp } = authority;
  const looks = [isValidCertificate(rootFile, now), isValidCertificate(issuerFile, now)];
  for (const files of [seal, timestamp, ocsp]) looks.push(isValidAt(files, issuerFile, now));
  return (await Promise.all(looks)).every(Boolean);
}

/** Is the certificate valid, of its key, and of the issuer's present certificate? */
async function isValidAt({ keyFile, chainFile }: KeyFiles, issuerFile: string, now: Date): Promise<boolean> {
  const key = await readFile(keyFile).catch(() => undefined);
  if (!key || !(await isValidCertificate(chainFile, now))) return false;
  const [[own, issuer], [current]] = await Promise.all([readCertificates(chainFile), readCertificates(issuerFile)]);
  return !!issuer && Buffer.from(issuer).equals(current!) && new X509Certificate(own!).checkPrivateKey(createPrivateKey(key));
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
