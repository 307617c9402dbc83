import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { signableLetter } from '@genmaele/testing';
import {
  issueDevelopmentCertificate,
  KeyFileSigner,
  makeDevelopmentAuthority,
  readCertificates,
  signPdf,
  type SignPdfInput,
  verifyPdfSignatures,
} from './index.js';
import { PdfFile } from './pdf-file.js';
import { PdfDict, PdfStream } from './pdf-values.js';
import { signatureFields } from './signature-field.js';

const made = new Date('2026-11-20T09:00:00Z');
const at = new Date('2026-11-22T14:20:30Z');
const appearance = { name: 'Mette Ørsted Prøvesen', function: 'formand', level: 'B-B', test: true } as const;

let folder: string;
let letter: Buffer;
let roots: Uint8Array[];
let seal: KeyFileSigner;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pades-'));
  const authority = await makeDevelopmentAuthority(join(folder, 'ca'), { now: made });
  roots = await readCertificates(authority.rootFile);
  seal = await KeyFileSigner.open(authority.seal);
  letter = await signableLetter(['udvalg', 'formand']);
});

afterAll(() => rm(folder, { recursive: true, force: true }));

const sign = (more: Partial<SignPdfInput> = {}) => signPdf({ pdf: letter, fieldName: 'formand', signer: seal, at, appearance, ...more });

describe('signing a letter', () => {
  it('makes a signature that holds, is trusted and covers the whole file', async () => {
    const [report, ...others] = verifyPdfSignatures(await sign(), roots);
    expect(others).toEqual([]);
    expect(report).toEqual({
      fieldName: 'formand',
      valid: true,
      intact: true,
      coversWholeFile: true,
      signerName: 'Genmæle PRØVESEGL',
      claimedTime: at,
      stampedTime: null,
      kind: 'signature',
      level: 'B-B',
      revocation: 'unknown',
      chainTrusted: true,
      test: true,
      problems: [],
    });
  });

  it('leaves every byte of the letter where it was', async () => {
    expect((await sign()).subarray(0, letter.length).equals(letter)).toBe(true);
  });

  it('signs with an RSA key of 3072 bits too', async () => {
    const order = { name: 'seal-rsa', commonName: 'Genmæle PRØVESEGL RSA', purpose: 'seal', keyType: 'rsa3072', now: made } as const;
    const signer = await KeyFileSigner.open(await issueDevelopmentCertificate(join(folder, 'ca'), order));
    expect(signer.algorithm).toBe('rsa-sha256');
    expect(verifyPdfSignatures(await sign({ signer }), roots)).toMatchObject([{ valid: true, signerName: 'Genmæle PRØVESEGL RSA' }]);
  });

  it('lets two people sign, and both signatures hold', async () => {
    const first = await sign({ fieldName: 'udvalg', certify: true });
    const both = await sign({ pdf: first, at: new Date(at.getTime() + 60_000) });
    expect(verifyPdfSignatures(both, roots)).toMatchObject([
      { fieldName: 'udvalg', valid: true, coversWholeFile: false, problems: [] },
      { fieldName: 'formand', valid: true, coversWholeFile: true, problems: [] },
    ]);
    expect(both.subarray(0, first.length).equals(first)).toBe(true);
  });

  it('certifies the letter so that only signing is allowed afterwards', async () => {
    const file = new PdfFile(await sign({ certify: true }));
    const certification = file.dict(file.dict(file.catalog.dict.get('Perms'))?.get('DocMDP'));
    expect(certification).toBe(signatureFields(file).find(({ name }) => name === 'formand')?.signature?.dict);
    expect(file.dict(file.dict(file.list(certification?.get('Reference'))[0])?.get('TransformParams'))?.get('P')).toBe(2);
  });

  it('draws name, function, time and the word PRØVE with the fonts of the letter', async () => {
    const kept: string[] = [];
    const file = new PdfFile(await sign({ onPlaceholderKept: (missing) => kept.push(missing) }));
    const field = signatureFields(file).find(({ name }) => name === 'formand')!;
    const drawn = file.resolve(file.dict(field.widget.get('AP'))?.get('N'));
    expect(kept).toEqual([]);
    expect(drawn).toBeInstanceOf(PdfStream);
    const fonts = file.dict(file.dict((drawn as PdfStream).dict.get('Resources'))?.get('Font')) as PdfDict;
    const letterFonts = new PdfFile(letter).entries;
    expect(fonts.size).toBeGreaterThan(0);
    expect([...fonts.values()].every((ref) => letterFonts.has((ref as { num: number }).num))).toBe(true);
    expect(field.widget.get('F')).toBe(132);
  });

  it('keeps the placeholder when the letter has no glyph for a name, and says which', async () => {
    const kept: string[] = [];
    const pdf = await sign({ appearance: { ...appearance, name: 'Prøve 名' }, onPlaceholderKept: (missing) => kept.push(missing) });
    expect(kept).toEqual(['名']);
    expect(verifyPdfSignatures(pdf, roots)).toMatchObject([{ valid: true }]);
    const appearanceOf = (bytes: Buffer) => {
      const field = signatureFields(new PdfFile(bytes)).find(({ name }) => name === 'formand')!;
      return field.widget.get('AP');
    };
    expect(appearanceOf(pdf)).toEqual(appearanceOf(letter));
  });

  it('says PRØVE for a test key even when it is not asked to', async () => {
    const asked = await sign();
    const notAsked = await sign({ appearance: { ...appearance, test: false } });
    const drawing = (bytes: Buffer) => {
      const file = new PdfFile(bytes);
      const field = signatureFields(file).find(({ name }) => name === 'formand')!;
      return (file.resolve(file.dict(field.widget.get('AP'))?.get('N')) as PdfStream).raw.toString('latin1');
    };
    expect(drawing(notAsked)).toBe(drawing(asked));
  });

  it('signs a file whose cross-reference is a stream, and keeps it so', async () => {
    const signed = await sign({ pdf: fileWithXrefStream(), fieldName: 'felt' });
    expect(new PdfFile(signed).newestXref.isStream).toBe(true);
    expect(verifyPdfSignatures(signed, roots)).toMatchObject([{ fieldName: 'felt', valid: true }]);
  });
});

describe('signing is refused', () => {
  it('names the fields there are when the wanted one is missing', async () => {
    await expect(sign({ fieldName: 'kasserer' })).rejects.toMatchObject({
      code: 'signature.field-missing',
      facts: { field: 'kasserer', present: 'udvalg, formand' },
    });
  });

  it('for a field that is signed already', async () => {
    await expect(sign({ pdf: await sign() })).rejects.toMatchObject({ code: 'signature.field-already-signed' });
  });

  it('for a certification that does not come first', async () => {
    await expect(sign({ pdf: await sign(), fieldName: 'udvalg', certify: true })).rejects.toMatchObject({ code: 'signature.not-first' });
  });

  it.each([
    ['an empty file', Buffer.alloc(0)],
    ['a JPEG', Buffer.from('ffd8ffe000104a464946', 'hex')],
    ['a PDF cut in half', () => letter.subarray(0, letter.length / 2)],
  ])('for %s', async (_, pdf) => {
    await expect(sign({ pdf: typeof pdf === 'function' ? pdf() : pdf })).rejects.toMatchObject({ code: 'signature.pdf-unreadable' });
  });

  it('with a certificate that is not valid yet', async () => {
    await expect(sign({ at: new Date('2026-11-19T00:00:00Z') })).rejects.toMatchObject({ code: 'signature.certificate-not-valid' });
  });

  it('when the signature does not fit the certificate', async () => {
    const signer = {
      algorithm: seal.algorithm,
      certificateChain: () => seal.certificateChain(),
      sign: () => seal.sign(Buffer.from('noget andet')),
    };
    await expect(sign({ signer })).rejects.toMatchObject({ code: 'signature.key-mismatch' });
  });

  it('when the key file holds another key than the chain', async () => {
    const order = { name: 'anden', commonName: 'PRØVE anden', purpose: 'seal', keyType: 'p256', now: made } as const;
    const other = await issueDevelopmentCertificate(join(folder, 'ca'), order);
    await expect(KeyFileSigner.open({ keyFile: other.keyFile, chainFile: join(folder, 'ca', 'seal.chain.pem') })).rejects.toMatchObject({
      code: 'signature.key-mismatch',
    });
  });

  it('when the level B-T is wanted and there is nobody to stamp the time', async () => {
    await expect(sign({ appearance: { ...appearance, level: 'B-T' } })).rejects.toMatchObject({ code: 'signature.timestamp-failed' });
  });
});

/** A small file in the modern form: cross-reference stream, form direct in the catalog, no fonts. */
function fileWithXrefStream(): Buffer {
  const objects = [
    '<</Type /Catalog /Pages 2 0 R /AcroForm <</Fields [4 0 R]>>>>',
    '<</Type /Pages /Kids [3 0 R] /Count 1>>',
    '<</Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Annots [4 0 R]>>',
    '<</Type /Annot /Subtype /Widget /FT /Sig /T (felt) /Rect [10 10 150 60] /P 3 0 R /F 4>>',
  ];
  let text = '%PDF-1.7\n';
  const offsets = objects.map((body, i) => {
    const offset = text.length;
    text += `${i + 1} 0 obj\n${body}\nendobj\n`;
    return offset;
  });
  const rows = Buffer.alloc(6 * 4);
  [...offsets, text.length].forEach((offset, i) => rows.writeUInt32BE(0x01000000 | offset, (i + 1) * 4));
  const id = createHash('md5').update(text).digest('hex');
  const head = `5 0 obj\n<</Type /XRef /Size 6 /W [1 3 0] /Root 1 0 R /ID [<${id}> <${id}>] /Length ${rows.length}>>\nstream\n`;
  const tail = `\nendstream\nendobj\nstartxref\n${text.length}\n%%EOF\n`;
  return Buffer.concat([Buffer.from(text + head, 'latin1'), rows, Buffer.from(tail)]);
}
