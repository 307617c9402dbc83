import { simpleParser, type ParsedMail } from 'mailparser';
import {
  readDeliveryReport,
  readDispositionNotification,
  type DeliveryReport,
  type DispositionNotification,
  type ReportPart,
} from './delivery-report.js';
import { headerOf, messageIdsIn, readHeaders, type HeaderFields } from './headers.js';

/** What can be read of a mail that came in. Everything in it is the sender's claim. */
export interface IncomingMail {
  /** With angle brackets; left out when the mail has none. */
  messageId?: string;
  /** The first sender's address in lower case; empty when it cannot be read. */
  from: string;
  /** One line, at most 1,000 characters. */
  subject: string;
  inReplyTo?: string;
  references: string[];
  /** Left out when the mail has no date or none that can be read. */
  date?: Date;
  /** The plain text (made from HTML when there is no other), at most 100,000 characters. */
  text: string;
  deliveryReport?: DeliveryReport;
  dispositionNotification?: DispositionNotification;
  /** A machine wrote it (RFC 3834): out of office, a mail system's report, a ticket number. It is no person's receipt. */
  autoReply: boolean;
  /** What could not be read, in English, for the log. Empty for a sound mail. */
  defects: string[];
}

/** Mails over this size are read by their headers alone. */
const MOST_BYTES = 60 * 1024 * 1024;
const LIMITS = { maxHeadSize: 256 * 1024, maxChildNodes: 500, maxHtmlLengthToParse: 2_000_000 };
const MOST_TEXT = 100_000;
const AUTO_SUBJECT = /^\s*(automatisk svar|autosvar|automatic reply|auto(matic)?[ -]?reply|out of office|fraværsmeddelelse)\b/i;

function isAutoReply(fields: HeaderFields, subject: string): boolean {
  const submitted = headerOf(fields, 'auto-submitted')?.toLowerCase();
  if (submitted !== undefined) return !/^no\b/.test(submitted);
  return (
    /^auto_reply\b/i.test(headerOf(fields, 'precedence') ?? '') ||
    fields.has('x-autoreply') ||
    fields.has('x-autorespond') ||
    headerOf(fields, 'return-path') === '<>' ||
    AUTO_SUBJECT.test(subject)
  );
}

function dateOf(fields: HeaderFields): Date | undefined {
  const date = new Date(headerOf(fields, 'date') ?? '');
  return Number.isNaN(date.getTime()) ? undefined : date;
}

function senderOf(mail: ParsedMail | undefined, fields: HeaderFields): string {
  const first = mail?.from?.value.flatMap((entry) => entry.group ?? [entry]).find((entry) => entry.address)?.address;
  return (first ?? /[^\s<>"]+@[^\s<>"]+/.exec(headerOf(fields, 'from') ?? '')?.[0] ?? '').toLowerCase().slice(0, 320);
}

const oneLine = (text: string): string =>
  text
    .replace(/\p{Cc}+/gu, ' ')
    .trim()
    .slice(0, 1_000);

function partsOf(mail: ParsedMail | undefined): ReportPart[] {
  return (mail?.attachments ?? []).map(({ contentType, content }) => ({ contentType: contentType.toLowerCase(), content }));
}

async function parse(eml: Buffer, defects: string[]): Promise<ParsedMail | undefined> {
  if (eml.length > MOST_BYTES) {
    defects.push('larger than 60 MB: only the headers were read');
    return undefined;
  }
  try {
    return await simpleParser(eml, {
      ...LIMITS,
      keepDeliveryStatus: true,
      skipTextToHtml: true,
      skipImageLinks: true,
      checksumAlgo: false,
    });
  } catch (error) {
    defects.push(`only the headers were read: ${error instanceof Error ? error.message : 'unreadable'}`);
    return undefined;
  }
}

/**
 * Reads a mail as it lay in the mailbox (RFC 5322 bytes, LF or CRLF). Never rejects: of a broken, oversized or hostile
 * mail (headers over 256 KB, more than 500 parts) it gives what the headers say and names the defect. Attachments are not kept.
 */
export async function readIncomingMail(eml: Buffer): Promise<IncomingMail> {
  const defects: string[] = [];
  const fields = readHeaders(eml);
  const mail = await parse(eml, defects);
  const subject = oneLine(mail?.subject ?? headerOf(fields, 'subject') ?? '');
  const parts = partsOf(mail);
  const deliveryReport = readDeliveryReport(parts);
  const dispositionNotification = readDispositionNotification(parts);
  return {
    messageId: messageIdsIn(headerOf(fields, 'message-id'))[0],
    from: senderOf(mail, fields),
    subject,
    inReplyTo: messageIdsIn(headerOf(fields, 'in-reply-to'))[0],
    references: messageIdsIn(fields.get('references')?.join(' ')),
    date: dateOf(fields),
    text: (mail?.text ?? '').slice(0, MOST_TEXT),
    deliveryReport,
    dispositionNotification,
    autoReply: deliveryReport !== undefined || dispositionNotification !== undefined || isAutoReply(fields, subject),
    defects,
  };
}
