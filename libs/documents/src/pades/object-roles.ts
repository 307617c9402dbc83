import type { PdfFile } from './pdf-file.js';
import { PdfDict, PdfName, PdfRef, PdfStream, type PdfValue } from './pdf-values.js';
import { SignatureError } from './signature-error.js';

/** What an object is to the reader of a file, by the way that leads to it from the catalog. */
export type ObjectRole =
  | 'page'
  | 'page-content'
  | 'font'
  | 'annotation'
  | 'form-field'
  | 'structure'
  | 'attachment'
  | 'metadata'
  | 'action'
  | 'outline'
  | 'validation-data'
  | 'signature'
  | 'empty-field-look'
  | 'extensions'
  | 'catalog'
  | 'other';

/** The key under which an object is met decides; a key that is not here passes on the role of the one who holds it. */
const ROLE_OF_KEY: Readonly<Record<string, ObjectRole>> = {
  Pages: 'page',
  Contents: 'page-content',
  Resources: 'page-content',
  XObject: 'page-content',
  Font: 'font',
  Annots: 'annotation',
  AcroForm: 'form-field',
  Fields: 'form-field',
  StructTreeRoot: 'structure',
  AF: 'attachment',
  EmbeddedFiles: 'attachment',
  JavaScript: 'action',
  OpenAction: 'action',
  AA: 'action',
  Metadata: 'metadata',
  Info: 'metadata',
  Outlines: 'outline',
  V: 'signature',
};
/** Ways back up; what only they lead to is met all the same, at the end. */
const PASSED_OVER = new Set(['Parent', 'P', 'Pg']);
const MOST_VALUES = 3_000_000;

/**
 * Every object that the file refers to, with what it is there for; also numbers at which nothing lies (yet). What validation data shares
 * with anything else counts as the other: only validation data, and the look of an
 * empty signature field that is then signed, may be replaced without harm.
 */
export function objectRoles(file: PdfFile): Map<number, ObjectRole> {
  const roles = new Map<number, ObjectRole>();
  const queue: { value: PdfValue; role: ObjectRole }[] = [];
  const looks: PdfValue[] = [];
  let looked = 0;
  const see = (value: PdfValue, role: ObjectRole): void => {
    if ((looked += 1) > MOST_VALUES) throw new SignatureError('signature.pdf-unreadable', { problem: 'too many objects' });
    if (value instanceof PdfRef) {
      if (roles.has(value.num)) return;
      roles.set(value.num, role);
      queue.push({ value: objectValue(file, value.num), role });
    } else if (Array.isArray(value)) value.forEach((item) => see(item, role));
    else if (value instanceof PdfDict || value instanceof PdfStream) seeDict(value instanceof PdfStream ? value.dict : value, role);
  };
  const seeDict = (dict: PdfDict, role: ObjectRole): void => {
    const later: [PdfValue, ObjectRole][] = [];
    const isEmptyField = isName(dict.get('FT'), 'Sig') && !dict.has('V');
    for (const [key, value] of dict) {
      if (key === 'AP' && isEmptyField) looks.push(value);
      else if (PASSED_OVER.has(key)) later.push([value, role]);
      else see(value, roleOf(key, dict, role));
    }
    for (const [value, own] of later) see(value, own);
  };
  const { ref, dict } = file.catalog;
  const dss = dict.get('DSS') ?? null;
  const extensions = dict.get('Extensions') ?? null;
  roles.set(ref.num, 'catalog');
  seeDict(new PdfDict([...dict].filter(([key]) => key !== 'DSS' && key !== 'Extensions')), 'catalog');
  see(file.trailer.get('Info') ?? null, 'metadata');
  const walk = (): void => {
    for (let i = 0; i < queue.length; i++) see(queue[i]!.value, queue[i]!.role);
    queue.length = 0;
  };
  walk();
  for (const look of looks) see(look, 'empty-field-look');
  walk();
  see(extensions, 'extensions');
  walk();
  see(dss, 'validation-data');
  walk();
  return roles;
}

/** `V` is a signature only in a signature field, and an annotation's `Contents` are words, not a page's. */
function roleOf(key: string, dict: PdfDict, role: ObjectRole): ObjectRole {
  if (key === 'V') return isName(dict.get('FT'), 'Sig') ? 'signature' : role;
  if (key === 'Contents' && role !== 'page') return role;
  if (key === 'Resources' && role !== 'page') return role;
  if (key === 'Font' && role === 'form-field') return 'font';
  return ROLE_OF_KEY[key] ?? role;
}

function isName(value: PdfValue | undefined, name: string): boolean {
  return value instanceof PdfName && value.name === name;
}

function objectValue(file: PdfFile, num: number): PdfValue {
  try {
    return file.object(num)?.value ?? null;
  } catch {
    return null;
  }
}
