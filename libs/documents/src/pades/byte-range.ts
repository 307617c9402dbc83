import { PdfFile } from './pdf-file.js';
import { PdfString } from './pdf-values.js';
import type { SignatureField } from './signature-field.js';

/** What a signature's byte range covers, or in Danish why it cannot be relied on. */
export interface CoveredBytes {
  /** The bytes that were signed: all up to `end` but the contents. */
  content: Buffer;
  contents: Buffer;
  /** Offset just after the last signed byte. */
  end: number;
  /** The file as it was when signed. */
  revision: PdfFile;
}

/**
 * Reads /ByteRange and holds it to the one shape that leaves nothing out (EN 319 142-1 section 5.3): from the first byte, leaving
 * out exactly the hexadecimal string of /Contents of this very dictionary, up to the end of the file or of a revision of it.
 */
export function coveredBytes(file: PdfFile, field: SignatureField): CoveredBytes | { problem: string } {
  const range = file.list(field.signature!.dict.get('ByteRange')).map((item) => file.resolve(item));
  const contents = field.signature!.dict.get('Contents');
  const object = field.signature!.ref && file.object(field.signature!.ref.num);
  const whole = range.filter((item): item is number => typeof item === 'number' && Number.isInteger(item) && item >= 0);
  if (range.length !== 4 || whole.length !== 4) return { problem: 'Underskriftens byteområde er ikke fire tal.' };
  if (!(contents instanceof PdfString) || !object || object.start < 0)
    return { problem: 'Underskriften ligger ikke, som den skal, i filen.' };
  const [start, gap, after, length] = whole as [number, number, number, number];
  const end = after + length;
  if (start !== 0 || gap >= after || end > file.bytes.length)
    return { problem: 'Underskriftens byteområde dækker ikke filen fra begyndelsen.' };
  if (gap < object.start || after > object.end || !isExactly(file.bytes.subarray(gap, after), contents.bytes)) {
    return { problem: 'Hullet i byteområdet er ikke netop underskriften selv.' };
  }
  const revision = revisionAt(file, end);
  if (!revision || revision.object(field.signature!.ref!.num)?.start !== object.start) {
    return { problem: 'Det underskrevne ender ikke, hvor en udgave af filen ender.' };
  }
  const content = Buffer.concat([file.bytes.subarray(0, gap), file.bytes.subarray(after, end)]);
  return { content, contents: contents.bytes, end, revision };
}

function isExactly(gap: Buffer, contents: Buffer): boolean {
  const text = gap.toString('latin1');
  return text.length === contents.length * 2 + 2 && text.toLowerCase() === `<${contents.toString('hex')}>`;
}

function revisionAt(file: PdfFile, end: number): PdfFile | undefined {
  if (end === file.bytes.length) return file;
  if (!/%%EOF(\r\n|\r|\n)?$/.test(file.bytes.toString('latin1', Math.max(0, end - 7), end))) return undefined;
  try {
    return new PdfFile(file.bytes.subarray(0, end));
  } catch {
    return undefined;
  }
}
