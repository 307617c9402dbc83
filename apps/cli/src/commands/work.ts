import { deadWork, retryWork } from '@genmaele/jobs';
import { inTransaction } from '@genmaele/platform';
import { z } from 'zod';
import { CommandError } from '../command-error.js';
import { say } from '../saying.js';
import { withDatabase } from './database-in-use.js';

/** Lists the work that was given up, latest first. */
export async function listWork(): Promise<void> {
  const dead = await withDatabase((database) => deadWork(database));
  if (dead.length === 0) return say('Intet arbejde er opgivet.');
  for (const { id, job, subject, attempt, lastError, finishedAt } of dead) {
    say(`${id}  ${job.padEnd(17)}  ${subject}  ${attempt} forsøg, ${lastError ?? 'uden forklaring'}, ${finishedAt?.toISOString() ?? ''}`);
  }
}

/** Sets work that was given up going again. Errors: `work.not-found`. */
export async function retryDeadWork(id: string): Promise<void> {
  if (!z.uuid().safeParse(id).success)
    throw new CommandError(`»${id}« er ikke et id.`, 'Arbejdets id er en UUID.', 'Se genmaele work list.');
  await withDatabase((database) => inTransaction(database, (tx) => retryWork(tx, id, { now: new Date() })));
  say(`Arbejdet ${id} er sat i gang igen.`);
}
