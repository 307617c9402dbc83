import { crc32, deflateRawSync } from 'node:zlib';

/** An entry of a zip file that may lie: `claimed` is the size its headers say it has. */
export interface ZipPart {
  name: string;
  content: Buffer;
  claimed?: number;
  encrypted?: boolean;
}

/** The header's fields that local header and directory have in common (APPNOTE 4.3.7 and 4.3.12, from "version needed" on). */
function commonFields({ name, content, claimed, encrypted }: ZipPart, packed: Buffer): Buffer {
  const fields = Buffer.alloc(26);
  fields.writeUInt16LE(20, 0);
  fields.writeUInt16LE(encrypted ? 1 : 0, 2);
  fields.writeUInt16LE(8, 4);
  fields.writeUInt32LE(crc32(content), 10);
  fields.writeUInt32LE(packed.length, 14);
  fields.writeUInt32LE(claimed ?? content.length, 18);
  fields.writeUInt16LE(Buffer.byteLength(name), 22);
  return fields;
}

const signature = (words: string): Buffer => Buffer.from(`PK${words}`, 'latin1');

/** A zip file of these entries, packed. */
export function zipOf(parts: readonly ZipPart[]): Buffer {
  const files: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const part of parts) {
    const packed = deflateRawSync(part.content, { level: part.content.length > 1_000_000 ? 9 : 1 });
    const [fields, name] = [commonFields(part, packed), Buffer.from(part.name)];
    const file = Buffer.concat([signature('\x03\x04'), fields, name, packed]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(at, 10);
    directory.push(Buffer.concat([signature('\x01\x02'), Buffer.from([20, 0]), fields, tail, name]));
    files.push(file);
    at += file.length;
  }
  const listed = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(Math.min(0xffff, parts.length), 4);
  end.writeUInt16LE(Math.min(0xffff, parts.length), 6);
  end.writeUInt32LE(listed.length, 8);
  end.writeUInt32LE(at, 12);
  return Buffer.concat([...files, listed, signature('\x05\x06'), end]);
}
