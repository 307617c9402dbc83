import { type BillReading } from '@genmaele/contracts';
import { readBill } from '@genmaele/legaltext';
import { caseIn } from '@genmaele/testing';
import { referenceLinks } from '../../apps/api/src/pages/reference-links.js';
import { Browser, linksIn } from './browser.js';
import { openServedHouse, type ServedHouse } from './house.js';

const p = (className: string, words: string): string => `<p class="${className}">${words}</p>\n`;
const html = (body: string) => Buffer.from(`<!DOCTYPE html><html lang="da"><head><meta charset="utf-8"></head><body>${body}</body></html>`);

const amending = (): Promise<BillReading> =>
  readBill(
    html(
      p('Titel2', 'Lov om ændring af lov om grønne gårde') +
        p('CentreretParagraf', '§ 1') +
        p('Paragraf', 'I lov om grønne gårde, jf. lovbekendtgørelse nr. 12 af 3. marts 2020, foretages følgende ændringer:') +
        p('AendringMedNummer', '<span class="AendringNr">1.</span> <span class="Italic">§ 9</span> ophæves.') +
        p('CentreretParagraf', '§ 2') +
        p('Paragraf', 'Loven træder i kraft den 1. januar 2027.'),
    ),
  );
const mainAct = (): Promise<BillReading> =>
  readBill(
    html(
      p('Titel2', 'Lov om grønne gårde') + p('Paragraf', '§ 1. En gård er grøn.') + p('Paragraf', '§ 2. Gårde efter § 1 plejes, jf. § 7.'),
    ),
  );
const linksOf = (bill: BillReading, text: string) => referenceLinks(bill)(text).flatMap((run) => (run.href ? [[run.text, run.href]] : []));

describe('the references in a text of a bill', () => {
  it('lead into the bill when they name it, to the act that is amended, and to an act by number and date', async () => {
    const bill = await amending();
    const point = bill.provisions.flatMap(({ children }) => children).find(({ kind }) => kind === 'change-point');
    const text = 'Efter lovforslagets § 1, nr. 1, udgår § 9 i lov om grønne gårde, som ændret ved lov nr. 77 af 4. maj 2021.';
    expect(linksOf(bill, text)).toEqual([
      ['lovforslagets § 1, nr. 1', `#${point?.id}`],
      ['§ 9 i lov om grønne gårde', 'https://www.retsinformation.dk/eli/lta/2020/12'],
      ['lov nr. 77 af 4. maj 2021', 'https://www.retsinformation.dk/eli/lta/2021/77'],
    ]);
    expect(
      referenceLinks(bill)(text)
        .map((run) => run.text)
        .join(''),
    ).toBe(text);
  });

  it('without an act lead nowhere in an amending act, where they speak of the law, and into a main act, where it has the place', async () => {
    expect(linksOf(await amending(), 'Det følger af § 1, nr. 1.')).toEqual([]);
    const links = linksOf(await mainAct(), 'Gårde efter § 1 plejes, jf. § 7 og lovforslagets § 99.');
    expect(links).toEqual([['§ 1', expect.stringMatching(/^#/)]]);
  });
});

describe('the page of a case', () => {
  let house: ServedHouse;
  beforeAll(async () => {
    house = await openServedHouse();
  });
  afterAll(() => house?.close());

  it('leads from a point of the draft to the provision it speaks of', async () => {
    const view = await caseIn(house, 'in-approval');
    const browser = new Browser(await house.as(house.people.chair));
    const page = await browser.open(`/sager/${view.id}`);
    const [to = ''] = linksIn(...page.elements('section')).filter((href) => href.startsWith('/hoeringer/'));
    const hearing = await browser.open(to.split('#')[0] ?? '');
    expect([hearing.answer.status, hearing.elements('li').map(({ attribs }) => attribs['id'])]).toEqual([
      200,
      expect.arrayContaining([to.split('#')[1]]),
    ]);
  });
});
