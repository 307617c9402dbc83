import type * as fontkit from 'fontkit';
import type { Subset } from './face-subset.js';
import { MissingGlyphError } from './face-types.js';

/** Nothing but kerning is shaped: a ligature would be one glyph for two letters, and gains nothing at letter sizes. */
const shaping = { kern: true, liga: false, clig: false, calt: false };

const space = 0x20;
const nbsp = 0xa0;
/** Signs below this are measured by arrays, others by maps. */
const common = 256;
const unknown = -32_768;

/** Measures and encodes the words of one face from single glyphs and kerned pairs: the same as shaping them whole, since nothing but kerning is shaped. */
export class Measurer {
  private readonly scale: number;
  private readonly commonAdvances = new Int16Array(common).fill(unknown);
  private readonly commonPairs = new Int16Array(common * common).fill(unknown);
  private readonly advances = new Map<number, number>();
  private readonly pairs = new Map<number, number>();
  private readonly kernings = new Map<number, Uint8Array>();

  constructor(
    private readonly font: fontkit.Font,
    private readonly supported: ReadonlySet<number>,
  ) {
    this.scale = 1000 / font.unitsPerEm;
  }

  /**
   * The width in thousandths of the type size of what stands in a text from one place to before another. Throws {@link MissingGlyphError}, which names
   * the text as the word: a part is measured after the word it is of.
   */
  width(text: string, from = 0, to = text.length): number {
    let width = 0;
    let left = -1;
    for (let at = from; at < to;) {
      const codePoint = codePointAt(text, at);
      at += codePoint > 0xffff ? 2 : 1;
      width += this.advance(codePoint, text);
      if (left >= 0) width -= this.kern(left, codePoint);
      left = codePoint;
    }
    return width;
  }

  /** The inside of the literal strings of a PDF text array that shows the word, or null when the subset lacks a glyph. */
  codes(text: string, subset: Subset): Uint8Array | null {
    const made: number[] = [];
    let left = -1;
    for (let at = 0; at < text.length;) {
      const codePoint = codePointAt(text, at);
      at += codePoint > 0xffff ? 2 : 1;
      const code = subset.codeOf.get(codePoint);
      if (code === undefined) return null;
      const nearer = left < 0 ? 0 : this.kern(left, codePoint);
      if (nearer !== 0) made.push(...this.kerning(nearer));
      addLiteral(made, code);
      left = codePoint;
    }
    return new Uint8Array(made);
  }

  /** How a text array says that what follows is drawn nearer. */
  private kerning(nearer: number): Uint8Array {
    const known = this.kernings.get(nearer) ?? Buffer.from(`)${nearer}(`, 'latin1');
    this.kernings.set(nearer, known);
    return known;
  }

  /** The glyph's advance; throws when the face has none, naming the word. */
  private advance(codePoint: number, word: string): number {
    const known = codePoint < common ? this.commonAdvances[codePoint]! : this.advances.get(codePoint);
    if (known !== undefined && known !== unknown) return known;
    if (!this.supported.has(codePoint) || isCombining(codePoint)) {
      const code = `U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}`;
      throw new MissingGlyphError(String.fromCodePoint(codePoint), code, this.font.fullName, word);
    }
    const width = Math.round(this.font.glyphForCodePoint(codePoint).advanceWidth * this.scale);
    if (codePoint < common) this.commonAdvances[codePoint] = width;
    else this.advances.set(codePoint, width);
    return width;
  }

  /** By how much the second glyph is drawn nearer to the first. */
  private kern(left: number, right: number): number {
    const plain = left < common && right < common;
    const known = plain ? this.commonPairs[left * common + right]! : this.pairs.get(left * 0x200000 + right);
    if (known !== undefined && known !== unknown) return known;
    const shaped = this.font.layout(String.fromCodePoint(left, right), shaping).positions[0]!.xAdvance * this.scale;
    const pair = Math.round(this.font.glyphForCodePoint(left).advanceWidth * this.scale - shaped);
    if (plain) this.commonPairs[left * common + right] = pair;
    else this.pairs.set(left * 0x200000 + right, pair);
    return pair;
  }
}

/** The code point at a place; a no-break space is drawn as a space. */
function codePointAt(text: string, at: number): number {
  const codePoint = text.codePointAt(at)!;
  return codePoint === nbsp ? space : codePoint;
}

/** Marks that would have to be set over their letter; text is composed (NFC) before it comes here, so the rest are errors. */
function isCombining(codePoint: number): boolean {
  return /\p{M}/u.test(String.fromCodePoint(codePoint));
}

/** Adds a two-byte code as it stands inside a PDF literal string. */
function addLiteral(made: number[], code: number): void {
  addByte(made, code >> 8);
  addByte(made, code & 0xff);
}

function addByte(made: number[], byte: number): void {
  const [open, close, backslash, carriageReturn, r] = [0x28, 0x29, 0x5c, 0x0d, 0x72];
  if (byte === carriageReturn) made.push(backslash, r);
  else if (byte === open || byte === close || byte === backslash) made.push(backslash, byte);
  else made.push(byte);
}
