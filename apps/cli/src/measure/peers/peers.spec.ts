import { measuredLetter } from '../letter-bench-letter.js';
import { letterHtml } from './letter-html.js';
import { letterTypst } from './letter-typst.js';

const letter = measuredLetter({ seed: 7 });
const everyText = letter.blocks.flatMap((block) => (block.kind === 'paragraph' ? block.runs.map(({ text }) => text) : []));

describe('the letter that is measured', () => {
  it('is the same for the same seed, and another for another', () => {
    expect(measuredLetter({ seed: 7 })).toEqual(letter);
    expect(measuredLetter({ seed: 8 }).title).not.toBe(letter.title);
  });

  it('has a table, two lists, three footnotes, an attachment and two places to sign', () => {
    const kinds = letter.blocks.map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === 'table')).toHaveLength(1);
    expect(kinds.filter((kind) => kind === 'list')).toHaveLength(2);
    expect(kinds.filter((kind) => kind === 'signature')).toHaveLength(2);
    const notes = letter.blocks.flatMap((block) => (block.kind === 'paragraph' ? block.runs.filter(({ footnote }) => footnote) : []));
    expect(notes).toHaveLength(3);
    expect(letter.attachments).toHaveLength(1);
  });

  it.each([
    ['HTML', letterHtml],
    ['Typst', letterTypst],
  ])('says the same in %s', (_, source) => {
    const made = source(letter);
    for (const text of everyText) expect(made).toContain(text);
    expect(made).toContain('Åse Østergård');
  });

  it('lets no text become markup', () => {
    const odd = { ...letter, title: '<b> & "#strong[]" \\' };
    expect(letterHtml(odd)).toContain('&lt;b&gt; &amp; &quot;#strong[]&quot; \\');
    expect(letterTypst(odd)).toContain('"<b> & \\"#strong[]\\" \\\\"');
  });
});
