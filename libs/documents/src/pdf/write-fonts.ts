import type { DrawList, Piece } from './draw-list.js';
import type { ExtraSubset, Face, FaceName, Faces, FontProgram } from './face-types.js';
import { PdfSource, pdfText, type PdfFile, type Ref } from './pdf-objects.js';

/** The names under which pages know the fonts, and how each word is shown. */
export interface FontBook {
  resources: Record<string, Ref>;
  /** The name of a face's fixed subset, or of its extra subset. */
  name(face: FaceName, extra: boolean): string;
  /** The codes of a word that the fixed subset cannot show. */
  encodeExtra(face: FaceName, text: string): string;
}

/** Writes the fonts that a letter uses: of each face the fixed subset, and where its words need more glyphs a small one of their own. */
export function writeFonts(file: PdfFile, list: DrawList, faces: Faces): FontBook {
  const resources: Record<string, Ref> = {};
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
  const note = ({ face, words }: Piece): void => {
    const extra = used.get(face) ?? new Set();
    used.set(face, extra);
    for (const word of words) if (word.codes === null) extra.add(word.text);
  };
  for (const { items } of list.pages) for (const item of items) if ('pieces' in item) item.pieces.forEach(note);
  return used;
}

const flags = { serif: 2, symbolic: 4, italic: 64 } as const;

const written = new WeakMap<FontProgram, PdfSource>();

/** The widths as they stand in the file: the same hundreds of numbers in every letter. */
function widthsOf(program: FontProgram): PdfSource {
  const known = written.get(program) ?? new PdfSource(`[0 [${program.widths.join(' ')}]]`);
  written.set(program, known);
  return known;
}

/** A composite font whose codes are its glyph numbers (ISO 32000-1, 9.7; PDF/A-3 6.2.11: embedded, widths equal, ToUnicode whole). */
function writeFont(file: PdfFile, face: Face, program: FontProgram): Ref {
  const { metrics } = face;
  const fontFile = file.ref({ Filter: 'FlateDecode', Length1: program.rawLength });
  fontFile.end(program.file);
  const toUnicode = file.ref({ Filter: 'FlateDecode' });
  toUnicode.end(program.toUnicode);
  const descriptor = file.ref({
    Type: 'FontDescriptor',
    FontName: program.name,
    Flags: flags.symbolic | (metrics.serif ? flags.serif : 0) | (metrics.italicAngle === 0 ? 0 : flags.italic),
    FontBBox: metrics.bbox,
    ItalicAngle: metrics.italicAngle,
    Ascent: metrics.ascent,
    Descent: metrics.descent,
    CapHeight: metrics.capHeight,
    XHeight: metrics.xHeight,
    StemV: 80,
    FontFile2: fontFile,
  });
  descriptor.end();
  const descendant = file.ref({
    Type: 'Font',
    Subtype: 'CIDFontType2',
    BaseFont: program.name,
    CIDSystemInfo: { Registry: pdfText('Adobe'), Ordering: pdfText('Identity'), Supplement: 0 },
    CIDToGIDMap: 'Identity',
    W: widthsOf(program),
    FontDescriptor: descriptor,
  });
  descendant.end();
  const composite = {
    Type: 'Font',
    Subtype: 'Type0',
    BaseFont: program.name,
    Encoding: 'Identity-H',
    DescendantFonts: [descendant],
    ToUnicode: toUnicode,
  };
  const font = file.ref(composite);
  font.end();
  return font;
}
