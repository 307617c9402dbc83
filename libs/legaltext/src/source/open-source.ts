import { type BillFormat } from '@genmaele/contracts';
import { type SourceChunk } from '../source-letters.js';
import { containerOf } from './binary.js';
import { doubtsAboutCharacters, withoutUnreadable } from './clean-text.js';
import { decodeSource, refuseSize } from './decode.js';
import { linesFromHtml } from './html-lines.js';
import { type OpenedSource } from './opened-source.js';
import { openPlainText } from './plain-text.js';
import { type SourceKind, sourceKindOf } from './source-kind.js';
import { walkXml } from './xml-events.js';
import { linesFromXml } from './xml-lines.js';

/** A text whose parser knows its own format. */
type Opened = Omit<OpenedSource, 'doubts'> & { doubts?: string[] };

function openHtml(source: string): Opened {
  const visible: SourceChunk[] = [];
  const lines = linesFromHtml(source, (text, offset) => void visible.push({ text, offset }));
  return { format: htmlFormat(source), lines, visible, meta: new Map() };
}

function openXml(source: string): Opened {
  const visible: SourceChunk[] = [];
  let depthInMeta = 0;
  const go = (by: 1 | -1) => (name: string) => {
    if (name === 'Meta') depthInMeta += by;
  };
  const text = (words: string, offset: number): void => {
    if (depthInMeta === 0) visible.push({ text: words, offset });
  };
  walkXml(source, { open: go(1), close: go(-1), text });
  return { format: 'lexdania-xml', visible, ...linesFromXml(source) };
}

/**
 * Folketinget's pages are made from the same stylesheet as Retsinformation's. They are told by what Folketinget writes on its own: its
 * address, or the running head "Folketinget 2021-22".
 */
function htmlFormat(source: string): BillFormat {
  return /\bwww\.ft\.dk\b|\bFolketinget\s+20\d\d-\d\d\b/.test(source) ? 'ft-html' : 'retsinformation-html';
}

const openers: Record<SourceKind, (source: string) => Opened> = { html: openHtml, xml: openXml, plain: openPlainText };

function openText(bytes: Uint8Array): OpenedSource {
  const decoded = decodeSource(bytes);
  const source = withoutUnreadable(decoded.text);
  const opened = openers[sourceKindOf(source)](source);
  return { ...opened, doubts: [...decoded.doubts, ...doubtsAboutCharacters(decoded.text), ...(opened.doubts ?? [])] };
}

/**
 * Opens a file by what its bytes are, never by its name. Rejects with BillUnreadable for what is empty, too large, of no known kind or made
 * to hurt. The parsers of PDF and Word are loaded when there is one to open, so that nothing else ever holds them.
 */
export async function openSource(bytes: Uint8Array, maxBytes: number): Promise<OpenedSource> {
  refuseSize(bytes, maxBytes);
  switch (containerOf(bytes)) {
    case 'pdf':
      return (await import('./pdf/open-pdf.js')).openPdf(bytes);
    case 'docx':
      return (await import('./docx/open-docx.js')).openDocx(bytes);
    default:
      return openText(bytes);
  }
}
