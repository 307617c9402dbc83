import type { LetterBlock, LetterDocument, LetterRun } from '@genmaele/contracts';
import { composed } from './typography.js';

/**
 * Every text that a reader of the letter must hear, in order of the letter, taken from what was written and not from what was drawn.
 * A link, a footnote's mark and the text between them are heard as texts of their own. No-break spaces are plain spaces.
 */
export function heardTexts(letter: LetterDocument): string[] {
  const { letterhead, recipient, title, blocks } = letter;
  const name = letterhead.logo ? [] : [letterhead.name];
  const head = [...name, ...letterhead.fields.map(([label, value]) => `${label} ${value}`), ...letterhead.lines];
  const notes = { count: 0 };
  return [...head, ...recipient, title, ...blocks.flatMap((block) => blockTexts(block, notes))].map(heard).filter((text) => text !== '');
}

function heard(text: string): string {
  return composed(text).replaceAll('\u00a0', ' ').trim();
}

interface NoteCount {
  count: number;
}

function blockTexts(block: LetterBlock, notes: NoteCount): string[] {
  switch (block.kind) {
    case 'heading':
      return [block.text];
    case 'paragraph':
      return runTexts(block.runs, notes);
    case 'list':
      return block.items.flatMap((item, i) => [block.ordered ? `${i + 1}.` : '•', ...runTexts(item, notes)]);
    case 'quote':
      return [...block.paragraphs, ...(block.source === undefined ? [] : [block.source])];
    case 'table':
      return [block.caption ?? '', ...block.columns.map(({ header }) => header), ...block.rows.flat(), block.remark ?? ''];
    case 'point':
      return [`${block.number}.`, block.stance, block.provisions.join(' · '), ...block.paragraphs.flatMap((runs) => runTexts(runs, notes))];
    case 'reservation':
      return [block.title, ...block.paragraphs.flatMap((runs) => runTexts(runs, notes))];
    case 'signature':
      return [block.name, block.function, block.note ?? ''];
    case 'enclosures':
      return [block.title, ...block.items.flatMap((item, i) => [`${i + 1}.`, item])];
    case 'annex':
      return [block.label, block.title];
  }
}

function runTexts(runs: readonly LetterRun[], notes: NoteCount): string[] {
  const texts: string[] = [];
  let open = '';
  const close = (): void => {
    texts.push(open);
    open = '';
  };
  for (const run of runs) {
    if (run.link !== undefined) close();
    open += run.text;
    if (run.link !== undefined || run.footnote !== undefined) close();
    if (run.footnote !== undefined) texts.push(String((notes.count += 1)), run.footnote);
  }
  close();
  return texts;
}
