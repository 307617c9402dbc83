import fc from 'fast-check';
import { simpleParser } from 'mailparser';
import { composeMail, UnsafeMailError, type OutgoingMail } from './compose-mail.js';
import { readHeaders } from './headers.js';

const PDF = Buffer.from('%PDF-1.7\n\u0000\u00ff æøå', 'latin1');
const mail = (over: Partial<OutgoingMail> = {}): OutgoingMail => ({
  from: 'KL <hoeringssvar@example.dk>',
  to: ['hoering@example.dk'],
  replyTo: 'svar@example.dk',
  subject: 'Høringssvar: ændring af lov om almene boliger (sagsnr. 2022-7022)',
  text: 'Kære ministerium\n\nVedlagt høringssvar.\n.\nVenlig hilsen\nKL',
  messageId: '<d-17.1@example.dk>',
  date: new Date('2026-11-22T12:00:00Z'),
  attachments: [{ filename: 'Høringssvar.pdf', contentType: 'application/pdf', content: PDF }],
  headers: { 'X-Genmaele-Case': '42' },
  ...over,
});

describe('a composed mail', () => {
  it('carries our Message-ID, the subject, the text and the attachment unchanged', async () => {
    const read = await simpleParser(await composeMail(mail()));
    expect(read).toMatchObject({ messageId: '<d-17.1@example.dk>', subject: mail().subject, date: mail().date });
    expect([read.from?.text, read.replyTo?.text, read.headers.get('x-genmaele-case')]).toEqual([
      '"KL" <hoeringssvar@example.dk>',
      'svar@example.dk',
      '42',
    ]);
    expect(read.text?.trim()).toBe(mail().text);
    expect(read.attachments).toHaveLength(1);
    expect(read.attachments[0]).toMatchObject({ filename: 'Høringssvar.pdf', contentType: 'application/pdf' });
    expect(read.attachments[0]!.content.equals(PDF)).toBe(true);
  });

  it('is the same bytes each time, and others for another Message-ID', async () => {
    const [first, again, other] = await Promise.all([
      composeMail(mail()),
      composeMail(mail()),
      composeMail(mail({ messageId: '<d-17.2@example.dk>' })),
    ]);
    expect(first.equals(again)).toBe(true);
    const boundary = (bytes: Buffer) => /boundary="([^"]+)"/.exec(bytes.toString())?.[1];
    expect(boundary(first)).not.toBe(boundary(other));
  });

  it('has CRLF line ends, lines no longer than SMTP allows, and base64 for its attachment', async () => {
    const text = (
      await composeMail(
        mail({ text: `Lang linje: ${'æ'.repeat(3000)}`, attachments: [{ ...mail().attachments[0]!, content: Buffer.alloc(10_000, 7) }] }),
      )
    ).toString('latin1');
    expect(text.replace(/\r\n/g, '')).not.toMatch(/[\r\n]/);
    expect(Math.max(...text.split('\r\n').map((line) => line.length))).toBeLessThanOrEqual(998);
    expect(text).toMatch(/Content-Transfer-Encoding: base64/);
  });

  it.each([
    ['messageId', { messageId: '<a@b>\r\nBcc: <x@y.dk>' }],
    ['messageId', { messageId: 'uden-parenteser@example.dk' }],
    ['from', { from: 'KL <a@b.dk>\r\nBcc: x@y.dk' }],
    ['to', { to: ['a@b.dk\nBcc: x@y.dk'] }],
    ['to', { to: [] }],
    ['replyTo', { replyTo: 'a@b.dk\rx' }],
    ['headers', { headers: { 'X-A': 'b\r\nBcc: x@y.dk' } }],
    ['headers', { headers: { 'X-A: b\r\nBcc': 'x@y.dk' } }],
    ['headers', { headers: { Bcc: 'x@y.dk' } }],
    ['headers', { headers: { 'Content-Type': 'text/html' } }],
    ['contentType', { attachments: [{ filename: 'a', contentType: 'a/b\r\nX: y', content: PDF }] }],
  ] as [string, Partial<OutgoingMail>][])('is refused for %s that could smuggle a header in: %j', async (field, over) => {
    await expect(composeMail(mail(over))).rejects.toMatchObject({ name: 'UnsafeMailError', field });
    expect(new UnsafeMailError(field).message).toContain(field);
  });

  it('has its subject and file name on one line, without control characters', async () => {
    const read = await simpleParser(
      await composeMail(
        mail({ subject: 'Svar\r\nBcc: x@y.dk\u0000\u2028 slut', attachments: [{ ...mail().attachments[0]!, filename: '../a\nb.pdf' }] }),
      ),
    );
    expect([read.subject, read.attachments[0]!.filename]).toEqual(['Svar Bcc: x@y.dk slut', '.._a b.pdf']);
  });

  it('has the same headers whatever stands in the subject, the text and the file name', async () => {
    const names = [...readHeaders(await composeMail(mail())).keys()].sort();
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.string({ unit: fc.constantFrom('\r', '\n', 'Bcc: x@y.dk', '\u0000', ' ', 'æ', '\u2028', ':', '=?') }),
        ),
        async (text) => {
          const bytes = await composeMail(
            mail({ subject: `S ${text}`, text, attachments: [{ ...mail().attachments[0]!, filename: `f${text}.pdf` }] }),
          );
          expect([...readHeaders(bytes).keys()].sort()).toEqual(names);
          const read = await simpleParser(bytes);
          expect([read.to, read.bcc, read.messageId]).toEqual([
            expect.objectContaining({ text: 'hoering@example.dk' }),
            undefined,
            '<d-17.1@example.dk>',
          ]);
          expect(read.attachments.map(({ content }) => content.equals(PDF))).toEqual([true]);
        },
      ),
      { numRuns: 200 },
    );
  }, 60_000);
});
