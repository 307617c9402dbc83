import { type LetterBlock, type LetterBlockOf, type LetterRun } from '@genmaele/contracts';

/**
 * A written text as blocks. Blank lines part blocks. A block whose lines all begin with a dash is a list, with `1.` a numbered one, with `>` a
 * quotation from the bill (its last line, when it begins with `> –`, says from where), with `|` a table (the second line `|---|--:|` parts the
 * header and aligns, a line above it that begins with `Tabel` is its caption). Anything else is a paragraph. No word is lost.
 */
export function textBlocks(text: string): LetterBlock[] {
  return partsOf(text).map((part) => {
    const lines = part.split('\n').map((line) => line.trim());
    return listOf(lines) ?? quoteOf(lines) ?? tableOf(lines) ?? { kind: 'paragraph', runs: runsOf(part) };
  });
}

/** The blocks of a text that is paragraphs alone, as its runs. */
export function textParagraphs(text: string): LetterRun[][] {
  return partsOf(text).map(runsOf);
}

function partsOf(text: string): string[] {
  return text
    .split(/\n\s*\n/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

const manners = /\[\^([^\]]+)\]|\*\*([^*]+)\*\*|\[([^\]^][^\]]*)\]\((https?:\/\/[^\s)]+)\)/g;

/** A written line as runs: `**strong**`, `[text](https://…)` is a link, `word[^note]` sets a footnote after the word; a note of blanks is none. */
export function runsOf(text: string): LetterRun[] {
  const runs: LetterRun[] = [];
  let from = 0;
  for (const match of text.matchAll(manners)) {
    if (match.index > from) runs.push({ text: text.slice(from, match.index) });
    from = match.index + match[0].length;
    const [, note, strong, words, link] = match;
    if (strong !== undefined) runs.push({ text: strong, bold: true });
    else if (words !== undefined) runs.push({ text: words, link: link! });
    else if (note!.trim() === '') runs.push({ text: match[0] });
    else addNote(runs, note!);
  }
  if (from < text.length) runs.push({ text: text.slice(from) });
  return runs;
}

/** A note belongs to the run before it; one that has a note already, or none, gets a run of its own. */
function addNote(runs: LetterRun[], note: string): void {
  const last = runs.at(-1);
  if (last && last.footnote === undefined && /\S$/.test(last.text)) last.footnote = note;
  else runs.push({ text: `(${note})` });
}

function listOf(lines: string[]): LetterBlockOf<'list'> | undefined {
  const ordered = lines.every((line) => /^\d{1,3}\. \S/.test(line)) && lines.length > 1;
  if (!ordered && !lines.every((line) => /^[-–•] \S/.test(line))) return undefined;
  return { kind: 'list', ordered, items: lines.map((line) => runsOf(line.replace(/^(\d{1,3}\.|[-–•]) /, ''))) };
}

function quoteOf(lines: string[]): LetterBlockOf<'quote'> | undefined {
  if (!lines.every((line) => /^> \S/.test(line))) return undefined;
  const words = lines.map((line) => line.slice(2).trim());
  const source = words.length > 1 && words.at(-1)!.startsWith('– ') ? words.pop()!.slice(2) : undefined;
  return { kind: 'quote', paragraphs: words, ...(source === undefined ? {} : { source }) };
}

function tableOf(lines: string[]): LetterBlockOf<'table'> | undefined {
  const caption = lines[0]!.startsWith('Tabel') ? lines[0] : undefined;
  const [head, rule, ...rows] = (caption === undefined ? lines : lines.slice(1)).map(cellsOf);
  if (!head || !rule || rows.length === 0 || !rule.every((cell) => /^:?-{2,}:?$/.test(cell))) return undefined;
  if (head.length > 8 || head.some((cell) => cell === '') || rows.some((row) => row?.length !== head.length) || rule.length !== head.length)
    return undefined;
  return {
    kind: 'table',
    ...(caption === undefined ? {} : { caption }),
    rowHeaders: true,
    columns: head.map((header, i) => ({ header, align: rule[i]!.endsWith(':') ? 'right' : 'left', share: i === 0 ? 2 : 1 })),
    rows: rows as string[][],
  };
}

/** The cells of a line of a table, or nothing when it is none. */
function cellsOf(line: string): string[] | undefined {
  if (!/^\|.*\|$/.test(line)) return undefined;
  return line
    .slice(1, -1)
    .split('|')
    .map((cell) => cell.trim());
}
