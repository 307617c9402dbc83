import { randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { plainText, sha256 } from '@genmaele/contracts';
import { promiseWork } from '@genmaele/jobs';
import { type Clock, describeError, inTransaction, keepFile, type Log, rowsOf } from '@genmaele/platform';
import { type DataSource } from 'typeorm';
import { readIncomingMail } from './smtp/index.js';

/**
 * Watches the folder in which the association's mail arrives as `.eml` files. Each mail is taken in once, by its bytes; a file is
 * left where it is.
 */
export class Mailbox {
  readonly #known = new Set<string>();
  #timer: NodeJS.Timeout | undefined;
  #busy: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly database: DataSource,
    private readonly clock: Clock,
    private readonly log: Log,
    private readonly folder: string,
  ) {}

  start(): void {
    const next = () => {
      this.#timer = setTimeout(() => {
        this.#busy = this.look()
          .catch((error: unknown) => this.log.warn('mailbox.look-failed', describeError(error)))
          .then(next);
      }, 500);
    };
    next();
  }

  async stop(): Promise<void> {
    clearTimeout(this.#timer);
    await this.#busy;
    clearTimeout(this.#timer);
  }

  /** Takes in what is new. Returns how many mails were. */
  async look(): Promise<number> {
    const names = (await readdir(this.folder).catch(() => [])).filter((name) => name.endsWith('.eml') && !this.#known.has(name));
    let taken = 0;
    for (const name of names) {
      try {
        if (await this.#take(await readFile(join(this.folder, name)))) taken += 1;
        this.#known.add(name);
      } catch (error) {
        this.log.warn('mailbox.mail-not-taken', describeError(error)); // the next look tries it again; the others do not wait for it
      }
    }
    return taken;
  }

  async #take(bytes: Buffer): Promise<boolean> {
    const mail = await readIncomingMail(bytes);
    const now = this.clock.now();
    return inTransaction(this.database, async (tx) => {
      await keepFile(tx, bytes, 'message/rfc822', now);
      const id = randomUUID();
      const added = await rowsOf(
        tx,
        `INSERT INTO incoming_mail (id, sha256, message_id, sender, subject, outcome, received_at) VALUES ($1, $2, $3, $4, $5, 'new', $6)
         ON CONFLICT (sha256) DO NOTHING RETURNING id`,
        [id, sha256(bytes), mail.messageId ?? null, plainText(mail.from), plainText(mail.subject), now],
      );
      if (added.length === 0) return false;
      await promiseWork(tx, 'receipt.match', { incomingMailId: id }, { subject: `mail:${id}`, once: id, dueAt: now, now });
      return true;
    });
  }
}
