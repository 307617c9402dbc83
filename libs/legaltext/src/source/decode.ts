import { BillUnreadable } from '../bill-unreadable.js';
import { refuseBinary } from './binary.js';

/** The text of a file and what had to be assumed to get it. */
export interface DecodedSource {
  text: string;
  doubts: string[];
}

const byteOrderMarks: [label: string, bytes: number[]][] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
];

/** How far into a file its own word about its encoding is looked for; browsers look 1,024 bytes in, generators put long titles first. */
const declarationWindow = 4096;

function markedEncoding(source: Uint8Array): string | undefined {
  return byteOrderMarks.find(([, bytes]) => bytes.every((byte, i) => source[i] === byte))?.[0];
}

function declaredEncoding(source: Uint8Array): string | undefined {
  const head = new TextDecoder('windows-1252').decode(source.subarray(0, declarationWindow));
  const found =
    /^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w-]+)/i.exec(head) ?? /<meta\b[^>]{0,200}?charset\s*=\s*["']?([\w-]+)/i.exec(head);
  return found?.[1]?.toLowerCase();
}

function decoderFor(label: string): TextDecoder | undefined {
  try {
    return new TextDecoder(label);
  } catch {
    return undefined;
  }
}

function strictUtf8(source: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(source);
  } catch {
    return undefined;
  }
}

const isUtf8 = (label: string | undefined): boolean => label === 'utf-8' || label === 'utf8';

/** UTF-8 with a few broken bytes is still UTF-8 when more of its letters are whole than broken. */
function mendedUtf8(source: Uint8Array): string | undefined {
  const text = new TextDecoder('utf-8').decode(source);
  const broken = text.match(/\ufffd/g)?.length ?? 0;
  const whole = text.match(/[\u0080-\ufffc]/g)?.length ?? 0;
  return whole > broken ? text : undefined;
}

function decodeUnmarked(source: Uint8Array): DecodedSource {
  const declared = declaredEncoding(source);
  const utf8 = strictUtf8(source);
  if (utf8 !== undefined) {
    const contradicts = declared !== undefined && !isUtf8(declared) && /[\u0080-\uffff]/.test(utf8);
    return { text: utf8, doubts: contradicts ? [`Filen siger, at den er skrevet i ${declared}, men er læst som UTF-8.`] : [] };
  }
  const mended = declared === undefined || isUtf8(declared) ? mendedUtf8(source) : undefined;
  if (mended !== undefined) return { text: mended, doubts: ['Nogle tegn i filen er ødelagte og vises som \ufffd.'] };
  const decoder = declared === undefined || isUtf8(declared) ? undefined : decoderFor(declared);
  if (decoder) return { text: decoder.decode(source), doubts: [] };
  return { text: new TextDecoder('windows-1252').decode(source), doubts: ['Filens tegnsæt er ikke oplyst; den er læst som Windows-1252.'] };
}

/** Throws `bill.empty` and `bill.too-large`. */
export function refuseSize(source: Uint8Array, maxBytes: number): void {
  if (source.length === 0) throw new BillUnreadable('bill.empty');
  if (source.length > maxBytes) throw new BillUnreadable('bill.too-large', { limit: `${Math.floor(maxBytes / (1024 * 1024))} MB` });
}

/**
 * The text of a file: byte order mark first, then UTF-8 where the bytes are UTF-8, then what the file says of itself, then Windows-1252.
 * Throws {@link BillUnreadable} for an empty or binary file.
 */
export function decodeSource(source: Uint8Array): DecodedSource {
  const marked = markedEncoding(source);
  refuseBinary(source, marked?.startsWith('utf-16') ?? false);
  const decoded = marked === undefined ? decodeUnmarked(source) : { text: new TextDecoder(marked).decode(source), doubts: [] };
  if (decoded.text.trim() === '') throw new BillUnreadable('bill.empty');
  return decoded;
}
