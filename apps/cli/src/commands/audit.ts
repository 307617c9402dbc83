import { type AuditAnchor, AnchorsUnreadable, type AuditVerdict, keptAnchors, readAnchors, verifyAudit } from '@genmaele/audit';
import { anchorImprint, BundleUnreadable, type BundleVerdict, checkBundle } from '@genmaele/delivery';
import { chainToRoot, checkTimestampToken, readCertificates, SignatureError } from '@genmaele/documents';
import { inheritedEnvironment } from '@genmaele/platform';
import { readFile } from 'node:fs/promises';
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
  /** The copied ends of the log; of a bundle, only when given. */
  readonly anchors?: string;
  /** A bundle of a case, checked without a database. */
  readonly bundle?: string;
  /** Where the stamp of a bundle must lead. */
  readonly root?: string;
}

/**
 * Checks every link of the log, and holds it against the anchors of the database and of the file (`--anchors`, else AUDIT_ANCHOR_FILE).
 * Errors: a CommandError that names the first bad line, or the anchor that cannot be believed.
 */
export async function verifyLog(options: VerifyLogOptions): Promise<void> {
  if (options.bundle !== undefined) return verifyBundle(options.bundle, options);
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

/** Checks a bundle by itself, its end of the log against the anchors given, and its stamp against the root given. */
async function verifyBundle(file: string, options: VerifyLogOptions): Promise<void> {
  const bytes = await readFile(file).catch((cause: unknown) => {
    throw new CommandError(`Filen »${file}« kan ikke læses.`, 'Den findes ikke, eller adgangen er nægtet.', 'Ret stien.', { cause });
  });
  const anchors = options.anchors === undefined ? undefined : await anchorsOf(options.anchors);
  const verdict = await checkBundle(bytes, anchors).catch((cause: unknown) => {
    if (!(cause instanceof BundleUnreadable)) throw cause;
    throw new CommandError(`»${file}« er ikke et udtræk af en sag.`, cause.message, 'Hent udtrækket igen, hvor det kom fra.', { cause });
  });
  const { problems, number, exportedAt, files, lines, loose, unsealed, stamped } = verdict;
  if (problems.length > 0)
    throw new CommandError(
      'Udtrækket holder ikke.',
      problems.join(' '),
      'Hent det igen, hvor det kom fra, og undersøg, hvem der har haft det.',
    );
  say(`Udtrækket af sag ${number}, lavet ${exportedAt}, holder: ${files} filer og ${lines} linjer af loggen.`);
  if (loose > 0) say(`${loose} linjer er skrevet af en ældre udgave: at de hører til kæden, kan kun ses i databasen.`);
  if (unsealed > 0) say(`${unsealed} mødepapirer er tegnet af en ældre udgave: at de er dem, der blev tegnet, siger kun udtrækket selv.`);
  if (options.anchors !== undefined) say(`Udtrækkets ende af loggen står i ${options.anchors}, og kæden stemmer med filens andre ender.`);
  if (!stamped) say('Loggens ende er gjort fast uden tidsstempel: at den er Genmæles egen, kan ikke ses af udtrækket alene.');
  else say(await stampLine(stamped, options.root ?? inheritedEnvironment()['TRUSTED_ROOT_FILE']));
}

/** What is said of the stamp. Errors: a CommandError when its certificate does not lead to the roots. */
async function stampLine(
  { time, certificate, certificates }: NonNullable<BundleVerdict['stamped']>,
  root: string | undefined,
): Promise<string> {
  const at = `Loggens ende er tidsstemplet ${time.toISOString()}.`;
  if (root === undefined) return `${at} Hvem der har stemplet, er ikke efterprøvet: giv rodcertifikatet med --root.`;
  const roots = await readCertificates(root).catch((cause: unknown) => {
    throw new CommandError(`»${root}« holder ingen certifikater, der kan læses.`, 'Der ventes en fil i PEM-form.', 'Ret --root.', {
      cause,
    });
  });
  const { trusted, problem } = chainToRoot(certificate, certificates, roots, time);
  if (!trusted)
    throw new CommandError(
      'Udtrækket holder ikke.',
      `Tidsstemplet er ikke fra en, vi kender: ${problem ?? ''}`,
      'Se, om --root er den rigtige.',
    );
  return `${at} Stemplet fører til ${root}.`;
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
