/**
 * The same letter by stock pdfkit, made as fast as its public surface allows: fonts parsed once, and what fontkit has laid out remembered per face
 * between letters. Text, lists and tables are pdfkit's own; footnotes stand on their page, headings with their text.
 */
import * as fontkit from 'fontkit';
import PDFDocument from 'pdfkit';
import { fontFiles } from './font-files.mjs';
import { letterOf, serve } from './serve.mjs';

const fonts = Object.fromEntries(Object.entries(fontFiles).map(([name, file]) => [name, fontkit.openSync(file)]));
const layouts = new Map();
const column = { left: 71, width: 358, top: 66, bottom: 772 };
const side = { left: 457, width: 98, top: 62 };

/** pdfkit gives every document a memory of its own for what fontkit has laid out; here a face keeps one. */
class SharingDocument extends PDFDocument {
  font(...args) {
    const made = super.font(...args);
    const face = this._font;
    if (face?.font && !face.shared) {
      face.shared = true;
      if (!layouts.has(face.name)) layouts.set(face.name, Object.create(null));
      face.layoutCache = layouts.get(face.name);
    }
    return made;
  }
}

const escapeXml = (text) => text.replace(/[&<>]/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** PDF/UA-1, described to PDF/A, which knows only its own properties. */
const uaIdentification = `<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"><pdfuaid:part>1</pdfuaid:part></rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#"><pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema><pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource"><pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType><pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>PDF/UA part</pdfaProperty:description></rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>`;

class Letter {
  constructor(letter) {
    this.letter = letter;
    const { title, author, createdAt } = letter;
    const info = { Title: escapeXml(title), Author: author, CreationDate: new Date(createdAt) };
    const form = {
      size: 'A4',
      margins: { top: column.top, bottom: 40, left: column.left, right: 40 },
      pdfVersion: '1.7',
      subset: 'PDF/A-3a',
    };
    this.doc = new SharingDocument({ ...form, tagged: true, lang: 'da-DK', displayTitle: true, bufferPages: true, font: null, info });
    for (const [name, font] of Object.entries(fonts)) this.doc.registerFont(name, font);
    this.notes = [];
    this.noteHeight = 0;
    this.noteCount = 0;
    this.fields = [];
    this.root = this.doc.struct('Document');
    this.doc.addStructure(this.root);
    this.doc.y = 128;
  }

  draw() {
    const { doc, letter } = this;
    this.letterhead();
    for (const line of letter.recipient) this.text('P', line, 'text', 10.5);
    doc.y += 40;
    this.text('H1', letter.title, 'sansStrong', 18);
    doc.outline.addItem(letter.title);
    for (const block of letter.blocks) this.block(block);
    this.drawNotes();
    this.pageNumbers();
    this.root.end();
    this.form();
    for (const { name, mediaType, relationship, description, bytes } of letter.attachments) {
      const dates = { creationDate: new Date(letter.createdAt), modifiedDate: new Date(letter.createdAt) };
      doc.file(bytes, { name, type: mediaType, relationship, description, ...dates });
    }
    doc.appendXML(uaIdentification);
    doc.end();
    return doc.read();
  }

  letterhead() {
    const { name, fields, lines } = this.letter.letterhead;
    const el = this.doc.struct('Sect');
    this.root.add(el);
    const at = this.doc.y;
    this.doc.y = side.top;
    const place = { x: side.left, width: side.width, parent: el };
    this.text('P', name, 'sansStrong', 30, place);
    for (const [label, value] of fields) this.text('P', `${label} ${value}`, 'sans', 8.6, place);
    for (const line of lines) this.text('P', line, 'sans', 8.6, place);
    el.end();
    this.doc.y = at;
  }

  /** A text of one face as one element, kept on its page when it fits one. */
  text(tag, text, face, size, { x = column.left, width = column.width, parent = this.root, keep = 0 } = {}) {
    this.doc.font(face, size);
    if (keep > 0) this.makeRoom(this.doc.heightOfString(text, { width }) + keep);
    const el = this.doc.struct(tag, () => this.doc.font(face, size).text(text, x, this.doc.y, { width }));
    parent.add(el);
    el.end();
  }

  /** Goes on to the next page when so many points are not free above the footnotes. */
  makeRoom(height) {
    if (this.doc.y + height + this.noteHeight <= column.bottom) return;
    this.drawNotes();
    this.doc.addPage();
    this.doc.y = column.top;
  }

  block(block) {
    const { doc } = this;
    switch (block.kind) {
      case 'heading':
        doc.y += 14;
        this.text('H2', block.text, 'sansStrong', 12.5, { keep: 36 });
        doc.outline.addItem(block.text);
        break;
      case 'paragraph':
        doc.y += 5;
        this.runs(block.runs, 'P', this.root, column.left, column.width);
        break;
      case 'list':
        this.list(block);
        break;
      case 'table':
        this.table(block);
        break;
      case 'signature':
        this.signature(block);
    }
  }

  /** A paragraph of runs, with its footnotes on the same page. */
  runs(runs, tag, parent, x, width) {
    const { doc } = this;
    doc.font('text', 10.5);
    const notes = runs.flatMap(({ footnote }) => footnote ?? []);
    const height = doc.heightOfString(runs.map(({ text }) => text).join(''), { width });
    doc.font('text', 8.4);
    const noteHeight = notes.reduce((sum, note) => sum + doc.heightOfString(note, { width: column.width - 14 }) + 4, 0);
    this.makeRoom(height + noteHeight);
    this.noteHeight += noteHeight;
    const el = doc.struct(tag);
    parent.add(el);
    doc.x = x;
    runs.forEach((run, i) => {
      const continued = i < runs.length - 1 || run.footnote !== undefined;
      const show = () => doc.font(run.bold ? 'strong' : 'text', 10.5).text(run.text, { width, continued });
      el.add(doc.struct('Span', show));
      if (run.footnote === undefined) return;
      const mark = this.mark(run.footnote);
      el.add(doc.struct('Reference', () => doc.font('sans', 6.7).text(mark, { continued: i < runs.length - 1, rise: 4 })));
    });
    el.end();
  }

  mark(note) {
    this.noteCount += 1;
    this.notes.push({ number: this.noteCount, text: note });
    return String(this.noteCount);
  }

  /** The notes of a page, at its foot. */
  drawNotes() {
    const { doc } = this;
    const [x, y] = [doc.x, doc.y];
    doc.y = column.bottom - this.noteHeight;
    for (const { number, text } of this.notes) {
      const el = doc.struct('Note');
      el.dictionary.data.ID = new String(`note-${number}`);
      this.root.add(el);
      const top = doc.y;
      el.add(doc.struct('Lbl', () => doc.font('text', 8.4).text(String(number), column.left, top, { width: 14 })));
      el.add(doc.struct('P', () => doc.font('text', 8.4).text(text, column.left + 14, top, { width: column.width - 14 })));
      el.end();
      doc.y += 4;
    }
    this.notes = [];
    this.noteHeight = 0;
    [doc.x, doc.y] = [x, y];
  }

  list({ ordered, items }) {
    const { doc } = this;
    const list = doc.struct('L');
    list.dictionary.data.A = { O: 'List', ListNumbering: ordered ? 'Decimal' : 'Disc' };
    this.root.add(list);
    items.forEach((item, i) => {
      doc.y += 3;
      const entry = doc.struct('LI');
      list.add(entry);
      this.makeRoom(32);
      const { y } = doc;
      const label = ordered ? `${i + 1}.` : '•';
      entry.add(doc.struct('Lbl', () => doc.font('text', 10.5).text(label, column.left, y, { width: 18 })));
      const body = doc.struct('LBody');
      entry.add(body);
      doc.x = column.left + 18;
      doc.y = y;
      this.runs(item, 'P', body, column.left + 18, column.width - 18);
      body.end();
      entry.end();
    });
    list.end();
  }

  table({ caption, columns, rows }) {
    const { doc } = this;
    doc.y += 10;
    this.text('P', caption, 'sansStrong', 9, { keep: 40 });
    doc.font('sans', 9);
    const cell = (text, i, kind) => ({ text, align: columns[i].align, type: kind, border: [0, 0, 0.5, 0], padding: [3, 5, 3, 5] });
    const head = columns.map(({ header }, i) => ({ ...cell(header, i, 'TH'), scope: 'Column', font: { src: 'sansStrong', size: 9 } }));
    const body = rows.map((row) =>
      row.map((text, i) => ({ ...cell(text, i, i === 0 ? 'TH' : 'TD'), ...(i === 0 ? { scope: 'Row' } : {}) })),
    );
    const shares = columns.reduce((sum, { share }) => sum + share, 0);
    const columnStyles = columns.map(({ share }) => (share / shares) * column.width);
    doc.table({ position: { x: column.left, y: doc.y }, columnStyles, structParent: this.root, data: [head, ...body] });
    doc.x = column.left;
    doc.y += 6;
  }

  /** Places to sign, two to a row. */
  signature({ name, function: office, field }) {
    const { doc } = this;
    const second = this.fields.length % 2 === 1;
    if (!second) this.makeRoom(110);
    const x = column.left + (second ? 190 : 0);
    const y = second ? this.signatureTop : doc.y + 8;
    this.signatureTop = y;
    const el = doc.struct('Form');
    this.root.add(el);
    const box = doc.ref({ Type: 'XObject', Subtype: 'Form', BBox: [0, 0, 168, 54], Resources: {} });
    box.end(Buffer.from('0.965 0.972 0.98 rg 0 0 168 54 re f\n'));
    const options = { FT: 'Sig', T: new String(field), TU: new String(`Underskrift: ${name}`), F: 4, AP: { N: box }, structParent: el };
    doc.annotate(x, y, 168, 54, { Subtype: 'Widget', P: doc.page.dictionary, ...options });
    this.fields.push(doc.page.annotations.at(-1));
    el.end();
    doc.y = y + 58;
    this.text('P', name, 'strong', 10.5, { x, width: 168 });
    this.text('P', office, 'sans', 8.5, { x, width: 168 });
  }

  form() {
    const form = this.doc.ref({ Fields: this.fields, SigFlags: 3 });
    this.doc._root.data.AcroForm = form;
    this.doc.endAcroForm = () => form.end();
  }

  pageNumbers() {
    const { count } = this.doc.bufferedPageRange();
    for (let page = 0; page < count; page += 1) {
      this.doc.switchToPage(page);
      this.doc.markContent('Artifact', { type: 'Pagination', attached: ['Top'] });
      this.doc.font('sans', 8.6).text(`Side ${page + 1} af ${count}`, side.left, column.bottom - 12, { lineBreak: false });
      this.doc.endMarkedContent();
    }
  }
}

await serve((letter) => new Letter(letter).draw(), letterOf);
