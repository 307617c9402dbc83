import { Readable } from 'node:stream';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import { MailError, type MailPhase } from './mail-error.js';

/** Milliseconds of patience. */
export interface SendTimeouts {
  /** From connecting until the server asks for the message. */
  setup: number;
  /** For each 64 KB of the message. */
  block: number;
  /** For the reply to the final dot. RFC 5321, section 4.5.3.2.6 asks for ten minutes: who leaves sooner sends twice. */
  finalReply: number;
}

export interface SendOptions {
  /** `smtp://` or `smtps://`, `user:password@` optional, port 25, with a user 587, or 465 for smtps. */
  url: string;
  envelope: { from: string; to: readonly string[] };
  message: Buffer;
  /** Awaited when all but the last bytes are on their way. When it throws, the line is cut, the mail is not accepted, and sendMail throws the same error. */
  beforeFinalDot: () => Promise<void>;
  timeouts?: Partial<SendTimeouts>;
  /** Refuse to send without TLS. Without it TLS is used whenever the server offers it. */
  requireTls?: boolean;
}

export interface SendResult {
  outcome: 'accepted';
  /** The server's reply to the final dot. */
  response: string;
  tls: boolean;
  /** `host:port`. */
  server: string;
  accepted: string[];
  /** Recipients the server refused although it took the mail for the others. */
  rejected: { recipient: string; response: string }[];
}

interface Server {
  host: string;
  port: number;
  secure: boolean;
  credentials?: { user: string; pass: string };
}

type SmtpFailure = Error & { code?: string; originalCode?: string; response?: string; responseCode?: number; command?: string };

const DEFAULT_TIMEOUTS: SendTimeouts = { setup: 120_000, block: 180_000, finalReply: 600_000 };
const BLOCK = 64 * 1024;
/** Held back until beforeFinalDot has spoken. */
const TAIL = 64;

function readUrl(url: string): Server {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (!parsed || !/^smtps?:$/.test(parsed.protocol) || !parsed.hostname) {
    throw new MailError('Adressen på mailserveren skal skrives smtp://vært:port eller smtps://vært:port.', {
      phase: 'before-dot',
      permanent: true,
      code: 'EURL',
    });
  }
  const secure = parsed.protocol === 'smtps:';
  const user = decodeURIComponent(parsed.username);
  return {
    host: parsed.hostname.replace(/^\[|\]$/g, ''),
    port: Number(parsed.port) || (secure ? 465 : user ? 587 : 25),
    secure,
    ...(user && { credentials: { user, pass: decodeURIComponent(parsed.password) } }),
  };
}

class Attempt {
  private readonly server: Server;
  private readonly connection: SMTPConnection;
  private readonly timeouts: SendTimeouts;
  private phase: MailPhase = 'before-dot';
  private over = false;
  private refused?: { error: unknown };
  private watch?: NodeJS.Timeout;
  private settle!: { resolve: (result: SendResult) => void; reject: (error: unknown) => void };

  constructor(private readonly options: SendOptions) {
    this.server = readUrl(options.url);
    this.timeouts = { ...DEFAULT_TIMEOUTS, ...options.timeouts };
    const { setup, block, finalReply } = this.timeouts;
    const { host, port, secure } = this.server;
    this.connection = new SMTPConnection({
      host,
      port,
      secure,
      requireTLS: options.requireTls,
      connectionTimeout: setup,
      greetingTimeout: setup,
      dnsTimeout: setup,
      socketTimeout: Math.max(setup, block, finalReply) + 5_000,
      socketCloseTimeout: 0,
    });
  }

  run(): Promise<SendResult> {
    return new Promise((resolve, reject) => {
      this.settle = { resolve, reject };
      this.expect(this.timeouts.setup);
      this.connection.on('error', (error: Error) => this.fail(error));
      this.connection.on('end', () => this.fail(new Error('Forbindelsen blev lukket.')));
      this.connection.connect((error) => (error ? this.fail(error) : this.login()));
    });
  }

  private login(): void {
    const { credentials } = this.server;
    if (!credentials) return this.send();
    this.connection.login({ credentials }, (error) => (error ? this.fail(error) : this.send()));
  }

  private send(): void {
    const { envelope, message } = this.options;
    const body = Readable.from(this.body(), { objectMode: false, highWaterMark: 1 });
    this.connection.send({ from: envelope.from, to: [...envelope.to], size: message.length }, body, (error, info) => {
      if (error || !info) return this.fail(error ?? new Error('Serveren svarede ikke.'));
      if (this.phase === 'before-dot') return this.failEarlyReply();
      this.succeed({
        outcome: 'accepted',
        response: info.response ?? '',
        tls: this.connection.secure,
        server: `${this.server.host}:${this.server.port}`,
        accepted: info.accepted,
        rejected: (info.rejectedErrors ?? []).map((each) => ({ recipient: each.recipient ?? '', response: each.response ?? '' })),
      });
    });
  }

  /** The message, read as fast as the server takes it. Only its normal end makes nodemailer write the final dot. */
  private async *body(): AsyncGenerator<Buffer> {
    const { message, beforeFinalDot } = this.options;
    const tail = Math.max(message.length - TAIL, 0);
    for (let at = 0; at < tail; at += BLOCK) {
      this.expect(this.timeouts.block);
      yield message.subarray(at, Math.min(at + BLOCK, tail));
    }
    clearTimeout(this.watch);
    await beforeFinalDot().catch((error: unknown) => {
      this.refused = { error };
      throw new Error('Mailen blev holdt tilbage.'); // nodemailer writes its own code into the error it is given
    });
    if (this.over) throw new Error('Forbindelsen er væk.');
    this.phase = 'after-dot';
    this.expect(this.timeouts.finalReply);
    yield message.subarray(tail);
  }

  /** A server that says yes before it has the whole message may or may not keep it. */
  private failEarlyReply(): void {
    this.phase = 'after-dot';
    this.fail(Object.assign(new Error('Serveren svarede, før den havde hele mailen.'), { code: 'EPROTOCOL' }));
  }

  private expect(milliseconds: number): void {
    clearTimeout(this.watch);
    if (this.over) return;
    this.watch = setTimeout(() => {
      this.fail(Object.assign(new Error(`Serveren svarede ikke inden ${milliseconds} ms.`), { code: 'ETIMEDOUT' }));
    }, milliseconds);
  }

  private succeed(result: SendResult): void {
    if (this.over) return;
    this.over = true;
    clearTimeout(this.watch);
    this.connection.quit();
    setTimeout(() => this.connection.close(), 1_000).unref();
    this.settle.resolve(result);
  }

  private fail(error: SmtpFailure): void {
    if (this.over) return;
    this.over = true;
    clearTimeout(this.watch);
    this.connection.close();
    this.settle.reject(this.refused ? this.refused.error : this.mailError(error));
  }

  private mailError(error: SmtpFailure): MailError {
    const reply = error.responseCode;
    const tooLarge = error.code === 'EMESSAGE' && reply === undefined;
    const code = error.originalCode ?? error.code ?? 'ECONNECTION';
    const permanent = (reply !== undefined && reply >= 500) || tooLarge;
    return new MailError(error.message, { phase: this.phase, permanent, code, response: error.response, command: error.command }, error);
  }
}

/**
 * Sends one mail over one connection of its own. Resolves only when the server answered the final dot with a 2xx.
 * Throws MailError for everything else that concerns the mail: `before-dot` means that the server cannot have accepted
 * it, `after-dot` without a reply means that it may have. Throws what beforeFinalDot throws, with the line cut.
 */
export async function sendMail(options: SendOptions): Promise<SendResult> {
  return new Attempt(options).run();
}
