import { createHash } from 'node:crypto';
import { type CoveredBytes, coveredBytes } from './byte-range.js';
import { chainToRoot } from './certificate-chain.js';
import { readCertificate } from './certificate-reader.js';
import { type CmsProblem, cmsProblems, type ReadCms, readCms, signatureStamp } from './cms-reader.js';
import { changesAfter } from './later-changes.js';
import { type OfflineRevocation, offlineRevocation } from './long-term/offline-revocation.js';
import { OID } from './oids.js';
import { pdfDate } from './pdf-date.js';
import { PdfFile } from './pdf-file.js';
import { PdfName, PdfString } from './pdf-values.js';
import { type SignatureField, signatureFields } from './signature-field.js';
import type { SignatureLevel } from './signature-level.js';
import { isTestCertificate } from './test-certificate.js';
import { checkTimestampToken } from './timestamp-token.js';

/** What can be said of one signature in a PDF. */
export interface SignatureReport {
  /** Empty for a signature that belongs to no field, and for a file that cannot be read. */
  fieldName: string;
  /** Intact, trusted, and without any problem: the only thing to act on. */
  valid: boolean;
  /** Not a byte of what was signed has changed since, and the signature is the certificate's. */
  intact: boolean;
  /** Every byte of the file is signed; otherwise an earlier revision of it is. */
  coversWholeFile: boolean;
  signerName: string;
  /** The signature dictionary's /M: what the signer says. */
  claimedTime: Date | null;
  /** What a trusted time-stamp authority says. */
  stampedTime: Date | null;
  /** A signature, or a time stamp over the whole document, which shows no signer but the authority. */
  kind: 'signature' | 'document-timestamp';
  /**
   * Above `B-B` only with a time stamp that holds and is trusted, `B-LT` only when the file shows by itself that nothing in the chains of signer and
   * stamp was revoked, `B-LTA` only when a document time stamp that holds lies over all of that.
   */
  level: SignatureLevel;
  /** What the file's own validation data shows of the signer's chain. */
  revocation: OfflineRevocation;
  chainTrusted: boolean;
  /** Made with a key of a development authority. */
  test: boolean;
  /** In Danish, for people. */
  problems: string[];
}

const SUBFILTERS = ['ETSI.CAdES.detached', 'adbe.pkcs7.detached'];
const DOCUMENT_STAMP = 'ETSI.RFC3161';
const STAMP_UNTRUSTED = 'Tidsstemplet er ikke fra en udsteder, vi har tillid til.';
const PROBLEM_TEXT: Readonly<Record<CmsProblem, string>> = {
  'no-certificate': 'Underskriverens certifikat ligger ikke i filen.',
  'no-signed-attributes': 'Underskriften mangler de underskrevne oplysninger.',
  'algorithm-unknown': 'Underskriften bruger en metode, der ikke kan prøves her.',
  'content-type-differs': 'Underskriften gælder en anden slags indhold.',
  'digest-differs': 'Filen er ændret efter underskriften.',
  'certificate-not-bound': 'Underskriften er ikke bundet til sit certifikat.',
  'signature-wrong': 'Underskriften passer ikke til certifikatet.',
};

/**
 * Checks every signature in a PDF against the given roots (DER), oldest first. Never throws for what is in the file: what cannot be
 * read is a report with `intact: false` that says so. A PDF without signatures gives an empty list. Revocation is judged by what the file
 * holds alone. The chain is judged at the trusted time stamp, or without one at the claimed time.
 */
export function verifyPdfSignatures(pdf: Buffer, roots: readonly Uint8Array[]): SignatureReport[] {
  try {
    const file = new PdfFile(pdf);
    const signed = signatureFields(file).filter((field) => field.signature);
    const checked = signed.map((field) => checkField(file, field, roots)).sort((a, b) => a.end - b.end);
    raiseToArchive(checked);
    return [...checked.map(({ report }) => report), ...strays(file, signed)];
  } catch {
    return [emptyReport('', 'Filen kan ikke læses som PDF.')];
  }
}

/** A field that was looked at: `end` of what it covers, and the chains by which it stands, with the time of each. */
interface Checked {
  report: SignatureReport;
  end: number;
  revision?: PdfFile;
  chains: JudgedChain[];
}

interface JudgedChain {
  chain: readonly Uint8Array[];
  at: Date;
}

function checkField(file: PdfFile, field: SignatureField, roots: readonly Uint8Array[]): Checked {
  const unread = (problem: string): Checked => ({ report: emptyReport(field.name, problem), end: Infinity, chains: [] });
  try {
    const covered = coveredBytes(file, field);
    if ('problem' in covered) return unread(covered.problem);
    const report = emptyReport(field.name);
    const checked: Checked = { report, end: covered.end, revision: covered.revision, chains: [] };
    report.coversWholeFile = covered.end === file.bytes.length;
    report.claimedTime = claimedTime(file, field);
    const cms = readCms(covered.contents);
    if (subFilterOf(file, field) === DOCUMENT_STAMP) judgeDocumentStamp(checked, cms, covered, roots);
    else judgeSignature(checked, file, field, cms, covered.content, roots);
    judgeRevocation(checked, file);
    if (!report.coversWholeFile) report.problems.push(...changesAfter(covered.revision, file));
    report.valid = report.intact && report.chainTrusted && report.problems.length === 0;
    return checked;
  } catch {
    return unread('Underskriften kan ikke læses.');
  }
}

function judgeSignature(
  checked: Checked,
  file: PdfFile,
  field: SignatureField,
  cms: ReadCms,
  content: Buffer,
  roots: readonly Uint8Array[],
) {
  const { report } = checked;
  report.problems.push(...shapeProblems(file, field, cms));
  const broken = cmsProblems(cms, content);
  report.problems.push(...broken.map((problem) => PROBLEM_TEXT[problem]));
  report.intact = broken.length === 0 && cms.content === undefined;
  judgeSigner(checked, cms, roots);
}

/** A token over all that the byte range covers (EN 319 142-1 section 5.4.3). */
function judgeDocumentStamp(checked: Checked, cms: ReadCms, covered: CoveredBytes, roots: readonly Uint8Array[]): void {
  const { report } = checked;
  report.kind = 'document-timestamp';
  if (cms.rest.some((byte) => byte !== 0)) report.problems.push('Der står andet end tidsstemplet i dets plads.');
  try {
    const token = covered.contents.subarray(0, covered.contents.length - cms.rest.length);
    const stamp = checkTimestampToken(token, createHash('sha256').update(covered.content).digest());
    report.intact = true;
    report.signerName = commonName(stamp.certificate);
    const verdict = chainToRoot(stamp.certificate, stamp.certificates, roots, stamp.time);
    report.chainTrusted = verdict.trusted;
    report.test = verdict.chain.some(isTestCertificate);
    if (!verdict.trusted) return void report.problems.push(STAMP_UNTRUSTED);
    report.stampedTime = stamp.time;
    report.level = 'B-T';
    checked.chains.push({ chain: verdict.chain, at: stamp.time });
  } catch {
    report.problems.push('Tidsstemplet holder ikke.');
  }
}

function judgeRevocation({ report, chains }: Checked, file: PdfFile): void {
  if (!report.chainTrusted) return;
  const shown = chains.map(({ chain, at }) => offlineRevocation(file, chain, at));
  report.revocation = shown.includes('revoked') ? 'revoked' : shown.includes('unknown') ? 'unknown' : 'good';
  if (report.revocation === 'revoked') report.problems.push('Et certifikat var spærret, da der blev underskrevet.');
  if (report.level === 'B-T' && report.revocation === 'good') report.level = 'B-LT';
}

/** A signature is B-LTA when a document time stamp that holds covers it and all that shows its chains unrevoked. */
function raiseToArchive(checked: readonly Checked[]): void {
  const stamps = checked.filter(({ report }) => report.kind === 'document-timestamp' && report.valid);
  for (const { report, end, chains } of checked) {
    if (report.kind !== 'signature' || report.level !== 'B-LT') continue;
    const isArchived = stamps.some(
      (stamp) => stamp.end > end && chains.every(({ chain, at }) => offlineRevocation(stamp.revision!, chain, at) === 'good'),
    );
    if (isArchived) report.level = 'B-LTA';
  }
}

function subFilterOf(file: PdfFile, field: SignatureField): string {
  const subFilter = file.resolve(field.signature!.dict.get('SubFilter'));
  return subFilter instanceof PdfName ? subFilter.name : '';
}

function shapeProblems(file: PdfFile, field: SignatureField, cms: ReadCms): string[] {
  const problems: string[] = [];
  const kind = subFilterOf(file, field);
  if (!SUBFILTERS.includes(kind)) problems.push(`Underskrifter af typen "${kind}" kan ikke prøves her.`);
  if (cms.content !== undefined || cms.contentType !== OID.data) problems.push('Underskriften bærer sit eget indhold i stedet for filens.');
  if (cms.rest.some((byte) => byte !== 0)) problems.push('Der står andet end underskriften i dens plads.');
  return problems;
}

function judgeSigner(checked: Checked, cms: ReadCms, roots: readonly Uint8Array[]): void {
  const { report } = checked;
  if (!cms.signerCertificate) return;
  report.signerName = commonName(cms.signerCertificate);
  judgeTimestamp(checked, cms, roots);
  const at = report.stampedTime ?? report.claimedTime;
  if (!at) {
    report.problems.push('Underskriften siger ikke, hvornår den er sat.');
    return;
  }
  const verdict = chainToRoot(cms.signerCertificate, cms.certificates, roots, at);
  report.chainTrusted = verdict.trusted;
  report.test = verdict.chain.some(isTestCertificate);
  if (verdict.trusted) checked.chains.push({ chain: verdict.chain, at });
  if (verdict.problem) report.problems.push(verdict.problem);
}

function judgeTimestamp({ report, chains }: Checked, cms: ReadCms, roots: readonly Uint8Array[]): void {
  const carried = signatureStamp(cms);
  if (!carried) return;
  try {
    const stamp = checkTimestampToken(carried.token, carried.imprint);
    const verdict = chainToRoot(stamp.certificate, [...stamp.certificates, ...cms.certificates], roots, stamp.time);
    if (!verdict.trusted) {
      report.problems.push(STAMP_UNTRUSTED);
      return;
    }
    report.level = 'B-T';
    report.stampedTime = stamp.time;
    chains.push({ chain: verdict.chain, at: stamp.time });
  } catch {
    report.problems.push('Tidsstemplet holder ikke.');
  }
}

/** Signature dictionaries in the bytes that no field leads to any more: a sign that one was taken out or hidden. */
function strays(file: PdfFile, signed: SignatureField[]): SignatureReport[] {
  const known = signed.map((field) => field.signature!.ref && file.object(field.signature!.ref.num));
  const text = file.bytes.toString('latin1');
  const found = [...text.matchAll(/\/ByteRange\s*\[\s*\d+\s+\d+\s+\d+\s+\d+\s*\]/g)];
  const loose = found.filter(({ index }) => !known.some((object) => object && object.start <= index && index < object.end));
  return loose.map(() => emptyReport('', 'En underskrift i filen hører ikke længere til noget felt.'));
}

function claimedTime(file: PdfFile, field: SignatureField): Date | null {
  const value = file.resolve(field.signature!.dict.get('M'));
  return value instanceof PdfString ? pdfDate(value.text) : null;
}

function commonName(der: Uint8Array): string {
  const names = readCertificate(der).subject.typesAndValues;
  const named = names.find((part) => part.type === OID.commonName) ?? names.find((part) => part.type === OID.organization);
  return named ? String(named.value.valueBlock.value) : '';
}

function emptyReport(fieldName: string, problem?: string): SignatureReport {
  return {
    fieldName,
    valid: false,
    intact: false,
    coversWholeFile: false,
    signerName: '',
    claimedTime: null,
    stampedTime: null,
    kind: 'signature',
    level: 'B-B',
    revocation: 'unknown',
    chainTrusted: false,
    test: false,
    problems: problem ? [problem] : [],
  };
}
