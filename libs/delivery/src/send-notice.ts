import { tellable } from '@genmaele/access';
import { AppError } from '@genmaele/contracts';
import { type JobContext } from '@genmaele/jobs';
import { rowsOf } from '@genmaele/platform';
import { type DataSource } from 'typeorm';
import { type MailSettings } from './mail-settings.js';
import { composeMail, MailError, sendMail } from './smtp/index.js';

interface NoticeRow {
  recipient: string;
  subject: string;
  text: string;
  message_id: string;
  created_at: Date;
  send_at: Date;
  sent_at: Date | null;
  task_state: string | null;
  tellable: boolean;
}

/**
 * The job `notice.send`: tells a person that something waits. What is about a case that has been closed meanwhile goes to nobody who is not named
 * on it. A notice may in rare cases come twice, with the same Message-ID; a letter may not, and goes another way. Errors: `mail.unavailable` (tried
 * again), `notice.refused` (the mail server will not have it: a person must look).
 */
export async function sendNotice(
  database: DataSource,
  noticeId: string,
  settings: MailSettings,
  pages: string | undefined,
  context: JobContext,
): Promise<void> {
  const [notice] = await rowsOf<NoticeRow>(
    database,
    `SELECT n.*, t.state AS task_state,
            c.id IS NULL OR ${tellable('c', 'p.id', '$2::timestamptz')} AS tellable
     FROM notice n LEFT JOIN approval_task t ON t.id = n.task_id LEFT JOIN response_case c ON c.id = n.case_id
       LEFT JOIN person p ON p.email = n.recipient WHERE n.id = $1`,
    [noticeId, context.now],
  );
  if (!notice || notice.sent_at) return;
  if (isOvertaken(notice) || !notice.tellable) {
    await context.finish((tx) => tx.query('UPDATE notice SET dropped_at = $2 WHERE id = $1', [noticeId, context.now]));
    return;
  }
  await mailOrFail(settings, {
    recipient: notice.recipient,
    subject: notice.subject,
    text: [notice.text, ...(pages ? ['', pages] : [])].join('\r\n'),
    messageId: notice.message_id,
    date: notice.created_at,
  });
  await context.finish((tx) => tx.query('UPDATE notice SET sent_at = $2 WHERE id = $1', [noticeId, context.now]));
}

/** Held back, and meanwhile what it asks for has been done. */
function isOvertaken({ created_at, send_at, task_state }: NoticeRow): boolean {
  return send_at > created_at && task_state !== null && task_state !== 'open';
}

/** A plain mail to one person. */
interface PlainMail {
  readonly recipient: string;
  readonly subject: string;
  readonly text: string;
  readonly messageId: string;
  readonly date: Date;
}

/** Sends a mail that a machine wrote to a person. Errors: `mail.unavailable`, `notice.refused` (the mail server will not have it). */
export async function mailOrFail(settings: MailSettings, { recipient, ...mail }: PlainMail): Promise<void> {
  const message = await composeMail({
    ...mail,
    from: settings.from,
    to: [recipient],
    attachments: [],
    headers: { 'Auto-Submitted': 'auto-generated' },
  });
  try {
    await sendMail({
      url: settings.url,
      requireTls: settings.requireTls,
      envelope: { from: settings.from, to: [recipient] },
      message,
      beforeFinalDot: async () => undefined,
    });
  } catch (error) {
    const code = error instanceof MailError ? error.code : 'ukendt';
    throw new AppError(error instanceof MailError && error.permanent ? 'notice.refused' : 'mail.unavailable', { code }, { cause: error });
  }
}
