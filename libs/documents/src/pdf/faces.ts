import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import * as fontkit from 'fontkit';
import { cutSubset, type FontSource, type Subset } from './face-subset.js';
import { type ExtraSubset, type Face, type FaceName, type Faces, type FontFiles, MissingGlyphError, type Word } from './face-types.js';

/** Static TrueType files (SIL Open Font License): their subsets embed whole and unhinted differences between readers do not show. */
const files: Record<FaceName, { path: string; serif: boolean }> = {
  text: { path: '@expo-google-fonts/source-serif-4/400Regular/SourceSerif4_400Regular.ttf', serif: true },
  strong: { path: '@expo-google-fonts/source-serif-4/600SemiBold/SourceSerif4_600SemiBold.ttf', serif: true },
  stress: { path: '@expo-google-fonts/source-serif-4/400Regular_Italic/SourceSerif4_400Regular_Italic.ttf', serif: true },
  sans: { path: '@expo-google-fonts/source-sans-3/400Regular/SourceSans3_400Regular.ttf', serif: false },
  sansStrong: { path: '@expo-google-fonts/source-sans-3/600SemiBold/SourceSans3_600SemiBold.ttf', serif: false },
};

/** The characters every letter's fixed subset holds: ASCII, Latin-1 and the signs of good typography. */
const fixedCharacters = [
  ...range(0x20, 0x7e),
  ...range(0xa1, 0xac),
  ...range(0xae, 0xff),
  ...[...'–—‘’‚“”„…•€‰‹›−'].map((character) => character.codePointAt(0)!),
];
const space = 0x20;
const softHyphen = 0xad;

/** Nothing but kerning is shaped: a ligature would be one glyph for two letters, and gains nothing at letter sizes. */
const shaping = { kern: true, liga: false, clig: false, calt: false };

const built = new Map<string, Faces>();

/** The five faces, each from the file given or built in; read and cut once per process. Throws for a file that is no TrueType font. */
export function loadFaces(given: FontFiles = {}): Faces {
  const names = Object.keys(files) as FaceName[];
  const key = names.map((name) => given[name] ?? '').join('\0');
  const known = built.get(key);
  if (known) return known;
  const require = createRequire(import.meta.url);
  const entries = names.map((name) => {
    const { path, serif } = files[name];
    return [name, buildFace(fontkit.openSync(given[name] ?? require.resolve(path)) as fontkit.Font, serif)];
  });
  const faces = Object.fromEntries(entries) as Faces;
  built.set(key, faces);
  return faces;
}

function buildFace(font: fontkit.Font, serif: boolean): Face {
  const scale = 1000 / font.unitsPerEm;
  const supported = new Set(font.characterSet);
  const fixed = cutSubset(font as unknown as FontSource, 'GENMAE', [
    ...fixedCharacters.filter((codePoint) => supported.has(codePoint)),
    softHyphen,
  ]);
  const measure = measurer(font, supported);
  const words = new WordMemory((text) => ({ text, ...compose(text, measure, fixed) }));
  const word = (text: string): Word => words.of(text);
  return {
    metrics: {
      ascent: font.ascent * scale,
      descent: font.descent * scale,
      // Older fonts (OS/2 below version 2) do not say.
      capHeight: (font.capHeight || font.ascent * 0.9) * scale,
      xHeight: (font.xHeight || font.ascent * 0.6) * scale,
      italicAngle: font.italicAngle,
      bbox: [font.bbox.minX * scale, font.bbox.minY * scale, font.bbox.maxX * scale, font.bbox.maxY * scale],
      serif,
    },
    program: fixed.program,
    word,
    space: word(' '),
    softHyphen: { text: '\u00ad', width: measure.advance(softHyphen, '\u00ad'), codes: literal(fixed.codeOf.get(softHyphen)!) },
    extraSubset: (texts) => extraSubset(font as unknown as FontSource, measure, texts),
  };
}

/** A face's words, at most twice as many as are told: when the young are full they become the old, and of the old what is not asked for is forgotten. */
class WordMemory {
  private young = new Map<string, Word>();
  private old = new Map<string, Word>();

  constructor(
    private readonly make: (text: string) => Word,
    private readonly most = 10_000,
  ) {}

  of(text: string): Word {
    const known = this.young.get(text);
    if (known) return known;
    if (this.young.size >= this.most) {
      this.old = this.young;
      this.young = new Map();
    }
    // A part of a longer text would keep all of that text alive: the word is copied.
    const kept = this.old.get(text) ?? this.make(copied(text, 'utf16le'));
    this.young.set(kept.text, kept);
    return kept;
  }
}

interface Measurer {
  /** The glyph's advance; throws when the face has none. */
  advance(codePoint: number, word: string): number;
  /** By how much the second glyph is drawn nearer to the first. */
  kern(left: number, right: number): number;
}

function measurer(font: fontkit.Font, supported: Set<number>): Measurer {
  const scale = 1000 / font.unitsPerEm;
  const advances = new Map<number, number>();
  const pairs = new Map<number, number>();
  const advance = (codePoint: number, word: string): number => {
    const known = advances.get(codePoint);
    if (known !== undefined) return known;
    if (!supported.has(codePoint) || isCombining(codePoint)) {
      const code = `U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}`;
      throw new MissingGlyphError(String.fromCodePoint(codePoint), code, font.fullName, word);
    }
    const width = Math.round(font.glyphForCodePoint(codePoint).advanceWidth * scale);
    advances.set(codePoint, width);
    return width;
  };
  const kern = (left: number, right: number): number => {
    const key = left * 0x200000 + right;
    const known = pairs.get(key);
    if (known !== undefined) return known;
    const shaped = font.layout(String.fromCodePoint(left, right), shaping).positions[0]!.xAdvance * scale;
    const pair = Math.round(font.glyphForCodePoint(left).advanceWidth * scale - shaped);
    pairs.set(key, pair);
    return pair;
  };
  return { advance, kern };
}

/** Marks that would have to be set over their letter; text is composed (NFC) before it comes here, so the rest are errors. */
function isCombining(codePoint: number): boolean {
  return /\p{M}/u.test(String.fromCodePoint(codePoint));
}

/** A word from single glyphs and kerned pairs: the same as shaping it whole, since nothing but kerning is shaped. */
function compose(text: string, measure: Measurer, subset: Subset): { width: number; codes: string | null } {
  let width = 0;
  let codes: string | null = '';
  let left: number | undefined;
  for (const character of text) {
    const codePoint = character === '\u00a0' ? space : character.codePointAt(0)!;
    width += measure.advance(codePoint, text);
    const code = subset.codeOf.get(codePoint);
    const nearer = left === undefined ? 0 : measure.kern(left, codePoint);
    width -= nearer;
    codes = codes === null || code === undefined ? null : codes + (nearer ? `)${nearer}(` : '') + literal(code);
    left = codePoint;
  }
  // What was put together of pieces is read slowly sign by sign; a copy is of one piece.
  return { width, codes: codes === null ? null : copied(codes, 'latin1') };
}

function copied(text: string, encoding: 'utf16le' | 'latin1'): string {
  return Buffer.from(text, encoding).toString(encoding);
}

function extraSubset(font: FontSource, measure: Measurer, texts: Iterable<string>): ExtraSubset {
  const codePoints = new Set<number>();
  for (const text of texts) for (const character of text) codePoints.add(character === '\u00a0' ? space : character.codePointAt(0)!);
  const sorted = [...codePoints].sort((a, b) => a - b);
  const subset = cutSubset(font, subsetTag(sorted), sorted);
  return { program: subset.program, encode: (text) => compose(text, measure, subset).codes ?? '' };
}

/** Six capital letters that differ with the characters held (ISO 32000-1, 9.6.4). */
function subsetTag(codePoints: number[]): string {
  const digest = createHash('sha256').update(codePoints.join()).digest();
  return [...digest.subarray(0, 6)].map((byte) => String.fromCharCode(65 + (byte % 26))).join('');
}

/** A two-byte code inside a PDF literal string. */
function literal(code: number): string {
  return String.fromCharCode(code >> 8, code & 0xff)
    .replace(/[()\\]/g, '\\$&')
    .replaceAll('\r', '\\r');
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, i) => from + i);
}
