import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { AppError } from '@genmaele/contracts';
import { type Environment } from '@genmaele/platform';

/**
 * The key that secrets are kept under, made from `SECRETS_KEY`, or else from `SESSION_SECRET`. Errors: `factor.no-key` where there is neither:
 * a key that is new at each start would lock people out.
 */
export function secretsKey(env: Pick<Environment, 'SECRETS_KEY' | 'SESSION_SECRET'>): Buffer {
  const from = env.SECRETS_KEY ?? env.SESSION_SECRET;
  if (!from) throw new AppError('factor.no-key');
  return Buffer.from(hkdfSync('sha256', from, '', 'genmaele secrets', 32));
}

/** The text as it is kept: nonce (12 bytes), tag (16), ciphertext; AES-256-GCM. It opens for `owner` alone. */
export function seal(key: Buffer, owner: string, text: string): Buffer {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(owner));
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), body]);
}

/** What {@link seal} kept. Throws an Error when the key, the owner or the bytes are others. */
export function unseal(key: Buffer, owner: string, sealed: Buffer): string {
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, 12), { authTagLength: 16 }).setAAD(Buffer.from(owner));
  decipher.setAuthTag(sealed.subarray(12, 28));
  return Buffer.concat([decipher.update(sealed.subarray(28)), decipher.final()]).toString('utf8');
}
