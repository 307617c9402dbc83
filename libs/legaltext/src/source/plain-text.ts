import { designationAt } from '../designation.js';
import { roleByWords } from '../role-by-words.js';
import { type SourceChunk } from '../source-letters.js';
import { cleanText, foldSpace } from './clean-text.js';
import { JoinedLines, type KnownWords, knownWords, lineEnd } from './line-end.js';
import { linesByLooks } from './lines-by-looks.js';
import { type OpenedSource } from './opened-source.js';
import { type TextBlock } from './text-block.js';

/** A line of the file; `offset` is that of its first letter. */
interface TextLine {
  text: string;
  raw: string;
  offset: number;
}

/** Mail programs and editors break lines before this; a text with longer ones has a paragraph on each line. */
const widestWrap = 120;
const sentenceEnd = /[.:;!?«»)]$/;

function* linesOf(source: string): Generator<TextLine> {
  let at = 0;
  for (const raw of source.split(/\r\n|\r|\n|\f|\u2028|\u2029/)) {
    const text = foldSpace(cleanText(raw));
    yield { text, raw, offset: at + Math.max(0, raw.search(/\S/)) };
    at += raw.length + (source.startsWith('\r\n', at + raw.length) ? 2 : 1);
  }
}

/** Whether a line was broken because the next word had no room, and did not end by itself. */
function wasBroken(last: TextLine, next: TextLine, width: number): boolean {
  const word = next.text.split(' ')[0] ?? '';
  return last.raw.trimEnd().length + 1 + word.length > width;
}

function joins(last: TextLine, next: TextLine, width: number): boolean {
  if (!wasBroken(last, next, width)) return false;
  if (roleByWords(next.text)[0] === 'text') return true;
  if (sentenceEnd.test(last.text) && !/\b(?:stk|nr|jf|bl\.a|pkt|litra|af)\.?$/i.test(last.text)) return false;
  return !(designationAt(next.text, 'item') !== undefined && /(?:,|;|\bog|\beller)$/.test(last.text));
}

interface Paragraphs {
  blocks: TextBlock[];
  /** The places of hyphens that only divided a word. */
  dropped: Set<number>;
}

function paragraphsOf(lines: readonly TextLine[], width: number, known: KnownWords): Paragraphs {
  const open: { words: JoinedLines; offset: number }[] = [];
  const dropped = new Set<number>();
  let last: TextLine | undefined;
  for (const line of lines) {
    const paragraph = open.at(-1);
    if (line.text !== '' && last && paragraph && joins(last, line, width)) {
      const end = lineEnd(last.text, line.text, known);
      if (end === 'drop-hyphen') dropped.add(last.offset);
      paragraph.words.add(line.text, end);
    } else if (line.text !== '') open.push({ words: new JoinedLines(line.text), offset: line.offset });
    last = line.text === '' ? undefined : line;
  }
  return { blocks: open.map(({ words, offset }) => ({ text: words.text, offset })), dropped };
}

function visibleText(lines: readonly TextLine[], dropped: ReadonlySet<number>): SourceChunk[] {
  return lines
    .filter(({ text }) => text !== '')
    .map(({ raw, offset }) => ({ text: dropped.has(offset) ? cleanText(raw).trim().slice(0, -1) : cleanText(raw).trimStart(), offset }));
}

/** Opens plain text, as it stands in a file or a mail: lines that a mail program has broken are put together again. */
export function openPlainText(source: string): Omit<OpenedSource, 'doubts'> {
  const lines = [...linesOf(source)];
  const longest = lines.reduce((most, { raw }) => Math.max(most, raw.trimEnd().length), 0);
  const isWrapped = longest <= widestWrap;
  const known = knownWords(lines.map(({ text }) => text));
  const { blocks, dropped } = paragraphsOf(lines, isWrapped ? longest : Number.POSITIVE_INFINITY, known);
  return { format: 'plain-text', lines: linesByLooks(blocks), visible: visibleText(lines, dropped), meta: new Map() };
}
