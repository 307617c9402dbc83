import type { PdfFile } from '../pades/pdf-file.js';
import { inspectFile } from './letter/check-letter.js';
import { xmpClaims } from './letter/document-rules.js';
import { type FindingCode, findingText } from './letter/finding.js';

/** Whether a file is what it says it is, as far as that can be seen here; a validator sees more. */
export interface Conformance {
  /** Such as `PDF/A-3a` and `PDF/UA-1`, as the file says of itself. */
  claims: string[];
  /** What speaks against PDF/A-3a or PDF/UA-1; empty when nothing was found. */
  findings: { code: FindingCode; page?: number; danish: string }[];
}

/** Looks at a file as PDF/A-3a and PDF/UA-1, whatever it claims. Never throws for what is in it. */
export function conformanceOf(file: PdfFile): Conformance {
  const findings = inspectFile(file).map((finding) => ({ ...finding, danish: findingText[finding.code] }));
  return { claims: claimsOf(file), findings };
}

function claimsOf(file: PdfFile): string[] {
  try {
    const claims = xmpClaims(file);
    return [...(claims?.pdfa ? [`PDF/A-${claims.pdfa}`] : []), ...(claims?.pdfua ? [`PDF/UA-${claims.pdfua}`] : [])];
  } catch {
    return [];
  }
}
