import { BillUnreadable, inspectSource, readBill } from './index.js';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const latin1 = (text: string): Uint8Array => Uint8Array.from(text, (letter) => letter.charCodeAt(0));
const bill = '<html><body><p>§ 1. Kommunen skal svare.</p></body></html>';

async function refusal(source: Uint8Array, maxBytes?: number): Promise<BillUnreadable> {
  try {
    await readBill(source, maxBytes === undefined ? {} : { maxBytes });
  } catch (error) {
    if (error instanceof BillUnreadable) return error;
    throw error;
  }
  throw new Error('was read');
}

describe('a file that is refused', () => {
  it.each([
    ['no bytes', new Uint8Array()],
    ['white space alone', bytes(' \n\t ')],
  ])('is empty: %s', async (_what, source) => {
    expect((await refusal(source)).code).toBe('bill.empty');
  });

  it.each([
    ['\xff\xd8\xff\xe0\x00\x10JFIF\x00', 'et JPEG-billede'],
    ['PK\x03\x04\x14\x00\x06\x00[Content_Types].xml', 'en zip-fil uden et Word-dokument'],
    ['\x89PNG\r\n\x1a\n', 'et PNG-billede'],
    ['\x01\x02\x03\x04\x05\x06\x07\x08\x00\x00', 'binære data'],
  ])('is no text, whatever its name: %j', async (start, found) => {
    const error = await refusal(latin1(start));
    expect([error.code, error.facts.found]).toEqual(['bill.not-text', found]);
  });

  it.each([
    ['a page without provisions', '<html><body><h1>Nyheder</h1><p>Stk. 2 er ikke nok.</p></body></html>'],
    ['XML of another kind', '<?xml version="1.0"?><feed><entry><title>§ 1</title></entry></feed>'],
    ['plain words', 'Kære ministerium'],
    [
      'a committee report: points without §',
      '<p class="TilParagraf">Til § 16</p><p class="AendringMedNummer"><span class="AendringNr">3)</span> I stk. 1 udgår »x«.</p>',
    ],
    ['XML nested without end', `<?xml version="1.0"?>${'<a>'.repeat(100_000)}`],
  ])('is no bill: %s', async (_what, text) => {
    expect((await refusal(bytes(text))).code).toBe('bill.not-a-bill');
  });

  const lexdania = '<Dokument><Paragraf><Explicatus>§ 1.</Explicatus><Char>&x;</Char></Paragraf></Dokument>';
  it.each([
    ['a billion laughs', `<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY x "&a;&a;&a;&a;">]>${lexdania}`],
    ['an external entity', `<?xml version="1.0"?>\n<!-- x --><!DOCTYPE Dokument [<!ENTITY x SYSTEM "file:///etc/passwd">]>${lexdania}`],
    ['an external document type', `<?xml version="1.0"?><!DOCTYPE Dokument SYSTEM "http://example.org/x.dtd">${lexdania}`],
    ['a document type without XML declaration', `<!DOCTYPE Dokument [<!ENTITY x "y">]>${lexdania}`],
    ['an HTML document type with entities of its own', `<!DOCTYPE html [<!ENTITY x "y">]>${bill}`],
    ['a document type after the root', `<?xml version="1.0"?>${lexdania}<!DOCTYPE Dokument [<!ENTITY x "y">]>`],
    ['the same in UTF-16', ''],
  ])('brings a document type: %s', async (what, text) => {
    const laughs = '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>';
    const source = what.endsWith('UTF-16') ? Uint8Array.from(Buffer.from(`\ufeff${laughs}`, 'utf16le')) : bytes(text);
    expect((await refusal(source)).code).toBe('bill.doctype-refused');
  });

  it('is larger than the limit, which it names', async () => {
    expect(await refusal(bytes(bill.padEnd(3 * 1024 * 1024)), 2 * 1024 * 1024)).toMatchObject({
      code: 'bill.too-large',
      facts: { limit: '2 MB' },
    });
  });

  it('is refused at first sight too, without a reading', () => {
    expect(() => inspectSource(latin1('\xff\xd8\xff'), 1000)).toThrow(BillUnreadable);
    expect(() => inspectSource(bytes(bill), 1000)).not.toThrow();
  });

  it('is seen without reading it to be no bill when it bears no sign of a section', () => {
    expect(() => inspectSource(bytes('<html><body><h1>Nyheder</h1><p>Stk. 2 er ikke nok.</p></body></html>'), 1000)).toThrow(
      BillUnreadable,
    );
    for (const sign of ['§ 1.', '&sect; 1.', '&#167; 1.', '&#xA7; 1.', '<b class="CentreretParagraf">1</b>'])
      expect(() => inspectSource(bytes(`<html><body><p>${sign} Kommunen skal svare.</p></body></html>`), 1000)).not.toThrow();
  });
});

describe('a file made to hurt', () => {
  const opening = '<p class="CentreretParagraf">§ 1</p><p class="Paragraf">I lov om x foretages følgende ændringer:</p>';
  it.each([
    ['a hundred thousand unclosed elements', '<div>'.repeat(100_000) + opening],
    ['closing tags for nothing', '</p></td>'.repeat(50_000) + opening],
    ['tables in tables', '<table><tr><td>x'.repeat(10_000) + opening],
    ['guillemets without end', `${opening}<p class="AendringMedNummer">1. ${'»'.repeat(100_000)}</p>`],
    ['one address ten thousand times', opening.repeat(10_000)],
    [
      'a list of parties without parentheses',
      `${opening}<p>Bemærkninger til lovforslaget</p><p class="Overskriftsnummer1">9. Hørte myndigheder</p><p>organisationer: ${'aa, '.repeat(50_000)}</p>`,
    ],
    ['half a tag', `${opening}${'<'.repeat(100_000)}`],
  ])('is read in time, with every letter: %s', async (_what, text) => {
    const reading = await readBill(bytes(`<html>${text}`));
    expect(reading.coverage.complete).toBe(true);
    expect(reading.provisions.length).toBeGreaterThan(0);
  });

  it('is read as far as it goes when its XML breaks off, and says so', async () => {
    const reading = await readBill(
      bytes('<?xml version="1.0"?><Dokument><Paragraf><Explicatus>§ 1.</Explicatus><Stk><Exitus><Linea><Char>Hund &amp; kat.</Char>'),
    );
    expect(reading.provisions[0]).toMatchObject({ label: '§ 1.', text: 'Hund & kat.' });
    expect(reading.doubts).toEqual([expect.stringContaining('ikke velformet')]);
  });
});
