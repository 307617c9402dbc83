/**
 * The services a Genmæle needs and a fresh machine lacks: PostgreSQL from npm binaries and, where a server is found, Redis.
 * Everything listens on 127.0.0.1 alone and writes only below the folders it is given (and, for root in a closed folder, the
 * system's temporary folder). Needs node_modules; the command line and the tests load it by path from the project's root.
 *
 * Errors that a person can mend are `ServiceError`s whose message is one Danish line, ready to print.
 */
export { ServiceError } from './services/service-error.mjs';
export { startPostgres } from './services/postgres.mjs';
export { temporaryFolder } from './services/postgres-place.mjs';
export { createDatabase, dropDatabase } from './services/databases.mjs';
export { findRedis, startRedis } from './services/redis.mjs';
export { freePort } from './services/free-port.mjs';
export { processIdentity, takeLock } from './services/lock.mjs';
