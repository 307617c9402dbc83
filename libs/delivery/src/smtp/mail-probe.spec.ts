import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MaildirProbe } from './mail-probe.js';

describe('probing a folder of mails', () => {
  let dir: string;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'probe-'));
  });
  afterEach(() => rmSync(dir, { recursive: true }));

  it('finds a mail by its own Message-ID, in the folder or in a recipient’s', async () => {
    mkdirSync(join(dir, 'a@b.dk'));
    writeFileSync(join(dir, 'a@b.dk', '1.eml'), 'Subject: x\r\nMessage-Id:\r\n <d1@kl.example>\r\n\r\nhej');
    writeFileSync(join(dir, '2.eml'), 'Message-ID: <d2@kl.example>\n\nhej');
    const probe = new MaildirProbe(dir);
    expect(await probe.find('<d1@kl.example>')).toBe('present');
    expect(await probe.find('<d2@kl.example>')).toBe('present');
    expect(await probe.find('<d3@kl.example>')).toBe('absent');
  });

  it('does not take an answer to the mail, or a quotation of it, for the mail', async () => {
    writeFileSync(join(dir, '1.eml'), 'In-Reply-To: <d1@kl.example>\r\nMessage-ID: <x@y.dk>\r\n\r\nMessage-ID: <d1@kl.example>');
    expect(await new MaildirProbe(dir).find('<d1@kl.example>')).toBe('absent');
  });

  it('does not know while a mail is being written, unless it finds the mail', async () => {
    writeFileSync(join(dir, '1.eml'), 'Message-ID: <d1@kl.example>\r\n\r\n');
    writeFileSync(join(dir, '2.part'), 'Message-ID: <d2@kl.example>\r\n\r\n');
    const probe = new MaildirProbe(dir);
    expect(await probe.find('<d1@kl.example>')).toBe('present');
    expect(await probe.find('<d2@kl.example>')).toBe('unknown');
  });

  it('does not know when the folder cannot be read', async () => {
    expect(await new MaildirProbe(join(dir, 'missing')).find('<d1@kl.example>')).toBe('unknown');
  });
});
