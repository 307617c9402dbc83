import { inflateSync } from 'node:zlib';
import type { LetterDocument } from '@genmaele/contracts';
import { MissingGlyphError, renderLetter, warmDrawing } from './index.js';
import { referenceLetter } from './reference-letter.js';

const { bytes, pages, signatureFields } = renderLetter(referenceLetter);
const source = bytes.toString('latin1');
const count = (pattern: RegExp): number => [...source.matchAll(pattern)].length;

/** Every deflated stream of the file that inflates to text. */
function streams(file: Buffer): string[] {
  const text = file.toString('latin1');
  return [...text.matchAll(/stream\n/g)].flatMap(({ index }) => {
    try {
      return [inflateSync(file.subarray(index + 7)).toString('latin1')];
    } catch {
      return [];
    }
  });
}

describe('a written letter', () => {
  it('says that it is PDF/A-3a and PDF/UA-1, and explains the latter to the former', () => {
    expect(source).toContain('<pdfaid:part>3</pdfaid:part>');
    expect(source).toContain('<pdfaid:conformance>A</pdfaid:conformance>');
    expect(source).toContain('<pdfuaid:part>1</pdfuaid:part>');
    expect(source).toContain('<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>');
  });

  it('is marked, Danish, and shows its title, escaped where XML needs it', () => {
    expect(source).toContain('/Marked true');
    expect(source).toContain('/Lang (da-DK)');
    expect(source).toContain('/DisplayDocTitle true');
    expect(bytes.toString('utf8')).toContain('Høringssvar: boliger &#38; områder &#60;udkast&#62;</rdf:li>');
  });

  it('has an empty signature field at each place to sign, printed, tagged and named', () => {
    expect(signatureFields).toEqual(['Udvalgsformand', 'Formand']);
    const widgets = source.split('endobj').filter((object) => object.includes('/Subtype /Widget'));
    expect(widgets).toHaveLength(2);
    for (const [i, widget] of widgets.entries()) {
      expect(widget).toContain(`/T (${signatureFields[i]})`);
      expect(widget).toMatch(/\/F 4\s/);
      expect(widget).toMatch(/\/P \d+ 0 R/);
      expect(widget).toMatch(/\/StructParent \d+/);
      expect(widget).toMatch(/\/AP <<\s*\/N \d+ 0 R/);
      expect(widget).toContain('/TU (');
      expect(widget).not.toMatch(/\/V\s/);
    }
    expect(count(/\/S \/Form\b/g)).toBe(2);
    expect(source).toContain('/SigFlags 3');
  });

  it('carries its attachment as an associated file', () => {
    expect(source).toContain('/AFRelationship /Data');
    expect(source).toMatch(/\/AF \[\d+ 0 R\]/);
    expect(source).toContain('/Names [(response.json)');
    expect(streams(bytes)).toContain('{"points":[]}');
  });

  it('gives each link a text of its own', () => {
    const link = source.split('endobj').find((object) => object.includes('/Subtype /Link'))!;
    expect(link).toContain('/URI (https://www.retsinformation.dk/eli/lta/2020/1203)');
    expect(link.replaceAll('\u0000', '')).toContain('/Contents (þÿLink: den gældende lov ');
  });

  it('marks every drawing as content or artifact, in balance', () => {
    const contents = streams(bytes).filter((stream) => stream.includes(' BDC'));
    expect(contents).toHaveLength(pages);
    for (const content of contents) {
      expect(content.match(/ BDC\n/g)!.length).toBe(content.match(/^EMC$/gm)!.length);
      expect(content.replace(/\/\w+ <<[^>]*>> BDC\n[^]*?\nEMC\n/g, '')).toBe('');
    }
  });

  it('embeds an extra subset only for names outside the fixed one', () => {
    expect(count(/\/FontName \/(?!GENMAE\+)[A-Z]{6}\+/g)).toBe(1);
    const without: LetterDocument = { ...referenceLetter, blocks: referenceLetter.blocks.filter(({ kind }) => kind !== 'signature') };
    const plain = renderLetter(without).bytes.toString('latin1');
    expect([...plain.matchAll(/\/FontName \/(?!GENMAE\+)[A-Z]{6}\+/g)]).toHaveLength(0);
    expect(plain).not.toContain('/AcroForm');
  });

  it('refuses a character that cannot be drawn, and names it', () => {
    const letter: LetterDocument = { ...referenceLetter, recipient: ['Ministeriet 漢'] };
    expect(() => renderLetter(letter)).toThrow(MissingGlyphError);
    expect(() => renderLetter(letter)).toThrow('U+6F22');
  });

  it('refuses a letter out of shape', () => {
    expect(() => renderLetter({ ...referenceLetter, blocks: [] })).toThrow();
    expect(() => renderLetter({ ...referenceLetter, createdAt: '18-08-2026' })).toThrow();
  });

  it('is the same after the drawing was made warm, also with fonts that are not there', () => {
    warmDrawing();
    expect(() => warmDrawing({ text: '/ingen/skrift.ttf' })).not.toThrow();
    expect(renderLetter(referenceLetter).bytes.equals(bytes)).toBe(true);
  });
});
