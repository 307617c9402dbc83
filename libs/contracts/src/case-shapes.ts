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
  /** The open step of the chain that `approve` or `pass-gate` takes; the first that waits for the person when left out. */
  stepId: z.string().max(40).optional(),
  /** The step at which `return` lets the chain resume; from the start when left out. */
  resumeAt: z.string().max(40).optional(),
});

/** See {@link actionBody}. */
export type ActionBody = z.infer<typeof actionBody>;
