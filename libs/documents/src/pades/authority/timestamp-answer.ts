import { createHash, type KeyObject, randomBytes, sign } from 'node:crypto';
import { TimeStampReq } from 'pkijs';
import { signatureAlgorithm } from '../certificate.js';
import { certificateParts } from '../certificate-parts.js';
import { bits, generalizedTime, inOrder, integer, octets, oid, sequence, setOf, tagged } from '../der.js';
import { OID } from '../oids.js';

/** A time-stamp authority's key and certificates (DER, its own first). */
export interface StampingKey {
  key: KeyObject;
  chain: readonly Uint8Array[];
}

const GRANTED = 0;
const REFUSED = 2;
const BAD_ALGORITHM = 0;
const BAD_FORMAT = 5;
const DIGEST_LENGTH: Readonly<Record<string, number>> = { [OID.sha256]: 32, [OID.sha384]: 48, [OID.sha512]: 64 };

/** The answer (RFC 3161) to a request in DER: a token over its imprint at `now`, or a refusal that says why. */
export function answerTimestamp(request: Uint8Array, authority: StampingKey, now: Date): Buffer {
  const asked = readRequest(request);
  if (!asked) return refusal(BAD_FORMAT);
  const algorithm = asked.messageImprint.hashAlgorithm.algorithmId;
  const imprint = Buffer.from(asked.messageImprint.hashedMessage.getValue());
  if (DIGEST_LENGTH[algorithm] !== imprint.length) return refusal(BAD_ALGORITHM);
  const info = sequence(
    integer(1),
    oid(OID.testStampPolicy),
    Buffer.from(asked.messageImprint.toSchema().toBER()),
    integer(BigInt(`0x40${randomBytes(8).toString('hex')}`)),
    generalizedTime(now),
    sequence(integer(1)), // accurate to one second
    ...(asked.nonce ? [Buffer.from(asked.nonce.valueBeforeDecodeView)] : []),
  );
  return sequence(sequence(integer(GRANTED)), token(info, authority, asked.certReq ?? false));
}

function readRequest(request: Uint8Array): TimeStampReq | undefined {
  try {
    return TimeStampReq.fromBER(new Uint8Array(request).buffer);
  } catch {
    return undefined;
  }
}

function refusal(reason: number): Buffer {
  const octet = Buffer.from([0x80 >> (reason % 8)]);
  return sequence(sequence(integer(REFUSED), bits(octet, 7 - (reason % 8))));
}

function token(info: Buffer, { key, chain }: StampingKey, withCertificates: boolean): Buffer {
  const { issuer, serial } = certificateParts(chain[0]!);
  const sha256 = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest();
  const attribute = (type: string, value: Buffer): Buffer => sequence(oid(type), setOf(value));
  const attributes = setOf(
    attribute(OID.contentType, oid(OID.timestampInfo)),
    attribute(OID.messageDigest, octets(sha256(info))),
    attribute(OID.signingCertificateV2, sequence(sequence(sequence(octets(sha256(chain[0]!)))))),
  );
  const implicit = Buffer.from(attributes);
  implicit[0] = 0xa0;
  const signerInfo = sequence(
    integer(1),
    sequence(issuer, serial),
    sequence(oid(OID.sha256)),
    implicit,
    signatureAlgorithm(key),
    octets(sign('sha256', attributes, key)),
  );
  const signedData = sequence(
    integer(3),
    setOf(sequence(oid(OID.sha256))),
    sequence(oid(OID.timestampInfo), tagged(0, octets(info))),
    ...(withCertificates ? [tagged(0, ...inOrder([...chain]))] : []),
    setOf(signerInfo),
  );
  return sequence(oid(OID.signedData), tagged(0, signedData));
}
