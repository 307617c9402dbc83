import { createHash, verify } from 'node:crypto';
import { type AsnType, Constructed, fromBER, ObjectIdentifier, OctetString, type Sequence, Set as AsnSet } from 'asn1js';
import { type Attribute, IssuerAndSerialNumber, SignerInfo } from 'pkijs';
import { BoundedMemo } from './bounded-memo.js';
import { openedCertificate, readCertificate } from './certificate-reader.js';
import { derParts, sequence, tagged } from './der.js';
import { foreignSignatureHolds } from './foreign-algorithms.js';
import { OID } from './oids.js';

/** A CMS SignedData with one signer, read for checking. */
export interface ReadCms {
  signer: SignerInfo;
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

const READ = new BoundedMemo(16, parseCms);

/** Reads a ContentInfo with SignedData, for reading only. Throws a plain `Error` when the bytes are something else. */
export function readCms(der: Uint8Array): ReadCms {
  return READ.of(der);
}

/** Only the signer is read with pkijs: its schema of a whole SignedData reads every certificate too, which takes ten times as long. */
function parseCms(der: Uint8Array): ReadCms {
  const own = new Uint8Array(der);
  const apart = certificatesApart(own);
  const { result, offset } = fromBER((apart?.without ?? own).buffer);
  if (offset < 0) throw new Error(`not ASN.1: ${result.error}`);
  const [type, explicit] = partsOf(result);
  if (!(type instanceof ObjectIdentifier) || type.valueBlock.toString() !== OID.signedData) throw new Error('not a signed message');
  const data = partsOf(partsOf(explicit)[0]);
  const encapsulated = partsOf(data[2]);
  const signers = partsOf(data.at(-1));
  if (!(data.at(-1) instanceof AsnSet) || signers.length !== 1) throw new Error('not exactly one signer');
  const signer = new SignerInfo({ schema: signers[0] });
  const certificates = apart?.certificates ?? taggedParts(data, 0).map((part) => Buffer.from(part.valueBeforeDecodeView));
  const content = partsOf(encapsulated[1])[0];
  const signerCertificate = certificates.find((certificate) => isSigner(signer, certificate));
  if (!(encapsulated[0] instanceof ObjectIdentifier) || (content && !(content instanceof OctetString))) throw new Error('no content type');
  return {
    signer,
    certificates,
    contentType: encapsulated[0].valueBlock.toString(),
    rest: apart?.rest ?? Buffer.from(own.subarray(offset)),
    ...(signerCertificate ? { signerCertificate } : {}),
    ...(content ? { content: Buffer.from(content.getValue()) } : {}),
  };
}

/**
 * A message in DER with its certificates taken out, so that only the rest needs to be understood here; `undefined` when it is no such message, as
 * BER with open ends is not, and must be read whole.
 */
function certificatesApart(own: Uint8Array): { without: Uint8Array<ArrayBuffer>; certificates: Buffer[]; rest: Buffer } | undefined {
  const end = outerLength(own);
  const [info] = (end && derParts(own.subarray(0, end))) || [];
  const [type, explicit] = (info?.tag === 0x30 && derParts(info.content)) || [];
  const [signed, more] = (explicit?.tag === 0xa0 && derParts(explicit.content)) || [];
  const parts = signed?.tag === 0x30 && !more ? derParts(signed.content) : undefined;
  const held = parts?.filter((part) => part.tag === 0xa0);
  const certificates = held?.length === 1 ? derParts(held[0]!.content) : undefined;
  if (!type || !parts || !certificates) return undefined;
  const kept = sequence(...parts.filter((part) => part.tag !== 0xa0).map(({ raw }) => raw));
  return {
    without: new Uint8Array(sequence(type.raw, tagged(0, kept))),
    certificates: certificates.map(({ raw }) => Buffer.from(raw)),
    rest: Buffer.from(own.subarray(end)),
  };
}

/** Length of the first value with its head; 0 when that is not said there. */
function outerLength(bytes: Uint8Array): number {
  const first = bytes[1] ?? 0;
  if (first < 0x80) return 2 + first;
  const digits = first & 0x7f;
  if (digits === 0 || digits > 4) return 0;
  return 2 + digits + bytes.subarray(2, 2 + digits).reduce((sum, byte) => sum * 256 + byte, 0);
}

/** The parts of a SEQUENCE, a SET or an explicit tag; of anything else none. */
function partsOf(block: AsnType | undefined): AsnType[] {
  return block instanceof Constructed ? (block.valueBlock.value as AsnType[]) : [];
}

function taggedParts(parts: AsnType[], tag: number): AsnType[] {
  return partsOf(parts.find((part) => part.idBlock.tagClass === 3 && part.idBlock.tagNumber === tag));
}

/** Checks the signature over content with that bytes; an empty list means that it holds. The certificate's chain is not looked at. */
export function cmsProblems(cms: ReadCms, content: Buffer): CmsProblem[] {
  const digest = DIGESTS[cms.signer.digestAlgorithm.algorithmId];
  if (!cms.signerCertificate) return ['no-certificate'];
  if (!cms.signer.signedAttrs) return ['no-signed-attributes'];
  if (!digest) return ['algorithm-unknown'];
  const right = signatureHolds(cms, digest);
  if (right === undefined) return ['algorithm-unknown'];
  const problems: CmsProblem[] = [];
  const type = attributeValue(cms.signer.signedAttrs.attributes, OID.contentType) as ObjectIdentifier | undefined;
  if (type?.valueBlock.toString() !== cms.contentType) problems.push('content-type-differs');
  const stated = attributeValue(cms.signer.signedAttrs.attributes, OID.messageDigest);
  const actual = createHash(digest).update(content).digest();
  if (!(stated instanceof OctetString) || !actual.equals(Buffer.from(stated.getValue()))) problems.push('digest-differs');
  if (!bindsCertificate(cms)) problems.push('certificate-not-bound');
  if (!right) problems.push('signature-wrong');
  return problems;
}

/** Is the value a signature over the signed attributes by the certificate's key? `undefined` for an algorithm that cannot be tried. */
function signatureHolds({ signer, signerCertificate }: ReadCms, digest: string): boolean | undefined {
  const key = openedCertificate(signerCertificate!).publicKey;
  const signed = Buffer.from(signer.signedAttrs!.encodedValue);
  const value = Buffer.from(signer.signature.getValue());
  const algorithm = SIGNATURES[signer.signatureAlgorithm.algorithmId];
  if (!algorithm) return foreignSignatureHolds(signer.signatureAlgorithm, digest, signed, key, value);
  return key.asymmetricKeyType === algorithm.key && verify(algorithm.digest ?? digest, signed, key, value);
}

/** The single value of an attribute, or `undefined` when it is absent or has not exactly one value. */
export function attributeValue(attributes: Attribute[], type: string): unknown {
  const found = attributes.filter((attribute) => attribute.type === type);
  return found.length === 1 && found[0]!.values.length === 1 ? found[0]!.values[0] : undefined;
}

/** Does the signing-certificate attribute (RFC 5035, or RFC 2634 as old timestamps have it) name the signer's certificate? */
function bindsCertificate({ signer, signerCertificate }: ReadCms): boolean {
  const attributes = signer.signedAttrs!.attributes;
  const second = attributeValue(attributes, OID.signingCertificateV2) as Sequence | undefined;
  const first = attributeValue(attributes, OID.signingCertificateV1) as Sequence | undefined;
  const certId = (((second ?? first)?.valueBlock.value[0] as Sequence | undefined)?.valueBlock.value[0] as Sequence | undefined)?.valueBlock
    .value;
  if (!certId) return false;
  const hash = certId.find((part) => part instanceof OctetString);
  const algorithm =
    second && certId[0] !== hash ? ((certId[0] as Sequence).valueBlock.value[0] as ObjectIdentifier).valueBlock.toString() : undefined;
  const digest = second ? DIGESTS[algorithm ?? OID.sha256] : 'sha1';
  if (!digest || !hash) return false;
  return createHash(digest).update(signerCertificate!).digest().equals(Buffer.from(hash.getValue()));
}

function isSigner(signer: SignerInfo, der: Buffer): boolean {
  if (!(signer.sid instanceof IssuerAndSerialNumber)) return false;
  const certificate = readCertificate(der);
  return signer.sid.issuer.isEqual(certificate.issuer) && signer.sid.serialNumber.isEqual(certificate.serialNumber);
}
