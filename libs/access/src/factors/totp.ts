import { appendAudit } from '@genmaele/audit';
import { AppError } from '@genmaele/contracts';
import { rowsOf, type Tx } from '@genmaele/platform';
import { generateSecret, generateURI, verify } from 'otplib';
import { type ChangedBy } from '../changed-by.js';
import { drawRecoveryCodes } from './recovery-codes.js';
import { seal, unseal } from './sealed-secret.js';

/** Seconds that a code holds, and by how many a phone's clock may be off. */
const step = 30;

/**
 * A new secret for one-time codes (RFC 6238: SHA-1, six digits, 30 seconds). It is no factor until {@link confirmTotp} has seen a code. Errors:
 * `factor.refused` when the person has codes already.
 */
export async function beginTotp(
  tx: Tx,
  person: { id: string; email: string },
  key: Buffer,
  now: Date,
): Promise<{ secret: string; uri: string }> {
  const secret = generateSecret();
  const rows = await rowsOf(
    tx,
    `INSERT INTO totp_secret (person_id, sealed, created_at) VALUES ($1, $2, $3)
     ON CONFLICT (person_id) DO UPDATE SET sealed = $2, created_at = $3, last_step = NULL WHERE totp_secret.confirmed_at IS NULL
     RETURNING person_id`,
    [person.id, seal(key, person.id, secret), now],
  );
  if (rows.length === 0) throw new AppError('factor.refused', { reason: 'Du har engangskoder i forvejen.' });
  return { secret, uri: generateURI({ issuer: 'Genmæle', label: person.email, secret }) };
}

/** Makes one-time codes a factor, now that the person has shown one; answers the recovery codes, once. Errors: `factor.refused`. */
export async function confirmTotp(tx: Tx, code: string, key: Buffer, by: ChangedBy): Promise<string[]> {
  if (!(await totpFits(tx, by.actorId, code, key, by.now, false))) {
    throw new AppError('factor.refused', { reason: 'Koden passer ikke til den nøgle, der blev vist.' });
  }
  await tx.query('UPDATE totp_secret SET confirmed_at = $2 WHERE person_id = $1', [by.actorId, by.now]);
  await appendAudit(tx, { actorId: by.actorId, action: 'factor.totp', subject: `person:${by.actorId}`, requestId: by.requestId }, by.now);
  return drawRecoveryCodes(tx, by.actorId);
}

/**
 * Whether a code is the person's now, or one step before or after; a code, and those before it, is then never taken again. Errors:
 * `factor.key-changed`.
 */
export async function useTotp(tx: Tx, personId: string, code: string, key: Buffer, now: Date): Promise<boolean> {
  return totpFits(tx, personId, code, key, now, true);
}

/** The key that secrets are kept under may have been changed since: that is no fault of the code. Errors: `factor.key-changed`. */
function unsealed(key: Buffer, personId: string, sealed: Buffer): string {
  try {
    return unseal(key, personId, sealed);
  } catch (cause) {
    throw new AppError('factor.key-changed', {}, { cause });
  }
}

async function totpFits(tx: Tx, personId: string, code: string, key: Buffer, now: Date, confirmed: boolean): Promise<boolean> {
  const token = code.replace(/\s/g, '');
  const [row] = await rowsOf<{ sealed: Buffer; lastStep: number | null }>(
    tx,
    `SELECT sealed, last_step AS "lastStep" FROM totp_secret WHERE person_id = $1 AND (confirmed_at IS NOT NULL) = $2 FOR UPDATE`,
    [personId, confirmed],
  );
  if (!row || !/^\d{6}$/.test(token)) return false;
  const epoch = Math.floor(now.getTime() / 1000);
  const secret = unsealed(key, personId, row.sealed);
  const found = await verify({ secret, token, epoch, epochTolerance: step });
  if (!found.valid) return false;
  const at = Math.floor(epoch / step) + found.delta;
  if (row.lastStep !== null && at <= row.lastStep) return false;
  await tx.query('UPDATE totp_secret SET last_step = $2 WHERE person_id = $1', [personId, at]);
  return true;
}

/** Takes a person's one-time codes away. False when there were none. */
export async function removeTotp(tx: Tx, by: ChangedBy): Promise<boolean> {
  const hit = await rowsOf(tx, 'DELETE FROM totp_secret WHERE person_id = $1 RETURNING person_id', [by.actorId]);
  if (hit.length === 0) return false;
  const line = { actorId: by.actorId, action: 'factor.remove', subject: `person:${by.actorId}`, requestId: by.requestId };
  await appendAudit(tx, { ...line, facts: { factor: 'totp' } }, by.now);
  return true;
}
