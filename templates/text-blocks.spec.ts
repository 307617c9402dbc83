import { type LetterBlock, letterBlock } from '@genmaele/contracts';
import fc from 'fast-check';
import { runsOf, textBlocks } from './text-blocks.js';

/** Every word a block says, in order. */
function wordsOf(block: LetterBlock): string {
  const runs = (all: { text: string; footnote?: string | undefined }[]): string =>
    all.map(({ text, footnote = '' }) => `${text} ${footnote}`).join(' ');
  if (block.kind === 'paragraph') return runs(block.runs);
  if (block.kind === 'list') return block.items.map(runs).join(' ');
  if (block.kind === 'quote') return [...block.paragraphs, block.source ?? ''].join(' ');
  if (block.kind === 'table') return [block.caption ?? '', ...block.columns.map(({ header }) => header), ...block.rows.flat()].join(' ');
  return '';
}

describe('a written text', () => {
  it('is a list where every line begins with a dash, and a numbered one where every line has a number', () => {
    expect(textBlocks('- ét\n- to')).toEqual([{ kind: 'list', ordered: false, items: [[{ text: 'ét' }], [{ text: 'to' }]] }]);
    expect(textBlocks('1. ét\n2. to')).toEqual([{ kind: 'list', ordered: true, items: [[{ text: 'ét' }], [{ text: 'to' }]] }]);
    expect(textBlocks('1. januar træder loven i kraft.')).toMatchObject([{ kind: 'paragraph' }]);
  });

  it('quotes the bill, and says where', () => {
    expect(textBlocks('> »§ 1. Loven gælder.«\n> »§ 2. Loven gælder ikke.«\n> – Lovforslagets § 1, nr. 5')).toEqual([
      { kind: 'quote', paragraphs: ['»§ 1. Loven gælder.«', '»§ 2. Loven gælder ikke.«'], source: 'Lovforslagets § 1, nr. 5' },
    ]);
    expect(textBlocks('> – Lovforslaget')).toEqual([{ kind: 'quote', paragraphs: ['– Lovforslaget'] }]);
  });

  it('is a table with caption, header and figures to the right', () => {
    expect(textBlocks('Tabel 1. Udgifter\n| Opgave | 2027 |\n|---|--:|\n| Tilsyn | 1,0 |')).toEqual([
      {
        kind: 'table',
        caption: 'Tabel 1. Udgifter',
        rowHeaders: true,
        columns: [
          { header: 'Opgave', align: 'left', share: 2 },
          { header: '2027', align: 'right', share: 1 },
        ],
        rows: [['Tilsyn', '1,0']],
      },
    ]);
  });

  it('stays a paragraph where a table is not whole', () => {
    for (const text of ['| a | b |', '| a | b |\n|---|---|\n| c |', 'Tabel 1\n| a |\n| b |', '| | b |\n|--|--|\n| c | d |']) {
      expect(textBlocks(text)).toMatchObject([{ kind: 'paragraph' }]);
    }
  });

  it('sets notes, strong words and links', () => {
    expect(runsOf('Se [loven](https://www.retsinformation.dk/)[^Jf. § 1.], som er **vigtig**.')).toEqual([
      { text: 'Se ' },
      { text: 'loven', link: 'https://www.retsinformation.dk/', footnote: 'Jf. § 1.' },
      { text: ', som er ' },
      { text: 'vigtig', bold: true },
      { text: '.' },
    ]);
  });

  it('keeps two notes after one word', () => {
    expect(runsOf('ord[^en][^to]')).toEqual([{ text: 'ord', footnote: 'en' }, { text: '(to)' }]);
  });

  it('takes a note of blanks for the words it is written with', () => {
    expect(runsOf('ord[^ ]')).toEqual([{ text: 'ord' }, { text: '[^ ]' }]);
  });

  it('gives blocks that a letter can hold, and loses no word, whatever is written', () => {
    const piece = fc.constantFrom(
      'ord',
      'Æble',
      '§ 1',
      ' ',
      '\n',
      '\n\n',
      '- led',
      '> ',
      '> – ',
      '| a | b |',
      '\n|---|--:|\n',
      'Tabel',
      '1. ',
      '**',
      '[^',
      ']',
      '[',
      '](https://a.dk)',
      '(',
    );
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1, maxLength: 25 }), (pieces) => {
        const text = `a${pieces.join('')}z`;
        const blocks = textBlocks(text);
        for (const block of blocks) expect(letterBlock.safeParse(block).error?.issues ?? []).toEqual([]);
        const count = (given: string): number => given.match(/ord|Æble/g)?.length ?? 0;
        expect(count(blocks.map(wordsOf).join(' '))).toBe(count(text));
      }),
    );
  });
});
