import { verifyAudit } from '@genmaele/audit';
import { entities } from '@genmaele/migrations';
import { openDatabase, rowsOf } from '@genmaele/platform';
import { setTimeout as pause } from 'node:timers/promises';
import { type DataSource } from 'typeorm';
import { type ProvingGround } from './proving-ground.js';

/** What became of the journeys, counted in the database and in the ministry's mailbox, not in what the programs said. */
export interface JourneyAccount {
  readonly journeys: number;
  /** Cases that came to the end. */
  readonly ended: number;
  /** Hearings without a case, cases that stopped on the way, letters without a mail, work left behind. */
  readonly lost: number;
  /** Mails, letters, steps, cases, receipts that are there more than once. */
  readonly doubled: number;
  readonly mails: number;
  /** Whether every line of the log is linked to the one before. */
  readonly logHolds: boolean;
}

/** Counts. `journeys` hearings were handed in. */
export async function takeAccount(ground: ProvingGround): Promise<JourneyAccount> {
  const database = await openDatabase(ground.installation.urls.appUrl, entities, 2);
  try {
    const left = await workLeft(database);
    const mails = ground.ministryMails();
    const ended = await count(database, `SELECT count(*) FROM response_case WHERE state = 'acknowledged'`);
    const sent = await rowsOf<{ message_id: string }>(database, 'SELECT message_id FROM dispatch');
    const without = sent.filter(({ message_id }) => !mails.includes(message_id)).length;
    const { firstBad } = await verifyAudit(database);
    return {
      journeys: ground.journeys,
      ended,
      lost: ground.journeys - ended + without + left,
      doubled: mails.length - new Set(mails).size + Math.max(0, mails.length - ended) + (await doubledRows(database)),
      mails: mails.length,
      logHolds: firstBad === undefined,
    };
  } finally {
    await database.destroy();
  }
}

/** Work that is due and not done, or given up, after what is under way has had time to end. */
async function workLeft(database: DataSource): Promise<number> {
  for (let look = 0; ; look += 1) {
    const left = await count(
      database,
      `SELECT count(*) FROM work WHERE state IN ('leased', 'dead') OR (state = 'ready' AND due_at <= now())`,
    );
    if (left === 0 || look === 100) return left;
    await pause(200);
  }
}

/** What must be there once: each question counts the surplus. */
const onlyOnce = [
  `SELECT coalesce(sum(n - 1), 0) FROM (SELECT count(*) AS n FROM hearing GROUP BY case_number) x`,
  `SELECT coalesce(sum(n - 1), 0) FROM (SELECT count(*) AS n FROM case_step GROUP BY case_id, action) x`,
  `SELECT coalesce(sum(n - 1), 0) FROM (SELECT count(*) AS n FROM draft_version GROUP BY case_id) x`,
  `SELECT coalesce(sum(n - 1), 0) FROM (SELECT count(*) AS n FROM approval GROUP BY case_id) x`,
  `SELECT coalesce(sum(n - 1), 0) FROM (SELECT count(*) AS n FROM letter GROUP BY case_id) x`,
  `SELECT coalesce(sum(n - 1), 0) FROM (SELECT count(*) AS n FROM dispatch GROUP BY case_id) x`,
  `SELECT coalesce(sum(n - 1), 0) FROM (SELECT count(*) AS n FROM receipt GROUP BY dispatch_id) x`,
];

async function doubledRows(database: DataSource): Promise<number> {
  const counts = await Promise.all(onlyOnce.map((sql) => count(database, sql)));
  return counts.reduce((sum, each) => sum + each, 0);
}

async function count(database: DataSource, sql: string): Promise<number> {
  const [row] = await rowsOf<Record<string, string>>(database, sql);
  return Number(Object.values(row ?? {})[0] ?? 0);
}
