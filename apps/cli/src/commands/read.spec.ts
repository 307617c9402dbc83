import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import { billReading } from '@genmaele/contracts';
import { follow, readBill } from '@genmaele/legaltext';
import { CommandError } from '../command-error.js';
import { differenceLines, markedWords } from './read-difference.js';
import { firstWords, readingLines } from './read-tree.js';
import { read } from './read.js';

const bill = (...points: string[]): Buffer =>
  Buffer.from(
    `<html><body><p class="Titel2">Lov om ændring af boligloven</p><p class="CentreretParagraf">§ 1</p>
     <p class="Paragraf">I boligloven, jf. lovbekendtgørelse nr. 5 af 1. marts 2020, foretages følgende ændringer:</p>
     ${points.map((words, i) => `<p class="AendringMedNummer">${i + 1}. ${words}</p>`).join('')}
     <p class="CentreretParagraf">§ 2</p><p class="Paragraf">Loven træder i kraft den 1. januar 2022.</p></body></html>`,
  );
const lone = 'I § 5 ændres »7 dage« til: »14 dage«.';
const rent = 'I § 7, stk. 2, indsættes efter »lejen«: »og forbruget«.';
const plain = (lines: string[]): string => lines.join('\n').replaceAll('\u00a0', ' ');

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'genmaele-read-'));
  writeFileSync(join(folder, 'old.html'), bill(lone, rent));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('a bill printed for a person', () => {
  it('shows each provision by address, kind and first words, further in for each level', async () => {
    const lines = plain(readingLines(await readBill(bill(lone, rent))));
    expect(lines).toContain('\n§ 1 (ændringsparagraf)  I boligloven, jf. lovbekendtgørelse nr. 5 af 1. marts 2020');
    expect(lines).toContain(`\n  § 1, nr. 1 (ændringsnummer)  ${lone}`);
    expect(lines).toContain('\n§ 2 (ikrafttræden)  Loven træder i kraft den 1. januar 2022.');
    expect(lines).toContain('\n  § 1: boligloven, lovbekendtgørelse nr. 5 af 2020-03-01');
    expect(lines).toMatch(/Dækning: 100 % \((\d+) af \1 tegn\)\nTvivl: ingen$/);
  });

  it('says with its words what a point does to the law', async () => {
    const reading = await readBill(bill(lone));
    const [point] = reading.provisions.flatMap(({ children }) => children);
    if (point)
      point.operations = [{ kind: 'replace-text', targets: [{ act: 'boligloven', address: '§ 5' }], words: [{ out: '7 dage', in: '14 dage' }] }]; // prettier-ignore
    expect(plain(readingLines(reading))).toContain('\n    → ændrer ord: »7 dage« til »14 dage« (boligloven, § 5)');
  });

  it('never says that all is covered when a letter is missing, and names what is', async () => {
    const reading = await readBill(bill(lone));
    const coverage = { ...reading.coverage, sourceCharacters: 1_000_000, equalCharacters: 999_999, complete: false };
    const lines = plain(
      readingLines({ ...reading, coverage: { ...coverage, missing: [{ text: 'x', offset: 7 }] }, doubts: ['Se efter.'] }),
    );
    expect(lines).toContain('Dækning: 99,99 % (999.999 af 1.000.000 tegn)\n  mangler ved tegn 7: »x«\nTvivl\n  Se efter.');
  });

  it('cuts long words between two words', () => {
    expect(firstWords('kommunen skal tilbyde', 15)).toBe('kommunen skal …');
    expect(firstWords('x'.repeat(20), 15)).toBe(`${'x'.repeat(15)} …`);
    expect(firstWords('kort\ntekst', 15)).toBe('kort tekst');
  });
});

describe('what a later version changed', () => {
  const difference = async (old: Buffer, next: Buffer): Promise<string> => {
    const [before, after] = [await readBill(old), await readBill(next)];
    return plain(differenceLines(before, after, follow(before, after)));
  };

  it('shows words that went out and came in by marks that need no colour', async () => {
    const lines = await difference(bill(lone, rent), bill(lone.replace('14', '21'), rent));
    expect(lines).toContain('I § 5 ændres »7 dage« til: »[-14-]{+21+} dage«.');
    expect(lines).toMatch(/~ § 1, nr. 1: Ændret: ordlyden ligner\. \[\d+ % sikker\]/);
  });

  it('shows what is new, what went out and what got another number', async () => {
    const gone = await difference(bill(lone, rent), bill(rent));
    expect(gone).toContain('- § 1, nr. 1: Udgået');
    expect(gone).toContain('~ § 1, nr. 2: Er nu § 1, nr. 1: ordlyden er den samme; den har fået et andet nummer.');
    expect(await difference(bill(rent), bill(lone, rent))).toContain(`+ § 1, nr. 1: Ny (ændringsnummer).\n    ${lone}`);
  });

  it('of two equal versions is nothing', async () => {
    expect(await difference(bill(lone), bill(lone))).toMatch(/^[^~+]*uændret\. 0 nye steder i den nyere\.$/);
  });

  it('keeps of a long stretch only the words beside the change', () => {
    const long = 'ord '.repeat(200);
    const marked = markedWords([
      { kind: 'removed', text: 'a' },
      { kind: 'equal', text: long },
      { kind: 'added', text: 'b' },
    ]);
    expect(marked).toMatch(/^\[-a-\](ord )+… (ord )+\{\+b\+\}$/);
    expect(marked.length).toBeLessThan(200);
  });
});

describe('genmaele read', () => {
  it('prints the whole reading as JSON, read in a process of its own', async () => {
    const say = jest.spyOn(console, 'log').mockImplementation(() => undefined);
    const progress = jest.spyOn(process.stderr, 'write').mockImplementation(() => true);
    try {
      await read(join(folder, 'old.html'), { json: true });
      expect(billReading.parse(JSON.parse(String(say.mock.calls[0]?.[0])))).toEqual(await readBill(bill(lone, rent)));
      await expect(read(join(folder, 'old.html'), { diff: join(folder, 'none.html') })).rejects.toThrow(
        /none\.html kan ikke åbnes\. Den findes ikke\./,
      );
    } finally {
      say.mockRestore();
      progress.mockRestore();
    }
  }, 60_000);

  it('says what is wrong with a file that cannot be opened', async () => {
    await expect(read(folder, {})).rejects.toThrow(CommandError);
    await expect(read(folder, {})).rejects.toThrow('Det er en mappe.');
  });
});
