import type { ColorName, FigureItem, FillItem, MarkedItem, Page, Piece } from './draw-list.js';
import type { FaceName, Faces } from './face-types.js';
import { figureOperators } from './write-figure.js';
import type { FontBook } from './write-fonts.js';
import { ContentBytes } from './content-bytes.js';

/** sRGB. Text colours keep a contrast of at least 4.5 : 1 on white and on the tint (WCAG 2.1, 1.4.3). */
const colors: Record<ColorName, string> = {
  ink: '0.1 0.11 0.13',
  accent: '0.075 0.235 0.36',
  muted: '0.34 0.37 0.41',
  hairline: '0.74 0.77 0.8',
  tint: '0.945 0.955 0.965',
  warm: '0.58 0.2 0.06',
};

/**
 * Writes the content streams of pages, in PDF's own coordinates. Each text item is marked content with a number of its own, given by `mcidOf`;
 * everything else is an artifact (ISO 14289-1, 7.1).
 */
export class Pen {
  private readonly bytes = new ContentBytes();
  private color: ColorName | undefined;
  private face: FaceName | undefined;
  private size = 0;
  private x = 0;
  private y = 0;

  constructor(
    private readonly height: number,
    private readonly faces: Faces,
    private readonly fonts: FontBook,
    private readonly mcidOf: (item: MarkedItem) => number,
  ) {}

  /** The content of a page; it stands until the next is drawn. */
  draw(page: Page): Uint8Array {
    this.bytes.clear();
    this.color = undefined;
    this.face = undefined;
    for (const item of page.items) {
      if (item.kind === 'figure') this.figure(item);
      else if (item.kind === 'text') this.marked(`/${item.el.tag} <</MCID ${this.mcidOf(item)}>> BDC\n`, item.pieces);
      else if (item.kind === 'artifact-text') this.marked(`/Artifact <</Type /${item.artifact}>> BDC\n`, item.pieces);
      else this.fill(item);
    }
    return this.bytes.all();
  }

  private figure(item: FigureItem): void {
    const opening = item.el ? `/Figure <</MCID ${this.mcidOf(item)}>> BDC` : '/Artifact <</Type /Layout>> BDC';
    this.bytes.text(`${opening}\n${figureOperators(item, this.height, colors.accent)}EMC\n`);
  }

  private fill({ artifact, x, y, width, height, color }: FillItem): void {
    this.bytes.text(`/Artifact <</Type /${artifact}>> BDC\n`);
    this.ink(color);
    for (const value of [x, this.height - y - height, width, height]) this.bytes.number(value);
    this.bytes.text('re f\nEMC\n');
  }

  /** A text object begins at the page's corner, and each piece is told how far it lies from the one before. */
  private marked(opening: string, pieces: readonly Piece[]): void {
    this.bytes.text(opening);
    this.bytes.text('BT\n');
    this.x = 0;
    this.y = 0;
    for (const piece of pieces) this.piece(piece);
    this.bytes.text('ET\nEMC\n');
  }

  private piece(piece: Piece): void {
    this.ink(piece.color);
    const x = Math.round(piece.x * 1000);
    const y = Math.round((this.height - piece.y) * 1000);
    this.bytes.thousandths(x - this.x);
    this.bytes.thousandths(y - this.y);
    this.bytes.text('Td ');
    this.x = x;
    this.y = y;
    this.choose(piece.face, piece.size);
    this.show(piece);
  }

  /** Words of the fixed subset are shown together; one that needs the extra subset changes the font for its length. */
  private show({ face, size, shown: { codes, strange }, hyphen, space }: Piece): void {
    const { bytes } = this;
    bytes.text('[(');
    let { from } = codes;
    for (const { word, at } of strange) {
      bytes.copy(codes.of, from, codes.from + at);
      this.extra(face, size, word);
      from = codes.from + at;
    }
    bytes.copy(codes.of, from, codes.to);
    if (hyphen) bytes.copy(this.faces[face].softHyphen.codes);
    if (space) bytes.copy(this.faces[face].space.codes);
    bytes.text(')] TJ\n');
  }

  /** Ends what is being shown, shows a word in the extra subset, and begins again. */
  private extra(face: FaceName, size: number, text: string): void {
    this.bytes.text(`)] TJ ${this.chosen(face, size, true)} [(`);
    this.bytes.copy(this.fonts.encodeExtra(face, text));
    this.bytes.text(`)] TJ ${this.chosen(face, size, false)} [(`);
  }

  private chosen(face: FaceName, size: number, extra: boolean): string {
    return `/${this.fonts.name(face, extra)} ${String(Math.round(size * 1000) / 1000)} Tf`;
  }

  /** Chooses a face unless it is chosen already. */
  private choose(face: FaceName, size: number): void {
    if (this.face === face && this.size === size) return;
    this.face = face;
    this.size = size;
    this.bytes.text(`${this.chosen(face, size, false)} `);
  }

  private ink(color: ColorName): void {
    if (this.color === color) return;
    this.color = color;
    this.bytes.text(`${colors[color]} rg\n`);
  }
}
