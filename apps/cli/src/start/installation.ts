import { rmSync } from 'node:fs';
import { CommandError } from '../command-error.js';
import { type PostgresService } from '../project.js';
import { type AppName, type AppProcess } from './app-process.js';
import { type DataFolder } from './data-folder.js';
import { type InstallationOptions } from './installation-options.js';
import { type QueueStoreService } from './queue-store-service.js';
import { raise, type Standing, type Undo } from './raise-installation.js';
import { sampleAddress } from './sample-people.js';

/**
 * A whole Genmæle of our own on this machine: PostgreSQL, queue store, mailbox, signing keys, an authority for time and revocation, and the three
 * applications. `npm start`, proofs, benches and whole-journey tests all stand on it.
 */
export class Installation {
  #stopping: Promise<void> | undefined;

  private constructor(
    options: InstallationOptions,
    private readonly standing: Standing,
  ) {
    void standing.postgres.exited.then(() => {
      if (!this.#stopping) options.onFailed?.(databaseGone(standing.postgres));
    });
  }

  /** Starts everything and waits until all of it is ready; what a failed start began is stopped again. */
  static async open(options: InstallationOptions): Promise<Installation> {
    const opened: Undo[] = [];
    try {
      const standing = await raise(options, opened);
      return new Installation(options, standing);
    } catch (error) {
      for (const undo of opened.reverse()) await Promise.resolve(undo()).catch(() => undefined);
      throw error;
    }
  }

  get folder(): DataFolder {
    return this.standing.folder;
  }

  /** Where the api and the pages are. */
  get url(): string {
    return `http://127.0.0.1:${this.standing.port}`;
  }

  /** The database as the application role, and as its owner. */
  get urls(): { ownerUrl: string; appUrl: string } {
    return this.standing.urls;
  }

  get store(): QueueStoreService {
    return this.standing.store;
  }

  /** The password of all sample people. */
  get password(): string {
    return this.standing.password;
  }

  /** The local mailbox as senders see it, and the folder in which it keeps what comes. */
  get mailbox(): { url: string; dir: string; address: string } {
    return { url: this.standing.mailbox.url, dir: this.standing.folder.mail, address: sampleAddress };
  }

  app(name: AppName): AppProcess {
    return this.standing.apps[name];
  }

  /** Throws away every ring of the queue store. */
  emptyQueueStore(): Promise<void> {
    return this.store.empty(this.urls.ownerUrl);
  }

  /** Stops the applications, then what they stand on. May be called twice. */
  stop(): Promise<void> {
    this.#stopping ??= this.#stop();
    return this.#stopping;
  }

  /** Ends the applications at once; what they stand on ends with this process. */
  abandon(): void {
    for (const app of Object.values(this.standing.apps)) void app.kill();
  }

  async #stop(): Promise<void> {
    const { apps, mailbox, authority, store, postgres, folder, lock, socketFolder } = this.standing;
    await Promise.all(Object.values(apps).map((app) => app.stop()));
    rmSync(folder.running, { force: true });
    if (socketFolder) rmSync(socketFolder, { recursive: true, force: true });
    await Promise.allSettled([mailbox.stop(), authority.close(), store.close(), postgres.stop()]);
    lock.release();
  }
}

function databaseGone(postgres: PostgresService): CommandError {
  return new CommandError('Databasen stoppede uventet.', 'Dens proces er væk.', `Se ${postgres.dir}.log, og start igen.`);
}
