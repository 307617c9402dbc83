import { z } from 'zod';
import { type CaseKind, caseKinds } from './occasion-shapes.js';
import { plainText } from './plain-text.js';
import { roles } from './roles.js';

/** Who stands in for whom, from a moment until another, for which roles, committees and kinds of case; an empty list means all. */
export const standInBody = z.object({
  personId: z.uuid(),
  byPersonId: z.uuid(),
  validFrom: z.iso.datetime({ offset: true }),
  validTo: z.iso.datetime({ offset: true }),
  roles: z.array(z.enum(roles.filter((role) => role !== 'system'))).max(12).default([]), // prettier-ignore
  committees: z.array(z.string().min(1).max(100)).max(50).default([]),
  kinds: z.array(z.enum(Object.keys(caseKinds) as [CaseKind])).max(3).default([]), // prettier-ignore
  reason: z
    .string()
    .max(500)
    .transform((text) => plainText(text))
    .pipe(z.string().min(3, 'skal have en begrundelse')),
});

/** See {@link standInBody}. */
export type StandInBody = z.infer<typeof standInBody>;
