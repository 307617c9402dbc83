import type { PdfFile } from './pdf-file.js';
import { PdfDict, PdfName, PdfRef, PdfString, type PdfValue } from './pdf-values.js';
import { signatureFields } from './signature-field.js';

const NAMED_BEFORE = new WeakMap<PdfFile, Map<number, string>>();

/** The field to fill in (text, button, choice) that this object belongs to: the field itself, its widget or what it looks like. */
export function formFieldOf(file: PdfFile, num: number): string | undefined {
  const known = NAMED_BEFORE.get(file) ?? fieldObjects(file);
  NAMED_BEFORE.set(file, known);
  return known.get(num);
}

function fieldObjects(file: PdfFile): Map<number, string> {
  const names = new Map<number, string>();
  const collect = (item: PdfValue, prefix: string, inherited: string | undefined): void => {
    const dict = file.resolve(item);
    if (!(item instanceof PdfRef) || !(dict instanceof PdfDict) || names.has(item.num)) return;
    const partial = file.resolve(dict.get('T'));
    const name = partial instanceof PdfString ? [prefix, partial.text].filter((part) => part !== '').join('.') : prefix;
    const own = file.resolve(dict.get('FT'));
    const type = own instanceof PdfName ? own.name : inherited;
    names.set(item.num, type === 'Sig' ? '' : name);
    if (type !== 'Sig') for (const look of refsOf(dict.get('AP') ?? null, file, 3)) if (!names.has(look)) names.set(look, name);
    for (const kid of file.list(dict.get('Kids'))) collect(kid, name, type);
  };
  for (const item of file.list(file.dict(file.catalog.dict.get('AcroForm'))?.get('Fields'))) collect(item, '', undefined);
  return new Map([...names].filter(([, name]) => name !== ''));
}

function refsOf(value: PdfValue, file: PdfFile, depth: number): number[] {
  const own = value instanceof PdfRef ? [value.num] : [];
  const inner = file.resolve(value);
  if (depth === 0 || !(inner instanceof PdfDict)) return own;
  return [...own, ...[...inner.values()].flatMap((item) => refsOf(item, file, depth - 1))];
}

/** Does a signature in the file forbid that the field is filled in again (FieldMDP, ISO 32000-1 section 12.8.2.4)? */
export function isLocked(file: PdfFile, name: string): boolean {
  return signatureFields(file)
    .filter((field) => field.signature)
    .some((field) => {
      const references = file.list(field.signature!.dict.get('Reference')).map((item) => file.dict(item));
      const locks = references.filter((item) => isName(file, item?.get('TransformMethod'), 'FieldMDP'));
      return [...locks.map((item) => file.dict(item?.get('TransformParams'))), file.dict(field.dict.get('Lock'))].some(
        (lock) => lock !== undefined && locksName(file, lock, name),
      );
    });
}

function locksName(file: PdfFile, lock: PdfDict, name: string): boolean {
  const listed = file.list(lock.get('Fields')).some((item) => item instanceof PdfString && item.text === name);
  if (isName(file, lock.get('Action'), 'All')) return true;
  return isName(file, lock.get('Action'), 'Exclude') ? !listed : listed;
}

function isName(file: PdfFile, value: PdfValue | undefined, name: string): boolean {
  const resolved = file.resolve(value);
  return resolved instanceof PdfName && resolved.name === name;
}
