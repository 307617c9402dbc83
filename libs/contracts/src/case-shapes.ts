import { z } from 'zod';

/** The body of `POST /cases/:id/actions/:action`: which version or letter the person saw (its SHA-256), and why. */
export const actionBody = z.object({
  seen: z
    .string()
    .regex(/^[0-9a-f]{64}$/, 'skal være en SHA-256')
    .optional(),
  comment: z.string().trim().max(4_000).optional(),
});

/** See {@link actionBody}. */
export type ActionBody = z.infer<typeof actionBody>;
