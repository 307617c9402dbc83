import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';

/** The kinds of key that sign letters. */
export type KeyType = 'p256' | 'rsa3072';

/** The key in that file when there is one that can be read, else a new one. */
export async function keptOrNewKey(file: string | undefined, type: KeyType): Promise<KeyObject> {
  const pem = file === undefined ? undefined : await readFile(file).catch(() => undefined);
  try {
    if (pem) return createPrivateKey(pem);
  } catch {
    // what cannot be read is no key
  }
  if (type === 'p256') return generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
  return generateKeyPairSync('rsa', { modulusLength: 3072 }).privateKey;
}

/** Writes the key as PKCS#8 in PEM, for its owner alone. */
export async function writeKey(file: string, key: KeyObject): Promise<void> {
  await writeFile(file, key.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
}

/** A certificate as PEM. */
export function certificatePem(der: Uint8Array): string {
  const base64 = Buffer.from(der)
    .toString('base64')
    .replace(/.{1,64}/g, '$&\n');
  return `-----BEGIN CERTIFICATE-----\n${base64}-----END CERTIFICATE-----\n`;
}
