import { verify, X509Certificate } from 'node:crypto';
import { OID } from '../oids.js';

/** Signature algorithm → digest, of what authorities sign their answers with. */
const DIGESTS: Readonly<Record<string, string>> = {
  [OID.rsaSha256]: 'sha256',
  [OID.rsaSha384]: 'sha384',
  [OID.rsaSha512]: 'sha512',
  [OID.ecdsaSha256]: 'sha256',
  [OID.ecdsaSha384]: 'sha384',
  [OID.ecdsaSha512]: 'sha512',
};

/** Is that a signature of the certificate's key (DER) over the content? Other algorithms than RSA and ECDSA with SHA-2 are none. */
export function isSignedBy(content: Uint8Array, algorithm: string, signature: Uint8Array, certificate: Uint8Array): boolean {
  const digest = DIGESTS[algorithm];
  return digest !== undefined && verify(digest, content, new X509Certificate(certificate).publicKey, signature);
}

/** The span in which an answer on revocation holds. */
export interface Validity {
  thisUpdate: Date;
  nextUpdate?: Date;
}

/** Two clocks may differ by this much. */
const CLOCKS_MAY_DIFFER_MS = 5 * 60 * 1000;
/** An answer that does not say when the next one comes is taken for so long. */
const LONGEST_WITHOUT_END_MS = 24 * 60 * 60 * 1000;

/** Does the answer hold at that moment? */
export function holdsAt({ thisUpdate, nextUpdate }: Validity, at: Date): boolean {
  const ends = nextUpdate?.getTime() ?? thisUpdate.getTime() + LONGEST_WITHOUT_END_MS;
  return thisUpdate.getTime() - CLOCKS_MAY_DIFFER_MS <= at.getTime() && at.getTime() <= ends + CLOCKS_MAY_DIFFER_MS;
}
