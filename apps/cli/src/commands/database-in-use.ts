import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { entities } from '@genmaele/migrations';
import { inheritedEnvironment, openDatabase } from '@genmaele/platform';
import { type DataSource } from 'typeorm';
import { CommandError } from '../command-error.js';
import { loadSetup } from '../project.js';

/** The database that commands work on: `DATABASE_URL`, else that of the Genmæle which runs in this checkout. */
export async function databaseUrlInUse(): Promise<string> {
  const given = inheritedEnvironment()['DATABASE_URL'];
  if (given) return given;
  const running = join((await loadSetup()).dataFolder(), 'running.json');
  if (existsSync(running)) return (JSON.parse(readFileSync(running, 'utf8')) as { databaseUrl: string }).databaseUrl;
  throw new CommandError(
    'Der er ingen database at arbejde på.',
    'DATABASE_URL er ikke sat, og her kører ingen Genmæle.',
    'Sæt DATABASE_URL, eller start med npm start.',
  );
}

/** Does something with the database in use, as the application role. Errors: a CommandError when it cannot be reached. */
export async function withDatabase<T>(work: (database: DataSource) => Promise<T>): Promise<T> {
  const database = await openDatabase(await databaseUrlInUse(), entities, 2).catch((cause: unknown) => {
    throw unreachable(cause);
  });
  try {
    return await work(database);
  } finally {
    await database.destroy();
  }
}

/** A database that does not answer, told without its address, which carries a password. */
export function unreachable(cause: unknown): CommandError {
  const reason = cause instanceof Error ? ((cause as NodeJS.ErrnoException).code ?? cause.message) : String(cause);
  return new CommandError('Databasen kan ikke nås.', `Den svarede: ${reason}.`, 'Se, om den kører, og om DATABASE_URL passer.', { cause });
}
