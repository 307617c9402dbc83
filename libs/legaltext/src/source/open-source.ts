import { type SourceChunk } from '../coverage.js';
import { doubtsAboutCharacters, withoutUnreadable } from './clean-text.js';
import { decodeSource } from './decode.js';
import { walkHtml } from './html-events.js';
import { linesFromHtml } from './html-lines.js';
import { type OpenedSource } from './opened-source.js';
import { sourceKindOf } from './source-kind.js';
import { walkXml } from './xml-events.js';
import { linesFromXml, type XmlDocument } from './xml-lines.js';

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

function documentOf(source: string, kind: 'html' | 'xml'): XmlDocument {
  return kind === 'xml' ? linesFromXml(source) : { lines: linesFromHtml(source), meta: new Map(), doubts: [] };
}

/**
 * Opens a file by what its bytes are, never by its name. Throws BillUnreadable for what is empty, too large, of no known kind or made to
 * hurt.
 */
export async function openSource(bytes: Uint8Array, maxBytes: number): Promise<OpenedSource> {
  const decoded = decodeSource(bytes, maxBytes);
  const source = withoutUnreadable(decoded.text);
  const kind = sourceKindOf(source);
  const { lines, meta, doubts } = documentOf(source, kind);
  return {
    format: kind === 'html' ? 'retsinformation-html' : 'lexdania-xml',
    lines,
    visible: visibleText(source, kind),
    doubts: [...decoded.doubts, ...doubtsAboutCharacters(decoded.text), ...doubts],
    meta,
  };
}
