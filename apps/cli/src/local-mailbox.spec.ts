import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { composeMail, MaildirProbe, readIncomingMail, sendMail, type SendOptions } from '@genmaele/delivery';
import { startLocalMailbox, type LocalMailbox, type LocalMailboxOptions, type MailboxFault, type MailboxStage } from './local-mailbox.js';

const ID = '<d-17.1@example.dk>';
const TO = 'hoering@example.dk';

describe('the local mailbox', () => {
  let dir: string;
  let mailbox: LocalMailbox | undefined;
  let message: Buffer;

  beforeAll(async () => {
    const attachment = { filename: 'Høringssvar.pdf', contentType: 'application/pdf', content: Buffer.alloc(200_000, 'PDF ') };
    message = await composeMail({
      from: 'kl@example.dk',
      to: [TO],
      subject: 'Svar',
      text: '.\n..\nhej',
      messageId: ID,
      date: new Date(0),
      attachments: [attachment],
    });
  });
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'mailbox-'));
  });
  afterEach(async () => {
    await mailbox?.stop();
    mailbox = undefined;
    rmSync(dir, { recursive: true });
  });

  const start = async (faults?: LocalMailboxOptions['faults']) => (mailbox = await startLocalMailbox({ dir, faults }));
  const at = (where: MailboxStage, fault: MailboxFault) => start((stage) => (stage === where ? fault : undefined));
  const send = (options: Partial<SendOptions> = {}) =>
    sendMail({
      url: mailbox!.url,
      envelope: { from: 'kl@example.dk', to: [TO] },
      message,
      beforeFinalDot: async () => undefined,
      timeouts: { setup: 1_000, block: 1_000, finalReply: 500 },
      ...options,
    });
  const kept = () => readdirSync(dir, { recursive: true, encoding: 'utf8' }).filter((name) => /\.(eml|part)$/.test(name));

  it('keeps the very bytes that were sent, in a folder of the recipient, before it says yes', async () => {
    await start();
    const result = await send();
    expect(result).toMatchObject({ outcome: 'accepted', tls: false, accepted: [TO] });
    expect(result.response).toMatch(/^250 /);
    const [name, ...others] = kept();
    expect(others).toEqual([]);
    expect(name).toMatch(/^hoering@example\.dk[/\\]\d{8}T\d{9}Z-[0-9a-f]{16}\.eml$/);
    expect(readFileSync(join(dir, name!)).equals(message)).toBe(true);
    expect(await readIncomingMail(readFileSync(join(dir, name!)))).toMatchObject({ messageId: ID, subject: 'Svar', defects: [] });
    expect(await new MaildirProbe(dir).find(ID)).toBe('present');
  });

  it('keeps one file for each recipient and for each time a mail comes', async () => {
    await start();
    await send({ envelope: { from: 'kl@example.dk', to: [TO, 'kopi@example.dk'] } });
    await Promise.all([send(), send()]);
    expect(kept().filter((name) => name.startsWith(TO))).toHaveLength(3);
    expect(kept().filter((name) => name.startsWith('kopi@example.dk'))).toHaveLength(1);
  });

  it('writes nothing outside its folder, whatever the recipient is called', async () => {
    await start();
    for (const to of [
      '"../../x"@example.dk',
      '"a/b"@example.dk',
      '.hidden@example.dk',
      'HOERING@Example.DK',
      'a\\b@example.dk',
      'æ@example.dk',
    ]) {
      await send({ envelope: { from: 'kl@example.dk', to: [to] } }).catch(() => undefined);
    }
    const folders = readdirSync(dir);
    expect(folders.filter((name) => !/^[a-z0-9@_+-][a-z0-9@._+~-]*$/.test(name))).toEqual([]);
    expect(folders).toContain(TO);
    expect(existsSync(join(dir, '..', 'x@example.dk'))).toBe(false);
  });

  it.each([
    ['greeting', { reply: 421, text: 'optaget' }, { phase: 'before-dot', permanent: false, uncertain: false }, 'absent'],
    ['recipient', { reply: 451, text: 'senere' }, { phase: 'before-dot', permanent: false, uncertain: false }, 'absent'],
    ['recipient', { reply: 550, text: 'ukendt' }, { phase: 'before-dot', permanent: true, uncertain: false }, 'absent'],
    ['dot', { reply: 554, text: 'afvist' }, { phase: 'after-dot', permanent: true, uncertain: false }, 'absent'],
    ['dot', { reply: 451, text: 'senere' }, { phase: 'after-dot', permanent: false, uncertain: false }, 'absent'],
    ['message', 'drop', { phase: 'before-dot', permanent: false, uncertain: false }, 'absent'],
    ['message', 'hang', { permanent: false }, 'absent'],
    ['dot', 'drop', { phase: 'after-dot', permanent: false, uncertain: true }, 'absent'],
    ['dot', 'hang', { phase: 'after-dot', permanent: false, uncertain: true, code: 'ETIMEDOUT' }, 'absent'],
    ['kept', 'drop', { phase: 'after-dot', permanent: false, uncertain: true }, 'present'],
    ['kept', 'hang', { phase: 'after-dot', permanent: false, uncertain: true, code: 'ETIMEDOUT' }, 'present'],
  ] as [MailboxStage, MailboxFault, object, string][])(
    'that fails at %s with %j gives the sender that error, and the probe the truth',
    async (stage, fault, expected, found) => {
      await at(stage, fault);
      const late = stage === 'message' ? { beforeFinalDot: () => new Promise<void>((resolve) => setTimeout(resolve, 200)) } : {};
      const error = await send(late).catch((e: unknown) => e);
      expect(error).toMatchObject({ name: 'MailError', ...expected });
      await mailbox!.stop();
      expect(await new MaildirProbe(dir).find(ID)).toBe(found);
      expect(kept().filter((name) => name.endsWith('.part'))).toEqual([]);
    },
  );

  it('that is not there refuses the connection', async () => {
    await (await start()).stop();
    await expect(send()).rejects.toMatchObject({ phase: 'before-dot', permanent: false, code: 'ECONNREFUSED' });
  });

  it('keeps nothing of a mail whose sender stopped before the dot', async () => {
    await start();
    const stop = new Error('hegnet er faldet');
    await expect(send({ beforeFinalDot: () => Promise.reject(stop) })).rejects.toBe(stop);
    await mailbox!.stop();
    expect(kept()).toEqual([]);
  });

  it('does not know, while a mail is coming in, whether it is there', async () => {
    await start();
    let during = '';
    await send({
      beforeFinalDot: async () => {
        await new Promise((resolve) => setTimeout(resolve, 200));
        during = await new MaildirProbe(dir).find(ID);
      },
    });
    expect(during).toBe('unknown');
    expect(await new MaildirProbe(dir).find(ID)).toBe('present');
  });

  it('clears away at its start what a killed run left half written', async () => {
    writeFileSync(join(dir, 'old.part'), 'Message-ID: <x@y>');
    await start();
    expect(kept()).toEqual([]);
  });

  it('refuses a mail over 60 MB for good, before its bytes are sent when the sender says its size', async () => {
    await start();
    const large = Buffer.alloc(61 * 1024 * 1024, 'linje\r\n');
    await expect(send({ message: large })).rejects.toMatchObject({ phase: 'before-dot', permanent: true });
    const reply = await new Promise<string>((resolve) => {
      const socket = connect(mailbox!.port, '127.0.0.1');
      const commands = Buffer.from(`EHLO x\r\nMAIL FROM:<a@b.dk>\r\nRCPT TO:<${TO}>\r\nDATA\r\n`);
      let said = '';
      socket.on('data', (chunk) => {
        said += chunk.toString();
        if (/^220 .*\r\n$/.test(said)) socket.write(commands);
        if (/^354/m.test(said) && socket.bytesWritten < 1_000) socket.write(Buffer.concat([large, Buffer.from('\r\n.\r\nQUIT\r\n')]));
      });
      socket.on('close', () => resolve(said));
    });
    expect(reply).toMatch(/^552 /m);
    expect(kept()).toEqual([]);
  }, 30_000);

  it('listens on loopback alone, and says so when its port is taken', async () => {
    const { port, url } = await start();
    expect(url).toBe(`smtp://127.0.0.1:${port}`);
    await expect(startLocalMailbox({ dir, port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });
});
