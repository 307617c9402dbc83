import { billReading, type BillReading } from '@genmaele/contracts';
import { billUnreadableCodes } from '@genmaele/legaltext';
import { z } from 'zod';

const refused = z.object({ code: z.enum(billUnreadableCodes), facts: z.record(z.string(), z.string()) });

/** What a child may say; anything else is no answer. `failed` is the name of an error that nobody foresaw, never its words. */
export const childAnswer = z.union([z.object({ reading: billReading }), z.object({ refused }), z.object({ failed: z.string().max(100) })]);

/** See {@link childAnswer}. */
export type ChildAnswer = { reading: BillReading } | { refused: z.infer<typeof refused> } | { failed: string };
