import { migrateQueueStore } from '@genmaele/jobs';
import { migrateDatabase } from '@genmaele/migrations';
import { inheritedEnvironment, inTransaction, openDatabase } from '@genmaele/platform';
import { CommandError } from '../command-error.js';
import { say } from '../saying.js';
import { loadReferenceData } from '../start/seed.js';
import { unreachable } from './database-in-use.js';

/** Brings the database up to the newest migration as its owner, with the reference data; idempotent. */
export async function migrate(): Promise<void> {
  const { DATABASE_OWNER_URL: ownerUrl, REDIS_URL: redisUrl, QUEUE_STORE: store } = inheritedEnvironment();
  if (!ownerUrl) {
    throw new CommandError(
      'DATABASE_OWNER_URL mangler.',
      'Kun databasens ejer må ændre dens tabeller.',
      'Sæt DATABASE_OWNER_URL til ejerrollens adresse.',
    );
  }
  const run = await migrateDatabase(ownerUrl).catch((cause: unknown) => {
    throw isConnectionFailure(cause) ? unreachable(cause) : cause;
  });
  say(run.length > 0 ? `Databasen er bragt op til ${run.at(-1)} (${run.length} nye trin).` : 'Databasen var ført op i forvejen.');
  if (store === 'postgres' || (store === undefined && !redisUrl)) {
    await migrateQueueStore(ownerUrl);
    say('Kølagerets tabeller er på plads i PostgreSQL.');
  }
  const database = await openDatabase(ownerUrl, [], 1);
  try {
    await inTransaction(database, loadReferenceData);
  } finally {
    await database.destroy();
  }
  say('Ministerier og udvalg er på plads.');
}

function isConnectionFailure(cause: unknown): boolean {
  const code = cause instanceof Error ? (cause as NodeJS.ErrnoException).code : undefined;
  return code !== undefined && /^(E[A-Z]+|28|3D|57P)/.test(code);
}
