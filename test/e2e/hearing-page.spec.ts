import { randomUUID } from 'node:crypto';
import { billFollowing, billLinkBody, hearingBill } from '@genmaele/contracts';
import { linkBill } from '@genmaele/intake';
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

  it('takes a round in from the form: its kind, the hearing it follows, the list and several documents', async () => {
    const browser = await officer();
    const main = await received(bill('14'));
    const caseNumber = randomUUID();
    const form = (await browser.open('/')).form('Modtag høringen');
    const typed = { deadline: '2026-12-30', caseNumber, round: 'renewed', mainHearingId: main, parties: 'KL\r\nDanske Regioner; KL' };
    const files = [
      { field: 'bill', name: 'forslag.html', bytes: bill('28'), type: 'text/html' },
      { field: 'documents', name: 'bilag-1.txt', bytes: Buffer.from('et'), type: 'text/plain' },
      { field: 'documents', name: 'bilag-2.txt', bytes: Buffer.from('to'), type: 'text/plain' },
    ];
    await browser.submit(form, typed, files);
    await house.drain();
    const [row] = await house.rows<{ id: string }>('SELECT id FROM hearing WHERE case_number = $1', [caseNumber]);
    const page = await browser.open(`/hoeringer/${row!.id}`);
    expect(page.text).toMatch(/fornyet høring \(denne\) 30\. december 2026 \S.*? 2 Høringslisten: 2 parter ?KL ?Danske Regioner/);
    for (const name of ['bilag-1.txt', 'bilag-2.txt']) expect(page.text).toContain(name);
    expect(linksIn(...page.elements('th'))).toEqual([`/hoeringer/${main}`]);
    expect((await browser.open(`/hoeringer/${main}`)).text).toContain('fornyet høring');
  });

  it('closes a pre-hearing to whoever did not receive it, also as a round or a case of another hearing', async () => {
    const head = new Browser(await house.as(house.people.head));
    const form = (await head.open('/')).form('Modtag høringen');
    const caseNumber = randomUUID();
    const files = [{ field: 'bill', name: 'forslag.html', bytes: bill('35'), type: 'text/html' }];
    await head.submit(form, { deadline: '2026-12-30', caseNumber, round: 'pre-hearing' }, files);
    await house.drain();
    const [row] = await house.rows<{ id: string; confidential: boolean }>('SELECT id, confidential FROM hearing WHERE case_number = $1', [
      caseNumber,
    ]);
    expect(row).toMatchObject({ confidential: true });
    expect((await head.open(`/hoeringer/${row!.id}`)).text).toContain('Lukket høring');
    expect((await (await officer()).open(`/hoeringer/${row!.id}`)).answer.status).toBe(404);
    const main = await received(bill('42'));
    await house.rows('UPDATE hearing SET main_hearing_id = $2 WHERE id = $1', [row!.id, main]);
    await house.rows(
      `INSERT INTO case_hearing (case_id, hearing_id, linked_at) SELECT case_id, $2, linked_at FROM case_hearing WHERE hearing_id = $1`,
      [row!.id, main],
    );
    const page = await (await officer()).open(`/hoeringer/${main}`);
    expect(page.text).not.toContain('præhøring');
    expect(linksIn(...page.elements('li')).filter((link) => link.startsWith('/sager/'))).toHaveLength(1);
  });

  it('shows the cases that answer it and the bills that came of it', async () => {
    const hearingId = await received(bill('14'));
    const visitor = await house.as(house.people.officer);
    const { caseId } = good(await visitor.get(`/hearings/${hearingId}`));
    await house.tx((tx) =>
      linkBill(tx, hearingId, billLinkBody.parse({ designation: 'L 51 A', session: '20181', validFrom: '2026-10-01' }), {
        actorId: house.people.officer.id,
        now: house.clock.now(),
      }),
    );
    const page = await (await officer()).open(`/hoeringer/${hearingId}`);
    expect(linksIn(...page.elements('li'))).toContain(`/sager/${caseId}`);
    expect(page.text).toContain('L 51 A (20181): fra 1. oktober 2026');
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
