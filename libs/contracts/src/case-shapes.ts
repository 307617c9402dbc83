import { z } from 'zod';
import { draftContent } from './draft.js';
import { plainText } from './plain-text.js';

/**
 * The body of `POST /cases/:id/actions/:action`: which version or letter the person saw (its SHA-256), why, and for `save` the whole draft.
 */
export const actionBody = z.object({
  seen: z
    .string()
    .regex(/^[0-9a-f]{64}$/, 'skal være en SHA-256')
    .optional(),
  comment: z
    .string()
    .max(4_000)
    .transform((text) => plainText(text))
    .optional(),
  draft: draftContent.optional(),
  /** The case that `join` gives this one's hearings to. */
  joinTo: z.uuid().optional(),
});

/** See {@link actionBody}. */
export type ActionBody = z.infer<typeof actionBody>;
