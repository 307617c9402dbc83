/**
 * Jest's setupFiles of the integration tests, run before each test file: a database of its own, copied from the migrated template, a Redis
 * database of its own (emptied) or the PostgreSQL queue store in that same database, and a data folder of its own.
 *
 * Sets DATABASE_URL (application role), DATABASE_OWNER_URL (owner), QUEUE_STORE, REDIS_URL (with Redis alone), QUEUE_URL (whichever store)
 * and GENMAELE_DATA_DIR.
 */
import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { Redis } from 'ioredis';
import { createDatabase, dropDatabase } from '../../scripts/services.mjs';

const services = JSON.parse(process.env.GENMAELE_TEST_SERVICES);
const worker = Number(process.env.JEST_WORKER_ID ?? 1);
const cluster = {
  adminUrl: services.adminUrl,
  ownerUrl: (name) => services.ownerUrl + name,
  appUrl: (name) => services.appUrl + name,
};

const name = `test_${worker}`;
await dropDatabase(cluster, name);
const { ownerUrl, appUrl } = await createDatabase(cluster, name, { template: services.template });
process.env.DATABASE_URL = appUrl;
process.env.DATABASE_OWNER_URL = ownerUrl;
process.env.QUEUE_STORE = services.redisUrl ? 'redis' : 'postgres';
if (services.redisUrl) process.env.REDIS_URL = await emptyRedis();
else delete process.env.REDIS_URL;
process.env.QUEUE_URL = process.env.REDIS_URL ?? appUrl;

const data = path.join(services.dir, `data-${worker}`);
rmSync(data, { recursive: true, force: true });
mkdirSync(data, { mode: 0o711 });
process.env.GENMAELE_DATA_DIR = data;

async function emptyRedis() {
  const url = services.redisUrl.replace(/\/0$/, `/${worker % 64}`);
  const redis = new Redis(url);
  await redis.flushdb();
  await redis.quit();
  return url;
}
