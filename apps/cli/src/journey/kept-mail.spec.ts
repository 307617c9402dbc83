import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sha256 } from '@genmaele/contracts';
import MailComposer from 'nodemailer/lib/mail-composer';
import { attachedPdf, keptMails, messageIdOf } from './kept-mail.js';

const dir = mkdtempSync(join(tmpdir(), 'genmaele-kept-'));
const folder = join(dir, 'm@x.example');
mkdirSync(folder);
const mailOf = (id: string) => Buffer.from(`From: a@b\r\nMessage-ID: ${id}\r\nSubject: x\r\n\r\nMessage-ID: <body@x>\r\n`);
writeFileSync(join(folder, '1-a.eml'), mailOf('<one@x>'));
writeFileSync(join(folder, '2-b.eml'), mailOf('<two@x>'));
writeFileSync(join(folder, '3-c.eml'), mailOf('<two@x>'));
writeFileSync(join(folder, '4-d.part'), mailOf('<one@x>'));

afterAll(() => rmSync(dir, { recursive: true, force: true }));

describe('mails that the mailbox kept', () => {
  it('are found by their Message-ID, every one of them', async () => {
    expect((await keptMails(dir, 'M@x.example', '<one@x>')).map(({ file }) => file)).toEqual([join(folder, '1-a.eml')]);
    expect(await keptMails(dir, 'm@x.example', '<two@x>')).toHaveLength(2);
    expect(await keptMails(dir, 'm@x.example', '<body@x>')).toEqual([]);
    expect(await keptMails(dir, 'nobody@x.example', '<one@x>')).toEqual([]);
  });

  it('tell their Message-ID also when the header is folded', () => {
    expect(messageIdOf(Buffer.from('Message-Id:\r\n <long@x>\r\n\r\nbody'))).toBe('<long@x>');
    expect(messageIdOf(Buffer.from('Subject: x\r\n\r\nMessage-ID: <body@x>'))).toBeUndefined();
  });

  it('tell the hash of the one PDF they carry, and nothing when there are two', async () => {
    const pdf = Buffer.from('%PDF-1.7 æøå');
    const attachment = { filename: 'a.pdf', content: pdf, contentType: 'application/pdf' };
    const mail = (count: number) =>
      new MailComposer({ text: 'x', attachments: Array.from({ length: count }, () => attachment) }).compile().build();
    expect(await attachedPdf(await mail(1))).toBe(sha256(pdf));
    expect(await attachedPdf(await mail(2))).toBeUndefined();
    expect(await attachedPdf(await mail(0))).toBeUndefined();
  });
});
