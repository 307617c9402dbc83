import { type QueueStoreKind } from '@genmaele/jobs';
import { CommandError } from '../command-error.js';
import { say, type Say } from '../saying.js';
import { benches, proofs, type Registry } from './registry.js';

/** One measured line: what was measured, the figure, and the least that will do. */
export interface Figure {
  readonly what: string;
  /** The figure as it is printed, with its unit. */
  readonly figure: string;
  /** The least that will do, as it is printed; left out when nothing is demanded. */
  readonly least?: string;
  /** Whether the figure is as good as the least; a figure of which nothing is demanded is. */
  readonly ok: boolean;
}

/** What a measure is given. */
export interface MeasureContext {
  /** The long version: every point, many rounds. */
  readonly full: boolean;
  /** How many times each point is tried, when the person said so. */
  readonly rounds: number | undefined;
  /** The queue store to measure on, when the person said so. */
  readonly store: QueueStoreKind | undefined;
  /** Says how far it has come; on standard error, so that the figures stay alone on standard output. */
  readonly progress: Say;
}

/** Measures, and answers its figures in the order they are to be printed. */
export type Measure = (context: MeasureContext) => Promise<readonly Figure[]>;

/** The options of `genmaele proof` and `genmaele bench`, as they were typed. */
export interface MeasureOptions {
  readonly full?: boolean;
  readonly rounds?: string;
  readonly store?: string;
}

/** A figure that must be at least, or at most, so much. */
export function figure(what: string, value: number, demand: { least?: number; most?: number }, unit = ''): Figure {
  const ok = (demand.least === undefined || value >= demand.least) && (demand.most === undefined || value <= demand.most);
  const bounds = [
    ...(demand.least === undefined ? [] : [`≥ ${printed(demand.least, unit)}`]),
    ...(demand.most === undefined ? [] : [`≤ ${printed(demand.most, unit)}`]),
  ];
  return { what, figure: printed(value, unit), ...(bounds.length > 0 ? { least: bounds.join(' og ') } : {}), ok };
}

function printed(value: number, unit: string): string {
  const digits = Math.abs(value) >= 100 || Number.isInteger(value) ? 0 : 2;
  return `${value.toLocaleString('da-DK', { maximumFractionDigits: digits })}${unit === '' ? '' : ` ${unit}`}`;
}

/** The figures as aligned lines: `what | figure | least | ok/short`. */
export function figureLines(figures: readonly Figure[]): string[] {
  const rows = figures.map(({ what, figure: value, least, ok }) => [what, value, least ?? '–', ok ? 'ok' : 'short'] as const);
  const width = (column: 0 | 1 | 2) => Math.max(0, ...rows.map((row) => row[column].length));
  return rows.map(
    ([what, value, least, verdict]) => `${what.padEnd(width(0))} | ${value.padStart(width(1))} | ${least.padEnd(width(2))} | ${verdict}`,
  );
}

/** Runs one measure and prints its figures. A proof with a short figure ends with exit code 1; a bench only tells. */
export async function measure(kind: 'proof' | 'bench', name: string, options: MeasureOptions): Promise<void> {
  const found = entryOf(kind === 'proof' ? proofs : benches, kind, name);
  const context = readContext(options);
  const figures = await (await found.load())(context);
  for (const line of figureLines(figures)) say(line);
  const short = figures.filter(({ ok }) => !ok).length;
  if (kind === 'proof' && (short > 0 || figures.length === 0)) process.exitCode = 1;
}

function entryOf(registry: Registry, kind: string, name: string): Registry[string] {
  const found = Object.hasOwn(registry, name) ? registry[name] : undefined;
  if (found) return found;
  const known = Object.entries(registry).map(([each, { danish }]) => `${each} (${danish})`);
  const todo = known.length > 0 ? `Vælg et af: ${known.join(', ')}.` : 'Der er ingen endnu.';
  throw new CommandError(`${kind} »${name}« findes ikke.`, 'Navnet står ikke på listen.', todo);
}

function readContext({ full, rounds, store }: MeasureOptions): MeasureContext {
  if (store !== undefined && store !== 'redis' && store !== 'postgres') {
    throw new CommandError(`--store er »${store}«.`, 'Kølageret er redis eller postgres.', 'Ret --store, eller fjern det.');
  }
  const count = rounds === undefined ? undefined : Number(rounds);
  if (count !== undefined && !(Number.isInteger(count) && count > 0)) {
    throw new CommandError(`--rounds er »${rounds}«.`, 'Det skal være et helt tal fra 1.', 'Ret --rounds, eller fjern det.');
  }
  return { full: full ?? false, rounds: count, store, progress: (line) => process.stderr.write(`${line}\n`) };
}
