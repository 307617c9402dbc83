import { PdfFile } from '../pdf-file.js';
import type { PdfSigner, RevocationSource, TimestampAuthority } from '../ports.js';
import { SignatureError } from '../signature-error.js';
import { reaches, type SignatureLevel } from '../signature-level.js';
import { signPdf, type SignPdfInput } from '../sign-pdf.js';
import { withDocumentTimestamp } from './document-timestamp.js';
import { readSecurityStore, withSecurityStore } from './security-store.js';
import { gatherEvidence, signatureChains } from './validation-data.js';

/** One who signs: the field, the key, and what the box says. */
export interface Signatory {
  fieldName: string;
  signer: PdfSigner;
  /** The signer's name and function as the box shows them. */
  name: string;
  function: string;
  test: boolean;
}

/** Who vouches for time and revocation, and which roots (DER) are trusted. */
export interface SigningAuthorities {
  timestamp?: TimestampAuthority;
  revocation?: RevocationSource;
  roots: readonly Uint8Array[];
}

/** A letter to be signed. */
export interface SignToLevelInput {
  pdf: Buffer;
  /** In the order in which they sign; the first certifies the letter, so that nothing but signing is allowed after (DocMDP P 2). */
  signatories: readonly Signatory[];
  level: SignatureLevel;
  at: Date;
  authorities: SigningAuthorities;
  onPlaceholderKept?: SignPdfInput['onPlaceholderKept'];
}

/**
 * Signs every signatory's field and brings the letter to the level, by incremental updates alone; earlier bytes stay as they are. It is all or
 * nothing: when a signature, a time stamp or a proof cannot be had the answer is an error, and never a letter of a lower level. Errors: every
 * `SignatureErrorCode`; `signature.level-unreachable` when the settings cannot give the level.
 */
export async function signToLevel(input: SignToLevelInput): Promise<Buffer> {
  refuseUnreachable(input);
  const { level, at, authorities } = input;
  const stamped = reaches(level, 'B-T') ? { timestampAuthority: authorities.timestamp! } : {};
  let pdf = input.pdf;
  for (const [i, { fieldName, signer, ...box }] of input.signatories.entries()) {
    const told = input.onPlaceholderKept ? { onPlaceholderKept: input.onPlaceholderKept } : {};
    pdf = await signPdf({ pdf, fieldName, signer, at, appearance: { ...box, level }, certify: i === 0, ...stamped, ...told });
  }
  if (!reaches(level, 'B-LT')) return pdf;
  const longTerm = await withValidationData(pdf, authorities, at);
  return reaches(level, 'B-LTA') ? withArchiveTimestamp(longTerm, authorities, at) : longTerm;
}

/**
 * The letter with all that is needed to judge its signatures offline (level B-LT); each signature must be time-stamped already. Errors:
 * `signature.revocation-failed`, `signature.certificate-revoked`, `signature.level-unreachable`.
 */
export async function withValidationData(pdf: Buffer, authorities: SigningAuthorities, at: Date): Promise<Buffer> {
  if (!authorities.revocation) throw new SignatureError('signature.level-unreachable', { level: 'B-LT', missing: 'revocation' });
  const file = new PdfFile(pdf);
  return withSecurityStore(file, await gatherEvidence(signatureChains(file, authorities.roots, at), authorities.revocation));
}

/**
 * The letter with a time stamp over everything (level B-LTA); also renews one that grows old. What shows the stamping authority unrevoked must lie
 * under its own stamp: when its certificate is not in the store yet, it is asked about first and stamped anew.
 */
export async function withArchiveTimestamp(pdf: Buffer, authorities: SigningAuthorities, at: Date): Promise<Buffer> {
  const { timestamp, roots, revocation } = authorities;
  if (!timestamp || !revocation) throw new SignatureError('signature.level-unreachable', { level: 'B-LTA', missing: 'timestamp' });
  const file = new PdfFile(pdf);
  const stamped = await withDocumentTimestamp(file, timestamp);
  const stampedFile = new PdfFile(stamped);
  const stamp = signatureChains(stampedFile, roots, at).at(-1)!;
  const known = readSecurityStore(file).certificates;
  if (stamp.chains.flat().every((der) => known.some((each) => each.equals(der)))) return stamped;
  const [evidence] = await gatherEvidence([stamp], revocation);
  const prepared = withSecurityStore(file, [evidence!]);
  return withDocumentTimestamp(new PdfFile(prepared), timestamp);
}

function refuseUnreachable({ level, signatories, authorities }: SignToLevelInput): void {
  const missing = [
    ...(signatories.length === 0 ? ['signatory'] : []),
    ...(reaches(level, 'B-T') && !authorities.timestamp ? ['timestamp'] : []),
    ...(reaches(level, 'B-LT') && !authorities.revocation ? ['revocation'] : []),
    ...(reaches(level, 'B-LT') && authorities.roots.length === 0 ? ['roots'] : []),
  ];
  if (missing.length > 0) throw new SignatureError('signature.level-unreachable', { level, missing: missing.join(', ') });
}
