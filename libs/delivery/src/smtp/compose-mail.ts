import { createHash } from 'node:crypto';
import MailComposer from 'nodemailer/lib/mail-composer';

export interface MailAttachment {
  filename: string;
  contentType: string;
  content: Buffer;
}

export interface OutgoingMail {
  /** An address, or `Name <address>`. */
  from: string;
  to: readonly string[];
  replyTo?: string;
  subject: string;
  /** Plain text. */
  text: string;
  /** With its angle brackets: `<id@host>`. */
  messageId: string;
  date: Date;
  attachments: readonly MailAttachment[];
  headers?: Readonly<Record<string, string>>;
}

/** A mail that cannot be written safely; nothing was sent. `field` says which part is wrong. */
export class UnsafeMailError extends TypeError {
  override name = 'UnsafeMailError';
  constructor(readonly field: string) {
    super(`Mailens felt »${field}« indeholder tegn, der ikke må stå dér.`);
  }
}

const CONTROL = /[\p{Cc}\p{Zl}\p{Zp}]/u;
const MESSAGE_ID = /^<[\x21-\x3b\x3d\x3f\x41-\x7e]+@[\x21-\x3b\x3d\x3f\x41-\x7e]+>$/;
const HEADER_NAME = /^[A-Za-z][A-Za-z0-9-]{0,75}$/;
const CONTENT_TYPE = /^[\w.+-]+\/[\w.+-]+$/;
const OURS = new Set(['from', 'to', 'cc', 'bcc', 'reply-to', 'subject', 'date', 'message-id', 'mime-version', 'sender', 'return-path']);

const oneLine = (text: string): string => text.replace(new RegExp(CONTROL, 'gu'), ' ').replace(/ {2,}/g, ' ').trim();

function refuseUnless(holds: boolean, field: string): void {
  if (!holds) throw new UnsafeMailError(field);
}

function check(mail: OutgoingMail): void {
  refuseUnless(MESSAGE_ID.test(mail.messageId), 'messageId');
  refuseUnless(mail.to.length > 0, 'to');
  for (const [field, value] of [['from', mail.from], ['replyTo', mail.replyTo ?? ''], ...mail.to.map((to) => ['to', to])] as [
    string,
    string,
  ][]) {
    refuseUnless(!CONTROL.test(value), field);
  }
  for (const [name, value] of Object.entries(mail.headers ?? {})) {
    const allowed = HEADER_NAME.test(name) && !OURS.has(name.toLowerCase()) && !name.toLowerCase().startsWith('content-');
    refuseUnless(allowed && !CONTROL.test(value), 'headers');
  }
  for (const { contentType } of mail.attachments) refuseUnless(CONTENT_TYPE.test(contentType), 'contentType');
}

/**
 * Writes the mail as RFC 5322 bytes with CRLF: text first, then each attachment in base64. The same mail gives the same
 * bytes, since the boundaries are drawn from the Message-ID. A subject and file names are made one line; control
 * characters in an address, the Message-ID or a header throw UnsafeMailError, so that no header can be smuggled in.
 */
export async function composeMail(mail: OutgoingMail): Promise<Buffer> {
  check(mail);
  const composer = new MailComposer({
    from: mail.from,
    to: [...mail.to],
    replyTo: mail.replyTo,
    subject: oneLine(mail.subject),
    text: mail.text || '\n',
    messageId: mail.messageId,
    date: mail.date,
    headers: { ...mail.headers },
    attachments: mail.attachments.map(({ filename, contentType, content }) => ({
      filename: oneLine(filename).replace(/[/\\]/g, '_'),
      contentType,
      content,
      contentTransferEncoding: 'base64',
    })),
    baseBoundary: createHash('sha256').update(mail.messageId).digest('hex').slice(0, 32),
    disableFileAccess: true,
    disableUrlAccess: true,
    newline: 'windows',
  });
  return composer.compile().build();
}
