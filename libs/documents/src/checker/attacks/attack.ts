import { IncrementalUpdate } from '../../pades/incremental-update.js';
import { PdfFile } from '../../pades/pdf-file.js';
import { PdfDict, PdfRef, PdfStream, PdfString } from '../../pades/pdf-values.js';
import { type SignatureField, signatureFields } from '../../pades/signature-field.js';

/** A file that someone has tampered with, as the literature describes it. */
export interface Attack {
  family: 'forgery' | 'saving' | 'wrapping' | 'shadow' | 'annotation' | 'signature';
  name: string;
  bytes: Buffer;
  /** A prepared file as it was signed, before the trap was sprung: nothing is wrong with it yet. */
  before?: Buffer;
}

/** What attacks are made of: a letter with the empty fields `first` and `second`, and a signer who is trusted. */
export interface AttackGround {
  letter: Buffer;
  first: string;
  second: string;
  /** Signs a field; certifies with DocMDP P 2 when asked to. */
  sign: (pdf: Buffer, field: string, certify: boolean) => Promise<Buffer>;
}

/** An incremental update with whatever is put into it. */
export function update(pdf: Buffer, change: (file: PdfFile, next: IncrementalUpdate) => void): Buffer {
  const file = new PdfFile(pdf);
  const next = new IncrementalUpdate(file);
  change(file, next);
  return next.write(new PdfString(Buffer.alloc(16, 7))).bytes;
}

/** The first page. */
export function firstPage(file: PdfFile): { ref: PdfRef; dict: PdfDict } {
  const ref = file.list(file.dict(file.catalog.dict.get('Pages'))?.get('Kids'))[0] as PdfRef;
  return { ref, dict: file.dict(ref)! };
}

/** The field of that name. */
export function fieldNamed(file: PdfFile, name: string): SignatureField {
  return signatureFields(file).find((field) => field.name === name)!;
}

/** Page content that says something else. */
export function forgedContent(): PdfStream {
  return new PdfStream(new PdfDict(), Buffer.from('BT /F1 12 Tf 72 700 Td (forged) Tj ET'));
}

/** Puts a forged content in the first page's place. */
export function forgePage(file: PdfFile, next: IncrementalUpdate): void {
  const { ref, dict } = firstPage(file);
  next.replace(ref, new PdfDict(dict).set('Contents', next.add(forgedContent())));
}
