import { z } from 'zod';
import { canonicalJson, sha256 } from './canonical.js';
import { amountsForEachYear, economicEstimate } from './economic-shapes.js';
import { typedText } from './plain-text.js';
import { supplementOutcomes } from './reservation-shapes.js';
import { stanceKeys } from './stances.js';

const typed = typedText;
const text = typed.trim().min(1).max(20_000);

/** A numbered point of the response: what is thought, of which provisions, and why. Provisions are addresses of the bill (`§ 1, nr. 5`). */
export const draftPoint = z.object({
  number: z.int().min(1).max(500),
  stance: z.enum(stanceKeys),
  provisions: z.array(typed.min(1).max(200)).max(50),
  text,
});

/**
 * The reservations that the letter takes, and their words where they are not the association's standing ones. They are written from the case's
 * reservations when a draft is saved.
 */
export const draftReservations = z.object({
  political: z.boolean(),
  economic: z.boolean(),
  wording: z.object({ political: text.optional(), economic: text.optional() }).optional(),
});

const named = typed.trim().min(1).max(200);

/** Which response a supplementary one follows, who treated it and when, and what came of that. */
const supplements = z.object({
  date: z.iso.date(),
  documentId: named.optional(),
  body: named,
  treated: z.iso.date().optional(),
  outcome: z.enum(supplementOutcomes),
});

/** Who treats a response that is sent with reservation, and the day if it is set. */
const treatment = z.object({ body: named, date: z.iso.date().optional() });

/** The estimate that an economic response speaks of, and what it rests on. */
const economic = z
  .object({ ...economicEstimate.shape, assumptions: z.array(text).max(20) })
  .refine(amountsForEachYear, { error: 'en post har ikke et beløb for hvert år', path: ['effects'] });

/** The spokespersons that a letter goes to, with their committee and how they are greeted. */
const spokespersons = z.object({
  committee: named,
  salutation: named,
  recipients: z.array(z.object({ name: named, party: named })).min(1).max(20), // prettier-ignore
});

/** The letters that a draft can become. */
export const draftTemplates = [
  'hoeringssvar',
  'hoeringssvar-med-forbehold',
  'ingen-bemaerkninger',
  'supplerende-hoeringssvar',
  'oekonomisk-svar',
  'ministerbrev',
  'ordfoererbrev',
] as const;

/** One of {@link draftTemplates}. */
export type DraftTemplate = (typeof draftTemplates)[number];

/** Letters that say enough without a word of the writer's own. */
const sayEnough: readonly DraftTemplate[] = ['ingen-bemaerkninger', 'oekonomisk-svar'];

interface Said {
  readonly sections: readonly unknown[];
  readonly points: readonly unknown[];
  readonly reservations: { readonly political: boolean; readonly economic: boolean };
}

/** Whether a draft has nothing that a response without remarks would leave out of the letter. */
function saysOnlyLead({ sections, points, reservations }: Said): boolean {
  return sections.length === 0 && points.length === 0 && !reservations.political && !reservations.economic;
}

/**
 * What an officer writes and a chair approves: the whole content of the letter. Immutable once saved; its hash is over the canonical form
 * together with the hashes of the attachments, so that nothing the ministry will read lies outside it.
 */
export const draftContent = z
  .object({
    template: z.enum(draftTemplates),
    /** The minister a ministerial letter goes to, by title («boligminister») and name. */
    recipient: z.object({ title: typed.trim().min(1).max(100), name: typed.trim().min(1).max(100) }).optional(),
    spokespersons: spokespersons.optional(),
    supplements: supplements.optional(),
    treatment: treatment.optional(),
    economic: economic.optional(),
    lead: z.array(text).max(20),
    sections: z.array(z.object({ heading: typed.trim().min(1).max(300), paragraphs: z.array(text).max(200) })).max(50),
    points: z.array(draftPoint).max(500),
    reservations: draftReservations,
  })
  .refine((draft) => sayEnough.includes(draft.template) || draft.lead.length + draft.sections.length + draft.points.length > 0, {
    error: 'udkastet er tomt',
  })
  .refine((draft) => draft.template !== 'ingen-bemaerkninger' || saysOnlyLead(draft), {
    error: 'et svar uden bemærkninger har hverken afsnit, punkter eller forbehold; vælg et høringssvar, eller slet dem',
  })
  .refine((draft) => draft.template !== 'ministerbrev' || draft.recipient !== undefined, { error: 'brevet mangler en modtager' })
  .refine((draft) => draft.template !== 'ordfoererbrev' || draft.spokespersons !== undefined, { error: 'brevet mangler modtagere' })
  .refine((draft) => draft.template !== 'supplerende-hoeringssvar' || draft.supplements !== undefined, {
    error: 'det fremgår ikke, hvilket svar der suppleres',
  })
  .refine((draft) => draft.template !== 'hoeringssvar-med-forbehold' || draft.treatment !== undefined, {
    error: 'det fremgår ikke, hvem der behandler svaret',
  })
  .refine(({ template, reservations: { political, economic: too } }) => template !== 'hoeringssvar-med-forbehold' || political || too, {
    error: 'et svar med forbehold skal tage mindst ét forbehold',
  })
  .refine((draft) => draft.template !== 'oekonomisk-svar' || draft.economic !== undefined, { error: 'skønnet mangler' })
  .refine((draft) => new Set(draft.points.map((point) => point.number)).size === draft.points.length, {
    error: 'to punkter har samme nummer',
  });

/** See {@link draftContent}. */
export type DraftContent = z.infer<typeof draftContent>;

/** The hash that binds a draft version: SHA-256 over the canonical JSON of its content and its attachments' hashes, in order. */
export function draftHash(content: DraftContent, attachments: readonly string[]): string {
  return sha256(canonicalJson({ content, attachments }));
}

/** The parts that an approval is kept for: the frame (everything but the points' own words) and each point, by its number. SHA-256 in hexadecimal. */
export interface DraftParts {
  readonly frame: string;
  readonly points: readonly { readonly id: string; readonly sha256: string }[];
}

/**
 * A draft in parts, so that an edit touches only what it changes. The frame holds lead, sections, recipients, reservations, attachments and the points'
 * order; a point holds its number, stance, provisions and words. Two drafts have the same parts exactly when they have the same {@link draftHash}.
 */
export function draftParts(content: DraftContent, attachments: readonly string[]): DraftParts {
  const order = content.points.map(({ number }) => number);
  return {
    frame: sha256(canonicalJson({ content: { ...content, points: order }, attachments })),
    points: content.points.map((point) => ({ id: String(point.number), sha256: sha256(canonicalJson(point)) })),
  };
}
