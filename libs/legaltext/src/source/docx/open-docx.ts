import { BillUnreadable } from '../../bill-unreadable.js';
import { type SourceChunk } from '../../source-letters.js';
import { foldSpace } from '../clean-text.js';
import { linesByLooks } from '../lines-by-looks.js';
import { type OpenedSource } from '../opened-source.js';
import { type TextBlock } from '../text-block.js';
import { Numbering } from './numbering.js';
import { Styles } from './styles.js';
import { type Attributes, walkWord } from './walk-word.js';
import { readPart, type WordParagraph, type WordPart } from './word-paragraphs.js';
import { readZip } from './zip-entries.js';

const wanted = /^word\/(?:document\d*|numbering|styles|footnotes|endnotes|comments|header\d*|footer\d*)\.xml$/;

/** The source of each note, by its id. Word keeps its separators among them, with a type of their own. */
function notesIn(source: string): Map<string, string> {
  const notes = new Map<string, string>();
  let id: string | undefined;
  let text = '';
  walkWord(source, {
    open: (name: string, attributes: Attributes) => {
      if (name !== 'footnote' && name !== 'endnote') return;
      id = attributes.has('type') ? undefined : attributes.get('id');
      text = '';
    },
    close: (name: string) => {
      if ((name === 'footnote' || name === 'endnote') && id !== undefined) notes.set(id, foldSpace(text));
      if (name === 'p') text += ' ';
    },
    text: (words: string) => void (text += words),
  });
  return notes;
}

const bare = { bold: false, italic: false, centred: false, noteMarks: [] };

function noteParagraphs({ notes }: WordPart, parts: ReadonlyMap<string, string>): WordParagraph[] {
  const texts = ['footnotes', 'endnotes'].flatMap((name) => [...notesIn(parts.get(`word/${name}.xml`) ?? '')]);
  const byId = new Map(texts);
  return notes.flatMap((id, i) => (byId.has(id) ? [{ ...bare, text: `${i + 1}) ${byId.get(id) ?? ''}` }] : []));
}

function doubtsOf({ deletions, hidden }: WordPart, parts: ReadonlyMap<string, string>): string[] {
  return [
    ...(deletions > 0
      ? [`Word-filen har ${deletions} sporede sletninger; den slettede tekst er udeladt, og det indsatte er læst som gældende.`]
      : []),
    ...(hidden > 0 ? [`Word-filen har ${hidden} skjulte tegn, som er udeladt.`] : []),
    ...(parts.has('word/comments.xml') ? ['Word-filen har kommentarer; de er ikke læst.'] : []),
  ];
}

/** Places the paragraphs one after the other. */
function place(groups: { paragraphs: readonly WordParagraph[]; aside?: TextBlock['aside'] }[]): {
  blocks: TextBlock[];
  visible: SourceChunk[];
} {
  const blocks: TextBlock[] = [];
  const visible: SourceChunk[] = [];
  let offset = 0;
  for (const { paragraphs, aside } of groups) {
    for (const { text, ...look } of paragraphs) {
      visible.push({ text, offset });
      blocks.push({ ...look, text: foldSpace(text), offset, ...(aside ? { aside } : {}) });
      offset += text.length + 1;
    }
  }
  return { blocks, visible };
}

/**
 * Opens a Word document (ECMA-376), reading its parts directly: Word prints the numbers of its automatic lists ("1.", "Stk. 2.") but keeps them out
 * of the text, so they are counted here. Templates, pictures and everything else that the file refers to stay closed. Errors: those of `readZip`
 * and `walkWord`.
 */
export async function openDocx(bytes: Uint8Array): Promise<OpenedSource> {
  const parts = await readZip(bytes, wanted);
  const main = parts.get('word/document.xml') ?? [...parts].find(([name]) => name.startsWith('word/document'))?.[1];
  if (main === undefined) throw new BillUnreadable('bill.broken', { what: 'Word-filen' });
  const styles = new Styles(parts.get('word/styles.xml') ?? '');
  const numbering = new Numbering(parts.get('word/numbering.xml') ?? '');
  const part = readPart(main, styles, numbering);
  const around = [...parts].filter(([name]) => /^word\/(?:header|footer)/.test(name));
  const furniture = around.flatMap(([, source]) => readPart(source, styles, new Numbering('')).paragraphs);
  const { blocks, visible } = place([
    { paragraphs: part.paragraphs },
    { paragraphs: noteParagraphs(part, parts), aside: 'footnote' },
    { paragraphs: furniture.map(({ cell: _cell, ...paragraph }) => paragraph), aside: 'furniture' },
  ]);
  if (blocks.length === 0) throw new BillUnreadable('bill.empty');
  return { format: 'docx', lines: linesByLooks(blocks), visible, doubts: doubtsOf(part, parts), meta: new Map() };
}
