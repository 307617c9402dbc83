import { z } from 'zod';
import { plainText } from './plain-text.js';

const line = (most: number) => z.string().max(most).transform(plainText).pipe(z.string().min(1));

/** The three digits of a municipality. */
const municipalityCode = z.string().regex(/^\d{3}$/, 'skal være tre cifre');

/**
 * What an officer asks of municipalities. `deadline` is as the officer gives it: a date, or a date and a clock time, in Copenhagen. `municipalities`
 * are every one, or those with the codes.
 */
export const contributionRequestBody = z.object({
  question: line(4_000),
  deadline: z.string().regex(/^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2})?$/, 'skal være en dato, eventuelt med klokkeslæt'),
  municipalities: z.literal('all').or(z.array(municipalityCode).min(1, 'vælg mindst én').max(98)),
});

/** See {@link contributionRequestBody}. */
export type ContributionRequestBody = z.infer<typeof contributionRequestBody>;

/** What a municipality says: as a whole and, where it likes, of single provisions, each by its name as the bill has it. */
export const contributionContent = z.object({
  text: line(40_000),
  provisions: z
    .array(z.object({ provision: line(200), text: line(10_000) }))
    .max(200)
    .default([]),
});

/** See {@link contributionContent}. */
export type ContributionContent = z.infer<typeof contributionContent>;

/** A contribution as a municipality's contact saves it; with `send` it is the municipality's answer from then on. */
export const contributionBody = contributionContent.extend({ send: z.boolean().default(false) });

/** See {@link contributionBody}. */
export type ContributionBody = z.infer<typeof contributionBody>;
