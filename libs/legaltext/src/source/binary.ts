import { BillUnreadable } from '../bill-unreadable.js';

/** The first bytes that tell what a file is, and its Danish name. */
const signatures: [start: string, name: string][] = [
  ['\xff\xd8\xff', 'et JPEG-billede'],
  ['\x89PNG\r\n', 'et PNG-billede'],
  ['GIF8', 'et GIF-billede'],
  ['II*\0', 'et TIFF-billede'],
  ['MM\0*', 'et TIFF-billede'],
  ['PK\x03\x04', 'en zip-fil uden et Word-dokument'],
  ['PK\x05\x06', 'en tom zip-fil'],
  ['\xd0\xcf\x11\xe0', 'et ældre Office-dokument'],
  ['\x1f\x8b', 'en gzip-fil'],
  ['{\\rtf', 'et RTF-dokument'],
  ['\x7fELF', 'et program'],
  ['MZ', 'et program'],
];

/** A PDF may have up to a kilobyte before its header (ISO 32000, annex H). */
const pdfWindow = 1024;
const sampleSize = 8192;

/** More control characters than this share of the sample is no text. A bill with stray NULs stays far below it. */
const mostControls = 0.1;

/** A file that holds its text in a form of its own. */
export type Container = 'pdf' | 'docx';

const asLatin1 = (source: Uint8Array): string => String.fromCharCode(...source);

/** Names of entries stand uncompressed in a zip file, so that a Word document can be told from any other without opening it. */
const wordEntry = Uint8Array.from('word/document', (letter) => letter.charCodeAt(0));

function holds(source: Uint8Array, words: Uint8Array): boolean {
  for (let at = source.indexOf(words[0] ?? 0); at >= 0; at = source.indexOf(words[0] ?? 0, at + 1)) {
    if (words.every((byte, i) => source[at + i] === byte)) return true;
  }
  return false;
}

/** Whether the bytes are a PDF or a Word document; looks at them, opens nothing. */
export function containerOf(source: Uint8Array): Container | undefined {
  const head = asLatin1(source.subarray(0, pdfWindow));
  if (head.startsWith('PK\x03\x04') && holds(source, wordEntry)) return 'docx';
  const pdf = head.indexOf('%PDF-');
  return pdf >= 0 && !head.slice(0, pdf).includes('<') ? 'pdf' : undefined;
}

/** Throws `bill.not-text` for picture, archive, program or other bytes that nobody can read, whatever the file is called. */
export function refuseBinary(source: Uint8Array, isUtf16: boolean): void {
  const head = asLatin1(source.subarray(0, pdfWindow));
  const known = signatures.find(([start]) => head.startsWith(start))?.[1];
  if (known) throw new BillUnreadable('bill.not-text', { found: known });
  if (isUtf16) return;
  const sample = source.subarray(0, sampleSize);
  const controls = sample.reduce((sum, byte) => sum + (byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d ? 1 : 0), 0);
  if (controls > sample.length * mostControls) throw new BillUnreadable('bill.not-text', { found: 'binære data' });
}
