import { type OperationKind, type ProvisionNode, type ReferenceLevel, type ReferencePlace } from '@genmaele/contracts';
import { parseReference } from '../references/parse-reference.js';
import { sentenceStarts } from '../tree/sentences.js';

/** The new text of a change point: the numbered provisions at its head, and how many sentences it has where there are none. */
export interface NewText {
  places: ReferencePlace[];
  sentences: () => number;
}

const kindOfLevel: Partial<Record<ReferenceLevel, OperationKind>> = {
  part: 'insert-chapter',
  chapter: 'insert-chapter',
  section: 'insert-section',
  stk: 'insert-stk',
  nr: 'insert-nr',
  litra: 'insert-litra',
  pkt: 'insert-pkt',
  led: 'insert-pkt',
  annex: 'insert-annex',
  item: 'insert-nr',
};

/** What inserting a place of this kind is called. */
export function insertionOf(place: Pick<ReferencePlace, 'steps'> | undefined): OperationKind | undefined {
  const level = place?.steps.at(-1)?.level;
  return level && kindOfLevel[level];
}

const lawAddress = /»([^«]*)«$/;
const wordsOfNode = (node: ProvisionNode): string =>
  [node.text, ...node.children.filter(({ kind }) => kind === 'pkt' || kind === 'text').map(wordsOfNode)].join(' ').trim();

/** The new text that hangs below a change point. */
export function newTextOf(point: ProvisionNode): NewText {
  const quoted = point.children.filter(({ kind }) => kind === 'quoted-text');
  const heads = quoted.flatMap(({ children }) => children);
  const places = heads.flatMap(({ address }) => parseReference(lawAddress.exec(address)?.[1] ?? '')?.places ?? []);
  const sentences = (): number => {
    const words = quoted.map(wordsOfNode).join(' ').replace(/[»«]/g, '').trim();
    return words === '' ? 0 : sentenceStarts(words).length;
  };
  return { places, sentences };
}
