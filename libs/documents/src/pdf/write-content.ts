import type { ColorName, FigureItem, FillItem, MarkedItem, Page, Piece } from './draw-list.js';
import type { FaceName, Faces } from './face-types.js';
import { figureOperators } from './write-figure.js';
import type { FontBook } from './write-fonts.js';

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
 * The content stream of one page, in PDF's own coordinates. Each text item is marked content with a number of its own, given by `mcidOf`;
 * everything else is an artifact (ISO 14289-1, 7.1).
 */
export function pageContent(page: Page, height: number, faces: Faces, fonts: FontBook, mcidOf: (item: MarkedItem) => number): Buffer {
  const pen = new Pen(height, faces, fonts);
  let ops = '';
  for (const item of page.items) {
    if (item.kind === 'figure') ops += figure(item, height, mcidOf);
    else if (item.kind === 'text') ops += `/${item.el.tag} <</MCID ${mcidOf(item)}>> BDC\n${pen.text(item.pieces)}EMC\n`;
    else if (item.kind === 'artifact-text') ops += `/Artifact <</Type /${item.artifact}>> BDC\n${pen.text(item.pieces)}EMC\n`;
    else ops += `/Artifact <</Type /${item.artifact}>> BDC\n${pen.fill(item)}EMC\n`;
  }
  return Buffer.from(ops, 'latin1');
}

function figure(item: FigureItem, height: number, mcidOf: (item: MarkedItem) => number): string {
  const opening = item.el ? `/Figure <</MCID ${mcidOf(item)}>> BDC` : '/Artifact <</Type /Layout>> BDC';
  return `${opening}\n${figureOperators(item, height, colors.accent)}EMC\n`;
}

class Pen {
  private color = '';
  private chosen = '';

  constructor(
    private readonly height: number,
    private readonly faces: Faces,
    private readonly fonts: FontBook,
  ) {}

  fill({ x, y, width, height, color }: FillItem): string {
    return `${this.ink(color)}${number(x)} ${number(this.height - y - height)} ${number(width)} ${number(height)} re f\n`;
  }

  text(pieces: readonly Piece[]): string {
    return `BT\n${pieces.map((piece) => this.piece(piece)).join('')}ET\n`;
  }

  private piece(piece: Piece): string {
    const at = `1 0 0 1 ${number(piece.x)} ${number(this.height - piece.y)} Tm\n`;
    return this.ink(piece.color) + at + this.shown(piece);
  }

  /** Words of the fixed subset are shown together; one that needs the extra subset changes the font for its length. */
  private shown(piece: Piece): string {
    const { face, size, words } = piece;
    const space = this.faces[face].space.codes!;
    const shown = words.map((word) => word.codes ?? this.extra(face, size, word.text)).join(space);
    const hyphen = piece.hyphen ? this.faces[face].softHyphen.codes! : '';
    return `${this.face(face, size)}[(${shown}${hyphen}${piece.space ? space : ''})] TJ\n`;
  }

  /** Ends what is being shown, shows a word in the extra subset, and begins again. */
  private extra(face: FaceName, size: number, text: string): string {
    const name = (extra: boolean): string => `/${this.fonts.name(face, extra)} ${number(size)} Tf`;
    return `)] TJ ${name(true)} [(${this.fonts.encodeExtra(face, text)})] TJ ${name(false)} [(`;
  }

  /** Chooses a face unless it is chosen already. */
  private face(face: FaceName, size: number): string {
    const wanted = `/${this.fonts.name(face, false)} ${number(size)} Tf `;
    if (wanted === this.chosen) return '';
    this.chosen = wanted;
    return wanted;
  }

  private ink(color: ColorName): string {
    const wanted = colors[color];
    if (wanted === this.color) return '';
    this.color = wanted;
    return `${wanted} rg\n`;
  }
}

/** A number with at most three decimals, never in exponent form. */
function number(value: number): string {
  return String(Math.round(value * 1000) / 1000);
}
