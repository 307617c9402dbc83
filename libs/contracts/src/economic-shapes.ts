import { z } from 'zod';
import { typedText } from './plain-text.js';

/** Whom a bill's costs fall on (stat, kommuner, regioner). */
export const economicParties = ['state', 'municipalities', 'regions'] as const;
/** What the costs are (anlæg, drift, overførsler). */
export const economicKinds = ['construction', 'operation', 'transfers'] as const;
/** Whether the ministry's estimate can be accepted (tiltrædes). */
export const economicPositions = ['accepted', 'not-accepted', 'partly', 'awaiting'] as const;

const line = typedText.trim().min(1).max(300);

/** Million kroner with one decimal at most; null where nobody has said. */
const amount = z
  .number()
  .min(-1e6)
  .max(1e6)
  .refine((value) => Math.abs(value * 10 - Math.round(value * 10)) < 1e-6, { error: 'har mere end én decimal' })
  .nullable();

/** What a bill costs one party, by year, as the ministry and as the association estimates it. Costs are positive. */
export const economicEffect = z.object({
  party: z.enum(economicParties),
  kind: z.enum(economicKinds),
  /** What it is, where one kind has several. */
  item: line.optional(),
  ministry: z.array(amount),
  ours: z.array(amount).optional(),
});

/** See {@link economicEffect}. */
export type EconomicEffect = z.infer<typeof economicEffect>;

/** The estimate that an economic response speaks of: price level (`2027-pl`), years, what falls on whom, and whether it can be accepted. */
export const economicEstimate = z.object({
  priceLevel: line,
  years: z.array(z.int().min(1990).max(2100)).min(1).max(6),
  effects: z.array(economicEffect).min(1).max(200),
  position: z.enum(economicPositions),
});

/** Whether every effect has an amount for each year. */
export function amountsForEachYear({ years, effects }: Pick<z.infer<typeof economicEstimate>, 'years' | 'effects'>): boolean {
  return effects.every(({ ministry, ours }) => [ministry, ours ?? ministry].every((all) => all.length === years.length));
}
