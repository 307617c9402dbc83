import type { LetterBlock, LetterDocument } from '@genmaele/contracts';

const plain = (text: string): LetterBlock => ({ kind: 'paragraph', runs: [{ text }] });

const opening =
  'Foreningen takker for muligheden for at afgive høringssvar til udkast til forslag til lov om ændring af lov om almene boliger, jf. lovforslagets § 1, nr. 5, og § 59, stk. 6, 1. pkt. Den anslåede merudgift er 2,7 mia. kr. om året.';

const blocks: LetterBlock[] = [
  plain(opening),
  {
    kind: 'reservation',
    title: 'Forbehold',
    paragraphs: [[{ text: 'Høringssvaret afgives med forbehold for efterfølgende politisk behandling.' }]],
  },
  { kind: 'heading', level: 2, text: 'Generelle bemærkninger' },
  {
    kind: 'paragraph',
    runs: [
      {
        text: 'Kommunalbestyrelsernes forvaltningsmyndigheder har efterspurgt redskaber',
        footnote: 'Jf. bemærkningerne til lovforslaget, s. 14.',
      },
      { text: ' som beskrevet i ' },
      { text: 'den gældende lov', link: 'https://www.retsinformation.dk/eli/lta/2020/1203' },
      { text: ', og det er ' },
      { text: 'afgørende', bold: true },
      { text: ', at de kan bruges ' },
      { text: 'lokalt', italic: true },
      { text: '.' },
    ],
  },
  { kind: 'list', ordered: false, items: [[{ text: 'Inddragelse af boligorganisationerne' }], [{ text: 'Klarhed om anvisningsretten' }]] },
  {
    kind: 'table',
    caption: 'Tabel 1. Merudgifter (mio. kr.)',
    rowHeaders: true,
    columns: [
      { header: 'Område', align: 'left', share: 2 },
      { header: '2027', align: 'right', share: 1 },
    ],
    rows: Array.from({ length: 60 }, (_, i) => [`Kommunegruppe ${i + 1}`, `${i},5`]),
  },
  {
    kind: 'quote',
    paragraphs: ['»§ 61 b. Ved et forebyggelsesområde forstås et boligområde med mindst 1.000 beboere.«'],
    source: 'Lovforslagets § 1, nr. 12',
  },
  { kind: 'heading', level: 3, text: 'Bemærkninger til de enkelte bestemmelser' },
  {
    kind: 'point',
    number: 1,
    stance: 'KL foreslår',
    provisions: ['Lovforslagets § 1, nr. 5'],
    paragraphs: [[{ text: 'At fristen forlænges.' }]],
  },
  {
    kind: 'point',
    number: 2,
    stance: 'KL noterer sig',
    provisions: [],
    paragraphs: [[{ text: 'At reglerne evalueres.', footnote: 'Senest i 2030.' }]],
  },
  plain('Med venlig hilsen'),
  {
    kind: 'signature',
    field: 'Udvalgsformand',
    name: 'Łukasz Šimić-Ærø',
    function: 'Udvalgsformand',
    note: 'Prøveunderskrift – ikke juridisk bindende',
  },
  { kind: 'signature', field: 'Formand', name: 'Åse Østergård', function: 'Formand' },
  { kind: 'enclosures', title: 'Bilag', items: ['Notat om erfaringer med kombineret udlejning'] },
];

/**
 * The letter that drawing is held against: every kind of block, notes on two pages, a table over a page break, names outside the fixed
 * subset, an attachment, two fields. Invented throughout.
 */
export const referenceLetter: LetterDocument = {
  template: 'reference',
  language: 'da-DK',
  title: 'Høringssvar: boliger & områder <udkast>',
  subject: 'Prøve på et brev',
  author: 'Foreningen',
  createdAt: '2026-08-18T10:12:00+02:00',
  letterhead: {
    name: 'KL',
    lines: ['Vejen 10', '2300 København S'],
    fields: [
      ['Dato', '18-08-2026'],
      ['E-mail', 'brev@eksempel.dk'],
    ],
  },
  recipient: ['Ministeriet', 'Gaden 2', '1470 København K'],
  blocks,
  attachments: [
    {
      name: 'response.json',
      mediaType: 'application/json',
      relationship: 'Data',
      description: 'Svaret som data',
      bytes: new TextEncoder().encode('{"points":[]}'),
    },
  ],
};
