import { connect as connectPlain, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { certificateExpiry, openSigningKeys } from '@genmaele/documents';
import { wrongEvictionPolicy } from '@genmaele/jobs';
import { pendingMigrations } from '@genmaele/migrations';
import { inheritedEnvironment, readEnvironment, rowsOf } from '@genmaele/platform';
import { CommandError } from '../command-error.js';
import { withDatabase } from './database-in-use.js';
import { type Check } from './check.js';

const patience = 5000;

/** What must be right before a production start. */
export function productionChecks(): Check[] {
  return [
    { danish: 'Indstillinger', look: () => (readEnvironment(), 'gyldige') },
    { danish: 'Database', look: migrated },
    { danish: 'Databaserolle', look: withoutDdl },
    { danish: 'Grunddata', look: referenceData },
    { danish: 'Administrator', look: administrator },
    { danish: 'Kølager', look: eviction },
    { danish: 'Underskriver', look: signer },
    { danish: 'Nøgler', look: keys },
    { danish: 'Mailserver', look: mailServer },
  ];
}

async function migrated(): Promise<string> {
  const seen = await withDatabase((database) => rowsOf<{ name: string }>(database, 'SELECT name FROM migration')).catch(
    (cause: unknown) => {
      if ((cause as { code?: string }).code === '42P01') return []; // no such table: never migrated
      throw cause;
    },
  );
  const pending = await pendingMigrations(seen.map(({ name }) => name));
  if (pending.length === 0) return 'nås og er ført op';
  throw new CommandError('Databasen er ikke ført op.', `${pending.join(', ')} mangler.`, 'Kør genmaele migrate med DATABASE_OWNER_URL.');
}

/** A table that is not there means a database that was never migrated: it has no rows. */
function unlessNeverMigrated(cause: unknown): never[] {
  if ((cause as { code?: string }).code === '42P01') return [];
  throw cause;
}

async function withoutDdl(): Promise<string> {
  const [role] = await withDatabase((database) =>
    rowsOf<{ name: string; creates: boolean }>(
      database,
      `SELECT current_user AS name, has_schema_privilege('public', 'CREATE') AS creates`,
    ),
  );
  if (role && !role.creates) return `${role.name} kan ikke ændre tabeller`;
  throw new CommandError(
    'Databaserollen kan for meget.',
    `${role?.name ?? 'Rollen'} kan oprette tabeller.`,
    'Lad DATABASE_URL bruge rollen genmaele_app.',
  );
}

async function referenceData(): Promise<string> {
  const count = await countOf('SELECT count(*) FROM ministry WHERE valid_to IS NULL');
  if (count > 0) return `${count} ministerier`;
  throw new CommandError('Der er ingen ministerier.', 'Grunddata er ikke indlæst.', 'Kør genmaele migrate.');
}

async function administrator(): Promise<string> {
  const count = await countOf(
    `SELECT count(*) FROM person p JOIN role_grant g ON g.person_id = p.id
     WHERE g.role = 'administrator' AND g.valid_to IS NULL AND p.disabled_at IS NULL AND NOT p.sample`,
  );
  if (count > 0) return `${count} er oprettet`;
  throw new CommandError('Der er ingen administrator.', 'Ingen kan give andre adgang.', 'Kør genmaele admin create --name … --email …');
}

async function countOf(sql: string): Promise<number> {
  const [row] = await withDatabase((database) => rowsOf<{ count: string }>(database, sql)).catch(unlessNeverMigrated);
  return Number(row?.count ?? 0);
}

async function eviction(): Promise<string> {
  const { REDIS_URL: url } = settings();
  if (!url) throw new CommandError('REDIS_URL mangler.', 'Produktion bruger Redis som kølager.', 'Sæt REDIS_URL.');
  const wrong = await wrongEvictionPolicy(url).catch((cause: unknown) => {
    throw new CommandError('Redis svarer ikke.', `Svaret var ${reasonOf(cause)}.`, 'Se, om den kører, og om REDIS_URL passer.');
  });
  if (!wrong) return 'Redis svarer og smider intet ud (noeviction)';
  throw new CommandError(
    `Redis har maxmemory-policy ${wrong}.`,
    'Så kan den smide ringninger ud uden et ord.',
    'Sæt maxmemory-policy noeviction.',
  );
}

async function signer(): Promise<string> {
  const { SIGNER_SOCKET: path } = settings();
  if (!path) throw new CommandError('SIGNER_SOCKET mangler.', 'Ingen kan underskrive.', 'Sæt SIGNER_SOCKET.');
  await opened(connectPlain(path)).then(
    (socket) => socket.destroy(),
    (cause: unknown) => {
      throw new CommandError(
        'Underskriftstjenesten svarer ikke.',
        `Svaret var ${reasonOf(cause)}.`,
        'Start den med genmaele start, eller ret SIGNER_SOCKET.',
      );
    },
  );
  return 'svarer';
}

async function keys(): Promise<string> {
  const { SIGNER_KEY_DIR: folder } = settings();
  if (!folder) return 'ligger ikke på denne maskine (SIGNER_KEY_DIR er ikke sat)';
  const { all } = await openSigningKeys(folder).catch((cause: unknown) => {
    throw new CommandError(
      `En nøgle i ${folder} kan ikke åbnes.`,
      `Svaret var ${reasonOf(cause)}.`,
      'Ret keys.json eller filerne der (docs/signatures.md).',
    );
  });
  if (all.some(({ test }) => test)) {
    throw new CommandError(
      'Nøglen er en prøvenøgle.',
      'Dens underskrift har ingen retsvirkning.',
      'Læg organisationens segl i SIGNER_KEY_DIR.',
    );
  }
  const chains = await Promise.all(all.map(({ signer }) => signer.certificateChain()));
  return `${all.length} i alt, ingen er en prøvenøgle; ${untilTheFirstEnds(chains.flat(), new Date())}`;
}

/** When the first of the certificates ends. Errors: a CommandError when one has ended, or does so within a week. */
export function untilTheFirstEnds(certificates: readonly Uint8Array[], now: Date): string {
  const [first] = certificates.map((each) => certificateExpiry(each, now)).sort((a, b) => a.daysLeft - b.daysLeft);
  if (!first) return 'intet certifikat';
  const date = first.ends.toISOString().slice(0, 10);
  if (first.daysLeft > 7) return `første certifikat udløber ${date} (om ${first.daysLeft} dage)`;
  throw new CommandError(
    `Certifikatet for ${first.name} udløber ${date}.`,
    'Derefter kan ingen breve underskrives med det.',
    'Forny det, og skift nøglen (docs/runbook.md).',
  );
}

async function mailServer(): Promise<string> {
  const { MAIL_URL: url } = settings();
  if (!url) throw new CommandError('MAIL_URL mangler.', 'Brevene kan ikke sendes.', 'Sæt MAIL_URL.');
  const { hostname, port, protocol } = new URL(url);
  const secure = protocol === 'smtps:';
  const at = { host: hostname, port: Number(port) || (secure ? 465 : 25) };
  const greeting = await greetingOf(secure ? connectTls({ ...at, servername: hostname }) : connectPlain(at)).catch((cause: unknown) => {
    throw new CommandError(
      `Mailserveren ${hostname} svarer ikke.`,
      `Svaret var ${reasonOf(cause)}.`,
      'Se, om MAIL_URL passer, og om der er lukket op for den.',
    );
  });
  if (greeting.startsWith('220')) return `${hostname} hilser`;
  throw new CommandError(`Mailserveren ${hostname} vil ikke.`, `Den hilste med ${greeting.slice(0, 100)}.`, 'Spørg den, der driver den.');
}

async function greetingOf(socket: Socket): Promise<string> {
  try {
    await opened(socket);
    return await new Promise((resolve, reject) => {
      socket.once('data', (chunk: Buffer) => resolve(chunk.toString('latin1').trim()));
      socket.once('error', reject).once('timeout', () => reject(new Error('tavshed')));
    });
  } finally {
    socket.destroy();
  }
}

function opened(socket: Socket): Promise<Socket> {
  return new Promise((resolve, reject) => {
    socket.setTimeout(patience);
    socket
      .once('connect', () => resolve(socket))
      .once('error', reject)
      .once('timeout', () => reject(new Error('tavshed')));
  });
}

/** The settings as they were given: each check says what it misses itself, also where others are wrong. */
function settings(): NodeJS.ProcessEnv {
  return inheritedEnvironment();
}

function reasonOf(cause: unknown): string {
  return cause instanceof Error ? ((cause as NodeJS.ErrnoException).code ?? cause.message) : String(cause);
}
