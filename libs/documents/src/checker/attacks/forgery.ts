import { PdfDict, PdfName, PdfString, type PdfValue } from '../../pades/pdf-values.js';
import { type Attack, type AttackGround, fieldNamed, forgePage, update } from './attack.js';

/** What becomes of the signature's dictionary; `undefined` takes the key out. */
const VARIANTS: readonly [name: string, change: Readonly<Record<string, PdfValue | undefined>>][] = [
  ['no byte range', { ByteRange: undefined }],
  ['byte range null', { ByteRange: null }],
  ['byte range empty', { ByteRange: [] }],
  ['byte range of nothing', { ByteRange: [0, 0, 0, 0] }],
  ['byte range negative', { ByteRange: [0, -1, -1, 40] }],
  ['byte range beyond the file', { ByteRange: [0, 4_000_000_000, 4_000_000_001, 9] }],
  ['byte range a text', { ByteRange: new PdfString(Buffer.from('0 1 2 3')) }],
  ['byte range of five', { ByteRange: [0, 10, 20, 30, 40] }],
  ['no contents', { Contents: undefined }],
  ['contents null', { Contents: null }],
  ['contents empty', { Contents: new PdfString(Buffer.alloc(0)) }],
  ['contents a zero byte', { Contents: new PdfString(Buffer.alloc(1)) }],
  ['neither byte range nor contents', { ByteRange: undefined, Contents: undefined }],
  ['no sub-filter', { SubFilter: undefined }],
  ['odd sub-filter', { SubFilter: new PdfName('adbe.x509.rsa_sha1.odd') }],
  ['nothing that says it is a signature', { Type: undefined, Filter: undefined, SubFilter: undefined, ByteRange: undefined }],
];

/** Universal signature forgery: the signature is made unreadable in the hope that a reader takes it for a good one. The page is forged too. */
export function forgeries(signed: Buffer, { first }: AttackGround): Attack[] {
  const made = VARIANTS.map(([name, change]) => ({ name, bytes: withSignature(signed, first, change) }));
  const withoutValue = (value: PdfValue | undefined): Buffer =>
    update(signed, (file, next) => {
      const { ref, dict } = fieldNamed(file, first);
      const emptied = new PdfDict(dict);
      if (value === undefined) emptied.delete('V');
      else emptied.set('V', value);
      next.replace(ref, emptied);
      forgePage(file, next);
    });
  made.push({ name: 'no value in the field', bytes: withoutValue(undefined) }, { name: 'value null', bytes: withoutValue(null) });
  made.push({ name: 'value an empty dictionary', bytes: withoutValue(new PdfDict()) });
  return made.map((attack) => ({ family: 'forgery', ...attack }));
}

function withSignature(signed: Buffer, field: string, change: Readonly<Record<string, PdfValue | undefined>>): Buffer {
  return update(signed, (file, next) => {
    const { ref, dict } = fieldNamed(file, field).signature!;
    const forged = new PdfDict(dict);
    for (const [key, value] of Object.entries(change)) {
      if (value === undefined) forged.delete(key);
      else forged.set(key, value);
    }
    next.replace(ref!, forged);
    forgePage(file, next);
  });
}
