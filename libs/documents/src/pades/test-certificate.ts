import { Certificate } from 'pkijs';
import { OID } from './oids.js';

/**
 * Does the certificate (DER) carry the marker of a development authority? A production start refuses such certificates, and a
 * signature made with one says so. What cannot be read is not recognised as a test.
 */
export function isTestCertificate(der: Uint8Array): boolean {
  try {
    const extensions = Certificate.fromBER(exact(der)).extensions ?? [];
    return extensions.some((extension) => extension.extnID === OID.testMarker);
  } catch {
    return false;
  }
}

/** The bytes in a buffer of their own: the ASN.1 reader looks at the whole of what lies under a view. */
function exact(der: Uint8Array): ArrayBuffer {
  return new Uint8Array(der).buffer;
}
