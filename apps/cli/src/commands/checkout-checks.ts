import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { cageOfThisMachine, describeCage } from '@genmaele/intake';
import { inheritedEnvironment } from '@genmaele/platform';
import { CommandError } from '../command-error.js';
import { inProject, loadServices, loadSetup } from '../project.js';
import { tryPort } from '../start/app-environment.js';
import { type Check } from './check.js';

/** What must be right in any checkout; in production nothing is embedded and no data folder is used. */
export function checkoutChecks(production: boolean): Check[] {
  const always: Check[] = [
    { danish: 'Node', look: nodeVersion },
    { danish: 'Pakker', look: packages },
    { danish: 'Byggeri', look: build },
    { danish: 'Port', look: port },
    { danish: 'Fremmede filer', look: async () => `åbnes ${describeCage(await cageOfThisMachine())}` },
  ];
  if (production) return always;
  return [
    ...always,
    { danish: 'Datamappe', look: dataFolder },
    { danish: 'PostgreSQL', look: embeddedPostgres },
    { danish: 'Kølager', look: queueStore },
  ];
}

async function nodeVersion(): Promise<string> {
  const complaint = (await loadSetup()).nodeComplaint(process.versions.node);
  if (complaint) throw new CommandError(complaint, '', '');
  return process.versions.node;
}

function packages(): string {
  if (existsSync(inProject('node_modules', '.package-lock.json'))) return 'installeret';
  throw new CommandError('Pakkerne er ikke installeret.', 'node_modules mangler.', 'Kør npm ci.');
}

async function build(): Promise<string> {
  const missing = (await loadSetup()).expectedFiles().filter((file) => !existsSync(inProject(file)));
  if (missing.length === 0) return 'dist er bygget';
  throw new CommandError('Byggeriet er ikke helt.', `${missing.join(', ')} mangler.`, 'Kør npm run build.');
}

/** Whether the api could listen where it is asked to. */
async function port(): Promise<string> {
  const { PORT: given = '0', HOST: host = '127.0.0.1' } = inheritedEnvironment();
  if (given !== '0' && (await answersAsLive(host, given))) return `${given}: her kører Genmæle allerede`;
  await tryPort(given, host);
  return given === '0' ? 'en ledig vælges' : `${given} er ledig`;
}

/** Whether a Genmæle already serves there. */
async function answersAsLive(host: string, port: string): Promise<boolean> {
  const asked = fetch(`http://${host}:${port}/health/live`, { signal: AbortSignal.timeout(2000) });
  return asked.then(
    async (response) => response.ok && Object.hasOwn((await response.json()) as object, 'live'),
    () => false,
  );
}

async function dataFolder(): Promise<string> {
  const dir = (await loadSetup()).dataFolder();
  const probe = join(dir, `.doctor-${process.pid}`);
  try {
    mkdirSync(dir, { recursive: true, mode: 0o711 });
    writeFileSync(probe, '');
  } catch (cause) {
    const reason = (cause as NodeJS.ErrnoException).code ?? String(cause);
    throw new CommandError(
      `Der kan ikke skrives i ${dir}.`,
      `Svaret var ${reason}.`,
      'Giv adgang til mappen, eller sæt GENMAELE_DATA_DIR til en anden.',
    );
  } finally {
    rmSync(probe, { force: true });
  }
  return dir;
}

type Place = (wanted: string, log: (line: string) => void) => Promise<{ version: string; dir: string }>;

async function embeddedPostgres(): Promise<string> {
  const file = pathToFileURL(inProject('scripts', 'services', 'postgres-place.mjs')).href;
  const { placePostgres } = (await import(file)) as { placePostgres: Place };
  const remarks: string[] = [];
  const { version } = await placePostgres(join((await loadSetup()).dataFolder(), 'pg'), (line) => remarks.push(line));
  return [`${version} kan køre her`, ...remarks].join('. ');
}

async function queueStore(): Promise<string> {
  if (inheritedEnvironment()['REDIS_URL']) return 'Redis fra REDIS_URL';
  const found = (await loadServices()).findRedis();
  return found ? `Redis (${found})` : 'PostgreSQL (ingen Redis fundet; det er godt nok til at prøve med)';
}
