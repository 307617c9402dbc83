import { X509Certificate } from 'node:crypto';
import type { BitString } from 'asn1js';
import { BasicConstraints, type Certificate } from 'pkijs';
import { readCertificate } from './certificate-reader.js';
import { FOREIGN_OID } from './foreign-algorithms.js';
import { OID } from './oids.js';

/** Whether a certificate leads to a trusted root, by which certificates, and if not, why (in Danish). */
export interface ChainVerdict {
  trusted: boolean;
  /** DER, the certificate itself first; the root last when trusted. */
  chain: Uint8Array[];
  problem?: string;
}

const LONGEST = 6;
/** Certificates that name each other in every direction make more paths than anyone has time for. */
const MOST_TRIES = 400;
const DIGITAL_SIGNATURE_OR_NON_REPUDIATION = 0x80 | 0x40;
const SIGN_CERTIFICATES = 0x04;
const SIGNED_BY: ReadonlySet<string> = new Set([
  OID.rsaSha256,
  OID.rsaSha384,
  OID.rsaSha512,
  OID.ecdsaSha256,
  OID.ecdsaSha384,
  OID.ecdsaSha512,
  FOREIGN_OID.ed25519,
  FOREIGN_OID.ed448,
]);
const UNDERSTOOD: ReadonlySet<string> = new Set([OID.keyUsage, OID.basicConstraints, OID.extendedKeyUsage]);

interface Node {
  der: Uint8Array;
  x509: X509Certificate;
  parsed: Certificate;
}

/**
 * Looks for a path from the certificate to one of the roots through the given others (RFC 5280 section 6, without policies, name
 * constraints and revocation): signatures, validity at that time, CA marks, path length, key usage; a critical extension that is
 * not understood breaks the path.
 */
export function chainToRoot(leaf: Uint8Array, others: readonly Uint8Array[], roots: readonly Uint8Array[], at: Date): ChainVerdict {
  const start = node(leaf);
  const own =
    ownProblem(start, at) ??
    (allows(start, DIGITAL_SIGNATURE_OR_NON_REPUDIATION) ? undefined : 'Certifikatet må ikke bruges til underskrift.');
  if (own) return { trusted: false, chain: [leaf], problem: own };
  const found = climb([start], others.slice(0, 60).map(node), roots.map(node), at, { tries: MOST_TRIES });
  if (found) return { trusted: true, chain: found.map((step) => step.der) };
  return { trusted: false, chain: [leaf], problem: 'Certifikatet fører ikke til en udsteder, vi har tillid til.' };
}

function climb(path: Node[], others: Node[], roots: Node[], at: Date, left: { tries: number }): Node[] | undefined {
  const last = path.at(-1)!;
  for (const root of roots) if (isIssuedBy(last, root, path.length, at)) return [...path, root];
  if (path.length >= LONGEST) return undefined;
  for (const other of others) {
    if (path.some((step) => step.x509.fingerprint256 === other.x509.fingerprint256)) continue;
    if ((left.tries -= 1) < 0) return undefined;
    if (!isIssuedBy(last, other, path.length, at)) continue;
    const found = climb([...path, other], others, roots, at, left);
    if (found) return found;
  }
  return undefined;
}

/** `below` counts the certificates under the issuer; all but the first of them are issuers too and use up path length. */
function isIssuedBy(certificate: Node, issuer: Node, below: number, at: Date): boolean {
  const constraints = extension(issuer, OID.basicConstraints)?.parsedValue;
  if (!(constraints instanceof BasicConstraints) || !constraints.cA || !allows(issuer, SIGN_CERTIFICATES)) return false;
  const allowed = constraints.pathLenConstraint;
  if (allowed !== undefined && Number(typeof allowed === 'number' ? allowed : allowed.toBigInt()) < below - 1) return false;
  if (ownProblem(issuer, at) || !SIGNED_BY.has(certificate.parsed.signatureAlgorithm.algorithmId)) return false;
  return certificate.x509.checkIssued(issuer.x509) && certificate.x509.verify(issuer.x509.publicKey);
}

function ownProblem({ x509, parsed }: Node, at: Date): string | undefined {
  if (at < new Date(x509.validFrom) || at > new Date(x509.validTo)) return 'Certifikatet var ikke gyldigt på underskriftens tidspunkt.';
  const strange = (parsed.extensions ?? []).find((item) => item.critical && !UNDERSTOOD.has(item.extnID));
  if (strange) return `Certifikatet stiller et krav, der ikke kan prøves her (${strange.extnID}).`;
  const bits = x509.publicKey.asymmetricKeyDetails?.modulusLength;
  return bits !== undefined && bits < 2048 ? 'Certifikatets nøgle er for kort.' : undefined;
}

/** Does the key usage allow one of these bits? A certificate without key usage allows all. */
function allows(certificate: Node, usage: number): boolean {
  const bits = extension(certificate, OID.keyUsage)?.parsedValue as BitString | undefined;
  return !bits || ((bits.valueBlock.valueHexView[0] ?? 0) & usage) !== 0;
}

function extension(certificate: Node, type: string) {
  return certificate.parsed.extensions?.find((item) => item.extnID === type);
}

function node(der: Uint8Array): Node {
  return { der, x509: new X509Certificate(der), parsed: readCertificate(der) };
}
