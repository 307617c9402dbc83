import { createHash, verify, X509Certificate } from 'node:crypto';
import { BasicOCSPResponse, CertificateRevocationList, ExtKeyUsage, OCSPResponse, type SingleResponse } from 'pkijs';
import { readCertificate } from '../pades/certificate-reader.js';
import { OID } from '../pades/oids.js';

/** Answers of OCSP responders and revocation lists (DER) that lie in a file. */
export interface RevocationEvidence {
  ocsps: readonly Uint8Array[];
  crls: readonly Uint8Array[];
}

/** What the evidence says of a whole chain: `good` only when every certificate below the root is shown not to be revoked at the time. */
export interface RevocationVerdict {
  status: 'good' | 'revoked' | 'unknown';
  /** In Danish, for people. */
  danish: string;
}

const DIGESTS: Readonly<Record<string, string>> = {
  [OID.rsaSha256]: 'sha256',
  [OID.rsaSha384]: 'sha384',
  [OID.rsaSha512]: 'sha512',
  [OID.ecdsaSha256]: 'sha256',
  [OID.ecdsaSha384]: 'sha384',
  [OID.ecdsaSha512]: 'sha512',
};
const NAME_DIGESTS: Readonly<Record<string, string>> = { [OID.sha1]: 'sha1', [OID.sha256]: 'sha256' };
/** More pieces than any signature needs, and few enough to try each against each certificate. */
const MOST_PIECES = 60;

type State = { revoked: Date | undefined } | undefined;

/**
 * Judges a chain (the signer's certificate first, the root last) by evidence alone; asks no one. OCSP by RFC 6960, lists by RFC 5280
 * section 6.3 without delta lists and indirect issuers. `at` is when the signature was made; `certain` says that a trusted time stamp
 * vouches for it, without which a certificate that was revoked at any time counts as revoked.
 */
export function judgeRevocation(chain: readonly Uint8Array[], evidence: RevocationEvidence, at: Date, certain: boolean): RevocationVerdict {
  for (let i = 0; i + 1 < chain.length; i++) {
    const state = stateOf(chain[i]!, chain[i + 1]!, evidence, at);
    if (!state) return { status: 'unknown', danish: 'Om certifikatet er spærret, kan ikke ses af filen.' };
    if (state.revoked && (!certain || state.revoked <= at)) return { status: 'revoked', danish: 'Certifikatet er spærret.' };
  }
  return { status: 'good', danish: 'Filen viser, at certifikatet ikke var spærret.' };
}

function stateOf(certificate: Uint8Array, issuer: Uint8Array, { ocsps, crls }: RevocationEvidence, at: Date): State {
  const states = [
    ...ocsps.slice(0, MOST_PIECES).map((der) => quietly(() => ocspState(der, certificate, issuer, at))),
    ...crls.slice(0, MOST_PIECES).map((der) => quietly(() => crlState(der, certificate, issuer, at))),
  ].filter((state) => state !== undefined);
  return states.find(({ revoked }) => revoked !== undefined) ?? states[0];
}

function ocspState(der: Uint8Array, certificate: Uint8Array, issuer: Uint8Array, at: Date): State {
  const basic = basicResponse(der);
  const responders = [issuer, ...(basic.certs ?? []).map((each) => new Uint8Array(each.toSchema(false).toBER()))];
  const sound = responders.some(
    (responder) =>
      mayAnswerFor(issuer, responder) &&
      isSignedBy(basic.tbsResponseData.tbsView, basic.signatureAlgorithm.algorithmId, basic.signature.valueBlock.valueHexView, responder),
  );
  const answer = sound ? basic.tbsResponseData.responses.find((each) => isAbout(each, certificate, issuer)) : undefined;
  if (!answer || answer.thisUpdate > later(at) || (answer.nextUpdate && answer.nextUpdate < at)) return undefined;
  const { tagNumber } = (answer.certStatus as { idBlock: { tagNumber: number } }).idBlock;
  if (tagNumber === 0) return { revoked: undefined };
  return tagNumber === 1 ? { revoked: answer.thisUpdate < at ? answer.thisUpdate : new Date(0) } : undefined;
}

/** An answer may be some time younger than the signature; one from a decade after says nothing of a file that was kept. */
function later(at: Date): Date {
  return new Date(at.getTime() + 20 * 365 * 24 * 3600 * 1000);
}

/** The DSS and CAdES hold whole responses; some files hold only the basic response within. */
function basicResponse(der: Uint8Array): BasicOCSPResponse {
  try {
    const whole = OCSPResponse.fromBER(new Uint8Array(der).buffer);
    return BasicOCSPResponse.fromBER(new Uint8Array(whole.responseBytes!.response.valueBlock.valueHexView).buffer);
  } catch {
    return BasicOCSPResponse.fromBER(new Uint8Array(der).buffer);
  }
}

/** The issuer itself, or one whom it has named for the purpose (RFC 6960 section 4.2.2.2). */
function mayAnswerFor(issuer: Uint8Array, responder: Uint8Array): boolean {
  if (Buffer.compare(issuer, responder) === 0) return true;
  const usage = readCertificate(responder).extensions?.find(({ extnID }) => extnID === OID.extendedKeyUsage)?.parsedValue;
  if (!(usage instanceof ExtKeyUsage) || !usage.keyPurposes.includes(OID.ocspSigning)) return false;
  const [own, above] = [new X509Certificate(responder), new X509Certificate(issuer)];
  return own.checkIssued(above) && own.verify(above.publicKey);
}

function isAbout({ certID }: SingleResponse, certificate: Uint8Array, issuer: Uint8Array): boolean {
  const digest = NAME_DIGESTS[certID.hashAlgorithm.algorithmId];
  if (!digest) return false;
  const [own, above] = [readCertificate(certificate), readCertificate(issuer)];
  const hash = (bytes: Uint8Array): Buffer => createHash(digest).update(bytes).digest();
  return (
    own.serialNumber.isEqual(certID.serialNumber) &&
    hash(new Uint8Array(above.subject.valueBeforeDecode)).equals(Buffer.from(certID.issuerNameHash.valueBlock.valueHexView)) &&
    hash(above.subjectPublicKeyInfo.subjectPublicKey.valueBlock.valueHexView).equals(
      Buffer.from(certID.issuerKeyHash.valueBlock.valueHexView),
    )
  );
}

function crlState(der: Uint8Array, certificate: Uint8Array, issuer: Uint8Array, at: Date): State {
  const list = CertificateRevocationList.fromBER(new Uint8Array(der).buffer);
  if (!list.issuer.isEqual(readCertificate(issuer).subject)) return undefined;
  if (!isSignedBy(list.tbsView, list.signatureAlgorithm.algorithmId, list.signatureValue.valueBlock.valueHexView, issuer)) return undefined;
  if (list.nextUpdate && list.nextUpdate.value < at) return undefined;
  const own = readCertificate(certificate).serialNumber;
  return { revoked: list.revokedCertificates?.find(({ userCertificate }) => userCertificate.isEqual(own))?.revocationDate.value };
}

function isSignedBy(content: Uint8Array, algorithm: string, signature: Uint8Array, certificate: Uint8Array): boolean {
  const digest = DIGESTS[algorithm];
  return digest !== undefined && verify(digest, content, new X509Certificate(certificate).publicKey, signature);
}

function quietly(judge: () => State): State {
  try {
    return judge();
  } catch {
    return undefined;
  }
}
