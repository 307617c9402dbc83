/** The values a PDF is made of (ISO 32000-1 section 7.3), and how they are written. */

/** A name such as `/Type`, held without the slash and with `#xx` escapes resolved (one char per byte). */
export class PdfName {
  constructor(readonly name: string) {}
}

/** A string, as its bytes. */
export class PdfString {
  constructor(readonly bytes: Buffer) {}

  /** The text, read as UTF-16BE with a byte order mark or else as Latin-1 (close enough to PDFDocEncoding for names). */
  get text(): string {
    if (this.bytes[0] === 0xfe && this.bytes[1] === 0xff) return Buffer.from(this.bytes.subarray(2)).swap16().toString('utf16le');
    return this.bytes.toString('latin1');
  }

  /** A text string: plain bytes for ASCII, otherwise UTF-16BE with a byte order mark. */
  static ofText(text: string): PdfString {
    // eslint-disable-next-line no-control-regex -- the range is ASCII itself
    if (/^[\x00-\x7f]*$/.test(text)) return new PdfString(Buffer.from(text, 'latin1'));
    return new PdfString(Buffer.concat([Buffer.from([0xfe, 0xff]), Buffer.from(text, 'utf16le').swap16()]));
  }
}

/** A reference to an indirect object. */
export class PdfRef {
  constructor(
    readonly num: number,
    readonly gen: number,
  ) {}
}

/** A dictionary; the order of its keys is kept. */
export class PdfDict extends Map<string, PdfValue> {}

/** A stream: its dictionary and its bytes as they lie in the file (still filtered). */
export class PdfStream {
  constructor(
    readonly dict: PdfDict,
    readonly raw: Buffer,
  ) {}
}

export type PdfValue = null | boolean | number | PdfName | PdfString | PdfRef | PdfValue[] | PdfDict | PdfStream;

/** The value as PDF syntax. Strings are written in hexadecimal, which needs no escapes. A stream may only stand alone. */
export function writePdfValue(value: PdfValue): Buffer {
  if (value instanceof PdfStream) {
    const dict = new PdfDict(value.dict).set('Length', value.raw.length);
    return Buffer.concat([Buffer.from(`${plain(dict)}\nstream\n`, 'latin1'), value.raw, Buffer.from('\nendstream')]);
  }
  return Buffer.from(plain(value), 'latin1');
}

function plain(value: PdfValue): string {
  if (value === null) return 'null';
  if (typeof value === 'boolean') return String(value);
  if (typeof value === 'number') return writeNumber(value);
  if (value instanceof PdfName) return writeName(value.name);
  if (value instanceof PdfString) return `<${value.bytes.toString('hex')}>`;
  if (value instanceof PdfRef) return `${value.num} ${value.gen} R`;
  if (Array.isArray(value)) return `[${value.map(plain).join(' ')}]`;
  if (value instanceof PdfStream) throw new TypeError('a stream cannot stand inside another value');
  return `<<${[...value].map(([key, item]) => `${writeName(key)} ${plain(item)}`).join(' ')}>>`;
}

function writeNumber(value: number): string {
  if (!Number.isFinite(value)) throw new TypeError('a PDF number must be finite');
  return Number.isInteger(value) ? String(value) : value.toFixed(6).replace(/0+$/, '').replace(/\.$/, '');
}

function writeName(name: string): string {
  return `/${name.replace(/[^!-~]|[#()<>[\]{}/%]/g, (char) => `#${char.charCodeAt(0).toString(16).padStart(2, '0')}`)}`;
}

/** Are the two values the same, whatever their spelling in the file? Key order does not matter; references compare by number. */
export function samePdfValue(a: PdfValue, b: PdfValue): boolean {
  if (a instanceof PdfStream && b instanceof PdfStream) return samePdfValue(a.dict, b.dict) && a.raw.equals(b.raw);
  if (a instanceof PdfDict && b instanceof PdfDict) {
    return a.size === b.size && [...a].every(([key, item]) => b.has(key) && samePdfValue(item, b.get(key)!));
  }
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((item, i) => samePdfValue(item, b[i]!));
  if (a instanceof PdfRef && b instanceof PdfRef) return a.num === b.num && a.gen === b.gen;
  if (a instanceof PdfName && b instanceof PdfName) return a.name === b.name;
  if (a instanceof PdfString && b instanceof PdfString) return a.bytes.equals(b.bytes);
  return a === b;
}
