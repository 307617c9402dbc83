import { BoundedMemo } from './bounded-memo.js';
import type { PdfFile } from './pdf-file.js';
import { PdfDict, PdfName, type PdfRef, PdfRef as Ref, PdfStream, type PdfValue } from './pdf-values.js';

/** A font that the letter already embeds, usable for new text as far as its glyphs go. */
export interface EmbeddedFace {
  /** The key under which the appearance's resources name it. */
  key: string;
  ref: PdfRef;
  strong: boolean;
  /** Character → two-byte code. */
  codes: ReadonlyMap<string, number>;
  /** Advance of a code in thousandths of the font size. */
  width(code: number): number;
}

const DEEPEST_PAGE = 20;
const READ_MAPS = new BoundedMemo(32, (cmap) => readToUnicode(Buffer.from(cmap).toString('latin1')));

/**
 * The letter's own embedded composite fonts that a signature field may use: those of the field's placeholder appearance, and when asked so far
 * as the page, then those of its page. Only fonts with Identity-H and a ToUnicode map count, so that the new text can be read aloud and copied.
 */
export function embeddedFaces(file: PdfFile, widget: PdfDict, asFarAs: 'placeholder' | 'page'): EmbeddedFace[] {
  const placeholder = file.dict(file.dict(widget.get('AP'))?.get('N'));
  const sources = [file.dict(placeholder?.get('Resources')), ...(asFarAs === 'page' ? [pageResources(file, widget.get('P'))] : [])];
  const faces = new Map<number, EmbeddedFace>();
  for (const resources of sources) {
    for (const value of file.dict(resources?.get('Font'))?.values() ?? []) {
      if (!(value instanceof Ref) || faces.has(value.num)) continue;
      const face = embeddedFace(file, value, `S${faces.size}`);
      if (face) faces.set(value.num, face);
    }
  }
  return [...faces.values()];
}

function pageResources(file: PdfFile, page: PdfValue | undefined): PdfDict | undefined {
  let node = file.dict(page);
  for (let depth = 0; node && depth < DEEPEST_PAGE; depth++) {
    const resources = file.dict(node.get('Resources'));
    if (resources) return resources;
    node = file.dict(node.get('Parent'));
  }
  return undefined;
}

function embeddedFace(file: PdfFile, ref: PdfRef, key: string): EmbeddedFace | undefined {
  const font = file.dict(ref);
  const encoding = file.resolve(font?.get('Encoding'));
  const toUnicode = file.resolve(font?.get('ToUnicode'));
  const descendant = file.dict(file.list(font?.get('DescendantFonts'))[0]);
  const embedded = file.dict(descendant?.get('FontDescriptor'))?.has('FontFile2');
  if (!embedded || !descendant || !(toUnicode instanceof PdfStream)) return undefined;
  if (!(encoding instanceof PdfName) || encoding.name !== 'Identity-H') return undefined;
  const name = file.resolve(font!.get('BaseFont'));
  const widths = readWidths(file, descendant);
  return {
    key,
    ref,
    strong: name instanceof PdfName && /bold|semibold|black|heavy/i.test(name.name),
    codes: READ_MAPS.of(file.unfiltered(toUnicode)),
    width: (code) => widths.get(code) ?? numberOr(file.resolve(descendant.get('DW')), 1000),
  };
}

/** Widths by code, from the two forms of /W (ISO 32000-1 section 9.7.4.3). */
function readWidths(file: PdfFile, descendant: PdfDict): Map<number, number> {
  const widths = new Map<number, number>();
  const items = file.list(descendant.get('W')).map((item) => file.resolve(item));
  for (let i = 0; i + 1 < items.length;) {
    const first = numberOr(items[i]!, 0);
    const second = items[i + 1]!;
    if (Array.isArray(second)) {
      second.forEach((width, k) => widths.set(first + k, numberOr(width, 0)));
      i += 2;
    } else {
      for (let code = first; code <= Math.min(numberOr(second, -1), 0xffff); code++) widths.set(code, numberOr(items[i + 2] ?? 0, 0));
      i += 3;
    }
  }
  return widths;
}

/** Character → code from a ToUnicode map with two-byte codes; ligatures are left out, the first code of a character wins. */
function readToUnicode(cmap: string): Map<string, number> {
  const codes = new Map<string, number>();
  const learn = (code: number, hex: string, step = 0): void => {
    if (!/^([0-9a-fA-F]{4}){1,2}$/.test(hex)) return;
    const text = Buffer.from(hex, 'hex').swap16().toString('utf16le');
    const points = [...text];
    if (points.length !== 1) return;
    const char = String.fromCodePoint(points[0]!.codePointAt(0)! + step);
    if (!codes.has(char)) codes.set(char, code);
  };
  for (const [, block] of cmap.matchAll(/beginbfchar([\s\S]*?)endbfchar/g)) {
    for (const [, code, text] of block!.matchAll(/<([0-9a-fA-F]{4})>\s*<([0-9a-fA-F]+)>/g)) learn(parseInt(code!, 16), text!);
  }
  for (const [, block] of cmap.matchAll(/beginbfrange([\s\S]*?)endbfrange/g)) {
    for (const [, low, high, text, list] of block!.matchAll(
      /<([0-9a-fA-F]{4})>\s*<([0-9a-fA-F]{4})>\s*(?:<([0-9a-fA-F]+)>|\[([^\]]*)\])/g,
    )) {
      const [from, to] = [parseInt(low!, 16), parseInt(high!, 16)];
      const listed = list === undefined ? undefined : [...list.matchAll(/<([0-9a-fA-F]*)>/g)].map((match) => match[1]!);
      for (let code = from; code <= to; code++) {
        if (listed) learn(code, listed[code - from] ?? '');
        else learn(code, text!, code - from);
      }
    }
  }
  return codes;
}

function numberOr(value: PdfValue, otherwise: number): number {
  return typeof value === 'number' ? value : otherwise;
}
