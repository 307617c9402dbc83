import type { PdfFile } from './pdf-file.js';
import { PdfDict, PdfStream, type PdfValue, samePdfValue } from './pdf-values.js';

const PRODUCTION = ['ModDate', 'Producer'];
/** The same in XMP, as attributes or as elements. */
const XMP_PRODUCTION =
  /\s(?:xmp:ModifyDate|xmp:MetadataDate|pdf:Producer|x:xmptk)="[^"]*"|<(xmp:ModifyDate|xmp:MetadataDate|pdf:Producer)>[^<]*<\/\1>/g;

/**
 * Do two editions of a file's metadata differ in nothing but which program wrote the file last, and when? Takes an Info dictionary or an
 * XMP stream; one that was not there before may say nothing else.
 */
export function onlyProduction(before: PdfValue, signed: PdfFile, after: PdfValue, whole: PdfFile): boolean {
  if (after instanceof PdfStream) {
    const earlier = before instanceof PdfStream ? told(signed, before) : '';
    const later = told(whole, after);
    return before === null ? saysNothing(later) : before instanceof PdfStream && earlier === later;
  }
  if (!(before instanceof PdfDict) || !(after instanceof PdfDict)) return false;
  const keys = [...new Set([...before.keys(), ...after.keys()])].filter((key) => !PRODUCTION.includes(key));
  return keys.every((key) => samePdfValue(before.get(key) ?? null, after.get(key) ?? null));
}

function told(file: PdfFile, stream: PdfStream): string {
  return file.unfiltered(stream).toString('utf8').replace(XMP_PRODUCTION, '').replace(/\s+/g, ' ').trim();
}

/** Only packaging is left: no text between tags, no attribute but namespaces and the packet's own. */
function saysNothing(xml: string): boolean {
  const bare = xml.replace(/\s(?:xmlns:\w+|rdf:about|id|begin|end)="[^"]*"/g, '');
  return !/="/.test(bare) && bare.replace(/<[^>]*>/g, '').trim() === '';
}
