/** Compiles the applications and libraries into dist/, where the sources have changed. */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { takeLock } from './services/lock.mjs';
import { inProject, orPlainMessage, projectRoot, say, SetupError, since, stateFolder } from './project.mjs';
import { ensureInstalled } from './install.mjs';

const SOURCES = ['apps', 'libs', 'migrations', 'templates'];
const SETTINGS = ['nest-cli.json', 'tsconfig.json', 'package-lock.json', 'scripts/build.mjs'];
const TEN_MINUTES = 600_000;

/**
 * Brings dist/ up to date with the sources: compiled by `nest build --all` (swc, no type check) into the layout of the sources
 * (`dist/apps/cli/src/main.js`), the files that are not TypeScript copied beside them.
 * `dist/.built` holds the hash of the sources it was made from; it is written last, so that a build cut short is made anew.
 * @throws {SetupError}
 */
export async function build() {
  if (isFresh()) return;
  const waiting = () => say('En anden Genmæle bygger her; venter …');
  const lock = await takeLock(path.join(stateFolder(), 'build.lock'), { waitMs: TEN_MINUTES, onWait: waiting });
  if (!lock) throw new SetupError('En anden Genmæle er stadig ved at bygge her: prøv igen, når den er færdig.');
  try {
    if (!isFresh()) await rebuild();
  } finally {
    lock.release();
  }
}

const recordFile = () => inProject('dist', '.built');

function isFresh() {
  return fs.existsSync(recordFile()) && fs.readFileSync(recordFile(), 'utf8') === sourceHash();
}

async function rebuild() {
  const start = performance.now();
  say('Bygger …');
  const hash = sourceHash();
  fs.rmSync(inProject('dist'), { recursive: true, force: true });
  await nestBuild();
  copyOtherFiles();
  const missing = expectedFiles().filter((file) => !fs.existsSync(inProject(file)));
  if (missing.length > 0) throw new SetupError(`Byggeriet gav ikke ${missing.join(', ')}: se linjerne ovenfor.`);
  fs.writeFileSync(recordFile(), hash);
  say(`Bygget på ${since(start)}.`);
}

function nestBuild() {
  const nest = inProject('node_modules', '@nestjs', 'cli', 'bin', 'nest.js');
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [nest, 'build', '--all'], { cwd: projectRoot, stdio: ['ignore', 'pipe', 'pipe'] });
    const said = [];
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => said.push(chunk));
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) return resolve();
      reject(new SetupError(`${Buffer.concat(said).toString().trim()}\nByggeriet mislykkedes (nest build endte med ${code}).`));
    });
  });
}

/** What every project of nest-cli.json must have become. */
export function expectedFiles() {
  const { projects } = JSON.parse(fs.readFileSync(inProject('nest-cli.json'), 'utf8'));
  return Object.values(projects)
    .map(({ sourceRoot, entryFile }) => `${sourceRoot}/${entryFile}`)
    .filter((entry) => fs.existsSync(inProject(`${entry}.ts`)))
    .map((entry) => `dist/${entry}.js`);
}

const isCompiled = (file) => /\.[cm]?ts$/.test(file);
const isSpec = (file) => /spec\.ts$/.test(file);
const isSettings = (file) => /^tsconfig.*\.json$/.test(path.basename(file));

/** Page templates, style sheets and the like, found by the code beside its own compiled file. */
function copyOtherFiles() {
  for (const file of sourceFiles().filter((name) => !isCompiled(name) && !isSettings(name))) {
    const target = inProject('dist', file);
    fs.mkdirSync(path.dirname(target), { recursive: true });
    fs.copyFileSync(inProject(file), target);
  }
}

/** Every file below the source folders, relative to the project, in a fixed order; tests are not built. */
function sourceFiles() {
  const below = (folder) =>
    fs.readdirSync(inProject(folder), { withFileTypes: true }).flatMap((entry) => {
      const at = `${folder}/${entry.name}`;
      if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : below(at);
      return isSpec(at) ? [] : [at];
    });
  return SOURCES.filter((folder) => fs.existsSync(inProject(folder)))
    .flatMap(below)
    .sort();
}

function sourceHash() {
  const hash = createHash('sha256');
  for (const file of [...SETTINGS, ...sourceFiles()]) {
    const content = fs.readFileSync(inProject(file));
    hash.update(`${file}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex');
}

if (process.argv[1] && import.meta.url === pathToFileURL(fs.realpathSync(process.argv[1])).href) {
  await orPlainMessage(async () => {
    await ensureInstalled();
    await build();
  });
}
