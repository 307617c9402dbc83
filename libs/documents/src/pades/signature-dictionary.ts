import { PdfDict, PdfName, PdfString, writePdfValue } from './pdf-values.js';

/** What stands in a signature dictionary beside its contents. */
export interface SignatureEntry {
  at: Date;
  name: string;
  /** The signer's function, kept as /Reason. */
  reason: string;
  /** A certification that allows signing and filling in, nothing else (DocMDP, P 2). */
  certify: boolean;
  /** Room for the CMS signature, in bytes. */
  room: number;
}

/** A dictionary with room left for byte range and contents; the offsets are in `bytes`. */
export interface RoomySignature {
  bytes: Buffer;
  /** Of `[` of the range. */
  rangeAt: number;
  /** Of `<` of the contents, and just after `>`. */
  contentsAt: number;
  contentsEnd: number;
}

const RANGE_WIDTH = 48;

/** A PAdES signature dictionary (EN 319 142-1 section 5.3) with empty contents and byte range. */
export function signatureDictionary(entry: SignatureEntry): RoomySignature {
  const rest = new PdfDict().set('M', PdfString.ofText(pdfTime(entry.at))).set('Name', PdfString.ofText(entry.name));
  if (entry.reason) rest.set('Reason', PdfString.ofText(entry.reason));
  if (entry.certify) rest.set('Reference', [documentModification()]);
  return withRoom('/Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached', rest, entry.room);
}

/** The dictionary of a document time stamp (EN 319 142-1 section 5.4.3); it says neither who nor when: the token does. */
export function timestampDictionary(room: number): RoomySignature {
  return withRoom('/Type /DocTimeStamp /Filter /Adobe.PPKLite /SubFilter /ETSI.RFC3161', new PdfDict(), room);
}

function withRoom(kind: string, rest: PdfDict, room: number): RoomySignature {
  const head = `<<${kind} /ByteRange `;
  const range = `[${' '.repeat(RANGE_WIDTH)}]`;
  const contents = `<${'0'.repeat(room * 2)}>`;
  const tail = writePdfValue(rest).toString('latin1').slice(2);
  const contentsAt = head.length + range.length + ' /Contents '.length;
  return {
    bytes: Buffer.from(`${head}${range} /Contents ${contents} ${tail}`, 'latin1'),
    rangeAt: head.length,
    contentsAt,
    contentsEnd: contentsAt + contents.length,
  };
}

/** The byte range as text that fills the room left for it. */
export function byteRangeText(contentsAt: number, contentsEnd: number, fileLength: number): string {
  return `[0 ${contentsAt} ${contentsEnd} ${fileLength - contentsEnd}`.padEnd(RANGE_WIDTH + 1) + ']';
}

/** ISO 32000-1 section 7.9.4, in UTC. */
function pdfTime(at: Date): string {
  return `D:${at
    .toISOString()
    .replace(/[-:T]/g, '')
    .replace(/\.\d+Z$/, '')}Z`;
}

function documentModification(): PdfDict {
  return new PdfDict()
    .set('Type', new PdfName('SigRef'))
    .set('TransformMethod', new PdfName('DocMDP'))
    .set('TransformParams', new PdfDict().set('Type', new PdfName('TransformParams')).set('P', 2).set('V', new PdfName('1.2')));
}
