import { type BillReading, type ProvisionNode } from '@genmaele/contracts';
import { flattenProvisions, readBill } from '@genmaele/legaltext';
import { type LabelledBill } from './read-labels.js';
import { compareOperations, plain, type PointScores, type Score, sum, sumOfPoints } from './read-scores.js';

/** Compares two lists as sets of lines; what was read beside the labels is wrong too. */
function compareLines(what: string, wanted: readonly string[], found: readonly string[]): Score {
  const missed = wanted.filter((each) => !found.includes(each));
  const invented = found.filter((each) => !wanted.includes(each));
  return {
    right: wanted.length - missed.length,
    of: Math.max(wanted.length, found.length),
    wrong: [...missed.map((each) => `${what}: ${each} mangler`), ...invented.map((each) => `${what}: ${each} er opfundet`)],
  };
}

const isQuotedSection = ({ kind, address }: ProvisionNode): boolean => kind === 'section' && address.includes('»');

function counted(nodes: readonly ProvisionNode[], what: string): number {
  return nodes.filter((node) => (what === 'quoted-section' ? isQuotedSection(node) : node.kind === what)).length;
}

const actLines = (reading: BillReading): string[] =>
  reading.amendedActs.map(({ section, operation, name, reference }) =>
    plain([section, operation, name, [reference?.type, reference?.number, reference?.date].join(' ')].join(' | ')),
  );

/** The addresses that each specific remark with text of its own is tied to. */
function remarkLines(reading: BillReading, nodes: readonly ProvisionNode[]): string[] {
  return reading.remarks
    .filter(({ kind, text }) => kind === 'specific' && text !== '')
    .map(({ provisionIds }) => provisionIds.map((id) => plain(nodes.find((node) => node.id === id)?.address ?? id)).join(' & '));
}

/** Reads a whole bill and compares what is known of it by hand: what each point does, and everything else (`facts`). Points that were not asked for are wrong. */
export async function scoreBill(bytes: Uint8Array, label: LabelledBill): Promise<{ points: PointScores; facts: Score }> {
  const reading = await readBill(bytes);
  const nodes = flattenProvisions(reading);
  const acting = nodes.filter(({ operations }) => (operations ?? []).length > 0).map(({ address }) => plain(address));
  const asked = label.points.map(({ address }) => address);
  const unasked = acting.filter((address) => !asked.includes(address)).map((address) => ({ address, operations: [] }));
  const points = [...label.points, ...unasked].map(({ address, operations }) =>
    compareOperations(address, operations, nodes.find((node) => plain(node.address) === address)?.operations ?? []),
  );
  const facts = [
    compareLines(
      'antal',
      label.counts.map(({ what, count }) => `${what} ${count}`),
      label.counts.map(({ what }) => `${what} ${counted(nodes, what)}`),
    ),
    compareLines('lov', label.acts, actLines(reading)),
    compareLines('bemærkning til', label.remarks, remarkLines(reading, nodes)),
    compareLines(
      'almindelig bemærkning',
      label.generalRemarks,
      reading.remarks.flatMap(({ kind, number }) => (kind === 'general' && number !== undefined ? [number] : [])),
    ),
    compareLines('hørt', label.heardParties, reading.heardParties),
    compareLines(
      'skema',
      label.consequences,
      (reading.economicConsequences?.rows ?? []).map(({ subject }) => subject),
    ),
  ];
  return { points: sumOfPoints(points), facts: sum(facts) };
}
