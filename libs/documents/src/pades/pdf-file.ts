import { inflateSync } from 'node:zlib';
import { PdfParser, type PlacedObject } from './pdf-parser.js';
import { PdfDict, PdfName, PdfRef, PdfStream, type PdfValue } from './pdf-values.js';
import { readXref, type XrefEntry, type XrefSections } from './pdf-xref.js';
import { SignatureError } from './signature-error.js';

/** Of all streams of a file together. */
const MOST_INFLATED = 256 * 1024 * 1024;
const MOST_IN_ONE_STREAM = 100_000;

/**
 * A PDF read by its own cross-reference sections: classic tables and streams, hybrid files, any number of incremental
 * updates. Never repairs; a file that does not hold together is `signature.pdf-unreadable`. Encrypted files are refused.
 * A revision of a file is the file cut off after that revision's `%%EOF`, so it is read with this class too.
 */
export class PdfFile {
  private readonly objects = new Map<number, PlacedObject>();
  private readonly reading = new Set<number>();
  private readonly streams = new Map<number, { bytes: Buffer; first: number; places: [num: number, offset: number][] }>();
  private readonly xref: XrefSections;
  private inflatedBytes = 0;

  constructor(readonly bytes: Buffer) {
    if (bytes.toString('latin1', 0, 5) !== '%PDF-') throw new SignatureError('signature.pdf-unreadable', { problem: 'is not a PDF' });
    this.xref = readXref(bytes);
    if (this.trailer.has('Encrypt')) throw new SignatureError('signature.pdf-unreadable', { problem: 'is encrypted' });
  }

  /** The newest trailer dictionary. */
  get trailer(): PdfDict {
    return this.xref.trailer;
  }

  /** Offset of the newest cross-reference section, and whether it is a stream. */
  get newestXref(): { offset: number; isStream: boolean } {
    return { offset: this.xref.offset, isStream: this.xref.isStream };
  }

  /** Where each object in use lies, by object number. */
  get entries(): ReadonlyMap<number, XrefEntry> {
    return this.xref.entries;
  }

  /** Does any cross-reference section, newest or older, name that offset? */
  isPlace(offset: number): boolean {
    return this.xref.places.has(offset);
  }

  /** The document catalog and the reference to it. */
  get catalog(): { ref: PdfRef; dict: PdfDict } {
    const ref = this.trailer.get('Root');
    const dict = this.resolve(ref);
    if (!(ref instanceof PdfRef) || !(dict instanceof PdfDict)) {
      throw new SignatureError('signature.pdf-unreadable', { problem: 'has no catalog' });
    }
    return { ref, dict };
  }

  /** The value itself, or what the reference leads to; what is not there is `null`. */
  resolve(value: PdfValue | undefined): PdfValue {
    let current = value ?? null;
    for (let step = 0; current instanceof PdfRef; step++) {
      if (step > 20) throw new SignatureError('signature.pdf-unreadable', { problem: 'references run in a circle' });
      current = this.object(current.num)?.value ?? null;
    }
    return current;
  }

  /** The value as a dictionary (a stream's own dictionary counts), or `undefined`. */
  dict(value: PdfValue | undefined): PdfDict | undefined {
    const resolved = this.resolve(value);
    if (resolved instanceof PdfStream) return resolved.dict;
    return resolved instanceof PdfDict ? resolved : undefined;
  }

  /** The value as a list; anything else is an empty list. */
  list(value: PdfValue | undefined): PdfValue[] {
    const resolved = this.resolve(value);
    return Array.isArray(resolved) ? resolved : [];
  }

  /** The object with its place in the file; an object inside an object stream has `start` and `end` -1. */
  object(num: number): PlacedObject | undefined {
    const known = this.objects.get(num);
    const entry = this.xref.entries.get(num);
    if (known || !entry) return known;
    if (this.reading.has(num)) throw new SignatureError('signature.pdf-unreadable', { problem: 'an object contains itself', object: num });
    this.reading.add(num);
    try {
      const object = 'stream' in entry ? this.readCompressed(num, entry.stream, entry.index) : this.readPlaced(num, entry.offset);
      this.objects.set(num, object);
      return object;
    } finally {
      this.reading.delete(num);
    }
  }

  /** A stream's bytes, unfiltered. Only FlateDecode without predictor is known here. */
  unfiltered(stream: PdfStream): Buffer {
    const filter = this.resolve(stream.dict.get('Filter'));
    const first = Array.isArray(filter) ? (filter.length === 0 ? null : filter.length === 1 ? this.resolve(filter[0]) : undefined) : filter;
    if (first === null) return stream.raw;
    if (!(first instanceof PdfName) || first.name !== 'FlateDecode' || this.resolve(stream.dict.get('DecodeParms')) !== null) {
      throw new SignatureError('signature.pdf-unreadable', { problem: 'a stream has a filter that is not known here' });
    }
    return this.inflate(stream.raw);
  }

  private readPlaced(num: number, offset: number): PlacedObject {
    const object = new PdfParser(this.bytes, offset).readObject((ref) => Number(this.resolve(ref) ?? NaN));
    if (object.num !== num)
      throw new SignatureError('signature.pdf-unreadable', { problem: 'another object lies there', object: num, offset });
    return object;
  }

  private readCompressed(num: number, streamNum: number, index: number): PlacedObject {
    const held = this.streams.get(streamNum) ?? this.openStream(streamNum);
    this.streams.set(streamNum, held);
    const place = held.places[index];
    if (place?.[0] !== num) throw new SignatureError('signature.pdf-unreadable', { problem: 'another object lies there', object: num });
    return { num, gen: 0, value: new PdfParser(held.bytes, held.first + place[1]).readValue(), start: -1, end: -1 };
  }

  /** An object stream unpacked (ISO 32000-1 section 7.5.7), once for all objects in it. */
  private openStream(num: number) {
    const entry = this.xref.entries.get(num);
    const stream = entry && 'offset' in entry ? this.object(num)?.value : null;
    const first = stream instanceof PdfStream ? this.resolve(stream.dict.get('First')) : null;
    const count = stream instanceof PdfStream ? this.resolve(stream.dict.get('N')) : null;
    if (!(stream instanceof PdfStream) || typeof first !== 'number' || typeof count !== 'number' || count > MOST_IN_ONE_STREAM) {
      throw new SignatureError('signature.pdf-unreadable', { problem: 'an object stream is missing', object: num });
    }
    const bytes = this.unfiltered(stream);
    const header = new PdfParser(bytes.subarray(0, first));
    const places = Array.from({ length: count }, (): [number, number] => [header.readInteger(), header.readInteger()]);
    return { bytes, first, places };
  }

  private inflate(raw: Buffer): Buffer {
    try {
      const bytes = inflateSync(raw, { maxOutputLength: Math.max(1, MOST_INFLATED - this.inflatedBytes) });
      this.inflatedBytes += bytes.length;
      return bytes;
    } catch (cause) {
      throw new SignatureError('signature.pdf-unreadable', { problem: 'a stream cannot be unpacked' }, { cause });
    }
  }
}
