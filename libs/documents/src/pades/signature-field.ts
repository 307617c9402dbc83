import type { PdfFile } from './pdf-file.js';
import { PdfDict, PdfName, PdfRef, PdfString, type PdfValue } from './pdf-values.js';
import { SignatureError } from './signature-error.js';

/** A signature field of the form (ISO 32000-1 section 12.7.4.5), with the widget that shows it. */
export interface SignatureField {
  /** The full name: the partial names from the root down, joined by full stops. */
  name: string;
  ref: PdfRef;
  dict: PdfDict;
  widgetRef: PdfRef;
  widget: PdfDict;
  /** What `/V` leads to, when the field is signed. */
  signature?: { ref?: PdfRef; dict: PdfDict };
}

const DEEPEST = 30;

/** All signature fields in the order of the form. */
export function signatureFields(file: PdfFile): SignatureField[] {
  const form = file.dict(file.catalog.dict.get('AcroForm'));
  const found: SignatureField[] = [];
  const met = new Set<number>();
  for (const item of file.list(form?.get('Fields'))) collect(file, item, '', undefined, 0, found, met);
  return found;
}

/** The one field of that name that is free to be signed; otherwise an error that says which names there are. */
export function unsignedField(file: PdfFile, name: string): SignatureField {
  const fields = signatureFields(file);
  const named = fields.filter((field) => field.name === name);
  if (named.length !== 1) {
    const present = fields.map((field) => field.name).join(', ');
    throw new SignatureError('signature.field-missing', { field: name, found: named.length, present });
  }
  if (named[0]!.signature) throw new SignatureError('signature.field-already-signed', { field: name });
  return named[0]!;
}

function collect(
  file: PdfFile,
  item: PdfValue,
  prefix: string,
  inheritedType: string | undefined,
  depth: number,
  found: SignatureField[],
  met: Set<number>,
): void {
  const dict = file.resolve(item);
  if (!(item instanceof PdfRef) || !(dict instanceof PdfDict) || depth > DEEPEST || met.has(item.num)) return;
  met.add(item.num);
  const partial = file.resolve(dict.get('T'));
  const name = partial instanceof PdfString ? (prefix ? `${prefix}.${partial.text}` : partial.text) : prefix;
  const typeName = file.resolve(dict.get('FT'));
  const type = typeName instanceof PdfName ? typeName.name : inheritedType;
  const kids = file.list(dict.get('Kids'));
  const childFields = kids.filter((kid) => file.dict(kid)?.has('T'));
  for (const kid of childFields) collect(file, kid, name, type, depth + 1, found, met);
  if (type !== 'Sig' || childFields.length > 0) return;
  const widgetRef = kids[0] instanceof PdfRef ? kids[0] : item;
  const widget = file.dict(widgetRef) ?? dict;
  const value = dict.get('V');
  const signed = file.dict(value);
  const signature = signed && { dict: signed, ...(value instanceof PdfRef ? { ref: value } : {}) };
  found.push({ name, ref: item, dict, widgetRef, widget, ...(signature ? { signature } : {}) });
}
