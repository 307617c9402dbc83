import { type DrawList, type El, type Kid, type LinkSpot, type MarkedItem, type SignatureSpot, unmarked } from './draw-list.js';
import { PdfSource, pdfText, type PdfFile, type PdfPage, type Ref, reference } from './pdf-objects.js';

/**
 * A structure tree being written: marked content is numbered page by page, then the elements are written with what they hold. They are written as text
 * and numbered by the order of reading: a letter has hundreds, half of its objects.
 */
export class StructureWriter {
  /** Of each page, the references to the elements of its marked content in the order of their numbers. */
  private readonly parents: string[];
  private readonly counts: number[];
  private readonly pageRefs: string[];
  private readonly ids: [string, number][] = [];
  /** The signature fields in reading order. */
  readonly fields: Ref[] = [];

  constructor(
    private readonly file: PdfFile,
    private readonly pages: PdfPage[],
    private readonly list: DrawList,
    private readonly placeholder: (width: number, height: number) => Ref,
  ) {
    this.parents = pages.map(() => '');
    this.counts = pages.map(() => 0);
    this.pageRefs = pages.map(({ dictionary }) => dictionary.toString());
    this.number(list.root);
  }

  /** The number of an item that has an element, within its page's marked content; given on first asking. */
  mcidOf(item: MarkedItem): number {
    if (item.mcid !== unmarked) return item.mcid;
    item.mcid = this.counts[item.page]!;
    this.counts[item.page] = item.mcid + 1;
    this.parents[item.page] += ` ${item.el!.number} 0 R`;
    return item.mcid;
  }

  /** Writes every element, annotation and signature field, and both trees. The pages' content has been made before. */
  finish(): void {
    this.pages.forEach((page, i) => {
      this.file.getStructParentTree().add(page.structParentTreeKey, new PdfSource(`[${this.parents[i]!.slice(1)}]`));
    });
    const root = this.file.getStructTreeRoot();
    this.write(this.list.root, root.toString());
    root.data.K = [reference(this.list.root.number)];
    this.ids.sort(([a], [b]) => (a < b ? -1 : 1));
    if (this.ids.length > 0) root.data.IDTree = { Names: this.ids.flatMap(([id, number]) => [pdfText(id), reference(number)]) };
  }

  private number(el: El): void {
    el.number = this.file.reserve();
    for (const kid of el.kids) if (!('kind' in kid)) this.number(kid);
  }

  /** Writes an element and all below it. Their optional `Type` is left out. */
  private write(el: El, parent: string): void {
    const own = `${el.number} 0 R`;
    const home = homeOf(el);
    let held = '';
    for (const kid of el.kids) held += `${held === '' ? '' : ' '}${this.kid(kid, el, home)}`;
    const page = home === undefined ? '' : ` /Pg ${this.pageRefs[home]}`;
    const kids = el.kids.length === 1 ? held : `[${held}]`;
    this.file.put(el.number, `<</S /${el.tag} /P ${parent}${page}${this.attributes(el)} /K ${kids}>>`);
    for (const kid of el.kids) if (!('kind' in kid)) this.write(kid, own);
  }

  private attributes({ attr, number }: El): string {
    if (attr.id !== undefined) {
      this.ids.push([attr.id, number]);
      return ` /ID (${attr.id})`;
    }
    if (attr.scope) return ` /A <</O /Table /Scope /${attr.scope}>>`;
    if (attr.list) return ` /A <</O /List /ListNumbering /${attr.list}>>`;
    return attr.figure ? this.figure(attr.figure) : '';
  }

  /** Where it stands and what is heard in its place (ISO 14289-1, 7.3). */
  private figure({ alt, x, y, width, height }: NonNullable<El['attr']['figure']>): string {
    const bottom = this.list.height - y - height;
    const box = [x, bottom, x + width, bottom + height].map((value) => String(Math.round(value * 1000) / 1000));
    return ` /Alt ${pdfText(alt).toString()} /A <</O /Layout /Placement /Block /BBox [${box.join(' ')}]>>`;
  }

  private kid(kid: Kid, parent: El, home: number | undefined): string {
    if (!('kind' in kid)) return `${kid.number} 0 R`;
    if (kid.kind === 'text' || kid.kind === 'figure') {
      const mcid = this.mcidOf(kid);
      return kid.page === home ? String(mcid) : `<</Type /MCR /Pg ${this.pageRefs[kid.page]} /MCID ${mcid}>>`;
    }
    const spot = kid.kind === 'link' ? this.link(kid, parent) : this.signature(kid, parent);
    return `<</Type /OBJR /Pg ${this.pageRefs[kid.page]} /Obj ${spot.toString()}>>`;
  }

  private link(spot: LinkSpot, parent: El): Ref {
    return this.annotation(spot, parent, {
      Subtype: 'Link',
      A: { S: 'URI', URI: pdfText(spot.url) },
      Contents: pdfText(`Link: ${spot.text} (${spot.url.replace(/^mailto:/, '')})`),
    });
  }

  /** An empty field: the signer fills V and the appearance by an incremental update and touches nothing else. */
  private signature(spot: SignatureSpot, parent: El): Ref {
    const ref = this.annotation(spot, parent, {
      Subtype: 'Widget',
      FT: 'Sig',
      T: pdfText(spot.field),
      TU: pdfText(spot.label),
      AP: { N: this.placeholder(spot.width, spot.height) },
    });
    this.fields.push(ref);
    return ref;
  }

  /** An annotation that is printed (F 4) and known to its structure element. */
  private annotation(spot: LinkSpot | SignatureSpot, parent: El, own: Record<string, unknown>): Ref {
    const page = this.pages[spot.page]!;
    const key = this.file.createStructParentTreeNextKey();
    this.file.getStructParentTree().add(key, reference(parent.number));
    const { height } = this.list;
    const Rect = [spot.x, height - spot.y - spot.height, spot.x + spot.width, height - spot.y];
    const ref = this.file.ref({ Type: 'Annot', ...own, Rect, P: page.dictionary, F: 4, Border: [0, 0, 0], StructParent: key });
    page.annotations.push(ref);
    ref.end();
    return ref;
  }
}

/** The page of the first of its kids that is on one. */
function homeOf({ kids }: El): number | undefined {
  for (const kid of kids) if ('kind' in kid) return kid.page;
  return undefined;
}
