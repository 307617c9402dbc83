import { z } from 'zod';
import { changeOperation, type ChangeOperation } from './bill-operations.js';

/**
 * What a node of a bill is. The first block has a legal address; the second block is text without one (it is kept, and has an id).
 * `quoted-text` is the new wording that a change point puts into the law; `act-commencement` is the commencement of an earlier
 * amending act, repeated at the end of a consolidated act.
 */
export const provisionKinds = [
  'part',
  'chapter',
  'section',
  'amending-section',
  'commencement',
  'territorial',
  'stk',
  'nr',
  'litra',
  'pkt',
  'change-point',
  'quoted-text',
  'act-commencement',
  'annex',

  'document-head',
  'title',
  'subtitle',
  'preamble',
  'heading',
  'renumbering',
  'text',
  'table',
  'table-row',
  'table-cell',
  'footnote',
  'signature',
  'other',
] as const;

/** See {@link provisionKinds}. */
export type ProvisionKind = (typeof provisionKinds)[number];

/** How a bill's bytes were written. */
export const billFormats = ['retsinformation-html', 'ft-html', 'lexdania-xml', 'pdf', 'docx', 'plain-text'] as const;

/** See {@link billFormats}. */
export type BillFormat = (typeof billFormats)[number];

/** A place in the source: how many UTF-16 units of the decoded text stand before it. */
const offset = z.int().min(0);
const isoDate = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);

/**
 * One node of the tree. `id` is derived from the address, unique in the bill, the same at every reading, safe in a URL and as an HTML id.
 * `address` is canonical, with no-break spaces ("§ 1, nr. 5"); what stands in quoted new text carries the law's own numbers in
 * guillemets ("§ 2, nr. 1, »§ 13 a, stk. 2«"); it is empty where the law gives none. `label` is the designation as printed ("1.",
 * "»Stk. 3."), `text` the node's own words after it with white space folded; children hold the rest. A provision of several sentences has them as
 * `pkt` children, and its own `text` is then empty. `page` counts from 1, where the source has pages. `operations` stand on change points, on
 * an amending § without points for what it does to its act, and on a paragraph of commencement that repeals an act.
 */
export const provisionNode = z.object({
  id: z.string().min(1),
  kind: z.enum(provisionKinds),
  address: z.string(),
  label: z.string(),
  text: z.string(),
  offset,
  page: z.int().positive().optional(),
  operations: z.array(changeOperation).optional(),
  get children() {
    return z.array(provisionNode);
  },
});

/** See {@link provisionNode}. */
export interface ProvisionNode {
  id: string;
  kind: ProvisionKind;
  address: string;
  label: string;
  text: string;
  offset: number;
  page?: number | undefined;
  operations?: ChangeOperation[] | undefined;
  children: ProvisionNode[];
}

/** An act with its number and date; numbers begin again every year, so neither is enough alone. */
const actReference = z.object({ type: z.enum(['lov', 'lovbekendtgørelse']), number: z.int().positive(), date: isoDate.optional() });

/** An act that the bill changes or repeals. `section` is the bill's own address for it; `changedBy` are the acts that have changed it since. */
export const amendedAct = z.object({
  section: z.string(),
  name: z.string(),
  operation: z.enum(['amend', 'repeal']),
  reference: actReference.optional(),
  changedBy: z.array(z.object({ provision: z.string().optional(), number: z.int().positive(), date: isoDate.optional() })),
});

/** See {@link amendedAct}. */
export type AmendedAct = z.infer<typeof amendedAct>;

/**
 * A piece of the remarks (bemærkninger). A specific one carries the address it explains ("§ 2, nr. 10 og 11" may name several) and the ids
 * of those provisions; a general one carries its section number ("2.1.1") in `number`. Paragraphs of `text` are parted by a line feed,
 * cells of a table row by a tab.
 */
export const billRemark = z.object({
  id: z.string().min(1),
  kind: z.enum(['general', 'specific']),
  number: z.string().optional(),
  address: z.string().optional(),
  provisionIds: z.array(z.string()),
  heading: z.string(),
  text: z.string(),
  offset,
});

/** See {@link billRemark}. */
export type BillRemark = z.infer<typeof billRemark>;

/** A stretch of text with its place in the source. */
const span = z.object({ text: z.string(), offset });

/**
 * The account of what was kept: all visible text of the source against all text of tree and remarks, letter for letter in order, white space
 * and the removed characters (NUL, bidi controls) aside. `complete` means nothing missing and nothing added.
 */
export const billCoverage = z.object({
  sourceCharacters: z.int().min(0),
  treeCharacters: z.int().min(0),
  equalCharacters: z.int().min(0),
  missing: z.array(span),
  added: z.array(span),
  complete: z.boolean(),
});

/** See {@link billCoverage}. */
export type BillCoverage = z.infer<typeof billCoverage>;

/**
 * The table of economic consequences at the end of the general remarks (lovkvalitet: "Sammenfattende skema"). `columns` are the printed
 * column headers; a row's `subject` is its first cell ("Økonomiske konsekvenser for stat, kommuner og regioner").
 */
export const economicConsequences = z.object({
  columns: z.array(z.string()),
  rows: z.array(z.object({ subject: z.string(), cells: z.array(z.string()) })),
  offset,
});

/** See {@link economicConsequences}. */
export type EconomicConsequences = z.infer<typeof economicConsequences>;

/** A bill as read: one shape for every format. `doubts` are Danish sentences for the officer; an empty list means none. */
export const billReading = z.object({
  format: z.enum(billFormats),
  kind: z.enum(['main-act', 'amending-act']),
  title: z.string(),
  subtitle: z.string().optional(),
  number: z.string().optional(),
  session: z.string().optional(),
  ministry: z.string().optional(),
  date: isoDate.optional(),
  amendedActs: z.array(amendedAct),
  provisions: z.array(provisionNode),
  remarks: z.array(billRemark),
  heardParties: z.array(z.string()),
  economicConsequences: economicConsequences.optional(),
  coverage: billCoverage,
  doubts: z.array(z.string()),
});

/** See {@link billReading}. */
export type BillReading = Omit<z.infer<typeof billReading>, 'provisions'> & { provisions: ProvisionNode[] };
