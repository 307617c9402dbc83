import { randomInt, randomUUID } from 'node:crypto';
import { sha256 } from '@genmaele/contracts';
import { rowsOf, type Tx } from '@genmaele/platform';

/** Letters and digits that are not mistaken for one another. */
const alphabet = 'abcdefghjkmnpqrstuvwxyz23456789';
const codes = 10;

const tidy = (code: string): string => code.toLowerCase().replace(/[^a-z0-9]/g, '');

/** Ten new recovery codes of four times four characters (79 bits); the old ones are dead. Shown once. */
export async function drawRecoveryCodes(tx: Tx, personId: string): Promise<string[]> {
  await tx.query('DELETE FROM recovery_code WHERE person_id = $1', [personId]);
  const drawn = Array.from({ length: codes }, () =>
    Array.from({ length: 4 }, () => Array.from({ length: 4 }, () => alphabet[randomInt(alphabet.length)]).join('')).join('-'),
  );
  for (const code of drawn) {
    await tx.query('INSERT INTO recovery_code (id, person_id, code_sha256) VALUES ($1, $2, $3)', [
      randomUUID(),
      personId,
      sha256(tidy(code)),
    ]);
  }
  return drawn;
}

/** Uses a recovery code. False when it is not one of the person's, or is used. */
export async function useRecoveryCode(tx: Tx, personId: string, code: string, now: Date): Promise<boolean> {
  const hit = await rowsOf(
    tx,
    'UPDATE recovery_code SET used_at = $3 WHERE person_id = $1 AND code_sha256 = $2 AND used_at IS NULL RETURNING id',
    [personId, sha256(tidy(code)), now],
  );
  return hit.length > 0;
}
