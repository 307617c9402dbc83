import type { DrawList, El, Kid, LinkSpot, MarkedItem, SignatureSpot } from './draw-list.js';
import { PdfString, writePdfValue } from '../pades/pdf-values.js';
import { endAs, PdfSource, pdfText, type PdfFile, type PdfPage, type Ref } from './pdf-objects.js';

/** A structure tree being written: marked content is numbered page by page, then the elements are written with what they hold. */
export class StructureWriter {
  private readonly refs = new Map<El, Ref>();
  private readonly mcids = new Map<MarkedItem, number>();
  private readonly parents: Ref[][];
  private readonly pageRefs: string[];
  private readonly ids: [string, Ref][] = [];
  /** The signature fields in reading order. */
  readonly fields: Ref[] = [];

  constructor(
    private readonly file: PdfFile,
    private readonly pages: PdfPage[],
    private readonly list: DrawList,
    private readonly placeholder: (width: number, height: number) => Ref,
  ) {
    this.parents = pages.map(() => []);
    this.pageRefs = pages.map(({ dictionary }) => dictionary.toString());
    this.allocate(list.root);
  }

  /** The number of an item that has an element, within its page's marked content; given on first asking. */
  mcidOf(item: MarkedItem): number {
    const known = this.mcids.get(item);
    if (known !== undefined) return known;
    const mcid = this.parents[item.page]!.push(this.refs.get(item.el!)!) - 1;
    this.mcids.set(item, mcid);
    return mcid;
  }

  /** Writes every element, annotation and signature field, and both trees. The pages' content has been made before. */
  finish(): void {
    this.pages.forEach((page, i) => {
      this.file.getStructParentTree().add(page.structParentTreeKey, new PdfSource(`[${this.parents[i]!.join(' ')}]`));
    });
    const root = this.file.getStructTreeRoot();
    this.write(this.list.root, root);
    root.data.K = [this.refs.get(this.list.root)];
    this.ids.sort(([a], [b]) => (a < b ? -1 : 1));
    if (this.ids.length > 0) root.data.IDTree = { Names: this.ids.flatMap(([id, ref]) => [pdfText(id), ref]) };
  }

  private allocate(el: El): void {
    this.refs.set(el, this.file.ref({}));
    for (const kid of el.kids) if (!('kind' in kid)) this.allocate(kid);
  }

  /** Written as text at once: a letter has hundreds, and they are half of its objects. Their optional `Type` is left out. */
  private write(el: El, parent: Ref): void {
    const ref = this.refs.get(el)!;
    const home = el.kids.find((kid) => 'kind' in kid)?.page;
    const page = home === undefined ? '' : ` /Pg ${this.pageRefs[home]}`;
    const kids = el.kids.map((kid) => this.kid(kid, ref, home));
    const held = kids.length === 1 ? kids[0] : `[${kids.join(' ')}]`;
    endAs(ref, `<</S /${el.tag} /P ${parent.toString()}${page}${this.attributes(el, ref)} /K ${held}>>`);
    for (const kid of el.kids) if (!('kind' in kid)) this.write(kid, ref);
  }

  private attributes({ attr }: El, ref: Ref): string {
    if (attr.id !== undefined) {
      this.ids.push([attr.id, ref]);
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
    return ` /Alt ${altText(alt)} /A <</O /Layout /Placement /Block /BBox [${box.join(' ')}]>>`;
  }

  private kid(kid: Kid, parent: Ref, home: number | undefined): string {
    if (!('kind' in kid)) return this.refs.get(kid)!.toString();
    const page = this.pageRefs[kid.page]!;
    if (kid.kind === 'text' || kid.kind === 'figure') {
      const mcid = this.mcidOf(kid);
      return kid.page === home ? String(mcid) : `<</Type /MCR /Pg ${page} /MCID ${mcid}>>`;
    }
    const spot = kid.kind === 'link' ? this.link(kid, parent) : this.signature(kid, parent);
    return `<</Type /OBJR /Pg ${page} /Obj ${spot.toString()}>>`;
  }

  private link(spot: LinkSpot, parent: Ref): Ref {
    return this.annotation(spot, parent, {
      Subtype: 'Link',
      A: { S: 'URI', URI: pdfText(spot.url) },
      Contents: pdfText(`Link: ${spot.text} (${spot.url.replace(/^mailto:/, '')})`),
    });
  }

  /** An empty field: the signer fills V and the appearance by an incremental update and touches nothing else. */
  private signature(spot: SignatureSpot, parent: Ref): Ref {
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
  private annotation(spot: LinkSpot | SignatureSpot, parent: Ref, own: Record<string, unknown>): Ref {
    const page = this.pages[spot.page]!;
    const key = this.file.createStructParentTreeNextKey();
    this.file.getStructParentTree().add(key, parent);
    const { height } = this.list;
    const Rect = [spot.x, height - spot.y - spot.height, spot.x + spot.width, height - spot.y];
    const ref = this.file.ref({ Type: 'Annot', ...own, Rect, P: page.dictionary, F: 4, Border: [0, 0, 0], StructParent: key });
    page.annotations.push(ref);
    ref.end();
    return ref;
  }
}

function altText(alt: string): string {
  return writePdfValue(PdfString.ofText(alt)).toString('latin1');
}
