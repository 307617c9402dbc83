import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type BillReading } from '@genmaele/contracts';
import { flattenProvisions, readBill } from '@genmaele/legaltext';
import { billAsPdf, billAsPlainText, billAsWord } from '@genmaele/testing';
import { sampleFileNames } from './sample-hearing.js';

const source = readFileSync(join(process.cwd(), 'apps/cli/sample-hearing', sampleFileNames.bill));
const page = source.toString('utf8');
const html = await readBill(source);

const folded = (text: string): string => text.replace(/\s+/g, ' ').trim();
const textsOf = (reading: BillReading) =>
  flattenProvisions(reading).map(({ address, label, text }) => [address, folded(`${label} ${text}`)] as const);
const explained = ({ remarks }: BillReading) =>
  remarks.filter(({ kind }) => kind === 'specific').map(({ heading, provisionIds }) => [folded(heading), provisionIds] as const);

describe('the sample bill in every format', () => {
  it.each([
    ['pdf', () => billAsPdf(page)],
    ['docx', () => billAsWord(page)],
    ['plain-text', () => billAsPlainText(page)],
  ] as const)('is the same bill as %s: the same addresses, texts, remarks and parties, no letter lost, no doubt', async (format, make) => {
    const reading = await readBill(await make());
    expect(reading.format).toBe(format);
    expect(textsOf(reading)).toEqual(textsOf(html));
    expect(explained(reading)).toEqual(explained(html));
    expect(reading.heardParties.map(folded)).toEqual(html.heardParties.map(folded));
    expect([reading.title, reading.subtitle, reading.date, reading.ministry].map((words) => folded(words ?? ''))).toEqual(
      [html.title, html.subtitle, html.date, html.ministry].map((words) => folded(words ?? '')),
    );
    expect(reading.amendedActs).toEqual(html.amendedActs);
    expect([reading.coverage.missing, reading.coverage.added, reading.doubts]).toEqual([[], [], []]);
  });

  it('as a PDF says on which page each provision stands, and keeps running heads and page numbers apart', async () => {
    const { provisions } = await readBill(await billAsPdf(page));
    const pages = provisions.filter(({ kind }) => kind !== 'other').map((node) => node.page ?? 0);
    expect(pages[0]).toBe(1);
    expect(pages).toEqual([...pages].sort((a, b) => a - b));
    expect(Math.max(...pages)).toBeGreaterThan(1);
    const around = provisions.filter(({ kind }) => kind === 'other').map(({ text }) => text);
    expect(around.slice(0, 2)).toEqual(['Udkast til høring', expect.stringMatching(/^Side 1 af \d+$/)]);
  });
});
