import { caseIn, openTestHouse, type TestHouse } from '@genmaele/testing';
import { migrateDatabase, migrations, schemaDrift } from '@genmaele/migrations';
import { migrateQueueStore } from '@genmaele/jobs';
import pg from 'pg';

let house: TestHouse;
beforeAll(async () => {
  house = await openTestHouse();
  await caseIn(house, 'signed');
}, 60_000);
afterAll(() => house.close());

/** Tables whose rows never change once written, each with a row in it. */
const immutable = ['audit_entry', 'draft_version', 'approval', 'case_step', 'stored_file'];
const asApp = (sql: string) => house.rows(sql);
const asOwner = (sql: string) => house.owner.query(sql);
const columnOf: Record<string, string> = {
  audit_entry: 'action',
  draft_version: 'sha256',
  approval: 'role',
  case_step: 'action',
  stored_file: 'media_type',
};

describe.each(immutable)('a row of %s', (table) => {
  it('is refused to the application for change, removal and emptying', async () => {
    for (const sql of [`UPDATE ${table} SET ${columnOf[table]} = 'x'`, `DELETE FROM ${table}`, `TRUNCATE ${table} CASCADE`]) {
      await expect(asApp(sql)).rejects.toMatchObject({ code: '42501' });
    }
  });

  it('is refused to the owner too, by the table itself', async () => {
    for (const sql of [`UPDATE ${table} SET ${columnOf[table]} = 'x'`, `DELETE FROM ${table}`, `TRUNCATE ${table} CASCADE`]) {
      await expect(asOwner(sql)).rejects.toMatchObject({ code: '23001' });
    }
    expect((await asOwner(`SELECT 1 FROM ${table}`)).rows.length).toBeGreaterThan(0);
  });
});

describe('the application role', () => {
  it.each([
    'CREATE TABLE mine (id int)',
    'CREATE TEMP TABLE mine (id int)',
    'CREATE SCHEMA mine',
    'CREATE VIEW mine AS SELECT 1',
    'CREATE FUNCTION mine() RETURNS int LANGUAGE sql AS $$ SELECT 1 $$',
    'ALTER TABLE audit_entry DISABLE TRIGGER USER',
    'ALTER TABLE work ADD COLUMN mine int',
    'DROP TABLE audit_entry',
    'DROP TRIGGER audit_entry_immutable ON audit_entry',
    `SET session_replication_role = 'replica'`,
    'SET ROLE genmaele_owner',
    'CREATE INDEX mine ON work (job)',
    `INSERT INTO migration (timestamp, name) VALUES (1, 'mine')`,
    `COPY audit_entry TO PROGRAM 'cat'`,
  ])('is refused: %s', async (sql) => {
    await expect(asApp(sql)).rejects.toMatchObject({ code: expect.stringMatching(/^42501$|^42P01$|^42704$/) });
  });

  it.each([
    'work',
    'response_case',
    'hearing',
    'person',
    'role_grant',
    'letter',
    'dispatch',
    'incoming_mail',
    'approval_task',
    'notice',
    'publication',
  ])('may not remove a row of %s', async (table) => {
    await expect(asApp(`DELETE FROM ${table}`)).rejects.toMatchObject({ code: '42501' });
  });

  it('cannot give itself what it has not', async () => {
    await asApp('GRANT ALL ON audit_entry TO genmaele_app');
    await expect(asApp('DELETE FROM audit_entry')).rejects.toMatchObject({ code: '42501' });
  });

  it('is neither superuser nor maker of roles and databases', async () => {
    const [role] = await house.rows('SELECT rolsuper, rolcreaterole, rolcreatedb, rolbypassrls FROM pg_roles WHERE rolname = current_user');
    expect(role).toEqual({ rolsuper: false, rolcreaterole: false, rolcreatedb: false, rolbypassrls: false });
  });

  it('owns no table', async () => {
    expect(await house.rows(`SELECT tablename FROM pg_tables WHERE tableowner = 'genmaele_app'`)).toEqual([]);
  });
});

describe('the migrations', () => {
  it('make exactly what the entities say', async () => {
    expect(await schemaDrift(process.env.DATABASE_OWNER_URL!)).toEqual([]);
  });

  it('do nothing more when run again, also by two processes at once', async () => {
    expect(await Promise.all([migrateDatabase(process.env.DATABASE_OWNER_URL!), migrateDatabase(process.env.DATABASE_OWNER_URL!)])).toEqual(
      [[], []],
    );
  });

  it('are run once by two processes that start at once on a new database', async () => {
    await asOwner('CREATE SCHEMA fresh');
    const url = new URL(process.env.DATABASE_OWNER_URL!);
    url.searchParams.set('options', '-csearch_path=fresh');
    const names = await Promise.all([migrateDatabase(url.href), migrateDatabase(url.href)]);
    expect([...names.flat()].sort()).toEqual(migrations.map(({ name }) => name).sort());
  });

  it('lay the tables of the queue store, however often and by how many at once they are asked', async () => {
    const url = process.env.DATABASE_OWNER_URL!;
    await Promise.all([migrateQueueStore(url), migrateQueueStore(url)]);
    await migrateQueueStore(url);
    const client = new pg.Client({ connectionString: process.env.DATABASE_URL! });
    await client.connect();
    expect((await client.query(`SELECT 1 FROM pg_tables WHERE schemaname = 'bullmq'`)).rows.length).toBeGreaterThan(0);
    await client.end();
  });
});
