import 'reflect-metadata';
import { type AddressInfo } from 'node:net';
import { AppError, problemOf } from '@genmaele/contracts';
import { describeError, openLog, readEnvironment } from '@genmaele/platform';
import { createApi } from './create-api.js';

/** The api: HTTP for programs and for people. */
async function main(): Promise<void> {
  const env = readEnvironment();
  const log = openLog('api', env.LOG_LEVEL);
  const app = await createApi(env, log);
  await app.listen(env.PORT, env.HOST);
  const { port } = app.getHttpServer().address() as AddressInfo;
  log.info('api.ready', { port });
  process.send?.({ ready: true, port });
  process.once('disconnect', () => void app.close().finally(() => process.exit(0)));
  process.once('SIGTERM', () => setTimeout(() => process.exit(0), 28_000).unref());
}

main().catch((error: unknown) => {
  const log = openLog('api', 'error');
  log.error('api.failed', { ...describeError(error), ...(error instanceof AppError ? { reason: problemOf(error).title } : {}) });
  process.exit(1);
});
