import { SaxesParser } from 'saxes';
import { BillUnreadable } from '../bill-unreadable.js';
import { cleanText } from './clean-text.js';

/** LexDania nests some twenty deep; beyond this a file is made to hurt. */
const deepest = 500;

/** A file cut short has a few faults; one with more is no XML at all. */
const mostFaults = 1000;

/** What an XML text consists of, in order; names without prefix. */
export interface XmlSink {
  open?(name: string): void;
  close?(name: string): void;
  text(text: string, offset: number): void;
}

/**
 * Walks an XML text once and returns what was not well-formed in it, as Danish sentences (the rest is read all the same). A document type
 * declaration, wherever it stands, throws `bill.doctype-refused`: no entity of a file's own is ever expanded. Elements nested more than
 * 500 deep, or more than 1,000 faults, throw `bill.not-a-bill`.
 */
export function walkXml(source: string, sink: XmlSink): string[] {
  const parser = new SaxesParser();
  let faults = 0;
  let depth = 0;
  let start = 0;
  const local = (name: string): string => name.slice(name.indexOf(':') + 1);
  parser.on('doctype', () => {
    throw new BillUnreadable('bill.doctype-refused');
  });
  parser.on('error', () => {
    faults += 1;
    if (faults > mostFaults) throw new BillUnreadable('bill.not-a-bill');
  });
  parser.on('opentag', (tag) => {
    start = parser.position;
    depth += 1;
    if (depth > deepest) throw new BillUnreadable('bill.not-a-bill');
    sink.open?.(local(tag.name));
  });
  parser.on('closetag', (tag) => {
    start = parser.position;
    depth -= 1;
    sink.close?.(local(tag.name));
  });
  let end = 0;
  // Several texts may follow one tag (CDATA sections), and a stray closing tag is told as a text that has already passed. At the end of the file
  // the parser counts from 0 again.
  const text = (words: string): void => {
    const clean = cleanText(words);
    const begun = parser.position < start ? start : parser.position - words.length;
    const offset = Math.max(end, Math.min(start, begun));
    end = offset + clean.length;
    sink.text(clean, offset);
  };
  parser.on('text', text);
  parser.on('cdata', text);
  parser.write(source).close();
  return faults === 0 ? [] : [`XML'en er ikke velformet (${faults} fejl); den er læst, så langt den rækker.`];
}
