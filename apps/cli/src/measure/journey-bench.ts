import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { promiseWork, QueueStore, Relay } from '@genmaele/jobs';
import { entities } from '@genmaele/migrations';
import { type Environment, inTransaction, openDatabase, openLog, readEnvironment, rowsOf, SystemClock } from '@genmaele/platform';
import { type DataSource } from 'typeorm';
import { type Figure, figure, type MeasureContext } from './figure.js';
import { ProvingGround } from './proving-ground.js';

const abreast = 4;

/** The least that is promised, by store. Commit to start is promised on Redis alone. */
const least = { rows: { redis: 5000, postgres: 1000 }, p50: 20, p99: 200 } as const;

/** Speed of the way: steps a second through all of it, time from a commit to the start of the job it promised, rows a second of the relay. */
export async function benchJourney({ full, store }: MeasureContext): Promise<Figure[]> {
  const ground = await ProvingGround.open(store);
  const kind = ground.installation.store.kind;
  const database = await openDatabase(ground.installation.urls.appUrl, entities, 4);
  try {
    await ground.journey(); // the first builds fonts and plans; it is not counted
    const steps = await stepsPerSecond(ground, database, full ? 100 : 24);
    const waits = await commitToStart(database, full ? 2000 : 400);
    await ground.installation.app('worker').kill();
    const rows = await relayRows(ground, database, full ? 50_000 : 20_000);
    const promised = kind === 'redis';
    return [
      figure(`skridt i sekundet hele vejen (kølager: ${kind}, ${abreast} rejser ad gangen)`, steps, {}),
      figure('fra commit til jobbets start, p50', shareOf(waits, 0.5), promised ? { most: least.p50 } : {}, 'ms'),
      figure('fra commit til jobbets start, p99', shareOf(waits, 0.99), promised ? { most: least.p99 } : {}, 'ms'),
      figure('rækker videregivet i sekundet', rows, { least: least.rows[kind] }),
    ];
  } finally {
    await database.destroy();
    await ground.close();
  }
}

/** The value that this share of all values does not exceed. */
function shareOf(values: readonly number[], share: number): number {
  return [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? Number.NaN;
}

/** Steps of cases a second, with several journeys under way at once. */
async function stepsPerSecond(ground: ProvingGround, database: DataSource, journeys: number): Promise<number> {
  const before = await countSteps(database);
  const started = performance.now();
  const lanes = Array.from({ length: abreast }, async () => {
    for (let i = 0; i < journeys / abreast; i += 1) await ground.journey();
  });
  await Promise.all(lanes);
  return ((await countSteps(database)) - before) / ((performance.now() - started) / 1000);
}

async function countSteps(database: DataSource): Promise<number> {
  const [row] = await rowsOf<{ count: string }>(database, 'SELECT count(*) FROM case_step');
  return Number(row?.count ?? 0);
}

/**
 * Milliseconds from a commit to the claim of the work it promised, one promise at a time. The job is a notice that does not exist: it is claimed
 * and done like any other, and does nothing.
 */
async function commitToStart(database: DataSource, samples: number): Promise<number[]> {
  const committed = new Map<string, number>();
  for (let i = 0; i < samples; i += 1) {
    const now = new Date();
    const noticeId = randomUUID();
    const options = { subject: 'bench', once: noticeId, dueAt: now, now };
    const id = await inTransaction(database, (tx) => promiseWork(tx, 'notice.send', { noticeId }, options));
    committed.set(id, performance.timeOrigin + performance.now());
    await pause(10);
  }
  for (let look = 0; look < 200; look += 1) {
    const starts = await rowsOf<{ id: string; at: string }>(
      database,
      `SELECT id, extract(epoch FROM started_at) * 1000 AS at FROM work WHERE subject = 'bench' AND state = 'done'`,
    );
    if (starts.length === samples) return starts.map(({ id, at }) => Math.max(0, Number(at) - (committed.get(id) ?? 0)));
    await pause(50);
  }
  throw new Error('the promised work was not done');
}

/** Rows a second from PostgreSQL to the queue store, with nobody taking them off. */
async function relayRows(ground: ProvingGround, database: DataSource, rows: number): Promise<number> {
  await database.query(
    `INSERT INTO work (id, queue, job, payload, subject, once, state, most_tries, created_at, due_at, ring_at)
     SELECT gen_random_uuid(), 'delivery', 'notice.send', '{}', 'bench-relay', 'bench:' || n, 'ready', 1, now(), now(), now()
     FROM generate_series(1, $1::int) n`,
    [rows],
  );
  const env = storeEnvironment(ground);
  const store = new QueueStore(env, () => undefined);
  const relay = new Relay(database, store, new SystemClock(), openLog('bench', 'silent'), env.DATABASE_URL);
  const started = performance.now();
  let rung = 0;
  for (let idle = 0; rung < rows && idle < 100;) {
    const round = await relay.round();
    rung += round;
    idle = round === 0 ? idle + 1 : 0;
    if (round === 0) await pause(20);
  }
  const seconds = (performance.now() - started) / 1000;
  await store.close(5000);
  return rung / seconds;
}

function storeEnvironment({ installation }: ProvingGround): Environment {
  const { kind, redisUrl } = installation.store;
  return readEnvironment({ DATABASE_URL: installation.urls.appUrl, QUEUE_STORE: kind, ...(redisUrl ? { REDIS_URL: redisUrl } : {}) });
}
