import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { signableLetter } from '@genmaele/testing';
import { IncrementalUpdate } from './incremental-update.js';
import { KeyFileSigner, makeDevelopmentAuthority, readCertificates, signPdf, verifyPdfSignatures } from './index.js';
import { PdfFile } from './pdf-file.js';
import { PdfDict, PdfName, PdfRef, PdfStream, PdfString } from './pdf-values.js';
import { signatureFields } from './signature-field.js';

const made = new Date('2026-11-20T09:00:00Z');
const at = new Date('2026-11-22T14:20:30Z');
const appearance = { name: 'Prøve Prøvesen', function: 'formand', level: 'B-B', test: true } as const;

let folder: string;
let roots: Uint8Array[];
let seal: KeyFileSigner;
let letter: Buffer;
let signed: Buffer;
let twice: Buffer;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pades-verify-'));
  const authority = await makeDevelopmentAuthority(join(folder, 'ca'), { now: made });
  roots = await readCertificates(authority.rootFile);
  seal = await KeyFileSigner.open(authority.seal);
  letter = await signableLetter(['udvalg', 'formand']);
  signed = await signPdf({ pdf: letter, fieldName: 'udvalg', signer: seal, at, appearance, certify: true });
  twice = await signPdf({ pdf: signed, fieldName: 'formand', signer: seal, at, appearance });
});

afterAll(() => rm(folder, { recursive: true, force: true }));

const anyIntact = (pdf: Buffer) => verifyPdfSignatures(pdf, roots).some(({ intact }) => intact);
const anyValid = (pdf: Buffer) => verifyPdfSignatures(pdf, roots).some(({ valid }) => valid);

/** Offsets of `<` and just after `>` of the newest signature's contents. */
function gapOf(pdf: Buffer): [number, number] {
  const range = [...pdf.toString('latin1').matchAll(/\/ByteRange \[0 (\d+) (\d+) /g)].at(-1)!;
  return [Number(range[1]), Number(range[2])];
}

/** A repeatable spread of numbers below `below` (a linear congruence). */
function spread(count: number, below: number): number[] {
  let state = 20261122;
  return Array.from({ length: count }, () => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return Math.floor((state / 2147483648) * below);
  });
}

function update(pdf: Buffer, change: (file: PdfFile, update: IncrementalUpdate) => void): Buffer {
  const file = new PdfFile(pdf);
  const made = new IncrementalUpdate(file);
  change(file, made);
  return made.write(new PdfString(Buffer.alloc(16))).bytes;
}

describe('checking signatures', () => {
  it('finds none in a letter that nobody has signed', () => {
    expect(verifyPdfSignatures(letter, roots)).toEqual([]);
  });

  it('does not trust a signature whose root is not among the trusted', () => {
    const [report] = verifyPdfSignatures(signed, []);
    expect(report).toMatchObject({ valid: false, intact: true, chainTrusted: false });
    expect(report?.problems).toEqual(['Certifikatet fører ikke til en udsteder, vi har tillid til.']);
  });

  it('rejects every one of 200 changed bytes in what is signed', () => {
    const [gap, after] = gapOf(signed);
    const length = signed.length - (after - gap);
    const missed = spread(200, length).filter((n) => {
      const offset = n < gap ? n : n + after - gap;
      const changed = Buffer.from(signed);
      changed[offset]! ^= 1 << (n % 8);
      return anyIntact(changed);
    });
    expect(missed).toEqual([]);
  });

  it('rejects a change in the signature itself', () => {
    const [gap] = gapOf(signed);
    const missed = spread(40, 2400).filter((n) => {
      const changed = Buffer.from(signed);
      const offset = gap + 1 + n;
      changed[offset] = changed[offset] === 0x37 ? 0x38 : 0x37;
      return anyValid(changed);
    });
    expect(missed).toEqual([]);
  });

  it('never throws, whatever the file is', () => {
    for (const bytes of [
      Buffer.alloc(0),
      Buffer.from('%PDF-1.7'),
      Buffer.from('%PDF-1.7\nstartxref\n0\n%%EOF'),
      signed.subarray(0, 70_000),
    ]) {
      expect(verifyPdfSignatures(bytes, roots)).toMatchObject([
        { valid: false, intact: false, problems: ['Filen kan ikke læses som PDF.'] },
      ]);
    }
  });
});

describe('tricks with the byte range are told', () => {
  const withRange = (range: string) => {
    const text = signed.toString('latin1');
    return Buffer.from(
      text.replace(/\/ByteRange \[[^\]]*\]/, (old) => `/ByteRange [${range.padEnd(old.length - 13)}]`),
      'latin1',
    );
  };

  it.each<[string, (gap: number, after: number, end: number) => string]>([
    ['that does not begin at the first byte', (gap, after, end) => `1 ${gap - 1} ${after} ${end - after}`],
    ['that skips the first byte', (gap, after, end) => `1 ${gap} ${after} ${end - after}`],
    ['that leaves out more than the contents', (gap, after, end) => `0 ${gap - 5} ${after} ${end - after}`],
    ['that leaves out bytes after the contents', (gap, after, end) => `0 ${gap} ${after + 9} ${end - after - 9}`],
    ['that leaves out nothing', (gap, _, end) => `0 ${gap} ${gap} ${end - gap}`],
    ['that ends before the file does', (gap, after, end) => `0 ${gap} ${after} ${end - after - 20}`],
    ['that ends after the file does', (gap, after, end) => `0 ${gap} ${after} ${end - after + 20}`],
    ['of two numbers', (gap) => `0 ${gap}`],
    ['of six numbers', (gap, after, end) => `0 ${gap} ${after} 9 ${after + 9} ${end - after - 9}`],
    ['with negative numbers', (gap, after, end) => `0 ${gap} ${after} -${end - after}`],
  ])('a range %s', (_, range) => {
    const [report] = verifyPdfSignatures(withRange(range(...gapOf(signed), signed.length)), roots);
    expect(report).toMatchObject({ intact: false, valid: false });
    expect(report?.problems).toEqual([expect.stringMatching(/byteområde|udgave af filen/)]);
  });

  it('a signature dictionary with its contents written twice', () => {
    const text = signed.toString('latin1').replace('/ETSI.CAdES.detached /ByteRange', '/ETSI.CAdES.detached /Contents<> /ByteRange');
    expect(anyIntact(Buffer.from(text, 'latin1'))).toBe(false);
  });

  it('something hidden behind the signature in its place', () => {
    const [, after] = gapOf(signed);
    const changed = Buffer.from(signed);
    changed.write('deadbeef', after - 9, 'latin1');
    expect(verifyPdfSignatures(changed, roots)).toMatchObject([
      { valid: false, problems: ['Der står andet end underskriften i dens plads.'] },
    ]);
  });
});

describe('what is changed after a signature', () => {
  it('is nothing to object to when it is the next signature in its own field', () => {
    expect(verifyPdfSignatures(twice, roots).map(({ valid, problems }) => ({ valid, problems }))).toEqual([
      { valid: true, problems: [] },
      { valid: true, problems: [] },
    ]);
  });

  it('is told when bytes are only hung on', () => {
    const longer = Buffer.concat([signed, Buffer.from('noget mere\n')]);
    expect(verifyPdfSignatures(longer, roots)).toMatchObject([{ valid: false, coversWholeFile: false }]);
    expect(anyValid(longer)).toBe(false);
  });

  it('is told when the text of a page is replaced', () => {
    const replaced = update(signed, (file, next) => {
      const pages = file.dict(file.catalog.dict.get('Pages'));
      const page = file.list(pages?.get('Kids'))[0] as PdfRef;
      const empty = next.add(new PdfStream(new PdfDict(), Buffer.from('BT ET')));
      next.replace(page, new PdfDict(file.dict(page)).set('Contents', empty));
    });
    const [report] = verifyPdfSignatures(replaced, roots);
    expect(report).toMatchObject({ intact: true, valid: false, coversWholeFile: false });
    expect(report?.problems).toEqual([expect.stringMatching(/^En side er ændret efter underskriften \(objekt \d+\)\.$/)]);
  });

  it('is told when the box of the signature is painted over or moved', () => {
    for (const [key, value] of [
      ['AP', new PdfDict()],
      ['Rect', [0, 0, 595, 842]],
    ] as const) {
      const changed = update(signed, (file, next) => {
        const field = signatureFields(file).find(({ name }) => name === 'udvalg')!;
        next.replace(field.ref, new PdfDict(field.dict).set(key, value as PdfDict | number[]));
      });
      expect(anyValid(changed)).toBe(false);
    }
  });

  it('is told when the empty box of the next signer is moved over the text', () => {
    const changed = update(signed, (file, next) => {
      const field = signatureFields(file).find(({ name }) => name === 'formand')!;
      next.replace(field.ref, new PdfDict(field.dict).set('Rect', [0, 0, 595, 842]));
    });
    expect(anyValid(changed)).toBe(false);
  });

  it('is told when the signature is taken out of its field', () => {
    const emptied = update(signed, (file, next) => {
      const field = signatureFields(file).find(({ name }) => name === 'udvalg')!;
      const dict = new PdfDict(field.dict);
      dict.delete('V');
      next.replace(field.ref, dict);
    });
    expect(verifyPdfSignatures(emptied, roots)).toMatchObject([
      { fieldName: '', intact: false, problems: ['En underskrift i filen hører ikke længere til noget felt.'] },
    ]);
  });

  it('is told when the catalog opens with an action or the file gets another catalog', () => {
    const action = new PdfDict().set('S', new PdfName('JavaScript')).set('JS', PdfString.ofText('app.alert(1)'));
    const changed = update(signed, (file, next) => {
      next.replace(file.catalog.ref, new PdfDict(file.catalog.dict).set('OpenAction', action));
    });
    expect(anyValid(changed)).toBe(false);
  });
});

const samples = join(process.cwd(), '..', 'shared', 'data', 'pdf', 'signed');
const it_ = existsSync(samples) ? it : it.skip;

describe('foreign files', () => {
  it_('neither crash the check nor are trusted without a root (needs the shared sample files)', () => {
    const files = readdirSync(samples).filter((name) => name.endsWith('.pdf'));
    const trusted = files.filter((name) => verifyPdfSignatures(readFileSync(join(samples, name)), []).some(({ valid }) => valid));
    expect(files.length).toBeGreaterThan(0);
    expect(trusted).toEqual([]);
  });
});
