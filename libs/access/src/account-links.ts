import { randomBytes, randomUUID } from 'node:crypto';
import { appendAudit } from '@genmaele/audit';
import { AppError, sha256 } from '@genmaele/contracts';
import { type JobContext, promiseWork } from '@genmaele/jobs';
import { rowsOf, type Tx } from '@genmaele/platform';
import { endSessionsOf } from './session-list.js';
import { passwordHash, refuseWeakPassword } from './people.js';

/** Why a link is sent: to someone who has just been given an account, or who has forgotten the password. */
export type LinkKind = 'invitation' | 'reset';

const hour = 60 * 60 * 1000;
const lasts: Record<LinkKind, number> = { invitation: 7 * 24 * hour, reset: hour };

/** Links that one e-mail may ask for within an hour; more are answered alike and not sent. */
const linksAllowed = 3;

/**
 * Promises a mail with a link by which the person chooses a password, once, within seven days (an invitation) or an hour (a reset). It does
 * the same for an e-mail that nobody has, so that nothing can be learnt from it; the mail is then not sent.
 */
export async function askForLink(tx: Tx, kind: LinkKind, email: string, now: Date): Promise<void> {
  const address = email.trim().toLowerCase();
  const [asked] = await rowsOf<{ count: number }>(
    tx,
    `SELECT count(*)::int AS count FROM account_link WHERE email = $1 AND kind = 'reset' AND asked_at > $2`,
    [address, new Date(now.getTime() - hour)],
  );
  if (kind === 'reset' && asked && asked.count >= linksAllowed) return;
  const linkId = randomUUID();
  await tx.query('INSERT INTO account_link (id, kind, email, asked_at, expires_at) VALUES ($1, $2, $3, $4, $5)', [
    linkId,
    kind,
    address,
    now,
    new Date(now.getTime() + lasts[kind]),
  ]);
  await promiseWork(tx, 'account.link', { linkId }, { subject: `account-link:${linkId}`, once: linkId, dueAt: now, now });
}

/** A link as it is to be mailed. The token stands in the mail alone. */
export interface LinkToMail {
  readonly kind: LinkKind;
  readonly name: string;
  readonly email: string;
  readonly token: string;
}

/**
 * Draws the token of a link that is about to be mailed; undefined when nobody has the e-mail, or the link is used or past. Drawn anew at each
 * try of the work, so that the token is never kept: only the last mail's link works.
 */
export async function drawLink(context: JobContext, linkId: string): Promise<LinkToMail | undefined> {
  const token = randomBytes(32).toString('base64url');
  return context.step(async (tx) => {
    const [link] = await rowsOf<{ kind: LinkKind; name: string; email: string }>(
      tx,
      `UPDATE account_link l SET token_sha256 = $2 FROM person p
       WHERE l.id = $1 AND l.used_at IS NULL AND l.expires_at > $3 AND p.email = l.email AND p.disabled_at IS NULL AND NOT p.sample
       RETURNING l.kind, p.name, p.email`,
      [linkId, sha256(token), context.now],
    );
    return link && { ...link, token };
  });
}

const unused = 'token_sha256 = $1 AND used_at IS NULL AND expires_at > $2';

/** Whether the link can still be used. Looking does not use it: mail filters open every link. */
export async function linkHolds(tx: Tx, token: string, now: Date): Promise<boolean> {
  return (await rowsOf(tx, `SELECT 1 FROM account_link WHERE ${unused}`, [sha256(token), now])).length > 0;
}

/**
 * Chooses the password by a link, which is thereby used; all sessions of the account end. Errors: `account.link-dead` (used, past, or never
 * there), `person.password-refused`.
 */
export async function choosePassword(
  tx: Tx,
  token: string,
  password: string,
  by: { now: Date; requestId?: string | undefined },
): Promise<void> {
  refuseWeakPassword(password);
  const [link] = await rowsOf<{ kind: LinkKind; email: string }>(
    tx,
    `UPDATE account_link SET used_at = $2 WHERE ${unused} RETURNING kind, email`,
    [sha256(token), by.now],
  );
  const [person] = link
    ? await rowsOf<{ id: string }>(tx, 'UPDATE person SET password_hash = $2 WHERE email = $1 AND disabled_at IS NULL RETURNING id', [
        link.email,
        await passwordHash(password),
      ])
    : [];
  if (!link || !person) throw new AppError('account.link-dead');
  await tx.query('UPDATE account_link SET used_at = $2 WHERE email = $1 AND used_at IS NULL', [link.email, by.now]);
  await endSessionsOf(tx, person.id);
  const line = { actorId: person.id, action: 'person.password', subject: `person:${person.id}`, requestId: by.requestId };
  await appendAudit(tx, { ...line, facts: { by: link.kind } }, by.now);
}
