import type { LetterLogo } from '@genmaele/contracts';
import type { FigureItem } from './draw-list.js';
import { pathOperators } from './logo-path.js';
import { type PdfFile, type PdfPage, type Ref } from './pdf-objects.js';

const pictureName = 'Logo';

/** The operators that draw a figure, in PDF's own coordinates; a drawing is filled in the colour given. */
export function figureOperators({ logo, x, y, width, height }: FigureItem, pageHeight: number, color: string): string {
  const bottom = pageHeight - y - height;
  if (logo.kind === 'picture') return `q ${matrix(width, height, x, bottom)} /${pictureName} Do Q\n`;
  const [left, top, wide] = logo.viewBox;
  const scale = width / wide;
  const place = matrix(scale, -scale, x - left * scale, bottom + height + top * scale);
  return `q ${color} rg ${place}\n${pathOperators(logo.path)}\nf Q\n`;
}

function matrix(across: number, up: number, x: number, y: number): string {
  return `${[across, 0, 0, up, x, y].map((value) => String(Math.round(value * 1e5) / 1e5)).join(' ')} cm`;
}

/** Gives each page the pictures of its figures; one that stands on many pages is written once. */
export class PictureBook {
  private readonly written = new Map<LetterLogo, Ref>();

  constructor(private readonly file: PdfFile) {}

  /** Puts the picture of a figure among the page's own. */
  supply(page: PdfPage, { logo }: FigureItem): void {
    if (logo.kind !== 'picture') return;
    const ref = this.written.get(logo) ?? this.write(logo);
    this.written.set(logo, ref);
    page.xobjects[pictureName] = ref;
  }

  private write({ format, pixelWidth, pixelHeight, bytes }: Extract<LetterLogo, { kind: 'picture' }>): Ref {
    const ref = this.file.ref({
      Type: 'XObject',
      Subtype: 'Image',
      Width: pixelWidth,
      Height: pixelHeight,
      ColorSpace: format === 'jpeg-gray' ? 'DeviceGray' : 'DeviceRGB',
      BitsPerComponent: 8,
      Filter: format === 'rgb' ? 'FlateDecode' : 'DCTDecode',
    });
    ref.end(bytes);
    return ref;
  }
}
