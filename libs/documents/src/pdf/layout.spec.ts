import type { LetterBlock, LetterDocument } from '@genmaele/contracts';
import fc from 'fast-check';
import type { DrawList, El, Kid, Page, TextItem } from './draw-list.js';
import { loadFaces } from './faces.js';
import { heardTexts } from './heard.js';
import { layoutLetter } from './layout.js';
import { referenceLetter } from './reference-letter.js';
import { sheet } from './style.js';

const faces = loadFaces();
const withBlocks = (blocks: LetterBlock[]): LetterDocument => ({ ...referenceLetter, blocks });
const layOut = (blocks: LetterBlock[]): DrawList => layoutLetter(withBlocks(blocks), faces);
const plain = (text: string): LetterBlock => ({ kind: 'paragraph', runs: [{ text }] });
const sentence = 'Kommunerne har efterspurgt et redskab, der kan bruges i boligområder, hvor forvaltningen finder det hensigtsmæssigt. ';
const long = (sentences: number): LetterBlock => plain(sentence.repeat(sentences).trim());

const textOf = (item: { pieces: TextItem['pieces'] }): string =>
  item.pieces
    .map(({ shown, space }) => shown.text + (space ? ' ' : ''))
    .join('')
    .replaceAll('\u00a0', ' ');
const isEl = (kid: Kid): kid is El => !('kind' in kid);

/** The tree's text in reading order, as pieces of marked content. */
function spoken(el: El): string[] {
  return el.kids.flatMap((kid) => (isEl(kid) ? spoken(kid) : kid.kind === 'text' ? [textOf(kid)] : []));
}

function find(el: El, tag: string): El[] {
  return [...(el.tag === tag ? [el] : []), ...el.kids.flatMap((kid) => (isEl(kid) ? find(kid, tag) : []))];
}

const tags = (page: Page): string[] => page.items.flatMap((item) => (item.kind === 'text' ? [item.el.tag] : []));
const columnTexts = (page: Page): TextItem[] =>
  page.items.filter((item): item is TextItem => item.kind === 'text' && item.pieces[0]!.x < sheet.left + sheet.column);

describe('a letter laid out', () => {
  it('speaks every text of the letter, word for word, in its order', () => {
    const all = spoken(layoutLetter(referenceLetter, faces).root).join(' ').replace(/\s+/g, ' ');
    let from = 0;
    for (const text of heardTexts(referenceLetter)) {
      // Footnotes are read after their block and not at their mark, so order is held within the rest only.
      const at = all.indexOf(text);
      expect({ text, heard: at >= 0 }).toEqual({ text, heard: true });
      from = Math.max(from, at);
    }
    expect(from).toBeGreaterThan(all.indexOf('Med venlig hilsen'));
  });

  it('draws nothing outside the column, the side column and the page, however much text there is', () => {
    const block = fc.oneof(
      fc.integer({ min: 1, max: 12 }).map(long),
      fc
        .integer({ min: 1, max: 5 })
        .map((n): LetterBlock => ({ kind: 'list', ordered: true, items: Array.from({ length: n }, () => [{ text: sentence }]) })),
      fc.constant<LetterBlock>({ kind: 'heading', level: 2, text: 'Generelle bemærkninger' }),
      fc.integer({ min: 1, max: 300 }).map((n): LetterBlock => ({
        kind: 'paragraph',
        runs: [{ text: sentence, footnote: 'Jf. bemærkningerne. '.repeat(Math.ceil(n / 6)) }],
      })),
    );
    fc.assert(
      fc.property(fc.array(block, { minLength: 1, maxLength: 25 }), (blocks) => {
        for (const page of layOut(blocks).pages) {
          for (const item of page.items) {
            if (!('pieces' in item)) continue;
            for (const { x, y } of item.pieces) {
              expect(x).toBeGreaterThanOrEqual(sheet.left);
              expect(y).toBeGreaterThan(40);
              expect(y).toBeLessThanOrEqual(sheet.bottom);
            }
          }
        }
      }),
      { numRuns: 40 },
    );
  });

  it('keeps recipient and title on the first page, whatever follows', () => {
    const { root } = layOut([
      { kind: 'paragraph', runs: [1, 2, 3].map(() => ({ text: 'Tre noter', footnote: 'Note. '.repeat(200).trim() })) },
    ]);
    expect((find(root, 'H1')[0]!.kids[0] as TextItem).page).toBe(0);
  });

  it('gives a number in a table a column wide enough for it', () => {
    const columns = ['A', 'Forvaltningsmyndigheder', 'C'].map((header, i) => ({ header, align: 'left' as const, share: [1, 0.1, 6][i]! }));
    const { root } = layOut([{ kind: 'table', rowHeaders: false, columns, rows: [['a', '1.234.567.890', sentence.repeat(20)]] }]);
    expect(spoken(root)).toContain('1.234.567.890');
    expect(find(root, 'TD')[1]!.kids.flatMap((kid) => (isEl(kid) || kid.kind !== 'text' ? [] : kid.pieces))).toHaveLength(1);
  });

  it('never ends a page with a heading', () => {
    for (let lines = 1; lines < 14; lines += 1) {
      const blocks = Array.from({ length: 20 }, (_, i): LetterBlock[] => [
        { kind: 'heading', level: 2, text: `Afsnit ${i}` },
        long(lines),
      ]).flat();
      for (const page of layOut(blocks).pages.slice(0, -1)) expect(tags(page).at(-1)).not.toBe('H2');
    }
  });

  it('leaves no first or last line of a paragraph alone on a page, and parts no word between pages', () => {
    for (let lines = 2; lines < 16; lines += 1) {
      const { root } = layOut(Array.from({ length: 30 }, () => long(lines)));
      for (const paragraph of find(root, 'P')) {
        const items = paragraph.kids.filter((kid): kid is TextItem => !isEl(kid) && kid.kind === 'text');
        if (items.length < 2) continue;
        const heights = items.map((item) => new Set(item.pieces.map(({ y }) => y)).size);
        expect(Math.min(...heights)).toBeGreaterThanOrEqual(2);
        expect(items[0]!.pieces.at(-1)!.hyphen).toBe(false);
      }
    }
  });

  it('draws a footnote on the page of its mark, below the text', () => {
    const noted = (i: number): LetterBlock => ({
      kind: 'paragraph',
      runs: [{ text: sentence.repeat(3).trim(), footnote: `Note til afsnit ${i}.` }],
    });
    const { root, pages } = layOut(Array.from({ length: 40 }, (_, i) => noted(i)));
    const pageOf = (el: El): number => (el.kids.find((kid) => !isEl(kid)) as TextItem).page;
    const marks = find(root, 'Reference').map(pageOf);
    const notes = find(root, 'Note').map((note) => pageOf(find(note, 'P')[0]!));
    expect(marks).toHaveLength(40);
    expect(notes).toEqual(marks);
    const noteItems = new Set(find(root, 'Note').flatMap((note) => note.kids.flatMap((kid) => (isEl(kid) ? kid.kids : []))));
    for (const page of pages) {
      const heights = (inNotes: boolean): number[] =>
        columnTexts(page).flatMap((item) => (noteItems.has(item) === inNotes ? item.pieces.map(({ y }) => y) : []));
      expect(Math.max(...heights(false))).toBeLessThan(Math.min(...heights(true)) - 8);
    }
  });

  it('repeats the table header on each page outside the reading order', () => {
    const { pages, root } = layoutLetter(referenceLetter, faces);
    const heads = pages.map((page) => page.items.filter((item) => item.kind === 'artifact-text' && /Område/.test(textOf(item))).length);
    expect(heads.reduce((sum, count) => sum + count)).toBeGreaterThanOrEqual(1);
    expect(heads[0]).toBe(0);
    expect(spoken(root).filter((text) => text === 'Område')).toHaveLength(1);
  });

  it('keeps the signature with the last lines before it', () => {
    for (let lines = 1; lines < 40; lines += 1) {
      const { root } = layOut([
        long(lines),
        plain('Med venlig hilsen'),
        { kind: 'signature', field: 'Formand', name: 'Åse', function: 'Formand' },
      ]);
      const spot = find(root, 'Form')[0]!.kids[0] as { page: number };
      const greeting = find(root, 'P').flatMap((p) => p.kids.filter((kid): kid is TextItem => !isEl(kid) && kid.kind === 'text'));
      expect(greeting.find((item) => textOf(item) === 'Med venlig hilsen')!.page).toBe(spot.page);
      expect(
        greeting.filter((item) => item.page === spot.page && sentence.repeat(lines).includes(textOf(item).trim())).length +
          (spot.page === 0 ? 1 : 0),
      ).toBeGreaterThan(0);
    }
  });

  it('says «Side x af y» on every page, outside the reading order', () => {
    const { pages, root } = layOut(Array.from({ length: 40 }, () => long(4)));
    pages.forEach((page, i) => {
      const running = page.items.flatMap((item) => (item.kind === 'artifact-text' ? [textOf(item)] : []));
      expect(running).toContain(`Side ${i + 1} af ${pages.length}`);
    });
    expect(spoken(root).join(' ')).not.toContain('Side 1 af');
  });

  it('gives points one list, in which each has its number, stance and provisions', () => {
    const { root } = layoutLetter(referenceLetter, faces);
    const points = find(root, 'L').find((list) => spoken(list).includes('KL foreslår'))!;
    expect(points.kids.filter(isEl).map((item) => spoken(item).slice(0, 2))).toEqual([
      ['1.', 'KL foreslår'],
      ['2.', 'KL noterer sig'],
    ]);
    expect(spoken(points)).toContain('Lovforslagets § 1, nr. 5');
  });

  it('gives an outline of the title and the headings with their pages', () => {
    const { outline } = layoutLetter(referenceLetter, faces);
    expect(outline.map(({ level, text }) => [level, text])).toEqual([
      [1, referenceLetter.title],
      [2, 'Generelle bemærkninger'],
      [3, 'Bemærkninger til de enkelte bestemmelser'],
    ]);
  });

  it('keeps the text column clear of the side column', () => {
    for (const page of layoutLetter(referenceLetter, faces).pages) {
      for (const item of columnTexts(page)) for (const { x } of item.pieces) expect(x).toBeLessThan(sheet.side.x);
    }
  });
});
