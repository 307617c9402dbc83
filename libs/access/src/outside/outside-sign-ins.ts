import { randomBytes } from 'node:crypto';
import { sha256 } from '@genmaele/contracts';
import { rowsOf, type Tx } from '@genmaele/platform';

/** Who may vouch for people. */
export type OutsideProvider = 'oidc' | 'saml';

/** A sign-in that is about to leave. `id` is OIDC's state or SAML's request id; `binding` stays with the browser, as a cookie. */
export interface LeavingSignIn {
  readonly id: string;
  readonly binding: string;
  readonly nonce: string;
  readonly verifier: string;
}

/** Minutes in which it must come back. */
export const outsideMinutes = 10;

const secret = () => randomBytes(32).toString('base64url');

/** What a sign-in elsewhere is for, beside signing in. */
export interface OutsidePurpose {
  /** It answers the invitation with that token. */
  readonly link?: string | undefined;
  /** The person of that session, by the id of the list, shows again who they are. */
  readonly againSession?: string | undefined;
}

/** What was kept of a sign-in that comes back. */
export interface ReturningSignIn {
  readonly nonce: string;
  readonly verifier: string;
  readonly linkSha256: string | null;
  readonly againSession: string | null;
  readonly begunAt: Date;
}

/** Keeps what a sign-in that comes back is compared with. */
export async function beginOutside(
  tx: Tx,
  provider: OutsideProvider,
  { link, againSession }: OutsidePurpose,
  now: Date,
): Promise<LeavingSignIn> {
  // An XML id begins with no digit.
  const leaving = { id: `_${secret()}`, binding: secret(), nonce: secret(), verifier: secret() };
  await tx.query('DELETE FROM outside_sign_in WHERE expires_at <= $1', [now]);
  await tx.query(
    `INSERT INTO outside_sign_in (id_sha256, provider, binding_sha256, nonce, verifier, link_sha256, again_session, begun_at, expires_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      sha256(leaving.id),
      provider,
      sha256(leaving.binding),
      leaving.nonce,
      leaving.verifier,
      link === undefined ? null : sha256(link),
      againSession ?? null,
      now,
      new Date(now.getTime() + outsideMinutes * 60_000),
    ],
  );
  return leaving;
}

/** What was kept of a sign-in that comes back to the browser that left; undefined when it never left, came back before, or came back to another. */
export async function finishOutside(
  tx: Tx,
  provider: OutsideProvider,
  came: { id: string; binding: string },
  now: Date,
): Promise<ReturningSignIn | undefined> {
  const [kept] = await rowsOf<ReturningSignIn>(
    tx,
    `DELETE FROM outside_sign_in WHERE id_sha256 = $1 AND binding_sha256 = $2 AND provider = $3 AND expires_at > $4
     RETURNING nonce, verifier, link_sha256 AS "linkSha256", again_session AS "againSession", begun_at AS "begunAt"`,
    [sha256(came.id), sha256(came.binding), provider, now],
  );
  return kept;
}

/** Keeps the id of an assertion until it is past. False when it is there already: it is being used a second time. */
export async function rememberAssertion(tx: Tx, id: string, until: Date, now: Date): Promise<boolean> {
  await tx.query('DELETE FROM assertion_seen WHERE until <= $1', [now]);
  const rows = await rowsOf(tx, 'INSERT INTO assertion_seen (id_sha256, until) VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING until', [
    sha256(id),
    until,
  ]);
  return rows.length > 0;
}

/**
 * Whether someone showed who they are after they were asked, to the second (OIDC's `auth_time` has no more). There is no grace for clocks: it would
 * let a sign-in pass that was made just before. What was not stated was not shown.
 */
export function isShownSince(authenticatedAt: Date | undefined, asked: Date): boolean {
  return authenticatedAt !== undefined && authenticatedAt.getTime() >= Math.floor(asked.getTime() / 1000) * 1000;
}
