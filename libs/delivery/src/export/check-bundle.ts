import { type AuditAnchor, checkProof, proofAgainstAnchors, type ProvenLine } from '@genmaele/audit';
import { draftHash, sha256, type DraftContent } from '@genmaele/contracts';
import { checkTimestampToken, SignatureError } from '@genmaele/documents';
import { readArchive } from '@genmaele/platform';
import { z } from 'zod';
import { anchorImprint } from '../anchor-log.js';
import { bundleLines, type BundleManifest, bundleManifest, bundlePapers, bundleProof } from './bundle-shape.js';

/** What a bundle shows by itself. */
export interface BundleVerdict {
  readonly number: string;
  readonly exportedAt: string;
  readonly scope: BundleManifest['scope'];
  readonly files: number;
  readonly lines: number;
  /** Lines older than the proof can reach: they fit themselves alone. */
  readonly loose: number;
  /** Papers of meetings that were drawn before drawing one was a line of the log: they are what the manifest says, and no more is shown. */
  readonly unsealed: number;
  /** When the end of the log was stamped, by which certificate (DER); undefined when it was made fast without an authority. */
  readonly stamped: { readonly time: Date; readonly certificate: Buffer; readonly certificates: readonly Buffer[] } | undefined;
  /** What is wrong, in Danish, each with the file or line it is about; none when the bundle holds. */
  readonly problems: readonly string[];
}

/** Why something is no bundle at all; the message is Danish. */
export class BundleUnreadable extends Error {
  override readonly name = 'BundleUnreadable';
}

const lineReasons = {
  edited: 'er ændret, efter at den blev skrevet',
  relinked: 'eller en af dem efter den er fjernet, byttet om eller skrevet om',
  unanchored: 'er ikke dækket af det, der er gjort fast',
};

/**
 * Checks a bundle without a database: every file against the manifest, the manifest against the log, the lines of the log against an end that was made
 * fast, that end against its time stamp, each paper of a meeting against the line in which it was sealed, and each version against its own hash.
 * With anchors that were kept elsewhere, the end must be one of them, and every other that the lines reach must fit. Errors: {@link BundleUnreadable}.
 */
export async function checkBundle(bytes: Buffer, anchors?: readonly AuditAnchor[]): Promise<BundleVerdict> {
  const found = await readArchive(bytes).catch((cause: unknown) => {
    throw new BundleUnreadable('Filen er ikke en hel zip-fil.', { cause });
  });
  const manifest = read(found, 'manifest.json', bundleManifest);
  const { made, proof } = read(found, 'proof.json', bundleProof);
  const lines = read(found, 'log.json', bundleLines);
  const seals = found.has('moedelog.json') ? read(found, 'moedelog.json', bundleLines) : [];
  const papers = paperChecks(found, manifest, seals);
  const { firstBad, loose } = checkProof(
    [...lines, ...seals, made].sort((a, b) => a.seq - b.seq),
    proof,
  );
  const stamp = stampOf(proof.anchor);
  const problems = [
    ...fileProblems(found, manifest),
    ...madeProblems(made, manifest, found.get('manifest.json')!),
    ...(firstBad ? [`Linje ${firstBad.seq} i loggen ${lineReasons[firstBad.why]}.`] : []),
    ...lines
      .filter(({ subject }) => subject !== `case:${manifest.caseId}`)
      .map(({ seq }) => `Linje ${seq} i loggen handler om noget andet.`),
    ...papers.problems,
    ...(anchors ? anchorProblems(proof, anchors) : []),
    ...(stamp.problem ? [stamp.problem] : []),
    ...(manifest.scope === 'whole' ? contentProblems(found) : []),
  ];
  const { number, exportedAt, scope, files } = manifest;
  const counts = { files: files.length, lines: lines.length + seals.length + 1, loose, unsealed: papers.unsealed };
  return { number, exportedAt, scope, ...counts, stamped: stamp.checked, problems };
}

function read<T>(found: ReadonlyMap<string, Buffer>, path: string, shape: z.ZodType<T>): T {
  const bytes = found.get(path);
  if (!bytes) throw new BundleUnreadable(`${path} mangler.`);
  const parsed = shape.safeParse(jsonOf(bytes));
  if (!parsed.success) throw new BundleUnreadable(`${path} kan ikke læses.`);
  return parsed.data;
}

function jsonOf(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return undefined;
  }
}

const besideManifest = ['manifest.json', 'proof.json', 'LAES-MIG.txt'];

function fileProblems(found: ReadonlyMap<string, Buffer>, { files }: BundleManifest): string[] {
  const named = new Set([...files.map(({ path }) => path), ...besideManifest]);
  return [
    ...files.flatMap(({ path, sha256: hash }) => {
      const bytes = found.get(path);
      if (!bytes) return [`Filen ${path} mangler.`];
      return sha256(bytes) === hash ? [] : [`Filen ${path} er ændret.`];
    }),
    ...[...found.keys()].filter((path) => !named.has(path)).map((path) => `Filen ${path} hører ikke til bundtet.`),
  ];
}

function madeProblems(made: ProvenLine, { caseId, scope }: BundleManifest, bytes: Buffer): string[] {
  const { action, subject, facts } = made;
  if (action !== 'case.exported' || subject !== `case:${caseId}` || facts['scope'] !== scope)
    return ['proof.json nævner ikke den linje, der siger, at bundtet blev lavet.'];
  return facts['manifest'] === sha256(bytes) ? [] : ['Filen manifest.json er ændret: loggen nævner en anden.'];
}

/** That each paper is the one that the log says was drawn, and that every line about drawing is of a paper that is named. */
function paperChecks(
  found: ReadonlyMap<string, Buffer>,
  { files }: BundleManifest,
  seals: readonly ProvenLine[],
): { problems: string[]; unsealed: number } {
  const papers = found.has('moedepapirer.json') ? read(found, 'moedepapirer.json', bundlePapers) : [];
  const unused = new Set(seals);
  let unsealed = 0;
  const problems = papers.flatMap((paper) => {
    const seal = seals.find(
      ({ subject, facts }) =>
        subject === `meeting:${paper.meeting_id}` && facts['kind'] === paper.kind && facts['sourceSha256'] === paper.source_sha256,
    );
    if (seal) unused.delete(seal);
    else unsealed += 1;
    const another = seal !== undefined && seal.facts['pdfSha256'] !== paper.pdf_sha256;
    const named = !paper.file || files.some(({ path, sha256: hash }) => path === paper.file && hash === paper.pdf_sha256);
    return another || !named ? [`${paper.file ?? `Papiret fra mødet ${paper.date}`} er ikke det, der blev tegnet.`] : [];
  });
  return { problems: [...problems, ...[...unused].map(({ seq }) => `Linje ${seq} i loggen handler om noget andet.`)], unsealed };
}

const anchorReasons = {
  another: 'er en anden i filen over loggens ender: kæden er lavet om, eller udtrækket er ikke af den log',
  absent: 'står ikke i filen over loggens ender: filen er ældre end udtrækket, eller udtrækket er ikke af den log',
};

function anchorProblems(proof: Parameters<typeof proofAgainstAnchors>[0], anchors: readonly AuditAnchor[]): string[] {
  const bad = proofAgainstAnchors(proof, anchors);
  return bad ? [`Linje ${bad.seq} i loggen ${anchorReasons[bad.why]}.`] : [];
}

function stampOf({ hash, token }: { hash: string; token?: string | undefined }): { checked: BundleVerdict['stamped']; problem?: string } {
  if (token === undefined) return { checked: undefined };
  try {
    const { time, certificate, certificates } = checkTimestampToken(Buffer.from(token, 'base64'), anchorImprint(hash));
    return { checked: { time, certificate, certificates } };
  } catch (error) {
    if (!(error instanceof SignatureError)) throw error;
    return {
      checked: undefined,
      problem: 'Tidsstemplet på loggens ende holder ikke: det stempler noget andet, eller dets underskrift er forkert.',
    };
  }
}

const versionRows = z.array(z.object({ number: z.int(), sha256: z.string(), content: z.unknown(), attachments: z.array(z.string()) }));
/** A body's approval has no person, but says which decision it is. */
const approvalRows = z.array(z.object({ person: z.string().nullable(), decision_text: z.string().nullish(), version_sha256: z.string() }));

/** That the rows fit one another: a version is what its hash says, and what was approved is one of them. */
function contentProblems(found: ReadonlyMap<string, Buffer>): string[] {
  const versions = read(found, 'versioner.json', versionRows);
  const hashes = new Set(versions.map(({ sha256: hash }) => hash));
  return [
    ...versions
      .filter(({ content, attachments, sha256: hash }) => draftHash(content as DraftContent, attachments) !== hash)
      .map(({ number }) => `Version ${number} er ikke den, dens hashværdi siger.`),
    ...read(found, 'godkendelser.json', approvalRows)
      .filter(({ version_sha256: hash }) => !hashes.has(hash))
      .map(
        ({ person, decision_text: decided, version_sha256: hash }) =>
          `${person ?? decided ?? 'Nogen'} har godkendt en version, der ikke er her (${hash.slice(0, 12)}).`,
      ),
  ];
}
