import type { PdfFile } from '../pades/pdf-file.js';

/** Whether a file is what it says it is, as far as that can be seen here. */
export interface Conformance {
  /** Such as `PDF/A-3a`, as the file says. */
  claims: string[];
  findings: string[];
}

export function conformanceOf(_file: PdfFile): Conformance {
  return { claims: [], findings: [] };
}
