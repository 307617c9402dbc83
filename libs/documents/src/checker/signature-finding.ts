import { createHash, X509Certificate } from 'node:crypto';
import { coveredBytes, type CoveredBytes } from '../pades/byte-range.js';
import { chainToRoot } from '../pades/certificate-chain.js';
import { readCertificate } from '../pades/certificate-reader.js';
import { type CmsProblem, cmsProblems, type ReadCms, readCms, signatureStamp } from '../pades/cms-reader.js';
import { laterChanges } from '../pades/later-changes.js';
import { OID } from '../pades/oids.js';
import type { PdfFile } from '../pades/pdf-file.js';
import { pdfDate } from '../pades/pdf-date.js';
import { PdfName, PdfString } from '../pades/pdf-values.js';
import type { SignatureField } from '../pades/signature-field.js';
import { isTestCertificate } from '../pades/test-certificate.js';
import { checkTimestampToken } from '../pades/timestamp-token.js';
import { judgeRevocation } from './revocation.js';
import { type ValidationData } from './validation-data.js';
import type { CertificateView, SignatureFinding } from './verdict.js';

const LARGEST_CONTENTS = 4 * 1024 * 1024;
const PADES = 'ETSI.CAdES.detached';
const STAMP = 'ETSI.RFC3161';
const PLAIN = 'adbe.pkcs7.detached';

/** `changed` when the words mean that what was signed is not what stands there; otherwise it cannot be decided. */
const PROBLEMS: Readonly<Record<CmsProblem, { danish: string; changed: boolean }>> = {
  'no-certificate': { danish: 'Underskriverens certifikat ligger ikke i filen.', changed: false },
  'no-signed-attributes': { danish: 'Underskriften mangler de underskrevne oplysninger, som binder den til indholdet.', changed: false },
  'algorithm-unknown': { danish: 'Underskriften bruger en metode, der ikke kan prøves eller ikke er sikker.', changed: false },
  'content-type-differs': { danish: 'Underskriften gælder en anden slags indhold.', changed: false },
  'digest-differs': { danish: 'Det underskrevne er ændret: kontrolsummen passer ikke.', changed: true },
  'certificate-not-bound': { danish: 'Underskriften er ikke bundet til sit certifikat.', changed: false },
  'signature-wrong': { danish: 'Underskriften passer ikke til certifikatet.', changed: true },
};

/** Looks at one signed field. Never throws for what is in the file. */
export function examineSignature(
  file: PdfFile,
  field: SignatureField,
  roots: readonly Uint8Array[],
  data: ValidationData,
): SignatureFinding {
  const finding = emptyFinding(file, field);
  try {
    examine(finding, file, field, roots, data);
  } catch {
    finding.problems.push('Underskriften kan ikke læses.');
    if (finding.state === 'sound') finding.state = 'undecided';
  }
  return finding;
}

function examine(
  finding: SignatureFinding,
  file: PdfFile,
  field: SignatureField,
  roots: readonly Uint8Array[],
  data: ValidationData,
): void {
  const covered = coveredBytes(file, field);
  if ('problem' in covered) return doubt(finding, covered.problem);
  if (covered.contents.length > LARGEST_CONTENTS) return doubt(finding, 'Underskriften er for stor til at blive prøvet.');
  finding.covers = { end: covered.end, ofBytes: file.bytes.length };
  finding.changes = laterChanges(covered.revision, file);
  for (const change of finding.changes) if (!change.harmless) blame(finding, change.danish);
  if (finding.kind === 'timestamp') return judgeDocumentTimestamp(finding, covered, roots, data);
  const cms = readCms(covered.contents);
  judgeShape(finding, cms);
  judgeIntegrity(finding, cms, covered.content);
  judgeSigner(finding, cms, roots, data);
}

function judgeShape(finding: SignatureFinding, cms: ReadCms): void {
  const { subFilter } = finding;
  if (subFilter !== PADES && subFilter !== PLAIN) doubt(finding, `Underskrifter af typen »${subFilter}« kan ikke prøves her.`);
  if (cms.content !== undefined || cms.contentType !== OID.data)
    doubt(finding, 'Underskriften bærer sit eget indhold i stedet for filens.');
  if (cms.rest.some((byte) => byte !== 0)) doubt(finding, 'Der står andet end underskriften i dens plads.');
}

function judgeIntegrity(finding: SignatureFinding, cms: ReadCms, content: Buffer): void {
  const problems = cmsProblems(cms, content).filter(
    (problem) => problem !== 'certificate-not-bound' || !mayBeUnbound(cms, finding.subFilter),
  );
  const wrong = problems.includes('digest-differs') || problems.includes('signature-wrong');
  finding.intact = problems.length === 0 ? true : wrong ? false : null;
  for (const problem of problems) (PROBLEMS[problem].changed ? blame : doubt)(finding, PROBLEMS[problem].danish);
  if (finding.subFilter === PLAIN) finding.notes.push('Underskriften er af den ældre type adbe.pkcs7.detached, ikke PAdES.');
}

/** The older kind (ISO 32000-1 section 12.8.3.3) need not name its certificate; when it does, it must be the right one. */
function mayBeUnbound({ signer }: ReadCms, subFilter: string): boolean {
  const attributes = signer.signedAttributes?.list ?? [];
  return subFilter === PLAIN && !attributes.some(({ type }) => type === OID.signingCertificateV2 || type === OID.signingCertificateV1);
}

function judgeSigner(finding: SignatureFinding, cms: ReadCms, roots: readonly Uint8Array[], data: ValidationData): void {
  if (!cms.signerCertificate) return;
  finding.signerName = commonName(cms.signerCertificate);
  const others = [...cms.certificates, ...data.certificates];
  const stamp = judgeSignatureTimestamp(finding, cms, roots, data);
  const at = finding.stampedTime ?? finding.claimedTime;
  if (!at) return doubt(finding, 'Underskriften siger ikke, hvornår den er sat.');
  const chain = judgeChain(finding, cms.signerCertificate, others, roots, at);
  if (!chain) return;
  const revocation = judgeRevocation(chain, data, at, finding.stampedTime !== null);
  finding.revocation = revocation.status;
  if (revocation.status === 'revoked') doubt(finding, revocation.danish);
  else finding.notes.push(revocation.danish);
  if (finding.state !== 'sound' || finding.subFilter !== PADES) return;
  finding.level = finding.stampedTime === null ? 'B-B' : 'B-T';
  const stampGood = stamp !== undefined && judgeRevocation(stamp, data, at, false).status === 'good';
  if (finding.level === 'B-T' && revocation.status === 'good' && stampGood && data.present) finding.level = 'B-LT';
}

function judgeChain(
  finding: SignatureFinding,
  leaf: Uint8Array,
  others: readonly Uint8Array[],
  roots: readonly Uint8Array[],
  at: Date,
): Uint8Array[] | undefined {
  const verdict = chainToRoot(leaf, others, roots, at);
  finding.chain = verdict.chain.map(viewOf);
  finding.trusted = verdict.trusted;
  finding.test = verdict.chain.some(isTestCertificate);
  if (verdict.problem) doubt(finding, verdict.problem);
  return verdict.trusted ? verdict.chain : undefined;
}

/** The chain of the stamp's authority when the signature carries a time stamp that holds and is trusted. */
function judgeSignatureTimestamp(
  finding: SignatureFinding,
  cms: ReadCms,
  roots: readonly Uint8Array[],
  data: ValidationData,
): Uint8Array[] | undefined {
  const carried = signatureStamp(cms);
  if (!carried) return undefined;
  try {
    const stamp = checkTimestampToken(carried.token, carried.imprint);
    const others = [...stamp.certificates, ...cms.certificates, ...data.certificates];
    const verdict = chainToRoot(stamp.certificate, others, roots, stamp.time);
    if (!verdict.trusted) {
      doubt(finding, 'Tidsstemplet er ikke fra en udsteder, vi har tillid til.');
      return undefined;
    }
    finding.stampedTime = stamp.time;
    return verdict.chain;
  } catch {
    doubt(finding, 'Underskriftens tidsstempel holder ikke.');
    return undefined;
  }
}

function judgeDocumentTimestamp(
  finding: SignatureFinding,
  covered: CoveredBytes,
  roots: readonly Uint8Array[],
  data: ValidationData,
): void {
  const cms = readCms(covered.contents);
  if (cms.rest.some((byte) => byte !== 0)) doubt(finding, 'Der står andet end tidsstemplet i dets plads.');
  if (cms.signerCertificate) finding.signerName = commonName(cms.signerCertificate);
  const token = covered.contents.subarray(0, covered.contents.length - cms.rest.length);
  try {
    const stamp = checkTimestampToken(token, createHash('sha256').update(covered.content).digest());
    finding.intact = true;
    const chain = judgeChain(finding, stamp.certificate, [...stamp.certificates, ...data.certificates], roots, stamp.time);
    if (!chain) return;
    finding.stampedTime = stamp.time;
    finding.revocation = judgeRevocation(chain, data, stamp.time, false).status;
  } catch {
    finding.intact = false;
    blame(finding, 'Dokumenttidsstemplet passer ikke til filen.');
  }
}

function doubt(finding: SignatureFinding, problem: string): void {
  finding.problems.push(problem);
  if (finding.state === 'sound') finding.state = 'undecided';
}

function blame(finding: SignatureFinding, problem: string): void {
  finding.problems.push(problem);
  finding.state = 'changed';
}

function emptyFinding(file: PdfFile, field: SignatureField): SignatureFinding {
  const subFilter = subFilterOf(file, field);
  const permission = certifies(file, field);
  return {
    fieldName: field.name.slice(0, 200),
    subFilter: subFilter.slice(0, 60),
    kind: subFilter === STAMP ? 'timestamp' : permission === null ? 'signature' : 'certification',
    state: 'sound',
    signerName: '',
    claimedTime: claimedTime(file, field),
    stampedTime: null,
    level: null,
    covers: null,
    intact: null,
    permission,
    changes: [],
    chain: [],
    trusted: false,
    revocation: 'unknown',
    test: false,
    problems: [],
    notes: [],
  };
}

function certifies(file: PdfFile, field: SignatureField): number | null {
  for (const item of file.list(field.signature!.dict.get('Reference'))) {
    const method = file.resolve(file.dict(item)?.get('TransformMethod'));
    if (!(method instanceof PdfName) || method.name !== 'DocMDP') continue;
    const permission = file.resolve(file.dict(file.dict(item)?.get('TransformParams'))?.get('P'));
    return typeof permission === 'number' ? permission : 2;
  }
  return null;
}

function subFilterOf(file: PdfFile, field: SignatureField): string {
  const subFilter = file.resolve(field.signature!.dict.get('SubFilter'));
  return subFilter instanceof PdfName ? subFilter.name : '';
}

function claimedTime(file: PdfFile, field: SignatureField): Date | null {
  const value = file.resolve(field.signature!.dict.get('M'));
  return value instanceof PdfString ? pdfDate(value.text) : null;
}

function viewOf(der: Uint8Array): CertificateView {
  const { subject, issuer, serialNumber, validFrom, validTo } = new X509Certificate(der);
  const line = (name: string): string => name.replace(/\n/g, ', ').slice(0, 300);
  return {
    subject: line(subject),
    issuer: line(issuer),
    serial: serialNumber,
    notBefore: new Date(validFrom),
    notAfter: new Date(validTo),
  };
}

function commonName(der: Uint8Array): string {
  const names = readCertificate(der).subject.typesAndValues;
  const named = names.find(({ type }) => type === OID.commonName) ?? names.find(({ type }) => type === OID.organization);
  return named ? String(named.value.valueBlock.value).slice(0, 200) : '';
}
