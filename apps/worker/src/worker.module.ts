import { join } from 'node:path';
import { type DynamicModule, Inject, Injectable, Module, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { AppError } from '@genmaele/contracts';
import { promiseDigests, repairForgottenReservations, repairStuckCases } from '@genmaele/cases';
import { anchorHourly, Mailbox, promiseRetention, tellOfDeadWork } from '@genmaele/delivery';
import { letterLook, readCertificates, warmDrawing } from '@genmaele/documents';
import { queueStoreKind, WorkerService, wrongEvictionPolicy } from '@genmaele/jobs';
import { entities } from '@genmaele/migrations';
import { Clock, type Environment, ENVIRONMENT, type Log, LOG, PlatformModule } from '@genmaele/platform';
import { DataSource } from 'typeorm';
import { jobHandlers } from './handlers.js';

/** After the start's own work, and before a letter is likely to be due. */
const WARM_AFTER_MS = 3000;

/** Starts and stops what a worker does: the queues, the relay, the sweeper and the mailbox. */
@Injectable()
class WorkerLife implements OnApplicationBootstrap, OnApplicationShutdown {
  #worker: WorkerService | undefined;
  #mailbox: Mailbox | undefined;
  #warming: NodeJS.Timeout | undefined;

  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(LOG) private readonly log: Log,
    @Inject(ENVIRONMENT) private readonly env: Environment,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const { env, database, clock, log } = this;
    await refuseEviction(env, log);
    const rootFile = env.TRUSTED_ROOT_FILE ?? (env.SIGNER_KEY_DIR && join(env.SIGNER_KEY_DIR, 'root.pem'));
    if (!env.SIGNER_SOCKET || !rootFile)
      throw new AppError('environment.invalid', { problem: 'SIGNER_SOCKET, eller TRUSTED_ROOT_FILE og SIGNER_KEY_DIR, mangler' });
    const roots = await readCertificates(rootFile);
    const handlers = jobHandlers(database, env, { socket: env.SIGNER_SOCKET, roots });
    this.#worker = new WorkerService(database, clock, log, env, {
      handlers,
      repairs: [repairStuckCases, repairForgottenReservations, anchorHourly, promiseDigests, promiseRetention],
      onDead: tellOfDeadWork(env),
    });
    this.#worker.start();
    if (env.MAILBOX_DIR) {
      this.#mailbox = new Mailbox(database, clock, log, env.MAILBOX_DIR);
      this.#mailbox.start();
    }
    this.#warming = setTimeout(() => warmDrawing(letterLook(env.LETTER_SETTINGS).fonts), WARM_AFTER_MS).unref();
    log.info('worker.ready', { store: queueStoreKind(env) });
  }

  async onApplicationShutdown(): Promise<void> {
    clearTimeout(this.#warming);
    await Promise.allSettled([this.#worker?.stop(), this.#mailbox?.stop()]);
  }
}

/** A Redis that evicts loses rings without a word: production does not start on one, elsewhere it is said. */
async function refuseEviction(env: Environment, log: Log): Promise<void> {
  if (queueStoreKind(env) !== 'redis' || !env.REDIS_URL) return;
  const policy = await wrongEvictionPolicy(env.REDIS_URL).catch(() => undefined);
  if (!policy) return;
  if (env.NODE_ENV === 'production') {
    throw new AppError('environment.invalid', { problem: `Redis har maxmemory-policy ${policy}; den skal være noeviction` });
  }
  log.warn('redis.evicts', { reason: policy });
}

/** The worker process. */
@Module({})
export class WorkerModule {
  static with(env: Environment, log: Log, clock?: Clock): DynamicModule {
    return {
      module: WorkerModule,
      imports: [PlatformModule.with({ env, log, entities, poolSize: 12, ...(clock ? { clock } : {}) })],
      providers: [WorkerLife],
    };
  }
}
