import { type OperationKind, type ProvisionNode, type ReferenceLevel, type ReferencePlace } from '@genmaele/contracts';
import { designationAt, designationNumber } from '../designation.js';
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

/** A § within new text that stands on one line with the words that put it in. */
const sectionWithin = /(?:^|[.:] )(§ ?\d+(?: ?[a-zæøåA-ZÆØÅ])?)\.(?= [A-ZÆØÅ])/g;

/** The new text that a change point says on its own line: "Efter § 6 indsættes: »§ 6 a. …«". */
export function newTextIn(words: string): NewText {
  const sections = [...words.matchAll(sectionWithin)].map(([, section]) => section ?? '');
  const heads = sections.length > 0 ? sections : [openingOf(words)];
  return { places: heads.flatMap((head) => parseReference(head)?.places ?? []), sentences: () => sentenceStarts(words).length };
}

function openingOf(words: string): string {
  const stk = designationAt(words, 'stk');
  if (stk) return `stk. ${designationNumber(stk)}`;
  const item = designationNumber(designationAt(words, 'item') ?? '');
  if (item) return `${/^\d/.test(item) ? 'nr.' : 'litra'} ${item}`;
  const chapter = designationAt(words, 'chapter');
  return chapter ? `kapitel ${designationNumber(chapter)}` : '';
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
