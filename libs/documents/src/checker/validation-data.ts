import type { PdfFile } from '../pades/pdf-file.js';
import { PdfStream } from '../pades/pdf-values.js';

/** What a file's Document Security Store holds (EN 319 142-1 section 5.4.2), in DER. */
export interface ValidationData {
  present: boolean;
  certificates: Buffer[];
  ocsps: Buffer[];
  crls: Buffer[];
}

const MOST_PIECES = 60;
const LARGEST_PIECE = 16 * 1024 * 1024;

/** Reads the store. A piece that cannot be read is left out; nothing in it is believed before it is checked. */
export function readValidationData(file: PdfFile): ValidationData {
  const store = file.dict(file.catalog.dict.get('DSS'));
  const pieces = (key: string): Buffer[] =>
    file
      .list(store?.get(key))
      .slice(0, MOST_PIECES)
      .flatMap((item) => {
        const stream = quietly(() => file.resolve(item));
        const bytes = stream instanceof PdfStream ? quietly(() => file.unfiltered(stream)) : undefined;
        return bytes && bytes.length <= LARGEST_PIECE ? [bytes] : [];
      });
  return { present: store !== undefined, certificates: pieces('Certs'), ocsps: pieces('OCSPs'), crls: pieces('CRLs') };
}

function quietly<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
