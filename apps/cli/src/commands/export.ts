import { writeFile } from 'node:fs/promises';
import { exportCase, exportPerson } from '@genmaele/delivery';
import { HttpTimestampAuthority } from '@genmaele/documents';
import { inheritedEnvironment, outgoingRules, rowsOf } from '@genmaele/platform';
import { CommandError } from '../command-error.js';
import { say } from '../saying.js';
import { withDatabase } from './database-in-use.js';

/** The options of `genmaele export case` and `genmaele export person`. */
export interface ExportOptions {
  readonly out: string;
}

/** Writes the whole case as one bundle; the log says that it was taken out. Errors: a CommandError when there is no such case or no such folder. */
export async function exportCaseFile(number: string, { out }: ExportOptions): Promise<void> {
  const environment = inheritedEnvironment();
  const { TIMESTAMP_URL: url, AUDIT_ANCHOR_FILE: file } = environment;
  const authority = url ? new HttpTimestampAuthority({ url, rules: outgoingRules(environment) }) : undefined;
  const { bytes } = await withDatabase(async (database) => {
    const [found] = await rowsOf<{ id: string }>(database, 'SELECT id FROM response_case WHERE number = $1 OR id::text = $1', [number]);
    if (!found) throw new CommandError(`Der er ingen sag ${number}.`, '', 'Nummeret står øverst på sagens side.');
    return exportCase(database, { caseId: found.id, scope: 'whole', now: new Date() }, { authority, file });
  });
  await save(out, bytes);
  say(`Sag ${number} er skrevet til ${out} (${Math.ceil(bytes.length / 1024)} kB).`);
  say(`Efterprøv den med: genmaele audit verify --bundle ${out}`);
}

/** Writes all that is held on a person; the log says that it was taken out. Errors: a CommandError when nobody has that e-mail. */
export async function exportPersonFile(email: string, { out }: ExportOptions): Promise<void> {
  const bytes = await withDatabase(async (database) => {
    const [found] = await rowsOf<{ id: string }>(database, 'SELECT id FROM person WHERE email = lower($1)', [email.trim()]);
    if (!found) throw new CommandError(`Ingen har en konto med ${email}.`, '', 'Se efter på siden Personer.');
    return exportPerson(database, { personId: found.id, now: new Date() });
  });
  await save(out, bytes);
  say(`Alt om ${email} er skrevet til ${out}: oplysninger.html kan læses, oplysninger.json er det samme som data.`);
}

/** Only for whoever ran the command: what is taken out is confidential. */
async function save(out: string, bytes: Buffer): Promise<void> {
  await writeFile(out, bytes, { mode: 0o600 }).catch((cause: unknown) => {
    throw new CommandError(`»${out}« kan ikke skrives.`, 'Mappen findes ikke, eller adgangen er nægtet.', 'Ret --out.', { cause });
  });
}
