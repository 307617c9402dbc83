import type { PdfFile } from '../../pades/pdf-file.js';
import { PdfDict, PdfRef, PdfStream, type PdfValue } from '../../pades/pdf-values.js';
import { ContentReader } from './content-reader.js';
import type { Findings } from './finding.js';
import { type ReadFont, readFont } from './font-reader.js';

/** A piece of marked content: the tag it bears on the page and what it says. */
export interface MarkedText {
  tag: string;
  text: string;
  met: boolean;
}

/** A page with its marked content by number. */
export interface ReadPage {
  ref: PdfRef;
  dict: PdfDict;
  marked: Map<number, MarkedText>;
}

const MOST_PAGES = 2_000;
const DEEPEST = 40;

/** The pages in order. A tree that runs in a circle is cut where it does. */
export function pagesOf(file: PdfFile): { ref: PdfRef; dict: PdfDict; resources: PdfDict }[] {
  const pages: { ref: PdfRef; dict: PdfDict; resources: PdfDict }[] = [];
  const met = new Set<number>();
  const walk = (value: PdfValue | undefined, resources: PdfDict, depth: number): void => {
    const dict = file.dict(value);
    if (!(value instanceof PdfRef) || !dict || met.has(value.num) || depth > DEEPEST || pages.length >= MOST_PAGES) return;
    met.add(value.num);
    const own = file.dict(dict.get('Resources')) ?? resources;
    if (dict.has('Kids')) for (const kid of file.list(dict.get('Kids'))) walk(kid, own, depth + 1);
    else pages.push({ ref: value, dict, resources: own });
  };
  walk(file.catalog.dict.get('Pages'), new PdfDict(), 0);
  return pages;
}

/** Reads every page's text piece by piece, and tells what is drawn outside the structure or cannot be read. */
export function readPages(file: PdfFile, findings: Findings): ReadPage[] {
  const fonts = new Map<PdfValue, ReadFont>();
  return pagesOf(file).map(({ ref, dict, resources }, i) => {
    const reading = new PageReading(file, resources, findings, i + 1, fonts);
    try {
      new ContentReader(contentOf(file, dict), reading).read();
    } catch {
      findings.add('content-unreadable', i + 1);
    }
    return { ref, dict, marked: reading.marked };
  });
}

function contentOf(file: PdfFile, page: PdfDict): Buffer {
  const contents = file.resolve(page.get('Contents'));
  const parts = (Array.isArray(contents) ? contents : [contents]).map((item) => file.resolve(item));
  const streams = parts.filter((part): part is PdfStream => part instanceof PdfStream).map((part) => file.unfiltered(part));
  return streams.length === 1 ? streams[0]! : Buffer.concat(streams.flatMap((bytes) => [bytes, Buffer.from('\n')]));
}

class PageReading {
  readonly marked = new Map<number, MarkedText>();
  private readonly open: { text: MarkedText | undefined; artifact: boolean }[] = [];
  private readonly fontsByName = new Map<string, ReadFont>();
  private current: ReadFont | undefined;
  private target: MarkedText | undefined;
  private artifact = false;

  constructor(
    private readonly file: PdfFile,
    private readonly resources: PdfDict,
    private readonly findings: Findings,
    private readonly page: number,
    private readonly fonts: Map<PdfValue, ReadFont>,
  ) {}

  font(name: string): void {
    this.current = this.fontsByName.get(name) ?? this.openFont(name);
  }

  private openFont(name: string): ReadFont {
    const value = this.file.dict(this.resources.get('Font'))?.get(name) ?? null;
    const key = this.file.resolve(value);
    const font = this.fonts.get(key) ?? readFont(this.file, value, this.findings);
    this.fonts.set(key, font);
    this.fontsByName.set(name, font);
    return font;
  }

  show(codes: Buffer): void {
    const { current, target } = this;
    if (codes.length === 0) return;
    if (!target && !this.artifact) this.findings.add('content-untagged', this.page);
    if (!current) return this.findings.add('font-not-embedded', this.page);
    const { unicode, glyphs, wide } = current;
    let text = '';
    for (let i = 0; i + (wide ? 1 : 0) < codes.length; i += wide ? 2 : 1) {
      const code = wide ? (codes[i]! << 8) | codes[i + 1]! : codes[i]!;
      if (wide && (code === 0 || (glyphs !== undefined && code >= glyphs))) this.findings.add('glyph-missing', this.page);
      const read = unicode[code];
      if (read !== undefined) text += read;
      else if (wide || unicode.length > 0) this.findings.add('glyph-unread', this.page);
    }
    if (target) target.text += text;
  }

  begin(tag: string, mcid: number | undefined, properties: string | undefined): void {
    this.open.push({ text: this.target, artifact: this.artifact });
    if (tag === 'Artifact') this.artifact = true;
    const named = properties === undefined ? undefined : this.file.dict(this.file.dict(this.resources.get('Properties'))?.get(properties));
    const own = mcid ?? this.file.resolve(named?.get('MCID'));
    if (typeof own !== 'number') return;
    if (this.marked.has(own)) this.findings.add('mcid-twice', this.page);
    this.target = { tag, text: '', met: false };
    this.marked.set(own, this.target);
  }

  end(): void {
    const before = this.open.pop();
    if (!before) return this.findings.add('content-unreadable', this.page);
    this.target = before.text;
    this.artifact = before.artifact;
  }

  paint(): void {
    if (!this.target && !this.artifact) this.findings.add('content-untagged', this.page);
  }

  object(): void {
    this.paint();
  }

  color(): void {
    this.findings.add('color-space', this.page);
  }
}
