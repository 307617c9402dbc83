import { checkPdf, KeyFileSigner, makeDevelopmentAuthority, readCertificates, signPdf } from '@genmaele/documents';
import { signableLetter } from '@genmaele/testing';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { verdictLines, verify } from './verify.js';

let folder: string;
let rootFile: string;
let signed: Buffer;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'verify-'));
  const authority = await makeDevelopmentAuthority(join(folder, 'ca'), { now: new Date('2026-11-20T09:00:00Z') });
  rootFile = authority.rootFile;
  const signer = await KeyFileSigner.open(authority.seal);
  const pdf = await signableLetter(['formand']);
  const appearance = { name: 'Prøve Prøvesen', function: 'formand', level: 'B-B', test: true } as const;
  signed = await signPdf({ pdf, fieldName: 'formand', signer, at: new Date('2026-11-22T14:20:30Z'), appearance });
});

afterAll(async () => {
  process.exitCode = 0;
  await rm(folder, { recursive: true, force: true });
});

it('says the verdict first, then who signed, when and what it covers', async () => {
  const lines = verdictLines(checkPdf(signed, { roots: await readCertificates(rootFile) }));
  expect(lines[0]).toBe('Dom: uændret og underskrevet');
  const text = lines.join('\n');
  for (const part of ['Genmæle PRØVESEGL', '2026-11-22T14:20:30.000Z (oplyst)', 'PAdES B-B', 'hele filen', 'PDF/A-3a og PDF/UA-1']) {
    expect(text).toContain(part);
  }
});

it.each<[number, string, () => Promise<Buffer>, boolean]>([
  [0, 'unchanged', async () => signed, true],
  [3, 'changed', async () => Buffer.concat([signed, Buffer.from('mere\n')]), true],
  [4, 'unsigned', () => signableLetter(), true],
  [5, 'undecided for want of a root', async () => signed, false],
  [5, 'undecided for no PDF', async () => Buffer.from('hej'), true],
])('ends with %i for a file that is %s', async (code, what, bytes, known) => {
  const file = join(folder, `${what.replaceAll(' ', '-')}.pdf`);
  await writeFile(file, await bytes());
  await verify(file, { json: true, root: known ? [rootFile] : [await otherRoot()] });
  expect(process.exitCode).toBe(code);
});

it('names a file that is not there, and a root that is none', async () => {
  await expect(verify(join(folder, 'findes-ikke.pdf'), {})).rejects.toThrow('kan ikke læses');
  await expect(verify(join(folder, 'unchanged.pdf'), { root: [join(folder, 'unchanged.pdf')] })).rejects.toThrow('ingen certifikater');
});

it('lets nothing in the file speak to the terminal', () => {
  const verdict = checkPdf(signed);
  verdict.reasons = ['\u001b[2Jhej'];
  expect(verdictLines(verdict).join('')).not.toContain('\u001b');
});

async function otherRoot(): Promise<string> {
  return (await makeDevelopmentAuthority(join(folder, 'other'), { now: new Date('2026-11-20T09:00:00Z') })).rootFile;
}
