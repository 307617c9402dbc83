import { deflateSync } from 'node:zlib';
import type { FontProgram } from './face-types.js';

/** Just enough of a parsed font to cut a subset from it. */
export interface FontSource {
  postscriptName: string;
  unitsPerEm: number;
  glyphForCodePoint(codePoint: number): { id: number; advanceWidth: number };
  createSubset(): object;
}

/** fontkit's TrueType subset: glyph ids in order of their new numbers. A glyph may stand twice, which gives it two numbers. */
interface TrueTypeSubset {
  glyphs: number[];
  encode(): Uint8Array;
}

/** A subset and where each of its characters went. */
export interface Subset {
  program: FontProgram;
  codeOf: Map<number, number>;
}

/**
 * Cuts a subset holding the characters given, in that order from glyph 1. Each character gets a number of its own even where the font
 * draws two alike (hyphen and soft hyphen), so that each is read back as itself.
 */
export function cutSubset(font: FontSource, tag: string, codePoints: readonly number[]): Subset {
  const subset = font.createSubset() as TrueTypeSubset;
  const codeOf = new Map<number, number>();
  const widths = [advance(font, 0xfffff)];
  for (const codePoint of codePoints) {
    codeOf.set(codePoint, subset.glyphs.push(font.glyphForCodePoint(codePoint).id) - 1);
    widths.push(advance(font, codePoint));
  }
  const raw = subset.encode();
  return {
    codeOf,
    program: {
      name: `${tag}+${font.postscriptName}`,
      file: deflateSync(raw),
      rawLength: raw.length,
      toUnicode: deflateSync(toUnicodeMap(codeOf)),
      widths,
    },
  };
}

function advance(font: FontSource, codePoint: number): number {
  return Math.round((font.glyphForCodePoint(codePoint).advanceWidth * 1000) / font.unitsPerEm);
}

/** The CMap that leads from glyph numbers back to Unicode (ISO 32000-1, 9.10.3), at most 100 entries to a block. */
function toUnicodeMap(codeOf: Map<number, number>): string {
  const entries = [...codeOf].map(([codePoint, code]) => `<${hex(code)}> <${utf16(codePoint)}>`);
  const blocks: string[] = [];
  for (let at = 0; at < entries.length; at += 100) {
    const block = entries.slice(at, at + 100);
    blocks.push(`${block.length} beginbfchar\n${block.join('\n')}\nendbfchar`);
  }
  return `/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
${blocks.join('\n')}
endcmap
CMapName currentdict /CMap defineresource pop
end
end
`;
}

function hex(unit: number): string {
  return unit.toString(16).toUpperCase().padStart(4, '0');
}

function utf16(codePoint: number): string {
  return [...Array(codePoint > 0xffff ? 2 : 1).keys()].map((i) => hex(String.fromCodePoint(codePoint).charCodeAt(i))).join('');
}
