/** An indirect object of the file being written. Plain strings in `data` become names; text is a `String` object (pdfkit's way). */
export interface Ref {
  data: Record<string, unknown>;
  end(chunk?: Uint8Array): void;
}

/** A page being written. */
export interface PdfPage {
  dictionary: Ref;
  fonts: Record<string, Ref>;
  annotations: Ref[];
  structParentTreeKey: number;
  write(chunk: Uint8Array): void;
}

/** The part of pdfkit that the writing needs: objects, pages, the two trees of the structure. */
export interface PdfFile {
  page: PdfPage;
  ref(data: Record<string, unknown>): Ref;
  getStructTreeRoot(): Ref;
  getStructParentTree(): { add(key: number, value: unknown): void };
  createStructParentTreeNextKey(): number;
}

/** Text as a PDF string, not a name. */
export function pdfText(text: string): string {
  return Object(text) as string;
}
