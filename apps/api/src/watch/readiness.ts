import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { longestSilence, SweeperWatch } from '@genmaele/delivery';
import { silence, sweeperHeartbeat } from '@genmaele/jobs';
import { pendingMigrations } from '@genmaele/migrations';
import { Clock, type Environment, ENVIRONMENT, type Log, LOG, rowsOf } from '@genmaele/platform';
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import { DataSource } from 'typeorm';

/** What can be said of the process and of the work that waits. */
@Injectable()
export class Readiness implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #registry = new Registry();
  readonly #watch: SweeperWatch;
  readonly #began: Date;

  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(LOG) log: Log,
    @Inject(ENVIRONMENT) env: Environment,
  ) {
    this.#began = clock.now();
    this.#watch = new SweeperWatch(database, clock, log, env);
    collectDefaultMetrics({ register: this.#registry });
    this.#workGauge();
    this.#caseGauge();
    this.#silenceGauge();
  }

  onApplicationBootstrap(): void {
    this.#watch.start();
  }

  onApplicationShutdown(): void {
    this.#watch.stop();
  }

  /** What keeps the process from serving, in Danish; nothing when it can. */
  async missing(): Promise<string[]> {
    try {
      const seen = await rowsOf<{ name: string }>(this.database, 'SELECT name FROM migration');
      const pending = await pendingMigrations(seen.map((row) => row.name));
      return [
        ...(pending.length > 0 ? ['databasen er ikke migreret'] : []),
        ...((await this.#silence()) > longestSilence ? ['eftersynet (worker) er tavst'] : []),
      ];
    } catch {
      return ['databasen svarer ikke'];
    }
  }

  /** The metrics as text. */
  metrics(): Promise<string> {
    return this.#registry.metrics();
  }

  /** How long the sweeper has been silent, in milliseconds; one that never spoke is silent since this process began. */
  async #silence(): Promise<number> {
    const now = this.clock.now();
    return (await silence(this.database, sweeperHeartbeat, now)) ?? now.getTime() - this.#began.getTime();
  }

  #workGauge(): void {
    const database = this.database;
    new Gauge({
      name: 'genmaele_work',
      help: 'Work by queue and state (finished work aside)',
      labelNames: ['queue', 'state'],
      registers: [this.#registry],
      async collect() {
        this.reset();
        const rows = await rowsOf<{ queue: string; state: string; count: string }>(
          database,
          `SELECT queue, state, count(*) FROM work WHERE state IN ('ready', 'leased', 'dead') GROUP BY queue, state`,
        );
        for (const { queue, state, count } of rows) this.set({ queue, state }, Number(count));
      },
    });
  }

  #caseGauge(): void {
    const database = this.database;
    new Gauge({
      name: 'genmaele_cases',
      help: 'Cases by state',
      labelNames: ['state'],
      registers: [this.#registry],
      async collect() {
        this.reset();
        const rows = await rowsOf<{ state: string; count: string }>(database, 'SELECT state, count(*) FROM response_case GROUP BY state');
        for (const { state, count } of rows) this.set({ state }, Number(count));
      },
    });
  }

  #silenceGauge(): void {
    const seconds = async () => (await this.#silence()) / 1000;
    new Gauge({
      name: 'genmaele_sweeper_silence_seconds',
      help: 'How long the sweeper has been silent; alarm above 120',
      registers: [this.#registry],
      async collect() {
        this.set(await seconds());
      },
    });
  }
}
