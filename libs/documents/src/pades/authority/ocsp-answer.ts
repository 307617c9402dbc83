import { createHash } from 'node:crypto';
import { OCSPRequest, type Request } from 'pkijs';
import { signedDer } from '../certificate.js';
import { certificateParts } from '../certificate-parts.js';
import { enumerated, generalizedTime, integer, nothing, octets, oid, sequence, tagged, tlv } from '../der.js';
import { OID } from '../oids.js';
import { type AuthorityKey, holdsFor, type Revoked } from './revocation-list.js';

/** A responder: its own key and certificate, and the issuer it answers for (DER). */
export interface OcspResponder extends AuthorityKey {
  issuer: Uint8Array;
  /** Whether the issuer has issued that serial number (hexadecimal); of others the status is unknown. */
  knows(serial: string): boolean;
}

const MALFORMED = sequence(enumerated(1));

/** The answer (RFC 6960) to a request in DER; a request that cannot be read gets `malformedRequest`. */
export function answerOcsp(request: Uint8Array, responder: OcspResponder, revoked: Revoked, now: Date): Buffer {
  const asked = readRequest(request);
  if (!asked || asked.tbsRequest.requestList.length === 0) return MALFORMED;
  const nonce = asked.tbsRequest.requestExtensions?.find((item) => item.extnID === OID.ocspNonce);
  const data = sequence(
    tagged(2, octets(createHash('sha1').update(certificateParts(responder.certificate).keyBits).digest())),
    generalizedTime(now),
    sequence(...asked.tbsRequest.requestList.map((each) => singleAnswer(each, responder, revoked, now))),
    ...(nonce ? [tagged(1, sequence(sequence(oid(OID.ocspNonce), octets(new Uint8Array(nonce.extnValue.getValue())))))] : []),
  );
  const basic = signedDer(data, responder.key, tagged(0, sequence(responder.certificate)));
  return sequence(enumerated(0), tagged(0, sequence(oid(OID.ocspBasic), octets(basic))));
}

function readRequest(request: Uint8Array): OCSPRequest | undefined {
  try {
    return OCSPRequest.fromBER(new Uint8Array(request).buffer);
  } catch {
    return undefined;
  }
}

function singleAnswer({ reqCert }: Request, responder: OcspResponder, revoked: Revoked, now: Date): Buffer {
  const number = reqCert.serialNumber.toBigInt();
  const serial = number.toString(16);
  const algorithm = reqCert.hashAlgorithm.algorithmId;
  const [nameHash, keyHash] = [reqCert.issuerNameHash, reqCert.issuerKeyHash].map((hash) => Buffer.from(hash.getValue())) as [
    Buffer,
    Buffer,
  ];
  const certId = sequence(sequence(oid(algorithm), nothing()), octets(nameHash), octets(keyHash), integer(number));
  const since = revoked.get(serial);
  const known = namesIssuer(algorithm, nameHash, keyHash, responder.issuer) && responder.knows(serial);
  const status = !known ? tlv(0x82) : since ? tlv(0xa1, generalizedTime(since)) : tlv(0x80);
  return sequence(certId, status, generalizedTime(now), tagged(0, generalizedTime(new Date(now.getTime() + holdsFor))));
}

function namesIssuer(algorithm: string, nameHash: Buffer, keyHash: Buffer, issuer: Uint8Array): boolean {
  const digest = { [OID.sha1]: 'sha1', [OID.sha256]: 'sha256' }[algorithm];
  if (!digest) return false;
  const { subject, keyBits } = certificateParts(issuer);
  const hash = (bytes: Buffer): Buffer => createHash(digest).update(bytes).digest();
  return hash(subject).equals(nameHash) && hash(keyBits).equals(keyHash);
}
