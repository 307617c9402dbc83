import { type AmendedAct, type ChangeOperation, type ProvisionNode } from '@genmaele/contracts';
import { canonicalAddress } from '../tree/addresses.js';
import { clauseOperations } from './clause-operations.js';
import { clauseParts } from './clause-parts.js';
import { type LawPlace } from './law-places.js';
import { newTextOf } from './new-provisions.js';
import { statementClauses } from './statement-clauses.js';
import { statementTokens } from './statement-tokens.js';

const unclassified: ChangeOperation = { kind: 'unclassified', targets: [], words: [] };

const inHouseForm = (operation: ChangeOperation): ChangeOperation => ({
  ...operation,
  targets: operation.targets.map((target) => ({
    act: target.act,
    address: canonicalAddress(target.address),
    ...(target.becomes === undefined ? {} : { becomes: canonicalAddress(target.becomes) }),
  })),
  ...(operation.place ? { place: { ...operation.place, address: canonicalAddress(operation.place.address) } } : {}),
});

/** "ændres »a« til: »b«, og »c« ændres til: »d«" is one operation with two pairs of words, and all that is renumbered in a row is one. */
function joined(operations: readonly ChangeOperation[]): ChangeOperation[] {
  return operations.reduce<ChangeOperation[]>((all, next) => {
    const last = all.at(-1);
    if (last?.kind === 'renumber' && next.kind === 'renumber')
      return [...all.slice(0, -1), { ...last, targets: [...last.targets, ...next.targets] }];
    const isSame =
      last && last.kind === next.kind && last.times === next.times && JSON.stringify(last.targets) === JSON.stringify(next.targets);
    if (!isSame || last.words.length === 0 || next.words.length === 0) return [...all, next];
    return [...all.slice(0, -1), { ...last, words: [...last.words, ...next.words] }];
  }, []);
}

/**
 * What a change point does to the act it amends: one operation for each clause of its words and of the renumberings below it, in their order.
 * The wordings are those of lovkvalitet 3.4.5. A clause whose wording is not known is `unclassified`; nothing is guessed.
 */
export function operationsOf(point: ProvisionNode, act: string): ChangeOperation[] {
  const newText = newTextOf(point);
  const statements = [point.text, ...point.children.filter(({ kind }) => kind === 'renumbering').map(({ text }) => text)];
  const operations: ChangeOperation[] = [];
  let context: LawPlace[] = [];
  for (const clause of statements.flatMap((statement) => statementClauses(statementTokens(statement)))) {
    const result = clauseOperations(clauseParts(clause, context), { act, context, newText });
    const usable = result.operations.filter(({ targets }) => targets.length > 0);
    operations.push(...(usable.length > 0 ? usable.map(inHouseForm) : [unclassified]));
    context = result.context;
  }
  return operations.length > 0 ? joined(operations) : [unclassified];
}

/** An amending § without points, and a sentence of the commencement section, do one thing to a whole act: they repeal it. */
function repealOf(act: AmendedAct | undefined): ChangeOperation[] {
  return act?.operation === 'repeal' ? [{ kind: 'repeal', targets: [{ act: act.name, address: '' }], words: [] }] : [];
}

/** The tree with the operations of every change point, and the points that could not be classified, as Danish doubts. */
export interface OperationsRead {
  provisions: ProvisionNode[];
  doubts: string[];
}

const mostNamed = 20;

function doubtsAbout(addresses: readonly string[]): string[] {
  const named = addresses.slice(0, mostNamed).map((address) => `${address}: ændringens art er ikke genkendt.`);
  return addresses.length > mostNamed ? [...named, `${addresses.length - mostNamed} andre ændringer er ikke genkendt.`] : named;
}

/** Classifies every change point of a bill by its words, its new text and the act that its § amends. Pure; the tree given is left as it was. */
export function withOperations(provisions: readonly ProvisionNode[], amendedActs: readonly AmendedAct[]): OperationsRead {
  const unknown: string[] = [];
  const read = (point: ProvisionNode, act: string): ProvisionNode => {
    const operations = operationsOf(point, act);
    if (operations.some(({ kind }) => kind === 'unclassified')) unknown.push(point.address);
    return { ...point, operations };
  };
  const inSection = (section: ProvisionNode): ProvisionNode => {
    const act = amendedActs.find((each) => each.section === section.address);
    const children = section.children.map((child) => (child.kind === 'change-point' ? read(child, act?.name ?? '') : child));
    const own = children.some(({ kind }) => kind === 'change-point') ? [] : repealOf(act);
    return { ...section, ...(own.length > 0 ? { operations: own } : {}), children };
  };
  const inCommencement = (node: ProvisionNode): ProvisionNode => {
    const own = node.text === '' ? [] : repealOf(amendedActs.find((each) => each.section === node.address));
    return { ...node, ...(own.length > 0 ? { operations: own } : {}), children: node.children.map(inCommencement) };
  };
  const tree = provisions.map((node) => {
    if (node.kind === 'commencement') return inCommencement(node);
    return node.kind === 'amending-section' ? inSection(node) : node;
  });
  return { provisions: tree, doubts: doubtsAbout(unknown) };
}
