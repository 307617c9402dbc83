import { type Role } from '@genmaele/contracts';
import { rowsOf, type Tx } from '@genmaele/platform';
import { type DataSource } from 'typeorm';
import { useRecoveryCode } from './recovery-codes.js';
import { useTotp } from './totp.js';

/** What a person can show beside a password. */
export interface Factors {
  readonly totp: boolean;
  readonly passkeys: readonly { readonly id: string; readonly name: string; readonly createdAt: Date; readonly lastUsedAt: Date | null }[];
  readonly recoveryCodes: number;
}

/** A person's factors. */
export async function factorsOf(db: DataSource | Tx, personId: string): Promise<Factors> {
  const [counted] = await rowsOf<{ totp: boolean; codes: number }>(
    db,
    `SELECT EXISTS (SELECT 1 FROM totp_secret WHERE person_id = $1 AND confirmed_at IS NOT NULL) AS totp,
            (SELECT count(*)::int FROM recovery_code WHERE person_id = $1 AND used_at IS NULL) AS codes`,
    [personId],
  );
  const passkeys = await rowsOf<Factors['passkeys'][number]>(
    db,
    `SELECT id, name, created_at AS "createdAt", last_used_at AS "lastUsedAt" FROM passkey WHERE person_id = $1 ORDER BY created_at, id`,
    [personId],
  );
  return { totp: counted?.totp ?? false, passkeys, recoveryCodes: counted?.codes ?? 0 };
}

/** Whether there is anything a person must show beside the password. */
export const hasFactor = ({ totp, passkeys }: Factors): boolean => totp || passkeys.length > 0;

/** Whether one of the roles must have a second factor, by `SECOND_FACTOR_ROLES`. */
export function needsFactor(roles: readonly Role[], setting: string | undefined): boolean {
  const needing = (setting ?? '').split(',');
  return roles.some((role) => needing.includes(role));
}

/** Whether a code is the person's: from the phone, or a recovery code, which is thereby used. */
export async function useCode(tx: Tx, personId: string, code: string, key: Buffer, now: Date): Promise<boolean> {
  return (await useTotp(tx, personId, code, key, now)) || (await useRecoveryCode(tx, personId, code, now));
}
