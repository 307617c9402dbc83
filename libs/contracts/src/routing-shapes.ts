import { z } from 'zod';
import { plainText } from './plain-text.js';

const line = (most: number) => z.string().max(most).transform(plainText).pipe(z.string().min(1));
const orNull = (shape: z.ZodType<string>) =>
  z
    .literal('')
    .transform(() => null)
    .or(shape)
    .nullable()
    .default(null);

/** A number of KLE: main group, group or subject. */
export const kleNumber = z.string().regex(/^\d{2}(\.\d{2}){0,2}$/, 'skal se ud som «02», «02.34» eller «02.34.02»');

/** One routing rule as it is typed: for a KLE number, for word stems (`^` before one asks that words begin with it), or for both at once. */
export const routingRuleBody = z
  .object({
    priority: z.coerce.number().int().min(1).max(9_999),
    klePrefix: orNull(kleNumber),
    words: z.array(z.string().regex(/^\^?[a-zæøåéü]{2,50}$/, 'er ikke en ordstamme med små bogstaver')).max(100),
    officeName: orNull(line(200)),
    committeeId: orNull(line(100)),
  })
  .refine(({ klePrefix, words }) => klePrefix !== null || words.length > 0, { error: 'en regel skal have et KLE-nummer eller ord' })
  .refine(({ officeName, committeeId }) => officeName !== null || committeeId !== null, {
    error: 'en regel skal pege på et kontor eller et udvalg',
  });

/** A whole set of rules. */
export const routingSetBody = z
  .object({ name: line(200), rules: z.array(routingRuleBody).min(1, 'mindst én regel').max(500) })
  .refine(({ rules }) => new Set(rules.map(({ priority }) => priority)).size === rules.length, { error: 'to regler har samme nummer' });

/** See {@link routingSetBody}. */
export type RoutingSetBody = z.infer<typeof routingSetBody>;

/** From which day a set of rules counts. */
export const routingForceBody = z.object({ validFrom: z.iso.date() });

/** What becomes of a case that has just been opened. `join` and `decline` need a reason; `join` names the case that takes the hearings. */
export const triageBody = z
  .object({
    choice: z.enum(['answer', 'no-remarks', 'decline', 'join']),
    comment: z.string().max(4_000).transform(plainText).optional(),
    joinTo: z
      .uuid()
      .or(z.literal('').transform(() => undefined))
      .optional(),
  })
  .refine(({ choice, joinTo }) => choice !== 'join' || joinTo !== undefined, { error: 'vælg den sag, der skal besvare høringen' });

/** See {@link triageBody}. */
export type TriageBody = z.infer<typeof triageBody>;

/** A case's number of KLE, as a person corrects it. */
export const classificationBody = z.object({ kleNumber });
