import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sendMail } from '@genmaele/delivery';
import { sha256 } from '@genmaele/contracts';
import { simpleParser } from 'mailparser';

/** The local mailbox as the journey knows it: where mail is handed in, where it is kept, and the association's own address. */
export interface JourneyMailbox {
  readonly url: string;
  readonly dir: string;
  readonly address: string;
}

/** A mail as the mailbox kept it. */
export interface KeptMail {
  readonly file: string;
  readonly bytes: Buffer;
}

/** Every mail to a recipient with this Message-ID; one, when it was sent once. */
export async function keptMails(dir: string, recipient: string, messageId: string): Promise<KeptMail[]> {
  const folder = join(dir, recipient.toLowerCase());
  if (!existsSync(folder)) return [];
  const names = (await readdir(folder)).filter((name) => name.endsWith('.eml')).sort();
  const mails = await Promise.all(names.map(async (name) => ({ file: join(folder, name), bytes: await readFile(join(folder, name)) })));
  return mails.filter(({ bytes }) => messageIdOf(bytes) === messageId);
}

/** The Message-ID in the head of a mail, with its angle brackets. */
export function messageIdOf(mail: Buffer): string | undefined {
  const end = mail.indexOf('\r\n\r\n');
  const head = mail.subarray(0, end < 0 ? mail.length : end).toString('latin1');
  return /^message-id:[ \t]*(?:\r\n[ \t]+)?(<[^>\r\n]+>)/im.exec(head)?.[1];
}

/** The hash of the one PDF that the mail carries; undefined when it carries none or several. */
export async function attachedPdf(mail: Buffer): Promise<string | undefined> {
  const { attachments } = await simpleParser(mail);
  const pdfs = attachments.filter(({ contentType }) => contentType === 'application/pdf');
  return pdfs.length === 1 && pdfs[0] ? sha256(pdfs[0].content) : undefined;
}

/** Hands a mail to the local mailbox, as a ministry's server would. */
export async function handIn(mailbox: JourneyMailbox, from: string, mail: Buffer): Promise<void> {
  await sendMail({ url: mailbox.url, envelope: { from, to: [mailbox.address] }, message: mail, beforeFinalDot: () => Promise.resolve() });
}
