import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { readIncomingMail } from './read-incoming-mail.js';

const eml = (text: string) => Buffer.from(text.replace(/\n/g, '\r\n'));
const read = (text: string) => readIncomingMail(eml(text));

const REPORT = (action: string, status: string, returned = 'Message-ID: <d-17.1@example.dk>') => `From: MAILER-DAEMON@mx.example.dk
To: svar@example.dk
Subject: Undelivered Mail Returned to Sender
Message-ID: <bounce@mx.example.dk>
Auto-Submitted: auto-replied
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

Mailen kunne ikke afleveres.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.dk

Final-Recipient: rfc822; hoering@example.dk
Action: ${action}
Status: ${status}

--b
Content-Type: text/rfc822-headers

${returned}
Subject: Svar

--b--
`;

describe('reading a mail that came in', () => {
  it('gives sender, subject, text, date and what it answers', async () => {
    const mail = await read(`From: "Ministeriet" <Hoering@Example.dk>
To: svar@example.dk
Subject: =?utf-8?Q?SV:_H=C3=B8ringssvar?=
Message-ID: <svar-1@example.dk>
In-Reply-To: <d-17.1@example.dk>
References: <start@example.dk>
 <d-17.1@example.dk>
Date: Mon, 23 Nov 2026 09:00:00 +0100
Content-Type: text/plain; charset=iso-8859-1
Content-Transfer-Encoding: quoted-printable

Tak for h=F8ringssvaret.
`);
    expect(mail).toMatchObject({
      from: 'hoering@example.dk',
      subject: 'SV: Høringssvar',
      messageId: '<svar-1@example.dk>',
      inReplyTo: '<d-17.1@example.dk>',
      references: ['<start@example.dk>', '<d-17.1@example.dk>'],
      date: new Date('2026-11-23T08:00:00Z'),
      autoReply: false,
      defects: [],
    });
    expect(mail.text.trim()).toBe('Tak for høringssvaret.');
  });

  it('has no date when the mail has none that can be read', async () => {
    expect((await read('From: a@b.dk\nDate: i morgen\n\nhej')).date).toBeUndefined();
    expect((await read('From: a@b.dk\n\nhej')).date).toBeUndefined();
  });

  it.each(['failed', 'delayed', 'delivered', 'relayed', 'expanded'])(
    'knows a delivery report that says %s, and which mail it is about',
    async (action) => {
      const mail = await read(REPORT(action, '5.1.1 (unknown)'));
      expect(mail.deliveryReport).toEqual({
        action,
        status: '5.1.1',
        finalRecipient: 'hoering@example.dk',
        originalMessageId: '<d-17.1@example.dk>',
        recipients: [{ action, status: '5.1.1', finalRecipient: 'hoering@example.dk' }],
      });
      expect(mail.autoReply).toBe(true);
    },
  );

  it('reports the recipient who fared worst', async () => {
    const two = REPORT('delivered', '2.0.0').replace(
      'Status: 2.0.0\n',
      'Status: 2.0.0\n\nFinal-Recipient: rfc822; b@example.dk\nAction: failed\nStatus: 5.2.2\n',
    );
    const { deliveryReport } = await read(two);
    expect(deliveryReport).toMatchObject({ action: 'failed', status: '5.2.2', finalRecipient: 'b@example.dk' });
    expect(deliveryReport?.recipients).toHaveLength(2);
  });

  it('takes no report from an action that the standard does not know, nor a Message-ID that did not come back', async () => {
    expect((await read(REPORT('exploded', '5.0.0'))).deliveryReport).toBeUndefined();
    expect((await read(REPORT('failed', '5.0.0', 'X-A: b'))).deliveryReport?.originalMessageId).toBeUndefined();
  });

  it('finds the original in a report that returns the whole mail', async () => {
    const whole = REPORT('failed', '5.0.0').replace('text/rfc822-headers', 'message/rfc822');
    expect((await read(whole)).deliveryReport?.originalMessageId).toBe('<d-17.1@example.dk>');
  });

  it('knows a disposition notification', async () => {
    const mail = await read(`From: h@example.dk
Subject: Read: Svar
Content-Type: multipart/report; report-type=disposition-notification; boundary="b"

--b
Content-Type: text/plain

Mailen er vist.
--b
Content-Type: message/disposition-notification

Final-Recipient: rfc822;h@example.dk
Original-Message-ID: <d-17.1@example.dk>
Disposition: manual-action/MDN-sent-manually; displayed
--b--
`);
    expect(mail.dispositionNotification).toEqual({
      disposition: 'displayed',
      originalMessageId: '<d-17.1@example.dk>',
      finalRecipient: 'h@example.dk',
    });
    expect(mail.deliveryReport).toBeUndefined();
  });

  it.each([
    ['Auto-Submitted: auto-replied', true],
    ['Auto-Submitted: auto-generated; owner=x', true],
    ['Auto-Submitted: no', false],
    ['Precedence: auto_reply', true],
    ['Subject: Automatisk svar: Høring', true],
    ['Return-Path: <>', true],
    ['Subject: SV: automatisk svar er nævnt her', false],
    ['X-A: b', false],
  ])('with »%s« is written by a machine: %s', async (header, auto) => {
    expect((await read(`From: a@b.dk\n${header}\n\nhej`)).autoReply).toBe(auto);
  });

  it('stops at its limits and still gives what the headers say', async () => {
    const head = 'From: a@b.dk\nSubject: Stor\nIn-Reply-To: <d-17.1@example.dk>\n';
    const nested = Array.from({ length: 3000 }, (_, i) => `Content-Type: multipart/mixed; boundary="b${i}"\n\n--b${i}\n`).join('');
    const parts = `Content-Type: multipart/mixed; boundary="b"\n\n${'--b\nContent-Type: text/plain\n\nx\n'.repeat(20_000)}`;
    for (const body of [nested, parts, `X-Long: ${'x'.repeat(30_000_000)}\n\nhej`]) {
      const mail = await read(head + body);
      expect(mail).toMatchObject({ from: 'a@b.dk', subject: 'Stor', inReplyTo: '<d-17.1@example.dk>', text: '' });
      expect(mail.defects).toHaveLength(1);
    }
    expect((await read(`${head}\n${'linje med tekst\n'.repeat(50_000)}`)).text.length).toBe(100_000);
    expect((await readIncomingMail(Buffer.concat([eml(`${head}\n`), Buffer.alloc(61 * 1024 * 1024)]))).defects).toHaveLength(1);
  });

  it('never rejects, whatever the bytes', async () => {
    const piece = fc.constantFrom(
      'Content-Type: multipart/report; boundary=b',
      '--b',
      '--b--',
      '\r\n',
      '\n',
      'Content-Type: message/delivery-status',
      'Action: failed',
      ':',
      '<',
      '>',
      'Message-ID: <a@b>',
      'Content-Transfer-Encoding: base64',
      '=?utf-8?B?',
      'From: ',
      '\u0000',
      '\t',
      'æ',
    );
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 400 }).map((array) => Buffer.from(array)),
      fc.array(piece, { maxLength: 60 }).map((pieces) => Buffer.from(pieces.join(''))),
      fc.array(piece, { maxLength: 60 }).map((pieces) => Buffer.from(pieces.join('\r\n'))),
    );
    await fc.assert(
      fc.asyncProperty(bytes, async (mail) => {
        const found = await readIncomingMail(mail);
        expect(found.subject).not.toMatch(/[\r\n]/);
        expect(typeof found.from).toBe('string');
      }),
      { numRuns: 1000 },
    );
  }, 60_000);
});

const REAL = '../shared/data/email';
/** The folder of reports, and one more that lies elsewhere. */
const BOUNCES = /multipart_report_emails|raw_email_with_mimepart_without_content_type/;
const onReal = existsSync(REAL) ? it : it.skip;
const files = existsSync(REAL) ? readdirSync(REAL, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.eml')) : [];

describe('real mails', () => {
  onReal('are all read without a crash (skipped where ../shared/data is absent)', async () => {
    expect(files).toHaveLength(104);
    let withText = 0;
    for (const name of files) {
      const mail = await readIncomingMail(readFileSync(join(REAL, name)));
      if (mail.text !== '') withText += 1;
      expect([name, mail.defects]).toEqual([name, []]);
      expect([name, mail.deliveryReport !== undefined]).toEqual([name, BOUNCES.test(name)]);
    }
    expect(withText).toBeGreaterThan(85);
  });

  onReal('that are bounces say what became of which mail (skipped where ../shared/data is absent)', async () => {
    const found = Object.fromEntries(
      await Promise.all(
        files
          .filter((name) => name.includes('multipart_report'))
          .map(async (name) => {
            const { deliveryReport } = await readIncomingMail(readFileSync(join(REAL, name)));
            return [
              name.split(/[/\\]/).at(-1),
              [deliveryReport?.action, deliveryReport?.status, deliveryReport?.recipients.length, deliveryReport?.originalMessageId],
            ];
          }),
      ),
    );
    expect(found).toMatchObject({
      'report_422.eml': ['delayed', '4.2.2', 1, '<15655788.13.1200472642578.JavaMail.Administrator@mail.ttttt.com.au>'],
      'report_530.eml': ['failed', '5.3.0', 1, '<200712232303.lBNN3jDq002941@mail12.rrrr.com.au>'],
      'multipart_report_multiple_status.eml': ['failed', '5.3.0', 1, expect.stringMatching(/^<.+>$/)],
      'multi_address_bounce1.eml': ['failed', '5.1.1', expect.any(Number), expect.stringMatching(/^<.+>$/)],
      'multi_address_bounce2.eml': ['failed', '5.1.1', expect.any(Number), expect.stringMatching(/^<.+>$/)],
    });
  });
});
