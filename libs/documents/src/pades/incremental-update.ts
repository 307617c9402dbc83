import type { PdfFile } from './pdf-file.js';
import { PdfDict, PdfName, PdfRef, PdfStream, type PdfValue, writePdfValue } from './pdf-values.js';

const TRAILER_KEYS = ['Root', 'Info'];

/**
 * New and changed objects laid after the bytes of a file that stay as they are (ISO 32000-1 section 7.5.6). The
 * cross-reference section is of the same kind as the file's newest one.
 */
export class IncrementalUpdate {
  private readonly changed = new Map<number, { gen: number; content: PdfValue | Buffer }>();
  private nextNumber: number;

  constructor(private readonly file: PdfFile) {
    const size = file.trailer.get('Size');
    this.nextNumber = Math.max(typeof size === 'number' ? size : 1, ...[...file.entries.keys()].map((num) => num + 1));
  }

  /** Takes a new object number. `Buffer` content is written as it is. */
  add(content: PdfValue | Buffer): PdfRef {
    const ref = new PdfRef(this.nextNumber++, 0);
    this.changed.set(ref.num, { gen: 0, content });
    return ref;
  }

  /** Gives an existing object a new value. */
  replace(ref: PdfRef, content: PdfValue): void {
    this.changed.set(ref.num, { gen: ref.gen, content });
  }

  /** The whole file; `offsets` gives where the content of each written object begins. `id` becomes the second half of /ID. */
  write(id: PdfValue): { bytes: Buffer; offsets: ReadonlyMap<number, number> } {
    const before = this.file.bytes;
    const parts: Buffer[] = before[before.length - 1] === 10 ? [before] : [before, Buffer.from('\n')];
    let length = parts.reduce((sum, part) => sum + part.length, 0);
    const starts = new Map<number, number>();
    const offsets = new Map<number, number>();
    for (const [num, { gen, content }] of [...this.changed].sort((a, b) => a[0] - b[0])) {
      const head = Buffer.from(`${num} ${gen} obj\n`, 'latin1');
      const body = Buffer.isBuffer(content) ? content : writePdfValue(content);
      starts.set(num, length);
      offsets.set(num, length + head.length);
      const object = Buffer.concat([head, body, Buffer.from('\nendobj\n')]);
      parts.push(object);
      length += object.length;
    }
    parts.push(this.file.newestXref.isStream ? this.xrefStream(starts, length, id) : this.xrefTable(starts, length, id));
    return { bytes: Buffer.concat(parts), offsets };
  }

  private trailer(size: number, id: PdfValue): PdfDict {
    const trailer = new PdfDict([['Size', size]]);
    for (const key of TRAILER_KEYS) if (this.file.trailer.has(key)) trailer.set(key, this.file.trailer.get(key)!);
    trailer.set('ID', [this.file.list(this.file.trailer.get('ID'))[0] ?? id, id]);
    return trailer.set('Prev', this.file.newestXref.offset);
  }

  private xrefTable(starts: ReadonlyMap<number, number>, at: number, id: PdfValue): Buffer {
    const lines = ['xref'];
    for (const run of runs([...starts.keys()])) {
      lines.push(`${run[0]} ${run.length}`);
      for (const num of run) {
        const gen = String(this.changed.get(num)!.gen).padStart(5, '0');
        lines.push(`${String(starts.get(num)).padStart(10, '0')} ${gen} n `);
      }
    }
    const trailer = writePdfValue(this.trailer(this.nextNumber, id)).toString('latin1');
    return Buffer.from(`${lines.join('\n')}\ntrailer\n${trailer}\nstartxref\n${at}\n%%EOF\n`, 'latin1');
  }

  private xrefStream(starts: ReadonlyMap<number, number>, at: number, id: PdfValue): Buffer {
    const own = this.nextNumber;
    const numbers = [...starts.keys(), own];
    const rows = Buffer.alloc(numbers.length * 7);
    numbers.forEach((num, i) => {
      rows.writeUInt8(1, i * 7);
      rows.writeUInt32BE(starts.get(num) ?? at, i * 7 + 1);
      rows.writeUInt16BE(this.changed.get(num)?.gen ?? 0, i * 7 + 5);
    });
    const dict = this.trailer(own + 1, id)
      .set('Type', new PdfName('XRef'))
      .set('W', [1, 4, 2])
      .set(
        'Index',
        runs(numbers).flatMap((run) => [run[0]!, run.length]),
      );
    const body = writePdfValue(new PdfStream(dict, rows));
    return Buffer.concat([Buffer.from(`${own} 0 obj\n`), body, Buffer.from(`\nendobj\nstartxref\n${at}\n%%EOF\n`)]);
  }
}

/** Sorted numbers split where one does not follow the other. */
function runs(numbers: number[]): number[][] {
  const out: number[][] = [];
  for (const num of numbers) {
    const last = out.at(-1);
    if (last && last.at(-1) === num - 1) last.push(num);
    else out.push([num]);
  }
  return out;
}
