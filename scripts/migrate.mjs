/**
 * Migrates one database from the sources, without a build: `DATABASE_OWNER_URL=… node --import @swc-node/register/esm-register scripts/migrate.mjs`.
 * With `QUEUE_STORE_URL` set to an owner's URL it also lays the tables of the PostgreSQL queue store there.
 * Used by the tests; the command line has a `migrate` of its own, which runs from the build.
 */
const { DATABASE_OWNER_URL: ownerUrl, QUEUE_STORE_URL: queueUrl } = process.env;
if (!ownerUrl) throw new Error('DATABASE_OWNER_URL is not set');

const { migrateDatabase } = await import('../migrations/index.ts');
await migrateDatabase(ownerUrl);

if (queueUrl) {
  const { migrateQueueStore } = await import('../libs/jobs/src/index.ts');
  await migrateQueueStore(queueUrl);
}
process.exit(0);
