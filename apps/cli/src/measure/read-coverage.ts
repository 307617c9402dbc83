import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type BillReading, type ProvisionNode } from '@genmaele/contracts';
import { BillUnreadable, flattenProvisions, readBill } from '@genmaele/legaltext';
import { inProject } from '../project.js';
import { type Figure, figure, type MeasureContext } from './figure.js';

const data = inProject('..', 'shared', 'data');
const samples = inProject('apps', 'cli', 'sample-hearing');

/** Change points counted by hand, by the number of those in each amending §. */
const countedByHand: ReadonlyMap<string, readonly number[]> = new Map([
  ['2021_1_LSF_89__226068.html', [1, 17, 7, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 1]],
  ['2023-1547.xml', [2, 3, 1, 3, 1]],
  ['lovforslag.html', [14, 4]],
  ['lovforslag.xml', [14, 4]],
]);

interface Read {
  name: string;
  reading: BillReading;
}

async function readAll(folder: string, ending: RegExp): Promise<Read[]> {
  if (!existsSync(folder)) return [];
  const read: Read[] = [];
  for (const name of readdirSync(folder).filter((file) => ending.test(file))) {
    const reading = await readOrNothing(readFileSync(join(folder, name)));
    if (reading) read.push({ name, reading });
  }
  return read;
}

/** A report or a speech about a bill is refused as no bill, and measured no further. */
async function readOrNothing(bytes: Uint8Array): Promise<BillReading | undefined> {
  try {
    return await readBill(bytes);
  } catch (error) {
    if (error instanceof BillUnreadable) return undefined;
    throw error;
  }
}

/** How many change points each amending § has, in the order of the bill. */
export function changePointsOf({ provisions }: Pick<BillReading, 'provisions'>): number[] {
  const points = (node: ProvisionNode): number => node.children.filter(({ kind }) => kind === 'change-point').length;
  return flattenProvisions({ provisions })
    .filter(({ kind }) => kind === 'amending-section')
    .map(points);
}

/** The share of the source's text that stands in the tree, in per cent, and the first stretches that do not. */
function coverageFigure({ name, reading: { coverage } }: Read): Figure {
  const share = coverage.sourceCharacters === 0 ? 0 : (100 * coverage.equalCharacters) / coverage.sourceCharacters;
  const spans = [...coverage.missing, ...coverage.added].slice(0, 3).map(({ text, offset }) => `»${text.slice(0, 40)}« ved ${offset}`);
  const named = spans.length === 0 ? '' : `; ikke ens: ${spans.join(', ')}`;
  return { ...figure(`${name}: tekst fundet i træet${named}`, share, { least: 100 }, '%'), ok: coverage.complete };
}

function pointsFigure({ name, reading }: Read): Figure[] {
  const expected = countedByHand.get(name);
  if (!expected) return [];
  const found = changePointsOf(reading);
  const wrong = expected.reduce((sum, count, i) => sum + Math.abs(count - (found[i] ?? 0)), 0) + Math.abs(found.length - expected.length);
  const total = expected.reduce((sum, count) => sum + count, 0);
  return [figure(`${name}: af ${total} ændringsnumre mangler, eller er opfundet`, wrong, { most: 0 })];
}

/** Specific remarks that explain a provision of the bill, in per cent of all specific remarks. */
function tiedFigure(all: readonly Read[]): Figure {
  const specific = all.flatMap(({ reading }) => reading.remarks.filter(({ kind }) => kind === 'specific'));
  const tied = specific.filter(({ provisionIds }) => provisionIds.length > 0).length;
  return figure(
    `specielle bemærkninger bundet til deres bestemmelse (${specific.length} i alt)`,
    (100 * tied) / specific.length,
    { least: 98 },
    '%',
  );
}

/**
 * How whole bills are read: for every act of the data and for our own sample bills the share of the text that stands in the tree, with what does not;
 * change points against counts by hand; specific remarks tied to what they explain. Without the data our own bills alone are measured, and it says so.
 */
export async function measureReadCoverage({ progress }: Pick<MeasureContext, 'progress'>): Promise<Figure[]> {
  const isHere = existsSync(data);
  if (!isHere) progress('../shared/data er her ikke: kun egne lovforslag er målt.');
  const all = [
    ...(await readAll(join(data, 'bills'), /\.html$/)),
    ...(await readAll(join(data, 'lexdania'), /\.xml$/)),
    ...(await readAll(samples, /^lovforslag\.(?:html|xml)$/)),
  ];
  return [...all.map(coverageFigure), ...all.flatMap(pointsFigure), tiedFigure(all)];
}
