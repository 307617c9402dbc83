import { type BillReading, type ProvisionNode } from '@genmaele/contracts';
import { BillUnreadable } from './bill-unreadable.js';
import { accountFor } from './coverage.js';
import { amendedActsOf } from './facts/amended-acts.js';
import { economicConsequencesOf } from './facts/economic-consequences.js';
import { frontMatterOf } from './facts/front-matter.js';
import { heardPartiesOf } from './facts/heard-parties.js';
import { readRemarks } from './facts/remarks.js';
import { type Line } from './line.js';
import { withOperations } from './operations/with-operations.js';
import { flattenProvisions } from './provisions.js';
import { SourceLetters } from './source-letters.js';
import { openSource } from './source/open-source.js';
import { type OpenedSource } from './source/opened-source.js';
import { addressTree } from './tree/addresses.js';
import { growTree } from './tree/grow-tree.js';
import { nameSentences } from './tree/pkt.js';
import { withPages } from './tree/pages.js';
import { nameSections } from './tree/section-kinds.js';
import { nameStkOne } from './tree/stk-one.js';

/** How to read; `maxBytes` is 50 MB unless told. */
export interface ReadBillOptions {
  maxBytes?: number;
}

const usualLimit = 50 * 1024 * 1024;

/** The remarks stand between the bill and its annexes; all else is the bill. */
function partRemarks(lines: readonly Line[]): { law: Line[]; remarks: Line[] } {
  const start = lines.findIndex((line) => line.role === 'remarks');
  if (start < 0) return { law: [...lines], remarks: [] };
  const after = lines.findIndex((line, i) => i > start && ['annex', 'footnote', 'other'].includes(line.role));
  const end = after < 0 ? lines.length : after;
  return { law: [...lines.slice(0, start), ...lines.slice(end)], remarks: lines.slice(start, end) };
}

const sectionKinds = new Set<ProvisionNode['kind']>(['section', 'amending-section', 'commencement', 'territorial']);

function kindOfBill(nodes: readonly ProvisionNode[], title: string): BillReading['kind'] {
  const isAmending =
    nodes.some((node) => node.kind === 'amending-section') || /^(?:Forslag til )?lov om (?:ændring|ophævelse) af\b/i.test(title);
  return isAmending ? 'amending-act' : 'main-act';
}

function doubtsAboutCoverage({ missing, added }: BillReading['coverage']): string[] {
  return [
    ...(missing.length > 0 ? [`${missing.length} steder i kilden er ikke kommet med i teksten.`] : []),
    ...(added.length > 0 ? [`${added.length} steder i teksten findes ikke i kilden.`] : []),
  ];
}

/**
 * Reads a bill or act into a tree of provisions, each with a canonical address and an id that is the same at every reading. The format is
 * found from the bytes, never from a name. Nothing of the text is lost: `coverage` accounts for every letter, `doubts` says in Danish what an
 * officer should look at. NUL and bidirectional controls are taken out and noted.
 *
 * Rejects with {@link BillUnreadable} and nothing else: empty, binary or too large files, an XML document type, and text without any provision.
 */
export async function readBill(bytes: Uint8Array, options: ReadBillOptions = {}): Promise<BillReading> {
  return readSource(await openSource(bytes, options.maxBytes ?? usualLimit));
}

/** Reads what was opened. Throws `bill.not-a-bill` for text without any provision. */
function readSource(source: OpenedSource): BillReading {
  const { law, remarks: remarkLines } = partRemarks(source.lines);
  const grown = growTree(law);
  const letters = new SourceLetters(source.visible);
  const named = grown.roots.map((root) => nameSentences(nameStkOne(nameSections(root)), letters));
  const { provisions, doubts } = addressTree(named);
  const amendedActs = amendedActsOf(provisions);
  const classified = withOperations(provisions, amendedActs);
  const nodes = flattenProvisions({ provisions });
  if (!nodes.some((node) => sectionKinds.has(node.kind))) throw new BillUnreadable('bill.not-a-bill');
  const remarks = readRemarks(remarkLines, new Map(nodes.map((node) => [node.address, node.id])));
  const front = frontMatterOf(source.lines, source.meta);
  const economic = economicConsequencesOf(remarkLines);
  const coverage = accountFor(letters, provisions, remarks);
  return {
    format: source.format,
    kind: kindOfBill(nodes, front.title),
    ...front,
    amendedActs,
    provisions: source.pages ? withPages(classified.provisions, source.pages) : classified.provisions,
    remarks,
    heardParties: heardPartiesOf(remarks),
    ...(economic ? { economicConsequences: economic } : {}),
    coverage,
    doubts: [...source.doubts, ...grown.doubts, ...doubts, ...classified.doubts, ...doubtsAboutCoverage(coverage)],
  };
}
