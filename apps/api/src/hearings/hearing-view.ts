import { type BillReading, type BillRemark, type FollowedNode, type ProvisionNode } from '@genmaele/contracts';
import {
  billFormatNames,
  nodeFateNames,
  operationInDanish,
  provisionKindNames,
  wordDifference,
  wordsOf,
  type WordRun,
} from '@genmaele/legaltext';
import { type Linked, type LinkedRun, referenceLinks } from '../pages/reference-links.js';
import { type HearingBill } from './hearing-bill.js';

/** A remark as the page shows it. */
interface RemarkView {
  heading: string;
  paragraphs: LinkedRun[][];
}

/** A node as the page shows it: its id is the anchor, a table has rows and no children. */
export interface NodeView {
  id: string;
  address: string;
  kind: string;
  label: string;
  text: LinkedRun[];
  page: number | undefined;
  operations: string[];
  remarks: RemarkView[];
  rows: string[][];
  children: NodeView[];
}

/** A change from the earlier version as the page shows it. */
interface ChangeView {
  address: string;
  id: string | undefined;
  fate: string;
  explanation: string;
  certainty: number;
  words: WordRun[];
}

const remarkView =
  (linked: Linked) =>
  ({ heading, text }: BillRemark): RemarkView => ({ heading, paragraphs: text === '' ? [] : text.split('\n').map(linked) });

function remarksById(remarks: readonly BillRemark[], linked: Linked): Map<string, RemarkView[]> {
  const found = new Map<string, RemarkView[]>();
  for (const remark of remarks) {
    for (const id of remark.provisionIds) found.set(id, [...(found.get(id) ?? []), remarkView(linked)(remark)]);
  }
  return found;
}

function nodeView(node: ProvisionNode, remarks: ReadonlyMap<string, RemarkView[]>, linked: Linked): NodeView {
  const isTable = node.kind === 'table';
  return {
    ...{ id: node.id, address: node.address, label: node.label, text: linked(node.text), page: node.page },
    kind: provisionKindNames[node.kind],
    operations: (node.operations ?? []).map(operationInDanish),
    remarks: remarks.get(node.id) ?? [],
    rows: isTable ? node.children.map((row) => row.children.map(wordsOf)) : [],
    children: isTable ? [] : node.children.map((child) => nodeView(child, remarks, linked)),
  };
}

function nodesOf({ provisions }: Pick<BillReading, 'provisions'>): Map<string, ProvisionNode> {
  const nodes = new Map<string, ProvisionNode>();
  const waiting = [...provisions];
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    nodes.set(node.id, node);
    waiting.push(...node.children);
  }
  return nodes;
}

/** What has an address and did not only follow along with what it stands in; a sentence is told with its provision. */
function isTold({ address, kind, fate, reason }: FollowedNode): boolean {
  const follows = reason === 'parent-moved' || reason === 'parent-without-place';
  return address !== '' && kind !== 'pkt' && fate !== 'same' && !follows;
}

function changesBetween(earlier: BillReading, bill: HearingBill): ChangeView[] {
  const [old, next] = [nodesOf(earlier), nodesOf(bill)];
  const { followed = [], added = [] } = bill.since?.following ?? {};
  const changes = followed.filter(isTold).map((node): ChangeView => {
    const [place] = node.places;
    const [before, after] = [old.get(node.id), next.get(place?.id ?? '')];
    const words = before && after && node.fate === 'changed' ? wordDifference(wordsOf(before), wordsOf(after)) : [];
    const certainty = Math.floor(node.certainty * 100);
    return { address: node.address, id: place?.id, fate: nodeFateNames[node.fate], explanation: node.explanation, certainty, words };
  });
  const fresh = added
    .filter(({ address, kind, reason }) => address !== '' && kind !== 'pkt' && reason !== 'parent-without-place')
    .map(({ address, id, explanation, certainty }): ChangeView => {
      return { address, id, fate: 'ny', explanation, certainty: Math.floor(certainty * 100), words: [] };
    });
  return [...changes, ...fresh];
}

/** A bill as its page shows it; with the earlier version it is followed from, also what changed. */
export function billView(bill: HearingBill, earlier?: BillReading) {
  const { remarks, coverage } = bill;
  const share = coverage.sourceCharacters === 0 ? 1 : coverage.equalCharacters / coverage.sourceCharacters;
  const linked = referenceLinks(bill);
  const tied = remarksById(remarks, linked);
  return {
    bill,
    format: billFormatNames[bill.format],
    nodes: bill.provisions.map((node) => nodeView(node, tied, linked)),
    otherRemarks: remarks.filter(({ provisionIds }) => provisionIds.length === 0).map(remarkView(linked)),
    covered: (Math.floor(share * 10_000) / 100).toLocaleString('da-DK'),
    changes: earlier ? changesBetween(earlier, bill) : undefined,
  };
}
