import { createHash, X509Certificate } from 'node:crypto';
import { type BaseBlock, type Constructed, fromBER, GeneralizedTime, type Sequence } from 'asn1js';
import { BasicOCSPResponse, ExtKeyUsage, OCSPResponse, type SingleResponse } from 'pkijs';
import { readCertificate } from '../certificate-reader.js';
import { certificateParts } from '../certificate-parts.js';
import { nothing, octets, oid, sequence, tagged } from '../der.js';
import { OID } from '../oids.js';
import { SignatureError } from '../signature-error.js';
import { isSignedBy, type Validity } from './authority-word.js';

/** What a responder says of one certificate; its signature holds and it was entitled to answer. */
export interface CheckedOcsp extends Validity {
  /** Since when the certificate is revoked; left out: it is good. */
  revokedSince?: Date;
  /** The responder's certificate in DER: the issuer's own, or one whom the issuer has named. */
  responder: Buffer;
  /** The DER of the nonce extension's value, when the answer repeats one. */
  nonce?: Buffer;
}

const DIGESTS: Readonly<Record<string, string>> = { [OID.sha1]: 'sha1', [OID.sha256]: 'sha256' };
const SUCCESSFUL = 0;

/** A question (RFC 6960) about one certificate in DER, named by SHA-1 as every responder understands it. */
export function ocspRequest(certificate: Uint8Array, issuer: Uint8Array, nonce: Uint8Array): Buffer {
  const { subject, keyBits } = certificateParts(issuer);
  const hash = (bytes: Buffer): Buffer => octets(createHash('sha1').update(bytes).digest());
  const id = sequence(sequence(oid(OID.sha1), nothing()), hash(subject), hash(keyBits), certificateParts(certificate).serial);
  return sequence(sequence(sequence(sequence(id)), tagged(2, sequence(sequence(oid(OID.ocspNonce), octets(octets(nonce)))))));
}

/**
 * Reads an OCSP answer and checks that it is about that certificate, that its signature holds and that the responder may answer for the
 * issuer. Whether it holds now is another question ({@link Validity}). Errors: `signature.revocation-failed`.
 */
export function checkOcsp(answer: Uint8Array, certificate: Uint8Array, issuer: Uint8Array): CheckedOcsp {
  return orFailed(() => readBasic(basicIn(answer), certificate, issuer));
}

/** As {@link checkOcsp}, of the basic response that is within an answer; some files keep that alone. */
export function checkBasicOcsp(basic: Uint8Array, certificate: Uint8Array, issuer: Uint8Array): CheckedOcsp {
  return orFailed(() => readBasic(new Uint8Array(basic), certificate, issuer));
}

function orFailed(read: () => CheckedOcsp): CheckedOcsp {
  try {
    return read();
  } catch (cause) {
    if (cause instanceof SignatureError) throw cause;
    throw failed('the answer is not an OCSP response', cause);
  }
}

function basicIn(answer: Uint8Array): Uint8Array<ArrayBuffer> {
  const whole = OCSPResponse.fromBER(new Uint8Array(answer).buffer);
  const status = Number(whole.responseStatus.valueBlock.valueDec);
  if (status !== SUCCESSFUL || whole.responseBytes?.responseType !== OID.ocspBasic)
    throw failed(`the responder refused with status ${status}`);
  return new Uint8Array(whole.responseBytes.response.getValue());
}

function readBasic(bytes: Uint8Array<ArrayBuffer>, certificate: Uint8Array, issuer: Uint8Array): CheckedOcsp {
  const basic = BasicOCSPResponse.fromBER(bytes.buffer);
  const { tbsView, producedAt, responses, responseExtensions } = basic.tbsResponseData;
  const candidates = [Buffer.from(issuer), ...rawCertificates(bytes)];
  const signature = basic.signature.valueBlock.valueHexView;
  const responder = candidates.find((each) => isSignedBy(tbsView, basic.signatureAlgorithm.algorithmId, signature, each));
  if (!responder) throw failed("the answer's signature does not hold");
  if (!mayAnswerFor(issuer, responder, producedAt)) throw failed('the responder may not answer for the issuer');
  const said = responses.filter((each) => isAbout(each, certificate, issuer));
  if (said.length !== 1) throw failed('the answer is about another certificate');
  const nonce = responseExtensions?.find((each) => each.extnID === OID.ocspNonce);
  return { ...stateOf(said[0]!), responder, ...(nonce ? { nonce: Buffer.from(nonce.extnValue.getValue()) } : {}) };
}

function stateOf({ certStatus, thisUpdate, nextUpdate }: SingleResponse): Validity & { revokedSince?: Date } {
  const status = certStatus as BaseBlock & Partial<Constructed>;
  const tag = status.idBlock.tagNumber;
  if (tag !== 0 && tag !== 1) throw failed('the responder does not know the certificate');
  const validity = { thisUpdate, ...(nextUpdate ? { nextUpdate } : {}) };
  if (tag === 0) return validity;
  const since = status.valueBlock?.value[0];
  return { ...validity, revokedSince: since instanceof GeneralizedTime ? since.toDate() : new Date(0) };
}

/** The certificates as the bytes that came, not as they would be encoded anew. */
function rawCertificates(basic: Uint8Array): Buffer[] {
  const parts = (fromBER(new Uint8Array(basic)).result as Sequence).valueBlock.value;
  const tagged = parts.find((part) => part.idBlock.tagClass === 3 && part.idBlock.tagNumber === 0) as Constructed | undefined;
  const list = tagged?.valueBlock.value[0] as Sequence | undefined;
  return (list?.valueBlock.value ?? []).map((part) => Buffer.from(part.valueBeforeDecodeView));
}

/** RFC 6960 section 4.2.2.2: the issuer itself, or one with a certificate of the issuer's for this purpose, valid when it answered. */
function mayAnswerFor(issuer: Uint8Array, responder: Buffer, at: Date): boolean {
  if (responder.equals(issuer)) return true;
  const usage = readCertificate(responder).extensions?.find(({ extnID }) => extnID === OID.extendedKeyUsage)?.parsedValue;
  if (!(usage instanceof ExtKeyUsage) || !usage.keyPurposes.includes(OID.ocspSigning)) return false;
  const [own, above] = [new X509Certificate(responder), new X509Certificate(issuer)];
  const valid = new Date(own.validFrom) <= at && at <= new Date(own.validTo);
  return valid && own.checkIssued(above) && own.verify(above.publicKey);
}

function isAbout({ certID }: SingleResponse, certificate: Uint8Array, issuer: Uint8Array): boolean {
  const digest = DIGESTS[certID.hashAlgorithm.algorithmId];
  if (!digest) return false;
  const { subject, keyBits } = certificateParts(issuer);
  const hash = (bytes: Buffer): Buffer => createHash(digest).update(bytes).digest();
  return (
    Buffer.from(certID.serialNumber.toBER()).equals(certificateParts(certificate).serial) &&
    hash(subject).equals(Buffer.from(certID.issuerNameHash.getValue())) &&
    hash(keyBits).equals(Buffer.from(certID.issuerKeyHash.getValue()))
  );
}

function failed(problem: string, cause?: unknown): SignatureError {
  return new SignatureError('signature.revocation-failed', { problem }, { cause });
}
