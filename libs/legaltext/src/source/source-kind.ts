import { BillUnreadable } from '../bill-unreadable.js';

/** Which parser a text is for. */
export type SourceKind = 'html' | 'xml' | 'plain';

/** A tag of HTML, not an address in a mail ("<navn@ministerium.dk>"). */
const htmlTag = /<\/?(?:html|head|body|div|p|span|br|table|tr|td|h[1-6]|ul|ol|li|b|i|a|font|center|section|article|main|pre)(?=[\s>/])/i;

/** Where the first thing of a document stands: after blanks, processing instructions and comments. */
function afterProlog(text: string): number {
  let at = 0;
  for (;;) {
    while (at < text.length && /\s|\ufeff/.test(text[at] ?? '')) at += 1;
    const close = text.startsWith('<?', at) ? '?>' : text.startsWith('<!--', at) ? '-->' : undefined;
    if (close === undefined) return at;
    const end = text.indexOf(close, at + 2);
    if (end < 0) return text.length;
    at = end + close.length;
  }
}

/** The plain HTML doctype is harmless; any other, and any internal subset, can carry entities and is refused unparsed. */
function refuseDoctype(declaration: string): void {
  if (!/^<!doctype\s+html\b/i.test(declaration) || declaration.includes('[')) throw new BillUnreadable('bill.doctype-refused');
}

/**
 * Tells HTML, XML and plain text apart by the text itself. Throws `bill.doctype-refused` for an XML document type or entity declaration
 * before anything could be expanded.
 */
export function sourceKindOf(text: string): SourceKind {
  const start = afterProlog(text);
  const head = text.slice(start, start + 2000);
  if (/^<!entity/i.test(head)) throw new BillUnreadable('bill.doctype-refused');
  if (/^<!doctype/i.test(head)) {
    const end = head.indexOf('>');
    refuseDoctype(end < 0 ? head : head.slice(0, end));
    return 'html';
  }
  const isXml = /^\s*\ufeff?<\?xml/.test(text) || /^<(?:\w+:)?Dokument\b/.test(head);
  if (isXml && !/^<(?:\w+:)?html\b/i.test(head)) return 'xml';
  return htmlTag.test(text) ? 'html' : 'plain';
}
