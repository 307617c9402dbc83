import { BoundedMemo } from '../../pades/bounded-memo.js';
import type { PdfFile } from '../../pades/pdf-file.js';
import { PdfDict, PdfName, PdfStream, type PdfValue } from '../../pades/pdf-values.js';
import { inflateSync } from 'node:zlib';
import type { Findings } from './finding.js';

/** A font as far as text and its checks need it. */
export interface ReadFont {
  /** Bytes in a code. */
  wide: boolean;
  /** Code → text; `undefined` where the font does not say. */
  unicode: (string | undefined)[];
  /** How many glyphs the program holds; `undefined` when it is not one that is read here. */
  glyphs: number | undefined;
}

const LARGEST = 32 * 1024 * 1024;
const MAPS = new BoundedMemo(64, (bytes) => readMap(unpacked(bytes)));
const ADVANCES = new BoundedMemo(64, (bytes) => readAdvances(unpacked(bytes)));

/** Reads a font of a page's resources, and tells what PDF/A and PDF/UA miss in it (ISO 19005-3 6.2.11, ISO 14289-1 7.21). */
export function readFont(file: PdfFile, value: PdfValue, findings: Findings): ReadFont {
  const font = file.dict(value) ?? new PdfDict();
  const wide = isName(file, font.get('Subtype'), 'Type0');
  const inner = wide ? file.dict(file.list(font.get('DescendantFonts'))[0]) : font;
  const descriptor = file.dict(inner?.get('FontDescriptor'));
  const program = ['FontFile2', 'FontFile3', 'FontFile']
    .map((key) => file.resolve(descriptor?.get(key)))
    .find((item) => item instanceof PdfStream);
  if (!program && !isName(file, font.get('Subtype'), 'Type3')) findings.add('font-not-embedded');
  const map = file.resolve(font.get('ToUnicode'));
  const unicode = map instanceof PdfStream ? quietly(() => MAPS.of(flate(file, map))) : undefined;
  if (!unicode && wide) findings.add('font-unicode');
  const truetype = wide && program && descriptor?.has('FontFile2') && isName(file, inner?.get('CIDToGIDMap'), 'Identity');
  const advances = truetype ? quietly(() => ADVANCES.of(flate(file, program))) : undefined;
  if (truetype && !advances) findings.add('font-not-embedded');
  if (advances && !widthsFit(file, inner!, advances)) findings.add('font-width');
  return { wide, unicode: unicode ?? [], glyphs: advances?.length };
}

/** The stream's bytes as they are when they are deflated once; what is packed otherwise is unpacked and packed never again. */
function flate(file: PdfFile, stream: PdfStream): Buffer {
  const filter = file.resolve(stream.dict.get('Filter'));
  return filter instanceof PdfName && filter.name === 'FlateDecode' && !stream.dict.has('DecodeParms')
    ? stream.raw
    : file.unfiltered(stream);
}

function unpacked(bytes: Uint8Array): Buffer {
  const deflated = ((bytes[0] ?? 0) & 0x0f) === 8 && (((bytes[0] ?? 0) << 8) | (bytes[1] ?? 0)) % 31 === 0;
  return deflated ? inflateSync(bytes, { maxOutputLength: LARGEST }) : Buffer.from(bytes);
}

/** Code → text by `bfchar` and `bfrange` (ISO 32000-1 section 9.10.3). */
function readMap(cmap: Buffer): (string | undefined)[] {
  const map: (string | undefined)[] = [];
  const text = cmap.toString('latin1');
  for (const [, block] of text.matchAll(/beginbfchar([\s\S]*?)endbfchar/g)) {
    for (const [, code, to] of block!.matchAll(/<([0-9a-fA-F]{2,4})>\s*<([0-9a-fA-F]+)>/g)) map[parseInt(code!, 16)] = utf16(to!);
  }
  for (const [, block] of text.matchAll(/beginbfrange([\s\S]*?)endbfrange/g)) {
    for (const [, from, last, to] of block!.matchAll(/<([0-9a-fA-F]{2,4})>\s*<([0-9a-fA-F]{2,4})>\s*<([0-9a-fA-F]+)>/g)) {
      const start = utf16(to!);
      const final = start.charCodeAt(start.length - 1);
      const begin = parseInt(from!, 16);
      const end = Math.min(parseInt(last!, 16), 0xffff);
      for (let code = begin; code <= end; code++) map[code] = start.slice(0, -1) + String.fromCharCode(final + code - begin);
    }
  }
  return map;
}

function utf16(hex: string): string {
  return (hex.match(/.{4}/g) ?? []).map((unit) => String.fromCharCode(parseInt(unit, 16))).join('');
}

/** The advance width of each glyph of a TrueType program, in thousandths. */
function readAdvances(program: Buffer): number[] {
  const table = (tag: string): number => {
    for (let i = 0; i < program.readUInt16BE(4); i++) {
      const at = 12 + i * 16;
      if (program.toString('latin1', at, at + 4) === tag) return program.readUInt32BE(at + 8);
    }
    throw new RangeError(`no table ${tag}`);
  };
  const perEm = program.readUInt16BE(table('head') + 18);
  const glyphs = program.readUInt16BE(table('maxp') + 4);
  const long = program.readUInt16BE(table('hhea') + 34);
  const metrics = table('hmtx');
  return Array.from({ length: glyphs }, (_, i) => (program.readUInt16BE(metrics + Math.min(i, long - 1) * 4) * 1000) / perEm);
}

/** ISO 19005-3, 6.2.11.5: the widths that the file states are those of the program, within a thousandth. */
function widthsFit(file: PdfFile, font: PdfDict, advances: readonly number[]): boolean {
  const stated = file.list(font.get('W'));
  for (let i = 0; i + 1 < stated.length; i += 2) {
    const first = stated[i];
    const widths = file.list(stated[i + 1]);
    if (typeof first !== 'number' || widths.length === 0) return true;
    if (widths.some((width, k) => typeof width === 'number' && Math.abs(width - (advances[first + k] ?? width)) > 1)) return false;
  }
  return true;
}

function isName(file: PdfFile, value: PdfValue | undefined, name: string): boolean {
  const resolved = file.resolve(value);
  return resolved instanceof PdfName && resolved.name === name;
}

function quietly<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
