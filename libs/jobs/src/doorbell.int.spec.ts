import { randomUUID } from 'node:crypto';
import { jest } from '@jest/globals';
import { readEnvironment } from '@genmaele/platform';
import { openTestHouse, testHandlers, type TestHouse, testRunner, testStart } from '@genmaele/testing';
import { Redis } from 'ioredis';
import { cancelWork, promiseWork, QueueStore, queueSchema, queueStoreKind, Relay, WorkerService, wrongEvictionPolicy } from './index.js';

jest.setTimeout(30_000);

const env = readEnvironment();
const kind = queueStoreKind(env);
const never = { ...env, QUEUE_STORE: 'redis' as const, REDIS_URL: 'redis://127.0.0.1:9' };
let house: TestHouse;
const stores: QueueStore[] = [];

beforeAll(async () => {
  house = await openTestHouse();
});
beforeEach(async () => {
  house.clock.set(testStart);
  await house.owner.query('DELETE FROM work');
  await emptyStore();
});
afterEach(async () => {
  await Promise.all(stores.splice(0).map((store) => store.close(5000)));
});
afterAll(() => house.close());

/** The worst that can happen to the doorbell: everything in it is gone. */
async function emptyStore(): Promise<void> {
  if (kind === 'redis') {
    const redis = new Redis(env.REDIS_URL!);
    await redis.flushdb();
    await redis.quit();
    return;
  }
  const tables = await house.rows<{ tablename: string }>('SELECT tablename FROM pg_tables WHERE schemaname = $1', [queueSchema]);
  const names = tables.map(({ tablename }) => `${queueSchema}."${tablename}"`).filter((name) => !name.includes('migration'));
  if (names.length > 0) await truncate(names);
}

/** Workers that live hold the tables in their own order: whoever empties them all at once may have to ask again. */
async function truncate(names: string[], tries = 20): Promise<void> {
  await house.owner.query(`TRUNCATE ${names.join(', ')}`).catch((error: { code: string }) => {
    if (error.code !== '40P01' || tries === 0) throw error;
    return truncate(names, tries - 1);
  });
}

function openStore(settings = env): QueueStore {
  const store = new QueueStore(settings, () => undefined);
  stores.push(store);
  return store;
}

const relayOf = (store: QueueStore) => new Relay(house.database, store, house.clock, house.log, env.DATABASE_URL);

function promise(dueAt = house.clock.now()): Promise<string> {
  const id = randomUUID();
  return house.tx((tx) =>
    promiseWork(tx, 'bill.read', { hearingId: id }, { subject: 'test:bell', once: id, dueAt, now: house.clock.now() }),
  );
}

/** Rings as they come in, in order. */
function listener(store: QueueStore): { heard: string[]; until: (count: number) => Promise<void> } {
  const heard: string[] = [];
  store.listen(4, async (id) => void heard.push(id));
  return { heard, until: (count) => until(() => heard.length >= count, `${count} rings`) };
}

async function until(holds: () => boolean | Promise<boolean>, what: string): Promise<void> {
  for (let waited = 0; waited < 15_000; waited += 20) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`waited in vain for ${what}`);
}

const makeRingable = () => house.rows(`UPDATE work SET ring_at = now() - interval '1 second' WHERE state = 'ready'`);

describe(`the doorbell on ${kind}`, () => {
  it('rings for every work that is due, and for none that is not', async () => {
    const store = openStore();
    const { heard, until: rung } = listener(store);
    const due = [await promise(), await promise(), await promise()];
    await promise(new Date(testStart.getTime() + 60_000));
    expect(await relayOf(store).round()).toBe(3);
    await rung(3);
    expect([...heard].sort()).toEqual([...due].sort());
  });

  it('rings by the clock of the rules: a ring that is early in PostgreSQL’s time waits', async () => {
    const relay = relayOf(openStore());
    await promise(new Date(testStart.getTime() + 60_000));
    await makeRingable();
    expect(await relay.round()).toBe(0);
    house.clock.move(60_000);
    expect(await relay.round()).toBe(1);
  });

  it('does not ring for work that was taken back', async () => {
    const relay = relayOf(openStore());
    await promise();
    await house.tx((tx) => cancelWork(tx, 'test:bell', ['bill.read']));
    expect(await relay.round()).toBe(0);
  });

  it('rings again for work that nobody took up, more and more seldom', async () => {
    const relay = relayOf(openStore());
    await promise();
    for (const wait of [2, 4, 8, 16, 32, 64, 64, 64]) {
      const [before] = await house.rows<{ at: Date }>('SELECT now() AS at');
      expect(await relay.round()).toBe(1);
      expect(await relay.round()).toBe(0);
      // However long a round takes on a busy machine, the wait begins somewhere in it.
      const [row] = await house.rows<{ longest: number; shortest: number }>(
        'SELECT extract(epoch FROM ring_at - $1::timestamptz)::float AS longest, extract(epoch FROM ring_at - now())::float AS shortest FROM work',
        [before!.at],
      );
      expect(row!.longest).toBeGreaterThanOrEqual(wait);
      expect(row!.shortest).toBeLessThanOrEqual(wait);
      await makeRingable();
    }
  });

  it('keeps a second ring for the same try from being a second ring, while the first is queued', async () => {
    const store = openStore();
    const id = await promise();
    await store.ring('intake', [{ id, attempt: 0, rings: 1 }]);
    await store.ring('intake', [{ id, attempt: 0, rings: 1 }]);
    await store.ring('intake', [{ id: await promise(), attempt: 0, rings: 1 }]);
    const { heard, until: rung } = listener(openStore());
    await rung(2);
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(heard.filter((each) => each === id)).toHaveLength(1);
  });

  it('rings anew for work whose rings were lost when the store was emptied', async () => {
    const store = openStore();
    const relay = relayOf(store);
    const works = [await promise(), await promise()];
    expect(await relay.round()).toBe(2);
    await emptyStore();
    const { heard, until: rung } = listener(openStore());
    await makeRingable();
    expect(await relay.round()).toBe(2);
    await rung(2);
    expect([...heard].sort()).toEqual([...works].sort());
  });

  it('rings past a worker that died with the ring in its hand, before it claimed the work', async () => {
    const dead = openStore();
    let taken = 0;
    let bury: () => void = () => undefined;
    dead.listen(1, () => ((taken += 1), new Promise<void>((resolve) => (bury = resolve))));
    const id = await promise();
    const relay = relayOf(openStore());
    await relay.round();
    await until(() => taken === 1, 'the ring to be taken');
    const { heard, until: rung } = listener(openStore());
    for (let round = 2; round <= 5; round += 1) {
      expect(heard).toEqual([]);
      await makeRingable();
      await relay.round();
    }
    await rung(1);
    expect(heard).toEqual([id]);
    bury();
  });

  it('is rung by two relays at once, each for its share', async () => {
    for (let i = 0; i < 40; i += 1) await promise();
    const rung = await Promise.all([relayOf(openStore()).round(), relayOf(openStore()).round()]);
    expect(rung[0]! + rung[1]!).toBe(40);
  });

  it('carries an id and nothing else', async () => {
    const store = openStore();
    const id = await promise();
    await relayOf(store).round();
    const kept = await contentsOfStore();
    expect(kept).toContain(id);
    expect(kept).not.toContain('hearingId');
  });
});

/** Everything that the store holds, as text. */
async function contentsOfStore(): Promise<string> {
  if (kind === 'postgres') {
    const tables = await house.rows<{ tablename: string }>('SELECT tablename FROM pg_tables WHERE schemaname = $1', [queueSchema]);
    const rows = await Promise.all(tables.map(({ tablename }) => house.owner.query(`SELECT * FROM ${queueSchema}."${tablename}"`)));
    return JSON.stringify(rows.map((each) => each.rows));
  }
  const redis = new Redis(env.REDIS_URL!);
  const keys = await redis.keys('bull:*:w-*');
  const values = await Promise.all(keys.map((key) => redis.hgetall(key)));
  await redis.quit();
  return JSON.stringify([keys, values]);
}

describe(`a whole worker on ${kind}`, () => {
  /** A worker whose `bill.read` notes what it did. */
  async function withWorker<T>(settings: typeof env, use: (worker: WorkerService, done: string[]) => Promise<T>): Promise<T> {
    const done: string[] = [];
    const handlers = {
      ...testHandlers(house),
      'bill.read': async (_payload: unknown, { workId }: { workId: string }) => void done.push(workId),
    };
    const worker = new WorkerService(house.database, house.clock, house.log, settings, { handlers, repairs: [] });
    worker.start();
    try {
      return await use(worker, done);
    } finally {
      await worker.stop();
    }
  }

  it('does what is promised while it runs, each work once, by the doorbell alone', async () => {
    await withWorker(env, async ({ relay }, done) => {
      const works = await Promise.all(Array.from({ length: 30 }, () => promise()));
      await until(() => done.length >= 30, '30 works');
      expect([...done].sort()).toEqual([...works].sort());
      expect([relay.unreachableFor, house.log.events().includes('worker.direct-claim')]).toEqual([0, false]);
    });
  });

  it('is woken by the commit itself, and does not wait for the poll', async () => {
    const sleeps: number[] = [];
    const real = globalThis.setTimeout;
    const patient = jest.spyOn(globalThis, 'setTimeout').mockImplementation(((run: () => void, wait?: number, ...rest: unknown[]) => {
      if (wait === 1000) sleeps.push(wait);
      return wait === 1000 ? (real(run, 3_600_000, ...rest) as unknown as NodeJS.Timeout).unref() : real(run, wait, ...rest);
    }) as typeof setTimeout);
    try {
      const store = openStore();
      const relay = relayOf(store);
      const { heard, until: rung } = listener(store);
      const running = relay.start();
      await until(() => sleeps.length > 0, 'the relay to sleep for an hour');
      await until(
        async () =>
          (await house.rows(`SELECT 1 FROM pg_stat_activity WHERE query LIKE 'LISTEN%' AND datname = current_database()`)).length > 0,
        'the relay to listen',
      );
      const id = await promise();
      await rung(1);
      expect(heard).toEqual([id]);
      await relay.stop();
      await running;
    } finally {
      patient.mockRestore();
    }
  });

  it('goes on when the store is emptied under it', async () => {
    await withWorker(env, async (_worker, done) => {
      await promise();
      await until(() => done.length === 1, 'the first work');
      await emptyStore();
      await promise();
      await until(() => done.length === 2, 'the work after');
    });
  });

  it('mends its listening when PostgreSQL cuts the line', async () => {
    await withWorker(env, async (_worker, done) => {
      await until(
        async () => (await house.rows(`SELECT 1 FROM pg_stat_activity WHERE query LIKE 'LISTEN%'`)).length > 0,
        'the relay to listen',
      );
      await house.owner.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%' AND usename = 'genmaele_app'`,
      );
      await promise();
      await until(() => done.length === 1, 'the work');
    });
  });
});

describe('without a queue store', () => {
  it('a relay says how long it has been refused, and gives up no work', async () => {
    const relay = relayOf(openStore(never));
    const id = await promise();
    expect(await relay.round()).toBe(0);
    expect(house.log.events()).toContain('relay.store-unreachable');
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(relay.unreachableFor).toBeGreaterThan(0);
    expect(
      await house.rows(`SELECT 1 FROM work WHERE id = $1 AND state = 'ready' AND ring_at < now() + interval '2 seconds'`, [id]),
    ).toHaveLength(1);
  });

  it('workers take what is due straight from PostgreSQL', async () => {
    const done: string[] = [];
    const work = [await promise(), await promise()];
    await testRunner(house, { changed: { 'bill.read': async (_payload, { workId }) => void done.push(workId) } }).runDue();
    expect([...done].sort()).toEqual([...work].sort());
  });
});

const onRedis = kind === 'redis' ? describe : describe.skip;
onRedis('Redis', () => {
  it('is told apart by its policy of eviction: only noeviction loses nothing', async () => {
    const redis = new Redis(env.REDIS_URL!);
    try {
      await redis.config('SET', 'maxmemory-policy', 'allkeys-lru');
      expect(await wrongEvictionPolicy(env.REDIS_URL!)).toBe('allkeys-lru');
    } finally {
      await redis.config('SET', 'maxmemory-policy', 'noeviction');
      await redis.quit();
    }
    expect(await wrongEvictionPolicy(env.REDIS_URL!)).toBeUndefined();
  });
});
