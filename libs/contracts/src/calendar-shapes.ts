import { z } from 'zod';
import { plainText } from './plain-text.js';
import { roles } from './roles.js';

const line = (most: number) => z.string().max(most).transform(plainText).pipe(z.string().min(1));
const span = { firstDay: z.iso.date(), lastDay: z.iso.date() };

/** Days, both inclusive, on which the office is closed. */
export const closingDaysBody = z.object({ name: line(200), ...span });

/** Days, both inclusive, on which a person or everyone with a role is away: one of the two, not both. */
export const daysAwayBody = z
  .object({ personId: z.uuid().optional(), role: z.enum(roles).exclude(['system']).optional(), ...span })
  .refine(({ personId, role }) => (personId === undefined) !== (role === undefined), 'vælg enten en person eller en rolle');

/** The schools' summer holiday of the year in which it begins. */
export const schoolHolidayBody = z.object(span);

/** A hearing's deadline as a person corrects it: `2026-12-18`, or with a clock time `2026-12-18T12:00`, in Danish time; and why. */
export const deadlineBody = z.object({
  deadline: z.string().regex(/^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2})?$/, 'skal se ud som 2026-12-18 eller 2026-12-18T12:00'),
  reason: line(2_000),
});
