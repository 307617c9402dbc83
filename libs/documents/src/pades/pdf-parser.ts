import { PdfDict, PdfName, PdfRef, PdfStream, PdfString, type PdfValue } from './pdf-values.js';
import { SignatureError } from './signature-error.js';

const DEEPEST = 100;
const [WHITE, DELIMITER] = [1, 2] as const;
/** What each byte is to the reader: white space, a delimiter, or (0) part of a word. */
const KIND = new Uint8Array(256);
for (const byte of [0, 9, 10, 12, 13, 32]) KIND[byte] = WHITE;
for (const char of '()<>[]{}/%') KIND[char.charCodeAt(0)] = DELIMITER;
const ESCAPES: Readonly<Record<string, number>> = { n: 10, r: 13, t: 9, b: 8, f: 12 };

/** An indirect object as it lies in the file: `start` is the offset of its number, `end` the offset just after `endobj`. */
export interface PlacedObject {
  num: number;
  gen: number;
  value: PdfValue;
  start: number;
  end: number;
}

/**
 * Reads PDF values from bytes at a position. Strict on purpose: what a signature covers must have one reading, so a doubled
 * key or a length that does not fit is an error (`signature.pdf-unreadable`) rather than a guess.
 */
export class PdfParser {
  constructor(
    private readonly bytes: Buffer,
    public position = 0,
  ) {}

  /** Reads one value; `null` bytes, comments and white space before it are skipped. */
  readValue(depth = 0): PdfValue {
    if (depth > DEEPEST) throw this.unreadable('nested too deep');
    this.skipSpace();
    const byte = this.bytes[this.position];
    if (byte === undefined) throw this.unreadable('ends too soon');
    if (byte === 0x2f) return new PdfName(this.readName());
    if (byte === 0x28) return this.readLiteralString();
    if (byte === 0x5b) return this.readArray(depth);
    if (byte === 0x3c) return this.bytes[this.position + 1] === 0x3c ? this.readDict(depth) : this.readHexString();
    return this.readWord();
  }

  /** Reads `num gen obj … endobj`; `lengthOf` resolves an indirect stream length. */
  readObject(lengthOf: (ref: PdfRef) => number): PlacedObject {
    this.skipSpace();
    const start = this.position;
    const num = this.readInteger();
    const gen = this.readInteger();
    this.expect('obj');
    let value = this.readValue();
    this.skipSpace();
    if (value instanceof PdfDict && this.at('stream')) value = this.readStream(value, lengthOf);
    this.expect('endobj');
    return { num, gen, value, start, end: this.position };
  }

  /** Reads a whole number of at least zero. */
  readInteger(): number {
    this.skipSpace();
    const value = this.passDigits();
    if (value === undefined) throw this.unreadable(`expected a number, found "${this.token().slice(0, 20)}"`);
    return value;
  }

  /** Reads the keyword or fails. */
  expect(keyword: string): void {
    this.skipSpace();
    if (!this.at(keyword)) throw this.unreadable(`expected "${keyword}"`);
    this.position += keyword.length;
  }

  /** Does the keyword stand at the position? */
  at(keyword: string): boolean {
    for (let i = 0; i < keyword.length; i++) if (this.bytes[this.position + i] !== keyword.charCodeAt(i)) return false;
    return true;
  }

  skipSpace(): void {
    for (;;) {
      const byte = this.bytes[this.position];
      if (byte === 0x25) this.skipComment();
      else if (byte !== undefined && KIND[byte] === WHITE) this.position++;
      else return;
    }
  }

  private skipComment(): void {
    while (this.position < this.bytes.length && this.bytes[this.position] !== 10 && this.bytes[this.position] !== 13) this.position++;
  }

  private token(): string {
    const start = this.position;
    this.passWord();
    return this.bytes.toString('latin1', start, this.position);
  }

  private passWord(): void {
    const { bytes } = this;
    let at = this.position;
    while (at < bytes.length && KIND[bytes[at]!] === 0) at++;
    this.position = at;
  }

  private readName(): string {
    this.position++;
    const name = this.token();
    return name.includes('#') ? name.replace(/#([0-9a-fA-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16))) : name;
  }

  private readWord(): PdfValue {
    const start = this.position;
    const whole = this.passDigits();
    if (whole !== undefined) return this.tryReference(whole, this.position - start) ?? whole;
    this.position = start;
    const token = this.token();
    if (token === 'true' || token === 'false') return token === 'true';
    if (token === 'null') return null;
    if (!/^[+-]?(\d+\.?\d*|\.\d+)$/.test(token)) throw this.unreadable(`unknown word "${token.slice(0, 20)}"`);
    return Number(token);
  }

  /** Reads a word of at most 15 digits; `undefined` for any other word. */
  private passDigits(): number | undefined {
    const { bytes } = this;
    let value = 0;
    let at = this.position;
    for (; at < bytes.length && KIND[bytes[at]!] === 0; at++) {
      const digit = bytes[at]! - 0x30;
      if (digit < 0 || digit > 9 || at - this.position >= 15) return undefined;
      value = value * 10 + digit;
    }
    if (at === this.position) return undefined;
    this.position = at;
    return value;
  }

  /** After a number of `digits` digits: does ` gen R` follow? Then they are one reference, else nothing is read. */
  private tryReference(num: number, digits: number): PdfRef | undefined {
    const { bytes, position } = this;
    if (digits > 10 || KIND[bytes[position] ?? 0x25] !== WHITE) return undefined;
    this.passWhite();
    const start = this.position;
    const gen = this.passDigits();
    const genDigits = this.position - start;
    if (gen !== undefined && genDigits <= 5 && KIND[bytes[this.position] ?? 0x25] === WHITE) {
      this.passWhite();
      const next = bytes[this.position + 1];
      if (bytes[this.position] === 0x52 && (next === undefined || KIND[next] !== 0)) {
        this.position++;
        return new PdfRef(num, gen);
      }
    }
    this.position = position;
    return undefined;
  }

  private passWhite(): void {
    while (KIND[this.bytes[this.position] ?? 0x25] === WHITE) this.position++;
  }

  private readArray(depth: number): PdfValue[] {
    this.position++;
    const items: PdfValue[] = [];
    for (;;) {
      this.skipSpace();
      if (this.bytes[this.position] === 0x5d) break;
      items.push(this.readValue(depth + 1));
    }
    this.position++;
    return items;
  }

  private readDict(depth: number): PdfDict {
    this.position += 2;
    const dict = new PdfDict();
    for (;;) {
      this.skipSpace();
      if (this.at('>>')) break;
      if (this.bytes[this.position] !== 0x2f) throw this.unreadable('a dictionary key is not a name');
      const key = this.readName();
      if (dict.has(key)) throw this.unreadable(`the key /${key} stands twice in one dictionary`);
      dict.set(key, this.readValue(depth + 1));
    }
    this.position += 2;
    return dict;
  }

  private readHexString(): PdfString {
    const end = this.bytes.indexOf(0x3e, this.position);
    if (end < 0) throw this.unreadable('a string has no end');
    const written = this.bytes.toString('latin1', this.position + 1, end);
    const hex = /^[0-9a-fA-F]*$/.test(written) ? written : written.replace(/[\0\t\n\f\r ]/g, '');
    if (!/^[0-9a-fA-F]*$/.test(hex)) throw this.unreadable('a hexadecimal string holds something else');
    this.position = end + 1;
    return new PdfString(Buffer.from(hex.length % 2 ? `${hex}0` : hex, 'hex'));
  }

  private readLiteralString(): PdfString {
    const plain = this.plainString();
    if (plain) return plain;
    const out: number[] = [];
    let open = 1;
    for (this.position++; open > 0; this.position++) {
      const byte = this.bytes[this.position];
      if (byte === undefined) throw this.unreadable('a string has no end');
      if (byte === 0x5c) this.readEscape(out);
      else if (byte === 0x28) open++;
      else if (byte === 0x29) open--;
      if (byte !== 0x5c && open > 0) out.push(byte);
    }
    return new PdfString(Buffer.from(out));
  }

  /** A string without escapes and brackets, which most are, read in one piece. */
  private plainString(): PdfString | undefined {
    const { bytes } = this;
    let at = this.position + 1;
    while (at < bytes.length && bytes[at] !== 0x29 && bytes[at] !== 0x28 && bytes[at] !== 0x5c) at++;
    if (bytes[at] !== 0x29) return undefined;
    const string = new PdfString(Buffer.from(bytes.subarray(this.position + 1, at)));
    this.position = at + 1;
    return string;
  }

  private readEscape(out: number[]): void {
    const octal = /^[0-7]{1,3}/.exec(this.bytes.toString('latin1', this.position + 1, this.position + 4));
    if (octal) {
      out.push(parseInt(octal[0], 8) & 0xff);
      this.position += octal[0].length;
      return;
    }
    const byte = this.bytes[++this.position];
    if (byte === undefined) throw this.unreadable('a string has no end');
    if (byte === 13 && this.bytes[this.position + 1] === 10) this.position++;
    else if (byte !== 13 && byte !== 10) out.push(ESCAPES[String.fromCharCode(byte)] ?? byte);
  }

  private readStream(dict: PdfDict, lengthOf: (ref: PdfRef) => number): PdfStream {
    this.position += 'stream'.length;
    if (this.bytes[this.position] === 13) this.position++;
    if (this.bytes[this.position] !== 10) throw this.unreadable('a stream does not begin on its own line');
    const start = this.position + 1;
    const declared = dict.get('Length');
    const length = declared instanceof PdfRef ? lengthOf(declared) : declared;
    if (typeof length !== 'number' || !Number.isInteger(length) || length < 0 || start + length > this.bytes.length) {
      throw this.unreadable('a stream has no usable length');
    }
    this.position = start + length;
    this.expect('endstream');
    return new PdfStream(dict, this.bytes.subarray(start, start + length));
  }

  private unreadable(problem: string): SignatureError {
    return new SignatureError('signature.pdf-unreadable', { problem, offset: this.position });
  }
}
