import { randomUUID } from 'node:crypto';
import { caseIn } from '@genmaele/testing';
import { Browser, linksIn, type Page, textOf } from './browser.js';
import { openServedHouse, type ServedHouse } from './house.js';
import { type Visitor } from './visitor.js';
import { act, good, seenCase } from './way.js';

let house: ServedHouse;
let officer: Visitor;
let administrator: Visitor;

beforeAll(async () => {
  house = await openServedHouse();
  officer = await house.as(house.people.officer);
  administrator = await house.as(house.people.administrator);
});
afterAll(() => house?.close());

const json = { 'content-type': 'application/json' };

/** A change of a case, made on the version that was just read. */
async function change(path: string, id: string, body: object, visitor = officer) {
  const { etag } = good(await visitor.get(`/cases/${id}`));
  return visitor.ask('POST', path, { headers: { ...json, 'if-match': etag }, body: JSON.stringify(body) });
}
const keyed = (path: string, body: object, visitor = officer) => visitor.post(path, body);

const reserve = { kind: 'economic', reason: 'negotiated-separately', liftedBy: 'decision', decisionText: 'DUT-forhandlingen' };

describe('triage over HTTP', () => {
  it('refuses bad input and leaves the case as it was', async () => {
    const { id: caseId } = await caseIn(house, 'opened');
    for (const body of [{}, { choice: 'forget' }, { choice: 'join' }, { choice: 'join', joinTo: 'x' }])
      expect((await change(`/cases/${caseId}/triage`, caseId, body)).body.code).toBe('request.invalid');
    expect((await change(`/cases/${caseId}/triage`, caseId, { choice: 'join', joinTo: randomUUID(), comment: 'x' })).body.code).toBe(
      'case.join-target',
    );
    expect((await change(`/cases/${caseId}/classification`, caseId, { kleNumber: '3.2' })).body.code).toBe('request.invalid');
    expect(
      (await officer.ask('POST', `/cases/${caseId}/triage`, { headers: json, body: JSON.stringify({ choice: 'answer' }) })).status,
    ).toBe(428);
    expect((await seenCase(house, caseId)).state).toBe('opened');
  });

  it('shows the page, classifies, and answers without remarks', async () => {
    const { id: caseId } = await caseIn(house, 'opened');
    expect((await officer.get(`/sager/${caseId}/visitering`)).text).toContain('Hvad skal der ske');
    expect((await change(`/cases/${caseId}/classification`, caseId, { kleNumber: '03.02' })).status).toBe(200);
    expect(good(await officer.get(`/cases/${caseId}/triage`)).kleNumber).toBe('03.02');
    good(await change(`/cases/${caseId}/triage`, caseId, { choice: 'no-remarks' }));
    const preview = await officer.get(`/cases/${caseId}/preview.pdf`);
    expect([preview.status, preview.bytes.subarray(0, 5).toString()]).toEqual([200, '%PDF-']);
  });

  it('opens a case for a ministerial letter, whose page needs no hearing', async () => {
    const letter = {
      event: 'agreement',
      title: 'Aftale om boliger',
      date: '2026-11-20',
      ministry: 'Social- og Boligministeriet',
      recipients: [{ title: 'boligminister', name: 'Bo Ærø' }],
      wishedDate: '2026-12-04',
    };
    for (const more of [{ event: 'hearing' }, { recipients: [] }, { date: 'i går' }, { ministry: '' }])
      expect((await keyed('/ministerial-letters', { ...letter, ...more })).body.code).toBe('request.invalid');
    expect((await officer.get('/henvendelser/ny')).text).toContain('Ny henvendelse');
    const { caseId } = good(await keyed('/ministerial-letters', letter));
    const page = await officer.get(`/sager/${caseId}`);
    expect([page.status, page.text.includes('Aftale om boliger')]).toEqual([200, true]);
    expect((await seenCase(house, caseId)).hearingId).toBeNull();
    expect(good(await officer.get('/cases')).some(({ id }: { id: string }) => id === caseId)).toBe(true);
  });

  it('opens one letter that names every recipient, or a case for each, whose draft begins with whom it goes to', async () => {
    const browser = new Browser(await house.as(house.people.officer));
    const form = async () => (await browser.open('/henvendelser/ny')).form('Opret');
    const typed = {
      ...{ title: `Udspil ${randomUUID()}`, date: '2026-11-20', wishedDate: '2026-12-04', ministry: 'Social- og Boligministeriet' },
      recipients: 'A; Ane Ø; ane@ft.example\r\nB; Bo Berg',
    };
    const start = async (page: Page) => browser.open((await browser.submit(page.form('Begynd udkast'))).path);
    const one = await start(await browser.submit(await form(), typed));
    const fields = one.form('Gem udkast').fields;
    expect(fields).toMatchObject({ template: 'ordfoererbrev', spokespersons: 'Ane Ø; A\r\nBo Berg; B' });
    const title = `Udspil ${randomUUID()}`;
    const list = await browser.submit(await form(), { ...typed, title, each: 'own' });
    const paths = linksIn(...list.elements('tr').filter((row) => textOf(row).includes(title)));
    expect(paths).toHaveLength(2);
    const names = await Promise.all(paths.map(async (path) => (await start(await browser.open(path))).form('Gem udkast').fields));
    expect(names.map(({ template, recipientName }) => [template, recipientName]).sort()).toEqual([
      ['ministerbrev', 'Ane Ø'],
      ['ministerbrev', 'Bo Berg'],
    ]);
    const refused = await browser.submit(await form(), { ...typed, recipients: 'Ane Ø' });
    expect(refused.answer.status).toBe(400);
  });

  it('says on the case whom the letter goes to, whose address is missing, and takes an address that is corrected', async () => {
    const browser = new Browser(await house.as(house.people.officer));
    const page = await browser.submit((await browser.open('/henvendelser/ny')).form('Opret'), {
      ...{ title: `Udspil ${randomUUID()}`, date: '2026-11-20', wishedDate: '2026-12-04', ministry: 'Social- og Boligministeriet' },
      recipients: 'A; Ane Ø; ane@ft.example\r\nB; Bo Berg',
    });
    expect(page.text).toContain('A Ane Ø: ane@ft.example');
    expect(page.text).toContain('B Bo Berg: adresse mangler');
    const missing = page.form('Gem svaradressen');
    const refused = await browser.submit(missing, { address: 'ikke en adresse' });
    expect([refused.answer.status, refused.text]).toEqual([400, expect.stringContaining('adressen er ikke en e-mailadresse')]);
    await browser.submit(missing, { address: 'bo@ft.example' });
    const stale = await browser.submit(missing, { address: 'bob@ft.example' });
    expect(stale.answer.status).toBe(412);
    const caseId = page.path.split('/').at(-1)!;
    expect(good(await officer.get(`/cases/${caseId}/addressees`))).toEqual([
      { key: 'recipient:0', name: 'A Ane Ø', address: 'ane@ft.example' },
      { key: 'recipient:1', name: 'B Bo Berg', address: 'bo@ft.example' },
    ]);
    const change = async (key: string, body: object) => {
      const etag = (await officer.get(`/cases/${caseId}`)).headers.get('etag') ?? '';
      return officer.ask('POST', `/cases/${caseId}/addressees/${key}`, {
        headers: { ...json, 'if-match': etag },
        body: JSON.stringify(body),
      });
    };
    expect((await change('recipient:7', { address: 'a@b.dk' })).body.code).toBe('case.addressee-unknown');
    expect((await change('recipient:1', { address: 'bob@ft.example', seen: 'bo@ft.example' })).status).toBe(200);
  });

  it('ties a bill to its hearing', async () => {
    const { hearingId } = await caseIn(house, 'opened');
    const link = async (body: object) => {
      const { headers } = await officer.get(`/hearings/${hearingId}`);
      const etag = headers.get('etag') ?? '';
      const init = { headers: { ...json, 'if-match': etag }, body: JSON.stringify(body) };
      return officer.ask('POST', `/hearings/${hearingId}/bills`, init);
    };
    expect((await link({ designation: 'lov 51', session: '20181', validFrom: '2026-12-01' })).body.code).toBe('request.invalid');
    expect((await link({ designation: 'L51 A', session: '20181', validFrom: '2026-12-01' })).body).toEqual({
      hearingId,
      designation: 'L 51 A',
    });
    const page = await new Browser(officer).open(`/hoeringer/${hearingId}`);
    expect(page.text).toContain('L 51 A (20181): fra 1. december 2026');
    const refused = await new Browser(officer).submit(page.form('Knyt lovforslaget'), { designation: 'lov 52', session: '20181' });
    expect([refused.answer.status, refused.text]).toEqual([
      400,
      expect.stringContaining('Lovforslagets nummer: skal se ud som «L 51» eller «L 51 A»'),
    ]);
    const linked = await new Browser(officer).submit(refused.form('Knyt lovforslaget'), { designation: 'l 052', session: '20181' });
    expect(linked.text).toMatch(/L 52 \(20181\): fra \d/);
    const ended = await new Browser(officer).submit(linked.form('Afslut L 51 A'), { validTo: '2026-12-24' });
    expect(ended.text).toContain('L 51 A (20181): fra 1. december 2026 til 24. december 2026');
    expect((await (await house.as(house.people.secretary)).get(`/hoeringer/${hearingId}`)).text).not.toContain('Knyt lovforslaget');
    expect((await officer.post(`/hearings/${hearingId}/bills/${randomUUID()}/end`, { validTo: '2026-12-24' })).body.code).toBe(
      'hearing.not-found',
    );
  });
});

describe('reservations over HTTP', () => {
  it('are taken, shown on the case and the list, and moved by whom the table says', async () => {
    const { id: caseId } = await caseIn(house, 'opened');
    await act(house, 'officer', caseId, 'start');
    expect((await keyed(`/cases/${caseId}/reservations`, { ...reserve, kind: 'personal' })).body.code).toBe('request.invalid');
    const { reservationId } = good(await keyed(`/cases/${caseId}/reservations`, reserve));
    expect((await keyed(`/cases/${caseId}/reservations`, reserve)).body.code).toBe('reservation.exists');
    expect((await officer.get(`/sager/${caseId}`)).text).toContain('Åbent forbehold for de økonomiske konsekvenser');
    expect((await officer.get(`/sager/${caseId}`)).text).toMatch(
      /Åbent forbehold:<\/strong> Forbehold for de økonomiske konsekvenser: ophæves af .+; ses efter \d+\. /,
    );
    expect((await officer.get(`/sager/${caseId}/forbehold`)).text).toContain('DUT-forhandlingen');
    expect((await officer.get('/forbehold')).text).toContain(caseId);
    const step = (action: string, body: object, id = reservationId) => keyed(`/cases/${caseId}/reservations/${id}/${action}`, body);
    expect((await step('confirm', { reason: 'x' })).body.code).toBe('case.role-missing');
    expect((await step('forget', {})).body.code).toBe('reservation.action-not-allowed');
    expect((await step('drop', {}, randomUUID())).body.code).toBe('reservation.not-found');
    expect((await step('drop', {})).body.code).toBe('case.need-unmet');
    expect(good(await step('drop', { reason: 'økonomien er på plads' }))).toMatchObject({ state: 'withdrawn' });
    expect((await officer.get('/forbehold')).text).not.toContain(caseId);
  });
});

describe('routing rules over HTTP', () => {
  const rules = [{ priority: 10, klePrefix: '03', words: [], officeName: 'Boligkontoret' }];

  it('are written, tried and put in force by an administrator alone', async () => {
    expect((await keyed('/routing', { name: 'A', rules }, officer)).body.code).toBe('permission.denied');
    for (const bad of [
      [],
      [{ priority: 1 }],
      [{ ...rules[0], klePrefix: '3' }],
      [rules[0], rules[0]],
      [{ ...rules[0], words: ['Bolig!'] }],
    ])
      expect((await keyed('/routing', { name: 'A', rules: bad }, administrator)).body.code).toBe('request.invalid');
    const { setId } = good(await keyed('/routing', { name: 'Fordeling', rules }, administrator));
    const force = () => administrator.post(`/routing/${setId}/force`, { validFrom: '2027-01-01' });
    expect((await force()).body.code).toBe('routing.not-tried');
    expect(good(await administrator.post(`/routing/${setId}/trial`, {}))).toMatchObject({
      tried: expect.any(Number),
      differences: expect.any(Array),
    });
    expect((await force()).status).toBe(200);
    expect((await administrator.get('/fordeling')).text).toContain('I kraft fra 1. januar 2027');
    expect((await administrator.post(`/routing/${randomUUID()}/trial`, {})).body.code).toBe('routing.not-found');
  });
});
