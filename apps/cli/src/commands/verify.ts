import { checkPdf, type PdfVerdict, readCertificates, type SignatureFinding, type Verdict } from '@genmaele/documents';
import { inheritedEnvironment } from '@genmaele/platform';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CommandError } from '../command-error.js';
import { say } from '../saying.js';

/** The options of `genmaele verify`, as they were typed. */
export interface VerifyOptions {
  readonly json?: boolean;
  readonly root?: readonly string[];
}

/** Exit codes: 1 and 2 are kept for a command that failed or was not understood. */
export const exitCodes: Readonly<Record<Verdict, number>> = { unchanged: 0, changed: 3, unsigned: 4, undecided: 5 };

/** Checks a PDF and says the verdict, as lines for people or as JSON; the exit code is the verdict's. */
export async function verify(file: string, options: VerifyOptions): Promise<void> {
  const bytes = await readFile(file).catch((cause: unknown) => {
    throw new CommandError(`Filen »${file}« kan ikke læses.`, 'Den findes ikke, eller adgangen er nægtet.', 'Ret stien.', { cause });
  });
  const verdict = checkPdf(bytes, { roots: await rootsOf(options) });
  if (options.json === true) say(JSON.stringify(verdict, null, 2));
  else for (const line of verdictLines(verdict)) say(line);
  process.exitCode = exitCodes[verdict.verdict];
}

/** The roots named on the command line, else those that this installation trusts; without any, no signer can be known. */
async function rootsOf({ root = [] }: VerifyOptions): Promise<Uint8Array[]> {
  if (root.length > 0) return (await Promise.all(root.map(readRoots))).flat();
  const { TRUSTED_ROOT_FILE: file, SIGNER_KEY_DIR: folder } = inheritedEnvironment();
  const own = file ?? (folder === undefined ? undefined : join(folder, 'root.pem'));
  return own === undefined ? [] : readRoots(own);
}

async function readRoots(file: string): Promise<Uint8Array[]> {
  return readCertificates(file).catch((cause: unknown) => {
    throw new CommandError(`»${file}« holder ingen certifikater, der kan læses.`, 'Der ventes en fil i PEM-form.', 'Ret --root.', {
      cause,
    });
  });
}

/** The verdict as lines: first the verdict itself, then why, then each signature, then what else is known of the file. */
export function verdictLines(verdict: PdfVerdict): string[] {
  const { conformance, points } = verdict;
  const claims = conformance ? conformance.claims.join(' og ') || 'ingen' : 'ukendt';
  const against = conformance?.findings.map(({ danish, page }) => `  - ${danish}${page === undefined ? '' : ` (side ${page})`}`) ?? [];
  return [
    `Dom: ${printable(verdict.danish)}`,
    ...verdict.reasons.map((reason) => `  ${printable(reason)}`),
    ...verdict.signatures.flatMap(signatureLines),
    `Filen siger, at den er: ${printable(claims)}`,
    ...(conformance === null ? [] : against.length === 0 ? ['  Der er intet fundet, som taler imod PDF/A-3a og PDF/UA-1.'] : ['  Imod PDF/A-3a og PDF/UA-1 taler:', ...against]), // prettier-ignore
    points.state === 'valid' ? `Indlejrede punkter: ${points.points.length}` : points.state === 'none' ? 'Indlejrede punkter: ingen' : `Indlejrede punkter: ${printable(points.problem)}`, // prettier-ignore
  ];
}

const KIND = { signature: 'Underskrift', certification: 'Attestation', timestamp: 'Dokumenttidsstempel' } as const;
const STATE = { sound: 'holder', changed: 'ændret', undecided: 'kan ikke afgøres' } as const;
const REVOCATION = { good: 'ikke spærret', revoked: 'spærret', unknown: 'ukendt' } as const;

function signatureLines(finding: SignatureFinding): string[] {
  const { covers, permission } = finding;
  const covered = covers === null ? 'ukendt' : covers.end === covers.ofBytes ? 'hele filen' : `byte 0–${covers.end} af ${covers.ofBytes}`;
  const facts: [string, string][] = [
    ['af', finding.signerName || 'ukendt'],
    ['tid', [finding.claimedTime && `${finding.claimedTime.toISOString()} (oplyst)`, finding.stampedTime && `${finding.stampedTime.toISOString()} (stemplet)`].filter(Boolean).join(', ') || 'ukendt'], // prettier-ignore
    ['niveau', finding.level === null ? 'intet PAdES-niveau' : `PAdES ${finding.level}`],
    ['dækker', covered],
    ['tillid', `${finding.trusted ? 'fører til en kendt rod' : 'fører ikke til en kendt rod'}${finding.test ? ' (PRØVE)' : ''}`],
    ['spærring', REVOCATION[finding.revocation]],
    ...(permission === null ? [] : [['attest', `DocMDP P ${permission}`] as [string, string]]),
    ...finding.changes.map((change): [string, string] => [
      'siden',
      `${change.danish} ${change.permitted ? '(tilladt)' : '(ikke tilladt)'}`,
    ]),
    ...finding.problems.map((problem): [string, string] => ['fejl', problem]),
  ];
  const head = `${KIND[finding.kind]} i feltet »${printable(finding.fieldName)}«: ${STATE[finding.state]}`;
  return [head, ...facts.map(([label, value]) => `  ${label.padEnd(9)} ${printable(value)}`)];
}

/** What comes from the file may hold anything; a terminal must not be told to do things by it. */
function printable(text: string): string {
  return text.replace(/\p{C}/gu, '\ufffd');
}
