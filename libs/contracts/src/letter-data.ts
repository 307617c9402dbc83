import { z } from 'zod';
import { draftPoint } from './draft.js';

const line = z.string().trim().min(1).max(300);
const text = z.string().trim().min(1).max(20_000);

/** Who sends the letters: shown in the letterhead and named in the text (`KL foreslår`). */
export const letterSender = z.object({
  name: line,
  fullName: line,
  address: z.array(line).min(1).max(4),
  phone: line,
  email: line,
  web: line,
});

/** The officer to ask. */
export const letterContact = z.object({ name: line, email: line, direct: line.optional() });

/** The one who signs: name and function as printed, and the name of the signature field. */
export const letterSignatory = z.object({
  field: z.string().regex(/^[A-Za-z][A-Za-z0-9-]{0,62}$/),
  name: line,
  function: line,
});

const common = {
  sender: letterSender,
  date: z.iso.date(),
  createdAt: z.iso.datetime({ offset: true }),
  caseId: line,
  documentId: line,
  contact: letterContact,
  signatories: z.array(letterSignatory).min(1).max(4),
};

const sections = z.array(z.object({ heading: line, paragraphs: z.array(text).min(1) }));

/**
 * What a response (høringssvar) says. `date` is the day of the letter in Denmark; `deadline` as the ministry gave it, in words.
 * The reservations are political (the board has not yet treated the answer) and economic (negotiated separately).
 */
export const responseData = z.object({
  ...common,
  /** SHA-256 of the version that was approved; left out of a preview. */
  approvedVersion: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional(),
  hearingTitle: line,
  bill: z.object({ title: line, reference: line.optional() }).optional(),
  ministry: line,
  ministryAddress: z.array(line).max(5).default([]),
  ministryCaseNumber: line.optional(),
  received: z.iso.date().optional(),
  reservations: z.object({ political: z.boolean(), economic: z.boolean() }),
  lead: z.array(text),
  sections,
  points: z.array(draftPoint),
  enclosures: z.array(line).default([]),
});

/** What a letter to a minister says. `salutation` follows «Kære» (`boligminister`, or the name the two are on). */
export const ministerialLetterData = z.object({
  ...common,
  recipient: z.object({ name: line, title: line, ministry: line, address: z.array(line).max(5).default([]), salutation: line }),
  subject: line,
  lead: z.array(text),
  sections,
  points: z.array(draftPoint),
  enclosures: z.array(line).default([]),
});

/** See {@link letterSender}. */
export type LetterSender = z.infer<typeof letterSender>;
/** See {@link letterSignatory}. */
export type LetterSignatory = z.infer<typeof letterSignatory>;
/** See {@link responseData}. */
export type ResponseData = z.infer<typeof responseData>;
/** See {@link ministerialLetterData}. */
export type MinisterialLetterData = z.infer<typeof ministerialLetterData>;
