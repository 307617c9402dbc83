import { z } from 'zod';
import { plainText } from './plain-text.js';

/** The two reservations, with the Danish words. */
export const reservationKinds = { political: 'politisk behandling', economic: 'de økonomiske konsekvenser' } as const;

/** One of {@link reservationKinds}. */
export type ReservationKind = keyof typeof reservationKinds;

/** Why a reservation is taken, with the Danish words. */
export const reservationReasons = {
  'no-time-within-deadline': 'fristen gav ikke mulighed for politisk behandling',
  'administrative-level': 'svaret er afgivet på administrativt niveau',
  'negotiated-separately': 'økonomien forhandles særskilt',
} as const;

/** One of {@link reservationReasons}. */
export type ReservationReason = keyof typeof reservationReasons;

/** What became of a reservation when the response was treated, as the supplementary response says it. */
export const supplementOutcomes = ['confirmed', 'supplemented', 'changed', 'replaced', 'withdrawn'] as const;

const line = (most: number) => z.string().max(most).transform(plainText).pipe(z.string().min(1));
const orNothing = (shape: z.ZodType<string>) => z.literal('').transform(() => undefined).or(shape).optional(); // prettier-ignore

/** What a person says when a reservation is taken. Without `wording` the letter uses the association's standing words. */
export const reservationBody = z.object({
  kind: z.enum(Object.keys(reservationKinds) as [ReservationKind, ...ReservationKind[]]),
  reason: z.enum(Object.keys(reservationReasons) as [ReservationReason, ...ReservationReason[]]),
  wording: orNothing(line(2_000)),
  liftedBy: z.enum(['meeting', 'decision']),
  decisionText: orNothing(line(500)),
});

/** See {@link reservationBody}. */
export type ReservationBody = z.infer<typeof reservationBody>;

/** What a person says when a reservation is moved on. */
export const reservationActionBody = z.object({
  reason: orNothing(line(4_000)),
  wording: orNothing(line(2_000)),
  /** Whether a confirmed answer is told the ministry in a letter. */
  letter: z
    .literal('on')
    .transform(() => true)
    .or(z.boolean())
    .optional(),
});

/** See {@link reservationActionBody}. */
export type ReservationActionBody = z.infer<typeof reservationActionBody>;
