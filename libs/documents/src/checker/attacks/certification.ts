import { PdfDict, PdfName, PdfRef, PdfStream, PdfString, type PdfValue } from '../../pades/pdf-values.js';
import { type Attack, type AttackGround, fieldNamed, firstPage, update } from './attack.js';

const OVER_THE_TEXT = [72, 300, 420, 720];

/** Annotations drawn over a certified letter (evil annotation attack), which a careless reader allows. */
export function annotations(certified: Buffer): Attack[] {
  return ['Stamp', 'FreeText', 'Redact', 'Square', 'Ink', 'Highlight'].map((subtype) => ({
    family: 'annotation',
    name: `${subtype} over the text`,
    bytes: update(certified, (file, next) => {
      const look = next.add(drawing());
      const note = new PdfDict([['Type', new PdfName('Annot')], ['Subtype', new PdfName(subtype)], ['Rect', OVER_THE_TEXT], ['F', 4], ['Contents', PdfString.ofText('andet')]] as [string, PdfValue][]); // prettier-ignore
      hangOn(file, next, next.add(note.set('AP', new PdfDict([['N', look]]))));
    }),
  }));
}

/** Signatures whose box lies over the text of a certified letter (sneaky signature attack), signed by someone who is trusted. */
export async function sneakySignatures(certified: Buffer, ground: AttackGround): Promise<Attack[]> {
  const withField = (change: (dict: PdfDict) => PdfDict): Buffer =>
    update(certified, (file, next) => {
      const field = new PdfDict([['Type', new PdfName('Annot')], ['Subtype', new PdfName('Widget')], ['FT', new PdfName('Sig')], ['T', PdfString.ofText('lusket')], ['Rect', OVER_THE_TEXT], ['F', 4], ['P', firstPage(file).ref], ['AP', new PdfDict([['N', next.add(drawing())]])]] as [string, PdfValue][]); // prettier-ignore
      const ref = next.add(change(field));
      hangOn(file, next, ref);
      const form = file.catalog.dict.get('AcroForm') as PdfRef;
      const dict = new PdfDict(file.dict(form));
      next.replace(form, dict.set('Fields', [...file.list(dict.get('Fields')), ref]));
    });
  const changed = (key: string, value: PdfValue): Buffer =>
    update(certified, (file, next) => {
      const { ref, dict } = fieldNamed(file, ground.second);
      next.replace(ref, new PdfDict(dict).set(key, value));
    });
  const made: [string, Buffer][] = [
    [
      'a new field over the text, signed',
      await ground.sign(
        withField((dict) => dict),
        'lusket',
        false,
      ),
    ],
    ['a new field over the text, left empty', withField((dict) => dict)],
    ['a new field with an action', withField((dict) => dict.set('Rect', [0, 0, 0, 0]).set('A', new PdfDict([['S', new PdfName('URI')]])))],
    ['the empty field moved over the text, then signed', await ground.sign(changed('Rect', OVER_THE_TEXT), ground.second, false)],
    ['the empty field painted without being signed', changed('AP', new PdfDict())],
    ['the empty field given a value that is no signature', changed('V', new PdfDict([['Type', new PdfName('Sig')]]))],
  ];
  return made.map(([name, bytes]) => ({ family: 'signature', name, bytes }));
}

function drawing(): PdfStream {
  const dict = new PdfDict([['Type', new PdfName('XObject')], ['Subtype', new PdfName('Form')], ['BBox', [0, 0, 348, 420]]] as [string, PdfValue][]); // prettier-ignore
  return new PdfStream(dict, Buffer.from('1 g 0 0 348 420 re f'));
}

function hangOn(file: Parameters<typeof firstPage>[0], next: { replace(ref: PdfRef, value: PdfValue): void }, ref: PdfRef): void {
  const { ref: page, dict } = firstPage(file);
  next.replace(page, new PdfDict(dict).set('Annots', [...file.list(dict.get('Annots')), ref]));
}
