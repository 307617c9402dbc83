import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { copyFile, mkdir, open, readdir, rename, rm, type FileHandle } from 'node:fs/promises';
import { type AddressInfo } from 'node:net';
import { basename, join } from 'node:path';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';

/** Where a test may make the mailbox fail: greeting, each recipient, in the message, after its final dot (nothing kept yet), after it was kept. */
export type MailboxStage = 'greeting' | 'recipient' | 'message' | 'dot' | 'kept';

/** A refusal with this reply; the line cut; or silence. In the message itself only `drop` and `hang` make sense. */
export type MailboxFault = { reply: number; text: string } | 'drop' | 'hang';

export interface LocalMailboxOptions {
  /** Created when missing. */
  dir: string;
  /** Left out: a free port. */
  port?: number;
  /** Only loopback: it takes mail for anyone, from anyone. */
  host?: '127.0.0.1';
  /** For tests of what sends: asked at each stage. */
  faults?: (stage: MailboxStage, recipient?: string) => MailboxFault | undefined;
}

export interface LocalMailbox {
  url: string;
  port: number;
  /** Ends open connections within a second; resolves when nothing is being written any more. */
  stop(): Promise<void>;
}

const MOST_BYTES = 60 * 1024 * 1024;
const WRITING = '.part';

class Refusal extends Error {
  constructor(
    text: string,
    readonly responseCode: number,
  ) {
    super(text);
  }
}

/** A folder name for a recipient: what is no plain letter is replaced, and then a hash tells the names apart. */
function folderOf(address: string): string {
  const wanted = address.toLowerCase();
  const safe = wanted
    .replace(/[^a-z0-9@._+-]/g, '_')
    .replace(/^\.+/, '_')
    .slice(0, 100);
  return safe === wanted ? safe : `${safe}~${createHash('sha256').update(wanted).digest('hex').slice(0, 8)}`;
}

async function sync(path: string): Promise<void> {
  const handle = await open(path, 'r+').catch(() => open(path, 'r'));
  await handle.sync().finally(() => handle.close());
}

/** Takes away what a killed run left half written: its sender never got a yes. */
async function clearHalfWritten(dir: string): Promise<void> {
  for (const name of await readdir(dir)) if (name.endsWith(WRITING)) await rm(join(dir, name), { force: true });
}

class Mailbox {
  private readonly server: SMTPServer;
  private readonly writing = new Set<Promise<unknown>>();
  private lastStamp = 0;

  constructor(private readonly options: LocalMailboxOptions) {
    this.server = new SMTPServer({
      disabledCommands: ['AUTH', 'STARTTLS'],
      disableReverseLookup: true,
      banner: 'Genmaele, lokal postkasse',
      size: MOST_BYTES,
      logger: false,
      closeTimeout: 1_000,
      onConnect: (session, done) => this.pass('greeting', session, done),
      onRcptTo: (address, session, done) => this.pass('recipient', session, done, address.address),
      onData: (stream, session, done) => this.track(this.take(stream, session, done)),
    });
    this.server.on('error', () => undefined);
  }

  async start(): Promise<LocalMailbox> {
    await mkdir(this.options.dir, { recursive: true });
    await clearHalfWritten(this.options.dir);
    const listener = this.server.listen(this.options.port ?? 0, this.options.host ?? '127.0.0.1');
    await once(listener, 'listening');
    const { port } = listener.address() as AddressInfo;
    return { url: `smtp://127.0.0.1:${port}`, port, stop: () => this.stop() };
  }

  private async stop(): Promise<void> {
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
    await Promise.allSettled(this.writing);
  }

  private track(work: Promise<unknown>): void {
    this.writing.add(work);
    void work.finally(() => this.writing.delete(work));
  }

  /** Asks for a fault: true means go on, a Refusal is to be answered, false means that no answer is to come. */
  private meet(stage: MailboxStage, session: SMTPServerSession, recipient?: string): true | false | Refusal {
    const fault = this.options.faults?.(stage, recipient);
    if (fault === undefined) return true;
    if (typeof fault === 'object') return new Refusal(fault.text, fault.reply);
    if (fault === 'drop') {
      for (const connection of this.server.connections) if (connection.session === session) connection._socket.destroy();
    }
    return false;
  }

  private pass(stage: MailboxStage, session: SMTPServerSession, done: (error?: Error | null) => void, recipient?: string): void {
    const met = this.meet(stage, session, recipient);
    if (met) done(met === true ? null : met);
  }

  /** Answers 250 only when the mail lies on disk under its own name for every recipient; no answer when the line broke. */
  private async take(
    stream: SMTPServerDataStream,
    session: SMTPServerSession,
    done: (error?: Error | null, text?: string) => void,
  ): Promise<void> {
    const part = join(this.options.dir, `${this.stamp()}-${session.id}${WRITING}`);
    const outcome = await this.receive(part, stream, session).catch((error: unknown) => {
      return error instanceof Refusal ? error : new Refusal('Mailen kunne ikke gemmes', 451);
    });
    await rm(part, { force: true });
    if (outcome instanceof Refusal) done(outcome);
    else if (outcome !== undefined) done(null, outcome);
  }

  private async receive(part: string, stream: SMTPServerDataStream, session: SMTPServerSession): Promise<string | Refusal | undefined> {
    const sha = await this.write(part, stream, session);
    if (sha === undefined) return undefined;
    const met = this.meet('dot', session);
    if (met !== true) return met || undefined;
    const name = `${basename(part).split('-')[0]}-${sha.slice(0, 16)}.eml`;
    await this.keep(part, name, session);
    return this.meet('kept', session) === true ? `Modtaget og gemt (${sha.slice(0, 16)})` : undefined;
  }

  /** Writes what arrives; the SHA-256 of a whole mail, undefined when the line broke first. */
  private async write(part: string, stream: SMTPServerDataStream, session: SMTPServerSession): Promise<string | undefined> {
    const file: FileHandle = await open(part, 'wx');
    const hash = createHash('sha256');
    try {
      if (this.meet('message', session) === false) return undefined;
      for await (const chunk of stream as AsyncIterable<Buffer>) {
        if (stream.sizeExceeded) continue;
        hash.update(chunk);
        await file.writeFile(chunk);
      }
      await file.sync();
    } catch (error) {
      if (stream.destroyed && !stream.readableEnded) return undefined;
      throw error;
    } finally {
      await file.close();
    }
    if (stream.sizeExceeded) throw new Refusal('Mailen er over 60 MB', 552);
    return hash.digest('hex');
  }

  private async keep(part: string, name: string, session: SMTPServerSession): Promise<void> {
    const folders = [...new Set(session.envelope.rcptTo.map(({ address }) => join(this.options.dir, folderOf(address))))];
    for (const [i, folder] of folders.entries()) {
      await mkdir(folder, { recursive: true });
      const own = i === folders.length - 1 ? part : `${part.slice(0, -WRITING.length)}-${i}${WRITING}`;
      if (own !== part) await copyFile(part, own);
      await sync(own);
      await rename(own, join(folder, name));
      // Windows cannot open a folder, and needs no sync of one.
      await sync(folder).catch(() => undefined);
    }
  }

  /** UTC time to the millisecond, never the same twice, so that two mails alike in all are two files. */
  private stamp(): string {
    this.lastStamp = Math.max(Date.now(), this.lastStamp + 1);
    return new Date(this.lastStamp).toISOString().replace(/[-:.]/g, '');
  }
}

/**
 * Starts a real SMTP server on loopback that keeps each mail as `<dir>/<recipient>/<utc time>-<sha16>.eml`, exactly the
 * bytes that came (CRLF, dots unstuffed). Half-received mails leave nothing behind. Rejects when the port is taken.
 */
export async function startLocalMailbox(options: LocalMailboxOptions): Promise<LocalMailbox> {
  return new Mailbox(options).start();
}
