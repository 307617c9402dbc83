/**
 * Makes sure that the packages of package-lock.json are installed. Runs before node_modules exists: uses node alone.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { takeLock } from './services/lock.mjs';
import { inProject, projectRoot, say, SetupError, since, stateFolder } from './project.mjs';

const TEN_MINUTES = 600_000;

/**
 * Checks the version of Node and runs `npm ci` where node_modules is missing or differs from package-lock.json.
 * Silent and quick (under 20 ms) when there is nothing to do; two runs at once install once.
 * @throws {SetupError} with a plain Danish line
 */
export async function ensureInstalled() {
  const complaint = nodeComplaint(process.versions.node);
  if (complaint) throw new SetupError(complaint);
  if (isInstalled()) return;
  const waiting = () => say('En anden Genmæle installerer pakker her; venter …');
  const lock = await takeLock(path.join(stateFolder(), 'install.lock'), { waitMs: TEN_MINUTES, onWait: waiting });
  if (!lock) throw new SetupError('En anden Genmæle er stadig ved at installere pakker her: prøv igen, når den er færdig.');
  try {
    if (!isInstalled()) await install();
  } finally {
    lock.release();
  }
}

/**
 * What is wrong with this version of Node, if anything: `engines` in package.json says the same.
 * @param {string} version such as "20.19.0"
 * @returns {string | undefined} one Danish line
 */
export function nodeComplaint(version) {
  const [major, minor] = version.split('.').map(Number);
  if ((major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major > 22) return undefined;
  return `Genmæle kræver Node 20.19 eller nyere (dog ikke 21), og fra 22 mindst 22.12. Her kører ${version}: hent en nyere på https://nodejs.org.`;
}

const recordFile = () => inProject('node_modules', '.genmaele-installed');
const lockText = () => fs.readFileSync(inProject('package-lock.json'), 'utf8');
const digest = (text) => createHash('sha256').update(text).digest('hex');

function isInstalled() {
  const text = lockText();
  if (readOr(recordFile(), '') === digest(text)) return true;
  const installed = readOr(inProject('node_modules', '.package-lock.json'), undefined);
  if (!installed || !holdsAll(JSON.parse(text), JSON.parse(installed))) return false;
  record(text);
  return true;
}

/**
 * Whether the tree npm noted in node_modules holds every package that the lock file demands, in the same version.
 * @param {{ packages: Record<string, { version?: string, optional?: boolean }> }} wanted package-lock.json
 * @param {{ packages: Record<string, { version?: string }> }} installed node_modules/.package-lock.json
 */
export function holdsAll(wanted, installed) {
  return Object.entries(wanted.packages).every(([place, { version, optional }]) => {
    return place === '' || optional || installed.packages[place]?.version === version;
  });
}

function readOr(file, otherwise) {
  return fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : otherwise;
}

function record(text) {
  try {
    fs.writeFileSync(recordFile(), digest(text));
  } catch {
    // A checkout that this user may not write in: the slower comparison is made each time.
  }
}

async function install() {
  const start = performance.now();
  say('Installerer pakker (npm ci) …');
  const text = lockText();
  // The build needs the development packages too, whatever NODE_ENV says.
  const code = await npm(['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error']);
  if (code !== 0) throw new SetupError(`npm ci mislykkedes (${code}): se linjerne ovenfor. Der skal være adgang til et npm-register.`);
  record(text);
  say(`Pakker installeret på ${since(start)}.`);
}

/** The npm that started us, else the one on PATH. Its output goes to stderr. */
function npm(args) {
  const own = process.env.npm_execpath;
  const byNode = own && /\.c?js$/.test(own);
  const [program, all] = byNode ? [process.execPath, [own, ...args]] : ['npm', args];
  return new Promise((resolve) => {
    const child = spawn(program, all, { cwd: projectRoot, stdio: ['ignore', 2, 2], shell: !byNode && process.platform === 'win32' });
    child.once('error', (error) => resolve(error.code ?? error.message));
    child.once('exit', (code, signal) => resolve(code ?? signal));
  });
}
