import { readFile, stat } from 'node:fs/promises';
import { importKle, parseKle } from '@genmaele/intake';
import { inTransaction } from '@genmaele/platform';
import { CommandError } from '../command-error.js';
import { say } from '../saying.js';
import { withDatabase } from './database-in-use.js';

/** The whole subject plan is some 15 MB; a larger file is another file. */
const mostBytes = 100_000_000;

/** Takes the official subject plan of KLE in, so that cases can be classified by it. Its text is not ours to ship. */
export async function importKleFile(file: string): Promise<void> {
  const edition = parseKle(await textOf(file));
  const done = await withDatabase((database) => inTransaction(database, (tx) => importKle(tx, edition, new Date())));
  say(`KLE-emneplanen af ${done.edition} er indlæst: ${done.read} numre læst, ${done.added} nye eller ændrede, ${done.ended} udgået.`);
}

async function textOf(file: string): Promise<string> {
  const found = await stat(file).catch(() => undefined);
  if (!found?.isFile())
    throw new CommandError(`»${file}« findes ikke.`, 'Der er ingen fil at læse.', 'Hent emneplanen som XML, og angiv dens sti.');
  if (found.size > mostBytes)
    throw new CommandError(`»${file}« er for stor.`, 'En emneplan fylder langt mindre.', 'Se efter, om det er den rigtige fil.');
  return readFile(file, 'utf8');
}
