import { ObjectIdentifier } from 'asn1js';

/** DER put together from finished parts, so that a certificate or token inside keeps its bytes exactly. */

/** One value: tag, length, content. */
export function tlv(tag: number, ...content: Uint8Array[]): Buffer {
  const body = Buffer.concat(content);
  if (body.length < 0x80) return Buffer.concat([Buffer.from([tag, body.length]), body]);
  const hex = body.length.toString(16);
  const length = Buffer.from(hex.length % 2 ? `0${hex}` : hex, 'hex');
  return Buffer.concat([Buffer.from([tag, 0x80 | length.length]), length, body]);
}

export const sequence = (...parts: Uint8Array[]): Buffer => tlv(0x30, ...parts);

/** SET OF: DER orders the parts by their bytes (X.690 section 11.6). */
export const setOf = (...parts: Uint8Array[]): Buffer => tlv(0x31, ...inOrder(parts));

/** The parts in the order that DER gives a SET OF. */
export const inOrder = (parts: Uint8Array[]): Uint8Array[] => [...parts].sort((a, b) => Buffer.compare(a, b));

/** A context-specific constructed tag `[n]`, explicit around one part or implicit in place of a SEQUENCE or SET. */
export const tagged = (n: number, ...parts: Uint8Array[]): Buffer => tlv(0xa0 | n, ...parts);

/** A whole number from zero on. Throws RangeError for one below. */
export function integer(value: bigint | number): Buffer {
  if (value < 0) throw new RangeError('a negative number is not written here');
  const hex = BigInt(value).toString(16);
  const even = hex.length % 2 ? `0${hex}` : hex;
  return tlv(0x02, Buffer.from(even[0]! >= '8' ? `00${even}` : even, 'hex')); // the first bit is the sign
}

export const utf8 = (text: string): Buffer => tlv(0x0c, Buffer.from(text));
export const octets = (bytes: Uint8Array): Buffer => tlv(0x04, bytes);
export const bits = (bytes: Uint8Array, unused = 0): Buffer => tlv(0x03, Buffer.from([unused]), bytes);
export const boolean = (value: boolean): Buffer => tlv(0x01, Buffer.from([value ? 0xff : 0]));
export const nothing = (): Buffer => Buffer.from([0x05, 0x00]);

const encodedOids = new Map<string, Buffer>();

/** An object identifier. The few that are used are encoded once and shared. */
export function oid(dotted: string): Buffer {
  const known = encodedOids.get(dotted);
  if (known) return known;
  const encoded = Buffer.from(new ObjectIdentifier({ value: dotted }).toBER());
  encodedOids.set(dotted, encoded);
  return encoded;
}

/** An enumerated value below 128. */
export const enumerated = (value: number): Buffer => tlv(0x0a, Buffer.from([value]));

/** A time in whole seconds, UTC: UTCTime before 2050, GeneralizedTime after (RFC 5280 section 4.1.2.5). */
export function time(at: Date): Buffer {
  return at.getUTCFullYear() < 2050 ? tlv(0x17, Buffer.from(timeDigits(at).slice(2))) : generalizedTime(at);
}

/** A GeneralizedTime in whole seconds, UTC. */
export const generalizedTime = (at: Date): Buffer => tlv(0x18, Buffer.from(timeDigits(at)));

function timeDigits(at: Date): string {
  return at
    .toISOString()
    .replace(/\.\d+Z$/, 'Z')
    .replace(/[-:T]/g, '');
}

/** One value read from DER: its tag, the whole of it and what it holds, as views of the bytes. */
export interface DerPart {
  tag: number;
  raw: Uint8Array;
  content: Uint8Array;
}

/** The values that follow each other in the bytes, not looked into; `undefined` for what is not DER with short tags and definite lengths. */
export function derParts(bytes: Uint8Array): DerPart[] | undefined {
  const parts: DerPart[] = [];
  for (let at = 0; at < bytes.length;) {
    const [tag, first] = [bytes[at]!, bytes[at + 1]];
    if ((tag & 0x1f) === 0x1f || first === undefined || first === 0x80 || first > 0x84) return undefined;
    const digits = first < 0x80 ? 0 : first & 0x7f;
    const start = at + 2 + digits;
    const length = digits === 0 ? first : bytes.subarray(at + 2, start).reduce((sum, byte) => sum * 256 + byte, 0);
    if (start + length > bytes.length) return undefined;
    parts.push({ tag, raw: bytes.subarray(at, start + length), content: bytes.subarray(start, start + length) });
    at = start + length;
  }
  return parts;
}

/** An object identifier's content as dotted numbers (X.690 section 8.19). */
export function readOid(content: Uint8Array): string {
  const arcs: number[] = [];
  let arc = 0;
  for (const byte of content) {
    arc = arc * 128 + (byte & 0x7f);
    if (byte & 0x80) continue;
    arcs.push(arc);
    arc = 0;
  }
  const [first = 0, ...others] = arcs;
  const root = Math.min(2, Math.floor(first / 40));
  return [root, first - root * 40, ...others].join('.');
}
