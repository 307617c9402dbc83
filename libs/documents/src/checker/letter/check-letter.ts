import { AppError } from '@genmaele/contracts';
import { PdfFile } from '../../pades/pdf-file.js';
import { SignatureError } from '../../pades/signature-error.js';
import { checkDocument } from './document-rules.js';
import { Findings, type LetterFinding } from './finding.js';
import { checkHeard } from './heard-text.js';
import { readPages } from './page-reader.js';
import { type ReadElement, StructureReader } from './structure-reader.js';
import { checkStructure } from './structure-rules.js';

/**
 * Everything that is wrong with a letter as far as it can be seen without a validator: the structure, what is heard (when the expected
 * texts are given), fonts, metadata, attachments, and the other parts of PDF/A-3a and PDF/UA-1 that can be checked here. Never throws.
 */
export function inspectLetter(bytes: Buffer, heard?: readonly string[]): LetterFinding[] {
  try {
    return inspectFile(new PdfFile(bytes), heard);
  } catch (error) {
    const encrypted = error instanceof SignatureError && error.facts['problem'] === 'is encrypted';
    return [{ code: encrypted ? 'file-encrypted' : 'file-unreadable' }];
  }
}

/** As {@link inspectLetter}, for a file that is read already. */
export function inspectFile(file: PdfFile, heard?: readonly string[]): LetterFinding[] {
  const findings = new Findings();
  try {
    const pages = readPages(file, findings);
    const reader = new StructureReader(file, pages, findings);
    const top = reader.read();
    checkStructure(file, top, reader.ids, findings);
    if (heard) checkHeard(top, heard, findings);
    checkDocument(file, pages, top.some(hasHeading), findings);
  } catch {
    findings.add('file-unreadable');
  }
  return findings.all;
}

/**
 * The gate: a letter with anything wrong is not issued. Error `letter.check-failed` with the codes of what was found; the log and the
 * person learn what kind of thing is wrong and on which page, never what the letter says.
 */
export function refuseUnfitLetter(bytes: Buffer, heard: readonly string[]): void {
  const findings = inspectLetter(bytes, heard);
  if (findings.length === 0) return;
  const told = findings.slice(0, 5).map(({ code, page }) => (page === undefined ? code : `${code} (s. ${page})`));
  throw new AppError('letter.check-failed', { finding: told.join(', ') });
}

function hasHeading(element: ReadElement): boolean {
  return /^H[1-6]$/.test(element.tag) || element.kids.some((kid) => 'tag' in kid && hasHeading(kid));
}
