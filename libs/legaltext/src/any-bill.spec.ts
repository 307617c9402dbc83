import fc from 'fast-check';
import { BillUnreadable, canonicalAddress, flattenProvisions, readBill } from './index.js';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

const word = fc.constantFrom(
  'kommunen',
  'skal',
  'tilbyde',
  'bolig',
  'efter',
  'lov',
  'nr. 3',
  'kr.',
  'æbleø',
  'jf. § 7, stk. 2,',
  '48,2 pct.',
  '&amp;',
  'm.v.',
);
const words = fc.array(word, { minLength: 1, maxLength: 6 }).map((list) => list.join(' '));

/** A change point: its words, and new stykker with items, or none. */
const newStk = fc.record({ words, items: fc.array(words, { maxLength: 3 }) });
const point = fc.record({ words, stks: fc.array(newStk, { maxLength: 3 }) });
const amendingBill = fc.array(fc.array(point, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 4 });

type Stk = { words: string; items: string[] };
type Point = { words: string; stks: Stk[] };

const listOf = (items: string[]): string => items.map((item, i) => `<p class="Liste1">${i + 1}) ${item}.</p>`).join('');

function pointHtml(number: number, { words: own, stks }: Point): string {
  if (stks.length === 0) return `<p class="AendringMedNummer"><span>${number}.</span> I § 4 ændres »${own}« til: »x«.</p>`;
  const inner = stks.map((stk, i) => `<p class="Stk2">${i === 0 ? '»' : ''}Stk. ${i + 2}. ${stk.words}:</p>${listOf(stk.items)}`).join('');
  return `<p class="AendringMedNummer">${number}. I § 4 indsættes ${own}:</p>${inner}<p class="TekstGenerel">slut«</p>`;
}

function expectedOf({ stks }: Point, address: string): string[] {
  if (stks.length === 0) return [address];
  const inner = stks.flatMap((stk, i) => [`»stk. ${i + 2}«`, ...stk.items.map((_, n) => `»stk. ${i + 2}, nr. ${n + 1}«`)]);
  return [address, `${address}, ny tekst`, ...inner.map((part) => `${address}, ${part}`)];
}

function billHtml(sections: Point[][]): string {
  const body = sections.map(
    (points, i) =>
      `<p class="CentreretParagraf">§ ${i + 1}</p><p class="Paragraf">I lov om x foretages følgende ændringer:</p>${points.map((one, n) => pointHtml(n + 1, one)).join('\n')}`,
  );
  return `<html><body>${body.join('')}</body></html>`;
}

/** A main act: for each § the words of its stykker, each with its items. */
const mainAct = fc.array(fc.array(newStk, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 6 });

function actXml(sections: Stk[][]): string {
  const stkXml = (stk: Stk, i: number): string =>
    `<Stk>${i === 0 ? '' : `<Explicatus>Stk. ${i + 1}.</Explicatus>`}<Exitus><Linea><Char>${stk.words}:</Char></Linea></Exitus><Exitus><Index>${stk.items
      .map((item, n) => `<Indentatio><Explicatus>${n + 1})</Explicatus><Exitus><Linea><Char>${item}.</Char></Linea></Exitus></Indentatio>`)
      .join('')}</Index></Exitus></Stk>`;
  const body = sections
    .map((stks, i) => `<Paragraf>\n<Explicatus>§ ${i + 1} a.</Explicatus>\n${stks.map(stkXml).join('\n')}</Paragraf>`)
    .join('\n');
  return `<?xml version="1.0"?><Dokument><DokumentIndhold>${body}</DokumentIndhold></Dokument>`;
}

function expectedOfAct(sections: Stk[][]): string[] {
  return sections.flatMap((stks, i) => {
    const section = `§ ${i + 1} a`;
    const within = (n: number): string => (stks.length === 1 ? section : `${section}, stk. ${n + 1}`);
    return [
      section,
      ...stks.flatMap((stk, n) => [...(stks.length === 1 ? [] : [within(n)]), ...stk.items.map((_, m) => `${within(n)}, nr. ${m + 1}`)]),
    ];
  });
}

describe('any generated bill', () => {
  it('as HTML comes back with the addresses it was written with, in order, and no letter lost', async () => {
    await fc.assert(
      fc.asyncProperty(amendingBill, async (sections) => {
        const reading = await readBill(bytes(billHtml(sections)));
        const expected = sections.flatMap((points, i) => [
          `§ ${i + 1}`,
          ...points.flatMap((one, n) => expectedOf(one, `§ ${i + 1}, nr. ${n + 1}`)),
        ]);
        expect(flattenProvisions(reading).map(({ address }) => address)).toEqual(expected.map(canonicalAddress));
        expect(reading.coverage).toMatchObject({ missing: [], added: [] });
      }),
      { numRuns: 60 },
    );
  });

  it('as LexDania comes back with the addresses it was written with, in order, and no letter lost', async () => {
    await fc.assert(
      fc.asyncProperty(mainAct, async (sections) => {
        const reading = await readBill(bytes(actXml(sections)));
        expect(flattenProvisions(reading).map(({ address }) => address)).toEqual(expectedOfAct(sections).map(canonicalAddress));
        expect(reading.coverage).toMatchObject({ missing: [], added: [] });
      }),
      { numRuns: 60 },
    );
  });

  it('is read the same twice, with ids of their own', async () => {
    await fc.assert(
      fc.asyncProperty(amendingBill, async (sections) => {
        const source = bytes(billHtml(sections));
        const reading = await readBill(source);
        expect(await readBill(source)).toEqual(reading);
        const ids = flattenProvisions(reading).map(({ id }) => id);
        expect(new Set(ids).size).toBe(ids.length);
      }),
      { numRuns: 30 },
    );
  });
});

describe('any bytes at all', () => {
  const survives = async (source: Uint8Array): Promise<void> => {
    try {
      expect((await readBill(source)).coverage).toMatchObject({ complete: true });
    } catch (error) {
      if (!(error instanceof BillUnreadable)) throw error;
    }
  };

  it('are read whole or refused, never worse', async () => {
    await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 2000 }), survives), { numRuns: 300 });
  });

  it('put together from the pieces of bills are read whole or refused, never worse', async () => {
    const opening = '<p>§ 1</p><p>I lov om x foretages følgende ændringer:</p><p>1. § 2 affattes således:</p>';
    const piece = fc.constantFrom(
      ...[
        '<p class="CentreretParagraf">',
        '<p class="Paragraf">',
        '<p class="AendringMedNummer">',
        '<p class="Stk2">',
        '<p class="Liste1">',
        '<p class="Liste2">',
        '</p>',
      ],
      ...[
        '<table>',
        '<tr>',
        '<td>',
        '</td>',
        '</table>',
        '<p class="Bemaerkninger">',
        '<p class="Bilag">',
        '<p class="Fodnote">',
        '<p class="Rykningsklausul">',
        '<br>',
      ],
      ...[
        '§ 1',
        '§ 2.',
        '1. ',
        'Stk. 2. ',
        '1) ',
        'a) ',
        '»',
        '«',
        'I lov om x foretages følgende ændringer:',
        'Til § 1',
        'Til nr. 1',
        'Kapitel 1',
        'ord ',
        '&#x202e;',
        '\u0000',
        '&nbsp;',
        '<script>',
        '<!--',
      ],
    );
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 60 }), (pieces) => survives(bytes(`<html>${opening}${pieces.join('')}`))),
      { numRuns: 1000 },
    );
  });

  it.each(['<Explicatus>§ 2.<Nota>ord</Nota></Explicatus>', '<Explicatus>§ 1.<Nota>§ 1.</Indentatio>'])(
    'keep a note within a label: %s',
    async (tail) => {
      await survives(bytes(`<?xml version="1.0"?><Dokument><Paragraf><Explicatus>§ 1.</Explicatus></Paragraf>${tail}`));
    },
  );

  it('count metadata within metadata as one', async () => {
    await survives(bytes(`<?xml version="1.0"?><Dokument><Paragraf><Explicatus>§ 1.</Explicatus></Paragraf><Meta><Meta></Meta>§ 1.`));
  });

  it('put together from LexDania elements are read whole or refused, never worse', async () => {
    const names = [
      'Dokument',
      'Kapitel',
      'Paragraf',
      'Stk',
      'Explicatus',
      'Exitus',
      'Linea',
      'Char',
      'Nota',
      'Indentatio',
      'AendringCentreretParagraf',
      'AendringsNummer',
      'AendringNyTekst',
      'Rubrica',
      'Ikraft',
      'Meta',
    ];
    const piece = fc.oneof(
      fc.constantFrom(...names.flatMap((name) => [`<${name}>`, `</${name}>`])),
      fc.constantFrom('§ 1.', 'Stk. 2.', '1)', 'ord ', '»', '«', '&x;', '<![CDATA[<p>]]>'),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 60 }), (pieces) =>
        survives(bytes(`<?xml version="1.0"?><Dokument><Paragraf><Explicatus>§ 1.</Explicatus></Paragraf>${pieces.join('')}`)),
      ),
      { numRuns: 1000 },
    );
  });
});
