import { checkCrl } from '../pades/long-term/crl-check.js';
import { checkBasicOcsp, checkOcsp } from '../pades/long-term/ocsp-check.js';

/** Answers of OCSP responders and revocation lists (DER) that lie in a file. */
export interface RevocationEvidence {
  ocsps: readonly Uint8Array[];
  crls: readonly Uint8Array[];
}

/** What the evidence says of a whole chain: `good` only when every certificate below the root is shown not to be revoked at the time. */
export interface RevocationVerdict {
  status: 'good' | 'revoked' | 'unknown';
  /** In Danish, for people. */
  danish: string;
}

/** More pieces than any signature needs, and few enough to try each against each certificate. */
const MOST_PIECES = 60;

type State = { revoked: Date | undefined } | undefined;

/**
 * Judges a chain (the signer's certificate first, the root last) by evidence alone; asks no one. OCSP by RFC 6960, lists by RFC 5280
 * section 6.3 without delta lists and indirect issuers. `at` is when the signature was made; `certain` says that a trusted time stamp
 * vouches for it, without which a certificate that was revoked at any time counts as revoked.
 */
export function judgeRevocation(chain: readonly Uint8Array[], evidence: RevocationEvidence, at: Date, certain: boolean): RevocationVerdict {
  for (let i = 0; i + 1 < chain.length; i++) {
    const state = stateOf(chain[i]!, chain[i + 1]!, evidence, at);
    if (!state) return { status: 'unknown', danish: 'Om certifikatet er spærret, kan ikke ses af filen.' };
    if (state.revoked && (!certain || state.revoked <= at)) return { status: 'revoked', danish: 'Certifikatet er spærret.' };
  }
  return { status: 'good', danish: 'Filen viser, at certifikatet ikke var spærret.' };
}

function stateOf(certificate: Uint8Array, issuer: Uint8Array, { ocsps, crls }: RevocationEvidence, at: Date): State {
  const states = [
    ...ocsps.slice(0, MOST_PIECES).map((der) => quietly(() => ocspState(der, certificate, issuer, at))),
    ...crls.slice(0, MOST_PIECES).map((der) => quietly(() => crlState(der, certificate, issuer, at))),
  ].filter((state) => state !== undefined);
  return states.find(({ revoked }) => revoked !== undefined) ?? states[0];
}

function ocspState(der: Uint8Array, certificate: Uint8Array, issuer: Uint8Array, at: Date): State {
  const answer = quietly(() => checkOcsp(der, certificate, issuer)) ?? checkBasicOcsp(der, certificate, issuer);
  if (answer.thisUpdate > later(at) || (answer.nextUpdate && answer.nextUpdate < at)) return undefined;
  return { revoked: answer.revokedSince };
}

/** An answer may be some time younger than the signature; one from a decade after says nothing of a file that was kept. */
function later(at: Date): Date {
  return new Date(at.getTime() + 20 * 365 * 24 * 3600 * 1000);
}

function crlState(der: Uint8Array, certificate: Uint8Array, issuer: Uint8Array, at: Date): State {
  const list = checkCrl(der, certificate, issuer);
  return list.nextUpdate && list.nextUpdate < at ? undefined : { revoked: list.revokedSince };
}

function quietly<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
