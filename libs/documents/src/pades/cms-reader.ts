import { createHash, verify } from 'node:crypto';
import { RelativeDistinguishedNames } from 'pkijs';
import { BoundedMemo } from './bounded-memo.js';
import { certificateParts } from './certificate-parts.js';
import { openedCertificate, readCertificate } from './certificate-reader.js';
import { attributeValue, type CmsAttribute, type CmsSigner, partsIn, readAlgorithm, readSigner } from './cms-signer.js';
import { definiteDer } from './definite-der.js';
import { derParts, type DerPart, readOid } from './der.js';
import { foreignSignatureHolds } from './foreign-algorithms.js';
import { OID } from './oids.js';

/** A CMS SignedData with one signer, read for checking. */
export interface ReadCms {
  signer: CmsSigner;
  /** The signer's certificate in DER; `undefined` when it is not among the certificates. */
  signerCertificate?: Buffer;
  /** All certificates in DER, as they lie in the message. */
  certificates: Buffer[];
  contentType: string;
  /** The content inside the message; `undefined` when it is detached. */
  content?: Buffer;
  /** Bytes after the message. */
  rest: Buffer;
}

/** What does not hold in a signature. */
export type CmsProblem =
  | 'no-certificate'
  | 'no-signed-attributes'
  | 'algorithm-unknown'
  | 'content-type-differs'
  | 'digest-differs'
  | 'certificate-not-bound'
  | 'signature-wrong';

const DIGESTS: Readonly<Record<string, string>> = { [OID.sha256]: 'sha256', [OID.sha384]: 'sha384', [OID.sha512]: 'sha512' };
/** Signature algorithm → its own digest; plain RSA takes the digest of the signer info. */
const SIGNATURES: Readonly<Record<string, { key: 'rsa' | 'ec'; digest?: string }>> = {
  [OID.rsa]: { key: 'rsa' },
  [OID.rsaSha256]: { key: 'rsa', digest: 'sha256' },
  [OID.rsaSha384]: { key: 'rsa', digest: 'sha384' },
  [OID.rsaSha512]: { key: 'rsa', digest: 'sha512' },
  [OID.ecdsaSha256]: { key: 'ec', digest: 'sha256' },
  [OID.ecdsaSha384]: { key: 'ec', digest: 'sha384' },
  [OID.ecdsaSha512]: { key: 'ec', digest: 'sha512' },
};
const TAG = { integer: 0x02, octets: 0x04, oid: 0x06, sequence: 0x30, set: 0x31, first: 0xa0 } as const;

const READ = new BoundedMemo(16, parseCms);

/** Reads a ContentInfo with SignedData, for reading only. Throws a plain `Error` when the bytes are something else. */
export function readCms(der: Uint8Array): ReadCms {
  return READ.of(der);
}

/** Messages are read as DER, which is quick; what is not is put into it first. */
function parseCms(bytes: Uint8Array): ReadCms {
  const own = Buffer.from(bytes);
  const end = outerLength(own);
  try {
    return { ...parseMessage(own.subarray(0, end)), rest: own.subarray(end) };
  } catch {
    const { der, rest } = definiteDer(own);
    return { ...parseMessage(der), rest };
  }
}

function parseMessage(der: Buffer): Omit<ReadCms, 'rest'> {
  const [info, ...beside] = derParts(der) ?? [];
  const [type, explicit] = partsIn(info, TAG.sequence);
  if (beside.length > 0 || type?.tag !== TAG.oid || readOid(type.content) !== OID.signedData) throw new Error('not a signed message');
  const [version, digests, encapsulated, ...others] = partsIn(partsIn(explicit, TAG.first)[0], TAG.sequence);
  if (version?.tag !== TAG.integer || digests?.tag !== TAG.set) throw new Error('not a signed message');
  const [signers, ...sets] = others.reverse();
  const [signed, ...more] = partsIn(signers, TAG.set);
  if (!signed || more.length > 0) throw new Error('not exactly one signer');
  const signer = readSigner(signed);
  const certificates = sets.filter(({ tag }) => tag === TAG.first).flatMap((set) => partsIn(set, TAG.first));
  const carried = certificates.map(({ raw }) => Buffer.from(raw));
  const signerCertificate = carried.find((certificate) => isSigner(signer, certificate));
  return {
    signer,
    certificates: carried,
    ...readContent(encapsulated),
    ...(signerCertificate ? { signerCertificate } : {}),
  };
}

function readContent(encapsulated: DerPart | undefined): Pick<ReadCms, 'contentType' | 'content'> {
  const [type, explicit] = partsIn(encapsulated, TAG.sequence);
  const [content] = explicit ? partsIn(explicit, TAG.first) : [];
  if (type?.tag !== TAG.oid || (content && content.tag !== TAG.octets)) throw new Error('no content type');
  return { contentType: readOid(type.content), ...(content ? { content: Buffer.from(content.content) } : {}) };
}

/** Length of the first value with its head; 0 when that is not said there. */
function outerLength(bytes: Uint8Array): number {
  const first = bytes[1] ?? 0;
  if (first < 0x80) return 2 + first;
  const digits = first & 0x7f;
  if (digits === 0 || digits > 4) return 0;
  return 2 + digits + bytes.subarray(2, 2 + digits).reduce((sum, byte) => sum * 256 + byte, 0);
}

/** Checks the signature over content with that bytes; an empty list means that it holds. The certificate's chain is not looked at. */
export function cmsProblems(cms: ReadCms, content: Buffer): CmsProblem[] {
  const digest = DIGESTS[cms.signer.digestAlgorithm];
  const attributes = cms.signer.signedAttributes?.list;
  if (!cms.signerCertificate) return ['no-certificate'];
  if (!attributes) return ['no-signed-attributes'];
  if (!digest) return ['algorithm-unknown'];
  const right = signatureHolds(cms, digest);
  if (right === undefined) return ['algorithm-unknown'];
  const problems: CmsProblem[] = [];
  const type = onlyPart(attributeValue(attributes, OID.contentType), TAG.oid);
  if (!type || readOid(type.content) !== cms.contentType) problems.push('content-type-differs');
  const stated = onlyPart(attributeValue(attributes, OID.messageDigest), TAG.octets);
  const actual = createHash(digest).update(content).digest();
  if (!stated || !actual.equals(stated.content)) problems.push('digest-differs');
  if (!bindsCertificate(attributes, cms.signerCertificate)) problems.push('certificate-not-bound');
  if (!right) problems.push('signature-wrong');
  return problems;
}

/** The value when it is one of that tag. */
function onlyPart(value: Uint8Array | undefined, tag: number): DerPart | undefined {
  const [part, ...more] = (value && derParts(value)) ?? [];
  return part?.tag === tag && more.length === 0 ? part : undefined;
}

/** Is the value a signature over the signed attributes by the certificate's key? `undefined` for an algorithm that cannot be tried. */
function signatureHolds({ signer, signerCertificate }: ReadCms, digest: string): boolean | undefined {
  const key = openedCertificate(signerCertificate!).publicKey;
  const signed = signer.signedAttributes!.encoded;
  const algorithm = SIGNATURES[signer.signatureAlgorithm.id];
  if (!algorithm) return foreignSignatureHolds(signer.signatureAlgorithm, digest, signed, key, signer.signature);
  return key.asymmetricKeyType === algorithm.key && verify(algorithm.digest ?? digest, signed, key, signer.signature);
}

/** Does the signing-certificate attribute (RFC 5035, or RFC 2634 as old timestamps have it) name the signer's certificate? */
function bindsCertificate(attributes: readonly CmsAttribute[], certificate: Buffer): boolean {
  const second = onlyPart(attributeValue(attributes, OID.signingCertificateV2), TAG.sequence);
  const named = second ?? onlyPart(attributeValue(attributes, OID.signingCertificateV1), TAG.sequence);
  if (!named) return false;
  try {
    const fields = partsIn(partsIn(partsIn(named, TAG.sequence)[0], TAG.sequence)[0], TAG.sequence);
    const algorithm = second && fields[0]?.tag === TAG.sequence ? readAlgorithm(fields.shift()).id : OID.sha256;
    const digest = second ? DIGESTS[algorithm] : 'sha1';
    const [hash] = fields;
    if (!digest || hash?.tag !== TAG.octets) return false;
    return createHash(digest).update(certificate).digest().equals(hash.content);
  } catch {
    return false;
  }
}

/** Names may be written in several ways (RFC 5280 section 7.1): those that differ by their bytes are compared as names. */
function isSigner({ named }: CmsSigner, der: Buffer): boolean {
  if (!named) return false;
  const { issuer, serial } = certificateParts(der);
  if (!serial.equals(named.serial)) return false;
  return (
    issuer.equals(named.issuer) || RelativeDistinguishedNames.fromBER(new Uint8Array(named.issuer)).isEqual(readCertificate(der).issuer)
  );
}

/** The time stamp that the signature carries beside it, and what it must stamp: the SHA-256 of the signature's value. */
export function signatureStamp({ signer }: ReadCms): { token: Uint8Array | undefined; imprint: Buffer } | undefined {
  if (!signer.unsignedAttributes.some(({ type }) => type === OID.timestampToken)) return undefined;
  const token = attributeValue(signer.unsignedAttributes, OID.timestampToken);
  return { token, imprint: createHash('sha256').update(signer.signature).digest() };
}
