import { Clock, describeError, type Environment, type Log } from '@genmaele/platform';
import { type DataSource } from 'typeorm';
import { type JobHandlers } from './job-handlers.js';
import { QueueStore } from './queue-store.js';
import { Relay } from './relay.js';
import { type Repair, Sweeper } from './sweeper.js';
import { type OnDead, WorkRunner } from './work-runner.js';

/** After this long without the queue store, workers take work straight from PostgreSQL. */
const patienceWithStore = 10_000;

/** Everything a worker process does: takes rings, relays, sweeps, and goes on without the queue store when it is away. */
export class WorkerService {
  readonly runner: WorkRunner;
  readonly relay: Relay;
  readonly sweeper: Sweeper;
  readonly store: QueueStore;
  #stopped = false;
  #fallback: Promise<void> = Promise.resolve();

  constructor(
    database: DataSource,
    clock: Clock,
    private readonly log: Log,
    env: Environment,
    settings: { handlers: JobHandlers; repairs: readonly Repair[]; onDead?: OnDead },
  ) {
    this.store = new QueueStore(env, (error) => log.debug('queue-store.error', describeError(error)));
    this.runner = new WorkRunner(database, clock, log, settings.handlers, { leaseSeconds: env.WORK_LEASE_SECONDS, ...pick(settings) });
    this.relay = new Relay(database, this.store, clock, log, env.DATABASE_URL);
    this.sweeper = new Sweeper(database, clock, log, { repairs: settings.repairs, ...pick(settings) });
  }

  start(concurrency = 4): void {
    this.store.listen(concurrency, async (id) => void (await this.runner.run(id)));
    void this.relay.start();
    this.sweeper.start();
    this.#fallback = this.#withoutStore();
  }

  /** Stops taking work and lets what is under way finish, at most 25 s; correctness never depends on it. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await Promise.allSettled([this.relay.stop(), this.sweeper.stop(), this.store.close(25_000), this.#fallback]);
  }

  async #withoutStore(): Promise<void> {
    while (!this.#stopped) {
      await new Promise((resolve) => setTimeout(resolve, 500));
      if (this.#stopped || this.relay.unreachableFor < patienceWithStore) continue;
      const done = await this.runner.runDue(50).catch((error: unknown) => {
        this.log.warn('worker.direct-claim-failed', describeError(error));
        return 0;
      });
      if (done > 0) this.log.warn('worker.direct-claim', { count: done });
    }
  }
}

function pick({ onDead }: { onDead?: OnDead }): { onDead?: OnDead } {
  return onDead ? { onDead } : {};
}
