import fc from 'fast-check';
import { deflateSync } from 'node:zlib';
import { renderLetter } from '../pdf/index.js';
import { referenceLetter } from '../pdf/reference-letter.js';
import { checkPdf } from './check-pdf.js';

const letter = renderLetter(referenceLetter).bytes;

/** A file of the objects given, with a table and the trailer's own keys. */
function fileOf(objects: string[], trailer = '/Root 1 0 R'): Buffer {
  let text = '%PDF-1.7\n';
  const offsets = objects.map((body, i) => {
    const at = text.length;
    text += `${i + 1} 0 obj\n${body}\nendobj\n`;
    return at;
  });
  const rows = offsets.map((at) => `${String(at).padStart(10, '0')} 00000 n \n`).join('');
  return Buffer.from(`${text}xref\n1 ${objects.length}\n${rows}trailer\n<<${trailer} /Size ${objects.length + 1}>>\nstartxref\n${text.length}\n%%EOF\n`, 'latin1'); // prettier-ignore
}

/** A cross-reference stream of a few bytes that claims ten million objects. */
function bloatedTable(): Buffer {
  const rows = deflateSync(Buffer.alloc(30_000_000));
  const head = `%PDF-1.7\n1 0 obj\n<</Type /XRef /W [1 1 1] /Size 10000000 /Root 2 0 R /Filter /FlateDecode /Length ${rows.length}>>\nstream\n`;
  return Buffer.concat([Buffer.from(head), rows, Buffer.from('\nendstream\nendobj\nstartxref\n9\n%%EOF\n')]);
}

const pages = '<</Type /Pages /Kids [] /Count 0>>';

describe('a hostile file', () => {
  it.each<[string, () => Buffer, string]>([
    ['that claims ten million objects in a few bytes', bloatedTable, 'undecided'],
    ['nested a thousand deep', () => fileOf([`${'['.repeat(1000)}${']'.repeat(1000)}`, pages]), 'undecided'],
    ['whose catalog is itself', () => fileOf(['1 0 R']), 'undecided'],
    ['whose fields hold each other twice over', () => fileOf(['<</Type /Catalog /Pages 2 0 R /AcroForm <</Fields [3 0 R 4 0 R]>>>>', pages, '<</T (a) /FT /Sig /Kids [3 0 R 4 0 R 4 0 R]>>', '<</T (b) /Kids [3 0 R 3 0 R 4 0 R]>>']), 'unsigned'],
    ['that says the same key twice', () => fileOf(['<</Type /Catalog /Pages 2 0 R /Pages 3 0 R>>', pages, pages]), 'undecided'],
    ['whose length is itself', () => fileOf(['<</Type /Catalog /Pages 2 0 R /Metadata 3 0 R>>', pages, '<</Length 3 0 R>>\nstream\nx\nendstream']), 'undecided'],
    ['with a signature that no field leads to', () => fileOf(['<</Type /Catalog /Pages 2 0 R>>', pages, '<</Type /Sig /ByteRange [0 1 2 3] /Contents <00>>>']), 'undecided'],
    ['with an empty dictionary for a signature', () => fileOf(['<</Type /Catalog /Pages 2 0 R /AcroForm <</Fields [3 0 R]>>>>', pages, '<</T (a) /FT /Sig /V <<>>>>']), 'undecided'],
    ['that is plain and unsigned', () => fileOf(['<</Type /Catalog /Pages 2 0 R>>', pages]), 'unsigned'],
  ])('%s ends with a verdict and a reason', (_, file, verdict) => {
    const given = checkPdf(file());
    expect(given.verdict).toBe(verdict);
    expect(given.reasons.length).toBeGreaterThan(0);
  }); // prettier-ignore

  it('made of a letter by cutting, doubling and noise ends with a verdict, and never as signed', () => {
    const place = fc.integer({ min: 0, max: letter.length - 1 });
    fc.assert(
      fc.property(place, place, fc.uint8Array({ maxLength: 40 }), (one, other, noise) => {
        const [from, to] = [Math.min(one, other), Math.max(one, other)];
        const file = Buffer.concat([letter.subarray(0, from), noise, letter.subarray(to), letter.subarray(letter.length - 300)]);
        expect(checkPdf(file).verdict).not.toBe('unchanged');
      }),
      { numRuns: 60 },
    );
  });
});

describe('an unsigned letter', () => {
  it('is said to be PDF/A-3a and PDF/UA-1 with nothing against it', () => {
    expect(checkPdf(letter).conformance).toEqual({ claims: ['PDF/A-3a', 'PDF/UA-1'], findings: [] });
  });

  it('whose points are not in the agreed form is told so', () => {
    expect(checkPdf(letter).points).toMatchObject({ state: 'invalid' });
  });
});
