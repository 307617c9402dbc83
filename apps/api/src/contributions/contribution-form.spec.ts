import { AppError } from '@genmaele/contracts';
import fc from 'fast-check';
import { contributionFromForm, provisionRows } from './contribution-form.js';

const words = fc.stringMatching(/^[a-zæøå§][a-zæøå§ .,0-9]{0,30}[a-z]$/);

describe('the form of a contribution', () => {
  it('gives back what it was filled with, row by row', () => {
    fc.assert(
      fc.property(words, fc.array(fc.record({ provision: words, text: words }), { maxLength: 12 }), (text, provisions) => {
        const rows = provisionRows({ text, provisions });
        const typed = Object.fromEntries(
          rows.flatMap((row) => [
            [`provision-${row.number}`, row.provision],
            [`provisiontext-${row.number}`, row.text],
          ]),
        );
        expect(contributionFromForm({ text, ...typed })).toEqual({ text, provisions, send: false });
        expect(provisionRows(undefined, typed)).toEqual(rows);
      }),
    );
  });

  it('sends only when the button to send was pressed', () => {
    expect(contributionFromForm({ text: 'Svaret', send: 'on' }).send).toBe(true);
    expect(contributionFromForm({ text: 'Svaret', send: 'off' }).send).toBe(false);
  });

  it('leaves out rows that nobody has filled in, and points to the field that is missing by its place on the page', () => {
    const typed = { text: 'Svaret', 'provision-1': '', 'provisiontext-1': ' ', 'provision-2': '§ 2', 'provisiontext-2': '' };
    const refused = () => contributionFromForm(typed);
    expect(refused).toThrow(AppError);
    try {
      refused();
    } catch (error) {
      expect((error as { fields: { name: string }[] }).fields.map(({ name }) => name)).toEqual(['provisiontext-2']);
    }
    expect(contributionFromForm({ ...typed, 'provisiontext-2': 'For dyrt' }).provisions).toEqual([{ provision: '§ 2', text: 'For dyrt' }]);
  });

  it('cannot be empty', () => {
    expect(() => contributionFromForm({ text: '  ' })).toThrow(AppError);
  });
});
