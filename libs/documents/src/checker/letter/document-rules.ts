import type { PdfFile } from '../../pades/pdf-file.js';
import { PdfDict, PdfName, PdfRef, PdfStream, PdfString, type PdfValue } from '../../pades/pdf-values.js';
import type { Findings } from './finding.js';
import type { ReadPage } from './page-reader.js';
import { isUnseen } from './structure-reader.js';

const FILTERS = new Set(['FlateDecode', 'DCTDecode', 'ASCIIHexDecode', 'ASCII85Decode', 'RunLengthDecode', 'CCITTFaxDecode', 'JPXDecode']);
const ACTIONS = new Set(['URI', 'GoTo']);

/** What a file says of itself in its metadata. */
export interface XmpClaims {
  pdfa: string | undefined;
  pdfua: string | undefined;
  title: string | undefined;
  declaresUa: boolean;
}

/** The claims in a file's XMP; `undefined` without XMP. Read as text: namespaces are those that ISO 19005 and ISO 14289 fix. */
export function xmpClaims(file: PdfFile): XmpClaims | undefined {
  const stream = file.resolve(file.catalog.dict.get('Metadata'));
  if (!(stream instanceof PdfStream)) return undefined;
  const xml = file.unfiltered(stream).toString('utf8');
  const value = (name: string): string | undefined => new RegExp(`${name}(?:>|=["'])\\s*([^<"']{1,40})`).exec(xml)?.[1]?.trim();
  const [part, conformance, ua] = [value('pdfaid:part'), value('pdfaid:conformance'), value('pdfuaid:part')];
  const title = /<dc:title>[\s\S]{0,400}?<rdf:li[^>]{0,80}>([^<]*)<\/rdf:li>/.exec(xml)?.[1];
  return {
    pdfa: part === undefined ? undefined : `${part}${(conformance ?? '').toLowerCase()}`,
    pdfua: ua,
    title: title === undefined ? undefined : unescaped(title),
    declaresUa: /<pdfaSchema:namespaceURI>\s*http:\/\/www\.aiim\.org\/pdfua\/ns\/id\/\s*</.test(xml),
  };
}

/** The part of PDF/A-3 (ISO 19005-3) and PDF/UA-1 (ISO 14289-1) that concerns the file as a whole. */
export function checkDocument(file: PdfFile, pages: readonly ReadPage[], hasHeadings: boolean, findings: Findings): void {
  const rules = new DocumentRules(file, findings);
  rules.checkFile();
  rules.checkCatalog(hasHeadings);
  rules.checkMetadata();
  rules.checkAttachments();
  pages.forEach((page, i) => rules.checkAnnotations(page, i + 1));
}

class DocumentRules {
  private readonly catalog: PdfDict;

  constructor(
    private readonly file: PdfFile,
    private readonly findings: Findings,
  ) {
    this.catalog = file.catalog.dict;
  }

  /** Every object is read, so that a file which only holds together where it is used is found out. */
  checkFile(): void {
    const { file } = this;
    const head = file.bytes.subarray(0, 24);
    const line = head.indexOf(10) + 1;
    const marks = [...head.subarray(line, line + 5)];
    this.require(/^%PDF-1\.[0-7][\r\n]/.test(head.toString('latin1', 0, 10)) && marks[0] === 0x25 && marks.slice(1).every((byte) => byte > 127), 'file-header'); // prettier-ignore
    const id = file.list(file.trailer.get('ID'));
    this.require(id.length === 2 && id.every((item) => item instanceof PdfString && item.bytes.length > 0), 'file-id');
    for (const num of file.entries.keys()) {
      const value = file.object(num)?.value;
      if (value instanceof PdfStream) this.require(this.filtersAllowed(value), 'stream-filter');
      const dict = value instanceof PdfStream ? value.dict : value instanceof PdfDict ? value : undefined;
      if (dict) this.checkActions(dict);
    }
  }

  checkCatalog(hasHeadings: boolean): void {
    this.require(this.text(this.catalog, 'Lang') !== '', 'language-missing');
    this.require(this.file.dict(this.catalog.get('ViewerPreferences'))?.get('DisplayDocTitle') === true, 'title-not-shown');
    this.require(this.file.dict(this.catalog.get('MarkInfo'))?.get('Marked') === true, 'mark-missing');
    const outline = this.file.dict(this.file.dict(this.catalog.get('Outlines'))?.get('First'));
    this.require(!hasHeadings || (outline !== undefined && this.text(outline, 'Title') !== ''), 'outline-missing');
    const form = this.file.dict(this.catalog.get('AcroForm'));
    this.require(!form?.has('XFA') && form?.get('NeedAppearances') !== true, 'form-dynamic');
    const intents = this.file.list(this.catalog.get('OutputIntents')).map((item) => this.file.dict(item));
    const usable = intents.some((intent) => this.isName(intent?.get('S'), 'GTS_PDFA1') && this.isProfile(intent!.get('DestOutputProfile')));
    this.require(usable, 'output-intent');
  }

  checkMetadata(): void {
    const claims = xmpClaims(this.file);
    if (!claims) return this.findings.add('xmp-missing');
    this.require(claims.pdfa === '3a', 'pdfa-claim');
    this.require(claims.pdfua === '1', 'pdfua-claim');
    this.require(claims.declaresUa, 'pdfua-undeclared');
    const title = this.text(this.file.dict(this.file.trailer.get('Info')) ?? new PdfDict(), 'Title');
    this.require(claims.title !== undefined && claims.title.trim() !== '', 'title-missing');
    this.require(title === '' || claims.title === title, 'title-differs');
  }

  /** ISO 19005-3, 6.8: each embedded file has a name, a type and a relation, and is tied to the document. */
  checkAttachments(): void {
    const tree = this.file.dict(this.file.dict(this.catalog.get('Names'))?.get('EmbeddedFiles'));
    const names = this.file.list(tree?.get('Names'));
    const tied = this.file.list(this.catalog.get('AF'));
    for (let i = 1; i < names.length; i += 2) {
      const reference = names[i]!;
      const specification = this.file.dict(reference) ?? new PdfDict();
      const held = this.file.dict(specification.get('EF'));
      const stream = this.file.resolve(held?.get('F'));
      const typed = stream instanceof PdfStream && this.file.resolve(stream.dict.get('Subtype')) instanceof PdfName;
      const named = this.text(specification, 'F') !== '' && this.text(specification, 'UF') !== '';
      const related = this.file.resolve(specification.get('AFRelationship')) instanceof PdfName;
      const isTied = tied.some((item) => item instanceof PdfRef && reference instanceof PdfRef && item.num === reference.num);
      this.require(typed && named && related && isTied, 'attachment-irregular');
    }
  }

  checkAnnotations({ dict }: ReadPage, page: number): void {
    const annotations = this.file.list(dict.get('Annots')).map((item) => this.file.dict(item) ?? new PdfDict());
    const seen = annotations.filter((annotation) => !isUnseen(this.file, annotation));
    if (seen.length > 0 && !this.isName(dict.get('Tabs'), 'S')) this.findings.add('tab-order', page);
    for (const annotation of seen) {
      const flags = this.file.resolve(annotation.get('F'));
      const printed = typeof flags === 'number' && (flags & 4) !== 0 && (flags & (1 | 2 | 32)) === 0;
      const look = this.file.dict(annotation.get('AP'))?.has('N') ?? false;
      if (!printed || (!look && !this.isName(annotation.get('Subtype'), 'Link'))) this.findings.add('annotation-hidden', page);
    }
  }

  private checkActions(dict: PdfDict): void {
    const action = this.file.dict(dict.get('A')) ?? this.file.dict(dict.get('OpenAction'));
    const kind = this.file.resolve(action?.get('S'));
    const foreign = kind instanceof PdfName && action?.has('O') === false && !ACTIONS.has(kind.name);
    const scripts = dict.has('AA') || dict.has('JS') || this.isName(dict.get('S'), 'JavaScript') || dict.has('JavaScript');
    this.require(!foreign && !scripts, 'active-content');
  }

  private filtersAllowed({ dict }: PdfStream): boolean {
    const filter = this.file.resolve(dict.get('Filter'));
    const names = (Array.isArray(filter) ? filter : [filter]).map((item) => this.file.resolve(item)).filter((item) => item !== null);
    return names.every((item) => item instanceof PdfName && FILTERS.has(item.name)) && !dict.has('F');
  }

  private isProfile(value: PdfValue | undefined): boolean {
    const stream = this.file.resolve(value);
    return stream instanceof PdfStream && stream.raw.length > 100 && [1, 3, 4].includes(Number(this.file.resolve(stream.dict.get('N'))));
  }

  private text(dict: PdfDict, key: string): string {
    const value = this.file.resolve(dict.get(key));
    return value instanceof PdfString ? value.text : '';
  }

  private isName(value: PdfValue | undefined, name: string): boolean {
    const resolved = this.file.resolve(value);
    return resolved instanceof PdfName && resolved.name === name;
  }

  private require(holds: boolean, code: Parameters<Findings['add']>[0]): void {
    if (!holds) this.findings.add(code);
  }
}

function unescaped(text: string): string {
  const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
  return text.replace(/&(?:#(\d{1,7})|#x([0-9a-fA-F]{1,6})|(\w{2,4}));/g, (all, decimal?: string, hex?: string, name?: string) => {
    if (name !== undefined) return named[name] ?? all;
    const code = decimal === undefined ? parseInt(hex!, 16) : Number(decimal);
    return code <= 0x10ffff ? String.fromCodePoint(code) : all;
  });
}
