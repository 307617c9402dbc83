import { z } from 'zod';

/**
 * What a change point does to the law (lovkvalitet 3.4.5: the fixed Danish wordings). `global` is text changed wherever the act has it
 * ("Overalt i loven ændres"), `counted` text changed a stated number of times ("to steder"); `heading`, `title` and `footnote` say what they touch.
 * `insert-chapter` is also a part (afsnit). `unclassified` is a point whose wording is not known: it is kept with its text, and said in the doubts.
 */
export const operationKinds = [
  'replace-provision',
  'replace-text',
  'insert-text',
  'delete-text',
  'insert-chapter',
  'insert-section',
  'insert-stk',
  'insert-nr',
  'insert-litra',
  'insert-pkt',
  'insert-annex',
  'repeal',
  'heading',
  'title',
  'footnote',
  'global',
  'counted',
  'renumber',
  'unclassified',
] as const;

/** See {@link operationKinds}. */
export type OperationKind = (typeof operationKinds)[number];

/**
 * A place in the law that an operation touches: the act by the name the bill gives it, and the canonical address in that act
 * ("§ 59, stk. 6"; empty for the act as a whole; "titlen", "fodnote 1", "overskriften før § 2" for what has no number of its own). Lists and ranges of
 * stykker, numbers, litra and sentences are one target each; a range of paragraphs or chapters is one ("§§ 15-17"). `becomes` is the address it has afterwards, where the point says so
 * ("3. pkt., der bliver 4. pkt.").
 */
export const lawTarget = z.object({ act: z.string(), address: z.string(), becomes: z.string().optional() });

/** See {@link lawTarget}. */
export type LawTarget = z.infer<typeof lawTarget>;

/** Where new text is put: after, before or in what, as a canonical address of the law. */
const insertionPlace = z.object({ relation: z.enum(['after', 'before', 'in']), address: z.string() });

/**
 * One operation of a change point. The targets of an insertion are the provisions it puts in, and `place` is where. `words` are the quoted words of the law in the order of the point: what goes out, what comes in, and
 * after which words an insertion stands. `times` is how many places a counted one has. New provisions stand in the point's own tree
 * (`quoted-text`), not here.
 */
export const changeOperation = z.object({
  kind: z.enum(operationKinds),
  targets: z.array(lawTarget),
  words: z.array(
    z.object({ after: z.string().optional(), before: z.string().optional(), out: z.string().optional(), in: z.string().optional() }),
  ),
  times: z.int().positive().optional(),
  place: insertionPlace.optional(),
});

/** See {@link changeOperation}. */
export type ChangeOperation = z.infer<typeof changeOperation>;
