import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { flattenProvisions, readBill } from '../index.js';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const official = resolve('../shared/data/pdf/B20200098605.pdf');
const it_ = existsSync(official) ? it : it.skip;
const plain = (text: string): string => text.replaceAll('\u00a0', ' ');

describe('plain text', () => {
  it('is put together again where a mail program has broken its lines, and nowhere else', async () => {
    const reading = await readBill(
      bytes(
        [
          'Lov om ændring af lov om haver',
          '',
          '§ 1',
          '',
          'I lov om haver, jf. lovbekendtgørelse nr. 12 af',
          '3. marts 2020, foretages følgende ændringer:',
          '1. I § 3, stk. 1, ændres »have« til: »gård-',
          'have«.',
          '2. § 9 ophæves.',
        ].join('\n'),
      ),
    );
    expect(reading).toMatchObject({ format: 'plain-text', title: 'Lov om ændring af lov om haver', doubts: [] });
    expect(flattenProvisions(reading).map(({ address, text }) => [plain(address), text])).toEqual([
      ['§ 1', 'I lov om haver, jf. lovbekendtgørelse nr. 12 af 3. marts 2020, foretages følgende ændringer:'],
      ['§ 1, nr. 1', 'I § 3, stk. 1, ændres »have« til: »gårdhave«.'],
      ['§ 1, nr. 2', '§ 9 ophæves.'],
    ]);
    expect(reading.coverage.complete).toBe(true);
  });

  it('is not taken for HTML because it holds a mail address', async () => {
    const reading = await readBill(bytes('Fra: Navn <navn@ministeriet.example>\n\n§ 1. Kommunen skal svare.'));
    expect(reading.format).toBe('plain-text');
    expect(reading.coverage.complete).toBe(true);
  });
});

describe('a page of Folketinget', () => {
  it('is told from one of Retsinformation by what it says of itself', async () => {
    const page =
      '<html><body><p class="Hoved">Lovforslag nr. L 23 Folketinget 2021-22</p><p class="Paragraf">§ 1. Kommunen skal svare.</p></body></html>';
    expect((await readBill(bytes(page))).format).toBe('ft-html');
  });
});

describe('an official PDF of Retsinformation', () => {
  it_('is read whole, with pages, signature and page number apart (skipped without ../shared/data)', async () => {
    const reading = await readBill(readFileSync(official));
    expect(reading).toMatchObject({ format: 'pdf', ministry: 'Social- og Indenrigsministeriet', doubts: [] });
    expect(reading.coverage).toMatchObject({ missing: [], added: [], complete: true });
    const sections = reading.provisions
      .filter(({ address }) => address !== '')
      .map(({ address, kind, page }) => [plain(address), kind, page]);
    expect(sections).toEqual([
      ['§ 1', 'section', 2],
      ['§ 2', 'commencement', 2],
    ]);
    expect(reading.provisions.filter(({ kind }) => kind === 'signature').map(({ text }) => text)).toContain('Astrid Krag');
    expect(reading.provisions.at(-1)).toMatchObject({ kind: 'other', text: 'BEK nr 986 af 25/06/2020 1' });
  });
});
