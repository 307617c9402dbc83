import { constants, type KeyObject, verify } from 'node:crypto';
import { AlgorithmIdentifier, RSASSAPSSParams } from 'pkijs';
import type { CmsAlgorithm } from './cms-signer.js';
import { OID } from './oids.js';

/** Algorithms that others sign with and Genmæle only reads. */
export const FOREIGN_OID = {
  rsaPss: '1.2.840.113549.1.1.10', // RFC 8017
  ed25519: '1.3.101.112', // RFC 8410
  ed448: '1.3.101.113',
  shake256: '2.16.840.1.101.3.4.2.12',
} as const;

const DIGESTS: Readonly<Record<string, string>> = { [OID.sha256]: 'sha256', [OID.sha384]: 'sha384', [OID.sha512]: 'sha512' };

/**
 * Checks a signature by RSASSA-PSS (RFC 4056) or Ed25519 (RFC 8419). `undefined` when the algorithm, or its use with that message digest,
 * is not one that can be relied on here: Ed448 is none, since its CMS form demands a digest that is not offered.
 */
export function foreignSignatureHolds(
  algorithm: CmsAlgorithm,
  messageDigest: string,
  signed: Buffer,
  key: KeyObject,
  value: Buffer,
): boolean | undefined {
  if (algorithm.id === FOREIGN_OID.ed25519) {
    if (messageDigest !== 'sha512') return undefined;
    return key.asymmetricKeyType === 'ed25519' && verify(null, signed, key, value);
  }
  if (algorithm.id !== FOREIGN_OID.rsaPss) return undefined;
  const { hashAlgorithm, saltLength, maskGenAlgorithm } = readPssParameters(algorithm);
  const digest = DIGESTS[hashAlgorithm.algorithmId];
  const maskDigest = new AlgorithmIdentifier({ schema: maskGenAlgorithm.algorithmParams }).algorithmId;
  if (digest === undefined || digest !== messageDigest || maskDigest !== hashAlgorithm.algorithmId) return undefined;
  if (key.asymmetricKeyType !== 'rsa' && key.asymmetricKeyType !== 'rsa-pss') return false;
  return verify(digest, signed, { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength }, value);
}

/** Left out, they are those of SHA-1 (RFC 4055 section 3.1), which nothing here relies on. */
function readPssParameters({ parameters }: CmsAlgorithm): RSASSAPSSParams {
  return parameters ? RSASSAPSSParams.fromBER(new Uint8Array(parameters)) : new RSASSAPSSParams();
}
