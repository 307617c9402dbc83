import { X509Certificate } from 'node:crypto';
import { readCms } from '../pades/cms-reader.js';
import { PdfFile } from '../pades/pdf-file.js';
import { PdfString } from '../pades/pdf-values.js';
import { signatureFields } from '../pades/signature-field.js';

/**
 * The self-signed certificates that lie in a file's own signatures (DER): for trying files of strangers as if their roots were known. In
 * earnest a root is never taken from the file it is to vouch for.
 */
export function embeddedRoots(bytes: Buffer): Uint8Array[] {
  try {
    return signatureFields(new PdfFile(bytes)).flatMap(({ signature }) => selfSigned(signature?.dict.get('Contents') ?? null));
  } catch {
    return [];
  }
}

function selfSigned(contents: unknown): Uint8Array[] {
  if (!(contents instanceof PdfString)) return [];
  try {
    return readCms(contents.bytes).certificates.filter((der) => {
      const certificate = new X509Certificate(der);
      return certificate.checkIssued(certificate);
    });
  } catch {
    return [];
  }
}
