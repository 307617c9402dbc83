import { type ProvisionNode } from '@genmaele/contracts';
import { designationNumber } from '../designation.js';
import { type DraftNode } from './draft-node.js';

/** Never broken at a line end: the blank between a sign and its number. */
const nbsp = '\u00a0';

/** The blanks of an address that hold a sign and its number together, made no-break: "§ 13 a, stk. 2" in its canonical form. */
export function canonicalAddress(address: string): string {
  return address.replace(/(?<!,)\s/g, nbsp);
}

/** How the addresses below a node begin, and what stands around them. */
interface Place {
  within: string;
  around: (address: string) => string;
}

const whole: Place = { within: '', around: (address) => address };
const joined = (within: string, part: string): string => (within === '' ? part : `${within}, ${part}`);

/** "lov nr. 404 af 1. juni 2005", by which the commencement of an earlier act is told from the act's own sections. */
const actName = /lov nr\.\s*\d+ af \d{1,2}\. \p{L}+ \d{4}/iu;

/** The part of an address that a node's own label gives, or nothing; a sentence has its place among its sisters instead. */
function partOf(node: DraftNode, nth: number): string | undefined {
  const number = designationNumber(node.label);
  switch (node.kind) {
    case 'section':
    case 'amending-section':
    case 'commencement':
    case 'territorial':
      return `${node.label.includes('§§') ? '§§' : '§'} ${number}`;
    case 'stk':
      return `stk. ${number || '1'}`;
    case 'nr':
    case 'change-point':
      return `nr. ${number}`;
    case 'litra':
      return `litra ${number}`;
    case 'pkt':
      return `${nth}. pkt.`;
    case 'chapter':
      return number ? `kapitel ${number}` : undefined;
    case 'part':
      return number ? `afsnit ${number}` : undefined;
    case 'annex':
      return number && number !== 'Bilag' ? `bilag ${number}` : 'bilag';
    default:
      return undefined;
  }
}

/** Chapters and parts group sections; they are no part of a section's address. */
const groups = new Set<DraftNode['kind']>(['chapter', 'part']);

function slug(address: string): string {
  return address
    .toLowerCase()
    .replaceAll('»', 'q-')
    .replace(/§+\s*/g, 'p')
    .replaceAll('æ', 'ae')
    .replaceAll('ø', 'oe')
    .replaceAll('å', 'aa')
    .replace(/,\s*/g, '-')
    .replace(/[^a-z0-9-]/g, '');
}

const mostNamed = 20;

/** Gives addresses and ids, and notices what a bill numbers twice. */
class Addresser {
  private readonly ids = new Set<string>();
  private readonly lastNumbers = new Map<string, number>();
  private readonly addresses = new Set<string>();
  private readonly twice = new Set<string>();

  children(node: DraftNode, place: Place, parentId: string): ProvisionNode[] {
    const counts = new Map<string, number>();
    return node.children.map((child) => {
      const nth = (counts.get(child.kind) ?? 0) + 1;
      counts.set(child.kind, nth);
      return this.node(child, place, parentId, nth);
    });
  }

  private node(node: DraftNode, place: Place, parentId: string, nth: number): ProvisionNode {
    const part = partOf(node, nth);
    const inner = part === undefined ? '' : groups.has(node.kind) ? part : joined(place.within, part);
    const address = canonicalAddress(node.kind === 'quoted-text' ? quotedAddress(place, nth) : inner && place.around(inner));
    const id = this.uniqueId(address === '' ? `${parentId === '' ? '' : `${parentId}-`}${node.kind}${nth}` : slug(address));
    if (address !== '') this.noticeTwice(address);
    const children = this.children(node, placeBelow(node, place, inner), id);
    return { id, kind: node.kind, address, label: node.label, text: node.text, offset: node.offset, children };
  }

  private uniqueId(wanted: string): string {
    let id = wanted;
    for (let n = (this.lastNumbers.get(wanted) ?? 1) + 1; this.ids.has(id); n += 1) {
      id = `${wanted}-${n}`;
      this.lastNumbers.set(wanted, n);
    }
    this.ids.add(id);
    return id;
  }

  private noticeTwice(address: string): void {
    if (this.addresses.has(address)) this.twice.add(address);
    this.addresses.add(address);
  }

  /** A few are worth naming; many say that the reading itself should be looked at. */
  doubts(): string[] {
    const [...all] = this.twice;
    const named = all.slice(0, mostNamed).map((address) => `${address} forekommer mere end én gang.`);
    return all.length > mostNamed ? [...named, `${all.length - mostNamed} andre adresser forekommer mere end én gang.`] : named;
  }
}

function quotedAddress(place: Place, nth: number): string {
  return place.around(joined(place.within, nth === 1 ? 'ny tekst' : `ny tekst ${nth}`));
}

/** Below a change point stand the law's own numbers, in guillemets; below an earlier act's commencement stand that act's. */
function placeBelow(node: DraftNode, place: Place, inner: string): Place {
  if (node.kind === 'quoted-text') {
    const { around, within } = place;
    return { within: '', around: (address) => around(`${within}, »${address}«`) };
  }
  if (node.kind === 'act-commencement') {
    const act = (actName.exec(node.text)?.[0] ?? 'tidligere lov').replace(/^L/, 'l');
    return { within: '', around: (address) => `${act}, ${address}` };
  }
  return inner === '' || groups.has(node.kind) ? place : { within: inner, around: place.around };
}

/** The finished tree: every node with its canonical address and an id of its own, the same at every reading; and what is numbered twice. */
export function addressTree(roots: DraftNode[]): { provisions: ProvisionNode[]; doubts: string[] } {
  const addresser = new Addresser();
  const root: DraftNode = { kind: 'other', label: '', text: '', offset: 0, children: roots };
  return { provisions: addresser.children(root, whole, ''), doubts: addresser.doubts() };
}
