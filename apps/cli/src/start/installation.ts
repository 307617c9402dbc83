import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeDevelopmentAuthority } from '@genmaele/documents';
import { migrateQueueStore, type QueueStoreKind } from '@genmaele/jobs';
import { migrateDatabase } from '@genmaele/migrations';
import { inheritedEnvironment } from '@genmaele/platform';
import { CommandError } from '../command-error.js';
import { type LocalMailbox, startLocalMailbox } from '../local-mailbox.js';
import { loadServices, type PostgresService, type Services } from '../project.js';
import { appEnvironment, sampleAddress, type Settings } from './app-environment.js';
import { AppProcess, type AppName, type Death, tellDeath } from './app-process.js';
import { type DataFolder, keptSecret, layDataFolder, sessionSecret } from './data-folder.js';
import { QueueStoreService } from './queue-store-service.js';
import { readablePassword } from './readable-password.js';
import { seed } from './seed.js';

/** What is asked of an installation. */
export interface InstallationOptions {
  readonly dataDir: string;
  /** False for a throwaway folder: nothing is synced to disk. */
  readonly durable: boolean;
  /** Forces the queue store; left out: QUEUE_STORE, REDIS_URL and what is found on PATH decide. */
  readonly store?: QueueStoreKind | undefined;
  /** Settings for the applications above what the installation and the environment say: CRASH_POINTS_DIR, WORK_LEASE_SECONDS … */
  readonly settings?: Settings;
  /** Told each phase of the start with its milliseconds, and what a person should know. */
  readonly onPhase?: (danish: string, milliseconds: number) => void;
  readonly say?: (line: string) => void;
  readonly onDeath?: (death: Death) => void;
  /** Told when something died that cannot be held up. */
  readonly onFailed?: (error: Error) => void;
  /** So many quick deaths in a row and an application is given up; a proof that kills on purpose sets it to Infinity. */
  readonly mostQuickDeaths?: number;
}

interface Standing {
  readonly folder: DataFolder;
  readonly postgres: PostgresService;
  readonly urls: { ownerUrl: string; appUrl: string };
  readonly store: QueueStoreService;
  readonly mailbox: LocalMailbox;
  readonly port: number;
  readonly password: string;
  readonly socketFolder: string | undefined;
  readonly apps: Record<AppName, AppProcess>;
}

const databaseName = 'genmaele';

/**
 * A whole Genmæle of our own on this machine: PostgreSQL, queue store, mailbox, signing keys and the three applications. `npm start`, proofs,
 * benches and whole-journey tests all stand on it.
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
    const opened: (() => Promise<unknown> | void)[] = [];
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
    const { apps, mailbox, store, postgres, folder, socketFolder } = this.standing;
    await Promise.all(Object.values(apps).map((app) => app.stop()));
    rmSync(folder.running, { force: true });
    if (socketFolder) rmSync(socketFolder, { recursive: true, force: true });
    await Promise.allSettled([mailbox.stop(), store.close(), postgres.stop()]);
  }
}

type Opened = (() => Promise<unknown> | void)[];

async function raise(options: InstallationOptions, opened: Opened): Promise<Standing> {
  const timed = phases(options);
  const services = await loadServices();
  const folder = layDataFolder(options.dataDir);
  const [{ postgres, urls }, store, mailbox, , port] = await all([
    timed('Databasen kører', () => raiseDatabase(services, folder, options, opened)),
    raiseQueueStore(services, folder, options, opened),
    startLocalMailbox({ dir: folder.mail }).then((box) => (opened.push(() => box.stop()), box)),
    timed('Underskriftsnøglerne er klar (prøvenøgler uden retsvirkning)', () => makeDevelopmentAuthority(folder.keys, { now: new Date() })),
    choosePort(services),
  ]);
  const socket = signerSocket();
  if (socket.folder) opened.push(() => rmSync(socket.folder as string, { recursive: true, force: true }));
  const environment = appEnvironment({
    databaseUrl: urls.appUrl,
    redisUrl: store.redisUrl,
    port,
    sessionSecret: sessionSecret(folder),
    mailUrl: mailbox.url,
    mailDir: folder.mail,
    mailboxDir: join(folder.mail, sampleAddress),
    signerSocket: socket.path,
    keyDir: folder.keys,
    settings: options.settings ?? {},
  });
  const apps = prepareApps(environment, folder, options);
  opened.push(() => Promise.all(Object.values(apps).map((app) => app.kill())).then(() => undefined));
  const password = await populate({ folder, urls, store, apps }, timed);
  noteRunning(folder, { url: environment['PUBLIC_URL'], databaseUrl: urls.appUrl, pid: process.pid });
  const standing = { folder, postgres, urls, store, mailbox, port, password, socketFolder: socket.folder, apps };
  return standing;
}

type Timed = <T>(danish: string, work: () => Promise<T>) => Promise<T>;

function phases({ onPhase }: InstallationOptions): Timed {
  return async (danish, work) => {
    const started = performance.now();
    const result = await work();
    onPhase?.(danish, performance.now() - started);
    return result;
  };
}

async function raiseDatabase(services: Services, folder: DataFolder, options: InstallationOptions, opened: Opened) {
  const log = options.say ? { log: options.say } : {};
  const postgres = await services.startPostgres({ dir: folder.postgres, durable: options.durable, ...log });
  opened.push(() => postgres.stop());
  const { ownerUrl, appUrl } = await services.createDatabase(postgres, databaseName);
  return { postgres, urls: { ownerUrl, appUrl } };
}

async function raiseQueueStore(services: Services, folder: DataFolder, { store, durable, say }: InstallationOptions, opened: Opened) {
  const queueStore = await QueueStoreService.open(services, { dir: folder.redis, kind: store, durable, say });
  opened.push(() => queueStore.close());
  return queueStore;
}

/** The port is chosen before anything starts, so that notices can name the address and a restarted api comes back to it. */
async function choosePort(services: Services): Promise<number> {
  const given = inheritedEnvironment()['PORT'];
  if (!given || given === '0') return services.freePort();
  const port = Number(given);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw new CommandError(
    `PORT er »${given}«.`,
    'En port er et helt tal fra 1 til 65535.',
    'Ret PORT, eller fjern den: så vælges en ledig port.',
  );
}

/** A socket's path may be about 100 bytes long, so it lies in a short folder of its own that this user alone may enter. */
function signerSocket(): { path: string; folder?: string } {
  if (process.platform === 'win32') return { path: `\\\\.\\pipe\\genmaele-${randomBytes(12).toString('hex')}` };
  const folder = mkdtempSync(join(tmpdir(), 'genmaele-s-'));
  return { path: join(folder, 'signer'), folder };
}

function prepareApps(environment: NodeJS.ProcessEnv, folder: DataFolder, options: InstallationOptions): Record<AppName, AppProcess> {
  const prepare = (name: AppName) =>
    new AppProcess({
      name,
      environment,
      logFile: join(folder.log, `${name}.log`),
      mostQuickDeaths: options.mostQuickDeaths ?? 3,
      onDeath: (death) => {
        if (death.unexpected) options.say?.(tellDeath(death));
        options.onDeath?.(death);
      },
      onGivenUp: (error) => options.onFailed?.(error),
    });
  return { api: prepare('api'), worker: prepare('worker'), signer: prepare('signer') };
}

/** Tables, reference data and people are written while the applications load; the worker is started when its tables are there. */
async function populate(on: Pick<Standing, 'folder' | 'urls' | 'store' | 'apps'>, timed: Timed): Promise<string> {
  const { folder, urls, store, apps } = on;
  const password = keptSecret(folder, 'sample-password', readablePassword);
  const tables = timed('Databasens tabeller er på plads', async () => {
    await migrateDatabase(urls.ownerUrl);
    if (store.kind === 'postgres') await migrateQueueStore(urls.ownerUrl);
  });
  await all([
    timed('Underskriftstjenesten kører', () => apps.signer.start()),
    timed('Siderne og API’et kører', () => apps.api.start()),
    tables.then(() => timed(`Arbejderen kører (kølager: ${store.origin})`, () => apps.worker.start())),
    tables.then(() => timed('Ministerier, udvalg og prøvepersoner er på plads', () => seed(urls.appUrl, password, new Date()))),
  ]);
  mkdirSync(join(folder.mail, sampleAddress), { recursive: true, mode: 0o700 });
  return password.value;
}

/** How other commands in this checkout find the installation that runs. */
function noteRunning(folder: DataFolder, note: { url: string | undefined; databaseUrl: string; pid: number }): void {
  rmSync(folder.running, { force: true });
  writeFileSync(folder.running, `${JSON.stringify(note, null, 2)}\n`, { mode: 0o600 });
}

function databaseGone(postgres: PostgresService): CommandError {
  return new CommandError('Databasen stoppede uventet.', 'Dens proces er væk.', `Se ${postgres.dir}.log, og start igen.`);
}

/** Waits for all, also when one fails, so that what the others open can be closed again; then throws the first failure. */
async function all<T extends readonly unknown[]>(works: readonly [...{ [K in keyof T]: Promise<T[K]> }]): Promise<T> {
  const outcomes = await Promise.allSettled<unknown>(works);
  return outcomes.map((outcome) => {
    if (outcome.status === 'rejected') throw outcome.reason;
    return outcome.value;
  }) as unknown as T;
}
