import { z } from 'zod';

const words = z.string().max(20_000).regex(/\S/, 'er tom');

/** A footnote is kept short enough that its page can always hold it. */
const noteText = z.string().max(1_200).regex(/\S/, 'er tom');

/**
 * A stretch of text in one manner. Plain spaces between `§`, `stk.`, `nr.` and their numbers are made unbreakable when the letter is drawn.
 * `footnote` sets a mark after the text and the note at the foot of the same page. Bold wins over italic.
 */
export const letterRun = z.object({
  text: z.string().min(1).max(20_000),
  bold: z.literal(true).optional(),
  italic: z.literal(true).optional(),
  link: z.url({ protocol: /^(https?|mailto)$/ }).optional(),
  footnote: noteText.optional(),
});
const runs = z
  .array(letterRun)
  .min(1)
  .refine((all) => all.some(({ text }) => /\S/.test(text)), { error: 'er tom' });

const heading = z.object({ kind: z.literal('heading'), level: z.literal([1, 2, 3]), text: words });
const paragraph = z.object({ kind: z.literal('paragraph'), runs });
const list = z.object({ kind: z.literal('list'), ordered: z.boolean(), items: z.array(runs).min(1) });

/** A quotation from the bill: paragraphs as they stand there, and where (`Lovforslagets § 1, nr. 5`). */
const quote = z.object({ kind: z.literal('quote'), paragraphs: z.array(words).min(1), source: words.optional() });

const column = z.object({ header: words, align: z.enum(['left', 'right']).default('left'), share: z.number().positive().default(1) });

/** Cells are plain text (an empty one is an empty string). With `rowHeaders` the first cell of each row names the row. The header is repeated on every page. */
const table = z
  .object({
    kind: z.literal('table'),
    caption: words.optional(),
    columns: z.array(column).min(1).max(8),
    rowHeaders: z.boolean(),
    rows: z.array(z.array(z.string().max(5_000))).min(1),
    /** Rows that sum up others, by their place from 0: set strong, under a rule. */
    sums: z.array(z.int().min(0)).optional(),
    /** What the figures rest on, said below the table. */
    remark: words.optional(),
  })
  .refine(({ columns, rows }) => rows.every((row) => row.length === columns.length), {
    error: 'en række har ikke en celle til hver kolonne',
  });

/** A numbered point of a response: the stance in Danish words (`KL foreslår`), the provisions by address, the text. */
const point = z.object({
  kind: z.literal('point'),
  number: z.int().min(1),
  stance: words,
  provisions: z.array(words),
  paragraphs: z.array(runs).min(1),
});

/** What the reader must not miss: the reservations of a response. */
const reservation = z.object({ kind: z.literal('reservation'), title: words, paragraphs: z.array(runs).min(1) });

/**
 * A place to sign. `field` is the name of the signature field in the PDF (its /T); `note` is said plainly below the name.
 * Signature blocks that follow each other stand side by side.
 */
const signature = z.object({
  kind: z.literal('signature'),
  field: z.string().regex(/^[A-Za-z][A-Za-z0-9-]{0,62}$/),
  name: words,
  function: words,
  note: words.optional(),
});

const enclosures = z.object({ kind: z.literal('enclosures'), title: words, items: z.array(words).min(1) });

/** Begins an enclosed part of the letter on a page of its own, with a title of the first rank (`Bilag 1`, `Notat om …`). */
const annex = z.object({ kind: z.literal('annex'), label: words, title: words });

/** What a template may give and what drawing knows; nothing else stands in a letter. */
export const letterBlock = z.discriminatedUnion('kind', [
  heading,
  paragraph,
  list,
  quote,
  table,
  point,
  reservation,
  signature,
  enclosures,
  annex,
]);

/** A file inside the letter (PDF/A-3 associated file). The name is plain, so that every archive can keep it. */
export const letterAttachment = z.object({
  name: z.string().regex(/^[a-z0-9]+([-.][a-z0-9]+)*$/),
  mediaType: z.string().regex(/^[a-z]+\/[a-z0-9.+-]+$/),
  relationship: z.enum(['Data', 'Source', 'Alternative', 'Supplement', 'Unspecified']),
  description: words,
  bytes: z.instanceof(Uint8Array),
});

/**
 * The sender's mark. A drawing is an SVG path (`d`) on a view box in its own units, in the letter's accent colour; a picture is a JPEG, or
 * 8-bit RGB rows that are deflated. `width` is how wide it is drawn, in points. An empty `alt` says that it is ornament.
 */
export const letterLogo = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('drawing'),
    path: z.string().min(1).max(100_000),
    viewBox: z.tuple([z.number(), z.number(), z.number().positive(), z.number().positive()]),
    width: z.number().min(10).max(98),
    alt: z.string().max(200),
  }),
  z.object({
    kind: z.literal('picture'),
    format: z.enum(['jpeg-rgb', 'jpeg-gray', 'rgb']),
    pixelWidth: z.int().positive(),
    pixelHeight: z.int().positive(),
    bytes: z.instanceof(Uint8Array),
    width: z.number().min(10).max(98),
    alt: z.string().max(200),
  }),
]);

/** Who sends, as the right-hand column of the first page shows it: name large, then labelled fields (`['Dato', '18-08-2021']`), then address lines. */
export const letterhead = z.object({
  name: words,
  /** Drawn in place of the name. */
  logo: letterLogo.optional(),
  lines: z.array(words).min(1).max(8),
  fields: z
    .array(z.tuple([words, words]))
    .min(1)
    .max(12),
});

/**
 * A whole letter, ready to be drawn. `createdAt` is given (ISO 8601 with zone) and never read from a clock: the same letter gives the same bytes.
 */
export const letterDocument = z
  .object({
    template: z.string().regex(/^[a-z]+(-[a-z]+)*$/),
    language: z.literal('da-DK'),
    title: words,
    subject: words.optional(),
    author: words,
    createdAt: z.iso.datetime({ offset: true }),
    letterhead,
    recipient: z.array(words).min(1).max(8),
    blocks: z.array(letterBlock).min(1),
    attachments: z.array(letterAttachment),
  })
  .refine(({ blocks }) => unique(blocks.flatMap((block) => (block.kind === 'signature' ? [block.field] : []))), {
    error: 'to underskriftsfelter har samme navn',
  })
  .refine(({ attachments }) => unique(attachments.map(({ name }) => name)), { error: 'to vedlagte filer har samme navn' });

function unique(names: string[]): boolean {
  return new Set(names).size === names.length;
}

/** See {@link letterRun}. */
export type LetterRun = z.infer<typeof letterRun>;
/** See {@link letterBlock}. */
export type LetterBlock = z.infer<typeof letterBlock>;
/** One kind of {@link letterBlock}. */
export type LetterBlockOf<K extends LetterBlock['kind']> = Extract<LetterBlock, { kind: K }>;
/** See {@link letterAttachment}. */
export type LetterAttachment = z.infer<typeof letterAttachment>;
/** See {@link letterLogo}. */
export type LetterLogo = z.infer<typeof letterLogo>;
/** See {@link letterhead}. */
export type Letterhead = z.infer<typeof letterhead>;
/** See {@link letterDocument}. */
export type LetterDocument = z.infer<typeof letterDocument>;
