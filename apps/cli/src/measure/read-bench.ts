import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readBill } from '@genmaele/legaltext';
import { DomUtils, parseDocument } from 'htmlparser2';
import { inProject } from '../project.js';
import { type Figure, figure, type MeasureContext } from './figure.js';

/** What the reader is held to: milliseconds, times the peer of the same run, and the power of the size. */
const most = { warm: 150, peers: 6, exponent: 1.15 } as const;

const lsf89 = join('..', 'shared', 'data', 'bills', '2021_1_LSF_89__226068.html');

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** A main act of about so many bytes, as Retsinformation writes it. */
function actOf(size: number): Uint8Array {
  const section = (n: number): string =>
    `<p class="Paragraf"><span class="ParagrafNr">§ ${n}.</span> Kommunen fører tilsyn med haver m.v., jf. § ${n + 1}, stk. 2. Den kan klage.</p>\n` +
    `<p class="Stk2"><span class="StkNr">Stk. 2.</span> Ministeren fastsætter regler om <span class="Italic">beplantning</span> &amp; hegn:</p>\n` +
    `<p class="Liste1">1) Hække på mindst 1,5 m.</p>\n<p class="Liste1">2) Træer.</p>\n`;
  const parts: string[] = [];
  for (let length = 0, n = 1; length < size; n += 1) {
    const next = section(n);
    parts.push(next);
    length += next.length;
  }
  return bytes(`<!DOCTYPE html><html><body><p class="Titel2">Lov om haver</p>${parts.join('')}</body></html>`);
}

/** A page of about so many bytes whose elements are opened and never closed, tables in tables among them. */
function nestedOf(size: number): Uint8Array {
  return bytes(`<html><p>§ 1. Loven gælder.</p>${'<table><tr><td><div><b>x '.repeat(Math.ceil(size / 25))}`);
}

const clocks = {
  wall: () => performance.now(),
  /** What the processor was used for this process: the same on a busy machine as on an idle one. */
  processor: () => (process.cpuUsage().user + process.cpuUsage().system) / 1000,
};

/** The median of the milliseconds that each of some rounds takes. */
async function medianTime(rounds: number, work: () => unknown, clock = clocks.processor): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const start = clock();
    await work();
    times.push(clock() - start);
  }
  return times.sort((a, b) => a - b)[times.length >> 1] ?? Number.NaN;
}

/** The slope of log time over log size, by least squares: 1 when time grows as the size does. */
export function exponentOf(points: readonly { size: number; time: number }[]): number {
  const logs = points.map(({ size, time }) => [Math.log(size), Math.log(time)] as const);
  const mean = (of: 0 | 1): number => logs.reduce((sum, log) => sum + log[of], 0) / logs.length;
  const [x, y] = [mean(0), mean(1)];
  const over = logs.reduce((sum, log) => sum + (log[0] - x) * (log[1] - y), 0);
  return over / logs.reduce((sum, log) => sum + (log[0] - x) ** 2, 0);
}

async function growth(sizes: readonly number[], sourceOf: (size: number) => Uint8Array, rounds: number): Promise<number> {
  const points: { size: number; time: number }[] = [];
  for (const size of sizes) {
    const source = sourceOf(size);
    points.push({ size: source.length, time: await medianTime(rounds, () => readBill(source)) });
  }
  return exponentOf(points);
}

/** A real bill where the data are at hand, else one of our own of its size. */
function benchBill(): { name: string; source: Uint8Array } {
  const file = inProject(lsf89);
  if (existsSync(file)) return { name: 'LSF 89', source: readFileSync(file) };
  return { name: 'en lov af samme størrelse som LSF 89 (../shared/data er her ikke)', source: actOf(827_000) };
}

/**
 * The reader's speed: a bill of 827 kB read warm, in milliseconds and against htmlparser2 building a DOM of the same page and taking its text, and how
 * time grows with size from 10 kB to 10 MB and in a page that nests without end.
 */
export async function benchRead({ full, rounds, progress }: MeasureContext): Promise<Figure[]> {
  const { name, source } = benchBill();
  const tries = rounds ?? (full ? 60 : 20);
  const text = new TextDecoder().decode(source);
  await medianTime(10, () => readBill(source)); // warms up
  const wall = await medianTime(tries, () => readBill(source), clocks.wall);
  const own = await medianTime(tries, () => readBill(source));
  const peer = await medianTime(tries, () => DomUtils.textContent(parseDocument(text)).length);
  progress('Måler, hvordan tiden vokser fra 10 kB til 10 MB …');
  const repeats = full ? 7 : 3;
  const linear = await growth([10_000, 100_000, 1_000_000, 10_000_000], actOf, repeats);
  const nested = await growth([100_000, 1_000_000, 2_000_000], nestedOf, repeats);
  return [
    figure(`${name} læst varmt, median af processortiden`, own, { most: most.warm }, 'ms'),
    figure('det samme på uret, som andre på maskinen kan forsinke', wall, {}, 'ms'),
    figure('htmlparser2 om at bygge en DOM af samme side og tage dens tekst', peer, {}, 'ms'),
    figure('læsningen i forhold dertil', own / peer, { most: most.peers }, 'gange'),
    figure('tid vokser fra 10 kB til 10 MB som størrelsen i potens', linear, { most: most.exponent }),
    figure('og i en side, der åbner elementer uden at lukke dem', nested, { most: most.exponent }),
  ];
}
