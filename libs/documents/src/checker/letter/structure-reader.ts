import type { PdfFile } from '../../pades/pdf-file.js';
import { PdfDict, PdfName, PdfRef, PdfString, type PdfValue } from '../../pades/pdf-values.js';
import type { Findings } from './finding.js';
import type { ReadPage } from './page-reader.js';

/** A structure element as it was read. The order of `kids` is the reading order. */
export interface ReadElement {
  tag: string;
  dict: PdfDict;
  num: number;
  kids: (ReadElement | { text: string } | { annotation: PdfDict })[];
}

const STANDARD = new Set(
  'Document Part Art Sect Div BlockQuote Caption TOC TOCI Index NonStruct Private H H1 H2 H3 H4 H5 H6 P L LI Lbl LBody Table TR TH TD THead TBody TFoot Span Quote Note Reference BibEntry Code Link Annot Ruby RB RT RP Warichu WT WP Figure Formula Form'.split(
    ' ',
  ),
);
const DEEPEST = 60;

/** Reads the structure tree (ISO 32000-1 section 14.7) against the pages, and tells where the two do not fit each other. */
export class StructureReader {
  private readonly pageByNumber = new Map<number, { page: ReadPage; number: number }>();
  private readonly met = new Set<number>();
  private readonly owners = new Map<string, number>();
  private readonly roles: PdfDict;
  private readonly root: PdfDict | undefined;
  readonly ids: string[] = [];

  constructor(
    private readonly file: PdfFile,
    private readonly pages: readonly ReadPage[],
    private readonly findings: Findings,
  ) {
    pages.forEach((page, i) => this.pageByNumber.set(page.ref.num, { page, number: i + 1 }));
    this.root = file.dict(file.catalog.dict.get('StructTreeRoot'));
    this.roles = file.dict(this.root?.get('RoleMap')) ?? new PdfDict();
  }

  /** The elements at the top. */
  read(): ReadElement[] {
    const reference = this.file.catalog.dict.get('StructTreeRoot');
    if (!this.root || !(reference instanceof PdfRef)) {
      this.findings.add('structure-missing');
      return [];
    }
    const top = kidsOf(this.file, this.root).flatMap((kid) => this.element(kid, reference.num, 0) ?? []);
    if (top.length === 0) this.findings.add('structure-missing');
    this.checkPages();
    this.checkParentTree();
    return top;
  }

  private element(value: PdfValue, parent: number, depth: number): ReadElement | undefined {
    const dict = this.file.resolve(value);
    if (!(value instanceof PdfRef) || !(dict instanceof PdfDict) || this.met.has(value.num) || depth > DEEPEST) {
      this.findings.add('structure-broken');
      return undefined;
    }
    this.met.add(value.num);
    const above = dict.get('P');
    if (!(above instanceof PdfRef) || above.num !== parent) this.findings.add('structure-broken');
    const id = this.file.resolve(dict.get('ID'));
    if (id instanceof PdfString) this.ids.push(id.text);
    const element: ReadElement = { tag: this.tagOf(dict), dict, num: value.num, kids: [] };
    for (const kid of kidsOf(this.file, dict)) this.readKid(kid, element, depth);
    return element;
  }

  private tagOf(dict: PdfDict): string {
    let name = this.file.resolve(dict.get('S'));
    for (let step = 0; step < 5 && name instanceof PdfName && !STANDARD.has(name.name); step++)
      name = this.file.resolve(this.roles.get(name.name));
    if (name instanceof PdfName && STANDARD.has(name.name)) return name.name;
    this.findings.add('structure-type');
    return 'NonStruct';
  }

  private readKid(kid: PdfValue, element: ReadElement, depth: number): void {
    if (typeof kid === 'number') return this.content(element, element.dict.get('Pg'), kid);
    const dict = this.file.dict(kid);
    const type = this.file.resolve(dict?.get('Type'));
    const name = type instanceof PdfName ? type.name : '';
    if (dict && name === 'MCR') return this.content(element, dict.get('Pg') ?? element.dict.get('Pg'), this.file.resolve(dict.get('MCID')));
    if (dict && name === 'OBJR') return this.object(element, dict.get('Obj'));
    const child = this.element(kid, element.num, depth + 1);
    if (child) element.kids.push(child);
  }

  private content(element: ReadElement, pageRef: PdfValue | undefined, mcid: PdfValue): void {
    const found = pageRef instanceof PdfRef ? this.pageByNumber.get(pageRef.num) : undefined;
    const marked = typeof mcid === 'number' ? found?.page.marked.get(mcid) : undefined;
    if (!found || !marked) return this.findings.add('mcid-missing', found?.number);
    if (marked.met) this.findings.add('mcid-twice', found.number);
    marked.met = true;
    const own = this.file.resolve(element.dict.get('S'));
    if (own instanceof PdfName && own.name !== marked.tag && marked.tag !== 'Span') this.findings.add('tag-differs', found.number);
    this.owners.set(`${found.page.ref.num} ${Number(mcid)}`, element.num);
    element.kids.push({ text: marked.text });
  }

  private object(element: ReadElement, value: PdfValue | undefined): void {
    const annotation = this.file.dict(value);
    if (!(value instanceof PdfRef) || !annotation) return this.findings.add('structure-broken');
    this.owners.set(`annotation ${value.num}`, element.num);
    element.kids.push({ annotation });
  }

  private checkPages(): void {
    this.pages.forEach(({ marked }, i) => {
      for (const { met } of marked.values()) if (!met) this.findings.add('mcid-untagged', i + 1);
    });
  }

  /** ISO 32000-1 section 14.7.4.4: from each piece of content and each annotation back to its element. */
  private checkParentTree(): void {
    const tree = numberTree(this.file, this.root!.get('ParentTree'));
    this.pages.forEach(({ ref, dict, marked }, i) => {
      const key = this.file.resolve(dict.get('StructParents'));
      const parents = typeof key === 'number' ? this.file.list(tree.get(key)) : [];
      for (const [mcid, { met }] of marked) {
        if (met && !isRefTo(parents[mcid], this.owners.get(`${ref.num} ${mcid}`))) this.findings.add('parent-tree', i + 1);
      }
      for (const item of this.file.list(dict.get('Annots'))) this.checkAnnotation(item, tree, i + 1);
    });
  }

  private checkAnnotation(item: PdfValue, tree: ReadonlyMap<number, PdfValue>, page: number): void {
    const dict = this.file.dict(item);
    if (!dict || isUnseen(this.file, dict)) return;
    const owner = item instanceof PdfRef ? this.owners.get(`annotation ${item.num}`) : undefined;
    const key = this.file.resolve(dict.get('StructParent'));
    if (owner === undefined || typeof key !== 'number') this.findings.add('annotation-untagged', page);
    else if (!isRefTo(tree.get(key), owner)) this.findings.add('parent-tree', page);
  }
}

/** Cannot be seen: hidden, or no larger than a point. */
export function isUnseen(file: PdfFile, annotation: PdfDict): boolean {
  const flags = file.resolve(annotation.get('F'));
  const [left, bottom, right, top] = file.list(annotation.get('Rect')).map((item) => (typeof item === 'number' ? item : 0));
  return (typeof flags === 'number' && (flags & 2) !== 0) || (left === right && bottom === top);
}

function kidsOf(file: PdfFile, dict: PdfDict): PdfValue[] {
  const kids = dict.get('K') ?? null;
  const resolved = file.resolve(kids);
  return Array.isArray(resolved) ? resolved : kids === null ? [] : [kids];
}

function isRefTo(value: PdfValue | undefined, num: number | undefined): boolean {
  return value instanceof PdfRef && value.num === num;
}

/** A number tree, flat (ISO 32000-1 section 7.9.7). */
function numberTree(file: PdfFile, root: PdfValue | undefined): Map<number, PdfValue> {
  const found = new Map<number, PdfValue>();
  const met = new Set<PdfDict>();
  const walk = (node: PdfDict | undefined, depth: number): void => {
    if (!node || met.has(node) || depth > DEEPEST) return;
    met.add(node);
    const numbers = file.list(node.get('Nums'));
    for (let i = 0; i + 1 < numbers.length; i += 2) if (typeof numbers[i] === 'number') found.set(numbers[i] as number, numbers[i + 1]!);
    for (const kid of file.list(node.get('Kids'))) walk(file.dict(kid), depth + 1);
  };
  walk(file.dict(root), 0);
  return found;
}
