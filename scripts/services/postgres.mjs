/** Starts and stops a PostgreSQL of our own from the binaries that npm brought. */
import { execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { freePort } from './free-port.mjs';
import { takeLock } from './lock.mjs';
import { giveToServer, placePostgres, serverUser } from './postgres-place.mjs';
import { ServiceError } from './service-error.mjs';

const run = promisify(execFile);
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const LOG_LIMIT = 10 * 1024 * 1024;

/**
 * @typedef {object} PostgresCluster
 * @property {string} adminUrl the superuser on the database `postgres`
 * @property {(name: string) => string} ownerUrl the role that owns and migrates the database `name` (see createDatabase)
 * @property {(name: string) => string} appUrl the role that the applications use: no DDL
 * @property {string} dir where the data really lie
 * @property {number} port
 * @property {number} pid of the postmaster
 * @property {Promise<void>} exited resolves when the server is gone, wanted or not
 * @property {() => Promise<void>} stop rolls back what is open, writes a checkpoint and ends the server; may be called twice
 */

/**
 * Starts PostgreSQL on the data in `dir`, making them at the first start (UTF-8, ICU da-DK, Danish text search).
 *
 * Beside `dir` lie `dir.credentials.json` (mode 0600: random passwords), `dir.log` and, while it runs, `dir.lock`. A server left behind
 * by a launcher that was killed is stopped first. The server outlives Ctrl-C in the terminal: the caller stops it last; it is also told
 * to stop when this process exits.
 *
 * @param {object} options
 * @param {string} options.dir the data folder. For root its parents must be enterable by all (mode 0711); otherwise the data lie in the
 *   temporary folder, and `log` is told so
 * @param {number} [options.port] a free port when absent
 * @param {boolean} [options.durable] false for throwaway data: nothing is synced to disk
 * @param {(line: string) => void} [options.log] takes the few Danish lines that a person should read
 * @returns {Promise<PostgresCluster>}
 * @throws {ServiceError} `postgres.running` when another Genmæle runs on the same data, `postgres.start` when the server says no
 */
export async function startPostgres({ dir, port, durable = true, log = (line) => console.error(line) }) {
  const place = await placePostgres(path.resolve(dir), log);
  const lock = await takeLock(`${place.dir}.lock`);
  if (!lock) throw anotherRuns(place.dir);
  try {
    await stopOrphan(place, lock.takenOver, log);
    const secrets = readSecrets(place.dir);
    await makeCluster(place, secrets.postgres, durable);
    const server = await launch(place, port, durable);
    const url = (role, name) => `postgres://${role}:${secrets[role]}@127.0.0.1:${server.port}/${name}`;
    return {
      ...server,
      dir: place.dir,
      adminUrl: url('postgres', 'postgres'),
      ownerUrl: (name) => url('genmaele_owner', name),
      appUrl: (name) => url('genmaele_app', name),
      stop: () => server.stop().finally(lock.release),
    };
  } catch (error) {
    lock.release();
    throw error;
  }
}

function anotherRuns(dir) {
  return new ServiceError(
    'postgres.running',
    `En anden Genmæle kører på de samme data (${dir}): stop den, eller sæt GENMAELE_DATA_DIR til en anden mappe.`,
  );
}

/** Ends a server whose launcher died, and clears away a `postmaster.pid` that points at somebody else's process. */
async function stopOrphan(place, launcherDied, log) {
  if (!(await isRunning(place))) return;
  const pidFile = path.join(place.dir, 'postmaster.pid');
  const pid = Number(fs.readFileSync(pidFile, 'utf8').split('\n')[0]);
  if (!isPostgres(pid)) return fs.rmSync(pidFile, { force: true });
  if (!launcherDied) throw anotherRuns(place.dir);
  log('En tidligere Genmæle blev afbrudt; dens database stoppes og startes igen.');
  await pgCtl(place, ['-m', 'fast', '-w', '-t', '60', 'stop']);
}

/** `pg_ctl status` only asks whether a process with the noted number lives; 3 and 4 mean no server and no data. */
async function isRunning(place) {
  if (!fs.existsSync(path.join(place.dir, 'postmaster.pid'))) return false;
  return pgCtl(place, ['status']).then(
    () => true,
    () => false,
  );
}

function isPostgres(pid) {
  if (process.platform !== 'linux') return true;
  try {
    return fs.readFileSync(`/proc/${pid}/comm`, 'utf8').trim() === 'postgres';
  } catch {
    return false;
  }
}

function pgCtl(place, args) {
  return run(place.pgCtl, ['-D', place.dir, ...args], { ...serverUser, cwd: '/', env: serverEnvironment() });
}

/** PG* variables of the caller's shell must not reach the server: they would move its port, data or language. */
function serverEnvironment() {
  const kept = Object.entries(process.env).filter(([name]) => !/^(PG|LC_|LANG)/.test(name));
  return { ...Object.fromEntries(kept), LC_ALL: 'C', TZ: 'UTC' };
}

/** The passwords of the three roles: made once, kept beside the data, readable by the launching user alone. */
function readSecrets(dir) {
  const file = `${dir}.credentials.json`;
  if (fs.existsSync(file)) return JSON.parse(fs.readFileSync(file, 'utf8'));
  if (fs.existsSync(path.join(dir, 'PG_VERSION'))) {
    throw new ServiceError(
      'postgres.credentials-lost',
      `Databasen i ${dir} har mistet sine adgangskoder (${file}): læg filen tilbage, eller flyt mappen væk for at begynde forfra.`,
    );
  }
  const secret = () => randomBytes(24).toString('hex');
  const secrets = { postgres: secret(), genmaele_owner: secret(), genmaele_app: secret() };
  fs.writeFileSync(`${file}.new`, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 });
  fs.renameSync(`${file}.new`, file);
  return secrets;
}

async function makeCluster(place, password, durable) {
  const { dir } = place;
  if (fs.existsSync(path.join(dir, 'PG_VERSION'))) return checkVersion(place);
  const draft = `${dir}.new`; // initdb that is cut short leaves a draft, never half a data folder
  const passwordFile = `${dir}.password`;
  fs.rmSync(draft, { recursive: true, force: true });
  fs.mkdirSync(draft, { mode: 0o700 });
  giveToServer(draft);
  fs.writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  giveToServer(passwordFile);
  const libc = process.platform === 'linux' ? 'C.UTF-8' : 'C';
  const args = ['-D', draft, '-U', 'postgres', `--pwfile=${passwordFile}`, '-A', 'scram-sha-256', '-E', 'UTF8', '-T', 'danish'];
  args.push('--locale-provider=icu', '--icu-locale=da-DK', `--locale=${libc}`, ...(durable ? [] : ['--no-sync']));
  try {
    await run(place.initdb, args, { ...serverUser, cwd: '/', env: serverEnvironment() });
    fs.rmSync(dir, { recursive: true, force: true });
    fs.renameSync(draft, dir);
  } catch (cause) {
    throw new ServiceError('postgres.initdb', `Databasen kunne ikke oprettes i ${dir}: ${lastLine(cause.stderr || cause.message)}`, {
      cause,
    });
  } finally {
    fs.rmSync(passwordFile, { force: true });
    fs.rmSync(draft, { recursive: true, force: true });
  }
}

function checkVersion({ dir, version }) {
  const data = fs.readFileSync(path.join(dir, 'PG_VERSION'), 'utf8').trim();
  const major = version.split('.')[0];
  if (data === major) return;
  throw new ServiceError(
    'postgres.version',
    `Databasen i ${dir} er skrevet af PostgreSQL ${data}, men her kører ${major}: flyt data med den gamle udgave først (docs/runbook).`,
  );
}

function lastLine(text) {
  return String(text).trim().split('\n').at(-1);
}

/** Starts the server; tries again on another port, and while the last backends of a killed server are still ending. */
async function launch(place, port, durable) {
  for (let attempt = 1; ; attempt += 1) {
    const outcome = await launchOnce(place, port ?? (await freePort()), durable);
    if (!outcome.refused) return outcome;
    const passing =
      /pre-existing shared memory/.test(outcome.refused) || (port === undefined && /Address already in use/i.test(outcome.refused));
    if (attempt >= 10 || !passing) throw refusal(place.dir, port, outcome.refused);
    await pause(200);
  }
}

function refusal(dir, port, said) {
  if (/Address already in use/i.test(said)) {
    return new ServiceError('postgres.port', `Porten ${port} er optaget af et andet program: vælg en anden, eller lad Genmæle vælge selv.`);
  }
  if (/lock file .* already exists/.test(said)) return anotherRuns(dir);
  return new ServiceError('postgres.start', `PostgreSQL startede ikke: ${lastLine(said) || 'ingen forklaring'} (se ${dir}.log)`);
}

async function launchOnce(place, port, durable) {
  const { fd, from } = openLog(`${place.dir}.log`);
  const child = spawn(place.postgres, ['-D', place.dir, '-p', String(port), ...settings(durable)], {
    ...serverUser,
    cwd: '/',
    env: serverEnvironment(),
    stdio: ['ignore', fd, fd],
    detached: true, // Ctrl-C reaches the whole foreground group: the database must outlive those who write their last rows
  });
  fs.closeSync(fd);
  const exited = new Promise((resolve) => child.once('exit', () => resolve()).once('error', () => resolve()));
  let gone = false;
  void exited.then(() => (gone = true));
  while (!gone && !isReady(place.dir, child.pid)) await pause(15);
  if (gone) return { refused: fs.readFileSync(`${place.dir}.log`, 'utf8').slice(from) || 'unknown' };
  child.unref();
  return { port, pid: child.pid, exited, stop: stopper(place, child, exited, () => gone) };
}

function settings(durable) {
  const chosen = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'max_connections=200', 'timezone=UTC', 'log_timezone=UTC'];
  if (!durable) chosen.push('fsync=off', 'synchronous_commit=off', 'full_page_writes=off');
  return chosen.flatMap((setting) => ['-c', setting]);
}

function openLog(file) {
  const size = fs.existsSync(file) ? fs.readFileSync(file, 'utf8').length : 0;
  if (size > LOG_LIMIT) fs.renameSync(file, `${file}.1`);
  return { fd: fs.openSync(file, 'a', 0o600), from: size > LOG_LIMIT ? 0 : size };
}

/** The postmaster writes its number in line 1 and its state in line 8 of postmaster.pid. */
function isReady(dir, pid) {
  try {
    const lines = fs.readFileSync(path.join(dir, 'postmaster.pid'), 'utf8').split('\n');
    return Number(lines[0]) === pid && lines[7]?.trim() === 'ready';
  } catch {
    return false;
  }
}

function stopper(place, child, exited, isGone) {
  const atExit = () => child.kill('SIGINT'); // SIGINT is PostgreSQL's fast shutdown
  process.once('exit', atExit);
  void exited.then(() => process.removeListener('exit', atExit));
  let stopping;
  return () => {
    child.ref(); // until it is gone, so that the caller's process waits for it
    stopping ??= isGone() ? exited : pgCtl(place, ['-m', 'fast', '-w', '-t', '60', 'stop']).then(() => exited);
    return stopping;
  };
}
