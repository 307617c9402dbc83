import { strToU8, zipSync } from 'fflate';
import PDFDocument from 'pdfkit';

/** A paragraph of a bill's page: what class Retsinformation gives it, and its words. */
interface PageParagraph {
  className: string;
  text: string;
}

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', nbsp: '\u00a0', sect: '§' };

/** The paragraphs of a page as Retsinformation writes it; tables become their cells' paragraphs. */
function paragraphsOf(html: string): PageParagraph[] {
  const body = html.slice(html.indexOf('<body')).replace(/\s+/g, ' ');
  return [...body.matchAll(/<(?:p|div|h\d|li)\b(?: class="([^"]*)")?[^>]*>((?:(?!<(?:p|div|h\d|li)\b).)*?)<\/(?:p|div|h\d|li)>/g)]
    .map(([, className = '', inner = '']) => ({
      className,
      text: inner
        .replace(/<[^>]+>/g, '')
        .replace(/&(\w+);/g, (whole, name: string) => entities[name] ?? whole)
        .trim(),
    }))
    .filter(({ text }) => text !== '');
}

const isCentred = (className: string): boolean =>
  /^(?:CentreretParagraf|IkraftCentreretParagraf|Titel|Kapitel|TitelPrefiks|UnderTitel)/.test(className);
const isHeading = (className: string): boolean =>
  /^(?:Overskrift|KapitelOverskrift|ParagrafGruppeOverskrift|Bemaerkninger)/.test(className);

/** The bill as a person would paste it into a mail: lines broken before the 76th character, paragraphs parted by an empty line. */
export function billAsPlainText(html: string): Buffer {
  const wrapped = paragraphsOf(html).map(({ text }) =>
    text
      .split(' ')
      .reduce<string[]>((lines, word) => {
        const last = lines.at(-1);
        if (last !== undefined && last.length + 1 + word.length <= 76) lines[lines.length - 1] = `${last} ${word}`;
        else lines.push(word);
        return lines;
      }, [])
      .join('\r\n'),
  );
  return Buffer.from(wrapped.join('\r\n\r\n'));
}

const escapeXml = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
const namespace = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"';

/** Change points are numbered by Word itself, as in the ministries' drafts: their numbers stand nowhere in the text. A new § begins a new list. */
function wordParagraph({ className, text }: PageParagraph, list: number): string {
  const isNumbered = className === 'AendringMedNummer' && /^\d+\. /.test(text);
  const words = isNumbered ? text.replace(/^\d+\. /, '') : text;
  const numbering = isNumbered ? `<w:numPr><w:ilvl w:val="0"/><w:numId w:val="${list}"/></w:numPr>` : '';
  const look = `${isCentred(className) ? '<w:jc w:val="center"/>' : ''}${numbering}`;
  const run = isHeading(className) ? '<w:rPr><w:b/></w:rPr>' : '';
  return `<w:p><w:pPr>${look}</w:pPr><w:r>${run}<w:t xml:space="preserve">${escapeXml(words)}</w:t></w:r></w:p>`;
}

function wordBody(html: string): { body: string; lists: number } {
  let list = 0;
  const paragraphs = paragraphsOf(html).map((paragraph) => {
    if (paragraph.className === 'CentreretParagraf') list += 1;
    return wordParagraph(paragraph, list);
  });
  return { body: paragraphs.join(''), lists: list };
}

function wordNumbering(lists: number): string {
  const each = Array.from({ length: lists }, (_, i) => i + 1);
  const level = '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>';
  const definitions = each.map((id) => `<w:abstractNum w:abstractNumId="${id}">${level}</w:abstractNum>`);
  const numbers = each.map((id) => `<w:num w:numId="${id}"><w:abstractNumId w:val="${id}"/></w:num>`);
  return `<w:numbering ${namespace}>${definitions.join('')}${numbers.join('')}</w:numbering>`;
}

/** A Word document of these parts, by name; what is left out is what every one has. */
export function wordFile(parts: Record<string, string>): Buffer {
  const types = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>';
  const all = { '[Content_Types].xml': types, ...parts };
  return Buffer.from(zipSync(Object.fromEntries(Object.entries(all).map(([name, text]) => [name, strToU8(text)]))));
}

/** The bill as a Word document. */
export function billAsWord(html: string): Buffer {
  const { body, lists } = wordBody(html);
  const document = `<w:document ${namespace}><w:body>${body}</w:body></w:document>`;
  return wordFile({ 'word/document.xml': document, 'word/numbering.xml': wordNumbering(lists) });
}

/** The bill as a PDF: justified, with words that do not fit carried over, a running head, and page numbers. */
export function billAsPdf(html: string): Promise<Buffer> {
  const document = new PDFDocument({ size: 'A4', margin: 72, autoFirstPage: false, bufferPages: true });
  const parts: Buffer[] = [];
  document.on('data', (part: Buffer) => parts.push(part));
  const done = new Promise<Buffer>((resolve) => document.on('end', () => resolve(Buffer.concat(parts))));
  document.addPage();
  for (const { className, text } of paragraphsOf(html)) {
    document.font(isHeading(className) ? 'Times-Bold' : 'Times-Roman').fontSize(11);
    document.text(text.replaceAll('\u00a0', ' '), { align: isCentred(className) ? 'center' : 'justify', paragraphGap: 6 });
  }
  const { count } = document.bufferedPageRange();
  for (let page = 0; page < count; page += 1) {
    document.switchToPage(page);
    document.page.margins.bottom = 0;
    document.font('Times-Roman').fontSize(9).text('Udkast til høring', 72, 36, { lineBreak: false });
    document.text(`Side ${page + 1} af ${count}`, 72, 800, { lineBreak: false });
  }
  document.end();
  return done;
}
