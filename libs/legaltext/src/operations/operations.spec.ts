import { type ChangeOperation, operationKinds } from '@genmaele/contracts';
import fc from 'fast-check';
import { flattenProvisions, readBill } from '../index.js';

const plain = (text: string): string => text.replaceAll('\u00a0', ' ');
const p = (className: string, words: string): string => `<p class="${className}">${words}</p>\n`;
const bill = (intro: string, points: string): Uint8Array =>
  new TextEncoder().encode(`<!DOCTYPE html><html><body>${p('CentreretParagraf', '§ 1')}${p('Paragraf', intro)}${points}</body></html>`);
const intro = 'I lov om veje m.v., jf. lovbekendtgørelse nr. 3 af 4. maj 2020, foretages følgende ændringer:';

async function readPoint(words: string, ...below: string[]): Promise<{ operations: ChangeOperation[]; doubts: string[] }> {
  const lines = below.map((line) => `<p>${line}</p>`).join('');
  const reading = await readBill(bill(intro, p('AendringMedNummer', `1. ${words}`) + lines));
  const point = flattenProvisions(reading).find(({ kind }) => kind === 'change-point');
  return { operations: point?.operations ?? [], doubts: reading.doubts };
}

const toldOf = ({ kind, targets }: ChangeOperation): string =>
  `${kind} ${targets.map(({ address, becomes }) => plain(becomes === undefined ? address : `${address} -> ${becomes}`)).join(' & ')}`;

describe('what a change point does', () => {
  it('is said with the act that its § amends and an address in the form of the house', async () => {
    const { operations } = await readPoint('I § 59, stk. 6, ændres »vej« til: »gade«.');
    expect(operations).toEqual([
      {
        kind: 'replace-text',
        targets: [{ act: 'lov om veje m.v.', address: '§\u00a059, stk.\u00a06' }],
        words: [{ out: 'vej', in: 'gade' }],
      },
    ]);
  });

  it('keeps the words of the law in pairs, and beside which words an insertion stands', async () => {
    const changed = await readPoint('Overalt i loven ændres »vej« til: »gade«, »veje« til: »gader« og »vejen« til: »gaden«.');
    expect(changed.operations[0]?.words).toEqual([
      { out: 'vej', in: 'gade' },
      { out: 'veje', in: 'gader' },
      { out: 'vejen', in: 'gaden' },
    ]);
    const inserted = await readPoint('I § 5 indsættes efter »vej«: »eller »privat« sti«, og før »kan« indsættes »altid«.');
    expect(inserted.operations[0]?.words).toEqual([
      { after: 'vej', in: 'eller »privat« sti' },
      { before: 'kan', in: 'altid' },
    ]);
  });

  it.each([
    ['"vej"', '"gade"'],
    ['“vej”', '“gade”'],
    ['„vej”', '„gade“'],
    ['”vej”', '”gade”'],
  ])('reads other quotation marks than guillemets: %s', async (out, into) => {
    const { operations } = await readPoint(`I § 5 ændres ${out} til: ${into}.`);
    expect(operations).toMatchObject([{ kind: 'replace-text', words: [{ out: 'vej', in: 'gade' }] }]);
  });

  it('keeps other quotation marks that stand within guillemets as words of the law', async () => {
    const { operations } = await readPoint('I § 5 ændres »”vej”« til: »"gade"«.');
    expect(operations).toMatchObject([{ words: [{ out: '”vej”', in: '"gade"' }] }]);
  });

  it('gives a provision beside a renumbered one its own address, and nothing it becomes', async () => {
    const { operations } = await readPoint('I § 3, stk. 1, nr. 4, der bliver nr. 5, ændres »vej« til: »gade«, og stk. 2 ophæves.');
    expect(operations.map(toldOf)).toEqual(['replace-text § 3, stk. 1, nr. 4 -> § 3, stk. 1, nr. 5', 'repeal § 3, stk. 2']);
  });

  it('repeals an act where the commencement section says so, and leaves other repeals there alone', async () => {
    const commencement = [
      p('CentreretParagraf', '§ 2'),
      p('Stk2', 'Stk. 1. Loven træder i kraft den 1. juli 2023.'),
      p('Stk2', 'Stk. 2. Samtidig ophæves lov nr. 300 af 1. april 2005 om kajer.'),
      p('Stk2', 'Stk. 3. Regler, der er fastsat efter § 5, ophæves.'),
    ].join('');
    const reading = await readBill(bill(intro, p('AendringMedNummer', '1. § 5 ophæves.') + commencement));
    const acting = flattenProvisions(reading).filter(({ kind, operations }) => kind !== 'change-point' && operations !== undefined);
    expect(acting.map(({ address, operations }) => [plain(address), operations?.[0]?.kind, operations?.[0]?.targets])).toEqual([
      ['§ 2, stk. 2', 'repeal', [{ act: 'lov om kajer', address: '' }]],
    ]);
  });

  it('says how many places a counted change has', async () => {
    const { operations } = await readPoint('Tre steder i § 5, stk. 2, ændres »vej« til: »gade«.');
    expect(operations).toMatchObject([{ kind: 'counted', times: 3 }]);
  });

  it('says where new text is put', async () => {
    const { operations } = await readPoint('Efter § 7 indsættes i kapitel 2:', '»§ 7 a. Veje fejes.«');
    expect(operations).toMatchObject([{ kind: 'insert-section', place: { relation: 'after', address: '§\u00a07' } }]);
  });

  it.each([
    ['Efter § 6 indsættes: »§ 6 a. Veje fejes.«', 'insert-section § 6 a'],
    ['Efter § 6 indsættes: »§ 6 a. Veje fejes. § 6 b. Stier fejes ikke, jf. § 7.«', 'insert-section § 6 a & § 6 b'],
    ['I § 6 indsættes efter stk. 2: »Stk. 3. Veje fejes.«', 'insert-stk § 6, stk. 3'],
    ['I § 6 indsættes efter nr. 2: »3) veje, og«', 'insert-nr § 6, nr. 3'],
    ['I § 6, stk. 1, indsættes efter 1. pkt.: »Veje fejes. Stier fejes.«', 'insert-pkt § 6, stk. 1, 2. pkt. & § 6, stk. 1, 3. pkt.'],
    ['I § 6, stk. 1, indsættes: »Veje fejes.«', 'insert-text § 6, stk. 1'],
  ])('reads new text that stands on the line of the point: %s', async (words, told) => {
    const { operations, doubts } = await readPoint(words);
    expect(operations.map(toldOf)).toEqual([told]);
    expect(doubts).toEqual([]);
  });

  it('is never taken from words in quotation', async () => {
    const { operations } = await readPoint('I § 5 ændres »§ 6 ophæves, og § 7 affattes således:« til: »§ 8 udgår«.');
    expect(operations.map(toldOf)).toEqual(['replace-text § 5']);
  });

  it('follows what a place becomes into what is put in there', async () => {
    const { operations } = await readPoint('I § 4, stk. 3, der bliver stk. 4, ændres »a« til: »b«, og som 2. pkt. indsættes:', '»Nyt.«');
    expect(operations.map(toldOf)).toEqual([
      'replace-text § 4, stk. 3 -> § 4, stk. 4',
      'insert-pkt § 4, stk. 3, 2. pkt. -> § 4, stk. 4, 2. pkt.',
    ]);
  });

  it('that is not known is unclassified, and the officer is told', async () => {
    expect(await readPoint('§ 5 sættes i bero.')).toMatchObject({
      operations: [{ kind: 'unclassified', targets: [], words: [] }],
      doubts: ['§\u00a01, nr.\u00a01: ændringens art er ikke genkendt.'],
    });
  });

  it('that is known in part keeps the part, and the rest is unclassified', async () => {
    const { operations } = await readPoint('§ 5 ophæves, og i § 6 ændres rækkefølgen af nr. 1 og 2.');
    expect(operations.map(toldOf)).toEqual(['repeal § 5', 'unclassified ']);
  });
});

it('a § that repeals a whole act says so, and the points of an act are no such thing', async () => {
  const reading = await readBill(bill('Lov nr. 44 af 1. april 2019 om stier ophæves.', ''));
  expect(reading.provisions[0]?.operations).toEqual([{ kind: 'repeal', targets: [{ act: 'lov om stier', address: '' }], words: [] }]);
});

it('any words at all get operations of known kinds, and a target or a doubt for each', async () => {
  const piece = fc.constantFrom(
    ...[
      'I § 5',
      '§ 6, stk. 2',
      'stk. 3',
      '1. pkt.',
      '»ord«',
      'til:',
      'ændres',
      'indsættes',
      'udgår',
      'ophæves',
      'affattes således:',
      'efter',
      'før',
    ],
    ...[
      ', og',
      'og',
      ',',
      'som nyt stykke',
      'som stk. 4',
      'der bliver',
      'i stedet',
      'to steder',
      'Overalt i loven',
      'overskriften før § 7',
      'ord',
      '.',
      '»',
      '«',
    ],
  );
  await fc.assert(
    fc.asyncProperty(fc.array(piece, { minLength: 1, maxLength: 14 }), async (pieces) => {
      const { operations, doubts } = await readPoint(`x ${pieces.join(' ')}`);
      expect(operations.length).toBeGreaterThan(0);
      for (const { kind, targets } of operations) {
        expect(operationKinds).toContain(kind);
        expect(kind === 'unclassified' ? doubts.join() : targets[0]?.act).toMatch(
          kind === 'unclassified' ? /ikke genkendt/ : 'lov om veje m.v.',
        );
      }
    }),
    { numRuns: 400 },
  );
});
