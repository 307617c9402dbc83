import { type QueueName } from '@genmaele/contracts';
import { Clock, crashPoint, describeError, type Log, rowsOf } from '@genmaele/platform';
import pg from 'pg';
import { type DataSource } from 'typeorm';
import { wakeChannel } from './promise-work.js';
import { type QueueStore, type Ring } from './queue-store.js';

/** How many rows one round takes at most. */
const batch = 500;

/** Rings the queue store for every work that is due. PostgreSQL's NOTIFY wakes it; a poll each second makes sure. */
export class Relay {
  #stopped = false;
  #woken = false;
  #resume: () => void = () => undefined;
  #listener: pg.Client | undefined;
  #unreachableSince: number | undefined;

  constructor(
    private readonly database: DataSource,
    private readonly store: QueueStore,
    private readonly clock: Clock,
    private readonly log: Log,
    private readonly databaseUrl: string,
  ) {}

  /** How long the queue store has refused rings, in milliseconds; 0 when it takes them. */
  get unreachableFor(): number {
    return this.#unreachableSince === undefined ? 0 : performance.now() - this.#unreachableSince;
  }

  /** Runs until `stop`. */
  async start(): Promise<void> {
    void this.#listen();
    while (!this.#stopped) {
      this.#woken = false;
      const rung = await this.round().catch((error: unknown) => {
        this.log.warn('relay.round-failed', describeError(error));
        return 0;
      });
      if (rung < batch && !this.#woken && !this.#stopped) await this.#sleep(1000);
    }
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#wake();
    await this.#listener?.end().catch(() => undefined);
  }

  /**
   * One round: takes due rows and rings for them. No row lock is held while the store is asked. A row is rung again after 2, 4, 8 … 64 seconds
   * until a worker has claimed it, so a ring that was lost, or a store that was emptied, mends itself; a ring that is still queued is one.
   */
  async round(): Promise<number> {
    const rows = await rowsOf<Ring & { queue: QueueName }>(
      this.database,
      `UPDATE work SET rings = rings + 1, ring_at = now() + make_interval(secs => power(2, least(rings + 1, 6)))
       WHERE id IN (SELECT id FROM work WHERE state = 'ready' AND ring_at <= now() AND due_at <= $1
                    ORDER BY ring_at LIMIT ${batch} FOR UPDATE SKIP LOCKED)
       RETURNING id, queue, attempt, rings`,
      [this.clock.now()],
    );
    if (rows.length === 0) return 0;
    crashPoint('relay.claimed');
    const byQueue = groupByQueue(rows);
    const failed = (await Promise.all([...byQueue].map(([queue, rings]) => this.#ring(queue, rings)))).flat();
    if (failed.length > 0) await this.database.query("UPDATE work SET ring_at = now() + interval '1 second' WHERE id = ANY($1)", [failed]);
    crashPoint('relay.rung');
    return rows.length - failed.length;
  }

  async #ring(queue: QueueName, rings: readonly Ring[]): Promise<string[]> {
    try {
      await this.store.ring(queue, rings);
      this.#unreachableSince = undefined;
      return [];
    } catch (error) {
      this.#unreachableSince ??= performance.now();
      this.log.warn('relay.store-unreachable', { queue, count: rings.length, ...describeError(error) });
      return rings.map(({ id }) => id);
    }
  }

  /** A LISTEN connection can be lost without a word, so it is only a wake-up: it is made again, and the poll goes on meanwhile. */
  async #listen(): Promise<void> {
    while (!this.#stopped) {
      const client = new pg.Client({ connectionString: this.databaseUrl, keepAlive: true });
      const ended = new Promise<void>((resolve) => client.once('end', resolve).on('error', () => resolve()));
      this.#listener = client;
      try {
        await client.connect();
        client.on('notification', () => this.#wake());
        await client.query(`LISTEN ${wakeChannel}`);
        this.#wake();
        if (!this.#stopped) await ended;
      } catch (error) {
        this.log.warn('relay.listen-failed', describeError(error));
      }
      await client.end().catch(() => undefined);
      if (!this.#stopped) await new Promise((resolve) => setTimeout(resolve, 1000).unref());
    }
  }

  #wake(): void {
    this.#woken = true;
    this.#resume();
  }

  #sleep(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.#resume = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

function groupByQueue<R extends { queue: QueueName }>(rows: R[]): Map<QueueName, R[]> {
  const groups = new Map<QueueName, R[]>();
  for (const row of rows) {
    const group = groups.get(row.queue);
    if (group) group.push(row);
    else groups.set(row.queue, [row]);
  }
  return groups;
}
