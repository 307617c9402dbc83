import { migrateQueueStore, type QueueStoreKind } from '@genmaele/jobs';
import { migrateDatabase } from '@genmaele/migrations';

/** What an installation needs of the libraries, in one place, so that they are loaded while PostgreSQL makes its files. */
export { serveAuthority } from '@genmaele/documents';
export { startLocalMailbox } from '../local-mailbox.js';
export { appEnvironment, choosePort } from './app-environment.js';
export { QueueStoreService } from './queue-store-service.js';
export { seed } from './seed.js';

/** Brings the database up to the newest migration, and lays the queue store's tables where PostgreSQL is the queue store. */
export async function layTables(ownerUrl: string, store: QueueStoreKind): Promise<void> {
  await migrateDatabase(ownerUrl);
  if (store === 'postgres') await migrateQueueStore(ownerUrl);
}
