import { Redis } from 'ioredis';
import pg from 'pg';
import { queueSchema, type QueueStoreKind } from '@genmaele/jobs';
import { inheritedEnvironment } from '@genmaele/platform';
import { CommandError } from '../command-error.js';
import { type RedisService, type Services } from '../project.js';

/** What a person or a proof asks of the queue store. */
export interface QueueStoreOrder {
  readonly dir: string;
  /** Forces one; left out: QUEUE_STORE, REDIS_URL and what is found on PATH decide. */
  readonly kind?: QueueStoreKind | undefined;
  readonly durable: boolean;
  /** Told what a person should know. */
  readonly say?: ((line: string) => void) | undefined;
}

/**
 * The queue store of an installation: the Redis at `REDIS_URL`, else one found on PATH and started here, else PostgreSQL itself, which needs
 * nothing to be started.
 */
export class QueueStoreService {
  #own: RedisService | undefined;
  #wanted = true;

  private constructor(
    private readonly services: Services,
    private readonly order: QueueStoreOrder,
    /** Undefined when PostgreSQL rings. */
    readonly redisUrl: string | undefined,
    /** Danish: where it came from. */
    readonly origin: string,
  ) {}

  get kind(): QueueStoreKind {
    return this.redisUrl ? 'redis' : 'postgres';
  }

  /** Errors: the services' own, and a CommandError when Redis is asked for and there is none. */
  static async open(services: Services, order: QueueStoreOrder): Promise<QueueStoreService> {
    const { REDIS_URL: given, QUEUE_STORE: chosen } = inheritedEnvironment();
    const kind = order.kind ?? chosen;
    if (kind === 'postgres') return new QueueStoreService(services, order, undefined, 'PostgreSQL');
    if (given) return new QueueStoreService(services, order, given, 'Redis fra REDIS_URL');
    const own = await services.startRedis({ dir: order.dir, persistent: order.durable });
    if (!own && kind === 'redis') throw noRedis();
    const store = new QueueStoreService(services, order, own?.url, own ? `Redis på port ${own.port}` : 'PostgreSQL');
    store.#keep(own);
    return store;
  }

  /** Our own Redis is started again when it dies without being asked to; meanwhile the workers take their work from PostgreSQL. */
  #keep(own: RedisService | undefined): void {
    this.#own = own;
    void own?.exited.then(async () => {
      if (!this.#wanted) return;
      this.order.say?.('Kølageret (Redis) stoppede uventet; det startes igen.');
      await this.startAgain().catch(() => this.order.say?.('Kølageret kan ikke startes igen; arbejdet tages direkte fra databasen.'));
    });
  }

  /** Throws away every ring, as an operator with FLUSHALL would; on PostgreSQL the store's tables are emptied. */
  async empty(ownerUrl: string): Promise<void> {
    if (this.redisUrl) return flush(this.redisUrl);
    const client = new pg.Client({ connectionString: ownerUrl });
    await client.connect();
    try {
      const tables = await client.query<{ name: string }>(
        `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname = $1 AND tablename NOT LIKE '%migration%'`,
        [queueSchema],
      );
      await client.query(`TRUNCATE ${tables.rows.map(({ name }) => name).join(', ')} CASCADE`);
    } finally {
      await client.end();
    }
  }

  /** Takes our own Redis down. Errors: TypeError where there is none of our own. */
  async stop(): Promise<void> {
    if (!this.#own) throw new TypeError('The queue store is not ours to stop');
    this.#wanted = false;
    await this.#own.stop();
  }

  /** Starts our own Redis again, on the port it had. */
  async startAgain(): Promise<void> {
    if (!this.#own) throw new TypeError('The queue store is not ours to start');
    this.#wanted = true;
    this.#keep(await this.services.startRedis({ dir: this.order.dir, port: this.#own.port, persistent: this.order.durable }));
  }

  /** Lets go of what was started. */
  async close(): Promise<void> {
    this.#wanted = false;
    await this.#own?.stop();
  }
}

async function flush(url: string): Promise<void> {
  const redis = new Redis(url, { maxRetriesPerRequest: 1 });
  redis.on('error', () => undefined);
  try {
    await redis.flushall();
  } finally {
    redis.disconnect();
  }
}

function noRedis(): CommandError {
  return new CommandError(
    'Der er bedt om Redis som kølager, men der er ingen.',
    'Hverken REDIS_URL eller et redis-server på PATH findes.',
    'Installér Redis, sæt REDIS_URL, eller vælg QUEUE_STORE=postgres.',
  );
}
