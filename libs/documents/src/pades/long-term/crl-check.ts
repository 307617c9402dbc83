import { type BitString } from 'asn1js';
import { CertificateRevocationList } from 'pkijs';
import { certificateParts } from '../certificate-parts.js';
import { readCertificate } from '../certificate-reader.js';
import { BoundedMemo } from '../bounded-memo.js';
import { OID } from '../oids.js';
import { SignatureError } from '../signature-error.js';
import { isSignedBy, type Validity } from './authority-word.js';

/** What a revocation list says of one certificate; the issuer has signed it. */
export interface CheckedList extends Validity {
  /** Since when the certificate is revoked; left out: it is not on the list. */
  revokedSince?: Date;
}

const LISTS = new BoundedMemo(16, (der) => CertificateRevocationList.fromBER(new Uint8Array(der).buffer));
const SIGN_LISTS = 0x02;

/**
 * Reads a certificate revocation list (RFC 5280 section 5) and checks that it is the issuer's own and complete: a critical extension, which
 * would make it partial or a difference, is refused. Whether it holds now is another question. Errors: `signature.revocation-failed`.
 */
export function checkCrl(der: Uint8Array, certificate: Uint8Array, issuer: Uint8Array): CheckedList {
  const list = readList(der);
  if (!list.issuer.isEqual(readCertificate(issuer).subject)) throw failed('the list is another issuer’s');
  const signature = list.signatureValue.valueBlock.valueHexView;
  if (!maySignLists(issuer) || !isSignedBy(list.tbsView, list.signatureAlgorithm.algorithmId, signature, issuer))
    throw failed("the list's signature does not hold");
  if (list.crlExtensions?.extensions.some((extension) => extension.critical)) throw failed('the list is not a complete one');
  const { serial } = certificateParts(certificate);
  const entry = list.revokedCertificates?.find(({ userCertificate }) => Buffer.from(userCertificate.toBER()).equals(serial));
  const nextUpdate = list.nextUpdate?.value;
  return {
    thisUpdate: list.thisUpdate.value,
    ...(nextUpdate ? { nextUpdate } : {}),
    ...(entry ? { revokedSince: entry.revocationDate.value } : {}),
  };
}

function readList(der: Uint8Array): CertificateRevocationList {
  try {
    return LISTS.of(der);
  } catch (cause) {
    throw failed('the answer is not a revocation list', cause);
  }
}

function maySignLists(issuer: Uint8Array): boolean {
  const usage = readCertificate(issuer).extensions?.find(({ extnID }) => extnID === OID.keyUsage)?.parsedValue as BitString | undefined;
  return !usage || ((usage.valueBlock.valueHexView[0] ?? 0) & SIGN_LISTS) !== 0;
}

function failed(problem: string, cause?: unknown): SignatureError {
  return new SignatureError('signature.revocation-failed', { problem }, { cause });
}
