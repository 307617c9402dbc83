import { createHash } from 'node:crypto';
import type { LetterAttachment } from '@genmaele/contracts';
import PDFDocument from 'pdfkit';
import type { DrawList, OutlineEntry } from './draw-list.js';
import type { Faces } from './face-types.js';
import { fillDeflated, pdfText, type PdfFile, type PdfPage, type Ref, writeDeflated } from './pdf-objects.js';
import { Pen } from './write-content.js';
import { PictureBook } from './write-figure.js';
import { writeFonts } from './write-fonts.js';
import { StructureWriter } from './write-structure.js';
import { uaIdentification, XmpText } from './write-metadata.js';

/** What the file says of itself. */
export interface LetterMeta {
  title: string;
  subject?: string;
  author: string;
  language: string;
  createdAt: Date;
}

/** pdfkit's own types leave out what its object layer offers; this is all of it that is used. */
interface LetterFile extends PdfFile {
  _root: Ref;
  endAcroForm: () => void;
  outline: Outline;
  addPage(): void;
  appendXML(xml: string): void;
  end(): void;
}

interface Outline {
  dictionary: Ref;
  addItem(title: string, options: Record<string, unknown>): Outline;
}

/**
 * Gathers what pdfkit writes, instead of a stream: text as it comes, taken to bytes when a stream's bytes follow it. `_offset` counts the bytes, of
 * which the cross-reference table is made; all text is one byte a sign. pdfkit writes while it is constructed, before a field could exist.
 */
class CollectedDocument extends PDFDocument {
  declare collected?: (string | Uint8Array)[];
  declare pending?: string;
  declare _offset: number;
  declare _offsets: (number | null)[];
  declare _id: Uint8Array;
  declare _root: Ref;
  declare _info: Ref;

  _write(data: string | Uint8Array): void {
    if (typeof data === 'string') {
      this.pending = `${this.pending ?? ''}${data}\n`;
      this._offset += data.length + 1;
    } else {
      (this.collected ??= []).push(this.pending ?? '', data);
      this.pending = '';
      this._offset += data.length;
    }
  }

  reserve(): number {
    return this._offsets.push(null);
  }

  put(number: number, source: string, stream?: Uint8Array): void {
    this._offsets[number - 1] = this._offset;
    if (!stream) return this._write(`${number} 0 obj\n${source}\nendobj`);
    this._write(`${number} 0 obj\n${source}\nstream`);
    this._write(stream);
    this._write('\nendstream\nendobj');
  }

  /** The table of where objects stand, which pdfkit writes line by line: a letter has some six hundred. */
  _finalize(): void {
    const at = this._offset;
    let places = '';
    for (const offset of this._offsets) places += `${String(offset).padStart(10, '0')} 00000 n \n`;
    const count = this._offsets.length + 1;
    const id = Buffer.from(this._id).toString('hex');
    const trailer = `<<\n/Size ${count}\n/Root ${this._root.toString()}\n/Info ${this._info.toString()}\n/ID [<${id}> <${id}>]\n>>`;
    this._write(`xref\n0 ${count}\n0000000000 65535 f \n${places}trailer\n${trailer}\nstartxref\n${at}\n%%EOF`);
  }

  override push(): boolean {
    return true;
  }

  bytes(): Buffer {
    const bytes = Buffer.allocUnsafeSlow(this._offset);
    let at = 0;
    for (const part of [...(this.collected ?? []), this.pending ?? '']) {
      if (typeof part === 'string') at += bytes.write(part, at, 'latin1');
      else {
        bytes.set(part, at);
        at += part.length;
      }
    }
    return bytes;
  }
}

/**
 * Writes a laid-out letter as PDF 1.7 that is both PDF/A-3a (ISO 19005-3) and PDF/UA-1 (ISO 14289-1), with its attachments as associated
 * files and an empty signature field at each place to sign. The same input gives the same bytes.
 */
export function writeLetter(list: DrawList, faces: Faces, meta: LetterMeta, attachments: readonly LetterAttachment[]): Buffer {
  const document = new CollectedDocument(documentOptions(meta) as PDFKit.PDFDocumentOptions);
  const file = document as unknown as LetterFile;
  const pages = list.pages.map((): PdfPage => {
    file.addPage();
    return file.page;
  });
  const fonts = writeFonts(file, list, faces);
  const pictures = new PictureBook(file);
  const structure = new StructureWriter(file, pages, list, placeholderMaker(file));
  const pen = new Pen(list.height, faces, fonts, (item) => structure.mcidOf(item));
  list.pages.forEach((page, i) => {
    Object.assign(pages[i]!.fonts, fonts.resources);
    for (const item of page.items) if (item.kind === 'figure') pictures.supply(pages[i]!, item);
    fillDeflated(pages[i]!.content, pen.draw(page));
  });
  structure.finish();
  writeForm(file, structure.fields);
  writeOutline(file.outline, list.outline, list.width);
  writeAttachments(file, attachments, meta.createdAt);
  file.appendXML(uaIdentification);
  file.end();
  return document.bytes();
}

function documentOptions({ title, subject, author, language, createdAt }: LetterMeta): Record<string, unknown> {
  const info = {
    Title: new XmpText(title),
    Author: new XmpText(author),
    ...(subject === undefined ? {} : { Subject: new XmpText(subject) }),
    Creator: new XmpText('Genmæle'),
    Producer: new XmpText('Genmæle (pdfkit)'),
    CreationDate: createdAt,
  };
  const form = { size: 'A4', margin: 0, pdfVersion: '1.7', subset: 'PDF/A-3a', tagged: true, lang: language, displayTitle: true };
  return { ...form, bufferPages: true, autoFirstPage: false, compress: false, font: null, info };
}

/** pdfkit's own form demands a font and asks readers to draw the fields anew; a signed letter must not be drawn anew. */
function writeForm(file: LetterFile, fields: Ref[]): void {
  if (fields.length === 0) return;
  const form = file.ref({ Fields: fields, SigFlags: 3 });
  file._root.data.AcroForm = form;
  file.endAcroForm = () => form.end();
}

/** What a field shows until it is signed: a pale box with a line to sign on. One for each size. */
function placeholderMaker(file: PdfFile): (width: number, height: number) => Ref {
  const made = new Map<string, Ref>();
  return (width, height) => {
    const key = `${width}x${height}`;
    const known = made.get(key);
    if (known) return known;
    const ref = file.ref({ Type: 'XObject', Subtype: 'Form', BBox: [0, 0, width, height], Resources: {} });
    ref.end(Buffer.from(`0.965 0.972 0.98 rg 0 0 ${width} ${height} re f\n0.34 0.37 0.41 RG 0.6 w 0 0.3 m ${width} 0.3 l S\n`, 'latin1'));
    made.set(key, ref);
    return ref;
  };
}

/** Each entry hangs below the nearest one of a higher rank before it. pdfkit measures `left` from the right edge, so the width is 0. */
function writeOutline(root: Outline, entries: readonly OutlineEntry[], width: number): void {
  const path: { level: number; node: Outline }[] = [];
  for (const { level, text, page, top } of entries) {
    while (path.length > 0 && path.at(-1)!.level >= level) path.pop();
    const node = (path.at(-1)?.node ?? root).addItem(text, { pageNumber: page, top, left: width, fit: false, expanded: true });
    node.dictionary.data.Title = pdfText(text);
    path.push({ level, node });
  }
}

/** Embeds the files as associated ones (ISO 19005-3, 6.8). The name tree is in byte order: pdfkit would sort it by the machine's locale. */
function writeAttachments(file: LetterFile, attachments: readonly LetterAttachment[], createdAt: Date): void {
  if (attachments.length === 0) return;
  const named = attachments.map(({ name, mediaType, relationship, description, bytes }) => {
    const CheckSum = createHash('md5').update(bytes).digest();
    const Params = { CreationDate: createdAt, ModDate: createdAt, CheckSum, Size: bytes.length };
    const F = writeDeflated(file, { Type: 'EmbeddedFile', Subtype: mediaType.replaceAll('/', '#2F'), Params }, bytes);
    const texts = { F: pdfText(name), UF: pdfText(name), Desc: pdfText(description) };
    const specification = file.ref({ Type: 'Filespec', AFRelationship: relationship, EF: { F }, ...texts });
    specification.end();
    return [name, specification] as const;
  });
  file._root.data.AF = named.map(([, specification]) => specification);
  const inOrder = [...named].sort(([a], [b]) => (a < b ? -1 : 1));
  const names = file._root.data.Names as Ref;
  names.data.EmbeddedFiles = { Names: inOrder.flatMap(([name, specification]) => [pdfText(name), specification]) };
}
