import { z } from 'zod';

/**
 * What a reference can point at, from large to small. The first five stand alone (`afsnit IX`, `kapitel 4 a`, `§ 7 a`, `artikel 143`, `bilag 1`);
 * `list` and `item` are parts of an annex ("liste A", "punkt 3"); the rest are parts of a § or an article. `led` is a member of a sentence.
 */
export const referenceLevels = [
  'part',
  'chapter',
  'section',
  'article',
  'annex',
  'list',
  'item',
  'stk',
  'nr',
  'litra',
  'pkt',
  'led',
] as const;

/** See {@link referenceLevels}. */
export type ReferenceLevel = (typeof referenceLevels)[number];

/** The word between the members of a list. */
const joint = z.enum(['og', 'eller']);

/** One number ("7 a", "IX", "b", "sidste") or, with `to`, all from the one to the other ("4-6"). */
const referenceSpan = z.object({ from: z.string().min(1), to: z.string().min(1).optional() });

/** See {@link referenceStep}. */
export type ReferenceSpan = z.infer<typeof referenceSpan>;

/** One level of a place with its numbers: "stk. 1, 3 og 5-7". `joint` stands before the last number, exactly where there are several. */
export const referenceStep = z.object({ level: z.enum(referenceLevels), spans: z.array(referenceSpan).min(1), joint: joint.optional() });

/** See {@link referenceStep}. */
export type ReferenceStep = z.infer<typeof referenceStep>;

/**
 * One place, with every step written out, also where the text leaves some to be understood ("§ 6, stk. 1, og stk. 2" is two places in § 6).
 * `joint` is the word that ties it to the place before; a comma alone leaves it out.
 */
export const referencePlace = z.object({ steps: z.array(referenceStep).min(1), joint: joint.optional() });

/** See {@link referencePlace}. */
export type ReferencePlace = z.infer<typeof referencePlace>;

/** The kinds of act that are known by number and date, by the word used in running text. */
export const numberedActTypes = ['lov', 'lovbekendtgørelse', 'bekendtgørelse', 'anordning', 'cirkulære', 'vejledning'] as const;

/**
 * In what the places stand: the bill itself ("lovforslagets § 1, nr. 5"), the law that is being spoken of ("lovens § 4"), an act by its name in
 * the form without genitive ("almenboligloven", "lov om almene boliger m.v."), or an act by number and date.
 */
export const referenceAct = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('bill') }),
  z.object({ kind: z.literal('this-law') }),
  z.object({ kind: z.literal('named'), name: z.string().min(1) }),
  z.object({
    kind: z.literal('numbered'),
    type: z.enum(numberedActTypes),
    number: z.int().positive(),
    date: z
      .string()
      .regex(/^\d{4}-\d{2}-\d{2}$/)
      .optional(),
  }),
]);

/** See {@link referenceAct}. */
export type ReferenceAct = z.infer<typeof referenceAct>;

/**
 * A reference as lawyers write it: places, and the act they stand in where the words say so. Without an act it is the one the text itself
 * belongs to. Only an act with number and date may stand without places. The places of one reference begin at the same level, or each at one
 * that stands alone.
 */
export const legalReference = z.object({ act: referenceAct.optional(), places: z.array(referencePlace) });

/** See {@link legalReference}. */
export type LegalReference = z.infer<typeof legalReference>;
