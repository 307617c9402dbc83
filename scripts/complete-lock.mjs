/**
 * Completes package-lock.json after `npm install`, so that `npm ci` accepts it on every platform.
 *
 * npm leaves optional packages for other platforms out of the lock file when the registry it asked does not serve them, and `npm ci` then
 * refuses the lock ("Missing: … from lock file"). Each gets an optional entry that names its platform: where it is needed it is fetched,
 * elsewhere it is passed over. Also tells when a registry's address has come into the file.
 *
 * `node scripts/complete-lock.mjs` writes; `--check` only tells, and ends with 1 when something is amiss.
 */
import fs from 'node:fs';
import { pathToFileURL } from 'node:url';
import { inProject, say } from './project.mjs';

const SYSTEMS = [
  'darwin',
  'win32',
  'windows',
  'linux',
  'freebsd',
  'openbsd',
  'netbsd',
  'android',
  'sunos',
  'aix',
  'openharmony',
  'wasm32',
  'wasi',
];
const SYSTEM_NAMES = { windows: 'win32', wasm32: 'wasi' };
const PROCESSORS = ['x64', 'arm64', 'ia32', 'arm', 'ppc64', 's390x', 'riscv64', 'loong64', 'mips64el', 'wasm32'];

/**
 * The entries that the lock file lacks.
 * @param {{ packages: Record<string, { dev?: boolean, optionalDependencies?: Record<string, string> }> }} lock
 * @returns {Record<string, { version: string, optional: true, dev?: true, os?: string[], cpu?: string[] }>} by their place in the lock file
 */
export function missingEntries({ packages }) {
  const missing = {};
  for (const [place, { dev, optionalDependencies = {} }] of Object.entries(packages)) {
    for (const [name, range] of Object.entries(optionalDependencies)) {
      if (isFoundFrom(packages, place, name)) continue;
      missing[`node_modules/${name}`] = { ...entryOf(name, range), ...(dev ? { dev: true } : {}) };
    }
  }
  return missing;
}

/** Node's own look-up: beside the package, then in each node_modules above it. */
function isFoundFrom(packages, place, name) {
  for (let at = place; ; at = at.slice(0, Math.max(0, at.lastIndexOf('/node_modules/')))) {
    if (packages[`${at && `${at}/`}node_modules/${name}`]) return true;
    if (at === '') return false;
  }
}

/** The platform packages are asked for in one exact version, and carry their platform in their name. */
function entryOf(name, range) {
  const system = SYSTEMS.find((word) => name.includes(word));
  const processor = PROCESSORS.find((word) => new RegExp(`(^|[-_/])${word}([-_]|hf|$)`).test(name));
  return {
    version: range.replace(/^[\^~>=\s]+/, ''),
    optional: true,
    ...(system ? { os: [SYSTEM_NAMES[system] ?? system] } : {}),
    ...(processor ? { cpu: [processor] } : {}),
  };
}

/** Places in the lock file that carry a registry's address (`omit-lockfile-registry-resolved` in .npmrc keeps it out). */
export function addressedEntries({ packages }) {
  return Object.keys(packages).filter((place) => packages[place].resolved !== undefined);
}

function complete(checkOnly) {
  const file = inProject('package-lock.json');
  const lock = JSON.parse(fs.readFileSync(file, 'utf8'));
  const missing = missingEntries(lock);
  const addressed = addressedEntries(lock);
  for (const place of addressed)
    say(`${place}: a registry's address stands in package-lock.json; remove the file and run npm install again`);
  for (const [place, { version }] of Object.entries(missing)) say(`${checkOnly ? 'missing' : 'added'}: ${place} ${version}`);
  if (!checkOnly && Object.keys(missing).length > 0) {
    const packages = Object.entries({ ...lock.packages, ...missing }).sort(([a], [b]) => (a < b ? -1 : 1));
    fs.writeFileSync(file, `${JSON.stringify({ ...lock, packages: Object.fromEntries(packages) }, null, 2)}\n`);
  }
  return addressed.length === 0 && (!checkOnly || Object.keys(missing).length === 0);
}

if (process.argv[1] && import.meta.url === pathToFileURL(fs.realpathSync(process.argv[1])).href) {
  process.exit(complete(process.argv.includes('--check')) ? 0 : 1);
}
