import { deflateSync } from 'node:zlib';

/** An indirect object of the file being written. Plain strings in `data` become names; text is a `String` object (pdfkit's way). */
export interface Ref {
  data: Record<string, unknown>;
  /** What its stream holds so far. */
  buffer: Uint8Array[];
  end(chunk?: Uint8Array): void;
  /** The reference to it, such as `12 0 R`. */
  toString(): string;
}

/** A page being written. */
export interface PdfPage {
  dictionary: Ref;
  content: Ref;
  fonts: Record<string, PdfSource>;
  xobjects: Record<string, Ref>;
  annotations: Ref[];
  structParentTreeKey: number;
}

/** The part of pdfkit that the writing needs: objects, pages, the two trees of the structure. */
export interface PdfFile {
  page: PdfPage;
  ref(data: Record<string, unknown>): Ref;
  getStructTreeRoot(): Ref;
  getStructParentTree(): { add(key: number, value: unknown): void };
  createStructParentTreeNextKey(): number;
  /** Takes the number of an object that {@link put} writes later. */
  reserve(): number;
  /** Writes an object that is this text: a value, or a stream's dictionary with its bytes after it. */
  put(number: number, source: string, stream?: Uint8Array): void;
}

/** What is written as it stands. pdfkit prints what it does not know by its `toString`, unless it is a plain object by its tag. */
export class PdfSource {
  constructor(private readonly source: string) {}

  get [Symbol.toStringTag](): string {
    return 'PdfSource';
  }

  toString(): string {
    return this.source;
  }
}

/** The reference to an object by its number. */
export function reference(number: number): PdfSource {
  return new PdfSource(`${number} 0 R`);
}

/** Text as a PDF string, not a name: in ASCII, or in UTF-16 where it needs more (ISO 32000-1, 7.9.2.2). */
export function pdfText(text: string): PdfSource {
  const bytes = /[\u0080-\uffff]/.test(text) ? Buffer.from(`\ufeff${text}`, 'utf16le').swap16().toString('latin1') : text;
  return new PdfSource(`(${bytes.replace(/[\n\r\t\b\f()\\]/g, escaped)})`);
}

const escapes: Record<string, string> = { '\n': 'n', '\r': 'r', '\t': 't', '\b': 'b', '\f': 'f' };

function escaped(sign: string): string {
  return `\\${escapes[sign] ?? sign}`;
}

/**
 * Makes deflated bytes all that a stream holds, in place of what pdfkit has put there: a page turned upside down. Level 2 takes less than half the time of
 * the usual 6 and makes a letter 1 % larger; what is packed here is seldom longer than the smaller window. All that is deflated for a letter passes here
 * or (fonts) is deflated once per process, so the bytes of a letter are those of one build of Node's zlib: another may pack the same objects otherwise.
 */
export function fillDeflated(stream: Ref, content: Uint8Array): void {
  stream.data.Filter = 'FlateDecode';
  stream.buffer = [deflateSync(content, { level: 2, windowBits: 14 })];
}

/** Writes a stream of its own, deflated. */
export function writeDeflated(file: PdfFile, data: Record<string, unknown>, content: Uint8Array): Ref {
  const ref = file.ref(data);
  fillDeflated(ref, content);
  ref.end();
  return ref;
}
