import { Clock, describeError, inTransaction, type Log, rowsOf, type Tx } from '@genmaele/platform';
import { type DataSource } from 'typeorm';
import { type OnDead } from './work-runner.js';

/** A repair that a later room adds: finds what must not be, mends it, and says how many it mended. */
export type Repair = (tx: Tx, now: Date) => Promise<number>;

/** The name under which the sweeper says it is alive. */
export const sweeperHeartbeat = 'sweeper';

/** Mends, each second, what a death left behind: expired leases, and whatever the added repairs look for. */
export class Sweeper {
  #timer: NodeJS.Timeout | undefined;
  #busy: Promise<void> = Promise.resolve();

  constructor(
    private readonly database: DataSource,
    private readonly clock: Clock,
    private readonly log: Log,
    private readonly settings: { repairs: readonly Repair[]; onDead?: OnDead },
  ) {}

  start(): void {
    const next = () => {
      this.#timer = setTimeout(() => {
        this.#busy = this.sweep().then(next, (error: unknown) => {
          this.log.warn('sweep.failed', describeError(error));
          next();
        });
      }, 1000);
    };
    next();
  }

  async stop(): Promise<void> {
    clearTimeout(this.#timer);
    await this.#busy;
    clearTimeout(this.#timer);
  }

  /** One sweep. Several workers may sweep at once: each row is mended by one. */
  async sweep(): Promise<void> {
    const now = this.clock.now();
    const expired = await inTransaction(this.database, (tx) => this.#expiredLeases(tx, now));
    if (expired > 0) this.log.warn('sweep.leases-expired', { count: expired });
    for (const repair of this.settings.repairs) {
      const mended = await inTransaction(this.database, (tx) => repair(tx, now));
      if (mended > 0) this.log.error('sweep.repaired', { count: mended });
    }
    await beat(this.database, sweeperHeartbeat, now);
  }

  async #expiredLeases(tx: Tx, now: Date): Promise<number> {
    const rows = await rowsOf<{ id: string; job: string; subject: string; state: string }>(
      tx,
      `UPDATE work SET state = CASE WHEN attempt >= most_tries THEN 'dead' ELSE 'ready' END, lease_until = NULL, rings = 0, ring_at = now(),
              last_error = coalesce(last_error, 'work.stale'), finished_at = CASE WHEN attempt >= most_tries THEN now() END
       WHERE id IN (SELECT id FROM work WHERE state = 'leased' AND lease_until < now() FOR UPDATE SKIP LOCKED)
       RETURNING id, job, subject, state`,
    );
    for (const row of rows.filter((each) => each.state === 'dead')) await this.settings.onDead?.(tx, { ...row, code: 'work.stale' }, now);
    return rows.length;
  }
}

/** Says that a part of the system is alive. */
export async function beat(db: Tx | DataSource, name: string, now: Date): Promise<void> {
  await db.query(
    'INSERT INTO heartbeat (name, at) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET at = greatest(heartbeat.at, excluded.at)',
    [name, now],
  );
}

/** How long a part of the system has been silent, in milliseconds; undefined when it has never spoken. */
export async function silence(db: DataSource, name: string, now: Date): Promise<number | undefined> {
  const [row] = await rowsOf<{ at: Date }>(db, 'SELECT at FROM heartbeat WHERE name = $1', [name]);
  return row ? now.getTime() - row.at.getTime() : undefined;
}
