/** Finds and starts a Redis (or Valkey) that the machine has. npm ships none; without one the queue store is PostgreSQL. */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { freePort } from './free-port.mjs';
import { processIdentity } from './lock.mjs';
import { ServiceError } from './service-error.mjs';

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * The Redis server program to use: `REDIS_SERVER_BIN`, else `redis-server` or `valkey-server` on PATH.
 * `QUEUE_STORE=postgres` means none, `QUEUE_STORE=redis` insists on one.
 * @param {Record<string, string | undefined>} [env]
 * @returns {string | undefined} absolute path
 * @throws {ServiceError} `redis.missing`, `redis.choice`
 */
export function findRedis(env = process.env) {
  const choice = env.QUEUE_STORE;
  if (choice && choice !== 'redis' && choice !== 'postgres') {
    throw new ServiceError('redis.choice', `QUEUE_STORE er "${choice}": den kan være redis eller postgres.`);
  }
  if (choice === 'postgres') return undefined;
  if (env.REDIS_SERVER_BIN) {
    if (isProgram(env.REDIS_SERVER_BIN)) return path.resolve(env.REDIS_SERVER_BIN);
    throw new ServiceError(
      'redis.missing',
      `REDIS_SERVER_BIN peger på ${env.REDIS_SERVER_BIN}, som ikke er et program: ret den, eller fjern den.`,
    );
  }
  const folders = (env.PATH ?? '').split(path.delimiter).filter(Boolean);
  const names = process.platform === 'win32' ? ['redis-server.exe', 'valkey-server.exe'] : ['redis-server', 'valkey-server'];
  const found = names.flatMap((name) => folders.map((folder) => path.resolve(folder, name))).find(isProgram);
  if (!found && choice === 'redis') {
    throw new ServiceError(
      'redis.missing',
      'QUEUE_STORE=redis, men hverken redis-server eller valkey-server findes: installér en, sæt REDIS_URL, eller fjern QUEUE_STORE.',
    );
  }
  return found;
}

function isProgram(file) {
  try {
    fs.accessSync(file, fs.constants.X_OK);
    return fs.statSync(file).isFile();
  } catch {
    return false;
  }
}

/**
 * Starts Redis on the loopback interface with `maxmemory-policy noeviction` and a password of its own.
 * In `dir` lie its data, `redis.log`, `redis.password` (mode 0600; kept, so that a restart on the same port has the same URL) and
 * `redis.process.json`, by which a server left behind by a killed launcher is found and ended first.
 *
 * @param {{ dir: string, port?: number, persistent?: boolean }} options `persistent` keeps an append-only file in `dir`
 * @returns {Promise<{ url: string, port: number, pid: number, exited: Promise<void>, stop: () => Promise<void> } | undefined>} undefined
 *   when there is no Redis to start (see findRedis); `url` ends in `/0`, and there are 64 databases
 * @throws {ServiceError} `redis.start`
 */
export async function startRedis({ dir, port, persistent = true }) {
  const program = findRedis();
  if (!program) return undefined;
  const home = path.resolve(dir);
  fs.mkdirSync(home, { recursive: true, mode: 0o700 });
  await endOrphan(home);
  const password = readPassword(home);
  const chosen = port ?? (await freePort());
  const server = launch(program, home, { port: chosen, persistent, password });
  await untilReady(server, chosen, password, home);
  return { url: `redis://:${password}@127.0.0.1:${chosen}/0`, port: chosen, pid: server.pid, exited: server.exited, stop: server.stop };
}

function readPassword(home) {
  const file = path.join(home, 'redis.password');
  if (!fs.existsSync(file)) fs.writeFileSync(file, randomBytes(24).toString('hex'), { mode: 0o600 });
  return fs.readFileSync(file, 'utf8').trim();
}

async function endOrphan(home) {
  const file = path.join(home, 'redis.process.json');
  if (!fs.existsSync(file)) return;
  const { pid, started } = JSON.parse(fs.readFileSync(file, 'utf8'));
  const lives = () => started !== undefined && processIdentity(pid) === started;
  if (lives()) process.kill(pid, 'SIGTERM');
  for (let waited = 0; lives(); waited += 20) {
    if (waited > 5000) process.kill(pid, 'SIGKILL');
    await pause(20);
  }
  fs.rmSync(file, { force: true });
}

function launch(program, home, { port, persistent, password }) {
  const log = fs.openSync(path.join(home, 'redis.log'), 'w', 0o600);
  const child = spawn(program, ['-'], { cwd: home, stdio: ['pipe', log, log], detached: true });
  fs.closeSync(log);
  // The settings go in by standard input: on the command line every user of the machine could read the password.
  child.stdin.on('error', () => {});
  child.stdin.end(settings({ port, persistent, password }));
  let gone = false;
  const exited = new Promise((resolve) => child.once('exit', () => resolve()).once('error', () => resolve())).then(
    () => void (gone = true),
  );
  const atExit = () => child.kill('SIGTERM');
  process.once('exit', atExit);
  const processFile = path.join(home, 'redis.process.json');
  if (child.pid) fs.writeFileSync(processFile, JSON.stringify({ pid: child.pid, started: processIdentity(child.pid) }));
  void exited.then(() => {
    process.removeListener('exit', atExit);
    fs.rmSync(processFile, { force: true });
  });
  const stop = async () => {
    child.ref(); // until it is gone, so that the caller's process waits for it
    if (!gone) child.kill('SIGTERM');
    await exited;
  };
  child.unref();
  return { pid: child.pid, exited, stop, isGone: () => gone };
}

function settings({ port, persistent, password }) {
  return [
    'bind 127.0.0.1',
    `port ${port}`,
    `requirepass ${password}`,
    'maxmemory-policy noeviction',
    'databases 64',
    'save ""',
    `appendonly ${persistent ? 'yes' : 'no'}`,
    'daemonize no',
    '',
  ].join('\n');
}

async function untilReady(server, port, password, home) {
  while (!server.isGone()) {
    if (await answers(port, password)) return;
    await pause(20);
  }
  const said = fs.readFileSync(path.join(home, 'redis.log'), 'utf8').trim().split('\n').at(-1);
  throw new ServiceError('redis.start', `Redis startede ikke: ${said || 'ingen forklaring'} (se ${path.join(home, 'redis.log')})`);
}

/** PONG, which a Redis still loading its data does not say; in the protocol's inline form. */
function answers(port, password) {
  return new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1', () => socket.write(`AUTH ${password}\r\nPING\r\nQUIT\r\n`));
    let said = '';
    socket.setTimeout(1000, () => socket.destroy());
    socket.on('data', (chunk) => (said += chunk));
    socket.on('error', () => {});
    socket.on('close', () => resolve(said.includes('+PONG')));
  });
}
