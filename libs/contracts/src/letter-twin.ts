import { z } from 'zod';
import { economicKinds, economicParties, economicPositions } from './economic-shapes.js';
import { supplementOutcomes } from './reservation-shapes.js';
import { stanceKeys } from './stances.js';

const provision = z.object({
  address: z.string().describe('The bill’s own address, such as «§ 1, nr. 5»'),
  text: z.string().describe('The bill’s words there, as they stood in the version that was heard'),
});

const point = z.object({
  number: z.int().min(1),
  stance: z.enum(stanceKeys).describe('The stance on a ladder from welcome to refusal'),
  stanceText: z.string().describe('The stance in the letter’s Danish words'),
  provisions: z.array(z.string()).describe('Addresses of the bill’s provisions that the point speaks of'),
  text: z.string(),
});

const economic = z.object({
  priceLevel: z.string().describe('Such as «2027-pl»'),
  unit: z.literal('mio. kr.'),
  position: z.enum(economicPositions),
  years: z.array(z.int()),
  effects: z.array(
    z.object({
      party: z.enum(economicParties),
      kind: z.enum(economicKinds),
      item: z.string().optional(),
      ministry: z.array(z.number().nullable()),
      ours: z.array(z.number().nullable()).optional(),
    }),
  ),
});

/**
 * The machine-readable twin of a response (`response.json`), embedded in the letter as an associated file. Published as JSON Schema in
 * `docs/response.schema.json`. What a letter does not have is left out; lists are always there.
 */
export const responseTwinShape = z
  .object({
    format: z.literal('genmaele-response-1'),
    template: z.string().describe('Which letter it is: hoeringssvar, supplerende-hoeringssvar, …'),
    language: z.literal('da-DK'),
    sender: z.string(),
    hearing: z.object({
      title: z.string(),
      ministry: z.string(),
      caseNumber: z.string().optional(),
      bill: z.object({ title: z.string(), reference: z.string().optional() }).optional(),
    }),
    date: z.iso.date().describe('The letter’s day in Denmark'),
    caseId: z.string(),
    documentId: z.string(),
    approvedVersion: z.string().optional().describe('SHA-256 of the draft version that was approved'),
    settings: z.string().optional().describe('SHA-256 of the letter settings that the letter was made with'),
    supplements: z
      .object({ date: z.iso.date(), documentId: z.string().optional(), outcome: z.enum(supplementOutcomes) })
      .optional()
      .describe('The earlier response that this one follows, and what became of its reservation'),
    treatment: z.object({ body: z.string(), date: z.iso.date().optional() }).optional(),
    reservations: z.object({ political: z.boolean(), economic: z.boolean() }),
    lead: z.array(z.string()),
    sections: z.array(z.object({ heading: z.string(), paragraphs: z.array(z.string()) })),
    points: z.array(point),
    provisions: z.array(provision),
    economic: economic.optional(),
    signatories: z.array(z.object({ name: z.string(), function: z.string() })),
  })
  .meta({
    title: 'Genmæle: response.json',
    description: 'A response to a hearing as data, embedded in the signed letter (PDF/A-3 associated file).',
  });

/** See {@link responseTwinShape}. */
export type ResponseTwin = z.infer<typeof responseTwinShape>;

/** The JSON Schema (2020-12) of {@link responseTwinShape}, as text. */
export function responseSchemaText(): string {
  return `${JSON.stringify(z.toJSONSchema(responseTwinShape), null, 2)}\n`;
}
