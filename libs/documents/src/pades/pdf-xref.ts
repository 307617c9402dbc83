import { inflateSync } from 'node:zlib';
import { PdfParser } from './pdf-parser.js';
import { PdfDict, PdfName, PdfStream, type PdfValue } from './pdf-values.js';
import { SignatureError } from './signature-error.js';

/** An object lies at an offset in the file, or at an index in an object stream. */
export type XrefEntry = { offset: number } | { stream: number; index: number };

/** All cross-reference sections of a file, newest first, laid over each other. */
export interface XrefSections {
  trailer: PdfDict;
  entries: Map<number, XrefEntry>;
  /** Offset of the newest section. */
  offset: number;
  isStream: boolean;
  /** Every offset that any section names, and those of the sections themselves: what lies elsewhere belongs to nothing. */
  places: ReadonlySet<number>;
}

interface Section {
  trailer: PdfDict;
  /** `null` marks a number as free. */
  entries: Map<number, XrefEntry | null>;
  isStream: boolean;
}

const MOST_OBJECTS = 8_388_607;
/** Rows of all sections together: a few bytes of a compressed stream can claim millions. */
const MOST_ROWS = 500_000;
const MOST_SECTIONS = 2_000;
const LARGEST_INFLATED = 64 * 1024 * 1024;

/**
 * Reads the sections from the last `startxref` backwards through `/Prev` and `/XRefStm` (ISO 32000-1 sections 7.5.4 to 7.5.8). In a
 * hybrid file the stream of a section is asked before its table's free entries, which only hide its objects from old readers.
 */
export function readXref(bytes: Buffer): XrefSections {
  const newest = startOffset(bytes);
  const seen = new Map<number, XrefEntry | null>();
  const places = new Set<number>();
  const visited = new Set<number>();
  const left = { rows: MOST_ROWS };
  let first: Section | undefined;
  for (let offset: number | undefined = newest; offset !== undefined;) {
    if (visited.has(offset) || visited.size >= MOST_SECTIONS) throw unreadable('the cross-reference sections run in a circle', offset);
    visited.add(offset);
    const section = readSection(bytes, offset, left);
    first ??= section;
    for (const each of [...hybridPart(bytes, section, left, places), section.entries]) lay(each, seen, places);
    const previous: PdfValue = section.trailer.get('Prev') ?? null;
    if (previous !== null && typeof previous !== 'number')
      throw unreadable('a cross-reference section names no usable earlier one', offset);
    offset = previous ?? undefined;
  }
  visited.forEach((offset) => places.add(offset));
  const entries = new Map([...seen].filter((pair): pair is [number, XrefEntry] => pair[1] !== null));
  return { trailer: first!.trailer, entries, offset: newest, isStream: first!.isStream, places };
}

function lay(rows: Section['entries'], seen: Section['entries'], places: Set<number>): void {
  for (const [num, entry] of rows) {
    if (entry && 'offset' in entry) places.add(entry.offset);
    if (!seen.has(num)) seen.set(num, entry);
  }
}

/** The table's objects in use, then those of its stream: what must be laid before the table's free entries. */
function hybridPart(bytes: Buffer, section: Section, left: { rows: number }, places: Set<number>): Section['entries'][] {
  const at = section.trailer.get('XRefStm');
  if (section.isStream || typeof at !== 'number') return [];
  places.add(at);
  return [new Map([...section.entries].filter(([, entry]) => entry !== null)), readSection(bytes, at, left).entries];
}

function startOffset(bytes: Buffer): number {
  const tail = Math.max(0, bytes.length - 2048);
  const at = bytes.lastIndexOf('startxref');
  if (at < tail || at < 0) throw unreadable('has no startxref at its end', bytes.length);
  const parser = new PdfParser(bytes, at + 'startxref'.length);
  return parser.readInteger();
}

function readSection(bytes: Buffer, offset: number, left: { rows: number }): Section {
  if (offset >= bytes.length) throw unreadable('a cross-reference section lies outside the file', offset);
  const parser = new PdfParser(bytes, offset);
  parser.skipSpace();
  return parser.at('xref') ? readTable(parser, left) : readXrefStream(parser, offset, left);
}

function readTable(parser: PdfParser, left: { rows: number }): Section {
  parser.expect('xref');
  const entries: Section['entries'] = new Map();
  for (parser.skipSpace(); !parser.at('trailer'); parser.skipSpace()) {
    const first = parser.readInteger();
    const count = parser.readInteger();
    if (first + count > MOST_OBJECTS || (left.rows -= count) < 0) throw unreadable('too many objects', parser.position);
    for (let num = first; num < first + count; num++) {
      const offset = parser.readInteger();
      parser.readInteger();
      parser.skipSpace();
      const used = parser.at('n');
      parser.expect(used ? 'n' : 'f');
      entries.set(num, used ? { offset } : null);
    }
  }
  parser.expect('trailer');
  const trailer = parser.readValue();
  if (!(trailer instanceof PdfDict)) throw unreadable('a trailer is not a dictionary', parser.position);
  return { trailer, entries, isStream: false };
}

function readXrefStream(parser: PdfParser, offset: number, left: { rows: number }): Section {
  const { value } = parser.readObject(() => NaN);
  if (
    !(value instanceof PdfStream) ||
    !(value.dict.get('Type') instanceof PdfName) ||
    (value.dict.get('Type') as PdfName).name !== 'XRef'
  ) {
    throw unreadable('no cross-reference section lies there', offset);
  }
  const widths = numbers(value.dict.get('W'));
  const size = value.dict.get('Size');
  if (widths.length !== 3 || widths.some((width) => width > 8) || typeof size !== 'number') {
    throw unreadable('a cross-reference stream is not well-formed', offset);
  }
  const index = value.dict.has('Index') ? numbers(value.dict.get('Index')) : [0, size];
  return { trailer: value.dict, entries: readRows(unpack(value, offset), widths, index, offset, left), isStream: true };
}

function readRows(rows: Buffer, widths: number[], index: number[], offset: number, left: { rows: number }): Section['entries'] {
  const entries: Section['entries'] = new Map();
  const [typeWidth, secondWidth, thirdWidth] = widths as [number, number, number];
  const rowLength = typeWidth + secondWidth + thirdWidth;
  for (let pair = 1; pair < index.length; pair += 2) left.rows -= index[pair]!;
  if (left.rows < 0) throw unreadable('too many objects', offset);
  let at = 0;
  for (let pair = 0; pair + 1 < index.length; pair += 2) {
    for (let num = index[pair]!, last = num + index[pair + 1]!; num < last; num++, at += rowLength) {
      if (at + rowLength > rows.length || rowLength === 0 || (left.rows -= 1) < 0)
        throw unreadable('a cross-reference stream is too short', offset);
      const type = typeWidth ? readField(rows, at, typeWidth) : 1;
      const second = secondWidth ? readField(rows, at + typeWidth, secondWidth) : 0;
      const third = thirdWidth ? readField(rows, at + typeWidth + secondWidth, thirdWidth) : 0;
      entries.set(num, type === 1 ? { offset: second } : type === 2 ? { stream: second, index: third } : null);
    }
  }
  return entries;
}

/** A number of up to eight bytes; what is no offset in any file there is comes out too large for one. */
function readField(rows: Buffer, at: number, width: number): number {
  const low = Math.min(width, 6);
  const high = width > low ? rows.readUIntBE(at, width - low) : 0;
  return high * 2 ** 48 + rows.readUIntBE(at + width - low, low);
}

function unpack(stream: PdfStream, offset: number): Buffer {
  const filter = stream.dict.get('Filter');
  if (filter === undefined) return stream.raw;
  const name = Array.isArray(filter) && filter.length === 1 ? filter[0] : filter;
  if (!(name instanceof PdfName) || name.name !== 'FlateDecode') throw unreadable('a cross-reference stream has an unknown filter', offset);
  try {
    const flat = inflateSync(stream.raw, { maxOutputLength: LARGEST_INFLATED });
    const declared = stream.dict.get('DecodeParms');
    const parameters = Array.isArray(declared) ? declared[0] : declared;
    return parameters instanceof PdfDict ? undoPredictor(flat, parameters, offset) : flat;
  } catch (cause) {
    if (cause instanceof SignatureError) throw cause;
    throw unreadable('a cross-reference stream cannot be unpacked', offset);
  }
}

/** PNG predictors (ISO 32000-1 table 10), one byte a component, as cross-reference streams use them. */
function undoPredictor(flat: Buffer, parameters: PdfDict, offset: number): Buffer {
  const predictor = parameters.get('Predictor') ?? 1;
  if (predictor === 1) return flat;
  const columns = parameters.get('Columns') ?? 1;
  if (typeof predictor !== 'number' || predictor < 10 || typeof columns !== 'number' || columns < 1) {
    throw unreadable('a cross-reference stream has an unknown predictor', offset);
  }
  const rows = Math.floor(flat.length / (columns + 1));
  const out = Buffer.alloc(rows * columns);
  for (let row = 0; row < rows; row++) {
    const kind = flat[row * (columns + 1)]!;
    for (let column = 0; column < columns; column++) {
      const left = column > 0 ? out[row * columns + column - 1]! : 0;
      const up = row > 0 ? out[(row - 1) * columns + column]! : 0;
      const corner = column > 0 && row > 0 ? out[(row - 1) * columns + column - 1]! : 0;
      out[row * columns + column] = flat[row * (columns + 1) + 1 + column]! + predicted(kind, left, up, corner);
    }
  }
  return out;
}

function predicted(kind: number, left: number, up: number, corner: number): number {
  if (kind === 1) return left;
  if (kind === 2) return up;
  if (kind === 3) return (left + up) >> 1;
  if (kind !== 4) return 0;
  const guess = left + up - corner;
  const [byLeft, byUp, byCorner] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)];
  return byLeft <= byUp && byLeft <= byCorner ? left : byUp <= byCorner ? up : corner;
}

function numbers(value: PdfValue | undefined): number[] {
  return Array.isArray(value)
    ? value.filter((item): item is number => typeof item === 'number' && Number.isInteger(item) && item >= 0)
    : [];
}

function unreadable(problem: string, offset: number): SignatureError {
  return new SignatureError('signature.pdf-unreadable', { problem, offset });
}
