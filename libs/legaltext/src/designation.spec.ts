import { designationAt, designationNumber, splitDesignation } from './designation.js';

describe('designations', () => {
  it.each([
    ['section', '§ 61 b. Kommunen', '§ 61 b.', '61 b'],
    ['section', '»§ 7 P. Skatten', '»§ 7 P.', '7 P'],
    ['section', '§ 13a. Uden blank', '§ 13a.', '13 a'],
    ['section', '§§ 7-9. (Ophævet)', '§§ 7-9.', '7-9'],
    ['centred', '§ 7.', '§ 7.', '7'],
    ['stk', 'Stk. 2-4. (Udelades)', 'Stk. 2-4.', '2-4'],
    ['stk', '»Stk.\u00a03. Med fast mellemrum', '»Stk.\u00a03.', '3'],
    ['item', '12) tolv', '12)', '12'],
    ['item', 'å) sidste', 'å)', 'å'],
    ['point', '15. I § 3', '15.', '15'],
    ['chapter', 'Kapitel 4 a', 'Kapitel 4 a', '4 a'],
    ['part', '»Afsnit IX', '»Afsnit IX', 'IX'],
  ] as const)('%s: %j', (kind, text, label, number) => {
    expect(splitDesignation(text, kind).label).toBe(label);
    expect(designationNumber(label)).toBe(number);
  });

  it.each([
    ['section', '§ 3, stk. 2, ophæves'],
    ['centred', '§ 3 ophæves'],
    ['stk', 'Stk. 6 bliver herefter stk. 8.'],
    ['point', '1.203 kr. betales'],
    ['item', 'se nr. 3)'],
    ['chapter', 'Kapitler 4 og 5'],
  ] as const)('a reference is no designation (%s): %j', (kind, text) => {
    expect(designationAt(text, kind)).toBeUndefined();
  });
});
