import { type BillReading, type ProvisionNode } from '@genmaele/contracts';
import { BillUnreadable } from './bill-unreadable.js';
import { accountFor, type SourceChunk } from './coverage.js';
import { amendedActsOf } from './facts/amended-acts.js';
import { frontMatterOf } from './facts/front-matter.js';
import { heardPartiesOf } from './facts/heard-parties.js';
import { readRemarks } from './facts/remarks.js';
import { type Line } from './line.js';
import { flattenProvisions } from './provisions.js';
import { doubtsAboutCharacters, withoutUnreadable } from './source/clean-text.js';
import { decodeSource } from './source/decode.js';
import { walkHtml } from './source/html-events.js';
import { linesFromHtml } from './source/html-lines.js';
import { sourceKindOf } from './source/source-kind.js';
import { walkXml } from './source/xml-events.js';
import { linesFromXml, type XmlDocument } from './source/xml-lines.js';
import { addressTree } from './tree/addresses.js';
import { growTree } from './tree/grow-tree.js';
import { nameSections } from './tree/section-kinds.js';
import { nameStkOne } from './tree/stk-one.js';

/** How to read; `maxBytes` is 50 MB unless told. */
export interface ReadBillOptions {
  maxBytes?: number;
}

const usualLimit = 50 * 1024 * 1024;

/** Without one of these there is no section: the sign itself, its names in HTML, or the name that styles and elements of a section bear. */
const signOfSection = /§|&sect\b|&#0*167\b|&#x0*a7\b|paragraf/i;

/**
 * Looks at a file without reading it: is it text, HTML or XML, within the limit, without a document type of its own, and does it bear any
 * sign of a section? Throws what {@link readBill} would throw for it; that the sections are a bill's is found out by reading alone.
 */
export function inspectSource(bytes: Uint8Array, options: ReadBillOptions = {}): void {
  const text = withoutUnreadable(decodeSource(bytes, options.maxBytes ?? usualLimit).text);
  sourceKindOf(text);
  if (!signOfSection.test(text)) throw new BillUnreadable('bill.not-a-bill');
}

/** All that a person would see of the source, from a walk of its own. */
function visibleText(source: string, kind: 'html' | 'xml'): SourceChunk[] {
  const chunks: SourceChunk[] = [];
  let depthInMeta = 0;
  const text = (words: string, offset: number): void => {
    if (depthInMeta === 0) chunks.push({ text: words, offset });
  };
  if (kind === 'html') walkHtml(source, { text });
  else {
    const go = (by: 1 | -1) => (name: string) => {
      if (name === 'Meta') depthInMeta += by;
    };
    walkXml(source, { open: go(1), close: go(-1), text });
  }
  return chunks;
}

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

function documentOf(source: string, kind: 'html' | 'xml'): XmlDocument {
  return kind === 'xml' ? linesFromXml(source) : { lines: linesFromHtml(source), meta: new Map(), doubts: [] };
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
 * Throws {@link BillUnreadable} and nothing else: empty, binary or too large files, an XML document type, and text without any provision.
 */
export function readBill(bytes: Uint8Array, options: ReadBillOptions = {}): BillReading {
  const decoded = decodeSource(bytes, options.maxBytes ?? usualLimit);
  const source = withoutUnreadable(decoded.text);
  const kind = sourceKindOf(source);
  const document = documentOf(source, kind);
  const { law, remarks: remarkLines } = partRemarks(document.lines);
  const grown = growTree(law);
  const { provisions, doubts } = addressTree(grown.roots.map(nameSections).map(nameStkOne));
  const nodes = flattenProvisions({ provisions });
  if (!nodes.some((node) => sectionKinds.has(node.kind))) throw new BillUnreadable('bill.not-a-bill');
  const remarks = readRemarks(remarkLines, new Map(nodes.map((node) => [node.address, node.id])));
  const front = frontMatterOf(document.lines, document.meta);
  const coverage = accountFor(visibleText(source, kind), provisions, remarks);
  return {
    format: kind === 'html' ? 'retsinformation-html' : 'lexdania-xml',
    kind: kindOfBill(nodes, front.title),
    ...front,
    amendedActs: amendedActsOf(provisions),
    provisions,
    remarks,
    heardParties: heardPartiesOf(remarks),
    coverage,
    doubts: [
      ...decoded.doubts,
      ...doubtsAboutCharacters(decoded.text),
      ...document.doubts,
      ...grown.doubts,
      ...doubts,
      ...doubtsAboutCoverage(coverage),
    ],
  };
}
