import { createServer, type AddressInfo, type Socket } from 'node:net';
import { MailError } from './mail-error.js';
import { sendMail, type SendOptions } from './send-mail.js';

type Step = 'banner' | 'EHLO' | 'MAIL' | 'RCPT' | 'DATA' | 'body' | 'dot';
type Answer = string | 'drop' | 'hang';

const YES: Record<Step, Answer> = {
  banner: '220 hej',
  EHLO: '250 hej',
  MAIL: '250 ok',
  RCPT: '250 ok',
  DATA: '354 kom',
  body: '',
  dot: '250 2.0.0 gemt',
};

/** An SMTP server that answers by script and keeps what it was told. */
async function scripted(script: Partial<Record<Step, Answer>>) {
  const heard = { body: '', dots: 0, sockets: new Set<Socket>() };
  const server = createServer((socket) => {
    let data = false;
    let buffered = '';
    heard.sockets.add(socket);
    const answer = (step: Step) => {
      const said = script[step] ?? YES[step];
      if (said === 'drop') socket.destroy();
      else if (said !== 'hang' && said !== '') socket.write(`${said}\r\n`);
    };
    const line = (text: string) => {
      const verb = text.slice(0, 4).toUpperCase() as Step;
      if (text.startsWith('QUIT')) return socket.end('221 farvel\r\n');
      answer(verb);
      data = verb === 'DATA' && (script.DATA ?? YES.DATA).startsWith('354');
    };
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => {
      buffered += chunk.toString('latin1');
      for (let at = buffered.indexOf('\r\n'); !data && at >= 0; at = buffered.indexOf('\r\n')) {
        const text = buffered.slice(0, at);
        buffered = buffered.slice(at + 2);
        line(text);
      }
      if (!data) return;
      if (heard.body === '' && buffered !== '') answer('body');
      heard.body += buffered;
      buffered = '';
      if (!heard.body.endsWith('\r\n.\r\n')) return;
      data = false;
      heard.dots += 1;
      answer('dot');
    });
    answer('banner');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    ...heard,
    heard,
    port,
    url: `smtp://127.0.0.1:${port}`,
    stop: () => (heard.sockets.forEach((socket) => socket.destroy()), new Promise((resolve) => server.close(resolve))),
  };
}

const MESSAGE = Buffer.from(
  `Message-ID: <1@example.dk>\r\nSubject: Svar\r\n\r\n${'Linje med tekst.\r\n'.repeat(30)}.punktum først\r\nSlut\r\n`,
);

async function attempt(script: Partial<Record<Step, Answer>>, options: Partial<SendOptions> = {}) {
  const server = await scripted(script);
  let asked = 0;
  try {
    const result = await sendMail({
      url: server.url,
      envelope: { from: 'kl@example.dk', to: ['ministeriet@example.dk'] },
      message: MESSAGE,
      timeouts: { setup: 400, block: 400, finalReply: 400 },
      ...options,
      beforeFinalDot: async () => {
        asked += 1;
        await options.beforeFinalDot?.();
      },
    }).catch((error: unknown) => error);
    return { result, asked, heard: server.heard, port: server.port };
  } finally {
    await server.stop();
  }
}

describe('sending a mail', () => {
  it('is accepted when the server answers the final dot, and says what it answered', async () => {
    const { result, asked, heard, port } = await attempt({});
    expect(result).toEqual({
      outcome: 'accepted',
      response: '250 2.0.0 gemt',
      tls: false,
      server: `127.0.0.1:${port}`,
      accepted: ['ministeriet@example.dk'],
      rejected: [],
    });
    expect(asked).toBe(1);
    expect(heard.body).toBe(`${MESSAGE.toString('latin1').replace('\r\n.punktum', '\r\n..punktum')}.\r\n`);
  });

  it('sends all but the end, then asks, and sends no end while it waits for the answer', async () => {
    const server = await scripted({});
    let seen = '';
    const result = await sendMail({
      url: server.url,
      envelope: { from: 'kl@example.dk', to: ['a@example.dk'] },
      message: MESSAGE,
      beforeFinalDot: async () => {
        await new Promise((resolve) => setTimeout(resolve, 100));
        seen = server.heard.body;
      },
    });
    await server.stop();
    expect(result.outcome).toBe('accepted');
    expect(seen.length).toBeGreaterThan(MESSAGE.length - 100);
    expect(seen).not.toContain('Slut');
  });

  it('cuts the line before the dot when told to stop, and throws what it was told', async () => {
    const stop = new Error('hegnet er faldet');
    const { result, heard } = await attempt({}, { beforeFinalDot: () => Promise.reject(stop) });
    expect(result).toBe(stop);
    expect(heard.dots).toBe(0);
    expect(heard.body).not.toContain('Slut');
  });

  it('throws what it was told exactly as it was told: no code is written into it', async () => {
    const stop = Object.assign(new Error('overtaget'), { code: 'work.stale' });
    const { result } = await attempt({}, { beforeFinalDot: () => Promise.reject(stop) });
    expect([result === stop, stop.code]).toEqual([true, 'work.stale']);
  });

  it('never asks when the server did not take the envelope', async () => {
    for (const script of [{ banner: '421 optaget' }, { RCPT: '550 ukendt' }, { DATA: '554 nej' }, { EHLO: 'drop' }] as const) {
      expect((await attempt(script)).asked).toBe(0);
    }
  });

  it.each([
    ['a 421 greeting', { banner: '421 4.3.2 prøv senere' }, 'before-dot', false, /^421/],
    ['a 554 greeting', { banner: '554 5.7.1 ikke dig' }, 'before-dot', true, /^554/],
    ['silence instead of a greeting', { banner: 'hang' }, 'before-dot', false, undefined],
    ['a line cut instead of a greeting', { banner: 'drop' }, 'before-dot', false, undefined],
    ['a refused sender', { MAIL: '553 5.1.8 ukendt afsender' }, 'before-dot', true, /^553/],
    ['a recipient put off', { RCPT: '451 4.7.1 greylisting' }, 'before-dot', false, /^451/],
    ['a full mailbox', { RCPT: '452 4.2.2 fuld' }, 'before-dot', false, /^452/],
    ['an unknown recipient', { RCPT: '550 5.1.1 ukendt' }, 'before-dot', true, /^550/],
    ['silence on the recipient', { RCPT: 'hang' }, 'before-dot', false, undefined],
    ['DATA refused for good', { DATA: '554 5.5.1 nej' }, 'before-dot', true, /^554/],
    ['DATA put off', { DATA: '451 4.3.0 senere' }, 'before-dot', false, /^451/],
    ['the message refused for good', { dot: '554 5.6.0 afvist' }, 'after-dot', true, /^554/],
    ['the message too large', { dot: '552 5.3.4 for stor' }, 'after-dot', true, /^552/],
    ['the message put off', { dot: '451 4.3.0 senere' }, 'after-dot', false, /^451/],
    ['a line cut after the dot', { dot: 'drop' }, 'after-dot', false, undefined],
    ['silence after the dot', { dot: 'hang' }, 'after-dot', false, undefined],
  ] as const)('by %s says whether the server can hold it and whether to try again', async (_, script, phase, permanent, response) => {
    const { result } = await attempt(script);
    expect(result).toBeInstanceOf(MailError);
    const error = result as MailError;
    expect([error.phase, error.permanent, error.uncertain]).toEqual([phase, permanent, phase === 'after-dot' && response === undefined]);
    if (response) expect(error.response).toMatch(response);
    else expect(error.response).toBeUndefined();
  });

  it('over a line cut in the message is before the dot', async () => {
    const { result } = await attempt({ body: 'drop' }, { beforeFinalDot: () => new Promise((resolve) => setTimeout(resolve, 100)) });
    expect(result).toMatchObject({ phase: 'before-dot', permanent: false, uncertain: false });
  });

  it('holds a mail uncertain when a server says yes before it has the end', async () => {
    const { result } = await attempt({ body: '250 tak' }, { beforeFinalDot: () => new Promise((resolve) => setTimeout(resolve, 100)) });
    expect(result).toMatchObject({ phase: 'after-dot', code: 'EPROTOCOL', uncertain: true });
  });

  it('to a port where nobody listens is refused at once', async () => {
    const server = await scripted({});
    await server.stop();
    const error = await sendMail({
      url: server.url,
      envelope: { from: 'a@b.dk', to: ['c@d.dk'] },
      message: MESSAGE,
      beforeFinalDot: async () => undefined,
    }).catch((e: unknown) => e);
    expect(error).toMatchObject({ name: 'MailError', phase: 'before-dot', permanent: false, code: 'ECONNREFUSED' });
  });

  it('is refused for good when it is larger than the server takes', async () => {
    const { result, asked } = await attempt({ EHLO: '250-hej\r\n250 SIZE 100' });
    expect(result).toMatchObject({ phase: 'before-dot', permanent: true, code: 'EMESSAGE' });
    expect(asked).toBe(0);
  });

  it('names the recipients that were refused when the mail went to the others', async () => {
    const { result } = await attempt({ RCPT: '250 ok' }, { envelope: { from: 'a@b.dk', to: ['c@d.dk', 'e@f.dk'] } });
    expect(result).toMatchObject({ accepted: ['c@d.dk', 'e@f.dk'], rejected: [] });
  });

  it('without TLS is refused where TLS is required', async () => {
    const { result, asked } = await attempt({ STAR: '502 nej' } as never, { requireTls: true });
    expect(result).toMatchObject({ phase: 'before-dot' });
    expect(asked).toBe(0);
  });

  it.each(['http://example.dk', 'smtp:', 'mail.example.dk:25', ''])(
    'refuses »%s« as the address of a server, without showing a password',
    async (url) => {
      const error = await sendMail({
        url,
        envelope: { from: 'a@b.dk', to: ['c@d.dk'] },
        message: MESSAGE,
        beforeFinalDot: async () => undefined,
      }).catch((e: unknown) => e);
      expect(error).toMatchObject({ code: 'EURL', permanent: true, phase: 'before-dot' });
    },
  );

  it('sends a mail of 5 MB whole', async () => {
    const message = Buffer.concat([MESSAGE, Buffer.from('0123456789012345678901234567890123456789\r\n'.repeat(125_000))]);
    const { result, heard } = await attempt({}, { message, timeouts: { setup: 5_000, block: 5_000, finalReply: 5_000 } });
    expect(result).toMatchObject({ outcome: 'accepted' });
    expect(heard.body.length).toBe(message.length + 1 + 3);
  });
});
