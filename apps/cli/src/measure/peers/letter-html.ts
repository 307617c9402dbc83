import type { LetterBlock, LetterDocument, LetterRun } from '@genmaele/contracts';

const escaped = (text: string): string =>
  text.replace(/[&<>"]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign]!);

const style = `@page { size: A4; margin: 23mm 14mm 25mm 25mm } body { font: 10.5pt/14.6pt "Source Serif 4", serif; margin: 0; width: 126mm }
h1, h2, th, table, header, small { font-family: "Source Sans 3", sans-serif } h1 { font-size: 18pt; line-height: 22pt } h2 { font-size: 12.5pt; break-after: avoid }
p { orphans: 2; widows: 2; hyphens: auto; margin: 7pt 0 } header { position: absolute; left: 136mm; top: 0; width: 35mm; font-size: 8.6pt; line-height: 11pt }
table { width: 100%; border-collapse: collapse; font-size: 9pt } td, th { border-bottom: .5pt solid; text-align: left; padding: 3pt 5pt }
td { text-align: right } aside { font-size: 8.4pt; line-height: 11pt } section { display: inline-block; width: 48%; break-inside: avoid }
section i { display: block; height: 54pt; background: #f6f8fa; border-bottom: .6pt solid }`;

/** A letter as HTML for browsers and their like: the same words, in one column beside the letterhead; footnotes are gathered last. */
export function letterHtml(letter: LetterDocument): string {
  const { title, letterhead, recipient, blocks } = letter;
  const notes: string[] = [];
  const head = [letterhead.name, ...letterhead.fields.map((field) => field.join(' ')), ...letterhead.lines].map(escaped).join('<br>');
  const body = blocks.map((block) => blockHtml(block, notes)).join('\n');
  const foot = notes.map((note, i) => `<aside id="note-${i + 1}">${i + 1} ${escaped(note)}</aside>`).join('\n');
  return `<!doctype html><html lang="da"><head><meta charset="utf-8"><title>${escaped(title)}</title><style>${style}</style></head><body>
<header>${head}</header><p>${recipient.map(escaped).join('<br>')}</p><h1>${escaped(title)}</h1>\n${body}\n${foot}</body></html>`;
}

function blockHtml(block: LetterBlock, notes: string[]): string {
  switch (block.kind) {
    case 'heading':
      return `<h2>${escaped(block.text)}</h2>`;
    case 'paragraph':
      return `<p>${runsHtml(block.runs, notes)}</p>`;
    case 'list': {
      const tag = block.ordered ? 'ol' : 'ul';
      return `<${tag}>${block.items.map((item) => `<li>${runsHtml(item, notes)}</li>`).join('')}</${tag}>`;
    }
    case 'table':
      return tableHtml(block);
    case 'signature':
      return `<section><i></i><b>${escaped(block.name)}</b><br><small>${escaped(block.function)}</small></section>`;
    default:
      throw new Error(`the measured letter has no ${block.kind}`);
  }
}

function tableHtml({ caption = '', columns, rows }: Extract<LetterBlock, { kind: 'table' }>): string {
  const head = columns.map(({ header }) => `<th scope="col">${escaped(header)}</th>`).join('');
  const lines = rows.map(([first = '', ...others]) => {
    return `<tr><th scope="row">${escaped(first)}</th>${others.map((cell) => `<td>${escaped(cell)}</td>`).join('')}</tr>`;
  });
  return `<table><caption>${escaped(caption)}</caption><thead><tr>${head}</tr></thead><tbody>${lines.join('')}</tbody></table>`;
}

function runsHtml(runs: readonly LetterRun[], notes: string[]): string {
  return runs
    .map(({ text, bold, footnote }) => {
      const shown = bold ? `<b>${escaped(text)}</b>` : escaped(text);
      return footnote === undefined ? shown : `${shown}<sup>${notes.push(footnote)}</sup>`;
    })
    .join('');
}
