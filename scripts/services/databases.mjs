/** Databases of a cluster, with the two roles: the owner migrates, the application role has no DDL. */
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

/**
 * Makes the database `name` where it does not exist, and the two login roles where they do not. May be called again at every start, and by
 * several processes at once.
 *
 * The database belongs to `genmaele_owner`. `genmaele_app` may connect and use the schema `public`; what it may do to a table is granted by
 * the migration that makes the table. Nobody else may connect.
 *
 * @param {import('./postgres.mjs').PostgresCluster} cluster
 * @param {string} name lower-case letters, digits and underscores
 * @param {{ template?: string }} [options] a database to copy; nobody may be connected to it
 * @returns {Promise<{ created: boolean, ownerUrl: string, appUrl: string }>}
 */
export async function createDatabase(cluster, name, { template } = {}) {
  const urls = { ownerUrl: cluster.ownerUrl(identifier(name)), appUrl: cluster.appUrl(name) };
  const created = await asAdmin(cluster.adminUrl, async (client) => {
    await client.query(`select pg_advisory_lock(hashtext('genmaele.databases'))`);
    await makeRole(client, urls.ownerUrl);
    await makeRole(client, urls.appUrl);
    const { rowCount } = await client.query('select from pg_database where datname = $1', [name]);
    if (rowCount) return false;
    const from = template ? ` template ${identifier(template)}` : '';
    await client.query(`create database ${name} owner genmaele_owner${from}`);
    await client.query(`revoke all on database ${name} from public`);
    await client.query(`grant connect on database ${name} to genmaele_app`);
    return true;
  });
  // As the owner: with a copied database this is there already, and granting again changes nothing. Two who grant at once stop each other.
  await asAdmin(urls.ownerUrl, async (client) => {
    await client.query(`select pg_advisory_lock(hashtext('genmaele.grants'))`);
    await client.query('grant usage on schema public to genmaele_app');
  });
  return { created, ...urls };
}

/**
 * Removes the database `name` if it exists, ending the sessions on it.
 * @param {{ adminUrl: string }} cluster
 * @param {string} name
 */
export async function dropDatabase(cluster, name) {
  await asAdmin(cluster.adminUrl, (client) => client.query(`drop database if exists ${identifier(name)} with (force)`));
}

async function asAdmin(url, work) {
  const { Client } = require('pg');
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Roles belong to the whole cluster; their password is the one the cluster's URL carries. */
async function makeRole(client, url) {
  const { username, password } = new URL(url);
  const { rowCount } = await client.query('select from pg_roles where rolname = $1', [username]);
  if (rowCount) return;
  await client.query(
    `create role ${identifier(username)} login nosuperuser nocreatedb nocreaterole password ${client.escapeLiteral(password)}`,
  );
}

function identifier(name) {
  if (!/^[a-z_][a-z0-9_]{0,62}$/.test(name)) throw new TypeError(`not a database name: ${name}`);
  return name;
}
