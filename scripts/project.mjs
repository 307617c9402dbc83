/** Where the project lies, and how its scripts speak to the person who runs them. */
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** Absolute path of the checkout. */
export const projectRoot = fs.realpathSync(fileURLToPath(new URL('..', import.meta.url)));

/** An absolute path inside the checkout. */
export const inProject = (...parts) => path.join(projectRoot, ...parts);

/** One plain line to the person; on stderr, so that a command's own output stays clean. */
export const say = (line) => process.stderr.write(`${line}\n`);

/** Seconds since `start` (of `performance.now()`) as Danish text: "1,3 s". */
export const since = (start) => `${((performance.now() - start) / 1000).toFixed(1).replace('.', ',')} s`;

/** A fault a person can mend: the scripts print its message alone and end with 1. */
export class SetupError extends Error {}

/**
 * Runs `work`; a SetupError or ServiceError becomes one line and exit code 1, anything else keeps its stack.
 * @param {() => Promise<void>} work
 */
export async function orPlainMessage(work) {
  try {
    await work();
  } catch (error) {
    const plain = error instanceof SetupError || error.name === 'ServiceError';
    say(plain ? error.message : (error.stack ?? String(error)));
    process.exit(1);
  }
}

/** The folder for what the scripts keep between runs (locks); enterable by all, so that a database started by root can lie in it. */
export function stateFolder() {
  const folder = inProject('.genmaele');
  fs.mkdirSync(folder, { recursive: true, mode: 0o711 });
  return folder;
}

/** The folder that the person chose for an installation's data: `GENMAELE_DATA_DIR`. */
export function chosenDataFolder() {
  const chosen = process.env.GENMAELE_DATA_DIR;
  return chosen ? path.resolve(chosen) : undefined;
}

/** The folder in which an installation of this checkout keeps its data: the chosen one, else the project's own. */
export const dataFolder = () => chosenDataFolder() ?? stateFolder();

/** Whether this is a production start. The full settings are read and checked by the applications. */
export const inProduction = () => process.env.NODE_ENV === 'production';
