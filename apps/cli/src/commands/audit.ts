import { type AuditAnchor, AnchorsUnreadable, type AuditVerdict, keptAnchors, readAnchors, verifyAudit } from '@genmaele/audit';
import { anchorImprint } from '@genmaele/delivery';
import { checkTimestampToken, SignatureError } from '@genmaele/documents';
import { inheritedEnvironment } from '@genmaele/platform';
import { CommandError } from '../command-error.js';
import { say } from '../saying.js';
import { withDatabase } from './database-in-use.js';

const reasons: Record<NonNullable<AuditVerdict['firstBad']>['why'], string> = {
  edited: 'er ændret, efter at den blev skrevet',
  missing: 'mangler',
  relinked: 'følger ikke efter linjen før',
  rechained: 'eller en senere er skrevet om: kæden hænger sammen, men er ikke den, der blev gjort fast',
};

/** The options of `genmaele audit verify`. */
export interface VerifyLogOptions {
  readonly anchors?: string;
}

/**
 * Checks every link of the log, and holds it against the anchors of the database and of the file (`--anchors`, else AUDIT_ANCHOR_FILE).
 * Errors: a CommandError that names the first bad line, or the anchor that cannot be believed.
 */
export async function verifyLog(options: VerifyLogOptions): Promise<void> {
  const file = options.anchors ?? inheritedEnvironment()['AUDIT_ANCHOR_FILE'];
  const copied = file ? await anchorsOf(file) : [];
  await withDatabase(async (database) => {
    const kept = await keptAnchors(database);
    const anchors = [...kept, ...copied].sort((a, b) => a.seq - b.seq);
    const verdict = await verifyAudit(database, anchors);
    if (verdict.firstBad) throw broken(verdict.firstBad);
    const stamped = anchors.filter(holdsStamp).length;
    say(`Loggen holder: ${verdict.lines} linjer, den sidste er ${verdict.head}.`);
    say(
      `Den er gjort fast ${kept.length} gange i databasen og ${copied.length} gange i ${file ?? 'ingen fil'}; ${stamped} har tidsstempel.`,
    );
    const last = anchors.at(-1);
    const loose = verdict.lines - (last?.seq ?? 0);
    if (loose > 0) say(`De sidste ${loose} linjer er ikke gjort fast endnu: om de er skåret af eller skrevet om, kan ikke ses.`);
  });
}

async function anchorsOf(file: string): Promise<AuditAnchor[]> {
  try {
    return await readAnchors(file);
  } catch (error) {
    const why = error instanceof AnchorsUnreadable ? `Linje ${error.line} er ikke en linje, Genmæle har skrevet.` : 'Den kan ikke læses.';
    throw new CommandError(
      `Filen ${file} kan ikke bruges.`,
      why,
      'Hent den fra en sikkerhedskopi, og undersøg, hvem der har skrevet i den.',
    );
  }
}

function broken({ seq, why }: NonNullable<AuditVerdict['firstBad']>): CommandError {
  return new CommandError(
    'Loggens kæde er brudt.',
    `Linje ${seq} ${reasons[why]}.`,
    'Hent loggen fra en sikkerhedskopi, og undersøg, hvem der har skrevet i databasen.',
  );
}

/** Whether an anchor has a time stamp. Errors: a CommandError when it has one that does not hold. */
function holdsStamp({ seq, hash, token }: AuditAnchor): boolean {
  if (token === undefined) return false;
  try {
    checkTimestampToken(Buffer.from(token, 'base64'), anchorImprint(hash));
    return true;
  } catch (error) {
    if (!(error instanceof SignatureError)) throw error;
    throw new CommandError(
      `Tidsstemplet på linje ${seq} holder ikke.`,
      'Det stempler noget andet, eller dets underskrift er forkert.',
      'Hent loggen og filen fra en sikkerhedskopi.',
    );
  }
}
