import type { LetterBlock, LetterDocument } from '@genmaele/contracts';
import type { DrawList, El, Kid, TextItem } from './draw-list.js';
import { loadFaces } from './faces.js';
import { layoutLetter } from './layout.js';
import { referenceLetter } from './reference-letter.js';
import { sheet } from './style.js';

const faces = loadFaces();
const layOut = (blocks: LetterBlock[], more: Partial<LetterDocument> = {}): DrawList =>
  layoutLetter({ ...referenceLetter, blocks, ...more }, faces);
const plain = (text: string): LetterBlock => ({ kind: 'paragraph', runs: [{ text }] });
const sentence = 'Kommunerne har efterspurgt et redskab, der kan bruges i boligområder. ';
const isEl = (kid: Kid): kid is El => !('kind' in kid);
const textOf = (item: { pieces: TextItem['pieces'] }): string =>
  item.pieces
    .map(({ shown, space }) => shown.text + (space ? ' ' : ''))
    .join('')
    .replaceAll('\u00a0', ' ');

/** Every text of the tree with its page, in reading order. */
function texts(el: El): { text: string; page: number; item: TextItem }[] {
  return el.kids.flatMap((kid) => (isEl(kid) ? texts(kid) : kid.kind === 'text' ? [{ text: textOf(kid), page: kid.page, item: kid }] : []));
}
const find = (el: El, tag: string): El[] => [
  ...(el.tag === tag ? [el] : []),
  ...el.kids.flatMap((kid) => (isEl(kid) ? find(kid, tag) : [])),
];
const pageOf = (list: DrawList, text: string): number | undefined => texts(list.root).find((each) => each.text.startsWith(text))?.page;

describe('an annex', () => {
  const blocks: LetterBlock[] = [
    plain('Brevet er kort.'),
    { kind: 'annex', label: 'Bilag 1', title: 'Notat om boliger' },
    { kind: 'heading', level: 2, text: 'Baggrund' },
    plain('Notatet.'),
    { kind: 'annex', label: 'Bilag 2', title: 'Tal' },
    plain('Tallene.'),
  ];

  it('begins a page, has a heading of the first rank and is a section of its own', () => {
    const list = layOut(blocks);
    expect(['Brevet', 'Bilag 1', 'Notatet', 'Bilag 2', 'Tallene'].map((text) => pageOf(list, text))).toEqual([0, 1, 1, 2, 2]);
    expect(
      find(list.root, 'H1')
        .flatMap(texts)
        .map(({ text }) => text),
    ).toEqual([referenceLetter.title, 'Notat om boliger', 'Tal']);
    const sections = list.root.kids.filter(isEl).filter(({ tag }) => tag === 'Sect');
    expect(sections.slice(1).map((section) => texts(section).map(({ text }) => text))).toEqual([
      ['Bilag 1', 'Notat om boliger', 'Baggrund', 'Notatet.'],
      ['Bilag 2', 'Tal', 'Tallene.'],
    ]);
    expect(list.outline.map(({ level, text }) => [level, text])).toContainEqual([1, 'Bilag 1: Notat om boliger']);
  });

  it('leaves no empty page behind a full one', () => {
    for (let lines = 20; lines < 60; lines += 1) {
      const list = layOut([...Array.from({ length: lines }, () => plain('Kort.')), ...blocks.slice(1)]);
      for (const page of list.pages) expect(page.items.some((item) => item.kind === 'text')).toBe(true);
    }
  });
});

describe('what belongs together', () => {
  it('keeps a paragraph that ends with a colon with what it introduces', () => {
    const introduced: LetterBlock[] = [
      { kind: 'quote', paragraphs: ['»Stk. 6. Loven gælder.«'] },
      { kind: 'list', ordered: false, items: [[{ text: '»Stk. 6' }], [{ text: 'to' }]] },
    ];
    for (const block of introduced) {
      for (let lines = 1; lines < 60; lines += 1) {
        const list = layOut([...Array.from({ length: lines }, () => plain('Kort.')), plain('Udkastet siger:'), block]);
        expect(pageOf(list, 'Udkastet siger:')).toBe(pageOf(list, '»Stk. 6'));
      }
    }
  });

  it('keeps a sum on the page of what it sums up', () => {
    for (let before = 0; before < 30; before += 1) {
      const rows = Array.from({ length: 20 + before }, (_, i) => [`Post ${i}`, '1,0']);
      const list = layOut([
        {
          kind: 'table',
          rowHeaders: true,
          columns: ['Post', 'Beløb'].map((header) => ({ header, align: 'left' as const, share: 1 })),
          rows: [...rows, ['I alt', '9,0']],
          sums: [rows.length],
        },
      ]);
      expect(pageOf(list, 'I alt')).toBe(pageOf(list, `Post ${rows.length - 1}`));
    }
  });

  it('says below a table what its figures rest on, on the page of its last row', () => {
    const columns = ['Post', 'Beløb'].map((header) => ({ header, align: 'left' as const, share: 1 }));
    for (let count = 30; count < 45; count += 1) {
      const rows = Array.from({ length: count }, (_, i) => [`Post ${i}`, '1,0']);
      const list = layOut([{ kind: 'table', rowHeaders: true, columns, rows, remark: 'Mindreudgifter har minus.' }]);
      expect(pageOf(list, 'Mindreudgifter')).toBe(pageOf(list, `Post ${count - 1}`));
    }
  });
});

describe('a column of figures', () => {
  it('gives the room it does not need to words that would break', () => {
    const columns = [
      { header: 'Opgave', align: 'left' as const, share: 1 },
      ...['2027', '2028', '2029'].map((header) => ({ header, align: 'right' as const, share: 1 })),
    ];
    const list = layOut([{ kind: 'table', rowHeaders: true, columns, rows: [['Tilsyn med fællesskabsaftaler', '1,0', '2,0', '3,0']] }]);
    const [name] = find(list.root, 'TBody').flatMap(texts);
    expect(new Set(name!.item.pieces.map(({ y }) => y)).size).toBe(1);
  });
});

describe('a page after the first', () => {
  it('says whose letter it is and which one, outside the reading order, in lines as wide as the column', () => {
    const name = 'Landsforeningen af Kommunale Bygningsmyndigheder';
    const letterhead = { ...referenceLetter.letterhead, name };
    const { pages, root } = layOut(
      Array.from({ length: 60 }, () => plain(sentence.repeat(3).trim())),
      { letterhead },
    );
    const running = pages[1]!.items.flatMap((item) => (item.kind === 'artifact-text' ? [textOf(item).trim()] : []));
    expect(running.join(' ')).toContain(name);
    expect(running).toEqual(expect.arrayContaining(['Dato', '18-08-2026']));
    expect(
      texts(root)
        .filter(({ page }) => page === 1)
        .map(({ text }) => text),
    ).not.toContain('18-08-2026');
    const right = sheet.side.x + sheet.side.width;
    for (const item of pages[1]!.items) {
      if (item.kind !== 'artifact-text') continue;
      for (const { x, shown, size, face } of item.pieces) expect(x + (faces[face].width(shown.text) * size) / 1000).toBeLessThan(right + 1);
    }
  });
});
