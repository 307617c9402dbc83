import { z } from 'zod';
import { plainText } from './plain-text.js';

const field = (most: number) => z.string().max(most).transform(plainText);
const optional = (most: number) =>
  field(most)
    .transform((text) => (text === '' ? undefined : text))
    .optional();

/** The rounds in which a ministry asks, with the Danish word. A pre-hearing is confidential and is never published. */
export const hearingRounds = {
  main: 'høring',
  supplementary: 'supplerende høring',
  renewed: 'fornyet høring',
  'pre-hearing': 'præhøring (fortrolig)',
} as const;

/** One of {@link hearingRounds}. */
export type HearingRound = keyof typeof hearingRounds;

const parties = field(20_000)
  .transform((text) => text.split(/[\n;]/).map((name) => name.trim().slice(0, 300)))
  .transform((names) => [...new Set(names.filter((name) => name !== ''))].slice(0, 1_000));

/**
 * The fields of `POST /hearings` beside its files. `deadline` is what the hearing letter gives: a date, or a date and a clock time, in
 * Danish time. A missing reply address is taken in; the letter cannot be sent until it is known.
 */
export const hearingFields = z.object({
  ministry: field(200).pipe(z.string().min(1, 'ministeriet mangler')),
  deadline: field(40).pipe(z.string().min(1, 'fristen mangler')),
  replyTo: optional(254).pipe(z.email('svaradressen er ikke en e-mailadresse').optional()),
  caseNumber: optional(100),
  contact: optional(200),
  round: z.enum(Object.keys(hearingRounds) as [HearingRound, ...HearingRound[]]).default('main'),
  /** The main round that a supplementary or renewed one follows; found by the ministry's case number when it is left out. */
  mainHearingId: z
    .uuid()
    .or(z.literal('').transform(() => undefined))
    .optional(),
  /** The hearing list, a party on each line. */
  parties: parties.optional(),
});

/** See {@link hearingFields}. */
export type HearingFields = z.infer<typeof hearingFields>;

/** The body of `POST /hearings/:id/reply-address`. */
export const replyAddressBody = z.object({ replyTo: z.email('svaradressen er ikke en e-mailadresse') });

/** The body of `POST /cases/:id/addressees/:key`: the new address, and the one that was shown, empty when there was none. */
export const addressBody = z.object({
  address: z.email('adressen er ikke en e-mailadresse').max(254),
  seen: z.string().max(254).default(''),
});

/** What a document of a hearing is. */
export const documentKinds = ['bill', 'hearing-letter', 'other'] as const;

/** One of {@link documentKinds}. */
export type DocumentKind = (typeof documentKinds)[number];
