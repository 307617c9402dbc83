import { DataSource, type EntityManager, type EntitySchema } from 'typeorm';
import { SnakeNaming } from './naming.js';

/** An entity class, or its schema. */
export type Entity = (new () => object) | EntitySchema;

/**
 * An open transaction. Every function that writes takes it as its first, required argument, so that what belongs together is committed
 * together; there is no transaction carried by context.
 */
export type Tx = EntityManager;

/** The settings of TypeORM for a database with these entities and migrations; nothing is synchronised by itself. */
export function databaseSettings(url: string, entities: Entity[], migrations: (new () => object)[] = [], poolSize = 10) {
  return new DataSource({
    type: 'postgres',
    url,
    entities,
    migrations,
    migrationsTableName: 'migration',
    migrationsTransactionMode: 'each',
    namingStrategy: new SnakeNaming(),
    poolSize,
    synchronize: false,
    logging: false,
    applicationName: 'genmaele',
    extra: { connectionTimeoutMillis: 10_000, idleTimeoutMillis: 30_000, keepAlive: true },
  });
}

/** Opens the pool of a process. Idle connections that PostgreSQL ends are replaced, not fatal. */
export async function openDatabase(url: string, entities: Entity[], poolSize = 10): Promise<DataSource> {
  return databaseSettings(url, entities, [], poolSize).initialize();
}

/** Runs `work` in one READ COMMITTED transaction: committed when it returns, rolled back when it throws. */
export function inTransaction<T>(database: DataSource, work: (tx: Tx) => Promise<T>): Promise<T> {
  return database.transaction('READ COMMITTED', work);
}

/** Rows of a query, typed by the caller who wrote the SQL. */
export async function rowsOf<T>(db: Tx | DataSource, sql: string, parameters: unknown[] = []): Promise<T[]> {
  const result: unknown = await db.query(sql, parameters);
  // TypeORM answers UPDATE and DELETE … RETURNING with [rows, count], everything else with rows.
  if (Array.isArray(result) && result.length === 2 && Array.isArray(result[0]) && typeof result[1] === 'number') return result[0] as T[];
  return result as T[];
}
