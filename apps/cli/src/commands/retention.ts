import { retain, type RetentionRun, wouldRetain } from '@genmaele/delivery';
import { inTransaction } from '@genmaele/platform';
import { say } from '../saying.js';
import { withDatabase } from './database-in-use.js';

/** The options of `genmaele retention`. */
export interface RetentionOptions {
  readonly dryRun?: boolean;
}

/** Removes what has been kept long enough, or with `--dry-run` tells what would go. */
export async function retention({ dryRun = false }: RetentionOptions): Promise<void> {
  const now = new Date();
  const run = await withDatabase((database) => (dryRun ? wouldRetain(database, now) : inTransaction(database, (tx) => retain(tx, now))));
  for (const line of retentionLines(run, dryRun)) say(line);
}

/** A run as lines: what, how many, from before when. */
export function retentionLines({ removed, sha256 }: RetentionRun, dryRun: boolean): string[] {
  const verb = dryRun ? 'ville blive fjernet' : 'er fjernet';
  return [
    ...removed.map(
      ({ rule, before, count }) =>
        `${String(count).padStart(7)}  ${rule.danish} (før ${before.toISOString().slice(0, 10)}, ${rule.days} dage efter: ${rule.from})`,
    ),
    `${removed.reduce((sum, { count }) => sum + count, 0)} ${verb}. Nøglernes hash: ${sha256}.`,
  ];
}
