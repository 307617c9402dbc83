import { join } from 'node:path';
import { AppError } from '@genmaele/contracts';
import {
  HttpRevocationSource,
  HttpTimestampAuthority,
  openSigningKeys,
  reaches,
  readCertificates,
  type SignAnswer,
  SignatureError,
  type SignatureLevel,
  signatureProblem,
  type SigningAuthorities,
  type SigningKeys,
  type SignRequest,
  signToLevel,
} from '@genmaele/documents';
import { type Clock, describeError, type Environment, type Log, outgoingRules } from '@genmaele/platform';
import { type DataSource } from 'typeorm';
import { type GroundedSignatory, groundsFor, NoGrounds } from './grounds.js';
import { UsedTries } from './used-tries.js';

/** Signs one letter after looking for itself. */
export type SignLetter = (request: SignRequest) => Promise<SignAnswer>;

/**
 * Opens the keys and gives the function that signs with them, at the level that the settings say and never below: an authority that fails means no
 * signature. A production start refuses a test key. Errors: `environment.invalid`, a `SignatureError` of a key.
 */
export async function openSigning(env: Environment, database: DataSource, clock: Clock, log: Log): Promise<SignLetter> {
  return signingWith(await openKeysFor(env), env, database, clock, log);
}

/** Every key of the settings. Errors: as {@link openSigning}. */
export async function openKeysFor(env: Environment): Promise<SigningKeys> {
  const folder = env.SIGNER_KEY_DIR;
  if (!folder) throw new AppError('environment.invalid', { problem: 'SIGNER_KEY_DIR mangler' });
  const keys = await openSigningKeys(folder);
  if (env.NODE_ENV === 'production' && keys.all.some(({ test }) => test)) {
    throw new AppError('environment.invalid', { problem: 'SIGNER_KEY_DIR holder en prøvenøgle, som ikke må bruges i produktion' });
  }
  return keys;
}

/** The function that signs with these keys. See {@link openSigning}. */
export async function signingWith(keys: SigningKeys, env: Environment, database: DataSource, clock: Clock, log: Log): Promise<SignLetter> {
  const level = env.SIGNATURE_LEVEL ?? (env.TIMESTAMP_URL ? 'B-T' : 'B-B');
  const authorities = await openAuthorities(env, level, clock);
  const used = new UsedTries();
  const sign = async (request: SignRequest): Promise<SignAnswer> => {
    const grounds = await groundsFor(database, request);
    used.take(request);
    const at = clock.now();
    const signed = await signToLevel({
      pdf: grounds.pdf,
      signatories: grounds.signatories.map((each) => signatoryOf(each, keys)),
      level,
      at,
      authorities,
    });
    log.info('letter.signed', { letterId: request.letterId, level });
    return {
      signed: signed.toString('base64'),
      signerName: grounds.signatories.map(({ name }) => name).join(' og '),
      level,
      at: at.toISOString(),
    };
  };
  return (request) =>
    sign(request).catch((error: unknown) => {
      log.warn('letter.not-signed', { letterId: request.letterId, ...describeError(error) });
      return refusalOf(error);
    });
}

async function openAuthorities(env: Environment, level: SignatureLevel, clock: Clock): Promise<SigningAuthorities> {
  const now = (): Date => clock.now();
  const rules = outgoingRules(env);
  return {
    roots: reaches(level, 'B-LT') ? await readCertificates(env.TRUSTED_ROOT_FILE ?? join(env.SIGNER_KEY_DIR ?? '', 'root.pem')) : [],
    ...(env.TIMESTAMP_URL && reaches(level, 'B-T') ? { timestamp: new HttpTimestampAuthority({ url: env.TIMESTAMP_URL, rules }) } : {}),
    revocation: new HttpRevocationSource({ now, rules, ...(env.OCSP_URL ? { ocspUrl: env.OCSP_URL } : {}) }),
  };
}

function signatoryOf({ field, email, name, title }: GroundedSignatory, keys: SigningKeys) {
  const { signer, test } = keys.of(email);
  return { fieldName: field, signer, test, name, function: title };
}

function refusalOf(error: unknown): SignAnswer {
  if (error instanceof NoGrounds) return { refused: error.message };
  if (!(error instanceof SignatureError)) return { unavailable: 'underskriftstjenesten fejlede' };
  const { danish, again } = signatureProblem(error);
  return again ? { unavailable: danish } : { refused: danish };
}
