/** Runs a command of the `genmaele` command line from a fresh checkout. */
import { pathToFileURL } from 'node:url';
import { build } from './build.mjs';
import { ensureInstalled } from './install.mjs';
import { inProject, orPlainMessage } from './project.mjs';

/**
 * Installs and builds what is missing, then becomes the command line with these arguments. It runs in this process: there is no child to
 * pass signals and exit codes to, and Ctrl-C reaches it once.
 * @param {string[]} args
 */
export async function runCommand(args) {
  await orPlainMessage(async () => {
    await ensureInstalled();
    await build();
  });
  process.setSourceMapsEnabled(true);
  const main = inProject('dist', 'apps', 'cli', 'src', 'main.js');
  process.argv.splice(1, Infinity, main, ...args);
  await import(pathToFileURL(main).href);
}
