import { randomUUID } from 'node:crypto';
import { actorById, type Actor, addPerson, type HeldRole } from '@genmaele/access';
import { type Role } from '@genmaele/contracts';
import { loadCommittees } from '@genmaele/committees';
import { loadMinistries } from '@genmaele/intake';
import { entities } from '@genmaele/migrations';
import { inTransaction, MovableClock, openDatabase, rowsOf, type Tx } from '@genmaele/platform';
import pg from 'pg';
import { type DataSource } from 'typeorm';
import { QuietLog } from './quiet-log.js';

/** The people of a test, one of each kind; the chair and the secretary hold their roles in the committee of social housing. */
export type Persons = Record<
  'officer' | 'head' | 'secretary' | 'chair' | 'secondChair' | 'foreignChair' | 'dispatcher' | 'administrator',
  Actor
>;

/** The committee that the sample bill is proposed for, and another. */
export const housingCommittee = 'kultur-erhverv-plan';
export const otherCommittee = 'boerne-undervisning';

/** What a test of more than one room stands on: the file's own migrated database, reached as both roles, a clock that is moved, and people. */
export interface TestHouse {
  readonly database: DataSource;
  /** The owner role, for what the application may not do. */
  readonly owner: pg.Client;
  readonly clock: MovableClock;
  readonly log: QuietLog;
  readonly people: Persons;
  /** Runs `work` in one transaction as the application. */
  tx<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  rows<T>(sql: string, parameters?: unknown[]): Promise<T[]>;
  close(): Promise<void>;
}

/** A Monday morning, well before the sample deadline. */
export const testStart = new Date('2026-11-23T08:00:00.000Z');

/** Opens the house on `DATABASE_URL` and `DATABASE_OWNER_URL`, which the set-up of integration tests gives. */
export async function openTestHouse(): Promise<TestHouse> {
  const { DATABASE_URL: url, DATABASE_OWNER_URL: ownerUrl } = process.env;
  if (!url || !ownerUrl) throw new Error('run this test in the integration project');
  const database = await openDatabase(url, entities, 16);
  const owner = new pg.Client({ connectionString: ownerUrl });
  await owner.connect();
  const clock = new MovableClock(testStart);
  await inTransaction(database, async (tx) => (await loadMinistries(tx), await loadCommittees(tx)));
  return {
    database,
    owner,
    clock,
    log: new QuietLog(),
    people: await addPeople(database, clock.now()),
    tx: (work) => inTransaction(database, work),
    rows: (sql, parameters) => rowsOf(database, sql, parameters),
    close: async () => {
      await owner.end();
      await database.destroy();
    },
  };
}

const persons: Record<keyof Persons, { role: Role; committeeId?: string }> = {
  officer: { role: 'officer' },
  head: { role: 'head-of-office' },
  secretary: { role: 'committee-secretary', committeeId: housingCommittee },
  chair: { role: 'chair', committeeId: housingCommittee },
  secondChair: { role: 'chair', committeeId: housingCommittee },
  foreignChair: { role: 'chair', committeeId: otherCommittee },
  dispatcher: { role: 'dispatcher' },
  administrator: { role: 'administrator' },
};

async function addPeople(database: DataSource, now: Date): Promise<Persons> {
  const added = await Promise.all(
    Object.entries(persons).map(async ([name, grant]) => [name, await actorWith(database, [grant], now, name)] as const),
  );
  return Object.fromEntries(added) as Persons;
}

/** A new person with these roles. The account costs a password hash, so a test makes few. */
export async function actorWith(database: DataSource, grants: readonly HeldRole[], now: Date, name = 'Prøve Person'): Promise<Actor> {
  const email = `${name.toLowerCase().replace(/\W/g, '')}-${randomUUID().slice(0, 8)}@example.dk`;
  const id = await inTransaction(database, (tx) =>
    addPerson(tx, { name, email, password: 'hemmeligt kodeord', sample: false }, grants, now),
  );
  const actor = await actorById(database, id, now);
  if (!actor) throw new Error('the person just added is gone');
  return actor;
}
