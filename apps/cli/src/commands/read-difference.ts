import { type AddedNode, type BillFollowing, type BillReading, type FollowedNode, type ProvisionNode } from '@genmaele/contracts';
import { nodeFateNames, provisionKindNames, wordDifference, wordsOf, type WordRun } from '@genmaele/legaltext';
import { firstWords } from './read-tree.js';

const contextWords = 60;
/** Shown with the table or the provision they stand in. */
const told: ReadonlySet<string> = new Set(['table-row', 'pkt']);

function nodesById({ provisions }: BillReading): Map<string, ProvisionNode> {
  const nodes = new Map<string, ProvisionNode>();
  const waiting = [...provisions];
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    nodes.set(node.id, node);
    waiting.push(...node.children);
  }
  return nodes;
}

/** Of a long stretch that is the same, only the words beside the changes. */
function shortened(text: string, isFirst: boolean, isLast: boolean): string {
  if (text.length <= 3 * contextWords) return text;
  const head = isFirst ? '' : text.slice(0, text.indexOf(' ', contextWords) + 1);
  const tail = isLast ? '' : text.slice(text.lastIndexOf(' ', text.length - contextWords));
  return `${head}…${tail}`;
}

/** Words that went out stand between [- and -], those that came in between {+ and +}: readable without colour. */
export function markedWords(runs: readonly WordRun[]): string {
  return runs
    .map(({ kind, text }, i) => {
      if (kind === 'removed') return `[-${text}-]`;
      return kind === 'added' ? `{+${text}+}` : shortened(text, i === 0, i === runs.length - 1);
    })
    .join('');
}

const nameOf = ({ address, kind }: { address: string; kind: ProvisionNode['kind'] }): string =>
  address === '' ? `(${provisionKindNames[kind]})` : address;

function certaintyOf({ certainty }: { certainty: number }): string {
  return certainty >= 0.995 ? '' : ` [${Math.floor(certainty * 100)} % sikker]`;
}

function followedLines(node: FollowedNode, old: Map<string, ProvisionNode>, next: Map<string, ProvisionNode>): string[] {
  const sign = node.fate === 'gone' ? '-' : '~';
  const head = `${sign} ${nameOf(node)}: ${node.explanation}${certaintyOf(node)}`;
  const before = old.get(node.id);
  if (node.fate === 'gone') return [head, ...(before && wordsOf(before) ? [`    ${firstWords(wordsOf(before))}`] : [])];
  const after = next.get(node.places[0]?.id ?? '');
  if (!before || !after || wordsOf(before) === wordsOf(after)) return [head];
  return [head, `    ${markedWords(wordDifference(wordsOf(before), wordsOf(after)))}`];
}

function addedLines(node: AddedNode, next: Map<string, ProvisionNode>): string[] {
  const words = next.get(node.id);
  const head = `+ ${nameOf(node)}: Ny (${provisionKindNames[node.kind]}).${certaintyOf(node)}`;
  return [head, ...(words && wordsOf(words) ? [`    ${firstWords(wordsOf(words))}`] : [])];
}

/** Whether a node's fate is worth a line of its own: what only follows from its parent's is not. */
function isTold({ kind, reason }: { kind: string; reason: string }): boolean {
  return !told.has(kind) && reason !== 'parent-without-place' && reason !== 'parent-moved';
}

/** What changed from one version to the next, node by node, with the words; then how many nodes had which fate. */
export function differenceLines(old: BillReading, next: BillReading, { followed, added }: BillFollowing): string[] {
  const [oldNodes, newNodes] = [nodesById(old), nodesById(next)];
  const fates = followed.filter((node) => node.fate !== 'same' && isTold(node)).flatMap((node) => followedLines(node, oldNodes, newNodes));
  const fresh = added.filter(isTold).flatMap((node) => addedLines(node, newNodes));
  const counts = (Object.keys(nodeFateNames) as FollowedNode['fate'][]).flatMap((fate) => {
    const count = followed.filter((node) => node.fate === fate).length;
    return count > 0 ? [`${count} ${nodeFateNames[fate]}`] : [];
  });
  const sum = `${followed.length} steder i den ældre udgave: ${counts.join(', ')}. ${added.length} nye steder i den nyere.`;
  return [`${old.title}`, `→ ${next.title}`, '', ...fates, ...fresh, '', sum];
}
