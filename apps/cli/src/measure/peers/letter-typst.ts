import type { LetterBlock, LetterDocument, LetterRun } from '@genmaele/contracts';

/** A string in Typst's code: nothing in it is markup. */
const quoted = (text: string): string => `"${text.replace(/[\\"]/g, '\\$&')}"`;
const shown = (text: string): string => `#text(${quoted(text)})`;

/**
 * A letter as Typst: the same words and faces, footnotes on their page, hyphenated by its Danish patterns. It has no signature fields, and is
 * given no attachment, since PDF/UA-1 and PDF/A-3 cannot be asked of it at once.
 */
export function letterTypst({ title, author, letterhead, recipient, blocks }: LetterDocument): string {
  const head = [letterhead.name, ...letterhead.fields.map((field) => field.join(' ')), ...letterhead.lines].map(shown).join(' \\\n');
  return `#set document(title: ${quoted(title)}, author: ${quoted(author)})
#set page(paper: "a4", margin: (left: 71pt, right: 166pt, top: 66pt, bottom: 70pt), numbering: "1")
#set text(font: "Source Serif 4", size: 10.5pt, lang: "da", hyphenate: true)
#set par(leading: 5pt, spacing: 11pt)
#show heading: set text(font: "Source Sans 3")
#place(top + right, dx: 125pt, block(width: 98pt, [#set text(font: "Source Sans 3", size: 8.6pt)
${head}]))
#v(62pt)
${recipient.map(shown).join(' \\\n')}
#v(40pt)
#heading(level: 1, ${quoted(title)})
${blocks.map(blockTypst).join('\n\n')}
`;
}

function blockTypst(block: LetterBlock): string {
  switch (block.kind) {
    case 'heading':
      return `#heading(level: 2, ${quoted(block.text)})`;
    case 'paragraph':
      return runsTypst(block.runs);
    case 'list':
      return `#${block.ordered ? 'enum' : 'list'}(${block.items.map((item) => `[${runsTypst(item)}]`).join(', ')})`;
    case 'table':
      return tableTypst(block);
    case 'signature':
      return `#block(breakable: false)[#rect(width: 168pt, height: 54pt, fill: luma(246), stroke: none)\n*${shown(block.name)}* \\\n${shown(block.function)}]`;
    default:
      throw new Error(`the measured letter has no ${block.kind}`);
  }
}

function tableTypst({ caption = '', columns, rows }: Extract<LetterBlock, { kind: 'table' }>): string {
  const cells = (row: readonly string[]): string => row.map((cell) => `[${shown(cell)}]`).join(', ');
  const head = `table.header(${cells(columns.map(({ header }) => header))})`;
  const widths = columns.map(({ share }) => `${share}fr`).join(', ');
  const sides = columns.map(({ align }) => align).join(', ');
  const body = rows.map(cells).join(',\n');
  return `#figure(caption: [${shown(caption)}], table(columns: (${widths}), align: (${sides}), stroke: (bottom: 0.5pt), ${head},\n${body}))`;
}

function runsTypst(runs: readonly LetterRun[]): string {
  return runs
    .map(({ text, bold, footnote }) => {
      const run = bold ? `#strong(${shown(text).slice(1)})` : shown(text);
      return footnote === undefined ? run : `${run}#footnote[${shown(footnote)}]`;
    })
    .join('');
}
