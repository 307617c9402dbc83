import { randomUUID } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';
import { AppError, type Role } from '@genmaele/contracts';
import { rowsOf, type Tx } from '@genmaele/platform';
import { type DataSource } from 'typeorm';
import { type HeldRole, writeGrant } from './role-grants.js';

/** A person who is signed in, with the roles held now; `committees` are those that a role is bound to. A role not named there is held everywhere. */
export interface Actor {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly roles: readonly Role[];
  readonly committees: readonly { readonly role: Role; readonly committeeId: string }[];
  /** The administrator who looks through this person's eyes; then nothing may be done. */
  readonly through?: { readonly id: string; readonly name: string };
}

/** argon2id by OWASP's parameters for an interactive sign-in: 19 MiB, two passes. */
const argon = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

let decoy: Promise<string> | undefined;

/** A password as it is kept. */
export function passwordHash(password: string): Promise<string> {
  return hash(password, argon);
}

/** Whether a password is the one that is kept. */
export function passwordFits(kept: string, password: string): Promise<boolean> {
  return verify(kept, password);
}

const leastCharacters = 12;

/** Errors: `person.password-refused` when it is too short (NIST SP 800-63B asks for length, not for kinds of characters). */
export function refuseWeakPassword(password: string): void {
  if ([...password].length >= leastCharacters) return;
  throw new AppError('person.password-refused', { reason: `Den nye adgangskode har under ${leastCharacters} tegn.` });
}

/** A new account. The e-mail is kept in lower case and is the name one signs in by; without a password nobody can, until one is chosen. */
export async function addPerson(
  tx: Tx,
  person: { name: string; email: string; password?: string; sample: boolean },
  roles: readonly HeldRole[],
  now: Date,
): Promise<string> {
  const id = randomUUID();
  const kept = await passwordHash(person.password ?? randomUUID());
  const email = person.email.trim().toLowerCase();
  const rows = await rowsOf<{ id: string }>(
    tx,
    `INSERT INTO person (id, email, name, password_hash, sample, created_at) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (email) DO NOTHING RETURNING id`,
    [id, email, person.name, kept, person.sample, now],
  );
  if (rows.length === 0) throw new AppError('person.exists', { email });
  for (const role of roles) await writeGrant(tx, id, role, { from: now, until: null });
  return id;
}

/**
 * The person with this e-mail and password; undefined when they do not fit, or the account is closed, or it is a sample account and
 * `samples` is false. An unknown e-mail costs the same time as a wrong password.
 */
export async function personByPassword(db: DataSource, email: string, password: string, samples: boolean): Promise<string | undefined> {
  if (email.includes('\0')) return undefined; // no e-mail has it, and PostgreSQL refuses it
  const [row] = await rowsOf<{ id: string; password_hash: string; sample: boolean; disabled_at: Date | null }>(
    db,
    'SELECT id, password_hash, sample, disabled_at FROM person WHERE email = $1',
    [email.trim().toLowerCase()],
  );
  decoy ??= passwordHash(randomUUID());
  const fits = await passwordFits(row?.password_hash ?? (await decoy), password);
  return row && fits && !row.disabled_at && (samples || !row.sample) ? row.id : undefined;
}

/** The actor with the roles held at `now`; undefined when the account is gone or closed, or a sample account and `samples` is false. */
export async function actorById(db: DataSource | Tx, id: string, now: Date, samples = true): Promise<Actor | undefined> {
  const [person] = await rowsOf<{ id: string; name: string; email: string }>(
    db,
    'SELECT id, name, email FROM person WHERE id = $1 AND disabled_at IS NULL AND ($2 OR NOT sample)',
    [id, samples],
  );
  if (!person) return undefined;
  const grants = await rowsOf<{ role: Role; committee_id: string | null }>(
    db,
    'SELECT role, committee_id FROM role_grant WHERE person_id = $1 AND valid_from <= $2 AND (valid_to IS NULL OR valid_to > $2)',
    [id, now],
  );
  const everywhere = new Set(grants.filter((grant) => !grant.committee_id).map((grant) => grant.role));
  return {
    ...person,
    roles: [...new Set(grants.map((grant) => grant.role))],
    committees: grants.flatMap(({ role, committee_id }) =>
      committee_id && !everywhere.has(role) ? [{ role, committeeId: committee_id }] : [],
    ),
  };
}

/** The people who hold a role now; for a committee role, in that committee. */
export async function peopleWithRole(
  db: DataSource | Tx,
  role: Role,
  now: Date,
  committeeId?: string | null,
): Promise<{ id: string; name: string; email: string }[]> {
  return rowsOf(
    db,
    `SELECT DISTINCT p.id, p.name, p.email FROM person p JOIN role_grant g ON g.person_id = p.id
     WHERE g.role = $1 AND g.valid_from <= $2 AND (g.valid_to IS NULL OR g.valid_to > $2) AND p.disabled_at IS NULL
       AND ($3::text IS NULL OR g.committee_id IS NULL OR g.committee_id = $3) ORDER BY p.name`,
    [role, now, committeeId ?? null],
  );
}
