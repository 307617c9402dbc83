import { z } from 'zod';
import { plainText } from './plain-text.js';

const line = (most: number) => z.string().max(most).transform(plainText).pipe(z.string().min(1));
const unless = <T extends z.ZodType>(shape: T) => z.literal('').transform(() => undefined).or(shape).optional(); // prettier-ignore

/** The kinds of case, with the Danish word. */
export const caseKinds = { response: 'høringssvar', 'ministerial-letter': 'henvendelse', supplement: 'supplerende høringssvar' } as const;

/** One of {@link caseKinds}. */
export type CaseKind = keyof typeof caseKinds;

/** What can set a case off that no hearing did, with the Danish word. `decision` is for supplements alone. */
export const caseEventKinds = { proposal: 'udspil', agreement: 'aftale', negotiation: 'forhandling', decision: 'beslutning' } as const;

/** One of {@link caseEventKinds}. */
export type CaseEventKind = keyof typeof caseEventKinds;

/** Whom a ministerial letter goes to: a minister by title, or a spokesperson by party. */
export const eventRecipient = z.object({ title: line(100), name: line(100), email: z.email().max(254).optional() });

/** See {@link eventRecipient}. */
export type EventRecipient = z.infer<typeof eventRecipient>;

/** What opens a case for a ministerial letter: the event that sets it off, whom it goes to, and the day wished for (`2026-12-18`, or with a clock time). */
export const ministerialLetterBody = z.object({
  event: z.enum(['proposal', 'agreement', 'negotiation']),
  title: line(500),
  date: z.iso.date(),
  ministry: line(200),
  recipients: z.array(eventRecipient).min(1, 'mindst én modtager').max(20),
  wishedDate: line(40),
  replyTo: unless(z.email('svaradressen er ikke en e-mailadresse')),
});

/** See {@link ministerialLetterBody}. */
export type MinisterialLetterBody = z.infer<typeof ministerialLetterBody>;

/** A bill as introduced, linked to a hearing: `L 51 A` in the session `20181`, from a day on. */
export const billLinkBody = z.object({
  designation: z
    .string()
    .transform((text) =>
      plainText(text)
        .toUpperCase()
        .replace(
          /^([LB])\s*(\d+)\s*([A-ZÆØÅ]?)$/,
          (_all, kind: string, number: string, part: string) => `${kind} ${Number(number)}${part ? ` ${part}` : ''}`,
        ),
    ) // prettier-ignore
    .pipe(z.string().regex(/^[LB] [1-9]\d{0,3}( [A-ZÆØÅ])?$/, 'skal se ud som «L 51» eller «L 51 A»')),
  session: z.string().regex(/^[12]\d{3}[1-9]$/, 'skal se ud som «20181»'),
  title: unless(line(1_000)),
  validFrom: z.iso.date(),
});

/** The day on which a bill no longer came of a hearing: the link was wrong, or the bill was split. */
export const billEndBody = z.object({ validTo: z.iso.date() });

/** See {@link billLinkBody}. */
export type BillLinkBody = z.infer<typeof billLinkBody>;
