import { formatDeadline, localOf } from '@genmaele/calendar';
import { type EmbeddedFace, embeddedFaces } from './appearance-fonts.js';
import type { PdfFile } from './pdf-file.js';
import { PdfDict, PdfName, PdfStream } from './pdf-values.js';
import type { SignatureField } from './signature-field.js';
import type { SignatureLevel } from './signature-level.js';

/** What the box of a signature says. */
export interface SignatureAppearance {
  name: string;
  /** The signer's function, e.g. "formand"; an empty text leaves the line out. */
  function: string;
  level: SignatureLevel;
  /** A test key: the box says so in plain words. */
  test: boolean;
}

interface Line {
  text: string;
  size: number;
  strong: boolean;
}

interface Run {
  face: EmbeddedFace;
  codes: number[];
}

const PADDING = 4;
const LEADING = 1.25;
/** How far below the top of its line a baseline lies, in parts of the font size. */
const ASCENT = 0.95;

/**
 * The visible appearance (a form XObject as large as the field) in the letter's own embedded fonts, or the characters for which
 * no such font has a glyph: then nothing is drawn and the placeholder stays, because a font that is not embedded or a missing
 * glyph would break the archival form of the file.
 */
export function drawAppearance(
  file: PdfFile,
  field: SignatureField,
  appearance: SignatureAppearance,
  at: Date,
): { stream: PdfStream } | { missing: string } {
  const lines = appearanceLines(appearance, at);
  const { faces, missing } = facesFor(file, field.widget, new Set(lines.flatMap(({ text }) => [...text])));
  if (missing.length > 0) return { missing: missing.join('') };
  const [width, height] = boxSize(file, field.widget);
  if (width <= 2 * PADDING || height <= 2 * PADDING) return { missing: '' };
  const content = drawLines(lines, faces, width, height);
  const fonts = new PdfDict(faces.map((face) => [face.key, face.ref]));
  const dict = new PdfDict()
    .set('Type', new PdfName('XObject'))
    .set('Subtype', new PdfName('Form'))
    .set('BBox', [0, 0, width, height])
    .set('Resources', new PdfDict([['Font', fonts]]));
  return { stream: new PdfStream(dict, Buffer.from(content, 'latin1')) };
}

/** The placeholder's own fonts, and those of the page only when a character is in none of them. */
function facesFor(file: PdfFile, widget: PdfDict, chars: ReadonlySet<string>): { faces: EmbeddedFace[]; missing: string[] } {
  const lacking = (faces: readonly EmbeddedFace[]) => [...chars].filter((char) => !faces.some((face) => face.codes.has(char)));
  const own = embeddedFaces(file, widget, 'placeholder');
  if (own.length > 0 && lacking(own).length === 0) return { faces: own, missing: [] };
  const all = embeddedFaces(file, widget, 'page');
  return { faces: all, missing: lacking(all) };
}

function appearanceLines({ name, function: office, level, test }: SignatureAppearance, at: Date): Line[] {
  const when = formatDeadline(localOf(at));
  return [
    { text: 'Digitalt underskrevet af', size: 7, strong: false },
    { text: name.normalize('NFC'), size: 9.5, strong: true },
    ...(office ? [{ text: office.normalize('NFC'), size: 8, strong: false }] : []),
    { text: `${when} (PAdES ${level})`, size: 7, strong: false },
    ...(test ? [{ text: 'PRØVE: testunderskrift uden retsvirkning', size: 7.5, strong: true }] : []),
  ];
}

function boxSize(file: PdfFile, widget: PdfDict): [number, number] {
  const rect = file.list(widget.get('Rect')).map((item) => Number(file.resolve(item)));
  if (rect.length !== 4 || rect.some((n) => !Number.isFinite(n))) return [0, 0];
  return [Math.abs(rect[2]! - rect[0]!), Math.abs(rect[3]! - rect[1]!)];
}

function drawLines(lines: Line[], faces: EmbeddedFace[], width: number, height: number): string {
  const shaped = lines.map((line) => ({ ...line, runs: shape(line, faces) }));
  const tall = lines.reduce((sum, line) => sum + line.size * LEADING, 0);
  const wide = Math.max(...shaped.map((line) => runsWidth(line.runs) * line.size));
  const scale = Math.min(1, (height - 2 * PADDING) / tall, (width - 2 * PADDING) / wide);
  const out = [`q 0.5 w 0.4 G 0.25 0.25 ${fixed(width - 0.5)} ${fixed(height - 0.5)} re S 0 g`];
  let top = height - PADDING;
  for (const line of shaped) {
    const size = line.size * scale;
    const shows = line.runs.map(
      ({ face, codes }) => `/${face.key} ${fixed(size)} Tf <${codes.map((code) => code.toString(16).padStart(4, '0')).join('')}> Tj`,
    );
    out.push(`BT ${PADDING} ${fixed(top - size * ASCENT)} Td ${shows.join(' ')} ET`);
    top -= size * LEADING;
  }
  return `${out.join('\n')}\nQ\n`;
}

/** The line cut into runs, each character in the first face of the wanted weight that has it, or else in any. */
function shape(line: Line, faces: EmbeddedFace[]): Run[] {
  const preferred = [...faces.filter((face) => face.strong === line.strong), ...faces.filter((face) => face.strong !== line.strong)];
  const runs: Run[] = [];
  for (const char of line.text) {
    const face = preferred.find((candidate) => candidate.codes.has(char))!;
    const last = runs.at(-1);
    if (last?.face === face) last.codes.push(face.codes.get(char)!);
    else runs.push({ face, codes: [face.codes.get(char)!] });
  }
  return runs;
}

function runsWidth(runs: Run[]): number {
  return runs.reduce((sum, run) => sum + run.codes.reduce((total, code) => total + run.face.width(code), 0), 0) / 1000;
}

const fixed = (n: number): string => String(Math.round(n * 1000) / 1000);
