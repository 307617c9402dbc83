import { readCertificate } from './certificate-reader.js';
import { OID } from './oids.js';

/**
 * Does the certificate (DER) carry the marker of a development authority? A production start refuses such certificates, and a
 * signature made with one says so. What cannot be read is not recognised as a test.
 */
export function isTestCertificate(der: Uint8Array): boolean {
  try {
    const extensions = readCertificate(der).extensions ?? [];
    return extensions.some((extension) => extension.extnID === OID.testMarker);
  } catch {
    return false;
  }
}
