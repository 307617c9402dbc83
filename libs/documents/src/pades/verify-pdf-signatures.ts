import { createHash } from 'node:crypto';
import { coveredBytes } from './byte-range.js';
import { chainToRoot } from './certificate-chain.js';
import { readCertificate } from './certificate-reader.js';
import { attributeValue, type CmsProblem, cmsProblems, type ReadCms, readCms } from './cms-reader.js';
import { changesAfter } from './later-changes.js';
import { OID } from './oids.js';
import { PdfFile } from './pdf-file.js';
import { PdfName, PdfString } from './pdf-values.js';
import { type SignatureField, signatureFields } from './signature-field.js';
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
  /** `B-T` only with a timestamp that holds and is trusted. */
  level: 'B-B' | 'B-T';
  chainTrusted: boolean;
  /** Made with a key of a development authority. */
  test: boolean;
  /** In Danish, for people. */
  problems: string[];
}

const SUBFILTERS = ['ETSI.CAdES.detached', 'adbe.pkcs7.detached'];
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
 * read is a report with `intact: false` that says so. A PDF without signatures gives an empty list. Does not ask for revocation.
 * The chain is judged at the trusted time stamp, or without one at the claimed time.
 */
export function verifyPdfSignatures(pdf: Buffer, roots: readonly Uint8Array[]): SignatureReport[] {
  try {
    const file = new PdfFile(pdf);
    const signed = signatureFields(file).filter((field) => field.signature);
    const checked = signed.map((field) => checkField(file, field, roots)).sort((a, b) => a.end - b.end);
    return [...checked.map(({ report }) => report), ...strays(file, signed)];
  } catch {
    return [emptyReport('', 'Filen kan ikke læses som PDF.')];
  }
}

function checkField(file: PdfFile, field: SignatureField, roots: readonly Uint8Array[]): { report: SignatureReport; end: number } {
  try {
    const covered = coveredBytes(file, field);
    if ('problem' in covered) return { report: emptyReport(field.name, covered.problem), end: Infinity };
    const report = emptyReport(field.name);
    report.coversWholeFile = covered.end === file.bytes.length;
    report.claimedTime = claimedTime(file, field);
    const cms = readCms(covered.contents);
    report.problems.push(...shapeProblems(file, field, cms));
    const broken = cmsProblems(cms, covered.content);
    report.problems.push(...broken.map((problem) => PROBLEM_TEXT[problem]));
    report.intact = broken.length === 0 && cms.content === undefined;
    judgeSigner(report, cms, roots);
    if (!report.coversWholeFile) report.problems.push(...changesAfter(covered.revision, file));
    report.valid = report.intact && report.chainTrusted && report.problems.length === 0;
    return { report, end: covered.end };
  } catch {
    return { report: emptyReport(field.name, 'Underskriften kan ikke læses.'), end: Infinity };
  }
}

function shapeProblems(file: PdfFile, field: SignatureField, cms: ReadCms): string[] {
  const problems: string[] = [];
  const subFilter = file.resolve(field.signature!.dict.get('SubFilter'));
  const kind = subFilter instanceof PdfName ? subFilter.name : '';
  if (!SUBFILTERS.includes(kind)) problems.push(`Underskrifter af typen "${kind}" kan ikke prøves her.`);
  if (cms.content !== undefined || cms.contentType !== OID.data) problems.push('Underskriften bærer sit eget indhold i stedet for filens.');
  if (cms.rest.some((byte) => byte !== 0)) problems.push('Der står andet end underskriften i dens plads.');
  return problems;
}

function judgeSigner(report: SignatureReport, cms: ReadCms, roots: readonly Uint8Array[]): void {
  if (!cms.signerCertificate) return;
  report.signerName = commonName(cms.signerCertificate);
  judgeTimestamp(report, cms, roots);
  const at = report.stampedTime ?? report.claimedTime;
  if (!at) {
    report.problems.push('Underskriften siger ikke, hvornår den er sat.');
    return;
  }
  const verdict = chainToRoot(cms.signerCertificate, cms.certificates, roots, at);
  report.chainTrusted = verdict.trusted;
  report.test = verdict.chain.some(isTestCertificate);
  if (verdict.problem) report.problems.push(verdict.problem);
}

function judgeTimestamp(report: SignatureReport, cms: ReadCms, roots: readonly Uint8Array[]): void {
  const attributes = cms.signer.unsignedAttrs?.attributes ?? [];
  if (!attributes.some((attribute) => attribute.type === OID.timestampToken)) return;
  try {
    const token = attributeValue(attributes, OID.timestampToken) as { valueBeforeDecodeView: Uint8Array };
    const imprint = createHash('sha256').update(Buffer.from(cms.signer.signature.getValue())).digest();
    const stamp = checkTimestampToken(token.valueBeforeDecodeView, imprint);
    const verdict = chainToRoot(stamp.certificate, [...stamp.certificates, ...cms.certificates], roots, stamp.time);
    if (!verdict.trusted) {
      report.problems.push('Tidsstemplet er ikke fra en udsteder, vi har tillid til.');
      return;
    }
    report.level = 'B-T';
    report.stampedTime = stamp.time;
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
  const pattern = /^D:(\d{4})(\d\d)?(\d\d)?(\d\d)?(\d\d)?(\d\d)?(?:Z|([+-])(\d\d)'?(\d\d)?'?)?/;
  const match = value instanceof PdfString ? pattern.exec(value.text) : null;
  if (!match) return null;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map((part) => part && Number(part));
  const utc = Date.UTC(Number(year), Number(month || 1) - 1, Number(day || 1), Number(hour || 0), Number(minute || 0), Number(second || 0));
  const ahead = (Number(match[8] ?? 0) * 60 + Number(match[9] ?? 0)) * 60_000;
  return new Date(utc - (match[7] === '-' ? -ahead : ahead));
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
    level: 'B-B',
    chainTrusted: false,
    test: false,
    problems: problem ? [problem] : [],
  };
}
