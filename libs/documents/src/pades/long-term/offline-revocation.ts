import { BoundedMemo } from '../bounded-memo.js';
import type { PdfFile } from '../pdf-file.js';
import { certificateParts } from '../certificate-parts.js';
import { checkCrl } from './crl-check.js';
import { checkOcsp } from './ocsp-check.js';
import { readSecurityStore, type SecurityStore } from './security-store.js';
import type { Validity } from './authority-word.js';

/** What a file's own store shows of a chain. */
export type OfflineRevocation = 'good' | 'revoked' | 'unknown';

/** More pieces than any letter needs, and few enough to try each against each certificate. */
const MOST_PIECES = 60;
const STORES = new WeakMap<PdfFile, SecurityStore>();
const ROOTS = new BoundedMemo(16, (der) => certificateParts(der).issuer.equals(certificateParts(der).subject));

/**
 * Judges a chain (DER, the signer's certificate first, the root last) at a time that is vouched for, by the OCSP answers and lists in the file
 * alone. `good`: each certificate below the root is shown not to have been revoked then. Asks nobody.
 */
export function offlineRevocation(file: PdfFile, chain: readonly Uint8Array[], at: Date): OfflineRevocation {
  const store = STORES.get(file) ?? readSecurityStore(file);
  STORES.set(file, store);
  let verdict: OfflineRevocation = 'good';
  for (let i = 0; i + 1 < chain.length; i++) {
    const one = ROOTS.of(chain[i]!) ? 'good' : certificateRevocation(store, chain[i]!, chain[i + 1]!, at);
    if (one === 'revoked') return 'revoked';
    if (one === 'unknown') verdict = 'unknown';
  }
  return verdict;
}

function certificateRevocation(store: SecurityStore, certificate: Uint8Array, issuer: Uint8Array, at: Date): OfflineRevocation {
  const said = [
    ...store.ocsps.slice(0, MOST_PIECES).map((der) => quietly(() => checkOcsp(der, certificate, issuer))),
    ...store.crls.slice(0, MOST_PIECES).map((der) => quietly(() => checkCrl(der, certificate, issuer))),
  ].filter((answer) => answer !== undefined);
  if (said.some(({ revokedSince }) => revokedSince && revokedSince <= at)) return 'revoked';
  // An answer of after the signature shows what was then; one of before must still have held.
  return said.some(({ thisUpdate, nextUpdate }) => thisUpdate >= at || (nextUpdate && nextUpdate >= at)) ? 'good' : 'unknown';
}

function quietly<T extends Validity & { revokedSince?: Date }>(judge: () => T): T | undefined {
  try {
    return judge();
  } catch {
    return undefined;
  }
}
