import { AppError, errorRule, isJobName, type JobName } from '@genmaele/contracts';
import { Clock, crashPoint, describeError, inTransaction, type Log, rowsOf, type Tx } from '@genmaele/platform';
import { type DataSource } from 'typeorm';
import { type JobContext, type JobHandler, type JobHandlers } from './job-handlers.js';

interface ClaimedWork {
  id: string;
  job: string;
  queue: string;
  subject: string;
  payload: never;
  attempt: number;
  most_tries: number;
  fence: string;
}

/** Told when work has failed for good, in the transaction that says so. */
export type OnDead = (tx: Tx, work: { id: string; job: string; subject: string; code: string }, now: Date) => Promise<void>;

/** Seconds before the next try: 1, 2, 4 … up to five minutes. */
const backOff = (attempt: number) => Math.min(300, 2 ** (attempt - 1));

/** Longer than the longest wait any work has by right: ten minutes for a mail server's last answer, and tries around it. */
const longestRun = 30 * 60 * 1000;

/** Claims work with a lease and a fence, does it, and writes the result in a transaction that checks the fence again. */
export class WorkRunner {
  #running = 0;

  constructor(
    private readonly database: DataSource,
    private readonly clock: Clock,
    private readonly log: Log,
    private readonly handlers: JobHandlers,
    private readonly settings: { leaseSeconds: number; longestRunMs?: number; onDead?: OnDead },
  ) {}

  /** How many works are under way. */
  get running(): number {
    return this.#running;
  }

  /** Does one work if it is there to be done. False when another has it, or it is finished: a ring may come twice. */
  async run(id: string): Promise<boolean> {
    const work = await this.#claim(id);
    if (!work) return false;
    this.#running += 1;
    try {
      crashPoint('work.claimed');
      await this.#attempt(work);
    } finally {
      this.#running -= 1;
    }
    return true;
  }

  /** Does all work that is due, one by one, without the queue store. Returns how many were done; used when the store is away, and by tests. */
  async runDue(limit = Number.MAX_SAFE_INTEGER): Promise<number> {
    let done = 0;
    while (done < limit) {
      const [next] = await rowsOf<{ id: string }>(
        this.database,
        `SELECT id FROM work WHERE state = 'ready' AND due_at <= $1 ORDER BY due_at, created_at LIMIT 1`,
        [this.clock.now()],
      );
      if (!next) return done;
      if (await this.run(next.id)) done += 1;
    }
    return done;
  }

  async #claim(id: string): Promise<ClaimedWork | undefined> {
    const [work] = await rowsOf<ClaimedWork>(
      this.database,
      `UPDATE work SET state = 'leased', fence = nextval('work_fence'), attempt = attempt + 1, started_at = now(),
              lease_until = now() + make_interval(secs => $2)
       WHERE id = $1 AND state = 'ready' AND due_at <= $3
       RETURNING id, job, queue, subject, payload, attempt, most_tries, fence`,
      [id, this.settings.leaseSeconds, this.clock.now()],
    );
    return work;
  }

  async #attempt(work: ClaimedWork): Promise<void> {
    const abort = new AbortController();
    const started = performance.now();
    const heartbeat = setInterval(
      () => {
        if (performance.now() - started < (this.settings.longestRunMs ?? longestRun)) return void this.#extend(work, abort);
        // A handler that hangs must not hold its work for ever: the lease runs out, and the sweep gives the work to another.
        clearInterval(heartbeat);
        this.log.error('work.hangs', this.#fields(work));
        abort.abort(new AppError('work.stale'));
      },
      (this.settings.leaseSeconds * 1000) / 3,
    );
    heartbeat.unref();
    try {
      await this.#handle(work, abort.signal);
      this.log.info('work.done', this.#fields(work, { ms: Math.round(performance.now() - started) }));
    } catch (error) {
      await this.#failed(work, error);
    } finally {
      clearInterval(heartbeat);
    }
  }

  async #handle(work: ClaimedWork, signal: AbortSignal): Promise<void> {
    if (!isJobName(work.job)) throw new AppError('work.unknown-job', { job: work.job });
    const handler = this.handlers[work.job] as JobHandler<JobName>;
    let finished = false;
    const context: JobContext = {
      workId: work.id,
      attempt: work.attempt,
      lastTry: work.attempt >= work.most_tries,
      now: this.clock.now(),
      signal,
      step: (effect) => inTransaction(this.database, async (tx) => (await this.#hold(tx, work), effect(tx))),
      finish: async (effect) => {
        const result = await inTransaction(this.database, (tx) => this.#finish(tx, work, effect));
        finished = true;
        crashPoint('work.after-commit');
        return result;
      },
    };
    await handler(work.payload, context);
    if (!finished) await context.finish(async () => undefined);
  }

  async #finish<T>(tx: Tx, work: ClaimedWork, effect: (tx: Tx) => Promise<T>): Promise<T> {
    await this.#hold(tx, work);
    await tx.query(`UPDATE work SET state = 'done', finished_at = now(), lease_until = NULL, last_error = NULL WHERE id = $1`, [work.id]);
    const result = await effect(tx);
    crashPoint('work.before-commit');
    return result;
  }

  /** Locks the work's row and makes sure that it is still ours. */
  async #hold(tx: Tx, work: ClaimedWork): Promise<void> {
    const held = await rowsOf(tx, `SELECT 1 FROM work WHERE id = $1 AND fence = $2 AND state = 'leased' FOR UPDATE`, [work.id, work.fence]);
    if (held.length !== 1) throw new AppError('work.stale');
  }

  async #extend(work: ClaimedWork, abort: AbortController): Promise<void> {
    try {
      const held = await rowsOf(
        this.database,
        `UPDATE work SET lease_until = now() + make_interval(secs => $3) WHERE id = $1 AND fence = $2 AND state = 'leased' RETURNING id`,
        [work.id, work.fence, this.settings.leaseSeconds],
      );
      if (held.length === 0) abort.abort(new AppError('work.stale'));
    } catch (error) {
      this.log.warn('work.heartbeat-failed', this.#fields(work, describeError(error)));
    }
  }

  /** A failed try is put back with a growing delay, or ends the work when no more tries help. Only the holder may say so. */
  async #failed(work: ClaimedWork, error: unknown): Promise<void> {
    const code = error instanceof AppError ? error.code : 'request.failed';
    if (code === 'work.stale') return this.log.info('work.taken-over', this.#fields(work));
    const final = errorRule(code).retry === 'no' || work.attempt >= work.most_tries;
    this.log[final ? 'error' : 'warn'](final ? 'work.dead' : 'work.failed', this.#fields(work, { ...describeError(error), code }));
    const delay = backOff(work.attempt);
    await inTransaction(this.database, async (tx) => {
      const hit = await rowsOf(
        tx,
        `UPDATE work SET state = $3, last_error = $4, lease_until = NULL, rings = 0,
                due_at = $5, ring_at = now() + make_interval(secs => $6), finished_at = CASE WHEN $3 = 'dead' THEN now() END
         WHERE id = $1 AND fence = $2 AND state = 'leased' RETURNING id`,
        [work.id, work.fence, final ? 'dead' : 'ready', code, new Date(this.clock.now().getTime() + (final ? 0 : delay * 1000)), delay],
      );
      if (final && hit.length === 1)
        await this.settings.onDead?.(tx, { id: work.id, job: work.job, subject: work.subject, code }, this.clock.now());
    }).catch((failure: unknown) => this.log.warn('work.verdict-lost', this.#fields(work, describeError(failure))));
  }

  #fields(work: ClaimedWork, more: object = {}) {
    return { workId: work.id, job: work.job, queue: work.queue, attempt: work.attempt, ...more };
  }
}
