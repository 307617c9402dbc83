import { createHash, verify } from 'node:crypto';
import { drawAppearance, type SignatureAppearance } from './appearance.js';
import { openedCertificate } from './certificate-reader.js';
import { certifiedPermission } from './certification.js';
import { cmsSignature, signedAttributes } from './cms-signature.js';
import { IncrementalUpdate } from './incremental-update.js';
import { PdfFile } from './pdf-file.js';
import { PdfDict, PdfRef } from './pdf-values.js';
import type { PdfSigner, TimestampAuthority } from './ports.js';
import { signatureDictionary } from './signature-dictionary.js';
import { SignatureError } from './signature-error.js';
import { type SignatureField, signatureFields, unsignedField } from './signature-field.js';
import { SignedRevision } from './signed-revision.js';
import { isTestCertificate } from './test-certificate.js';
import { checkTimestampToken } from './timestamp-token.js';

/** One signature to be made. */
export interface SignPdfInput {
  /** A PDF with a free signature field of that name; its bytes stay as they are and come first in the answer. */
  pdf: Buffer;
  fieldName: string;
  signer: PdfSigner;
  /** The claimed time of signing (/M and the visible box). */
  at: Date;
  /** `test` is forced to true when the certificate is a test certificate. */
  appearance: SignatureAppearance;
  /** Makes the first signature a certification: only signing and filling in are allowed afterwards (DocMDP, P 2). */
  certify?: boolean;
  /** With one the signature is B-T, without one B-B. */
  timestampAuthority?: TimestampAuthority;
  /** Told when the visible box keeps its placeholder because the letter has no embedded glyph for `missing`. */
  onPlaceholderKept?: (missing: string) => void;
}

const ROOM_BESIDE_CERTIFICATES = 1600;
const ROOM_FOR_TIMESTAMP = 8192;
const FIELD_PRINTED_AND_LOCKED = 4 | 128;

/**
 * Signs a field as a PAdES baseline signature (EN 319 142-1) by an incremental update that touches that field, and for a
 * certification the catalog; tags, fonts and earlier signatures stay as they are. The level is never lowered: when the
 * timestamp cannot be had the answer is an error, not a B-B. The signature is checked against the certificate before it is
 * written. Errors: every `SignatureErrorCode`; what the signer itself throws is passed on.
 */
export async function signPdf(input: SignPdfInput): Promise<Buffer> {
  if (input.appearance.level !== 'B-B' && !input.timestampAuthority) {
    const problem = `level ${input.appearance.level} is wanted and there is no timestamp authority`;
    throw new SignatureError('signature.timestamp-failed', { problem });
  }
  const chain = await input.signer.certificateChain();
  checkValidity(chain[0], input.at);
  const revision = prepare(input, chain);
  return revision.filledWith(await makeCms(input, chain, revision.digest()));
}

function prepare(input: SignPdfInput, chain: readonly Uint8Array[]): SignedRevision {
  const file = new PdfFile(input.pdf);
  const field = unsignedField(file, input.fieldName);
  refuseWhatIsNotPermitted(file, input.certify ?? false);
  const entry = signatureDictionary({
    at: input.at,
    name: input.appearance.name,
    reason: input.appearance.function,
    certify: input.certify ?? false,
    room: chain.reduce((sum, der) => sum + der.length, ROOM_BESIDE_CERTIFICATES) + (input.timestampAuthority ? ROOM_FOR_TIMESTAMP : 0),
  });
  const update = new IncrementalUpdate(file);
  const signature = update.add(entry.bytes);
  fillField(file, update, field, signature, input, chain);
  markForm(file, update, input.certify ? signature : undefined);
  return SignedRevision.write(update, input.pdf, signature, entry, `${input.pdf.length} ${input.fieldName} ${input.at.toISOString()}`);
}

function fillField(
  file: PdfFile,
  update: IncrementalUpdate,
  field: SignatureField,
  signature: PdfRef,
  input: SignPdfInput,
  chain: readonly Uint8Array[],
): void {
  const test = input.appearance.test || chain.some(isTestCertificate);
  const level = input.timestampAuthority && input.appearance.level === 'B-B' ? 'B-T' : input.appearance.level;
  const drawn = drawAppearance(file, field, { ...input.appearance, test, level }, input.at);
  const sameObject = field.widgetRef.num === field.ref.num;
  const widget = new PdfDict(field.widget).set('F', FIELD_PRINTED_AND_LOCKED);
  if ('stream' in drawn) widget.set('AP', new PdfDict([['N', update.add(drawn.stream)]]));
  else input.onPlaceholderKept?.(drawn.missing);
  if (sameObject) widget.set('V', signature);
  else update.replace(field.ref, new PdfDict(field.dict).set('V', signature));
  update.replace(field.widgetRef, widget);
}

/** Sets /SigFlags when the form lacks it, and /Perms for a certification. */
function markForm(file: PdfFile, update: IncrementalUpdate, certification: PdfRef | undefined): void {
  const { ref, dict } = file.catalog;
  const catalog = new PdfDict(dict);
  const formRef = dict.get('AcroForm');
  const form = new PdfDict(file.dict(formRef));
  if (form.get('SigFlags') !== 3) {
    form.set('SigFlags', 3);
    if (formRef instanceof PdfRef) update.replace(formRef, form);
    else catalog.set('AcroForm', form);
  }
  if (certification) catalog.set('Perms', new PdfDict([['DocMDP', certification]]));
  if (catalog.get('AcroForm') !== dict.get('AcroForm') || certification) update.replace(ref, catalog);
}

function refuseWhatIsNotPermitted(file: PdfFile, certify: boolean): void {
  if (certifiedPermission(file) === 1)
    throw new SignatureError('signature.not-permitted', { problem: 'the file is certified against any change' });
  const signed = signatureFields(file).find((field) => field.signature);
  if (certify && signed) throw new SignatureError('signature.not-first', { signed: signed.name });
}

async function makeCms(input: SignPdfInput, chain: readonly Uint8Array[], digest: Buffer): Promise<Buffer> {
  const { signer, timestampAuthority } = input;
  const attributes = signedAttributes(digest, chain[0]!, signer.algorithm);
  const signature = await signer.sign(attributes);
  if (!verify('sha256', attributes, openedCertificate(chain[0]!).publicKey, signature)) {
    throw new SignatureError('signature.key-mismatch', { problem: 'the signature does not fit the certificate' });
  }
  const parts = { attributes, signature, chain, algorithm: signer.algorithm };
  if (!timestampAuthority) return cmsSignature(parts);
  const imprint = createHash('sha256').update(signature).digest();
  const timestampToken = await timestampAuthority.stamp(imprint);
  checkTimestampToken(timestampToken, imprint);
  return cmsSignature({ ...parts, timestampToken });
}

function checkValidity(certificate: Uint8Array | undefined, at: Date): void {
  if (!certificate) throw new SignatureError('signature.key-unreadable', { problem: 'the signer has no certificate' });
  const { validFrom, validTo, isValid } = openedCertificate(certificate);
  if (!isValid(at)) {
    throw new SignatureError('signature.certificate-not-valid', { validFrom, validTo, at: at.toISOString() });
  }
}
