import { randomBytes } from 'node:crypto';
import { existsSync, lstatSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sha256 } from '@genmaele/contracts';
import type { AuthorityService } from '@genmaele/documents';
import { CommandError } from '../command-error.js';
import { type LocalMailbox } from '../local-mailbox.js';
import { builtApp, loadServices, type Lock, type PostgresService, type Services } from '../project.js';
import { AppProcess, type AppName, tellDeath } from './app-process.js';
import { type DataFolder, keptSecret, layDataFolder, sessionSecret } from './data-folder.js';
import { type InstallationOptions } from './installation-options.js';
import { type QueueStoreService } from './queue-store-service.js';
import { readablePassword } from './readable-password.js';
import { sampleAddress } from './sample-people.js';

const databaseName = 'genmaele';

/** Everything an installation stands on, raised and ready. */
export interface Standing {
  readonly folder: DataFolder;
  readonly lock: Lock;
  readonly postgres: PostgresService;
  readonly urls: { ownerUrl: string; appUrl: string };
  readonly store: QueueStoreService;
  readonly mailbox: LocalMailbox;
  readonly authority: AuthorityService;
  readonly port: number;
  readonly password: string;
  readonly socketFolder: string | undefined;
  readonly apps: Record<AppName, AppProcess>;
}

/** Takes back something that was opened. */
export type Undo = () => Promise<unknown> | void;

/**
 * Raises everything an installation stands on; what is opened is noted in `opened`, so that a failed start can be taken back. The libraries are
 * loaded while PostgreSQL makes its files, and the applications load while tables and people are written: on two cores that halves the wait.
 */
export async function raise(options: InstallationOptions, opened: Undo[]): Promise<Standing> {
  const timed = phases(options);
  const services = await loadServices();
  const folder = layDataFolder(options.dataDir, options.logDir);
  const lock = await holdFolder(services, folder, opened);
  const furnishing = import('./furnishing.js');
  const [{ postgres, urls }, { store, mailbox, port, authority }] = await all([
    timed('Databasen kører', () => raiseDatabase(services, folder, options, opened)),
    furnishing.then((loaded) => raiseSurroundings(loaded, services, folder, options, opened)),
  ]);
  const { appEnvironment } = await furnishing;
  const socket = signerSocket(folder.dir);
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
    authority,
    settings: options.settings ?? {},
  });
  const apps = prepareApps(environment, folder, options);
  opened.push(() => Promise.all(Object.values(apps).map((app) => app.kill())));
  const password = await populate({ folder, urls, store, apps }, timed, options);
  noteRunning(folder, { url: environment['PUBLIC_URL'], databaseUrl: urls.appUrl, pid: process.pid });
  return { folder, lock, postgres, urls, store, mailbox, authority, port, password, socketFolder: socket.folder, apps };
}

/** One installation at a time stands on a data folder. Errors: a CommandError that says where the other one is. */
async function holdFolder(services: Services, folder: DataFolder, opened: Undo[]): Promise<Lock> {
  const lock = await services.takeLock(join(folder.dir, 'installation.lock'));
  if (!lock) {
    const other = existsSync(folder.running) ? (JSON.parse(readFileSync(folder.running, 'utf8')) as { url?: string; pid?: number }) : {};
    const where = other.url ? `Den er på ${other.url} (proces ${other.pid}).` : 'Den er ved at starte.';
    throw new CommandError(
      `En anden Genmæle kører på de samme data (${folder.dir}).`,
      where,
      'Stop den, eller sæt GENMAELE_DATA_DIR til en anden mappe.',
    );
  }
  opened.push(() => lock.release());
  return lock;
}

type Furnishing = typeof import('./furnishing.js');
type Timed = <T>(danish: string, work: () => Promise<T>) => Promise<T>;

function phases({ onPhase }: InstallationOptions): Timed {
  return async (danish, work) => {
    const started = performance.now();
    const result = await work();
    onPhase?.(danish, performance.now() - started);
    return result;
  };
}

async function raiseDatabase(services: Services, folder: DataFolder, options: InstallationOptions, opened: Undo[]) {
  const log = options.say ? { log: options.say } : {};
  const postgres = await services.startPostgres({ dir: folder.postgres, durable: options.durable, ...log });
  opened.push(() => postgres.stop());
  const { ownerUrl, appUrl } = await services.createDatabase(postgres, databaseName);
  return { postgres, urls: { ownerUrl, appUrl } };
}

/** What needs the libraries: queue store, mailbox, keys with the authority that answers for them, and port. */
async function raiseSurroundings(loaded: Furnishing, services: Services, folder: DataFolder, options: InstallationOptions, opened: Undo[]) {
  const { QueueStoreService, startLocalMailbox, serveAuthority, choosePort } = loaded;
  const { store: kind, durable, say } = options;
  mkdirSync(join(folder.mail, sampleAddress), { recursive: true, mode: 0o700 });
  const [store, mailbox, port, authority] = await all([
    QueueStoreService.open(services, { dir: folder.redis, kind, durable, say }).then((store) => (opened.push(() => store.close()), store)),
    startLocalMailbox({ dir: folder.mail }).then((mailbox) => (opened.push(() => mailbox.stop()), mailbox)),
    choosePort(services),
    serveAuthority({ folder: folder.keys, now: () => new Date() }).then((authority) => (opened.push(() => authority.close()), authority)),
  ]);
  return { store, mailbox, port, authority };
}

/**
 * Where the signer listens. A socket's path may be about 100 bytes long, so it lies in the temporary folder, in a folder of its own that this
 * user alone may enter; its name follows from the data folder, so that a start after a kill finds it again.
 */
function signerSocket(dataDir: string): { path: string; folder?: string } {
  if (process.platform === 'win32') return { path: `\\\\.\\pipe\\genmaele-${randomBytes(12).toString('hex')}` };
  const usual = join(tmpdir(), `genmaele-s-${sha256(dataDir).slice(0, 12)}`);
  mkdirSync(usual, { recursive: true, mode: 0o700 });
  const { uid, mode } = lstatSync(usual);
  const isOurs = uid === process.getuid?.() && (mode & 0o777) === 0o700;
  const folder = isOurs ? usual : mkdtempSync(`${usual}-`);
  return { path: join(folder, 'signer'), folder };
}

function prepareApps(environment: NodeJS.ProcessEnv, folder: DataFolder, options: InstallationOptions): Record<AppName, AppProcess> {
  const prepare = (name: AppName) =>
    new AppProcess({
      name,
      file: builtApp(name),
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

/** Tables, reference data, people and the year are written while the applications load. */
async function populate(
  on: Pick<Standing, 'folder' | 'urls' | 'store' | 'apps'>,
  timed: Timed,
  { year = false }: InstallationOptions,
): Promise<string> {
  const { folder, urls, store, apps } = on;
  const { layTables, seed } = await import('./furnishing.js');
  const password = keptSecret(folder, 'sample-password', readablePassword);
  const tables = timed('Databasens tabeller er på plads', () => layTables(urls.ownerUrl, store.kind));
  const furnished = tables.then(() =>
    timed('Ministerier, udvalg og prøvepersoner er på plads', () => seed(urls.appUrl, password, new Date(), { year })),
  );
  await all([
    timed('Underskriftstjenesten kører', () => apps.signer.start()),
    timed('Siderne og API’et kører', () => apps.api.start()),
    furnished,
    // The year's cases happened before: a worker that ran meanwhile would do their work as of today.
    (year ? furnished : tables).then(() => timed(`Arbejderen kører (kølager: ${store.origin})`, () => apps.worker.start())),
  ]);
  return password.value;
}

/** How other commands in this checkout find the installation that runs. */
function noteRunning(folder: DataFolder, note: { url: string | undefined; databaseUrl: string; pid: number }): void {
  rmSync(folder.running, { force: true });
  writeFileSync(folder.running, `${JSON.stringify(note, null, 2)}\n`, { mode: 0o600 });
}

/** Waits for all, also when one fails, so that what the others open can be closed again; then throws the first failure. */
async function all<T extends readonly unknown[]>(works: readonly [...{ [K in keyof T]: Promise<T[K]> }]): Promise<T> {
  const outcomes = await Promise.allSettled<unknown>(works);
  return outcomes.map((outcome) => {
    if (outcome.status === 'rejected') throw outcome.reason;
    return outcome.value;
  }) as unknown as T;
}
