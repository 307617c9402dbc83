import { type AuditVerdict, verifyAudit } from '@genmaele/audit';
import { CommandError } from '../command-error.js';
import { say } from '../saying.js';
import { withDatabase } from './database-in-use.js';

const reasons: Record<NonNullable<AuditVerdict['firstBad']>['why'], string> = {
  edited: 'er ændret, efter at den blev skrevet',
  missing: 'mangler',
  relinked: 'følger ikke efter linjen før',
};

/** Checks every link of the log. Errors: a CommandError that names the first bad line. */
export async function verifyLog(): Promise<void> {
  const { lines, head, firstBad } = await withDatabase(verifyAudit);
  if (firstBad) {
    throw new CommandError(
      'Loggens kæde er brudt.',
      `Linje ${firstBad.seq} ${reasons[firstBad.why]}.`,
      'Hent loggen fra en sikkerhedskopi, og undersøg, hvem der har skrevet i databasen.',
    );
  }
  say(`Loggen holder: ${lines} linjer, den sidste er ${head}.`);
}
