import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { addPerson } from '@genmaele/access';
import { type LocalDate, parseDeadline, planBackwards } from '@genmaele/calendar';
import { loadCommittees } from '@genmaele/committees';
import { jobNames } from '@genmaele/contracts';
import { loadMinistries } from '@genmaele/intake';
import { type JobHandlers } from '@genmaele/jobs';
import { entities, migrateDatabase } from '@genmaele/migrations';
import { inTransaction, keepFile, openDatabase, type Tx } from '@genmaele/platform';
import pg from 'pg';
import { type DataSource } from 'typeorm';
import { loadServices } from '../project.js';
import { throwawayFolder } from '../start/throwaway-folder.js';

/** A throwaway PostgreSQL with the product's tables, reached as the application, and nobody in it but a head of office. */
export interface CaseGround {
  readonly database: DataSource;
  /** Lets PostgreSQL count its rows, as it does by itself within a minute in a house that lives. */
  settle(): Promise<void>;
  close(): Promise<void>;
}

/** Opens it. */
export async function openCaseGround(now: Date): Promise<CaseGround> {
  const services = await loadServices();
  const folder = await throwawayFolder(services);
  const postgres = await services.startPostgres({ dir: join(folder.dir, 'pg'), durable: false });
  const close = async () => {
    await postgres.stop();
    folder.remove();
  };
  try {
    const { ownerUrl, appUrl } = await services.createDatabase(postgres, 'genmaele');
    await migrateDatabase(ownerUrl);
    const database = await openDatabase(appUrl, entities, 6);
    await inTransaction(database, async (tx) => {
      await loadMinistries(tx);
      await loadCommittees(tx);
      await addPerson(tx, { name: 'Kontorchef', email: 'kontorchef@forening.example', sample: true }, [{ role: 'head-of-office' }], now);
    });
    const settle = async () => {
      const owner = new pg.Client({ connectionString: ownerUrl });
      await owner.connect();
      await owner.query('ANALYZE');
      await owner.end();
    };
    return { database, settle, close: () => database.destroy().then(close) };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Writes a hearing and an opened case for each deadline, as the product would have them. Returns the cases' ids in the order of the deadlines. */
export async function openCases(tx: Tx, deadlines: readonly string[], day: LocalDate, now: Date): Promise<string[]> {
  const bill = await keepFile(tx, Buffer.from('Forslag til lov om prøver'), 'text/plain', now);
  const plan = planBackwards({ today: day, deadline: parseDeadline('2026-12-18') });
  const rows = deadlines.map((deadline, i) => {
    const { instant } = parseDeadline(deadline);
    return { id: randomUUID(), hearing_id: randomUUID(), number: `S-2026-${i + 1}`, deadline, deadline_at: instant };
  });
  const given = JSON.stringify(rows);
  const from = 'FROM jsonb_to_recordset($1::jsonb) AS r(id uuid, hearing_id uuid, number text, deadline text, deadline_at timestamptz)';
  await tx.query(
    `INSERT INTO hearing (id, ministry_id, ministry_name, case_number, round, deadline, deadline_at, bill_sha256, state, received_at)
     SELECT r.hearing_id, (SELECT min(id) FROM ministry), 'Ministeriet', r.number, 'main', r.deadline, r.deadline_at, $2, 'read', $3 ${from}`,
    [given, bill, now],
  );
  await tx.query(
    `INSERT INTO response_case (id, number, hearing_id, title, state, version, plan, opened_at, changed_at)
     SELECT r.id, r.number, r.hearing_id, 'Prøve', 'opened', 1, $2, $3, $3 ${from}`,
    [given, JSON.stringify(plan), now],
  );
  await tx.query(`INSERT INTO case_hearing (case_id, hearing_id, linked_at) SELECT r.id, r.hearing_id, $2 ${from}`, [given, now]);
  return rows.map(({ id }) => id);
}

/** The handlers given, and for every other job one that does nothing. */
export function handlersOf(real: Partial<JobHandlers>): JobHandlers {
  const idle = Object.fromEntries(jobNames.map((name) => [name, async () => undefined]));
  return { ...idle, ...real } as unknown as JobHandlers;
}
