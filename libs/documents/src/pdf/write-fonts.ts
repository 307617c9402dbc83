import type { DrawList } from './draw-list.js';
import type { ExtraSubset, Face, FaceMetrics, FaceName, Faces, FontProgram } from './face-types.js';
import { type PdfFile, type PdfSource, reference } from './pdf-objects.js';

/** The names under which pages know the fonts, and how each word is shown. */
export interface FontBook {
  resources: Record<string, PdfSource>;
  /** The name of a face's fixed subset, or of its extra subset. */
  name(face: FaceName, extra: boolean): string;
  /** The codes of a word that the fixed subset cannot show. */
  encodeExtra(face: FaceName, text: string): Uint8Array;
}

/** Writes the fonts that a letter uses: of each face the fixed subset, and where its words need more glyphs a small one of their own. */
export function writeFonts(file: PdfFile, list: DrawList, faces: Faces): FontBook {
  const resources: Record<string, PdfSource> = {};
  const extras = new Map<FaceName, ExtraSubset>();
  for (const [face, texts] of usedFaces(list)) {
    resources[fontName(face, false)] = writeFont(file, faces[face], faces[face].program);
    if (texts.size === 0) continue;
    const extra = faces[face].extraSubset([...texts].sort());
    extras.set(face, extra);
    resources[fontName(face, true)] = writeFont(file, faces[face], extra.program);
  }
  return { resources, name: fontName, encodeExtra: (face, text) => extras.get(face)!.encode(text) };
}

function fontName(face: FaceName, extra: boolean): string {
  return extra ? `${face}Extra` : face;
}

/** The faces in use, in their order of appearance, each with the words that its fixed subset cannot show. */
function usedFaces(list: DrawList): Map<FaceName, Set<string>> {
  const used = new Map<FaceName, Set<string>>();
  for (const { items } of list.pages) {
    for (const item of items) {
      if (item.kind !== 'text' && item.kind !== 'artifact-text') continue;
      for (const piece of item.pieces) {
        if (!used.has(piece.face)) used.set(piece.face, new Set());
        for (const { word } of piece.shown.strange) used.get(piece.face)!.add(word);
      }
    }
  }
  return used;
}

const flags = { serif: 2, symbolic: 4, italic: 64 } as const;

/** What a face says of itself in every file, between its references to other objects. */
interface FontTexts {
  fontFile: string;
  toUnicode: string;
  descriptor: string;
  descendant: string;
  composite: string;
}

const known = new WeakMap<FontProgram, FontTexts>();

function textsOf(face: Face, program: FontProgram): FontTexts {
  const texts = known.get(program) ?? fontTexts(face.metrics, program);
  known.set(program, texts);
  return texts;
}

function fontTexts(metrics: FaceMetrics, { name, rawLength, file, toUnicode, widths }: FontProgram): FontTexts {
  const { serif, italicAngle, bbox, ascent, descent, capHeight, xHeight } = metrics;
  const style = flags.symbolic | (serif ? flags.serif : 0) | (italicAngle === 0 ? 0 : flags.italic);
  const box = bbox.map(written).join(' ');
  const heights = `/Ascent ${written(ascent)} /Descent ${written(descent)} /CapHeight ${written(capHeight)} /XHeight ${written(xHeight)}`;
  const system = '<</Registry (Adobe) /Ordering (Identity) /Supplement 0>>';
  return {
    fontFile: `<</Filter /FlateDecode /Length1 ${rawLength} /Length ${file.length}>>`,
    toUnicode: `<</Filter /FlateDecode /Length ${toUnicode.length}>>`,
    descriptor: `/Type /FontDescriptor /FontName /${name} /Flags ${style} /FontBBox [${box}] /ItalicAngle ${written(italicAngle)} ${heights} /StemV 80`,
    descendant: `/Type /Font /Subtype /CIDFontType2 /BaseFont /${name} /CIDSystemInfo ${system} /CIDToGIDMap /Identity /W [0 [${widths.join(' ')}]]`,
    composite: `/Type /Font /Subtype /Type0 /BaseFont /${name} /Encoding /Identity-H`,
  };
}

function written(value: number): string {
  return String(Math.round(value * 1e6) / 1e6);
}

/** A composite font whose codes are its glyph numbers (ISO 32000-1, 9.7; PDF/A-3 6.2.11: embedded, widths equal, ToUnicode whole). */
function writeFont(file: PdfFile, face: Face, program: FontProgram): PdfSource {
  const texts = textsOf(face, program);
  const put = (source: string, stream?: Uint8Array): PdfSource => {
    const number = file.reserve();
    file.put(number, source, stream);
    return reference(number);
  };
  const fontFile = put(texts.fontFile, program.file);
  const toUnicode = put(texts.toUnicode, program.toUnicode);
  const descriptor = put(`<<${texts.descriptor} /FontFile2 ${fontFile.toString()}>>`);
  const descendant = put(`<<${texts.descendant} /FontDescriptor ${descriptor.toString()}>>`);
  return put(`<<${texts.composite} /DescendantFonts [${descendant.toString()}] /ToUnicode ${toUnicode.toString()}>>`);
}
