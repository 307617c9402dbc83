import { draftPoint } from '@genmaele/contracts';
import { z } from 'zod';
import type { PdfFile } from '../pades/pdf-file.js';
import { PdfStream, PdfString, type PdfValue } from '../pades/pdf-values.js';

/** The name of the machine-readable twin inside a letter. */
const TWIN = 'response.json';
const LARGEST = 8 * 1024 * 1024;
const DEEPEST = 20;

const twinShape = z.looseObject({
  format: z.literal('genmaele-response-1'),
  approvedVersion: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional(),
  points: z.array(draftPoint.extend({ stanceText: z.string().max(200) })).max(500),
});

/** What a letter says as data. */
export type EmbeddedPoints =
  | { state: 'none' }
  | { state: 'valid'; points: z.infer<typeof twinShape>['points']; approvedVersion: string | null }
  | { state: 'invalid'; problem: string };

/** Reads the twin (`response.json`) of a letter and holds it to its shape. Never throws for what is in the file. */
export function embeddedPoints(file: PdfFile): EmbeddedPoints {
  try {
    const found = embeddedFile(file, TWIN);
    return found ? readTwin(found) : { state: 'none' };
  } catch {
    return { state: 'invalid', problem: 'Den indlejrede fil response.json kan ikke læses.' };
  }
}

function readTwin(bytes: Buffer): EmbeddedPoints {
  if (bytes.length > LARGEST) return { state: 'invalid', problem: 'response.json er for stor til at blive læst.' };
  const parsed = twinShape.safeParse(JSON.parse(bytes.toString('utf8')));
  if (parsed.success) return { state: 'valid', points: parsed.data.points, approvedVersion: parsed.data.approvedVersion ?? null };
  const where = parsed.error.issues[0]?.path.join('.') ?? '';
  return { state: 'invalid', problem: `response.json har ikke den aftalte form${where === '' ? '' : ` (${where.slice(0, 80)})`}.` };
}

/** The bytes of an embedded file by its name, through the name tree (ISO 32000-1 sections 7.9.6 and 7.11.4). */
function embeddedFile(file: PdfFile, name: string): Buffer | undefined {
  const tree = file.dict(file.dict(file.catalog.dict.get('Names'))?.get('EmbeddedFiles'));
  const met = new Set<unknown>();
  const search = (node: ReturnType<PdfFile['dict']>, depth: number): Buffer | undefined => {
    if (!node || depth > DEEPEST || met.has(node)) return undefined;
    met.add(node);
    const names = file.list(node.get('Names'));
    for (let i = 0; i + 1 < names.length; i += 2) {
      const key = file.resolve(names[i]);
      if (key instanceof PdfString && key.text === name) return contentsOf(file, names[i + 1]!);
    }
    for (const kid of file.list(node.get('Kids'))) {
      const found = search(file.dict(kid), depth + 1);
      if (found) return found;
    }
    return undefined;
  };
  return search(tree, 0);
}

function contentsOf(file: PdfFile, specification: PdfValue): Buffer | undefined {
  const held = file.dict(file.dict(specification)?.get('EF'));
  const stream = file.resolve(held?.get('UF') ?? held?.get('F'));
  return stream instanceof PdfStream ? file.unfiltered(stream) : undefined;
}
