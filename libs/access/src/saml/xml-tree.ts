import { type SaxesTagNS, SaxesParser } from 'saxes';

/** An element with its namespace and what it holds. `text` is the text directly within it. */
export interface XmlElement {
  readonly ns: string;
  readonly name: string;
  /** By local name; a prefixed one, as `xsi:type`, is left out. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: XmlElement[];
  text: string;
}

/** A document that was read, and whether anything in it is there for people alone: comments and processing instructions. */
export interface XmlTree {
  readonly root: XmlElement;
  readonly remarked: boolean;
}

const deepest = 60;
const most = 20_000;

/**
 * Reads XML with its namespaces. Undefined when it is not well-formed, has a document type (with which entities come), is deeper than 60 or
 * has more than 20,000 elements: none of it is ever met in what it is used for.
 */
export function readXml(xml: string): XmlTree | undefined {
  const parser = new SaxesParser<{ xmlns: true }>({ xmlns: true });
  const holder: XmlElement = { ns: '', name: '', attributes: {}, children: [], text: '' };
  const open = [holder];
  let [remarked, count] = [false, 0];
  const refuse = () => {
    throw new Error('not read');
  };
  parser.on('doctype', refuse);
  parser.on('error', refuse);
  parser.on('comment', () => (remarked = true));
  parser.on('processinginstruction', () => (remarked = true));
  parser.on('opentag', (tag) => {
    if (open.length > deepest || (count += 1) > most) refuse();
    const element = elementOf(tag);
    open.at(-1)?.children.push(element);
    open.push(element);
  });
  parser.on('closetag', () => void open.pop());
  const keep = (text: string) => {
    const within = open.at(-1);
    if (within) within.text += text;
  };
  parser.on('text', keep);
  parser.on('cdata', keep);
  try {
    parser.write(xml.replace(/^\uFEFF/, '')).close();
  } catch {
    return undefined;
  }
  const [root] = holder.children;
  return root && { root, remarked };
}

function elementOf(tag: SaxesTagNS): XmlElement {
  const attributes = Object.values(tag.attributes).flatMap(({ local, prefix, value }) =>
    prefix === '' && local !== 'xmlns' ? [[local, value] as const] : [],
  );
  return { ns: tag.uri, name: tag.local, attributes: Object.fromEntries(attributes), children: [], text: '' };
}

/** The children of that name, in order. */
export function childrenOf(element: XmlElement | undefined, ns: string, name: string): XmlElement[] {
  return (element?.children ?? []).filter((child) => child.ns === ns && child.name === name);
}

/** The element itself and everything within it. */
export function* allWithin(element: XmlElement): Generator<XmlElement> {
  yield element;
  for (const child of element.children) yield* allWithin(child);
}
