import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import * as fontkit from 'fontkit';
import { cutSubset, type FontSource } from './face-subset.js';
import type { ExtraSubset, Face, FaceName, Faces, FontFiles, Sign } from './face-types.js';
import { Measurer } from './measurer.js';
import { WordBook } from './word-book.js';

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
const softHyphen = '\u00ad';

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
    softHyphen.charCodeAt(0),
  ]);
  const measurer = new Measurer(font, supported);
  const setSign = (character: string): Sign => ({ width: measurer.width(character), codes: measurer.codes(character, fixed)! });
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
    words: new WordBook((word) => ({ width: measurer.width(word), codes: measurer.codes(word, fixed) })),
    width: (text, from, to) => measurer.width(text, from, to),
    space: setSign(' '),
    softHyphen: setSign(softHyphen),
    extraSubset: (texts) => extraSubset(font as unknown as FontSource, measurer, texts),
  };
}

function extraSubset(font: FontSource, measurer: Measurer, texts: Iterable<string>): ExtraSubset {
  const codePoints = new Set<number>();
  for (const text of texts) for (const character of text) codePoints.add(character === '\u00a0' ? space : character.codePointAt(0)!);
  const sorted = [...codePoints].sort((a, b) => a - b);
  const subset = cutSubset(font, subsetTag(sorted), sorted);
  return { program: subset.program, encode: (text) => measurer.codes(text, subset)! };
}

/** Six capital letters that differ with the characters held (ISO 32000-1, 9.6.4). */
function subsetTag(codePoints: number[]): string {
  const digest = createHash('sha256').update(codePoints.join()).digest();
  return [...digest.subarray(0, 6)].map((byte) => String.fromCharCode(65 + (byte % 26))).join('');
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, i) => from + i);
}
