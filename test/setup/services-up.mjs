/**
 * Jest's globalSetup of the integration tests: a throwaway PostgreSQL (and Redis, where one is found) in a folder of its own, and in it
 * one migrated database from which own-database.mjs gives every test file a copy.
 * Nothing is shared with another run: ports are free ones, the folder is new.
 */
import { execFile } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createDatabase, startPostgres, startRedis } from '../../scripts/services.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const TEMPLATE = 'template_genmaele';

export default async function servicesUp() {
  const dir = mkdtempSync(path.join(path.resolve(os.tmpdir()), 'genmaele-test-'));
  chmodSync(dir, 0o711); // started by root, the server runs as nobody and must enter
  const services = { dir, running: [] };
  globalThis.genmaeleServices = services;
  clearAwayAtExit(services);

  const postgres = await startPostgres({ dir: path.join(dir, 'pg'), durable: false });
  services.running.push(postgres);
  const redis = await startRedis({ dir: path.join(dir, 'redis'), persistent: false });
  if (redis) services.running.push(redis);

  const template = await createDatabase(postgres, TEMPLATE);
  await migrate(template.ownerUrl, redis === undefined);
  process.env.GENMAELE_TEST_SERVICES = JSON.stringify({
    dir,
    template: TEMPLATE,
    adminUrl: postgres.adminUrl,
    ownerUrl: postgres.ownerUrl(''),
    appUrl: postgres.appUrl(''),
    redisUrl: redis?.url,
  });
}

async function migrate(ownerUrl, queueInPostgres) {
  const args = ['--import', '@swc-node/register/esm-register', 'scripts/migrate.mjs'];
  const env = { ...process.env, NODE_OPTIONS: '', DATABASE_OWNER_URL: ownerUrl, ...(queueInPostgres ? { QUEUE_STORE_URL: ownerUrl } : {}) };
  await promisify(execFile)(process.execPath, args, { cwd: root, env });
}

/** Ctrl-C ends jest without its teardown: then the folder goes here, while the servers, told to stop at exit, are ending. */
function clearAwayAtExit(services) {
  process.once('exit', () => {
    for (const { pid } of services.running) kill(pid);
    rmSync(services.dir, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
  });
}

function kill(pid) {
  try {
    process.kill(pid, 'SIGQUIT'); // for PostgreSQL: at once, without a checkpoint
  } catch {
    // It has stopped already.
  }
}
