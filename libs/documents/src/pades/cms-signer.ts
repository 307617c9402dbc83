import { derParts, type DerPart, readOid } from './der.js';

/** An attribute with its values, each the whole DER of one. */
export interface CmsAttribute {
  type: string;
  values: Uint8Array[];
}

/** A SignerInfo (RFC 5652 section 5.3), read for checking. */
export interface CmsSigner {
  /** The DER of both, as the certificate has them; `undefined` for a signer named by a key identifier. */
  named: { issuer: Uint8Array; serial: Uint8Array } | undefined;
  digestAlgorithm: string;
  /** `encoded` is what is signed: the DER of the attributes as a SET. */
  signedAttributes: { encoded: Buffer; list: CmsAttribute[] } | undefined;
  signatureAlgorithm: CmsAlgorithm;
  signature: Buffer;
  unsignedAttributes: CmsAttribute[];
}

/** An AlgorithmIdentifier: its object identifier and the DER of its parameters. */
export interface CmsAlgorithm {
  id: string;
  parameters: Uint8Array | undefined;
}

const TAG = {
  integer: 0x02,
  octets: 0x04,
  oid: 0x06,
  sequence: 0x30,
  set: 0x31,
  keyIdentifier: 0x80,
  signed: 0xa0,
  unsigned: 0xa1,
} as const;

/** The parts of a value of that tag. Throws a plain `Error` when it is another, or no DER. */
export function partsIn(part: DerPart | undefined, tag: number): DerPart[] {
  const parts = part?.tag === tag ? derParts(part.content) : undefined;
  if (!parts) throw new Error('not the structure that belongs here');
  return parts;
}

/** Reads a SignerInfo in DER. Throws a plain `Error` when it is something else. */
export function readSigner(part: DerPart): CmsSigner {
  const [version, sid, digest, ...others] = partsIn(part, TAG.sequence);
  const signed = others[0]?.tag === TAG.signed ? others.shift() : undefined;
  const [algorithm, signature, unsigned, ...more] = others;
  const isWhole = version?.tag === TAG.integer && signature?.tag === TAG.octets && more.length === 0;
  if (!isWhole || (unsigned && unsigned.tag !== TAG.unsigned)) throw new Error('not a signer');
  return {
    named: readNamed(sid),
    digestAlgorithm: readAlgorithm(digest).id,
    signedAttributes: signed && { encoded: asSet(signed), list: readAttributes(signed, TAG.signed) },
    signatureAlgorithm: readAlgorithm(algorithm),
    signature: Buffer.from(signature.content),
    unsignedAttributes: unsigned ? readAttributes(unsigned, TAG.unsigned) : [],
  };
}

function readNamed(sid: DerPart | undefined): CmsSigner['named'] {
  if (sid?.tag === TAG.keyIdentifier) return undefined;
  const [issuer, serial, ...more] = partsIn(sid, TAG.sequence);
  if (issuer?.tag !== TAG.sequence || serial?.tag !== TAG.integer || more.length > 0) throw new Error('a signer without a name');
  return { issuer: issuer.raw, serial: serial.raw };
}

/** Reads an AlgorithmIdentifier. Throws a plain `Error` when it is something else. */
export function readAlgorithm(part: DerPart | undefined): CmsAlgorithm {
  const [id, parameters, ...more] = partsIn(part, TAG.sequence);
  if (id?.tag !== TAG.oid || more.length > 0) throw new Error('not an algorithm');
  return { id: readOid(id.content), parameters: parameters?.raw };
}

/** RFC 5652 section 5.4: the implicit tag of the attributes counts as that of a SET where they are hashed. */
function asSet({ raw }: DerPart): Buffer {
  const encoded = Buffer.from(raw);
  encoded[0] = TAG.set;
  return encoded;
}

function readAttributes(part: DerPart, tag: number): CmsAttribute[] {
  return partsIn(part, tag).map((attribute) => {
    const [type, values, ...more] = partsIn(attribute, TAG.sequence);
    if (type?.tag !== TAG.oid || more.length > 0) throw new Error('not an attribute');
    return { type: readOid(type.content), values: partsIn(values, TAG.set).map(({ raw }) => raw) };
  });
}

/** The single value of an attribute, or `undefined` when it is absent or has not exactly one value. */
export function attributeValue(attributes: readonly CmsAttribute[], type: string): Uint8Array | undefined {
  const found = attributes.filter((attribute) => attribute.type === type);
  return found.length === 1 && found[0]!.values.length === 1 ? found[0]!.values[0] : undefined;
}
