import { createHash, createPublicKey, type KeyObject, randomBytes, sign } from 'node:crypto';
import { bits, boolean, integer, nothing, octets, oid, sequence, setOf, tagged, time, tlv, utf8 } from './der.js';
import { OID } from './oids.js';

/** Who a certificate is about: organisation and common name, country DK. */
export interface CertificateName {
  organization: string;
  commonName: string;
}

/** What a certificate may be used for. */
export type CertificatePurpose = 'root' | 'issuing' | 'seal' | 'timestamp' | 'ocsp';

/** Where a certificate says that its revocation can be asked for and its issuer be fetched. */
export interface CertificateAddresses {
  ocsp?: string;
  issuer?: string;
  crl?: string;
}

/** A certificate to be issued. */
export interface CertificateOrder {
  subject: CertificateName;
  /** Of the subject; only its public half goes into the certificate. */
  key: KeyObject;
  purpose: CertificatePurpose;
  issuer: { name: CertificateName; key: KeyObject };
  notBefore: Date;
  notAfter: Date;
  addresses?: CertificateAddresses;
}

const MARKER_TEXT = 'PRØVE: udstedt af Genmæles udviklingsudsteder, uden retsvirkning';

/** Issues a test certificate (RFC 5280, version 3) in DER. Each carries the marker that `isTestCertificate` looks for. */
export function issueTestCertificate(order: CertificateOrder): Buffer {
  const serial = BigInt(`0x40${randomBytes(15).toString('hex')}`);
  const tbs = sequence(
    tagged(0, integer(2)),
    integer(serial),
    signatureAlgorithm(order.issuer.key),
    name(order.issuer.name),
    sequence(time(order.notBefore), time(order.notAfter)),
    name(order.subject),
    publicKey(order.key),
    tagged(3, sequence(...extensions(order))),
  );
  return signedDer(tbs, order.issuer.key);
}

const lineFeed = 0x0a;

/**
 * What is to be signed, the algorithm, the signature (with SHA-256), and what else comes after it: certificate, CRL or OCSP answer. An elliptic signature that would
 * be the end and end in a line feed is made anew: embedded in a PDF, some who read it take that byte for the line's end before `endstream`.
 */
export function signedDer(tbs: Buffer, key: KeyObject, ...rest: Buffer[]): Buffer {
  for (;;) {
    const signed = sequence(tbs, signatureAlgorithm(key), bits(sign('sha256', tbs, key)), ...rest);
    const settled = rest.length > 0 || key.asymmetricKeyType !== 'ec';
    if (settled || signed.at(-1) !== lineFeed) return signed;
  }
}

function extensions({ purpose, key, issuer, addresses = {} }: CertificateOrder): Buffer[] {
  const authority = purpose === 'root' || purpose === 'issuing';
  const constraints = purpose === 'root' ? [boolean(true)] : purpose === 'issuing' ? [boolean(true), integer(0)] : [];
  return [
    extension(OID.basicConstraints, authority, sequence(...constraints)),
    extension(OID.keyUsage, true, keyUsage(purpose)),
    ...(purpose === 'timestamp' ? [extension(OID.extendedKeyUsage, true, sequence(oid(OID.timeStamping)))] : []),
    ...(purpose === 'ocsp' ? [extension(OID.extendedKeyUsage, false, sequence(oid(OID.ocspSigning))), noCheck()] : []),
    extension(OID.subjectKeyIdentifier, false, octets(keyIdentifier(key))),
    extension(OID.authorityKeyIdentifier, false, sequence(tlv(0x80, keyIdentifier(issuer.key)))),
    ...addressExtensions(addresses),
    extension(OID.testMarker, false, utf8(MARKER_TEXT)),
  ];
}

/** A responder's certificate is not asked about: the answer would be the responder's own (RFC 6960 section 4.2.2.2.1). */
const noCheck = (): Buffer => extension(OID.ocspNoCheck, false, nothing());

function addressExtensions({ ocsp, issuer, crl }: CertificateAddresses): Buffer[] {
  const uri = (address: string): Buffer => tlv(0x86, Buffer.from(address, 'latin1'));
  const access = [
    ...(ocsp ? [sequence(oid(OID.ocsp), uri(ocsp))] : []),
    ...(issuer ? [sequence(oid(OID.issuerAddress), uri(issuer))] : []),
  ];
  return [
    ...(access.length > 0 ? [extension(OID.informationAccess, false, sequence(...access))] : []),
    ...(crl ? [extension(OID.distributionPoints, false, sequence(sequence(tagged(0, tagged(0, uri(crl))))))] : []),
  ];
}

/** Authorities sign certificates and revocation lists, seals stand by what they sign (non-repudiation), stamps are plain signatures. */
function keyUsage(purpose: CertificatePurpose): Buffer {
  if (purpose === 'seal') return bits(Buffer.from([0xc0]), 6);
  return purpose === 'timestamp' || purpose === 'ocsp' ? bits(Buffer.from([0x80]), 7) : bits(Buffer.from([0x06]), 1);
}

/** An extension; the value is its DER. */
export function extension(type: string, critical: boolean, value: Buffer): Buffer {
  return sequence(oid(type), ...(critical ? [boolean(true)] : []), octets(value));
}

/** A distinguished name of country, organisation and common name. */
export function name({ organization, commonName }: CertificateName): Buffer {
  const part = (type: string, value: Buffer): Buffer => setOf(sequence(oid(type), value));
  const country = tlv(0x13, Buffer.from('DK'));
  return sequence(part(OID.country, country), part(OID.organization, utf8(organization)), part(OID.commonName, utf8(commonName)));
}

/** The algorithm identifier of a signature with SHA-256 by the key. */
export function signatureAlgorithm(key: KeyObject): Buffer {
  return key.asymmetricKeyType === 'ec' ? sequence(oid(OID.ecdsaSha256)) : sequence(oid(OID.rsaSha256), nothing());
}

function publicKey(key: KeyObject): Buffer {
  return createPublicKey(key).export({ type: 'spki', format: 'der' });
}

/** The identifier that certificates give a key here: the first 20 bytes of the SHA-256 of its public half. */
export function keyIdentifier(key: KeyObject): Buffer {
  return createHash('sha256').update(publicKey(key)).digest().subarray(0, 20);
}
