import { BillUnreadable } from '../../bill-unreadable.js';
import { cleanText } from '../clean-text.js';
import { type PdfPage, type PdfRun } from './pdf-run.js';

/** Folketinget's longest bills have some 1,500 pages; a file with more is not read. */
const mostPages = 2000;
/** A page with more runs than this is no page of a bill: a dense one has some 3,000. */
const mostRunsOnPage = 100_000;

type PdfJs = typeof import('pdfjs-dist/legacy/build/pdf.mjs');
type PdfDocument = Awaited<ReturnType<PdfJs['getDocument']>['promise']>;
type Page = Awaited<ReturnType<PdfDocument['getPage']>>;
type Item = Extract<Awaited<ReturnType<Page['getTextContent']>>['items'][number], { str: string }>;
type Matrix = readonly [number, number, number, number, number, number];

/** Everything that pdfjs could reach for is turned off: no pictures decoded, no code made, nothing fetched. */
async function open(bytes: Uint8Array): Promise<PdfDocument> {
  const { getDocument, VerbosityLevel } = await import('pdfjs-dist/legacy/build/pdf.mjs');
  return getDocument({
    data: Uint8Array.from(bytes),
    isEvalSupported: false,
    useWorkerFetch: false,
    useSystemFonts: false,
    disableFontFace: true,
    useWasm: false,
    isOffscreenCanvasSupported: false,
    isImageDecoderSupported: false,
    maxImageSize: 1,
    enableXfa: false,
    stopAtErrors: false,
    verbosity: VerbosityLevel.ERRORS,
  }).promise;
}

function refusal(error: unknown): BillUnreadable {
  const isLocked = error instanceof Error && error.name === 'PasswordException';
  return isLocked ? new BillUnreadable('bill.encrypted') : new BillUnreadable('bill.broken', { what: "PDF'en" });
}

const product = (a: Matrix, b: Matrix): Matrix => [
  a[0] * b[0] + a[2] * b[1],
  a[1] * b[0] + a[3] * b[1],
  a[0] * b[2] + a[2] * b[3],
  a[1] * b[2] + a[3] * b[3],
  a[0] * b[4] + a[2] * b[5] + a[4],
  a[1] * b[4] + a[3] * b[5] + a[5],
];

/** What the names of fonts say of their looks; a subset's name begins with six letters and a plus. */
class Looks {
  private readonly known = new Map<string, { bold: boolean; italic: boolean }>();

  of(fontName: string): { bold: boolean; italic: boolean } {
    return this.known.get(fontName) ?? { bold: false, italic: false };
  }

  /** pdfjs tells fonts' names only when it has made a page's drawing orders: it is asked for that where a page brings fonts not seen before. */
  async learn(page: Page, fontNames: readonly string[]): Promise<void> {
    const fresh = [...new Set(fontNames)].filter((name) => !this.known.has(name));
    if (fresh.length === 0) return;
    await page.getOperatorList().catch(() => undefined);
    for (const name of fresh) {
      const font: unknown = page.commonObjs.has(name) ? page.commonObjs.get(name) : undefined;
      const title = typeof font === 'object' && font !== null && 'name' in font ? String(font.name) : '';
      this.known.set(name, { bold: /bold|black|heavy|semibold|demi/i.test(title), italic: /italic|oblique/i.test(title) });
    }
  }
}

class PageReader {
  private readonly looks = new Looks();

  async read(page: Page, number: number): Promise<PdfPage> {
    const viewport = page.getViewport({ scale: 1 });
    const { items } = await page.getTextContent();
    if (items.length > mostRunsOnPage) throw new BillUnreadable('bill.too-large', { limit: `${mostRunsOnPage} tekststykker på en side` });
    const texts = items.filter((item): item is Item => 'str' in item && item.str !== '');
    await this.looks.learn(
      page,
      texts.map(({ fontName }) => fontName),
    );
    const runs = texts.map((item) => this.run(item, viewport.transform as unknown as Matrix));
    page.cleanup();
    return { number, width: viewport.width, height: viewport.height, runs };
  }

  private run(item: Item, view: Matrix): PdfRun {
    const [a, b, c, d, x, y] = product(view, item.transform as unknown as Matrix);
    const size = Math.hypot(c, d) || Math.hypot(a, b);
    const turned = Math.abs(b) > Math.abs(a) * 0.05;
    return { text: cleanText(item.str), offset: 0, x, y, width: item.width, size, turned, ...this.looks.of(item.fontName) };
  }
}

/**
 * The text of a PDF, page by page, in the order it is drawn. Errors: `bill.encrypted` for one that asks for a password, `bill.broken` for one
 * that cannot be opened, `bill.too-large` for more than 2,000 pages; a RangeError when memory does not suffice.
 */
export async function loadPdf(bytes: Uint8Array): Promise<{ pages: PdfPage[]; doubts: string[] }> {
  const document = await open(bytes).catch((error: unknown) => {
    throw refusal(error);
  });
  if (document.numPages > mostPages) throw new BillUnreadable('bill.too-large', { limit: `${mostPages} sider` });
  const reader = new PageReader();
  const pages: PdfPage[] = [];
  const unread: number[] = [];
  for (let number = 1; number <= document.numPages; number += 1) {
    try {
      pages.push(await reader.read(await document.getPage(number), number));
    } catch (error) {
      if (error instanceof BillUnreadable || error instanceof RangeError) throw error;
      unread.push(number);
    }
  }
  if (pages.length === 0) throw new BillUnreadable('bill.broken', { what: "PDF'en" });
  return { pages, doubts: unread.map((number) => `Side ${number} i PDF'en kunne ikke læses.`) };
}
