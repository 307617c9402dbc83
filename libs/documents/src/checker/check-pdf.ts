import { objectRoles } from '../pades/object-roles.js';
import { PdfFile } from '../pades/pdf-file.js';
import { SignatureError } from '../pades/signature-error.js';
import { type SignatureField, signatureFields } from '../pades/signature-field.js';
import { conformanceOf, type Conformance } from './conformance.js';
import { embeddedPoints, type EmbeddedPoints } from './embedded-points.js';
import { looseSignatures } from './loose-signatures.js';
import { examineSignature } from './signature-finding.js';
import { readValidationData } from './validation-data.js';
import { type SignatureFinding, type Verdict, verdictOf, verdictText } from './verdict.js';

/** Everything the checker says of a file. Texts are Danish. */
export interface PdfVerdict {
  verdict: Verdict;
  /** The verdict in words. */
  danish: string;
  reasons: string[];
  /** Oldest first. */
  signatures: SignatureFinding[];
  /** `null` when the file cannot be read at all. */
  conformance: Conformance | null;
  points: EmbeddedPoints;
}

/** What is trusted: roots in DER. Without any, no signer can be named for certain. */
export interface CheckOptions {
  roots?: readonly Uint8Array[];
}

const LARGEST_FILE = 256 * 1024 * 1024;
const MOST_SIGNATURES = 40;

const UNREADABLE: Readonly<Record<string, string>> = {
  'is not a PDF': 'Filen er ikke en PDF.',
  'is encrypted': 'Filen er krypteret, så det underskrevne kan ikke læses.',
};

/**
 * Checks a PDF against the roots, offline. Trusts nothing in the file and never throws for what is in it: what cannot be read by the one
 * reading that the file itself names (nothing is repaired or guessed) is `undecided`, with the reason. Time and memory are bounded by
 * limits on file size, objects, unpacked bytes and signatures.
 */
export function checkPdf(bytes: Buffer, { roots = [] }: CheckOptions = {}): PdfVerdict {
  try {
    if (bytes.length > LARGEST_FILE) return undecided('Filen er for stor til at blive prøvet.');
    return check(new PdfFile(bytes), roots);
  } catch (error) {
    const problem = error instanceof SignatureError ? String(error.facts['problem']) : '';
    return undecided(UNREADABLE[problem] ?? 'Filen hænger ikke sammen efter sin egen fortegnelse, så den kan læses på mere end én måde.');
  }
}

function check(file: PdfFile, roots: readonly Uint8Array[]): PdfVerdict {
  const signed = signatureFields(file).filter(({ signature }) => signature);
  if (signed.length > MOST_SIGNATURES) return undecided('Filen har for mange underskrifter til at blive prøvet.');
  const data = readValidationData(file);
  const signatures = signed.map((field) => examineSignature(file, field, roots, data)).sort((a, b) => endOf(a) - endOf(b));
  raiseToArchival(signatures);
  const { verdict, reasons } = verdictOf(signatures, looseSignatures(file, signed as SignatureField[]));
  if (verdict === 'unsigned' && !isWhole(file)) return undecided('En del af filen, som den selv henviser til, kan ikke læses.');
  return { verdict, danish: verdictText[verdict], reasons, signatures, conformance: conformanceOf(file), points: embeddedPoints(file) };
}

/** Can everything that the catalog leads to be read? Otherwise a signature could lie in what cannot. */
function isWhole(file: PdfFile): boolean {
  try {
    for (const num of objectRoles(file).keys()) file.object(num);
    return true;
  } catch {
    return false;
  }
}

/** B-LTA: a document time stamp that holds stands after the signature and so keeps its validation data (EN 319 142-1 section 6.3). */
function raiseToArchival(signatures: SignatureFinding[]): void {
  const kept = Math.max(-1, ...signatures.map(({ kind, state }, i) => (kind === 'timestamp' && state === 'sound' ? i : -1)));
  for (const finding of signatures.slice(0, Math.max(0, kept))) if (finding.level === 'B-LT') finding.level = 'B-LTA';
}

function endOf({ covers }: SignatureFinding): number {
  return covers?.end ?? Infinity;
}

function undecided(reason: string): PdfVerdict {
  const verdict = 'undecided';
  return { verdict, danish: verdictText[verdict], reasons: [reason], signatures: [], conformance: null, points: { state: 'none' } };
}
