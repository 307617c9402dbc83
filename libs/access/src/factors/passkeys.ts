import { randomUUID } from 'node:crypto';
import { appendAudit } from '@genmaele/audit';
import { AppError } from '@genmaele/contracts';
import { rowsOf, type Tx } from '@genmaele/platform';
import {
  type AuthenticationResponseJSON,
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  type RegistrationResponseJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server';
import { type ChangedBy } from '../changed-by.js';

/** Where people reach us, which a passkey is bound to: `https://svar.example.dk`. */
export interface PasskeyPlace {
  readonly origin: string;
  /** The host name. */
  readonly id: string;
}

/** The place of an address. */
export function passkeyPlace(url: string): PasskeyPlace {
  const { origin, hostname } = new URL(url);
  return { origin, id: hostname };
}

/**
 * What a browser is asked when a passkey is made: it must be kept by the device and opened by its owner's finger, face or code, so that it is
 * both things at once, and names its person, so that nobody types who they are.
 */
export async function passkeyToMake(
  tx: Tx,
  person: { id: string; email: string; name: string },
  place: PasskeyPlace,
): Promise<PublicKeyCredentialCreationOptionsJSON> {
  const known = await rowsOf<{ id: string }>(tx, 'SELECT credential_id AS id FROM passkey WHERE person_id = $1', [person.id]);
  return generateRegistrationOptions({
    rpName: 'Genmæle',
    rpID: place.id,
    userID: new Uint8Array(Buffer.from(person.id)),
    userName: person.email,
    userDisplayName: person.name,
    attestationType: 'none',
    excludeCredentials: known,
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  });
}

/** Keeps a passkey that a browser has made in answer to a challenge. Errors: `passkey.refused`. */
export async function addPasskey(
  tx: Tx,
  made: { response: RegistrationResponseJSON; challenge: string; name: string },
  place: PasskeyPlace,
  by: ChangedBy,
): Promise<void> {
  const { verified, registrationInfo: info } = await orRefused(() =>
    verifyRegistrationResponse({
      response: made.response,
      expectedChallenge: made.challenge,
      expectedOrigin: place.origin,
      expectedRPID: place.id,
      requireUserVerification: true,
    }),
  );
  if (!verified || !info) throw new AppError('passkey.refused');
  const { id, publicKey, counter } = info.credential;
  const rows = await rowsOf(
    tx,
    `INSERT INTO passkey (id, person_id, credential_id, public_key, counter, name, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
     ON CONFLICT (credential_id) DO NOTHING RETURNING id`,
    [randomUUID(), by.actorId, id, Buffer.from(publicKey), counter, made.name, by.now],
  );
  if (rows.length === 0) throw new AppError('passkey.refused');
  const line = { actorId: by.actorId, action: 'factor.passkey', subject: `person:${by.actorId}`, requestId: by.requestId };
  await appendAudit(tx, line, by.now);
}

/** What a browser is asked at sign-in: any passkey of ours; it knows whose. The same for everyone, so nothing is learnt from it. */
export function passkeyToShow(place: PasskeyPlace): Promise<PublicKeyCredentialRequestOptionsJSON> {
  return generateAuthenticationOptions({ rpID: place.id, userVerification: 'required' });
}

/**
 * Whose passkey answered the challenge. Its counter must grow where it counts at all, or it has been copied. Errors: `passkey.refused`, alike for an
 * unknown passkey, another challenge, another place, and a signature that does not hold.
 */
export async function personByPasskey(
  tx: Tx,
  shown: { response: AuthenticationResponseJSON; challenge: string },
  place: PasskeyPlace,
  now: Date,
): Promise<string> {
  const [kept] = await rowsOf<{ id: string; personId: string; credentialId: string; publicKey: Buffer; counter: string }>(
    tx,
    `SELECT id, person_id AS "personId", credential_id AS "credentialId", public_key AS "publicKey", counter
     FROM passkey WHERE credential_id = $1 FOR UPDATE`,
    [String(shown.response.id)],
  );
  const handle = shown.response.response?.userHandle;
  if (!kept || (handle && Buffer.from(handle, 'base64url').toString() !== kept.personId)) throw new AppError('passkey.refused');
  const { verified, authenticationInfo: info } = await orRefused(() =>
    verifyAuthenticationResponse({
      response: shown.response,
      expectedChallenge: shown.challenge,
      expectedOrigin: place.origin,
      expectedRPID: place.id,
      requireUserVerification: true,
      credential: { id: kept.credentialId, publicKey: new Uint8Array(kept.publicKey), counter: Number(kept.counter) },
    }),
  );
  if (!verified) throw new AppError('passkey.refused');
  await tx.query('UPDATE passkey SET counter = $2, last_used_at = $3 WHERE id = $1', [kept.id, info.newCounter, now]);
  return kept.personId;
}

/** Takes one of a person's passkeys away. False when they have none such. */
export async function removePasskey(tx: Tx, id: string, by: ChangedBy): Promise<boolean> {
  const hit = await rowsOf(tx, 'DELETE FROM passkey WHERE id = $1 AND person_id = $2 RETURNING id', [id, by.actorId]);
  if (hit.length === 0) return false;
  const line = { actorId: by.actorId, action: 'factor.remove', subject: `person:${by.actorId}`, requestId: by.requestId };
  await appendAudit(tx, { ...line, facts: { factor: 'passkey' } }, by.now);
  return true;
}

async function orRefused<T>(verifying: () => Promise<T>): Promise<T> {
  try {
    return await verifying();
  } catch {
    throw new AppError('passkey.refused');
  }
}
