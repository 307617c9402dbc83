import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { AppError, problemOf } from '@genmaele/contracts';
import { describeError, nestLog, openLog, readEnvironment } from '@genmaele/platform';
import { WorkerModule } from './worker.module.js';

/** The worker: takes jobs off the queues. */
async function main(): Promise<void> {
  const env = readEnvironment();
  const log = openLog('worker', env.LOG_LEVEL);
  const app = await NestFactory.createApplicationContext(WorkerModule.with(env, log), { logger: nestLog(log), abortOnError: false });
  app.enableShutdownHooks();
  process.send?.({ ready: true });
  process.once('disconnect', () => void app.close().finally(() => process.exit(0)));
  // A stop that hangs on a store that is away must still end; correctness never depends on a clean stop.
  process.once('SIGTERM', () => setTimeout(() => process.exit(0), 28_000).unref());
}

main().catch((error: unknown) => {
  const log = openLog('worker', 'error');
  log.error('worker.failed', { ...describeError(error), ...(error instanceof AppError ? { reason: problemOf(error).title } : {}) });
  process.exit(1);
});
