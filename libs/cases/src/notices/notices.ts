import { randomUUID } from 'node:crypto';
import { sha256 } from '@genmaele/contracts';
import { promiseWork } from '@genmaele/jobs';
import { rowsOf, type Tx } from '@genmaele/platform';
import { nextDigest } from './digest-days.js';
import { type NoticeKind } from './notice.entity.js';
import { settingsOf } from './notice-settings.js';
import { sentenceOf } from './notice-text.js';
import { type Urgency, whenToTell } from './when-to-tell.js';

/**
 * What a person is to know. All texts are Danish, for a mail: they name a case by its number, never by a word of a draft or by the title of a
 * closed case.
 */
export interface Notification {
  readonly personId: string;
  /** Names the occasion among the person's: the same one twice is told once. */
  readonly occasion: string;
  /** The matter: of several occasions of one matter that wait for the digest, the last is told. */
  readonly topic: string;
  /** What is so, without a full stop: `sag 2026-0007 venter på dig`. The subject of a mail of its own. */
  readonly headline: string;
  /** Why this person is told: `du er formand for udvalget`. */
  readonly why: string;
  readonly caseId?: string;
  readonly due?: Date;
  /** After this moment the news is of no use: who would only read it later, in the digest, is told at once. Counts when there is no `due`. */
  readonly until?: Date;
  /** What happens if nothing is done. */
  readonly ifNothing: string;
  readonly urgency: Urgency;
  readonly kind?: NoticeKind;
  /** The open task that is asked for: the digest shows it by itself as long as it is open, and a mail held back is dropped when it is not. */
  readonly taskId?: string;
}

/**
 * The one door to a person: tells at once when somebody is blocked by them, something is wrong or late, or it cannot wait for their digest;
 * else puts it in the next digest. Nobody is told who has no open account. See {@link whenToTell}. Returns which way was taken.
 */
export async function notify(tx: Tx, notification: Notification, now: Date): Promise<'at-once' | 'digest' | 'nobody'> {
  const { personId, topic } = notification;
  const [person] = await rowsOf<{ email: string; lastTold: Date | null }>(
    tx,
    `SELECT p.email, (SELECT max(n.send_at) FROM notice n WHERE n.person_id = p.id AND n.topic = $2 AND n.dropped_at IS NULL
       AND n.created_at > coalesce((SELECT max(d.built_at) FROM digest d WHERE d.person_id = p.id AND d.built_at <= $3), '-infinity')) AS "lastTold"
     FROM person p WHERE p.id = $1 AND p.disabled_at IS NULL`,
    [personId, topic, now],
  );
  if (!person) return 'nobody';
  const settings = await settingsOf(tx, personId);
  const facts = {
    ...notification,
    due: notification.due ?? notification.until,
    now,
    nextDigest: nextDigest(settings, now).at,
    atOnce: settings.atOnce,
  };
  const at = whenToTell({ ...facts, ...(person.lastTold ? { lastTold: person.lastTold } : {}) });
  if (at === 'digest') await keepForDigest(tx, notification, now);
  else await tellAt(tx, notification, person.email, at, now);
  return at === 'digest' ? 'digest' : 'at-once';
}

/** A mail that is held back stands for every later one of its matter. */
async function tellAt(tx: Tx, notification: Notification, recipient: string, at: Date, now: Date): Promise<void> {
  const { personId, topic, taskId, caseId, headline, occasion, kind = 'news' } = notification;
  if (at > now) {
    const held = await rowsOf(
      tx,
      `UPDATE notice SET task_id = $3 WHERE person_id = $1 AND topic = $2 AND sent_at IS NULL AND dropped_at IS NULL AND send_at > $4 RETURNING id`,
      [personId, topic, taskId ?? null, now],
    );
    if (held.length > 0) return;
  }
  const text = `${sentenceOf(notification)}\r\n\r\nLog på Genmæle for at se mere.`;
  const asked = { caseId, recipient, kind, subject: `Genmæle: ${headline}`, text, personId, topic, taskId, sendAt: at };
  await writeNotice(tx, asked, occasion, now);
}

async function keepForDigest(tx: Tx, notification: Notification, now: Date): Promise<void> {
  const { personId, caseId, topic, occasion, headline, why, due, ifNothing, taskId } = notification;
  if (taskId) return;
  await tx.query('DELETE FROM notice_line WHERE person_id = $1 AND topic = $2 AND told_at IS NULL', [personId, topic]);
  await tx.query(
    `INSERT INTO notice_line (id, person_id, case_id, topic, occasion, headline, why, due_at, if_nothing, created_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (person_id, occasion) DO NOTHING`,
    [randomUUID(), personId, caseId ?? null, topic, occasion, headline, why, due ?? null, ifNothing, now],
  );
}

/** Takes back what waits for anybody's digest about a matter that is done. What is told is told. */
export async function takeBackNews(tx: Tx, topic: string): Promise<void> {
  await tx.query('DELETE FROM notice_line WHERE topic = $1 AND told_at IS NULL', [topic]);
}

/** A mail to an address; a person is told by {@link notify}, which writes these. */
export interface NoticeMail {
  readonly caseId?: string | undefined;
  readonly recipient: string;
  readonly kind: NoticeKind;
  readonly subject: string;
  readonly text: string;
  readonly personId?: string | undefined;
  readonly topic?: string | undefined;
  readonly taskId?: string | undefined;
  /** Now when left out. */
  readonly sendAt?: Date;
}

/** Writes a notice and promises that it is sent. One for each occasion and recipient: a second is the first. Returns its id. */
export async function writeNotice(tx: Tx, mail: NoticeMail, occasion: string, now: Date): Promise<string> {
  const { caseId = null, personId = null, topic = null, taskId = null, recipient, kind, subject, text, sendAt = now } = mail;
  const messageId = `<notice.${sha256(`${occasion}:${recipient}`).slice(0, 32)}@genmaele>`;
  const [known] = await rowsOf<{ id: string }>(tx, 'SELECT id FROM notice WHERE message_id = $1', [messageId]);
  if (known) return known.id;
  const noticeId = randomUUID();
  await tx.query(
    `INSERT INTO notice (id, case_id, person_id, topic, task_id, recipient, kind, subject, text, message_id, created_at, send_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
    [noticeId, caseId, personId, topic, taskId, recipient, kind, subject, text, messageId, now, sendAt],
  );
  const about = caseId ? `case:${caseId}` : `notice:${noticeId}`;
  await promiseWork(tx, 'notice.send', { noticeId }, { subject: about, once: noticeId, dueAt: sendAt, now });
  return noticeId;
}
