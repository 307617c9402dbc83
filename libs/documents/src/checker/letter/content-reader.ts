/** What a content stream's reader is told, in order. */
export interface ContentListener {
  font(name: string): void;
  show(codes: Buffer): void;
  /** Marked content begins: its tag, and its number when it has one. `properties` names a property list of the page's resources. */
  begin(tag: string, mcid: number | undefined, properties: string | undefined): void;
  end(): void;
  /** Something else that is drawn. */
  paint(operator: string): void;
  object(name: string): void;
  color(operator: string): void;
}

const PAINTING = new Set(['S', 's', 'f', 'F', 'f*', 'B', 'B*', 'b', 'b*', 'sh', 'BI', 'EI']);
const DEVICE_COLORS = new Set(['k', 'K', 'cs', 'CS']);
const enum Byte {
  percent = 0x25,
  open = 0x28,
  close = 0x29,
  less = 0x3c,
  greater = 0x3e,
  left = 0x5b,
  right = 0x5d,
  backslash = 0x5c,
  slash = 0x2f,
}

const ENDS = new Uint8Array(256);
for (const char of '\0\t\n\f\r ()<>[]{}/%') ENDS[char.charCodeAt(0)] = 1;

/** Reads a content stream (ISO 32000-1 section 7.8.2) only as far as text, marked content and painting go. Throws `RangeError` for what is no such stream. */
export class ContentReader {
  private at = 0;
  private name = '';
  private lastName = '';
  private strings: Buffer[] = [];
  private mcid: number | undefined;
  private hadDict = false;

  constructor(
    private readonly bytes: Buffer,
    private readonly listener: ContentListener,
  ) {}

  read(): void {
    const { bytes } = this;
    while (this.at < bytes.length) {
      const byte = bytes[this.at]!;
      if (byte === Byte.open) this.strings.push(this.literal());
      else if (byte === Byte.less) this.hexOrDict();
      else if (byte === Byte.slash) this.readName();
      else if (byte === Byte.percent) this.skipLine();
      else if (ENDS[byte] === 1) this.at++;
      else this.word();
    }
  }

  private readName(): void {
    const start = ++this.at;
    while (this.at < this.bytes.length && ENDS[this.bytes[this.at]!] === 0) this.at++;
    this.name = this.lastName;
    this.lastName = this.bytes.toString('latin1', start, this.at);
  }

  private word(): void {
    const start = this.at;
    while (this.at < this.bytes.length && ENDS[this.bytes[this.at]!] === 0) this.at++;
    const first = this.bytes[start]!;
    if (first <= 0x39 && first !== 0x27 && first !== 0x22) return;
    this.operator(this.bytes.toString('latin1', start, this.at));
  }

  private operator(operator: string): void {
    const { listener } = this;
    if (operator === 'TJ' || operator === 'Tj' || operator === "'" || operator === '"')
      for (const string of this.strings) listener.show(string);
    else if (operator === 'Tf') listener.font(this.lastName);
    else if (operator === 'BDC') this.beginMarked();
    else if (operator === 'BMC') listener.begin(this.lastName, undefined, undefined);
    else if (operator === 'EMC') listener.end();
    else if (operator === 'Do') listener.object(this.lastName);
    else if (PAINTING.has(operator)) listener.paint(operator);
    else if (DEVICE_COLORS.has(operator)) listener.color(operator);
    else if (operator === 'ID') throw new RangeError('an inline image is not read');
    if (this.strings.length > 0) this.strings = [];
    this.mcid = undefined;
    this.hadDict = false;
  }

  private beginMarked(): void {
    if (this.hadDict) this.listener.begin(this.lastName, this.mcid, undefined);
    else this.listener.begin(this.name, undefined, this.lastName);
  }

  private hexOrDict(): void {
    if (this.bytes[this.at + 1] === Byte.less) return this.dict();
    const end = this.bytes.indexOf(Byte.greater, this.at);
    if (end < 0) throw new RangeError('a string has no end');
    const hex = this.bytes.toString('latin1', this.at + 1, end).replace(/\s/g, '');
    this.strings.push(Buffer.from(hex.length % 2 ? `${hex}0` : hex, 'hex'));
    this.at = end + 1;
  }

  /** A property list; only its number is of interest. Names within it are not operands. */
  private dict(): void {
    const end = this.bytes.indexOf('>>', this.at, 'latin1');
    if (end < 0) throw new RangeError('a dictionary has no end');
    const text = this.bytes.toString('latin1', this.at + 2, end);
    const found = /\/MCID\s+(\d{1,9})(?!\S)/.exec(text);
    this.mcid = found ? Number(found[1]) : undefined;
    this.hadDict = true;
    this.at = end + 2;
    while (text.includes('<<') && this.bytes[this.at] === Byte.greater) this.at++;
  }

  private literal(): Buffer {
    const out: number[] = [];
    let depth = 1;
    let at = this.at + 1;
    for (; depth > 0; at++) {
      const byte = this.bytes[at];
      if (byte === undefined) throw new RangeError('a string has no end');
      if (byte === Byte.backslash) at = this.escape(at + 1, out);
      else {
        depth += byte === Byte.open ? 1 : byte === Byte.close ? -1 : 0;
        if (depth > 0) out.push(byte);
      }
    }
    this.at = at;
    return Buffer.from(out);
  }

  /** Reads the escape at `at`; answers the place of its last byte. */
  private escape(at: number, out: number[]): number {
    const byte = this.bytes[at]!;
    if (byte >= 0x30 && byte <= 0x37) {
      let value = 0;
      let read = 0;
      for (; read < 3 && this.bytes[at + read]! >= 0x30 && this.bytes[at + read]! <= 0x37; read++)
        value = value * 8 + this.bytes[at + read]! - 0x30;
      out.push(value & 0xff);
      return at + read - 1;
    }
    if (byte === 13) return this.bytes[at + 1] === 10 ? at + 1 : at;
    if (byte !== 10) out.push(ESCAPED.get(byte) ?? byte);
    return at;
  }

  private skipLine(): void {
    while (this.at < this.bytes.length && this.bytes[this.at] !== 10 && this.bytes[this.at] !== 13) this.at++;
  }
}

const ESCAPED = new Map([
  [0x6e, 10],
  [0x72, 13],
  [0x74, 9],
  [0x62, 8],
  [0x66, 12],
]);
