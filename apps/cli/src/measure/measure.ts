import { CommandError } from '../command-error.js';
import { say } from '../saying.js';
import { type Figure, type MeasureContext } from './figure.js';
import { benches, proofs, type Registry } from './registry.js';

/** The options of `genmaele proof` and `genmaele bench`, as they were typed. */
export interface MeasureOptions {
  readonly full?: boolean;
  readonly rounds?: string;
  readonly store?: string;
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
