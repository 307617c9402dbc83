import { readFile } from 'node:fs/promises';
import { type BodyActor, importMeetings } from '@genmaele/committees';
import { inTransaction } from '@genmaele/platform';
import { CommandError } from '../command-error.js';
import { say } from '../saying.js';
import { withDatabase } from './database-in-use.js';

/** Whoever has the machine may take a calendar in; the log names the system. */
const machine: BodyActor = { id: undefined, roles: ['system'], committees: [] };

/** Takes in a calendar of meetings as CSV: all of it or nothing. Errors: a CommandError for a file that is not there, `meetings-file.refused`. */
export async function takeInMeetings(file: string): Promise<void> {
  const bytes = await readFile(file).catch(() => {
    throw new CommandError(`Filen ${file} kan ikke læses.`, 'Den findes ikke, eller der mangler adgang.', 'Ret filens navn.');
  });
  const text = textOf(bytes);
  const { read, added } = await withDatabase((database) =>
    inTransaction(database, (tx) => importMeetings(tx, text, { actor: machine, now: new Date() })),
  );
  say(`${read} møder er læst: ${added} nye, ${read - added} var der i forvejen.`);
}

/** UTF-8, and what is not that as Windows-1252: spreadsheets on Danish machines write their CSV so. */
function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}
