import { createHash } from 'node:crypto';
import { certificateParts } from './certificate-parts.js';
import { inOrder, integer, nothing, octets, oid, sequence, setOf, tagged, tlv } from './der.js';
import { OID } from './oids.js';
import type { PdfSigner } from './ports.js';

type Algorithm = PdfSigner['algorithm'];

const digestAlgorithm = (): Buffer => sequence(oid(OID.sha256));
const attribute = (type: string, value: Uint8Array): Buffer => sequence(oid(type), setOf(value));

function signatureAlgorithmContent(algorithm: Algorithm): Buffer[] {
  return algorithm === 'rsa-sha256' ? [oid(OID.rsaSha256), nothing()] : [oid(OID.ecdsaSha256)];
}

/**
 * The signed attributes of a PAdES baseline signature (EN 319 142-1 section 6.3) as the SET OF that is signed: content type,
 * message digest, signing-certificate-v2 with issuer and serial number, algorithm protection (RFC 6211). No signing time:
 * in PAdES that is the signature dictionary's /M.
 */
export function signedAttributes(contentSha256: Uint8Array, certificate: Uint8Array, algorithm: Algorithm): Buffer {
  const { issuer, serial } = certificateParts(certificate);
  const certHash = octets(createHash('sha256').update(certificate).digest());
  const issuerSerial = sequence(sequence(tagged(4, issuer)), serial);
  return setOf(
    attribute(OID.contentType, oid(OID.data)),
    attribute(OID.messageDigest, octets(contentSha256)),
    attribute(OID.signingCertificateV2, sequence(sequence(sequence(certHash, issuerSerial)))),
    attribute(OID.algorithmProtection, sequence(digestAlgorithm(), tlv(0xa1, ...signatureAlgorithmContent(algorithm)))),
  );
}

/** What a detached CMS signature is made of. */
export interface CmsParts {
  /** As given by `signedAttributes`. */
  attributes: Buffer;
  signature: Uint8Array;
  /** The signer's certificate first. */
  chain: readonly Uint8Array[];
  algorithm: Algorithm;
  /** A time-stamp token over the signature value, for level B-T. */
  timestampToken?: Uint8Array;
}

/** The ContentInfo with the detached SignedData (RFC 5652), in DER. */
export function cmsSignature(parts: CmsParts): Buffer {
  const { issuer, serial } = certificateParts(parts.chain[0]!);
  const implicitAttributes = Buffer.from(parts.attributes);
  implicitAttributes[0] = 0xa0;
  const signerInfo = sequence(
    integer(1),
    sequence(issuer, serial),
    digestAlgorithm(),
    implicitAttributes,
    sequence(...signatureAlgorithmContent(parts.algorithm)),
    octets(parts.signature),
    ...(parts.timestampToken ? [tagged(1, attribute(OID.timestampToken, parts.timestampToken))] : []),
  );
  const signedData = sequence(
    integer(1),
    setOf(digestAlgorithm()),
    sequence(oid(OID.data)),
    tagged(0, ...inOrder([...parts.chain])),
    setOf(signerInfo),
  );
  return sequence(oid(OID.signedData), tagged(0, signedData));
}
