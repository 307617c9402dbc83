import { describeError, openDatabase, openLog, readEnvironment, SystemClock } from '@genmaele/platform';
import { AppError, problemOf } from '@genmaele/contracts';
import { ExpiryWatch } from './expiry-watch.js';
import { openKeysFor, signingWith } from './signing.js';
import { listenOnSocket } from './socket-server.js';

/** The signer: a process of its own that alone holds the signing key. It takes a letter's id and looks up everything else itself. */
async function main(): Promise<void> {
  const env = readEnvironment();
  const log = openLog('signer', env.LOG_LEVEL);
  if (!env.SIGNER_SOCKET) throw new AppError('environment.invalid', { problem: 'SIGNER_SOCKET mangler' });
  const database = await openDatabase(env.DATABASE_URL, [], 2);
  const clock = new SystemClock();
  const keys = await openKeysFor(env);
  const sign = await signingWith(keys, env, database, clock, log);
  const server = await listenOnSocket(env.SIGNER_SOCKET, sign);
  const expiry = new ExpiryWatch(keys, database, clock, log, env);
  expiry.start();
  log.info('signer.ready');
  process.send?.({ ready: true });
  const stop = () => {
    expiry.stop();
    server.close(() => void database.destroy().finally(() => process.exit(0)));
    setTimeout(() => process.exit(0), 5000).unref();
  };
  process.once('SIGTERM', stop).once('SIGINT', stop).once('disconnect', stop);
}

main().catch((error: unknown) => {
  const log = openLog('signer', 'error');
  log.error('signer.failed', { ...describeError(error), ...(error instanceof AppError ? { reason: problemOf(error).title } : {}) });
  process.exit(1);
});
