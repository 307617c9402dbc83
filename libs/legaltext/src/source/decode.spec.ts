import { flattenProvisions, readBill } from '../index.js';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('character sets', () => {
  const text = '<html><body><p>§ 1. Kræve blåbærgrød på Ærø.</p></body></html>';
  const latin1 = (words: string): Uint8Array => Uint8Array.from(words, (letter) => letter.charCodeAt(0));
  const words = (source: Uint8Array): string | undefined => flattenProvisions(readBill(source))[0]?.text;
  const expected = 'Kræve blåbærgrød på Ærø.';

  it('reads UTF-8 with and without byte order mark', () => {
    expect(words(bytes(text))).toBe(expected);
    expect(words(bytes(`\ufeff${text}`))).toBe(expected);
  });

  it('reads Latin-1 that says so, and Windows-1252 that does not, the latter with a doubt', () => {
    const declared = latin1(text.replace('<html>', '<html><meta charset="iso-8859-1">'));
    expect(words(declared)).toBe(expected);
    expect(readBill(declared).doubts).toEqual([]);
    expect(words(latin1(text))).toBe(expected);
    expect(readBill(latin1(text)).doubts).toEqual(['Filens tegnsæt er ikke oplyst; den er læst som Windows-1252.']);
  });

  it('reads UTF-16 by its byte order mark', () => {
    expect(words(Uint8Array.from(Buffer.from(`\ufeff${text}`, 'utf16le')))).toBe(expected);
  });

  it('keeps the letters of UTF-8 with one broken byte', () => {
    const broken = Uint8Array.from(bytes(text.replace('</p>', ' #</p>')), (byte) => (byte === 0x23 ? 0xff : byte));
    expect(words(broken)).toBe(`${expected} \ufffd`);
  });
});
