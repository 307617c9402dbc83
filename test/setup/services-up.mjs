/**
 * Jest's globalSetup of the integration tests: a throwaway PostgreSQL (and Redis, where one is found) in a folder of its own, and in it
 * one migrated database from which own-database.mjs gives every test file a copy.
 * Nothing is shared with another run: ports are free ones, the folder is new.
 */
import { execFile } from 'node:child_process';
import { chmodSync, mkdtempSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createDatabase, startPostgres, startRedis, temporaryFolder } from '../../scripts/services.mjs';
import { clearAway, clearStaleRuns, markRun, noteServers } from './stale-runs.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const PREFIX = 'genmaele-test-';
const TEMPLATE = 'template_genmaele';

export default async function servicesUp() {
  const temporary = temporaryFolder();
  await clearStaleRuns(temporary, PREFIX);
  const dir = mkdtempSync(path.join(temporary, PREFIX));
  chmodSync(dir, 0o711); // started by root, the server runs as nobody and must enter
  await markRun(dir);
  const services = { dir, running: [] };
  globalThis.genmaeleServices = services;
  clearAwayAtExit(dir);

  const postgres = await startPostgres({ dir: path.join(dir, 'pg'), durable: false });
  noteServers(dir, [postgres.pid]);
  services.running.push(postgres);
  const redis = await startRedis({ dir: path.join(dir, 'redis'), persistent: false });
  if (redis) {
    noteServers(dir, [postgres.pid, redis.pid]);
    services.running.push(redis);
  }

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

/** Ctrl-C ends jest without its teardown: then everything goes here. */
function clearAwayAtExit(dir) {
  process.once('exit', () => clearAway(dir));
  for (const [signal, number] of Object.entries({ SIGHUP: 1, SIGINT: 2, SIGTERM: 15 })) {
    process.on(signal, () => process.exit(128 + number)); // not `once`: a second one must not end the process amid its clearing
  }
}
