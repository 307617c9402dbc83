import { flattenProvisions, readBill } from '../index.js';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('character sets', () => {
  const text = '<html><body><p>§ 1. Kræve blåbærgrød på Ærø.</p></body></html>';
  const latin1 = (words: string): Uint8Array => Uint8Array.from(words, (letter) => letter.charCodeAt(0));
  const words = async (source: Uint8Array): Promise<string | undefined> => flattenProvisions(await readBill(source))[0]?.text;
  const expected = 'Kræve blåbærgrød på Ærø.';

  it('reads UTF-8 with and without byte order mark', async () => {
    expect(await words(bytes(text))).toBe(expected);
    expect(await words(bytes(`\ufeff${text}`))).toBe(expected);
  });

  it('reads Latin-1 that says so, and Windows-1252 that does not, the latter with a doubt', async () => {
    const declared = latin1(text.replace('<html>', '<html><meta charset="iso-8859-1">'));
    expect(await words(declared)).toBe(expected);
    expect((await readBill(declared)).doubts).toEqual([]);
    expect(await words(latin1(text))).toBe(expected);
    expect((await readBill(latin1(text))).doubts).toEqual(['Filens tegnsæt er ikke oplyst; den er læst som Windows-1252.']);
  });

  it('reads UTF-16 by its byte order mark', async () => {
    expect(await words(Uint8Array.from(Buffer.from(`\ufeff${text}`, 'utf16le')))).toBe(expected);
  });

  it('keeps the letters of UTF-8 with one broken byte', async () => {
    const broken = Uint8Array.from(bytes(text.replace('</p>', ' #</p>')), (byte) => (byte === 0x23 ? 0xff : byte));
    expect(await words(broken)).toBe(`${expected} \ufffd`);
  });
});
