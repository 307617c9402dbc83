import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** The checkout: the nearest folder above this file that holds the scripts. The same from the sources and from the build. */
export const projectRoot = rootAbove(dirname(fileURLToPath(import.meta.url)));

function rootAbove(folder: string): string {
  if (existsSync(join(folder, 'scripts', 'services.mjs'))) return folder;
  const parent = dirname(folder);
  if (parent === folder) throw new Error('The project folder cannot be found');
  return rootAbove(parent);
}

/** An absolute path inside the checkout. */
export const inProject = (...parts: string[]): string => join(projectRoot, ...parts);

/** The file that an application was built into. */
export const builtApp = (name: string, file = 'main.js'): string => inProject('dist', 'apps', name, 'src', file);

/** A PostgreSQL of our own; see scripts/services/postgres.mjs. */
export interface PostgresService {
  adminUrl: string;
  ownerUrl: (name: string) => string;
  appUrl: (name: string) => string;
  dir: string;
  port: number;
  pid: number;
  exited: Promise<void>;
  stop: () => Promise<void>;
}

/** A Redis of our own; see scripts/services/redis.mjs. */
export interface RedisService {
  url: string;
  port: number;
  pid: number;
  exited: Promise<void>;
  stop: () => Promise<void>;
}

/** A lock file held by a process; see scripts/services/lock.mjs. */
export interface Lock {
  takenOver: boolean;
  release: () => void;
}

/** What scripts/services.mjs offers. The scripts have no types of their own: they must run before anything is installed. */
export interface Services {
  startPostgres(options: { dir: string; port?: number; durable?: boolean; log?: (line: string) => void }): Promise<PostgresService>;
  createDatabase(cluster: PostgresService, name: string): Promise<{ created: boolean; ownerUrl: string; appUrl: string }>;
  findRedis(): string | undefined;
  startRedis(options: { dir: string; port?: number; persistent?: boolean }): Promise<RedisService | undefined>;
  freePort(): Promise<number>;
  temporaryFolder(): string;
  takeLock(file: string): Promise<Lock | undefined>;
}

/** The services of the scripts. */
export async function loadServices(): Promise<Services> {
  return (await import(pathToFileURL(inProject('scripts', 'services.mjs')).href)) as Services;
}

/** What the scripts say of the checkout: where data are kept, what is wrong with this Node, what the build should have made. */
export async function loadSetup() {
  const at = (name: string) => pathToFileURL(inProject('scripts', name)).href;
  const [project, install, build] = await Promise.all([import(at('project.mjs')), import(at('install.mjs')), import(at('build.mjs'))]);
  return {
    /** `GENMAELE_DATA_DIR`, else the project's own folder. */
    dataFolder: project.dataFolder as () => string,
    /** `GENMAELE_DATA_DIR`, when it is set. */
    chosenDataFolder: project.chosenDataFolder as () => string | undefined,
    inProduction: project.inProduction as () => boolean,
    nodeComplaint: install.nodeComplaint as (version: string) => string | undefined,
    expectedFiles: build.expectedFiles as () => string[],
  };
}
