import { sha256 } from '@genmaele/contracts';
import { rowsOf, type Tx } from '@genmaele/platform';
import { type DataSource } from 'typeorm';
import { type LogoutRequest } from './saml/saml-logout.js';

/** One of a person's sessions, as its owner sees it. `id` names it without opening it. Times are ISO 8601. */
export interface SessionLine {
  readonly id: string;
  readonly agent: string;
  readonly address: string;
  readonly signedInAt: string;
  readonly seenAt: string;
  readonly current: boolean;
}

interface SessionData {
  sid: string;
  expire: Date;
  sess: { signedInAt?: string; agent?: string; address?: string; cookie?: { originalMaxAge?: number } };
}

const ofPerson = `sess->'passport'->>'user' = $1`;

/** The id by which a session is spoken of: the hash of what opens it. */
export const sessionId = (sid: string): string => sha256(sid).slice(0, 24);

/** A person's sessions, the latest seen first. */
export async function sessionsOf(db: DataSource | Tx, personId: string, currentSid: string): Promise<SessionLine[]> {
  const rows = await rowsOf<SessionData>(db, `SELECT sid, sess, expire FROM session WHERE ${ofPerson}`, [personId]);
  return rows
    .map(({ sid, sess, expire }) => ({
      id: sessionId(sid),
      agent: sess.agent ?? '',
      address: sess.address ?? '',
      signedInAt: sess.signedInAt ?? '',
      seenAt: new Date(expire.getTime() - (sess.cookie?.originalMaxAge ?? 0)).toISOString(),
      current: sid === currentSid,
    }))
    .sort((a, b) => b.seenAt.localeCompare(a.seenAt));
}

/** One of a person's sessions, by the id of the list; undefined when they have none such. */
export async function sessionOf(db: DataSource | Tx, personId: string, id: string): Promise<SessionLine | undefined> {
  return (await sessionsOf(db, personId, '')).find((session) => session.id === id);
}

/** Ends all of a person's sessions at once, but for one they may keep. */
export async function endSessionsOf(tx: Tx, personId: string, keepSid = ''): Promise<void> {
  await tx.query(`DELETE FROM session WHERE ${ofPerson} AND sid <> $2`, [personId, keepSid]);
}

/** Ends one of a person's sessions, by the id of the list. False when they have none such. */
export async function endOneSession(tx: Tx, personId: string, id: string): Promise<boolean> {
  const rows = await rowsOf<SessionData>(tx, `SELECT sid FROM session WHERE ${ofPerson}`, [personId]);
  const found = rows.find(({ sid }) => sessionId(sid) === id);
  if (found) await tx.query('DELETE FROM session WHERE sid = $1', [found.sid]);
  return found !== undefined;
}

/** Ends the sessions that a SAML provider knows by this name, and by one of these indexes when there are any. How many. */
export async function endSamlSessions(
  tx: Tx,
  { nameId, sessionIndexes }: Pick<LogoutRequest, 'nameId' | 'sessionIndexes'>,
): Promise<number> {
  const ended = await rowsOf(
    tx,
    `DELETE FROM session WHERE sess->'saml'->>'nameId' = $1 AND (cardinality($2::text[]) = 0 OR sess->'saml'->>'sessionIndex' = ANY($2)) RETURNING sid`,
    [nameId, sessionIndexes],
  );
  return ended.length;
}
