import type { PdfFile } from './pdf-file.js';
import { PdfParser } from './pdf-parser.js';

/**
 * Walks the bytes from `from` to the end of the file piece by piece: objects, cross-reference sections, trailers. Answers whether every
 * object there is one that some section names; one that lies outside is read only by programs that repair the file, and they would show
 * another file than the one that was checked.
 */
export function appendedBytesAreNamed(file: PdfFile, from: number): boolean {
  const parser = new PdfParser(file.bytes, from);
  try {
    for (parser.skipSpace(); parser.position < file.bytes.length; parser.skipSpace()) if (!readPiece(file, parser)) return false;
    return true;
  } catch {
    return false;
  }
}

function readPiece(file: PdfFile, parser: PdfParser): boolean {
  const start = parser.position;
  if (parser.at('xref')) {
    parser.expect('xref');
    for (parser.skipSpace(); !parser.at('trailer'); parser.skipSpace()) {
      parser.readInteger();
      for (let left = parser.readInteger(); left > 0; left--) skipRow(parser);
    }
    return file.isPlace(start);
  }
  if (parser.at('trailer')) {
    parser.expect('trailer');
    parser.readValue();
    return true;
  }
  if (parser.at('startxref')) {
    parser.expect('startxref');
    parser.readInteger();
    return true;
  }
  parser.readObject((ref) => Number(file.resolve(ref) ?? NaN));
  return file.isPlace(start);
}

function skipRow(parser: PdfParser): void {
  parser.readInteger();
  parser.readInteger();
  parser.skipSpace();
  parser.expect(parser.at('n') ? 'n' : 'f');
}
