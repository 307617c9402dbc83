import { IncrementalUpdate } from '../incremental-update.js';
import { PdfFile } from '../pdf-file.js';
import { PdfDict, PdfName, PdfRef, PdfString, type PdfValue } from '../pdf-values.js';
import type { TimestampAuthority } from '../ports.js';
import { timestampDictionary } from '../signature-dictionary.js';
import { signatureFields } from '../signature-field.js';
import { SignatureError } from '../signature-error.js';
import { SignedRevision } from '../signed-revision.js';
import { checkTimestampToken } from '../timestamp-token.js';

const ROOM = 12_288;
const PRINTED_AND_LOCKED = 4 | 128;

/**
 * The file with a document time stamp over all of it (EN 319 142-1 section 5.4.3): an incremental update with a field that cannot be seen,
 * outside the page and without size, so that neither tags nor an appearance are called for. It stands on the page of the file's first
 * signature. Errors: `signature.timestamp-failed`, `signature.field-missing` for a file without a signature.
 */
export async function withDocumentTimestamp(file: PdfFile, authority: TimestampAuthority): Promise<Buffer> {
  const update = new IncrementalUpdate(file);
  const entry = timestampDictionary(ROOM);
  const stamp = update.add(entry.bytes);
  addField(file, update, stamp);
  const revision = SignedRevision.write(update, file.bytes, stamp, entry, 'document time stamp');
  const imprint = revision.digest();
  const token = await authority.stamp(imprint);
  checkTimestampToken(token, imprint);
  return revision.filledWith(token);
}

function addField(file: PdfFile, update: IncrementalUpdate, stamp: PdfRef): void {
  const fields = signatureFields(file);
  const page = fields.find(({ signature }) => signature)?.widget.get('P');
  const pageDict = file.dict(page);
  if (!(page instanceof PdfRef) || !pageDict)
    throw new SignatureError('signature.field-missing', { problem: 'no signature stands on a page' });
  const field = new PdfDict()
    .set('Type', new PdfName('Annot'))
    .set('Subtype', new PdfName('Widget'))
    .set('FT', new PdfName('Sig'))
    .set('T', PdfString.ofText(freeName(fields.map(({ name }) => name))))
    .set('TU', PdfString.ofText('Dokumenttidsstempel'))
    .set('F', PRINTED_AND_LOCKED)
    .set('Rect', [-10, -10, -10, -10])
    .set('P', page)
    .set('V', stamp);
  const ref = update.add(field);
  hangOn(file, update, pageDict, 'Annots', ref, (changed) => update.replace(page, changed));
  const { ref: catalogRef, dict: catalog } = file.catalog;
  const formRef = catalog.get('AcroForm');
  hangOn(file, update, file.dict(formRef)!, 'Fields', ref, (form) => {
    if (formRef instanceof PdfRef) update.replace(formRef, form);
    else update.replace(catalogRef, new PdfDict(catalog).set('AcroForm', form));
  });
}

/** Puts the reference last in a list that may be an object of its own. */
function hangOn(file: PdfFile, update: IncrementalUpdate, dict: PdfDict, key: string, ref: PdfRef, replace: (dict: PdfDict) => void): void {
  const listed: PdfValue | undefined = dict.get(key);
  const list = [...file.list(listed), ref];
  if (listed instanceof PdfRef) update.replace(listed, list);
  else replace(new PdfDict(dict).set(key, list));
}

function freeName(taken: readonly string[]): string {
  for (let number = 1; ; number++) if (!taken.includes(`tidsstempel-${number}`)) return `tidsstempel-${number}`;
}
