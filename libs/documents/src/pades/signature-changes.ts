import { foul, type LaterChange } from './later-change.js';
import type { PdfFile } from './pdf-file.js';
import { PdfDict, PdfName, PdfRef, PdfString, type PdfValue, samePdfValue } from './pdf-values.js';
import { type SignatureField, signatureFields } from './signature-field.js';

/** What signing a field that already stood there may change in it (ISO 32000-1 section 12.7.4.5). */
const SIGNING_CHANGES = ['V', 'AP', 'F'];
const FIELD_MAY_HOLD = new Set(['Type', 'Subtype', 'FT', 'Ff', 'T', 'TU', 'V', 'F', 'Rect', 'P', 'AP', 'MK', 'Lock', 'SV', 'Border', 'BS', 'DA', 'StructParent']); // prettier-ignore
const HIDDEN = 2;
/** Square points; a box larger than a third of an A4 page hides what stands under it. */
const LARGEST_BOX = 165_000;

/** Is the change of this object that an empty signature field of the signed revision was signed? Anything else is `undefined`. */
export function fieldSigned(num: number, before: PdfValue, after: PdfValue, signed: PdfFile, whole: PdfFile): LaterChange[] | undefined {
  const empty = signatureFields(signed).find((field) => !field.signature && (field.ref.num === num || field.widgetRef.num === num));
  if (!empty || !(before instanceof PdfDict) || !(after instanceof PdfDict)) return undefined;
  const keys = new Set([...before.keys(), ...after.keys()]);
  const other = [...keys].some((key) => !SIGNING_CHANGES.includes(key) && !samePdfValue(before.get(key) ?? null, after.get(key) ?? null));
  const value = signatureFields(whole).find((field) => field.ref.num === empty.ref.num)?.signature?.dict;
  if (other || !value || !isSignature(value, whole)) return undefined;
  if (areaOf(whole.list(empty.widget.get('Rect'))) > LARGEST_BOX) {
    return [foul('visible-signature-added', `Underskriften i feltet »${empty.name}« dækker en stor del af en side.`, num)];
  }
  const danish = `Feltet »${empty.name}« er underskrevet.`;
  return [{ kind: 'signature-added', object: num, permitted: true, harmless: true, danish }];
}

/** What a reference that was hung on to a list of fields or annotations adds; `undefined` when it is no new signature field. */
export function addedField(ref: PdfRef, isNew: (num: number) => boolean, whole: PdfFile): LaterChange | undefined {
  const dict = whole.resolve(ref);
  if (!(dict instanceof PdfDict) || !isNew(ref.num) || !isName(dict.get('FT'), 'Sig')) return undefined;
  if ([...dict.keys()].some((key) => !FIELD_MAY_HOLD.has(key))) return undefined;
  const field: Pick<SignatureField, 'name'> = { name: nameOf(dict, whole) };
  if (!isUnseen(dict, whole)) {
    return foul('visible-signature-added', `Der er lagt et synligt underskriftsfelt »${field.name}« over en side.`, ref.num);
  }
  const value = whole.dict(dict.get('V'));
  const harmless = { object: ref.num, permitted: true, harmless: true } as const;
  if (!value) return { ...harmless, kind: 'form-field', danish: `Der er tilføjet et usynligt, tomt underskriftsfelt »${field.name}«.` };
  if (!isSignature(value, whole)) return undefined;
  return isName(value.get('SubFilter'), 'ETSI.RFC3161')
    ? { ...harmless, kind: 'timestamp-added', danish: 'Der er tilføjet et dokumenttidsstempel.' }
    : { ...harmless, kind: 'signature-added', danish: `Der er tilføjet en usynlig underskrift »${field.name}«.` };
}

function isSignature(value: PdfDict, file: PdfFile): boolean {
  return value.get('Contents') instanceof PdfString && file.list(value.get('ByteRange')).length === 4;
}

function isUnseen(dict: PdfDict, file: PdfFile): boolean {
  const flags = file.resolve(dict.get('F'));
  return (typeof flags === 'number' && (flags & HIDDEN) !== 0) || areaOf(file.list(dict.get('Rect'))) === 0;
}

function areaOf(rect: PdfValue[]): number {
  const [left, bottom, right, top] = rect.map((item) => (typeof item === 'number' ? item : NaN));
  return rect.length === 0 ? 0 : Math.abs((right! - left!) * (top! - bottom!));
}

function nameOf(dict: PdfDict, file: PdfFile): string {
  const name = file.resolve(dict.get('T'));
  return name instanceof PdfString ? name.text.slice(0, 80) : '';
}

function isName(value: PdfValue | undefined, name: string): boolean {
  return value instanceof PdfName && value.name === name;
}
