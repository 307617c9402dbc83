import { join } from 'node:path';
import { isTestCertificate, KeyFileSigner, HttpTimestampAuthority, signPdf, SignatureError, type SignAnswer } from '@genmaele/documents';
import { AppError } from '@genmaele/contracts';
import { type Clock, describeError, type Environment, type Log } from '@genmaele/platform';
import { type DataSource } from 'typeorm';
import { groundsFor, NoGrounds } from './grounds.js';

/** Signs one letter after looking for itself. */
export type SignLetter = (letterId: string) => Promise<SignAnswer>;

/**
 * Opens the key and gives the function that signs with it. A production start refuses a test key. With a time-stamp authority the level is
 * B-T, and an authority that fails means no signature: the level is never lowered.
 */
export async function openSigning(env: Environment, database: DataSource, clock: Clock, log: Log): Promise<SignLetter> {
  const folder = env.SIGNER_KEY_DIR;
  if (!folder) throw new AppError('environment.invalid', { problem: 'SIGNER_KEY_DIR mangler' });
  const signer = await KeyFileSigner.open({ keyFile: join(folder, 'seal.key.pem'), chainFile: join(folder, 'seal.chain.pem') });
  const [certificate] = await signer.certificateChain();
  const test = certificate !== undefined && isTestCertificate(certificate);
  if (test && env.NODE_ENV === 'production') {
    throw new AppError('environment.invalid', { problem: 'SIGNER_KEY_DIR holder en prøvenøgle, som ikke må bruges i produktion' });
  }
  const timestampAuthority = env.TIMESTAMP_URL ? new HttpTimestampAuthority({ url: env.TIMESTAMP_URL }) : undefined;
  const level = timestampAuthority ? 'B-T' : 'B-B';
  return async (letterId) => {
    try {
      const grounds = await groundsFor(database, letterId);
      const at = clock.now();
      const appearance = { name: grounds.signatoryName, function: grounds.signatoryFunction, level, test } as const;
      const stamped = timestampAuthority ? { timestampAuthority } : {};
      const signed = await signPdf({ pdf: grounds.pdf, fieldName: grounds.field, signer, at, appearance, certify: true, ...stamped });
      log.info('letter.signed', { letterId, level });
      return { signed: signed.toString('base64'), signerName: grounds.signatoryName, level, at: at.toISOString() };
    } catch (error) {
      log.warn('letter.not-signed', { letterId, ...describeError(error) });
      if (error instanceof NoGrounds) return { refused: error.message };
      if (error instanceof SignatureError && error.code !== 'signature.timestamp-failed') return { refused: error.code };
      return { unavailable: error instanceof Error ? error.name : 'ukendt' };
    }
  };
}
