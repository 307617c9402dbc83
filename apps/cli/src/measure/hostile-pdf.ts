import { deflateSync } from 'node:zlib';

/** A PDF of these objects, numbered from 1, with a table of where they stand. The first is the catalogue. */
export function pdfOf(objects: readonly (string | Buffer)[], trailer = ''): Buffer {
  const parts: Buffer[] = [Buffer.from('%PDF-1.7\n%\xe2\xe3\xcf\xd3\n', 'latin1')];
  let at = parts[0]?.length ?? 0;
  const places = objects.map((object, i) => {
    const bytes = Buffer.concat([Buffer.from(`${i + 1} 0 obj\n`), Buffer.from(object), Buffer.from('\nendobj\n')]);
    const place = at;
    parts.push(bytes);
    at += bytes.length;
    return place;
  });
  const rows = places.map((place) => `${String(place).padStart(10, '0')} 00000 n \n`).join('');
  const table = `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${rows}`;
  const end = `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R ${trailer.replaceAll('HERE', String(at))} >>\nstartxref\n${at}\n%%EOF\n`;
  return Buffer.concat([...parts, Buffer.from(table + end)]);
}

const catalogue = '<< /Type /Catalog /Pages 2 0 R >>';
const font = '<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman /Encoding /WinAnsiEncoding >>';
const page = (parent: number, content: number, more = ''): string =>
  `<< /Type /Page /Parent ${parent} 0 R /MediaBox [0 0 595 842] /Contents ${content} 0 R /Resources << /Font << /F1 3 0 R >> ${more} >> >>`;

/** A stream of these bytes; `filters` times deflated. */
export function stream(content: Buffer, dictionary = '', filters = 0): Buffer {
  let packed = content;
  for (let i = 0; i < filters; i += 1) packed = deflateSync(packed);
  const filter = filters > 0 ? `/Filter [${'/FlateDecode '.repeat(filters)}]` : '';
  return Buffer.concat([
    Buffer.from(`<< /Length ${packed.length} ${filter} ${dictionary} >>\nstream\n`),
    packed,
    Buffer.from('\nendstream'),
  ]);
}

const words = (text: string): Buffer => Buffer.from(`BT /F1 11 Tf 72 700 Td (${text}) Tj ET`, 'latin1');

/** A PDF of one page with this content; `more` stands among the page's resources, `extra` objects follow from number 6. */
export function onePage(content: Buffer, more = '', extra: (string | Buffer)[] = [], trailer = ''): Buffer {
  return pdfOf([catalogue, '<< /Type /Pages /Kids [4 0 R] /Count 1 >>', font, page(2, 5, more), content, ...extra], trailer);
}

function manyPages(count: number): Buffer {
  const kids = Array.from({ length: count }, (_, i) => `${i + 5} 0 R`).join(' ');
  const pages = Array.from({ length: count }, () => page(2, 4));
  return pdfOf([
    catalogue,
    `<< /Type /Pages /Kids [${kids}] /Count ${count} >>`,
    font,
    stream(words('\xa7 1. Kommunen skal svare.')),
    ...pages,
  ]);
}

/** PDFs made to hurt, by name, each made when it is asked for. `canary` is an address that nothing may call. */
export function hostilePdfs(canary: string): Record<string, () => Buffer> {
  const text = stream(words('\xa7 1. Kommunen skal svare.'));
  const image =
    '<< /Type /XObject /Subtype /Image /Width 60000 /Height 60000 /BitsPerComponent 8 /ColorSpace /DeviceRGB /Length 3 >>\nstream\nabc\nendstream';
  const loop = '/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 6 0 R >> >>';
  return {
    '10.000 sider': () => manyPages(10_000),
    '1.500 sider': () => manyPages(1500),
    'xref peger på sig selv': () => onePage(text, '', [], '/Prev HERE'),
    'sidetræ i ring': () => pdfOf([catalogue, '<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 >>']),
    'sidetræ dybt': () =>
      pdfOf([catalogue, ...Array.from({ length: 20_000 }, (_, i) => `<< /Type /Pages /Kids [${i + 3} 0 R] /Count 1 >>`)]),
    'deflate-bombe': () => onePage(stream(Buffer.alloc(300_000_000, 0x20), '', 1)),
    'deflate-bombe i to lag': () => onePage(stream(Buffer.alloc(300_000_000, 0x20), '', 2)),
    'en million tekstordrer': () => onePage(stream(Buffer.from(`BT /F1 9 Tf ${'(x) Tj 0 -1 Td '.repeat(1_000_000)} ET`), '', 1)),
    'formular i ring': () => onePage(stream(Buffer.from('/X Do')), '/XObject << /X 6 0 R >>', [stream(Buffer.from('/X Do /X Do'), loop)]),
    'objektstrøm i ring': () =>
      pdfOf([catalogue, '5 0 R', '5 0 R', '5 0 R', stream(Buffer.from('5 0 << >>'), '/Type /ObjStm /N 1 /First 4 /Extends 5 0 R')]),
    'længde i ring': () => onePage(Buffer.from('<< /Length 5 0 R >>\nstream\nBT ET\nendstream')),
    billedflod: () => onePage(stream(Buffer.from('/I Do')), '/XObject << /I 6 0 R >>', [image]),
    'skåret over': () => onePage(text).subarray(0, 300),
    'kalder ud': () => onePage(text, '', [`<< /S /URI /URI (${canary}/pdf) >>`, `<< /S /Launch /F (/bin/true) >>`]),
    'også HTML': () => Buffer.concat([Buffer.from('<html><!--\n'), onePage(text), Buffer.from('--><script>1</script>')]),
    'uden tekst': () => onePage(stream(Buffer.from('0 0 m 9 9 l S'))),
    'parenteser uden ende': () => onePage(stream(Buffer.from(`BT /F1 9 Tf ${'('.repeat(2_000_000)}`))),
    'ordbøger uden ende': () => pdfOf([`<< /A ${'<< /A '.repeat(200_000)}`]),
  };
}
