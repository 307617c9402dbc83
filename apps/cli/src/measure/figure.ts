import { type QueueStoreKind } from '@genmaele/jobs';
import { type Say } from '../saying.js';

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
