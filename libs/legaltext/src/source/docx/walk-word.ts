import { SaxesParser } from 'saxes';
import { BillUnreadable } from '../../bill-unreadable.js';

/** Word nests some thirty deep; beyond this a file is made to hurt. */
const deepest = 500;

/** The attributes of an element, by name without prefix. */
export type Attributes = ReadonlyMap<string, string>;

/** What a part of a Word document consists of, in order; names without prefix. */
export interface WordSink {
  open(name: string, attributes: Attributes): void;
  close(name: string): void;
  text?(text: string): void;
}

const local = (name: string): string => name.slice(name.indexOf(':') + 1);

/**
 * Walks one part of a Word document (ECMA-376, WordprocessingML); an absent part is the empty text, in which nothing is met. Throws `bill.doctype-refused` for a document type, which OPC forbids (part 2,
 * 8.2.4), and `bill.broken` for XML that is not well-formed or nested more than 500 deep.
 */
export function walkWord(source: string, sink: WordSink): void {
  if (source === '') return;
  const parser = new SaxesParser();
  let depth = 0;
  parser.on('doctype', () => {
    throw new BillUnreadable('bill.doctype-refused');
  });
  parser.on('error', () => {
    throw new BillUnreadable('bill.broken', { what: 'Word-filen' });
  });
  parser.on('opentag', ({ name, attributes }) => {
    depth += 1;
    if (depth > deepest) throw new BillUnreadable('bill.broken', { what: 'Word-filen' });
    sink.open(local(name), new Map(Object.entries(attributes).map(([key, value]) => [local(key), value])));
  });
  parser.on('closetag', ({ name }) => {
    depth -= 1;
    sink.close(local(name));
  });
  parser.on('text', (text) => sink.text?.(text));
  parser.on('cdata', (text) => sink.text?.(text));
  parser.write(source).close();
}

/** Whether a switch (w:b, w:i, w:vanish) is on: it is unless its value says otherwise. */
export function isOn(attributes: Attributes): boolean {
  return !/^(?:0|false|off|none)$/.test(attributes.get('val') ?? '');
}
