import { inflateSync } from 'node:zlib';
import { PdfFile } from '../../pades/pdf-file.js';
import { PdfDict, PdfName, PdfRef, PdfStream, PdfString, type PdfValue } from '../../pades/pdf-values.js';
import { type RenderedLetter, renderLetter } from '../../pdf/index.js';
import { referenceLetter } from '../../pdf/reference-letter.js';
import { firstPage, update } from '../attacks/attack.js';
import { inspectLetter, refuseUnfitLetter } from './check-letter.js';

let letter: RenderedLetter;

beforeAll(() => {
  letter = renderLetter(referenceLetter);
});

const codes = (bytes: Buffer) => inspectLetter(bytes, letter.heard).map(({ code }) => code);

/** Changes dictionaries: the first that the test picks is given to `change`. */
function sabotage(pick: (dict: PdfDict, file: PdfFile) => boolean, change: (dict: PdfDict, file: PdfFile) => void): Buffer {
  return update(letter.bytes, (file, next) => {
    for (const num of file.entries.keys()) {
      const value = file.object(num)!.value;
      const dict = value instanceof PdfStream ? value.dict : value;
      if (!(dict instanceof PdfDict) || !pick(dict, file)) continue;
      const copy = new PdfDict(dict);
      change(copy, file);
      return next.replace(new PdfRef(num, 0), value instanceof PdfStream ? new PdfStream(copy, value.raw) : copy);
    }
    throw new Error('nothing to sabotage');
  });
}

const named = (key: string, name: string) => (dict: PdfDict) => {
  const value = dict.get(key);
  return value instanceof PdfName && value.name === name;
};
const catalog = named('Type', 'Catalog');
const element = (tag: string) => named('S', tag);
const without = (key: string) => (dict: PdfDict) => void dict.delete(key);
const set = (key: string, value: PdfValue) => (dict: PdfDict) => void dict.set(key, value);

/** Rewrites the text of a stream that the test picks. */
function rewrite(pick: (file: PdfFile) => PdfRef, change: (text: string) => string): Buffer {
  return update(letter.bytes, (file, next) => {
    const ref = pick(file);
    const stream = file.resolve(ref) as PdfStream;
    const dict = new PdfDict(stream.dict);
    dict.delete('Filter');
    const text = (stream.dict.has('Filter') ? inflateSync(stream.raw) : stream.raw).toString('latin1');
    const changed = change(text);
    if (changed === text) throw new Error('nothing to sabotage');
    next.replace(ref, new PdfStream(dict, Buffer.from(changed, 'latin1')));
  });
}

const pageContent = (file: PdfFile): PdfRef => {
  const contents = firstPage(file).dict.get('Contents');
  return (Array.isArray(contents) ? contents[0] : contents) as PdfRef;
};
const metadata = (file: PdfFile) => file.catalog.dict.get('Metadata') as PdfRef;
const toUnicode = (file: PdfFile) => {
  const fonts = file.dict(file.dict(firstPage(file).dict.get('Resources'))?.get('Font'))!;
  return file.dict(fonts.get('text'))!.get('ToUnicode') as PdfRef;
};

it('finds nothing wrong with a letter as it is drawn', () => {
  expect(inspectLetter(letter.bytes, letter.heard)).toEqual([]);
  expect(() => refuseUnfitLetter(letter.bytes, letter.heard)).not.toThrow();
});

describe('sees that', () => {
  it.each<[string, string, () => Buffer]>([
    ['the language is gone', 'language-missing', () => sabotage(catalog, without('Lang'))],
    ['the title is not shown', 'title-not-shown', () => sabotage(catalog, without('ViewerPreferences'))],
    ['the file does not say that it is marked', 'mark-missing', () => sabotage(catalog, set('MarkInfo', new PdfDict()))],
    ['the outline is gone', 'outline-missing', () => sabotage(catalog, without('Outlines'))],
    ['the structure is gone', 'structure-missing', () => sabotage(catalog, without('StructTreeRoot'))],
    ['the colour profile is gone', 'output-intent', () => sabotage(catalog, without('OutputIntents'))],
    ['the metadata is gone', 'xmp-missing', () => sabotage(catalog, without('Metadata'))],
    ['a script is run', 'active-content', () => sabotage(catalog, set('OpenAction', new PdfDict([['S', new PdfName('JavaScript')]])))],
    ['a program is started', 'active-content', () => sabotage(named('S', 'URI'), () => undefined)],
    ['an attachment is not tied to the letter', 'attachment-irregular', () => sabotage(catalog, without('AF'))],
    ['the form is drawn anew', 'form-dynamic', () => sabotage((dict) => dict.has('SigFlags'), set('NeedAppearances', true))],
    ['an element is of no known kind', 'structure-type', () => sabotage(element('H2'), set('S', new PdfName('Overskrift')))],
    ['an element does not know its parent', 'structure-broken', () => sabotage(element('H2'), without('P'))],
    ['a paragraph is taken out of the structure', 'mcid-untagged', () => sabotage(element('Document'), (dict) => void dict.set('K', (dict.get('K') as PdfValue[]).slice(1)))],
    ['an element points at nothing', 'mcid-missing', () => sabotage(element('H2'), set('K', [9999]))],
    ['the heading has another tag on the page', 'tag-differs', () => sabotage(element('H2'), set('S', new PdfName('P')))],
    ['a heading leaps over a level', 'heading-order', () => sabotage(element('H2'), set('S', new PdfName('H4')))],
    ['a heading says nothing', 'heading-empty', () => sabotage(element('H2'), set('K', []))],
    ['a table has no headers', 'table-header', () => sabotage((dict) => element('TH')(dict) && dict.has('A'), without('A'))],
    ['a row has lost a cell', 'table-irregular', () => sabotage(element('TR'), (dict) => void dict.set('K', (dict.get('K') as PdfValue[]).slice(1)))],
    ['a list item has no content', 'list-irregular', () => sabotage(element('LBody'), set('S', new PdfName('P')))],
    ['a note has no id', 'note-id', () => sabotage(element('Note'), without('ID'))],
    ['a link is not described', 'link-contents', () => sabotage(named('Subtype', 'Link'), without('Contents'))],
    ['a picture is not described', 'figure-alt', () => sabotage(element('BlockQuote'), set('S', new PdfName('Figure')))],
    ['a field has no name', 'field-name', () => sabotage(named('FT', 'Sig'), without('TU'))],
    ['a field has no look', 'annotation-hidden', () => sabotage(named('FT', 'Sig'), without('AP'))],
    ['a link is not printed', 'annotation-hidden', () => sabotage(named('Subtype', 'Link'), set('F', 0))],
    ['a link is in no structure', 'annotation-untagged', () => sabotage(named('Subtype', 'Link'), without('StructParent'))],
    ['a link leads back to another element', 'parent-tree', () => sabotage(named('Subtype', 'Link'), set('StructParent', 0))],
    ['a page leads back to nothing', 'parent-tree', () => sabotage(named('Type', 'Page'), without('StructParents'))],
    ['the tabulator follows something else', 'tab-order', () => sabotage((dict) => named('Type', 'Page')(dict) && Array.isArray(dict.get('Annots')) && (dict.get('Annots') as PdfValue[]).length > 0, without('Tabs'))],
    ['a font is not embedded', 'font-not-embedded', () => sabotage(named('Type', 'FontDescriptor'), without('FontFile2'))],
    ['a font cannot be read back', 'font-unicode', () => sabotage(named('Subtype', 'Type0'), without('ToUnicode'))],
    ['the widths are not those of the font', 'font-width', () => sabotage(named('Subtype', 'CIDFontType2'), set('W', [0, [500, 999, 999]]))],
    ['two letters are read as each other', 'text-missing', () => rewrite(toUnicode, (text) => swapped(text, '0065', '0061'))],
    ['a letter is not read', 'glyph-unread', () => rewrite(toUnicode, (text) => text.replace(/<[0-9A-F]{4}> <0065>\n/, ''))],
    ['a glyph is missing', 'glyph-missing', () => rewrite(pageContent, (text) => text.replace(/\/text ([\d.]+) Tf \[\(/, '/text $1 Tf [<0000>('))],
    ['text stands outside the structure', 'content-untagged', () => rewrite(pageContent, (text) => text.replace(/\/P <<\/MCID \d+>> BDC/, '/P BMC'))],
    ['something is painted outside the structure', 'content-untagged', () => rewrite(pageContent, (text) => `${text}0 0 9 9 re f\n`)],
    ['two pieces bear one number', 'mcid-twice', () => rewrite(pageContent, (text) => text.replace('/MCID 1>>', '/MCID 0>>'))],
    ['a colour has no profile', 'color-space', () => rewrite(pageContent, (text) => `${text}/Artifact BMC 0 0 0 1 k EMC\n`)],
    ['the content cannot be read', 'content-unreadable', () => rewrite(pageContent, (text) => `${text}(`)],
    ['words are taken out of a paragraph', 'text-missing', () => sabotage((dict) => element('P')(dict) && Array.isArray(dict.get('K')) && typeof (dict.get('K') as PdfValue[])[0] === 'number', set('K', []))],
    ['it does not claim PDF/A', 'pdfa-claim', () => rewrite(metadata, (text) => text.replace(/pdfaid:conformance>A/, 'pdfaid:conformance>B'))],
    ['it does not claim PDF/UA', 'pdfua-claim', () => rewrite(metadata, (text) => text.replace(/<pdfuaid:part>1/, '<pdfuaid:part>2'))],
    ['PDF/A is not told what PDF/UA is', 'pdfua-undeclared', () => rewrite(metadata, (text) => text.replace(/<pdfaSchema:namespaceURI>[^<]*/, '<pdfaSchema:namespaceURI>'))],
    ['the titles differ', 'title-differs', () => rewrite(metadata, (text) => text.replace(/(<dc:title>[\s\S]*?<rdf:li[^>]*>)/, '$1Andet '))],
    ['a stream is packed in a forbidden way', 'stream-filter', () => sabotage((dict) => dict.has('Length1'), set('Filter', new PdfName('LZWDecode')))],
    ['the file has no id', 'file-id', () => Buffer.from(letter.bytes.toString('latin1').replace(/\/ID \[/, '/Di ['), 'latin1')],
    ['the file does not begin as an archive file', 'file-header', () => Buffer.concat([letter.bytes.subarray(0, 9), Buffer.from('%abcd'), letter.bytes.subarray(14)])],
    ['the file is cut short', 'file-unreadable', () => letter.bytes.subarray(0, letter.bytes.length - 400)],
    ['the file is encrypted', 'file-encrypted', () => Buffer.from(letter.bytes.toString('latin1').replace(/\/ID \[/, '/Encrypt 1 0 R /ID ['), 'latin1')],
  ])('%s (%s)', (what, code, broken) => {
    if (what === 'a program is started') return expect(codes(startsProgram())).toContain(code);
    expect(codes(broken())).toContain(code);
  }); // prettier-ignore

  it('a word is heard that the letter does not say, and one is not heard that it does', () => {
    const heard = [...letter.heard];
    expect(inspectLetter(letter.bytes, heard.slice(1)).map(({ code }) => code)).toEqual(['text-foreign']);
    expect(inspectLetter(letter.bytes, [...heard, 'Uhørt']).map(({ code }) => code)).toEqual(['text-missing']);
  });

  it('two words are glued together', () => {
    const glued = letter.heard.map((text) => text.replace('Foreningen takker', 'Foreningentakker'));
    expect(inspectLetter(letter.bytes, glued).map(({ code }) => code)).toEqual(['text-missing', 'text-foreign']);
  });
});

it('refuses a letter by codes alone, and says nothing of what stands in it', () => {
  const broken = sabotage(catalog, without('Lang'));
  expect(() => refuseUnfitLetter(broken, letter.heard)).toThrow(
    expect.objectContaining({ code: 'letter.check-failed', facts: { finding: 'language-missing' } }),
  );
});

it.each([['empty', Buffer.alloc(0)], ['no PDF', Buffer.from('hej')], ['a bare head', Buffer.from('%PDF-1.7\n')]])(
  'finds a file that is %s unreadable',
  (_, bytes) => {
    expect(inspectLetter(bytes).map(({ code }) => code)).toEqual(['file-unreadable']);
  },
); // prettier-ignore

function startsProgram(): Buffer {
  const launch = new PdfDict([['S', new PdfName('Launch')], ['F', PdfString.ofText('x')]] as [string, PdfValue][]); // prettier-ignore
  return sabotage(named('Subtype', 'Link'), set('A', launch));
}

function swapped(map: string, one: string, other: string): string {
  return map
    .replace(new RegExp(`<${one}>\\n`), '<!>\n')
    .replace(new RegExp(`<${other}>\\n`), `<${one}>\n`)
    .replace('<!>\n', `<${other}>\n`);
}
