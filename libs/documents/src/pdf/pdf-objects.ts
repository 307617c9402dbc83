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
  fonts: Record<string, Ref>;
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

/** Ends an object that is this text and has no stream. */
export function endAs(ref: Ref, source: string): void {
  ref.data = new PdfSource(source) as unknown as Ref['data'];
  ref.end();
}

/** Text as a PDF string, not a name. */
export function pdfText(text: string): string {
  return Object(text) as string;
}

/**
 * Makes deflated bytes all that a stream holds, in place of what pdfkit has put there: a page turned upside down. Level 3 takes less than half the time of
 * the usual 6 and makes a letter 1 % larger. All that is deflated for a letter passes here or (fonts) is deflated once per process, so the bytes of a
 * letter are those of one build of Node's zlib: another may pack the same objects otherwise.
 */
export function fillDeflated(stream: Ref, content: Uint8Array): void {
  stream.data.Filter = 'FlateDecode';
  stream.buffer = [deflateSync(content, { level: 3 })];
}

/** Writes a stream of its own, deflated. */
export function writeDeflated(file: PdfFile, data: Record<string, unknown>, content: Uint8Array): Ref {
  const ref = file.ref(data);
  fillDeflated(ref, content);
  ref.end();
  return ref;
}
