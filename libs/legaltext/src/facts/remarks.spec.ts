import { type Line, type LineRole } from '../line.js';
import { canonicalAddress } from '../tree/addresses.js';
import { numbersNamed, readRemarks } from './remarks.js';

const line = (role: LineRole, text: string): Line => ({
  role,
  label: '',
  text,
  offset: 0,
  level: 0,
  quoted: false,
  noteMarks: [],
  notes: [],
});
const ids = (...addresses: string[]): Map<string, string> => new Map(addresses.map((address) => [canonicalAddress(address), address]));
const tied = (lines: Line[], known: Map<string, string>): string[][] => readRemarks(lines, known).map(({ provisionIds }) => provisionIds);

describe('what a remark explains', () => {
  it('is the § and its only change point, when that has no heading of its own', () => {
    const lines = [line('remark-heading', 'Til § 4'), line('text', 'Om punktet.')];
    expect(tied(lines, ids('§ 4', '§ 4, nr. 1'))).toEqual([['§ 4', '§ 4, nr. 1']]);
  });

  it('is the § alone, when its only point has a heading of its own', () => {
    const lines = [line('remark-heading', 'Til § 5'), line('remark-heading', 'Til nr. 1')];
    expect(tied(lines, ids('§ 5', '§ 5, nr. 1'))).toEqual([['§ 5'], ['§ 5, nr. 1']]);
  });

  it('is the § alone, when there are several points', () => {
    expect(tied([line('remark-heading', 'Til § 6')], ids('§ 6', '§ 6, nr. 1', '§ 6, nr. 2'))).toEqual([['§ 6']]);
  });

  it('is every § of "Til §§ 7-9" that the bill has', () => {
    expect(tied([line('remark-heading', 'Til §§ 7-9')], ids('§ 7', '§ 9'))).toEqual([['§ 7', '§ 9']]);
  });

  it('is nothing for a § the bill does not have; the remark is kept', () => {
    const [remark] = readRemarks([line('remark-heading', 'Til § 99'), line('text', 'Ord.')], ids('§ 1'));
    expect(remark).toMatchObject({ kind: 'specific', address: '§\u00a099', provisionIds: [], text: 'Ord.' });
  });

  it('never is taken from a sentence that only begins like a heading', () => {
    const lines = [line('remark-heading', 'Til § 1'), line('text', 'Til nr. 1 bemærkes, at haven er fælles.')];
    expect(readRemarks(lines, ids('§ 1'))).toHaveLength(1);
  });
});

describe('the numbers a heading names', () => {
  it.each([
    ['5', ['5']],
    ['13 a', ['13 a']],
    ['10 og 11', ['10', '11']],
    ['1, 2 og 4', ['1', '2', '4']],
    ['2-4', ['2', '3', '4']],
    ['1-3 og 7', ['1', '2', '3', '7']],
    ['1-999999999', ['1-999999999']],
  ])('%s', (list, numbers) => {
    expect(numbersNamed(list)).toEqual(numbers);
  });
});
