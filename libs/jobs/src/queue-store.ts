import { once } from 'node:events';
import { type QueueName, queues } from '@genmaele/contracts';
import { type Environment } from '@genmaele/platform';
import { createPostgresBackend, type JobsOptions, Queue, runMigrations, withBackend, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import pg from 'pg';

/** Which store rings: Redis, or PostgreSQL by BullMQ's own backend. */
export type QueueStoreKind = 'redis' | 'postgres';

/** One ring: the work's id, the try it is for, and how often it has been rung for that try. */
export interface Ring {
  readonly id: string;
  readonly attempt: number;
  readonly rings: number;
}

/**
 * The name under which a ring is queued: the same name twice is one ring. A ring that nobody has answered for half a minute gets a new name,
 * since the old one may be held by a worker that died before it claimed the work.
 */
function ringName({ id, attempt, rings }: Ring): string {
  return `w-${id}-${attempt}-${Math.floor((rings - 1) / 4)}`;
}

/** The schema in which BullMQ's PostgreSQL backend keeps its tables. */
export const queueSchema = 'bullmq';

/** The store that the settings name: Redis when `REDIS_URL` is given, unless `QUEUE_STORE` says otherwise. */
export function queueStoreKind(env: Environment): QueueStoreKind {
  return env.QUEUE_STORE ?? (env.REDIS_URL ? 'redis' : 'postgres');
}

/** Makes the tables of BullMQ's PostgreSQL backend and lets the application role use them. Run as owner; idempotent. */
export async function migrateQueueStore(ownerUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    // Two that start at once lay the tables one after the other; the lock ends with the connection.
    await client.query('SELECT pg_advisory_lock(4711004)');
    await runMigrations(client, queueSchema);
    await makeSequencesAsOwner(client);
    await client.query(`GRANT USAGE ON SCHEMA ${queueSchema} TO genmaele_app`);
    await client.query(`GRANT SELECT, INSERT, UPDATE, DELETE, TRUNCATE ON ALL TABLES IN SCHEMA ${queueSchema} TO genmaele_app`);
    await client.query(`GRANT USAGE, SELECT, UPDATE ON ALL SEQUENCES IN SCHEMA ${queueSchema} TO genmaele_app`);
    await client.query(`GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA ${queueSchema} TO genmaele_app`);
  } finally {
    await client.end();
  }
}

/**
 * Redis must never evict: with any other policy than `noeviction` rings vanish without an error. Returns the policy found when it is wrong.
 */
export async function wrongEvictionPolicy(redisUrl: string): Promise<string | undefined> {
  const redis = new Redis(redisUrl, { maxRetriesPerRequest: 1, lazyConnect: true, retryStrategy: () => null });
  redis.on('error', () => undefined);
  try {
    await redis.connect();
    const policy = /maxmemory_policy:(\S+)/.exec(await redis.info('memory'))?.[1];
    return policy === 'noeviction' ? undefined : (policy ?? 'ukendt');
  } finally {
    redis.disconnect();
  }
}

/**
 * BullMQ makes a sequence at a queue's first ring. The application role has no DDL, so the functions that do it (their search path is fixed)
 * run as the owner of the schema.
 */
async function makeSequencesAsOwner(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ signature: string }>(
    `SELECT p.oid::regprocedure::text AS signature FROM pg_proc p
     WHERE p.pronamespace = $1::regnamespace AND p.prosrc LIKE '%CREATE SEQUENCE%'`,
    [queueSchema],
  );
  for (const { signature } of rows) await client.query(`ALTER FUNCTION ${signature} SECURITY DEFINER`);
}

interface Classes {
  Queue: typeof Queue;
  Worker: typeof Worker;
}

/** Both stores offer the same classes; their types differ in the connection alone. */
function openClasses(kind: QueueStoreKind): Classes {
  return kind === 'redis' ? { Queue, Worker } : (withBackend(createPostgresBackend) as unknown as Classes);
}

/** A ring carries an id and nothing else; it is forgotten once taken. Tries are counted in PostgreSQL, so the store's own stay at 1. */
const ringOptions: JobsOptions = { attempts: 1, removeOnComplete: true, removeOnFail: true };

/** How long a ring waits for a connection that is being made, in milliseconds. */
const patienceWithRedis = 2000;

/** The doorbell: puts `{ id }` on the queue of a stage, and calls back in a worker. It may be emptied at any moment. */
export class QueueStore {
  readonly kind: QueueStoreKind;
  readonly #classes: Classes;
  readonly #queues = new Map<QueueName, Queue>();
  readonly #workers: Worker[] = [];
  #redis: Redis | undefined;

  constructor(
    private readonly env: Environment,
    private readonly onError: (error: Error) => void,
  ) {
    this.kind = queueStoreKind(env);
    this.#classes = openClasses(this.kind);
  }

  /** A worker waits for Redis to come back, however long that takes. */
  #connection(): never {
    const connection =
      this.kind === 'postgres'
        ? { connectionString: this.env.DATABASE_URL, max: 4, schema: queueSchema }
        : { url: this.env.REDIS_URL, maxRetriesPerRequest: null };
    return connection as never;
  }

  /**
   * The one connection that rings, once it is ready. BullMQ asks Redis for its version when a queue is made and never recovers when that
   * fails, so a queue is made only on a connection that works. Errors: when Redis is away; the relay tries again.
   */
  async #readyRedis(): Promise<Redis> {
    this.#redis ??= this.#openRedis();
    if (this.#redis.status !== 'ready') await once(this.#redis, 'ready', { signal: AbortSignal.timeout(patienceWithRedis) });
    return this.#redis;
  }

  #openRedis(): Redis {
    const redis = new Redis(this.env.REDIS_URL ?? '', { enableOfflineQueue: false, maxRetriesPerRequest: 1 });
    return redis.on('error', this.onError);
  }

  async #queue(name: QueueName): Promise<Queue> {
    const connection = this.kind === 'redis' ? ((await this.#readyRedis()) as never) : this.#connection();
    let queue = this.#queues.get(name);
    if (!queue) {
      const options = { connection, defaultJobOptions: ringOptions, streams: { events: { maxLen: 100 } } };
      queue = new this.#classes.Queue(name, options as never) as Queue;
      queue.on('error', this.onError);
      this.#queues.set(name, queue);
    }
    return queue;
  }

  /** Rings for works of one stage. The same ring twice is one, as long as the first is still queued. Errors: when the store is away. */
  async ring(name: QueueName, rings: readonly Ring[]): Promise<void> {
    const queue = await this.#queue(name);
    try {
      await queue.addBulk(rings.map((ring) => ({ name: 'ring', data: { id: ring.id }, opts: { ...ringOptions, jobId: ringName(ring) } })));
    } catch (error) {
      this.#queues.delete(name); // the next ring makes it anew
      void queue.close().catch(() => undefined);
      throw error;
    }
  }

  /** Calls back for every ring, on every stage. */
  listen(concurrency: number, onRing: (id: string) => Promise<void>): void {
    for (const name of queues) {
      const worker = new this.#classes.Worker(name, async (job) => onRing((job.data as { id: string }).id), {
        connection: this.#connection(),
        concurrency,
        lockDuration: 60_000,
      } as never) as Worker;
      worker.on('error', this.onError);
      this.#workers.push(worker);
    }
  }

  /** Stops listening, waits for what is under way at most `patience` milliseconds, and lets go of the store. */
  async close(patience: number): Promise<void> {
    const closing = Promise.allSettled([
      ...this.#workers.map((worker) => worker.close()),
      ...[...this.#queues.values()].map((queue) => queue.close()),
    ]);
    await Promise.race([closing, new Promise((resolve) => setTimeout(resolve, patience).unref())]);
    this.#redis?.disconnect();
  }
}
