import type { PdfFile } from '../pades/pdf-file.js';
import { PdfDict, PdfName, PdfStream, type PdfValue } from '../pades/pdf-values.js';
import type { SignatureField } from '../pades/signature-field.js';

const MOST_HITS = 10_000;

/**
 * Counts what looks like a signature and belongs to no signed field: one that was taken out of its field or never had one. Looks at
 * every object that the file names and at every `/ByteRange` in its bytes that lies in no stream.
 */
export function looseSignatures(file: PdfFile, signed: readonly SignatureField[]): number {
  const known = new Set(signed.flatMap(({ signature }) => signature?.ref?.num ?? []));
  const places: [start: number, end: number][] = [];
  let loose = 0;
  for (const num of file.entries.keys()) {
    const object = readable(file, num);
    if (!object) continue;
    const isLoose = !known.has(num) && isSignatureLike(object.value);
    if (isLoose) loose++;
    if (object.start >= 0 && (known.has(num) || isLoose || object.value instanceof PdfStream)) places.push([object.start, object.end]);
  }
  return loose + rangesOutside(file.bytes, places);
}

function isSignatureLike(value: PdfValue): boolean {
  if (!(value instanceof PdfDict)) return false;
  const type = value.get('Type');
  if (type instanceof PdfName && (type.name === 'Sig' || type.name === 'DocTimeStamp')) return true;
  return value.has('ByteRange') || (value.has('SubFilter') && value.has('Contents'));
}

function rangesOutside(bytes: Buffer, places: [number, number][]): number {
  places.sort(([a], [b]) => a - b);
  let count = 0;
  let next = 0;
  for (let at = bytes.indexOf('/ByteRange'); at >= 0 && count < MOST_HITS; at = bytes.indexOf('/ByteRange', at + 1)) {
    while (next < places.length && places[next]![1] <= at) next++;
    if (!(next < places.length && places[next]![0] <= at)) count++;
  }
  return count;
}

function readable(file: PdfFile, num: number) {
  try {
    return file.object(num);
  } catch {
    return undefined;
  }
}
