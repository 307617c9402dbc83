import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { BaseBlock, OctetString } from 'asn1js';
import { type AuthenticatedSafe, CertBag, ContentInfo, EncryptedData, PFX, PKCS8ShroudedKeyBag, PrivateKeyInfo, type SafeBag } from 'pkijs';
import { SignatureError } from '../signature-error.js';
import { KeyFileSigner } from './key-file-signer.js';

/** A PKCS#12 file and the file that holds its password (its first line). */
export interface Pkcs12Files {
  file: string;
  passwordFile: string;
}

/** PBES2 (RFC 8018); everything else in a PKCS#12 file rests on 3DES or RC2 with SHA-1. */
const PBES2 = '1.2.840.113549.1.5.13';

/**
 * Opens a PKCS#12 file (RFC 7292) with one private key and its certificates, protected by PBES2, and signs with it in this process. Errors:
 * `signature.key-unreadable`, with a command that converts a file of the old kind; `signature.key-mismatch`. Neither tells the password.
 */
export async function openPkcs12(files: Pkcs12Files): Promise<KeyFileSigner> {
  const password = await readSecret(files.passwordFile);
  const bytes = await readFile(files.file).catch((cause: unknown) => {
    throw failed(files.file, 'kan ikke læses', cause);
  });
  const safe = await openSafe(bytes, password, files.file);
  const keyBags = safe.filter((bag) => bag.bagValue instanceof PKCS8ShroudedKeyBag || bag.bagValue instanceof PrivateKeyInfo);
  if (keyBags.length !== 1) throw failed(files.file, `rummer ${keyBags.length} private nøgler i stedet for én`);
  const key = createPrivateKey({ key: await keyOf(keyBags[0]!, password, files.file), format: 'der', type: 'pkcs8' });
  const certificates = safe.flatMap(({ bagValue }) => (bagValue instanceof CertBag ? [certificateOf(bagValue)] : []));
  const own = certificates.find((der) => new X509Certificate(der).checkPrivateKey(key));
  if (!own) throw failed(files.file, 'rummer ikke nøglens certifikat');
  return KeyFileSigner.of(key, chainFrom(own, certificates), files.file);
}

/** The first line of a file that holds a password or a PIN. Errors: `signature.key-unreadable`. */
export async function readSecret(file: string): Promise<string> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw failed(file, 'kan ikke læses', cause);
  });
  return text.split(/\r?\n/, 1)[0] ?? '';
}

async function openSafe(bytes: Buffer, password: string, file: string): Promise<SafeBag[]> {
  const pfx = readPfx(bytes, file);
  const secret = toBuffer(password);
  await pfx.parseInternalValues({ password: secret, checkIntegrity: true }).catch((cause: unknown) => {
    throw failed(file, 'kan ikke åbnes: adgangskoden er forkert, eller filen er beskadiget', cause);
  });
  const safe: AuthenticatedSafe = pfx.parsedValue!.authenticatedSafe!;
  for (const content of safe.safeContents) refuseOldProtection(content, file);
  const passwords = safe.safeContents.map((content) => (content.contentType === ContentInfo.ENCRYPTED_DATA ? { password: secret } : {}));
  await safe.parseInternalValues({ safeContents: passwords }).catch((cause: unknown) => {
    throw failed(file, 'kan ikke åbnes: adgangskoden er forkert, eller filen er beskadiget', cause);
  });
  const contents = (safe.parsedValue as { safeContents: { value: { safeBags: SafeBag[] } }[] }).safeContents;
  return contents.flatMap(({ value }) => value.safeBags);
}

function readPfx(bytes: Buffer, file: string): PFX {
  try {
    return PFX.fromBER(new Uint8Array(bytes).buffer);
  } catch (cause) {
    throw failed(file, 'er ikke en PKCS#12-fil', cause);
  }
}

async function keyOf({ bagValue }: SafeBag, password: string, file: string): Promise<Buffer> {
  if (!(bagValue instanceof PKCS8ShroudedKeyBag)) return Buffer.from((bagValue as PrivateKeyInfo).toSchema().toBER());
  refuseOldAlgorithm(bagValue.encryptionAlgorithm.algorithmId, file);
  const shrouded = Buffer.from(bagValue.toSchema().toBER());
  try {
    const key = createPrivateKey({ key: shrouded, format: 'der', type: 'pkcs8', passphrase: password });
    return key.export({ format: 'der', type: 'pkcs8' });
  } catch {
    throw failed(file, 'kan ikke åbnes: adgangskoden er forkert, eller filen er beskadiget');
  }
}

function refuseOldProtection(content: ContentInfo, file: string): void {
  if (content.contentType !== ContentInfo.ENCRYPTED_DATA) return;
  const own = new Uint8Array((content.content as BaseBlock).valueBeforeDecodeView); // reading it takes the parsed tree apart
  const { encryptedContentInfo } = EncryptedData.fromBER(own.buffer);
  refuseOldAlgorithm(encryptedContentInfo.contentEncryptionAlgorithm.algorithmId, file);
}

function refuseOldAlgorithm(algorithm: string, file: string): void {
  if (algorithm === PBES2) return;
  const convert = `openssl pkcs12 -legacy -in ${file} -nodes | openssl pkcs12 -export -out ${file}.ny`;
  throw failed(file, `er beskyttet på en forældet måde (3DES eller RC2). Lav den om: ${convert}`);
}

/** The bytes as they lie in the file, not as they would be encoded anew. */
function certificateOf(bag: CertBag): Buffer {
  return Buffer.from((bag.certValue as OctetString).getValue());
}

/** The key's own certificate first, then each one's issuer among the others. */
function chainFrom(own: Buffer, others: Buffer[]): Buffer[] {
  const chain = [own];
  for (;;) {
    const last = new X509Certificate(chain.at(-1)!);
    const issuer = others.find((der) => !chain.includes(der) && last.checkIssued(new X509Certificate(der)));
    if (!issuer || last.subject === last.issuer) return chain;
    chain.push(issuer);
  }
}

function toBuffer(text: string): ArrayBuffer {
  return new Uint8Array(Buffer.from(text, 'utf8')).buffer;
}

function failed(file: string, problem: string, cause?: unknown): SignatureError {
  return new SignatureError('signature.key-unreadable', { file, problem }, { cause });
}
