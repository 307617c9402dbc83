import { type KeyObject } from 'node:crypto';
import { extension, keyIdentifier, signatureAlgorithm, signedDer } from '../certificate.js';
import { certificateParts } from '../certificate-parts.js';
import { integer, sequence, tagged, time, tlv } from '../der.js';
import { OID } from '../oids.js';

/** Certificates that are revoked, by their serial number in hexadecimal, and since when. */
export type Revoked = ReadonlyMap<string, Date>;

/** An authority's key and certificate (DER). */
export interface AuthorityKey {
  key: KeyObject;
  certificate: Uint8Array;
}

const DAY = 24 * 60 * 60 * 1000;

/** How long the authority's answers on revocation hold. */
export const holdsFor = 7 * DAY;

/** The authority's certificate revocation list (RFC 5280 section 5, version 2) in DER, from `now` and for a week. */
export function issueRevocationList({ key, certificate }: AuthorityKey, revoked: Revoked, now: Date): Buffer {
  const entries = [...revoked].map(([serial, since]) => sequence(integer(BigInt(`0x${serial}`)), time(since)));
  const tbs = sequence(
    integer(1),
    signatureAlgorithm(key),
    certificateParts(certificate).subject,
    time(now),
    time(new Date(now.getTime() + holdsFor)),
    ...(entries.length > 0 ? [sequence(...entries)] : []),
    tagged(
      0,
      sequence(
        extension(OID.authorityKeyIdentifier, false, sequence(tlv(0x80, keyIdentifier(key)))),
        extension(OID.crlNumber, false, integer(BigInt(now.getTime()))),
      ),
    ),
  );
  return signedDer(tbs, key);
}
