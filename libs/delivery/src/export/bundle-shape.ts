import { z } from 'zod';

/** The form that a bundle names in its manifest. */
export const bundleForm = 'genmaele-case-bundle/1';

const hash = z.string().regex(/^[0-9a-f]{64}$/);

/** `manifest.json`: every other file but `proof.json`, by its hash. Its own hash stands in the log. */
export const bundleManifest = z.object({
  form: z.literal(bundleForm),
  caseId: z.uuid(),
  number: z.string(),
  exportedAt: z.iso.datetime(),
  /** `whole`; or `log` for whoever may read the log and not the drafts: rows without their words, and no files. */
  scope: z.enum(['whole', 'log']),
  files: z.array(z.object({ path: z.string(), sha256: hash, bytes: z.int().nonnegative() })),
});

/** See {@link bundleManifest}. */
export type BundleManifest = z.infer<typeof bundleManifest>;

const line = z.object({
  seq: z.int().positive(),
  at: z.iso.datetime(),
  actorId: z.string().nullable(),
  action: z.string(),
  subject: z.string(),
  facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
  requestId: z.string().nullable(),
  previous: hash,
  hash,
});

/** `log.json`: the case's lines, first to last, as the audit room's `ProvenLine`; `moedelog.json`: those in which papers of meetings were sealed. */
export const bundleLines = z.array(line);

/** `moedepapirer.json`, as far as it is checked: what was drawn of which meeting, and where the whole paper lies; left out of a bundle of the log alone. */
export const bundlePapers = z.array(
  z.object({ meeting_id: z.uuid(), date: z.string(), kind: z.string(), source_sha256: hash, pdf_sha256: hash, file: z.string().nullish() }),
);

/** `proof.json`: the line that says the bundle was made and what its manifest is, and the way from the first line to an anchored end. */
export const bundleProof = z.object({
  made: line,
  proof: z.object({
    from: z.int().positive(),
    previous: z.union([hash, z.literal('')]),
    links: z.array(hash),
    anchor: z.object({ seq: z.int().positive(), hash, at: z.iso.datetime(), token: z.base64().optional() }),
  }),
});
