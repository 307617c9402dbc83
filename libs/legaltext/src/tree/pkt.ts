import { countLetters, type SourceLetters } from '../source-letters.js';
import { type DraftNode } from './draft-node.js';
import { emptyNode } from './growth.js';
import { sentenceStarts } from './sentences.js';

/** Provisions whose sentences can be pointed at ("§ 5, stk. 2, 2. pkt."). An amending § and a change point are instructions, not rules. */
const withSentences = new Set<DraftNode['kind']>(['section', 'commencement', 'territorial', 'stk', 'nr', 'litra']);

/** A paragraph after a list that begins a new sentence; any other runs on in the sentence before it ("… skal betale afgift."). */
const beginsSentence = /^["»“”„([]*(?:\p{Lu}|§|\d+\.\s?pkt\.)/u;

function lettersOf(node: DraftNode): number {
  return countLetters(node.label) + countLetters(node.text) + node.children.reduce((sum, child) => sum + lettersOf(child), 0);
}

/** Where in the source each sentence of a node's text begins. Notes printed in the midst of the text stand between its letters. */
function offsetsIn(node: DraftNode, label: string, starts: readonly number[], source: SourceLetters): number[] {
  const first = source.letterAt(node.offset) + countLetters(label);
  const notes = node.children
    .filter(({ kind }) => kind === 'footnote')
    .map((note) => [source.letterAt(note.offset), lettersOf(note)] as const);
  return starts.map((start) => {
    let at = first + countLetters(node.text, start);
    for (const [from, letters] of notes) if (from <= at) at += letters;
    return source.offsetOf(at);
  });
}

/** The sentences of a node's own text as nodes; `label` is what is printed before the text at the node's place. */
function sentencesOf(node: DraftNode, label: string, source: SourceLetters): DraftNode[] {
  const starts = sentenceStarts(node.text);
  const offsets = offsetsIn(node, label, starts, source);
  return starts.map((start, i) => ({
    ...emptyNode('pkt', offsets[i] ?? node.offset),
    text: node.text.slice(start, starts[i + 1]).trimEnd(),
  }));
}

/** Paragraphs after a list that go on in the provision: what runs on in its last sentence stays as it is, what follows are sentences. */
function furtherSentences(child: DraftNode, source: SourceLetters): DraftNode[] {
  if (child.kind !== 'text' || child.label !== '') return [child];
  const [first, ...rest] = sentencesOf(child, '', source);
  if (!first || (rest.length === 0 && !beginsSentence.test(child.text))) return [child];
  const opening: DraftNode = beginsSentence.test(child.text) ? first : { ...child, text: first.text, children: [] };
  return [opening, ...rest, ...child.children];
}

function withPkt(node: DraftNode, label: string, source: SourceLetters): DraftNode {
  if (node.text === '') return node;
  const own = sentencesOf(node, label, source);
  const children = node.children.flatMap((child) => furtherSentences(child, source));
  if (own.length === 1 && !children.some(({ kind }) => kind === 'pkt')) return node;
  const all = [...own, ...children].map((child, i) => [child, i] as const);
  // Notes stand between the sentences they were printed in, so that the tree reads like the source.
  const inOrder = all.sort(([a, i], [b, j]) => a.offset - b.offset || i - j).map(([child]) => child);
  return { ...node, text: '', children: inOrder };
}

/**
 * The tree with the sentences of every provision of several sentences as nodes (`pkt`), in the order of the source, new text for the law
 * included. A paragraph after a list that begins a sentence counts on. A provision of one sentence keeps its text.
 */
export function nameSentences(node: DraftNode, source: SourceLetters, labelBefore = ''): DraftNode {
  const label = node.label === '' ? labelBefore : node.label;
  const children = node.children.map((child) => nameSentences(child, source, child.offset === node.offset ? label : ''));
  const inner = children.length === 0 ? node : { ...node, children };
  return withSentences.has(node.kind) ? withPkt(inner, label, source) : inner;
}
