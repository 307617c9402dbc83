import { randomUUID } from 'node:crypto';
import { billFollowing, hearingBill } from '@genmaele/contracts';
import { newHearing } from '@genmaele/testing';
import { openApiDocument } from '../../apps/api/src/openapi.js';
import { Browser, linksIn, type Page, textOf } from './browser.js';
import { openServedHouse, type ServedHouse } from './house.js';
import { good } from './way.js';

let house: ServedHouse;
beforeAll(async () => {
  house = await openServedHouse();
});
afterAll(() => house?.close());

const p = (className: string, words: string): string => `<p class="${className}">${words}</p>\n`;
/** A bill with remarks and heard parties; `days` is what one point puts into the law. */
const bill = (days: string, ...more: string[]): Buffer =>
  Buffer.from(
    `<html><head><title>${randomUUID()}</title></head><body>` +
      p('Titel2', 'Lov om ændring af boligloven') +
      p('CentreretParagraf', '§ 1') +
      p('Paragraf', 'I boligloven, jf. lovbekendtgørelse nr. 5 af 1. marts 2020, foretages følgende ændringer:') +
      p('AendringMedNummer', `1. I § 5, stk. 2, ændres »7 dage« til: »${days} dage« <script>alert(1)</script>.`) +
      more.map((words, i) => p('AendringMedNummer', `${i + 2}. ${words}`)).join('') +
      p('CentreretParagraf', '§ 2') +
      p('Paragraf', 'Loven træder i kraft den 1. januar 2027.') +
      p('Bemaerkninger', 'Bemærkninger til lovforslaget') +
      p('Overskriftstekst1', 'Almindelige bemærkninger') +
      p('Overskriftsnummer1', '1. Indledning') +
      p('TekstGenerel', 'Forslaget giver lejere længere tid.') +
      p('Overskriftstekst1', 'Bemærkninger til lovforslagets enkelte bestemmelser') +
      p('Overskriftstekst2', 'Til § 1') +
      p('Overskriftstekst2', 'Til nr. 1') +
      p('TekstGenerel', 'Fristen forlænges.') +
      `</body></html>`,
  );

async function received(bytes: Buffer): Promise<string> {
  const hearingId = await newHearing(house, { caseNumber: randomUUID() }, bytes);
  await house.drain();
  return hearingId;
}
const officer = async () => new Browser(await house.as(house.people.officer));
const item = (page: Page, id: string) => page.elements('li').find(({ attribs }) => attribs['id'] === id);

describe('the page of a hearing', () => {
  it('shows the bill as a tree whose addresses are anchors, without scripts, each id once', async () => {
    const page = await (await officer()).open(`/hoeringer/${await received(bill('14'))}`);
    expect([page.answer.status, page.title]).toEqual([200, 'Lov om ændring af boligloven']);
    const point = item(page, 'p1-nr1');
    expect(linksIn(...(point ? [point] : []))).toContain('#p1-nr1');
    expect(point && textOf(point)).toMatch(/^§ 1, nr\. 1 ændringsnummer I § 5, stk\. 2, ændres »7 dage« til: »14 dage«/);
    const ids = [...page.answer.text.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect([page.elements('script').length, page.attributes().filter((name) => /^(on|style)/i.test(name))]).toEqual([0, []]);
  });

  it('has the remark in the point that it explains, and coverage told plainly', async () => {
    const page = await (await officer()).open(`/hoeringer/${await received(bill('14'))}`);
    const point = item(page, 'p1-nr1');
    expect(point && textOf(point)).toContain('Bemærkninger: Til nr. 1Fristen forlænges.');
    expect(page.text).toMatch(/100 % af kildens tegn står i teksten nedenfor; intet mangler/);
    expect(page.text).toContain('§ 1: boligloven, lovbekendtgørelse nr. 5 af 1. marts 2020');
    expect(page.text).toContain('Forslaget giver lejere længere tid.');
  });

  it('tells what was changed since an earlier version, in words that need no colour', async () => {
    const earlier = await received(bill('14', '§ 9 ophæves fra og med den dag, loven træder i kraft.'));
    const page = await (await officer()).open(`/hoeringer/${await received(bill('21'))}`);
    expect(page.text).not.toContain('Ændret siden');
    const compared = await (await officer()).open(`${page.path}?since=${earlier}`);
    expect(compared.text).toContain('§ 1, nr. 1 ændret Ændret: ordlyden ligner.');
    expect(compared.elements('del').map(textOf)).toEqual(['udgår: 14']);
    expect(compared.elements('ins').map(textOf)).toEqual(['indsættes: 21']);
    expect(compared.text).toContain('§ 1, nr. 2 udgået Udgået');
  });

  it('says that a bill could not be read, and why', async () => {
    const hearingId = await received(Buffer.from(`<html><body><p>Nyt om § 5 ${randomUUID()}</p></body></html>`));
    const page = await (await officer()).open(`/hoeringer/${hearingId}`);
    expect([page.answer.status, page.text]).toEqual([200, expect.stringContaining('Lovforslaget kunne ikke læses (bill.not-a-bill)')]);
  });
});

describe('GET /hearings/:id/provisions', () => {
  it('gives the whole bill in one shape, and with since how the earlier version is followed to it', async () => {
    const visitor = await house.as(house.people.officer);
    const [earlier, later] = [await received(bill('14')), await received(bill('21'))];
    const whole = good(await visitor.get(`/hearings/${later}/provisions`));
    expect(hearingBill.parse(whole)).toEqual(whole);
    expect(whole).toMatchObject({ hearingId: later, kind: 'amending-act', coverage: { complete: true } });
    const { since } = good(await visitor.get(`/hearings/${later}/provisions?since=${earlier}`));
    expect(billFollowing.parse(since.following)).toEqual(since.following);
    expect(since).toMatchObject({ hearingId: earlier });
    expect(since.following.followed).toContainEqual(expect.objectContaining({ id: 'p1-nr1', fate: 'changed' }));
  });

  it('refuses an earlier version that is no id, and one that does not exist', async () => {
    const visitor = await house.as(house.people.officer);
    const hearingId = await received(bill('14'));
    expect((await visitor.get(`/hearings/${hearingId}/provisions?since=x`)).status).toBe(400);
    expect((await visitor.get(`/hearings/${hearingId}/provisions?since=${randomUUID()}`)).status).toBe(404);
  });

  it('is described for programs, the tree by a part that refers to itself', async () => {
    const document = await openApiDocument();
    const text = JSON.stringify(document.paths['/hearings/{id}/provisions']?.get?.responses);
    const [name = ''] = /#\/components\/schemas\/([\w-]+)/.exec(text)?.slice(1) ?? [];
    expect(JSON.stringify(document.components?.schemas?.[name])).toContain(`#/components/schemas/${name}`);
    expect(text).not.toContain('$defs');
  });
});
