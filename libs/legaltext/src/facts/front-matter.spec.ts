import { type Line, type LineRole } from '../line.js';
import { frontMatterOf } from './front-matter.js';

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
const frontOf = (...heads: [LineRole, string][]) =>
  frontMatterOf(
    [...heads.map(([role, text]) => line(role, text)), line('title', 'Lov om haver'), line('text', 'L 7 er nævnt i teksten.')],
    new Map(),
  );

describe('number and session of a bill', () => {
  it.each([
    ['2021/1 LSF 89', { number: 'L 89', session: '2021-22' }],
    ['2021/1 LSV 89 B', { number: 'L 89 B', session: '2021-22' }],
    ['2022/2 LSF 5', { number: 'L 5', session: '2022-23 (2. samling)' }],
    ['1999/1 LSF 12', { number: 'L 12', session: '1999-00' }],
    ['Lovforslag nr. L 23 Folketinget 2021-22', { number: 'L 23', session: '2021-22' }],
    ['Lovforslag nr. L 51 A Folketinget 2022-23 (2. samling)', { number: 'L 51 A', session: '2022-23 (2. samling)' }],
  ])('are taken from the head of the page: %s', (head, expected) => {
    expect(frontOf(['document-head', head])).toMatchObject(expected);
    expect(frontOf(['other', head])).toMatchObject(expected);
  });

  it('are not there when the page does not say them, whatever its text names', () => {
    const front = frontOf(['document-head', 'Fremsat den 17. november 2021 af skatteministeren']);
    expect([front.number, front.session, front.date]).toEqual([undefined, undefined, '2021-11-17']);
  });
});
