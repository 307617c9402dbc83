import { type ChangeOperation } from '@genmaele/contracts';
import { type LabelledOperation } from './read-labels.js';

/** How many were right of how many there were; what was found beside the labels counts as wrong. `wrong` says in Danish what differed. */
export interface Score {
  right: number;
  of: number;
  wrong: string[];
}

/** The scores of one set of change points: the kinds of its operations, and the targets of each. */
export interface PointScores {
  kinds: Score;
  targets: Score;
}

/** Text with plain blanks. */
export const plain = (text: string): string => text.replaceAll('\u00a0', ' ');
/** The scores together. */
export const sum = (scores: readonly Score[]): Score => ({
  right: scores.reduce((all, { right }) => all + right, 0),
  of: scores.reduce((all, { of }) => all + of, 0),
  wrong: scores.flatMap(({ wrong }) => wrong),
});

/** The scores of several sets of points together. */
export const sumOfPoints = (scores: readonly PointScores[]): PointScores => ({
  kinds: sum(scores.map(({ kinds }) => kinds)),
  targets: sum(scores.map(({ targets }) => targets)),
});

const targetsAs = (targets: readonly { address: string; becomes?: string | undefined }[]): string =>
  targets.map(({ address, becomes }) => plain(becomes === undefined ? address : `${address} -> ${becomes}`)).join(' & ');

/** Compares the operations of one point with its label, one by one in their order. */
export function compareOperations(
  where: string,
  wanted: readonly LabelledOperation[],
  found: readonly ChangeOperation[],
  act?: string,
): PointScores {
  const of = Math.max(wanted.length, found.length);
  const kinds: Score = { right: 0, of, wrong: [] };
  const targets: Score = { right: 0, of, wrong: [] };
  for (let i = 0; i < of; i += 1) {
    const [label, operation] = [wanted[i], found[i]];
    const isKind = label !== undefined && label.kind === operation?.kind;
    const said = targetsAs(operation?.targets ?? []);
    const isTarget =
      isKind && targetsAs(label.targets) === said && (act === undefined || operation.targets.every((target) => target.act === act));
    kinds.right += isKind ? 1 : 0;
    targets.right += isTarget ? 1 : 0;
    if (!isKind) kinds.wrong.push(`${where}: ${label?.kind ?? 'intet'}, læst ${operation?.kind ?? 'intet'}`);
    if (!isTarget) targets.wrong.push(`${where}: ${label ? targetsAs(label.targets) : 'intet'}, læst ${said}`);
  }
  return { kinds, targets };
}
