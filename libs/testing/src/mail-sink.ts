import { type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { SMTPServer } from 'smtp-server';

/** How a mail server may misbehave with one mail; `keep` takes it as it should. `drop-after` keeps the mail and cuts the line without a reply. */
export type SinkMood = 'keep' | 'drop-before' | 'drop-after' | { reply: number; at: 'recipient' | 'dot' };

/** A real SMTP server on a free loopback port that keeps what it takes in memory. */
export interface MailSink {
  readonly url: string;
  /** The mails kept, first to last, as their bytes came. */
  readonly mails: string[];
  /** The addresses that each of them was handed in for. */
  readonly recipients: string[];
  /** How many times a client began to send a message. */
  tries(): number;
  /** The moods of the next mails, one each; after them mails are kept. */
  next(...moods: SinkMood[]): void;
  close(): Promise<void>;
}

/** Starts the sink. */
export async function startMailSink(): Promise<MailSink> {
  const mails: string[] = [];
  const recipients: string[] = [];
  const moods: SinkMood[] = [];
  let tries = 0;
  const cut = (session: { id: string }) => {
    for (const connection of server.connections) if (connection.session.id === session.id) connection._socket.destroy();
  };
  const refusal = (mood: SinkMood | undefined, at: 'recipient' | 'dot') =>
    typeof mood === 'object' && mood.at === at ? Object.assign(new Error('afvist af prøven'), { responseCode: mood.reply }) : undefined;
  const server: SMTPServer = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    logger: false,
    closeTimeout: 200,
    onRcptTo: (_address, _session, done) => {
      tries += 1;
      const refused = refusal(moods[0], 'recipient');
      if (refused) moods.shift();
      done(refused ?? null);
    },
    onData: (stream, session, done) => {
      const mood = moods.shift() ?? 'keep';
      if (mood === 'drop-before') return stream.once('data', () => cut(session)).resume();
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.once('end', () => {
        const refused = refusal(mood, 'dot');
        if (refused) return done(refused);
        mails.push(Buffer.concat(chunks).toString('utf8'));
        recipients.push(session.envelope.rcptTo.map(({ address }) => address).join(', '));
        if (mood === 'drop-after') cut(session);
        else done(null, 'gemt');
      });
    },
  });
  server.on('error', () => undefined);
  const listener = server.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  return {
    url: `smtp://127.0.0.1:${(listener.address() as AddressInfo).port}`,
    mails,
    recipients,
    tries: () => tries,
    next: (...wanted) => void moods.push(...wanted),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
