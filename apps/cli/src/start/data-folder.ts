import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where an installation keeps what is its own. */
export interface DataFolder {
  readonly dir: string;
  readonly postgres: string;
  readonly redis: string;
  readonly keys: string;
  readonly mail: string;
  readonly log: string;
  /** What the sample journey left: letter, mail, journey.json. */
  readonly sample: string;
  /** How to reach the installation while it runs; readable by this user alone. */
  readonly running: string;
}

/** Lays the folders that the installation writes in. A database started by root must enter the outer one; the others are ours alone. */
export function layDataFolder(dir: string, logDir = join(dir, 'log')): DataFolder {
  mkdirSync(dir, { recursive: true, mode: 0o711 });
  const inner = (name: string) => join(dir, name);
  const folder = {
    dir,
    postgres: inner('pg'),
    redis: inner('redis'),
    keys: inner('keys'),
    mail: inner('mail'),
    log: logDir,
    sample: inner('sample'),
    running: inner('running.json'),
  };
  for (const own of [folder.mail, folder.log]) mkdirSync(own, { recursive: true, mode: 0o700 });
  return folder;
}

/** A secret that is drawn once and then kept in the folder, readable by this user alone. */
export function keptSecret(folder: DataFolder, name: string, draw: () => string): { value: string; isNew: boolean } {
  const file = join(folder.dir, name);
  let isNew = true;
  try {
    writeFileSync(file, `${draw()}\n`, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    isNew = false;
  }
  return { value: readFileSync(file, 'utf8').trim(), isNew };
}

/** What signs the session cookies: kept, so that a restart signs nobody out. */
export function sessionSecret(folder: DataFolder): string {
  return keptSecret(folder, 'session-secret', () => randomBytes(32).toString('hex')).value;
}
