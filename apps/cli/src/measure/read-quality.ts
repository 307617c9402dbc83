import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ReferenceAct } from '@genmaele/contracts';
import { findReferences, flattenProvisions, formatReference, parseReference, readBill, referenceAddresses } from '@genmaele/legaltext';
import { inProject } from '../project.js';
import { figure, type Figure, type MeasureContext } from './figure.js';
import { generatedReferences } from './generated-references.js';
import { scoreBill } from './read-bill-score.js';
import { labelledActs, labelledBill, labelledPoints, type LabelledPoint, labelledTexts, type LabelledText } from './read-labels.js';
import { compareOperations, plain, type PointScores, type Score, sum, sumOfPoints } from './read-scores.js';

const fixture = (name: string): string => readFileSync(inProject('test', 'fixtures', 'read', name), 'utf8');

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
  return sumOfPoints(scores);
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
  return sumOfPoints(scores);
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

/** How well change points and references are read: on the labelled set, in the half that the code was written on, the other half and the blind set; and on the labelled points of real acts where they are at hand. */
export async function measureReadQuality(context: MeasureContext): Promise<Figure[]> {
  const figures: Figure[] = [];
  const points = async (name: string, scores: Promise<PointScores>): Promise<void> => {
    const { kinds, targets } = await scores;
    figures.push(percentage(`ændringers art, ${name}`, kinds, 98, context), percentage(`ændringers mål, ${name}`, targets, 97, context));
  };
  const references = (name: string, file: string): void => {
    figures.push(percentage(`henvisninger, ${name}`, scoreReferences(labelledTexts(fixture(file))), 98, context));
  };
  await points('første halvdel', scorePoints(labelledPoints(fixture('change-points-tuned.txt'))));
  await points('anden halvdel', scorePoints(labelledPoints(fixture('change-points-held-out.txt'))));
  await points('blindt sæt', scorePoints(labelledPoints(fixture('third-change-points.txt'))));
  const data = inProject('..', 'shared', 'data');
  if (existsSync(data)) await points('rigtige love', scoreRealActs(data));
  const bill = await scoreBill(new TextEncoder().encode(fixture('third-bill.html')), labelledBill(fixture('third-bill.txt')));
  await points('blindt lovforslag', Promise.resolve(bill.points));
  figures.push(percentage('tal, love, bemærkninger, hørte og skema, blindt lovforslag', bill.facts, 95, context));
  references('første halvdel', 'references-tuned.txt');
  references('anden halvdel', 'references-held-out.txt');
  references('blindt sæt', 'third-references.txt');
  figures.push(percentage('henvisninger skrevet og læst igen', scoreRoundTrips(context.full ? 50_000 : 5000), 100, context));
  return figures;
}
