import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { createDatabase } from './databases.mjs';
import { startPostgres } from './postgres.mjs';
import { processIdentity } from './lock.mjs';

const quiet = () => {};
let home;
let dir;
let cluster;
beforeAll(async () => {
  home = mkdtempSync(path.join(path.resolve(os.tmpdir()), 'genmæle æ $x '));
  chmodSync(home, 0o711);
  dir = path.join(home, 'pg');
  cluster = await startPostgres({ dir, durable: false, log: quiet });
}, 60_000);
afterAll(async () => {
  await cluster?.stop();
  rmSync(home, { recursive: true, force: true });
});

async function ask(url, sql) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

describe('a PostgreSQL of our own', () => {
  it('sorts as Danish does, and stems Danish words', async () => {
    const sorted = `select string_agg(w, ' ' order by w) as w from unnest(array['Ål', 'Aase', 'zoo', 'Ærø', 'Anne', 'øl']) w`;
    expect(await ask(cluster.adminUrl, sorted)).toEqual([{ w: 'Anne zoo Ærø øl Ål Aase' }]);
    expect(await ask(cluster.adminUrl, `select to_tsvector('kommunernes boliger') @@ to_tsquery('bolig') as found`)).toEqual([
      { found: true },
    ]);
  });

  it('keeps its passwords from other users of the machine', () => {
    expect(statSync(`${cluster.dir}.credentials.json`).mode & 0o777).toBe(0o600);
  });

  it('lets nobody in without the password', async () => {
    const url = cluster.adminUrl.replace(/:[0-9a-f]+@/, ':wrong@');
    await expect(ask(url, 'select 1')).rejects.toThrow(/password authentication failed/);
  });

  it('refuses a second Genmæle on the same data, in one Danish line', async () => {
    const refused = startPostgres({ dir, log: quiet });
    await expect(refused).rejects.toMatchObject({ name: 'ServiceError', code: 'postgres.running' });
    await expect(refused).rejects.toThrow(/^En anden Genmæle kører på de samme data .*GENMAELE_DATA_DIR.*$/);
  });

  it('says which port is taken', async () => {
    const elsewhere = startPostgres({ dir: path.join(home, 'other'), port: cluster.port, durable: false, log: quiet });
    await expect(elsewhere).rejects.toMatchObject({ code: 'postgres.port', message: expect.stringContaining(String(cluster.port)) });
  });
});

describe('a database', () => {
  it('is made once, however often and by however many it is asked for', async () => {
    const made = await Promise.all([1, 2, 3].map(() => createDatabase(cluster, 'one')));
    expect(made.filter(({ created }) => created)).toHaveLength(1);
    expect(await createDatabase(cluster, 'one')).toMatchObject({ created: false });
  });

  it('lets its owner make tables, and the application not', async () => {
    const { ownerUrl, appUrl } = await createDatabase(cluster, 'two');
    await ask(ownerUrl, 'create table kept (n int); insert into kept values (7); grant select on kept to genmaele_app');
    expect(await ask(appUrl, 'select n from kept')).toEqual([{ n: 7 }]);
    await expect(ask(appUrl, 'create table other (n int)')).rejects.toThrow(/permission denied/);
    await expect(ask(appUrl, 'create temporary table other (n int)')).rejects.toThrow(/permission denied/);
    await expect(ask(appUrl, 'insert into kept values (8)')).rejects.toThrow(/permission denied/);
    await expect(ask(appUrl, 'drop table kept')).rejects.toThrow(/must be owner/);
  });

  it('is copied from a template with its tables and grants', async () => {
    const { appUrl } = await createDatabase(cluster, 'copy', { template: 'two' });
    expect(await ask(appUrl, 'select n from kept')).toEqual([{ n: 7 }]);
  });

  it('is refused a name that is more than a name', async () => {
    await expect(createDatabase(cluster, 'x; drop database two')).rejects.toThrow(/not a database name/);
  });
});

describe('after its launcher was killed', () => {
  it('is ended and started again on the same data, and both are told', async () => {
    const data = path.join(home, 'killed');
    const code = `const { startPostgres } = await import(process.argv[1]);
      const { pid, adminUrl } = await startPostgres({ dir: process.argv[2], durable: false }); console.log(JSON.stringify({ pid, adminUrl })); setInterval(() => {}, 1000);`;
    const module = fileURLToPath(new URL('./postgres.mjs', import.meta.url));
    const launcher = spawn(process.execPath, ['--input-type=module', '-e', code, module, data]);
    const [said] = await once(launcher.stdout, 'data');
    const first = JSON.parse(said);
    await ask(first.adminUrl, 'create table kept as select 7 as n');
    launcher.kill('SIGKILL');
    await once(launcher, 'exit');
    expect(processIdentity(first.pid)).toBeDefined();

    const told = [];
    const second = await startPostgres({ dir: data, durable: false, log: (line) => told.push(line) });
    expect(processIdentity(first.pid)).toBeUndefined();
    expect(await ask(second.adminUrl, 'select n from kept')).toEqual([{ n: 7 }]);
    expect(told).toEqual([expect.stringMatching(/blev afbrudt/)]);
    await second.stop();
  }, 30_000);
});
