import { type Readable } from 'node:stream';
import { crc32, deflateRawSync } from 'node:zlib';
import { fromBufferPromise } from 'yauzl';

/** A file of an archive. The path is relative, with `/` between its parts. */
export interface ArchiveEntry {
  readonly path: string;
  readonly bytes: Buffer;
}

/** 1 January 1980, the earliest a zip file knows: the same files give the same bytes. */
const day = 0x21;
const utf8Names = 0x0800;
const deflate = 8;

interface Packed {
  readonly name: Buffer;
  readonly packed: Buffer;
  readonly common: Buffer;
}

function pack({ path, bytes }: ArchiveEntry): Packed {
  const name = Buffer.from(path, 'utf8');
  const packed = deflateRawSync(bytes);
  const common = Buffer.alloc(26);
  common.writeUInt16LE(20, 0);
  common.writeUInt16LE(utf8Names, 2);
  common.writeUInt16LE(deflate, 4);
  common.writeUInt16LE(day, 8);
  common.writeUInt32LE(crc32(bytes), 10);
  common.writeUInt32LE(packed.length, 14);
  common.writeUInt32LE(bytes.length, 18);
  common.writeUInt16LE(name.length, 22);
  return { name, packed, common };
}

function directoryEntry({ name, common }: Packed, offset: number): Buffer {
  const head = Buffer.alloc(20);
  head.writeUInt32LE(0x02014b50, 0);
  head.writeUInt16LE(20, 4);
  const tail = Buffer.alloc(14);
  tail.writeUInt32LE(offset, 10);
  return Buffer.concat([head.subarray(0, 6), common, tail, name]);
}

/** A zip file with these files, in this order (APPNOTE 6.3, without Zip64: up to 65,535 files and 4 GB in all). The same files give the same bytes. */
export function zipArchive(entries: readonly ArchiveEntry[]): Buffer {
  const local = Buffer.from('PK\u0003\u0004', 'latin1');
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const entry of entries.map(pack)) {
    directory.push(directoryEntry(entry, offset));
    const whole = Buffer.concat([local, entry.common, entry.name, entry.packed]);
    parts.push(whole);
    offset += whole.length;
  }
  const listing = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(listing.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, listing, end]);
}

/** More than a case will ever hold, and little enough for the memory of a desk's machine. */
const mostEntries = 20_000;
const mostBytes = 2 * 1024 * 1024 * 1024;

/** Every file of a zip file, by path. Errors: an Error when it is damaged, names a path twice or one that leads out, or unpacks to more than 2 GB. */
export async function readArchive(bytes: Buffer): Promise<Map<string, Buffer>> {
  const zip = await fromBufferPromise(bytes, { lazyEntries: true, autoClose: false, validateEntrySizes: true, strictFileNames: true });
  if (zip.entryCount > mostEntries) throw new Error('too many files');
  const found = new Map<string, Buffer>();
  let total = 0;
  for await (const entry of zip.eachEntry()) {
    if (found.has(entry.fileName)) throw new Error('one path twice');
    const stream: Readable = await zip.openReadStreamPromise(entry);
    const parts: Buffer[] = [];
    for await (const part of stream as AsyncIterable<Buffer>) {
      total += part.length;
      if (total > mostBytes) throw new Error('too large');
      parts.push(part);
    }
    const content = Buffer.concat(parts);
    if (crc32(content) !== entry.crc32) throw new Error('damaged');
    found.set(entry.fileName, content);
  }
  return found;
}
