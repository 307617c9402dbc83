import { createHash, createPublicKey, type KeyObject, randomBytes, sign } from 'node:crypto';
import { bits, boolean, integer, nothing, octets, oid, sequence, setOf, tagged, time, tlv, utf8 } from './der.js';
import { OID } from './oids.js';

/** Who a certificate is about: organisation and common name, country DK. */
export interface CertificateName {
  organization: string;
  commonName: string;
}

/** What a certificate may be used for. */
export type CertificatePurpose = 'root' | 'issuing' | 'seal' | 'timestamp';

/** A certificate to be issued. */
export interface CertificateOrder {
  subject: CertificateName;
  /** Of the subject; only its public half goes into the certificate. */
  key: KeyObject;
  purpose: CertificatePurpose;
  issuer: { name: CertificateName; key: KeyObject };
  notBefore: Date;
  notAfter: Date;
}

const MARKER_TEXT = 'PRØVE: udstedt af Genmæles udviklingsudsteder, uden retsvirkning';

/** Issues a test certificate (RFC 5280, version 3) in DER. Each carries the marker that `isTestCertificate` looks for. */
export function issueTestCertificate(order: CertificateOrder): Buffer {
  const algorithm = signatureAlgorithm(order.issuer.key);
  const serial = BigInt(`0x40${randomBytes(15).toString('hex')}`);
  const tbs = sequence(
    tagged(0, integer(2)),
    integer(serial),
    algorithm,
    name(order.issuer.name),
    sequence(time(order.notBefore), time(order.notAfter)),
    name(order.subject),
    publicKey(order.key),
    tagged(3, sequence(...extensions(order))),
  );
  return sequence(tbs, algorithm, bits(sign('sha256', tbs, order.issuer.key)));
}

function extensions({ purpose, key, issuer }: CertificateOrder): Buffer[] {
  const authority = purpose === 'root' || purpose === 'issuing';
  const constraints = purpose === 'root' ? [boolean(true)] : purpose === 'issuing' ? [boolean(true), integer(0)] : [];
  return [
    extension(OID.basicConstraints, authority, sequence(...constraints)),
    extension(OID.keyUsage, true, keyUsage(purpose)),
    ...(purpose === 'timestamp' ? [extension(OID.extendedKeyUsage, true, sequence(oid(OID.timeStamping)))] : []),
    extension(OID.subjectKeyIdentifier, false, octets(keyIdentifier(key))),
    extension(OID.authorityKeyIdentifier, false, sequence(tlv(0x80, keyIdentifier(issuer.key)))),
    extension(OID.testMarker, false, utf8(MARKER_TEXT)),
  ];
}

/** Authorities sign certificates and revocation lists, seals stand by what they sign (non-repudiation), stamps are plain signatures. */
function keyUsage(purpose: CertificatePurpose): Buffer {
  if (purpose === 'seal') return bits(Buffer.from([0xc0]), 6);
  return purpose === 'timestamp' ? bits(Buffer.from([0x80]), 7) : bits(Buffer.from([0x06]), 1);
}

function extension(type: string, critical: boolean, value: Buffer): Buffer {
  return sequence(oid(type), ...(critical ? [boolean(true)] : []), octets(value));
}

function name({ organization, commonName }: CertificateName): Buffer {
  const part = (type: string, value: Buffer): Buffer => setOf(sequence(oid(type), value));
  const country = tlv(0x13, Buffer.from('DK'));
  return sequence(part(OID.country, country), part(OID.organization, utf8(organization)), part(OID.commonName, utf8(commonName)));
}

function signatureAlgorithm(key: KeyObject): Buffer {
  return key.asymmetricKeyType === 'ec' ? sequence(oid(OID.ecdsaSha256)) : sequence(oid(OID.rsaSha256), nothing());
}

function publicKey(key: KeyObject): Buffer {
  return createPublicKey(key).export({ type: 'spki', format: 'der' });
}

function keyIdentifier(key: KeyObject): Buffer {
  return createHash('sha256').update(publicKey(key)).digest().subarray(0, 20);
}
