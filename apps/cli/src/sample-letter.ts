import type { LetterBlock, LetterDocument, LetterRun } from '@genmaele/contracts';
import { type ChildNode, type Element, isTag } from 'domhandler';
import { DomUtils, parseDocument } from 'htmlparser2';

const { findAll, findOne, textContent } = DomUtils;

const words = (node: ChildNode | ChildNode[]) =>
  textContent(node)
    .replace(/[ \t\n]+/g, ' ')
    .trim();
const classOf = (element: Element) => element.attribs['class'] ?? '';

/** The stretches of a paragraph: bold where it says `strong`, else plain. */
function runsOf(element: Element): LetterRun[] {
  const runs = element.children.map((child): LetterRun => {
    const text = textContent(child).replace(/[ \t\n]+/g, ' ');
    return isTag(child) && child.name === 'strong' ? { text, bold: true } : { text };
  });
  return runs.filter(({ text }) => text !== '');
}

function blockOf(element: Element): LetterBlock[] {
  if (element.name === 'h2') return [{ kind: 'heading', level: 2, text: words(element) }];
  if (element.name === 'ul')
    return [{ kind: 'list', ordered: false, items: findAll(({ name }) => name === 'li', element.children).map(runsOf) }];
  if (element.name !== 'p' || classOf(element) === 'modtager') return [];
  if (classOf(element) === 'eksempel') return [{ kind: 'reservation', title: 'Eksempel', paragraphs: [runsOf(element)] }];
  return [{ kind: 'paragraph', runs: runsOf(element) }];
}

/** The labelled values of the page's head, in order. */
function fieldsOf(body: Element): [string, string][] {
  const labels = findAll(({ name }) => name === 'dt', body.children).map(words);
  const values = findAll(({ name }) => name === 'dd', body.children).map(words);
  return labels.map((label, index) => [label, values[index] ?? '']);
}

/**
 * A page of the sample hearing (its markers already filled) as a letter to be drawn, so that PDF and page say the same.
 * `date` (`YYYY-MM-DD`) is the day of the letter. Throws Error for a page without a body.
 */
export function sampleLetterDocument(html: string, date: string): LetterDocument {
  const page = parseDocument(html);
  const body = findOne(({ name }) => name === 'body', page.children);
  if (!body) throw new Error('Eksemplets side har ingen brødtekst.');
  const blocks = body.children.filter(isTag);
  const recipient = blocks.find((element) => classOf(element) === 'modtager');
  const title = findOne(({ name }) => name === 'h1', body.children);
  const [[, sender = ''] = [], ...fields] = fieldsOf(body);
  return {
    template: 'eksempel',
    language: 'da-DK',
    title: title ? words(title) : 'Eksempel',
    author: sender,
    createdAt: `${date}T08:00:00Z`,
    letterhead: { name: 'SBM', fields, lines: [sender, 'EKSEMPEL – ikke en rigtig afsender'] },
    recipient: [recipient ? words(recipient) : 'Til høringsparterne'],
    blocks: blocks.flatMap(blockOf),
    attachments: [],
  };
}
