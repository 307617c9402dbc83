import { PdfDict, PdfName, PdfRef, PdfStream, PdfString, type PdfValue } from './pdf-values.js';
import { SignatureError } from './signature-error.js';

const DEEPEST = 100;
const WHITE = new Set([0, 9, 10, 12, 13, 32]);
const DELIMITERS = new Set([...'()<>[]{}/%'].map((char) => char.charCodeAt(0)));
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
    const char = String.fromCharCode(byte);
    if (char === '/') return new PdfName(this.readName());
    if (char === '(') return this.readLiteralString();
    if (char === '[') return this.readArray(depth);
    if (char === '<') return this.bytes[this.position + 1] === 0x3c ? this.readDict(depth) : this.readHexString();
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
    const token = this.token();
    if (!/^\d{1,15}$/.test(token)) throw this.unreadable(`expected a number, found "${token.slice(0, 20)}"`);
    return Number(token);
  }

  /** Reads the keyword or fails. */
  expect(keyword: string): void {
    this.skipSpace();
    if (!this.at(keyword)) throw this.unreadable(`expected "${keyword}"`);
    this.position += keyword.length;
  }

  /** Does the keyword stand at the position? */
  at(keyword: string): boolean {
    return this.bytes.toString('latin1', this.position, this.position + keyword.length) === keyword;
  }

  skipSpace(): void {
    for (;;) {
      const byte = this.bytes[this.position];
      if (byte === 0x25) this.skipComment();
      else if (byte !== undefined && WHITE.has(byte)) this.position++;
      else return;
    }
  }

  private skipComment(): void {
    while (this.position < this.bytes.length && this.bytes[this.position] !== 10 && this.bytes[this.position] !== 13) this.position++;
  }

  private token(): string {
    const start = this.position;
    while (this.position < this.bytes.length && !this.endsToken(this.bytes[this.position]!)) this.position++;
    return this.bytes.toString('latin1', start, this.position);
  }

  private endsToken(byte: number): boolean {
    return WHITE.has(byte) || DELIMITERS.has(byte);
  }

  private readName(): string {
    this.position++;
    return this.token().replace(/#([0-9a-fA-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  }

  private readWord(): PdfValue {
    const token = this.token();
    if (token === 'true' || token === 'false') return token === 'true';
    if (token === 'null') return null;
    if (!/^[+-]?(\d+\.?\d*|\.\d+)$/.test(token)) throw this.unreadable(`unknown word "${token.slice(0, 20)}"`);
    return this.tryReference(token) ?? Number(token);
  }

  private tryReference(first: string): PdfRef | undefined {
    if (!/^\d{1,10}$/.test(first)) return undefined;
    const after = this.bytes.toString('latin1', this.position, this.position + 24);
    const match = /^[\0\t\n\f\r ]+(\d{1,5})[\0\t\n\f\r ]+R(?![^\0\t\n\f\r ()<>[\]{}/%])/.exec(after);
    if (!match) return undefined;
    this.position += match[0].length;
    return new PdfRef(Number(first), Number(match[1]));
  }

  private readArray(depth: number): PdfValue[] {
    this.position++;
    const items: PdfValue[] = [];
    for (;;) {
      this.skipSpace();
      if (this.at(']')) break;
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
      if (!this.at('/')) throw this.unreadable('a dictionary key is not a name');
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
    const hex = this.bytes.toString('latin1', this.position + 1, end).replace(/[\0\t\n\f\r ]/g, '');
    if (!/^[0-9a-fA-F]*$/.test(hex)) throw this.unreadable('a hexadecimal string holds something else');
    this.position = end + 1;
    return new PdfString(Buffer.from(hex.length % 2 ? `${hex}0` : hex, 'hex'));
  }

  private readLiteralString(): PdfString {
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
