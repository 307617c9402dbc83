import { type Readable } from 'node:stream';
import { type Entry, fromBufferPromise, type ZipFile } from 'yauzl';
import { BillUnreadable } from '../../bill-unreadable.js';

/** A bill as a Word document has some 15 entries; one with many pictures a few hundred. */
const mostEntries = 2000;
/** The text of a bill of 2,000 pages is some 60 MB of XML. */
const largestEntry = 96 * 1024 * 1024;
/** Word's XML shrinks to a tenth or twentieth; what shrinks a hundred times, and is large, is made to burst. */
const greatestRatio = 100;
const smallEnough = 4 * 1024 * 1024;

const broken = (): BillUnreadable => new BillUnreadable('bill.broken', { what: 'Word-filen' });
const tooLarge = (limit: string): BillUnreadable => new BillUnreadable('bill.too-large', { limit });

function refuseEntry(entry: Entry): void {
  if (entry.isEncrypted()) throw new BillUnreadable('bill.encrypted');
  const isBomb = entry.uncompressedSize > smallEnough && entry.uncompressedSize > entry.compressedSize * greatestRatio;
  if (entry.uncompressedSize > largestEntry || isBomb) throw tooLarge(`${largestEntry / (1024 * 1024)} MB udpakket`);
}

/** The bytes of an entry, counted as they come: what the directory says of its size is not believed. */
async function readEntry(zip: ZipFile, entry: Entry): Promise<Buffer> {
  refuseEntry(entry);
  const stream: Readable = await zip.openReadStreamPromise(entry);
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of stream as AsyncIterable<Buffer>) {
    length += part.length;
    if (length > Math.min(largestEntry, entry.uncompressedSize)) throw broken();
    parts.push(part);
  }
  return Buffer.concat(parts);
}

async function readWanted(bytes: Uint8Array, wanted: RegExp): Promise<Map<string, string>> {
  const zip = await fromBufferPromise(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length), {
    lazyEntries: true,
    autoClose: false,
    validateEntrySizes: true,
    strictFileNames: true,
  });
  if (zip.entryCount > mostEntries) throw tooLarge(`${mostEntries} filer i en Word-fil`);
  const found = new Map<string, string>();
  for await (const entry of zip.eachEntry()) {
    if (found.has(entry.fileName)) throw broken();
    if (wanted.test(entry.fileName)) found.set(entry.fileName, new TextDecoder('utf-8').decode(await readEntry(zip, entry)));
  }
  return found;
}

/**
 * The entries of a zip file whose names are wanted, as text, by name; every other one stays closed. Nothing is written, no name is used as a
 * path, and what one entry refers to is not followed. Errors: `bill.broken` (a directory that lies, names that lead out, one name twice),
 * `bill.too-large` (more than 2,000 entries, one larger than 96 MB or packed more than a hundred times), `bill.encrypted`.
 */
export async function readZip(bytes: Uint8Array, wanted: RegExp): Promise<Map<string, string>> {
  try {
    return await readWanted(bytes, wanted);
  } catch (error) {
    throw error instanceof BillUnreadable ? error : broken();
  }
}
