import { z } from 'zod';
import { draftPoint, draftReservations } from './draft.js';
import { amountsForEachYear, economicEstimate } from './economic-shapes.js';
import { supplementOutcomes } from './reservation-shapes.js';

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

const sha256Text = z.string().regex(/^[0-9a-f]{64}$/);

/** Which hearing a letter answers, and what it is bound to. */
const hearing = {
  /** SHA-256 of the version that was approved; left out of a preview. */
  approvedVersion: sha256Text.optional(),
  /** SHA-256 of the letter settings that it was made with; see `docs/letters.md`. */
  settings: sha256Text.optional(),
  hearingTitle: line,
  /** The other drafts that the letter answers. */
  alsoTitles: z.array(line).max(20).default([]),
  bill: z.object({ title: line, reference: line.optional() }).optional(),
  ministry: line,
  ministryAddress: z.array(line).max(5).default([]),
  ministryCaseNumber: line.optional(),
  received: z.iso.date().optional(),
  /** The bill's own words at the addresses that the points name, kept with the letter as data. */
  provisions: z.array(z.object({ address: line, text: z.string().max(100_000) })).default([]),
};

/** What the writer has to say, whatever the letter: main points, sections, numbered points. */
const matter = { lead: z.array(text), sections, points: z.array(draftPoint), enclosures: z.array(line).default([]) };

/** The committee that treats a response, and the day if it is set. */
const treatment = z.object({ body: line, date: z.iso.date().optional() });

/**
 * What a response (høringssvar) says. `date` is the day of the letter in Denmark. The reservations are political (the committee has not yet
 * treated the answer) and economic (negotiated separately).
 */
export const responseData = z.object({
  ...common,
  ...hearing,
  ...matter,
  reservations: draftReservations,
});

/** What a response with reservation (høringssvar med forbehold) says beyond {@link responseData}: who treats it, and when. */
export const reservedResponseData = z
  .object({ ...responseData.shape, treatment })
  .refine(({ reservations }) => reservations.political || reservations.economic, { error: 'der er intet forbehold' });

/** What a supplementary response (supplerende høringssvar) says: which answer it follows, who treated it, and what came of that. */
export const supplementaryResponseData = z.object({
  ...common,
  ...hearing,
  ...matter,
  /** The day of the response that this one follows, and its document number. */
  earlier: z.object({ date: z.iso.date(), documentId: line.optional() }),
  treatment,
  outcome: z.enum(supplementOutcomes),
});

/** What a response without remarks says; `remarks` are for the little that is said all the same. */
export const noRemarksData = z.object({
  ...common,
  ...hearing,
  remarks: z.array(text).max(10).default([]),
  enclosures: z.array(line).default([]),
});

/**
 * What an economic response (DUT) says: the bill's effects on state, municipalities and regions, parted in construction, operation and
 * transfers, for each year, in the price level named: the ministry's estimate beside the association's own. Costs are positive.
 */
export const economicResponseData = z
  .object({
    ...common,
    ...hearing,
    ...economicEstimate.shape,
    lead: z.array(text),
    sections,
    /** What the estimate rests on. */
    assumptions: z.array(text).default([]),
    points: z.array(draftPoint).default([]),
    reservations: draftReservations.default({ political: false, economic: false }),
    enclosures: z.array(line).default([]),
  })
  .refine(amountsForEachYear, { error: 'en post har ikke et beløb for hvert år', path: ['effects'] });

/** What a letter to a minister says. `salutation` follows «Kære» (`boligminister`, or the name the two are on). */
export const ministerialLetterData = z.object({
  ...common,
  ...matter,
  recipient: z.object({ name: line, title: line, ministry: line, address: z.array(line).max(5).default([]), salutation: line }),
  subject: line,
});

/** A longer note that goes with a letter, as a part of the same file. */
const enclosedNote = z.object({ title: line, sections: sections.min(1) });

/** What a letter to the parties' spokespersons (ordførere) says, and the notes enclosed. `salutation` follows «Kære» (`boligordførere`). */
export const spokespersonLetterData = z.object({
  ...common,
  ...matter,
  committee: line,
  recipients: z
    .array(z.object({ name: line, party: line }))
    .min(1)
    .max(20),
  salutation: line,
  subject: line,
  notes: z.array(enclosedNote).max(5).default([]),
});

/** What the mail says that carries a letter: public facts alone, never a word of the draft. */
export const coverMailData = z.object({
  sender: line,
  hearingTitle: z.string().trim().min(1).max(20_000),
  ministryCaseNumber: line.optional(),
  caseId: line,
});

/** See {@link letterSender}. */
export type LetterSender = z.infer<typeof letterSender>;
/** See {@link letterSignatory}. */
export type LetterSignatory = z.infer<typeof letterSignatory>;
/** See {@link responseData}. */
export type ResponseData = z.infer<typeof responseData>;
/** See {@link reservedResponseData}. */
export type ReservedResponseData = z.infer<typeof reservedResponseData>;
/** See {@link supplementaryResponseData}. */
export type SupplementaryResponseData = z.infer<typeof supplementaryResponseData>;
/** See {@link noRemarksData}. */
export type NoRemarksData = z.infer<typeof noRemarksData>;
/** See {@link economicResponseData}. */
export type EconomicResponseData = z.infer<typeof economicResponseData>;
/** See {@link spokespersonLetterData}. */
export type SpokespersonLetterData = z.infer<typeof spokespersonLetterData>;
/** See {@link coverMailData}. */
export type CoverMailData = z.infer<typeof coverMailData>;
/** See {@link ministerialLetterData}. */
export type MinisterialLetterData = z.infer<typeof ministerialLetterData>;
