import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ChangeOperation, type ReferenceAct } from '@genmaele/contracts';
import { findReferences, flattenProvisions, formatReference, parseReference, readBill, referenceAddresses } from '@genmaele/legaltext';
import { inProject } from '../project.js';
import { figure, type Figure, type MeasureContext } from './figure.js';
import { generatedReferences } from './generated-references.js';
import {
  labelledActs,
  type LabelledOperation,
  labelledPoints,
  type LabelledPoint,
  labelledTexts,
  type LabelledText,
} from './read-labels.js';

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

const plain = (text: string): string => text.replaceAll('\u00a0', ' ');
const fixture = (name: string): string => readFileSync(inProject('test', 'fixtures', 'read', name), 'utf8');
const sum = (scores: readonly Score[]): Score => ({
  right: scores.reduce((all, { right }) => all + right, 0),
  of: scores.reduce((all, { of }) => all + of, 0),
  wrong: scores.flatMap(({ wrong }) => wrong),
});

const targetsAs = (targets: readonly { address: string; becomes?: string | undefined }[]): string =>
  targets.map(({ address, becomes }) => plain(becomes === undefined ? address : `${address} -> ${becomes}`)).join(' & ');

/** Compares the operations of one point with its label, one by one in their order. */
function compareOperations(
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

const escaped = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;');
const paragraph = (words: string, className?: string): string => `<p${className ? ` class="${className}"` : ''}>${escaped(words)}</p>\n`;

/** The labelled points as a bill of Retsinformation's form: a § for each act, a number for each point. */
function billOf(points: readonly LabelledPoint[]): string {
  const acts = [...new Set(points.map(({ act }) => act))];
  const sections = acts.map((act, i) => {
    const own = points.filter((point) => point.act === act);
    const intro = `I ${act}, jf. lovbekendtgørelse nr. ${i + 1} af 1. maj 2020, foretages følgende ændringer:`;
    const each = own.map(({ words, newText, renumberings }, n) =>
      [paragraph(`${n + 1}. ${words}`, 'AendringMedNummer'), ...[...newText, ...renumberings].map((line) => paragraph(line))].join(''),
    );
    return `${paragraph(`§ ${i + 1}`, 'CentreretParagraf')}${paragraph(intro, 'Paragraf')}${each.join('')}`;
  });
  return `<!DOCTYPE html><html><body>${sections.join('')}</body></html>`;
}

/** Reads labelled points as one bill, and compares what each is read to do. */
export async function scorePoints(points: readonly LabelledPoint[]): Promise<PointScores> {
  const reading = await readBill(new TextEncoder().encode(billOf(points)));
  const read = flattenProvisions(reading).filter(({ kind }) => kind === 'change-point');
  const scores = points.map(({ words, operations, act }, i) => compareOperations(words, operations, read[i]?.operations ?? [], act));
  return { kinds: sum(scores.map(({ kinds }) => kinds)), targets: sum(scores.map(({ targets }) => targets)) };
}

/** The labelled points of real acts, where the data is at hand: kinds and targets of each. */
export async function scoreRealActs(data: string): Promise<PointScores> {
  const scores: PointScores[] = [];
  for (const { file, points } of labelledActs(fixture('real-points.txt'))) {
    const [folder = '', beginning = ''] = file.split('/');
    const name = readdirSync(join(data, folder)).find((entry) => entry.startsWith(beginning));
    if (name === undefined) continue;
    const nodes = flattenProvisions(await readBill(readFileSync(join(data, folder, name))));
    for (const { address, operations } of points) {
      const node = nodes.find((each) => plain(each.address) === address);
      scores.push(compareOperations(`${file} ${address}`, operations, node?.operations ?? []));
    }
  }
  return { kinds: sum(scores.map(({ kinds }) => kinds)), targets: sum(scores.map(({ targets }) => targets)) };
}

function actAs(act: ReferenceAct | undefined): string {
  if (act === undefined) return '';
  if (act.kind === 'named') return act.name;
  return act.kind === 'numbered' ? [act.type, act.number, act.date].join(' ') : act.kind;
}

/** Finds the references of labelled texts; right is one found where it stands, whole, with its act and addresses. */
export function scoreReferences(texts: readonly LabelledText[]): Score {
  return sum(
    texts.map(({ text, references }) => {
      const found = findReferences(text).map(({ start, end, reference }) => {
        const said = [actAs(reference.act), plain(referenceAddresses(reference).join('; '))].filter((part) => part !== '').join(' : ');
        return `${text.slice(start, end)} = ${said}`;
      });
      const wanted = references.map(({ words, is }) => `${words} = ${is}`);
      const right = wanted.filter((each) => found.includes(each)).length;
      const wrong = [
        ...wanted.filter((each) => !found.includes(each)),
        ...found.filter((each) => !wanted.includes(each)).map((each) => `læst ${each}`),
      ];
      return { right, of: Math.max(wanted.length, found.length), wrong };
    }),
  );
}

/** How many generated references are read back from their canonical form as they were. */
export function scoreRoundTrips(count: number): Score {
  const all = generatedReferences(count);
  const wrong = all.filter((reference) => JSON.stringify(parseReference(formatReference(reference))) !== JSON.stringify(reference));
  return { right: all.length - wrong.length, of: all.length, wrong: wrong.map(formatReference) };
}

function percentage(what: string, { right, of, wrong }: Score, least: number, context: MeasureContext): Figure {
  for (const each of wrong) context.progress(`${what}: ${each}`);
  return figure(`${what} (${right} af ${of})`, of === 0 ? 0 : (100 * right) / of, { least }, '%');
}

/** How well change points and references are read, on our labelled set, the half that the code was written on and the half it was not, and on the labelled points of real acts where they are at hand. */
export async function measureReadQuality(context: MeasureContext): Promise<Figure[]> {
  const figures: Figure[] = [];
  const points = async (name: string, scores: Promise<PointScores>): Promise<void> => {
    const { kinds, targets } = await scores;
    figures.push(percentage(`ændringers art, ${name}`, kinds, 98, context), percentage(`ændringers mål, ${name}`, targets, 97, context));
  };
  await points('kendte', scorePoints(labelledPoints(fixture('change-points-tuned.txt'))));
  await points('ukendte', scorePoints(labelledPoints(fixture('change-points-held-out.txt'))));
  const data = inProject('..', 'shared', 'data');
  if (existsSync(data)) await points('rigtige love', scoreRealActs(data));
  figures.push(percentage('henvisninger, kendte', scoreReferences(labelledTexts(fixture('references-tuned.txt'))), 98, context));
  figures.push(percentage('henvisninger, ukendte', scoreReferences(labelledTexts(fixture('references-held-out.txt'))), 98, context));
  figures.push(percentage('henvisninger skrevet og læst igen', scoreRoundTrips(context.full ? 50_000 : 5000), 100, context));
  return figures;
}
