import fc from 'fast-check';
import { PdfParser } from './pdf-parser.js';
import { PdfDict, PdfName, PdfRef, PdfString, type PdfValue, samePdfValue, writePdfValue } from './pdf-values.js';

const read = (text: string) => new PdfParser(Buffer.from(text, 'latin1')).readValue();

const { value } = fc.letrec<{ value: PdfValue }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constant(null),
    fc.boolean(),
    fc.integer({ min: -1_000_000, max: 1_000_000 }),
    fc.integer({ min: -9_999, max: 9_999 }).map((n) => n / 1000),
    fc.string({ unit: 'binary-ascii' }).map((name) => new PdfName(name.replaceAll('\0', ''))),
    fc.uint8Array().map((bytes) => new PdfString(Buffer.from(bytes))),
    fc.tuple(fc.nat(99_999), fc.nat(9)).map(([num, gen]) => new PdfRef(num, gen)),
    fc.array(tie('value')),
    fc.array(fc.tuple(fc.stringMatching(/^[A-Za-z][A-Za-z0-9]{0,8}$/), tie('value'))).map((pairs) => new PdfDict(pairs)),
  ),
}));

describe('reading PDF values', () => {
  it('gives back what was written', () => {
    fc.assert(fc.property(value, (written) => samePdfValue(written, new PdfParser(writePdfValue(written)).readValue())));
  });

  it('reads a value or says that the file is unreadable, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'<>()[]{}/%\\ \n01R.-+aobj#') }), (text) => {
        try {
          read(text);
        } catch (error) {
          expect(error).toMatchObject({ code: 'signature.pdf-unreadable' });
        }
      }),
    );
  });

  it('reads literal strings with their escapes', () => {
    expect((read('(a\\(b\\)\\101\\\n(c)\\n)') as PdfString).bytes.toString('latin1')).toBe('a(b)A(c)\n');
  });

  it.each([
    ['a dictionary that has one key twice', '<</Contents <00> /Contents <01>>>'],
    ['a hexadecimal string with something else in it', '<00xx>'],
    ['a list without end', '[1 2'],
    ['more nesting than any real file has', '['.repeat(200)],
    ['an unknown word', 'sandt'],
  ])('refuses %s', (_, text) => {
    expect(() => read(text)).toThrow('signature.pdf-unreadable');
  });
});
