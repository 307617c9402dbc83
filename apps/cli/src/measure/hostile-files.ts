import { Buffer } from 'node:buffer';
import { hostilePdfs } from './hostile-pdf.js';
import { zipOf } from './hostile-zip.js';

const opening = '<p class="CentreretParagraf">§ 1</p><p class="Paragraf">I lov om x foretages følgende ændringer:</p>';
const html = (body: string): Buffer => Buffer.from(`<html>${body}`);
const lexdania = '<Dokument><Paragraf><Explicatus>§ 1.</Explicatus><Char>&x;</Char></Paragraf></Dokument>';
const xml = (body: string): Buffer => Buffer.from(`<?xml version="1.0"?>${body}`);

const namespace = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"';
const paragraph = '<w:p><w:r><w:t>§ 1. Kommunen skal svare.</w:t></w:r></w:p>';
const wordXml = (body: string, head = ''): Buffer => Buffer.from(`${head}<w:document ${namespace}><w:body>${body}</w:body></w:document>`);
const document = (content: Buffer, claimed?: number) => ({
  name: 'word/document.xml',
  content,
  ...(claimed === undefined ? {} : { claimed }),
});
const laughs = '<!DOCTYPE w [<!ENTITY a "haha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>';
const small = Buffer.from('<x/>');

function hostileWord(canary: string): Record<string, () => Buffer> {
  const template = `<Relationships><Relationship Id="r1" Type="attachedTemplate" TargetMode="External" Target="${canary}/skabelon.dotm"/></Relationships>`;
  return {
    'bombe 1:1000': () => zipOf([document(Buffer.alloc(300_000_000, 0x20))]),
    'bombe under loftet': () => zipOf([document(wordXml(paragraph.repeat(60_000)))]),
    'zip i zip': () => zipOf([{ name: 'a.zip', content: zipOf([document(Buffer.alloc(50_000_000))]) }]),
    'navne ud af mappen': () => zipOf([document(wordXml(paragraph)), { name: '../../../etc/genmaele', content: small }]),
    'navn fra roden': () => zipOf([{ name: '/etc/genmaele', content: small }, document(wordXml(paragraph))]),
    'navn med bagstreg': () => zipOf([{ name: '..\\..\\x', content: small }, document(wordXml(paragraph))]),
    'for lille angivet': () => zipOf([document(wordXml(paragraph.repeat(1000)), 10)]),
    'for stor angivet': () => zipOf([document(wordXml(paragraph), 0xffff_fff0)]),
    '60.000 filer': () =>
      zipOf([document(wordXml(paragraph)), ...Array.from({ length: 60_000 }, (_, i) => ({ name: `x/${i}`, content: small }))]),
    'samme navn to gange': () => zipOf([document(wordXml(paragraph)), document(wordXml(''))]),
    krypteret: () => zipOf([{ ...document(wordXml(paragraph)), encrypted: true }]),
    'fremmed skabelon': () =>
      zipOf([document(wordXml(paragraph)), { name: 'word/_rels/settings.xml.rels', content: Buffer.from(template) }]),
    'fremmed DTD': () => zipOf([document(wordXml(paragraph, `<!DOCTYPE w SYSTEM "${canary}/w.dtd">`))]),
    'entiteter uden ende': () => zipOf([document(wordXml('<w:p><w:r><w:t>&c;</w:t></w:r></w:p>', laughs))]),
    'elementer uden ende': () => zipOf([document(wordXml('<w:p>'.repeat(500_000)))]),
    'en million attributter': () =>
      zipOf([document(wordXml(`<w:p ${Array.from({ length: 300_000 }, (_, i) => `a${i}="1"`).join(' ')}/>`))]),
    'ikke XML': () => zipOf([document(Buffer.from('§ 1. Kommunen skal svare.'))]),
    'skåret over': () => zipOf([document(wordXml(paragraph.repeat(100)))]).subarray(0, 200),
    'uden dokument': () => zipOf([{ name: 'word/documentation.txt', content: small }]),
  };
}

const hostilePages: Record<string, () => Buffer> = {
  '300.000 tabeller i hinanden': () => html('<table><tr><td>x'.repeat(300_000) + opening),
  'en million attributter': () => html(`<p ${Array.from({ length: 1_000_000 }, (_, i) => `a${i}=1`).join(' ')}>${opening}`),
  'en million uafsluttede': () => html('<div>'.repeat(1_000_000) + opening),
  'slutmærker for intet': () => html('</p></td>'.repeat(500_000) + opening),
  'halve mærker': () => html(opening + '<'.repeat(3_000_000)),
  'en attribut uden ende': () => html(`${opening}<p class="${'x'.repeat(5_000_000)}`),
  'en kommentar uden ende': () => html(`${opening}<!--${'- '.repeat(3_000_000)}`),
  'en million entiteter': () => html(`${opening}<p>${'&aelig;'.repeat(1_000_000)}`),
  anførselstegn: () => html(`${opening}<p class="AendringMedNummer">1. ${'»'.repeat(1_000_000)}`),
  'en adresse 50.000 gange': () => html(opening.repeat(50_000)),
  '49 MB tekst': () => html(`${opening}<p class="AendringMedNummer">1. § 2 ophæves. ${'ord '.repeat(12_200_000)}`),
  'over grænsen': () => html(opening.padEnd(60_000_000)),
};

const hostileTexts: Record<string, () => Buffer> = {
  NUL: () => Buffer.from(`\0`.repeat(100_000) + opening),
  'NUL i teksten': () => html(opening.split('').join('\0')),
  'UTF-16': () => Buffer.from(`\ufeff<html>${opening}`, 'utf16le'),
  'UTF-16 uden mærke': () => Buffer.from(`<html>${opening}`, 'utf16le'),
  'en linje på 20 MB': () => Buffer.from(`§ 1. ${'ord'.repeat(6_600_000)}`),
  'to millioner linjer': () => Buffer.from('§ 1. Kommunen\n'.repeat(2_000_000)),
  bindestreger: () => Buffer.from(`§ 1. ${'a-\n'.repeat(500_000)}`),
  'tusind milliarder latter': () => xml(`<!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY x "&a;&a;&a;&a;">]>${lexdania}`),
  'fil udefra': () => xml(`<!DOCTYPE Dokument [<!ENTITY x SYSTEM "file:///etc/passwd">]>${lexdania}`),
  'DOCTYPE efter roden': () => xml(`${lexdania}<!DOCTYPE Dokument [<!ENTITY x "y">]>`),
  'XML uden ende': () => xml('<a>'.repeat(1_000_000)),
  'XML med en million fejl': () => xml(`<Dokument>${'&x;'.repeat(1_000_000)}`),
  gzip: () => Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0]),
  program: () => Buffer.from('\x7fELF\x02\x01\x01', 'latin1'),
  RTF: () => Buffer.from('{\\rtf1 § 1.}'),
  'ældre Word': () => Buffer.from('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', 'latin1'),
  tom: () => Buffer.alloc(0),
};

/** A file made to hurt: its Danish name, and its bytes, made when they are asked for. */
export interface HostileFile {
  readonly name: string;
  readonly make: () => Buffer;
}

/** The whole corpus, made by this code alone. `canary` is an address that some of the files ask a reader to call. */
export function hostileFiles(canary: string): HostileFile[] {
  const kinds = { HTML: hostilePages, tekst: hostileTexts, Word: hostileWord(canary), PDF: hostilePdfs(canary) };
  return Object.entries(kinds).flatMap(([kind, files]) =>
    Object.entries(files).map(([name, make]) => ({ name: `${kind}: ${name}`, make })),
  );
}
