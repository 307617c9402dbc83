import { createHash } from 'node:crypto';
import type { IncrementalUpdate } from './incremental-update.js';
import { type PdfRef, PdfString } from './pdf-values.js';
import { byteRangeText, type RoomySignature } from './signature-dictionary.js';
import { SignatureError } from './signature-error.js';

/** A file whose newest revision waits for its signature: byte range filled in, contents empty. */
export class SignedRevision {
  private constructor(
    private readonly bytes: Buffer,
    private readonly contentsAt: number,
    private readonly contentsEnd: number,
  ) {}

  /** Writes the update, in which `signature` is the dictionary with room. The same `seed` and file give the same bytes. */
  static write(update: IncrementalUpdate, before: Buffer, signature: PdfRef, entry: RoomySignature, seed: string): SignedRevision {
    const { bytes, offsets } = update.write(revisionId(before, seed));
    const start = offsets.get(signature.num)!;
    const [contentsAt, contentsEnd] = [start + entry.contentsAt, start + entry.contentsEnd];
    bytes.write(byteRangeText(contentsAt, contentsEnd, bytes.length), start + entry.rangeAt, 'latin1');
    return new SignedRevision(bytes, contentsAt, contentsEnd);
  }

  /** SHA-256 of all that the byte range covers. */
  digest(): Buffer {
    const hash = createHash('sha256').update(this.bytes.subarray(0, this.contentsAt));
    return hash.update(this.bytes.subarray(this.contentsEnd)).digest();
  }

  /** The file with these contents. Errors: `signature.too-large`. */
  filledWith(contents: Uint8Array): Buffer {
    const room = (this.contentsEnd - this.contentsAt - 2) / 2;
    if (contents.length > room) throw new SignatureError('signature.too-large', { bytes: contents.length, room });
    this.bytes.write(Buffer.from(contents).toString('hex'), this.contentsAt + 1, 'latin1');
    return this.bytes;
  }
}

/** The second half of a revision's /ID: it follows from what was there before and what is added. */
export function revisionId(before: Buffer, seed: string): PdfString {
  return new PdfString(createHash('sha256').update(seed).update(before).digest().subarray(0, 16));
}
