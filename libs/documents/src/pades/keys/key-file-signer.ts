import { createPrivateKey, createPublicKey, type KeyObject, sign, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { PdfSigner } from '../ports.js';
import { SignatureError } from '../signature-error.js';

/** Files with a private key (PKCS#8, PEM) and its certificates (PEM, the signer's own first). */
export interface KeyFiles {
  keyFile: string;
  chainFile: string;
}

/**
 * Signs with a key kept in a file. The key is read once, and never leaves the process. Taken are P-256 and RSA of at least 3072
 * bits; a key that does not belong to the first certificate is refused when it is opened.
 */
export class KeyFileSigner implements PdfSigner {
  private constructor(
    private readonly key: KeyObject,
    private readonly chain: readonly Uint8Array[],
    readonly algorithm: PdfSigner['algorithm'],
  ) {}

  /** Reads both files. Errors: `signature.key-unreadable`, `signature.key-mismatch`; neither says anything about the key itself. */
  static async open(files: KeyFiles): Promise<KeyFileSigner> {
    const [key, chain] = await Promise.all([readKey(files.keyFile), readCertificates(files.chainFile)]);
    return KeyFileSigner.of(key, chain, files.keyFile);
  }

  /** Signs with a key that was read elsewhere, from `file`. Errors: as `open`. */
  static of(key: KeyObject, chain: readonly Uint8Array[], file: string): KeyFileSigner {
    refuseForeignChain(createPublicKey(key), chain, file);
    return new KeyFileSigner(key, chain, algorithmOf(key, file));
  }

  async certificateChain(): Promise<Uint8Array[]> {
    return this.chain.map((der) => new Uint8Array(der));
  }

  async sign(signedAttributesDer: Uint8Array): Promise<Uint8Array> {
    return new Uint8Array(sign('sha256', signedAttributesDer, this.key));
  }
}

/** The certificates of a PEM file in DER, in their order. An unreadable or empty file is `signature.key-unreadable`. */
export async function readCertificates(file: string): Promise<Uint8Array[]> {
  try {
    const pem = await readFile(file, 'latin1');
    const blocks = pem.match(/-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g) ?? [];
    if (blocks.length === 0) throw new Error('no certificate');
    return blocks.map((block) => new Uint8Array(new X509Certificate(block).raw));
  } catch (cause) {
    throw new SignatureError('signature.key-unreadable', { file, problem: 'rummer ingen certifikater, der kan læses' }, { cause });
  }
}

async function readKey(file: string): Promise<KeyObject> {
  try {
    return createPrivateKey(await readFile(file));
  } catch {
    throw new SignatureError('signature.key-unreadable', { file, problem: 'rummer ingen privat nøgle, der kan læses' });
  }
}

/** Errors: `signature.key-mismatch` when the first certificate is not the public key's. */
export function refuseForeignChain(publicKey: KeyObject, chain: readonly Uint8Array[], file: string): void {
  const [held, named] = [publicKey, new X509Certificate(chain[0]!).publicKey].map((key) => key.export({ type: 'spki', format: 'der' }));
  if (!held!.equals(named!)) throw new SignatureError('signature.key-mismatch', { file, problem: 'certifikatet hører ikke til nøglen' });
}

/** The algorithm of a key; P-256 and RSA of at least 3072 bits are taken. Errors: `signature.key-unreadable`. */
export function algorithmOf(key: KeyObject, file: string): PdfSigner['algorithm'] {
  const { namedCurve, modulusLength } = key.asymmetricKeyDetails ?? {};
  if (key.asymmetricKeyType === 'ec' && namedCurve === 'prime256v1') return 'ecdsa-p256-sha256';
  if (key.asymmetricKeyType === 'rsa' && (modulusLength ?? 0) >= 3072) return 'rsa-sha256';
  throw new SignatureError('signature.key-unreadable', { file, problem: 'nøglen er hverken P-256 eller RSA på mindst 3072 bit' });
}
