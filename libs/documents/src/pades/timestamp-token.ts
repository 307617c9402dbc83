import { ExtKeyUsage } from 'pkijs';
import { BoundedMemo } from './bounded-memo.js';
import { openedCertificate, readCertificate } from './certificate-reader.js';
import { cmsProblems, readCms } from './cms-reader.js';
import { OID } from './oids.js';
import { SignatureError } from './signature-error.js';
import { readTimestampInfo } from './timestamp-info.js';

/** A time-stamp token that holds. */
export interface CheckedTimestamp {
  time: Date;
  /** The request's nonce, as the token repeats it. */
  nonce?: bigint;
  /** The authority's certificate, then whatever else the token carries; DER. */
  certificate: Buffer;
  certificates: Buffer[];
}

/**
 * Reads a time-stamp token (RFC 3161) and checks that it stamps that SHA-256 imprint, that its signature holds and that its
 * certificate is one for time stamping, valid at the time given. Whether the authority is trusted is another question. Anything
 * that does not hold is `signature.timestamp-failed`.
 */
export function checkTimestampToken(token: Uint8Array | undefined, imprint: Uint8Array): CheckedTimestamp {
  if (!token) throw failed('there is not exactly one token');
  try {
    const read = READ.of(token);
    if (!read.imprint.equals(imprint)) throw failed('the token stamps something else');
    return read;
  } catch (cause) {
    if (cause instanceof SignatureError) throw cause;
    throw failed('the token cannot be read', cause);
  }
}

/** A token is checked when it comes and again by whoever puts it into a signature; that it holds is a matter of its bytes alone. */
const READ = new BoundedMemo(16, readToken);

function readToken(token: Uint8Array): CheckedTimestamp & { imprint: Buffer } {
  const cms = readCms(token);
  if (cms.contentType !== OID.timestampInfo || !cms.content || cms.rest.length > 0) throw failed('the answer is not a time-stamp token');
  const { imprint, time, nonce } = readTimestampInfo(cms.content);
  if (!imprint) throw failed('the token stamps something else');
  const problems = cmsProblems(cms, cms.content);
  if (problems.length > 0) throw failed(`the token's signature does not hold: ${problems.join(', ')}`);
  const certificate = cms.signerCertificate!;
  if (!isForTimestamping(certificate)) throw failed('the certificate is not one for time stamping');
  if (!openedCertificate(certificate).isValid(time)) throw failed('the certificate was not valid at that time');
  return { imprint, time, certificate, certificates: cms.certificates, ...(nonce === undefined ? {} : { nonce }) };
}

/** RFC 3161 section 2.3: one extended key usage, time stamping, marked critical. */
function isForTimestamping(der: Buffer): boolean {
  const usage = readCertificate(der).extensions?.find((extension) => extension.extnID === OID.extendedKeyUsage);
  const purposes = usage?.parsedValue instanceof ExtKeyUsage ? usage.parsedValue.keyPurposes : [];
  return usage?.critical === true && purposes.length === 1 && purposes[0] === OID.timeStamping;
}

function failed(problem: string, cause?: unknown): SignatureError {
  return new SignatureError('signature.timestamp-failed', { problem }, { cause });
}
