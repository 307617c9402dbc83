import { billReading, type ProvisionNode } from '@genmaele/contracts';
import { flattenProvisions, readBill, subjectWords } from './index.js';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const page = (body: string): Uint8Array =>
  bytes(`<!DOCTYPE html><html lang="da"><head><meta charset="utf-8"><title>x</title></head><body>${body}</body></html>`);
const p = (className: string, words: string): string => `<p class="${className}">${words}</p>\n`;
const plain = (address: string): string => address.replaceAll('\u00a0', ' ');
const read = (body: string) => readBill(page(body));
const addressesOf = async (body: string): Promise<string[]> => flattenProvisions(await read(body)).map(({ address }) => plain(address));

function nodeAt(nodes: readonly ProvisionNode[], address: string): ProvisionNode {
  const found = flattenProvisions({ provisions: [...nodes] }).find((node) => plain(node.address) === address);
  if (!found) throw new Error(`no ${address}`);
  return found;
}

const head =
  p('DokumentHoved', 'Fremsat den 4. oktober 2022 af boligministeren (Navn Navnesen)') +
  p('TitelPrefiks1', 'Forslag') +
  p('TitelPrefiks2', 'til') +
  p('Titel2', 'Lov om ændring af lov om gårdhaver m.v. og stiloven<a class="FodnoteHenvisning" href="#n">1)</a>') +
  p('UnderTitel2', '(Fælles haver)');

const amending =
  head +
  p('CentreretParagraf', '§ 1') +
  p(
    'Paragraf',
    'I lov om gårdhaver m.v., jf. lovbekendtgørelse nr. 12 af 3. marts 2020, som ændret bl.a. ved § 2 i lov nr. 99 4. maj 2021 og senest ved lov nr. 7 af 5 januar 2022, foretages følgende ændringer:',
  ) +
  p(
    'AendringMedNummer',
    '<span class="AendringNr">1.</span> I <span class="Italic">§ 3, stk. 1,</span> <span class="Italic">§ 4</span> og <span class="Italic">§ 61 b, stk. 2,</span> ændres »have« til: »gårdhave«, og »bed« ændres til: »højbed«.',
  ) +
  p('AendringMedNummer', '<span class="AendringNr">2.</span> I <span class="Italic">§ 5</span> indsættes efter stk. 1 som nye stykker:') +
  p('Stk2', '<span class="StkNr">»Stk. 2.</span> Kommunen skal') +
  p('Liste1', '<span class="Liste1Nr">1)</span> føre »tilsyn« og') +
  p('Liste1', '<span class="Liste1Nr">2)</span> svare.') +
  p('Stk2', '<span class="StkNr">Stk. 3.</span> Kommunen kan klage.«') +
  p('Rykningsklausul', 'Stk. 2 bliver herefter stk. 4.') +
  p('AendringMedNummer', '<span class="AendringNr">3.</span> <span class="Italic">§ 7, 1. pkt.,</span> ophæves, og i stedet indsættes:') +
  p('Stk2', ' »Haven er fælles.«') +
  p(
    'AendringMedNummer',
    '<span class="AendringNr">4.</span> I stilovens § 2 affattes <span class="Italic">nr. 1</span> og <span class="Italic">2</span> således:',
  ) +
  p('AendringMedNummer', '<span class="AendringNr">»1.</span> Det første.') +
  p('AendringMedNummer', '<span class="AendringNr">5.</span> Det næste, der ligner et ændringsnummer.«') +
  p('AendringMedNummer', '<span class="AendringNr">5.</span> <span class="Italic">§ 9</span> ophæves.') +
  p('CentreretParagraf', '§ 2.') +
  p('Paragraf', 'Lov nr. 44 af 1. april 2019 om stier ophæves.') +
  p('CentreretParagraf', '§ 3') +
  p('Stk2', '<span class="StkNr">Stk. 1.</span> Loven træder i kraft den 1. januar 2023.') +
  p('Stk2', '<span class="StkNr">Stk. 2.</span> § 1, nr. 2, træder i kraft den 1. juli 2023.') +
  p('CentreretParagraf', '§ 4') +
  p('Paragraf', 'Loven gælder ikke for Færøerne og Grønland.');

const remarks =
  p('Bemaerkninger', 'Bemærkninger til lovforslaget') +
  p('Overskriftsnummer1', '<span class="Bold">1.</span> <span class="Bold">Indledning</span>') +
  p('NormalInd', 'Om haver.') +
  p('Overskriftsnummer2', '2.1. Boligministeriets overvejelser') +
  p('Overskriftsnummer1', '9. Hørte myndigheder og organisationer m.v.') +
  p(
    'NormalInd',
    'Et udkast har været i høring hos følgende myndigheder og organisationer m.v.: Byernes Forbund, Danske Haver (Syd, Nord og Vest), KL – Kommunernes Landsforening og Stilauget.',
  ) +
  p('KapitelOverskrift2', 'Bemærkninger til lovforslagets enkelte bestemmelser') +
  p('Overskriftstekst3', 'Til § 1') +
  '<p>Til nr. 1</p>' +
  p('NormalInd', 'Ordet have bliver gårdhave.') +
  '<p>Til nr. 2 og 3</p>' +
  p('NormalInd', 'Nye stykker.') +
  '<p>Ad stk. 3</p>' +
  p('NormalInd', 'Om klage.') +
  p('Overskriftstekst3', 'Til § 2') +
  p('NormalInd', 'Loven om stier er brugt op.') +
  p('Bilag', 'Bilag 1') +
  p('BilagTekst', 'Lovforslaget sammenholdt med gældende lov') +
  '<table><tr><td><div>Gældende</div></td><td><div>Forslag</div></td></tr><tr><td><p>§ 3. Have.</p><p>Stk. 2. Bed.</p></td><td>1. I § 3 …</td></tr></table>' +
  '<p class="Fodnote"><a class="FodnoteNr">1)</a> Om et direktiv.</p>';

const reading = await read(amending + remarks);

describe('an amending bill', () => {
  const at = (address: string): ProvisionNode => nodeAt(reading.provisions, address);

  it('gives each § and each change point its address, and new text the numbers of the law in guillemets', async () => {
    expect(await addressesOf(amending)).toEqual([
      '§ 1',
      '§ 1, nr. 1',
      '§ 1, nr. 2',
      '§ 1, nr. 2, ny tekst',
      '§ 1, nr. 2, »stk. 2«',
      '§ 1, nr. 2, »stk. 2, nr. 1«',
      '§ 1, nr. 2, »stk. 2, nr. 2«',
      '§ 1, nr. 2, »stk. 3«',
      '§ 1, nr. 3',
      '§ 1, nr. 3, ny tekst',
      '§ 1, nr. 4',
      '§ 1, nr. 4, ny tekst',
      '§ 1, nr. 4, »nr. 1«',
      '§ 1, nr. 4, »nr. 5«',
      '§ 1, nr. 5',
      '§ 2',
      '§ 3',
      '§ 3, stk. 1',
      '§ 3, stk. 2',
      '§ 4',
    ]);
  });

  it('holds a sign and its number together with no-break spaces', () => {
    expect(at('§ 1, nr. 2').address).toBe('§\u00a01, nr.\u00a02');
  });

  it('keeps a point with several targets whole, quotations and all', () => {
    expect(at('§ 1, nr. 1')).toMatchObject({
      kind: 'change-point',
      label: '1.',
      text: 'I § 3, stk. 1, § 4 og § 61 b, stk. 2, ændres »have« til: »gårdhave«, og »bed« ændres til: »højbed«.',
      children: [],
    });
  });

  it('knows a point from a number inside quoted text, also where both are the next in turn', () => {
    expect(at('§ 1, nr. 4, »nr. 5«').text).toBe('Det næste, der ligner et ændringsnummer.«');
    expect(at('§ 1, nr. 5').text).toBe('§ 9 ophæves.');
  });

  it('leaves the renumbering with its point, outside the new text', () => {
    expect(at('§ 1, nr. 2').children.map(({ kind, text }) => [kind, text])).toEqual([
      ['quoted-text', ''],
      ['renumbering', 'Stk. 2 bliver herefter stk. 4.'],
    ]);
  });

  it('keeps new text without a number as the words of the quotation itself', () => {
    expect(at('§ 1, nr. 3, ny tekst')).toMatchObject({ kind: 'quoted-text', text: '»Haven er fælles.«', children: [] });
  });

  it('tells repeal without points, commencement and territory by what they say', () => {
    expect(['§ 1', '§ 2', '§ 3', '§ 4'].map((address) => at(address).kind)).toEqual([
      'amending-section',
      'amending-section',
      'commencement',
      'territorial',
    ]);
  });

  it('names the acts it changes, with their changes, through the typing errors of real bills', () => {
    expect(reading.amendedActs).toEqual([
      {
        section: '§\u00a01',
        name: 'lov om gårdhaver m.v.',
        operation: 'amend',
        reference: { type: 'lovbekendtgørelse', number: 12, date: '2020-03-03' },
        changedBy: [
          { provision: '§ 2', number: 99, date: '2021-05-04' },
          { number: 7, date: '2022-01-05' },
        ],
      },
      {
        section: '§\u00a02',
        name: 'lov om stier',
        operation: 'repeal',
        reference: { type: 'lov', number: 44, date: '2019-04-01' },
        changedBy: [],
      },
    ]);
  });

  it('takes title, subtitle, date and ministry from where the bill names them', () => {
    expect(reading).toMatchObject({
      kind: 'amending-act',
      title: 'Lov om ændring af lov om gårdhaver m.v. og stiloven',
      subtitle: '(Fælles haver)',
      date: '2022-10-04',
      ministry: 'Boligministeriet',
    });
  });

  it('ties each specific remark to the points it explains, and a sub-heading to its point', () => {
    const specific = reading.remarks.filter(({ kind }) => kind === 'specific');
    expect(specific.map(({ heading, address, provisionIds }) => [heading, plain(address ?? ''), provisionIds])).toEqual([
      ['Til § 1', '§ 1', ['p1']],
      ['Til nr. 1', '§ 1, nr. 1', ['p1-nr1']],
      ['Til nr. 2 og 3', '§ 1, nr. 2 og 3', ['p1-nr2', 'p1-nr3']],
      ['Ad stk. 3', '§ 1, nr. 2 og 3', ['p1-nr2', 'p1-nr3']],
      ['Til § 2', '§ 2', ['p2']],
    ]);
    expect(specific[1]?.text).toBe('Ordet have bliver gårdhave.');
  });

  it('parts the general remarks at their numbered headings', () => {
    expect(reading.remarks.filter(({ number }) => number !== undefined).map(({ number, heading }) => [number, heading])).toEqual([
      ['1', '1. Indledning'],
      ['2.1', '2.1. Boligministeriets overvejelser'],
      ['9', '9. Hørte myndigheder og organisationer m.v.'],
    ]);
  });

  it('lists who was heard, a name with commas in parentheses as one', () => {
    expect(reading.heardParties).toEqual([
      'Byernes Forbund',
      'Danske Haver (Syd, Nord og Vest)',
      'KL – Kommunernes Landsforening',
      'Stilauget',
    ]);
  });

  it('keeps the parallel text of the annex as a table and never takes its § for provisions', () => {
    const annex = at('bilag 1');
    expect(annex.text).toBe('Lovforslaget sammenholdt med gældende lov');
    const rows = annex.children[0]?.children.map((row) => row.children.map(({ text }) => text));
    expect(rows).toEqual([
      ['Gældende', 'Forslag'],
      ['§ 3. Have.\nStk. 2. Bed.', '1. I § 3 …'],
    ]);
  });

  it('accounts for every letter, has no doubts, and fits the contract', () => {
    expect(reading.coverage).toMatchObject({ missing: [], added: [], complete: true });
    expect(reading.doubts).toEqual([]);
    expect(billReading.parse(reading)).toEqual(reading);
  });

  it('gives the words a committee is proposed from', () => {
    expect(subjectWords(reading)).toEqual([
      'lov',
      'om',
      'ændring',
      'af',
      'gårdhaver',
      'm',
      'v',
      'og',
      'stiloven',
      'fælles',
      'haver',
      'stier',
    ]);
  });
});

describe('a main act', () => {
  const act =
    p('Titel2', 'Forslag til lov om legepladser') +
    p('Kapitel', 'Kapitel 1') +
    p('KapitelOverskrift2', 'Formål') +
    p('Paragraf', '<span class="ParagrafNr">§ 1.</span> Loven gælder for legepladser.') +
    p('Kapitel', 'Kapitel 1 a') +
    p('KapitelOverskrift2', 'Pligter') +
    p('ParagrafGruppeOverskrift', 'Tilsyn') +
    p('Paragraf', '<span class="ParagrafNr">§ 61 b.</span> Kommunen skal') +
    p('Liste1', '1) føre tilsyn,') +
    p('Liste2', 'a) hver måned og') +
    p('Liste2', 'b) efter klage, og') +
    p('Liste1', '2) svare.') +
    p('Stk2', '<span class="StkNr">Stk. 2.</span> Ministeren fastsætter regler.') +
    p('Paragraf', '<span class="ParagrafNr">§§ 62-64.</span> (Ophævet)') +
    p('Paragraf', '<span class="ParagrafNr">§ 65.</span> Loven træder i kraft den 1. maj 2023.');

  it('names the unlabelled stk. 1 only where there are several', async () => {
    expect(await addressesOf(act)).toEqual([
      'kapitel 1',
      '§ 1',
      'kapitel 1 a',
      '§ 61 b',
      '§ 61 b, stk. 1',
      '§ 61 b, stk. 1, nr. 1',
      '§ 61 b, stk. 1, nr. 1, litra a',
      '§ 61 b, stk. 1, nr. 1, litra b',
      '§ 61 b, stk. 1, nr. 2',
      '§ 61 b, stk. 2',
      '§§ 62-64',
      '§ 65',
    ]);
  });

  it('is read as a main act, chapters holding their §', async () => {
    const reading = await read(act);
    expect(reading.kind).toBe('main-act');
    expect(reading.amendedActs).toEqual([]);
    expect(nodeAt(reading.provisions, 'kapitel 1 a')).toMatchObject({ text: 'Pligter', id: 'kapitel1a' });
    expect(nodeAt(reading.provisions, 'kapitel 1 a').children.map(({ kind }) => kind)).toEqual([
      'heading',
      'section',
      'section',
      'commencement',
    ]);
    expect(reading.coverage.complete).toBe(true);
  });

  it('reads the same act without any class from its words alone', async () => {
    const bare = act.replace(/ class="[^"]*"/g, '');
    expect((await addressesOf(bare)).filter((address) => !address.startsWith('kapitel'))).toEqual(
      (await addressesOf(act)).filter((address) => !address.startsWith('kapitel')),
    );
    expect((await read(bare)).coverage.complete).toBe(true);
  });
});
