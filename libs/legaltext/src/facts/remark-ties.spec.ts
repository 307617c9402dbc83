import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Line } from '../line.js';
import { canonicalAddress } from '../tree/addresses.js';
import { readRemarks } from './remarks.js';

interface Labelled {
  name: string;
  provisions: string[];
  ties: { heading: string; explains: string[] }[];
}

const addresses = (list: string): string[] => list.split('; ');

/** The labelled set: bills with their provisions, the headings of their remarks, and what each explains. */
function labelledBills(): Labelled[] {
  const text = readFileSync(resolve('test/fixtures/remarks/ties.txt'), 'utf8');
  return text
    .split(/^= /m)
    .slice(1)
    .map((bill) => {
      const [name = '', provisions = '', ...ties] = bill.trim().split('\n');
      const parted = ties.map((tie) => tie.split(' => '));
      return {
        name,
        provisions: addresses(provisions),
        ties: parted.map(([heading = '', explains = '']) => ({ heading, explains: addresses(explains) })),
      };
    });
}

const plainLine = (text: string, offset: number): Line => ({
  role: 'text',
  label: '',
  text,
  offset,
  level: 0,
  quoted: false,
  noteMarks: [],
  notes: [],
});

/** Each heading among paragraphs, some of which begin like one. */
function linesOf({ ties }: Labelled): Line[] {
  const texts = [
    'Bemærkninger til lovforslagets enkelte bestemmelser',
    ...ties.flatMap(({ heading }) => [heading, `${heading.replace(/[.:]$/, '')} bemærkes, at haven er fælles.`]),
  ];
  return texts.map(plainLine);
}

describe('the labelled remarks', () => {
  const bills = labelledBills();

  it('are at least sixty ties', () => {
    expect(bills.flatMap(({ ties }) => ties.flatMap(({ explains }) => explains)).length).toBeGreaterThanOrEqual(60);
  });

  it.each(bills.map((bill) => [bill.name, bill] as const))('are tied to all they explain and nothing else: %s', (_name, bill) => {
    const ids = new Map(bill.provisions.map((address) => [canonicalAddress(address), address]));
    const [, ...specific] = readRemarks(linesOf(bill), ids);
    const found = specific.map(({ heading, provisionIds }) => ({ heading, explains: provisionIds }));
    expect(found).toEqual(bill.ties);
  });
});
