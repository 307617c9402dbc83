import { randomUUID } from 'node:crypto';
import { type Actor } from '@genmaele/access';
import { municipalities } from '@genmaele/intake';
import { actorWith, caseIn, testStart } from '@genmaele/testing';
import { Browser } from './browser.js';
import { openServedHouse, password, type ServedHouse } from './house.js';

const [odense, aarhus] = ['461', '751'];
const question = 'Hvad koster forslaget hos jer?\nOg hvornår?';

let house: ServedHouse;
let ole: Actor;
let oda: Actor;
let aage: Actor;

beforeAll(async () => {
  house = await openServedHouse();
  const contact = (name: string, municipalityCode: string) =>
    actorWith(house.database, [{ role: 'municipality-contact', municipalityCode }], house.clock.now(), name);
  [ole, oda, aage] = [await contact('Ole Odense', odense!), await contact('Oda Odense', odense!), await contact('Åge Aarhus', aarhus!)];
});
beforeEach(() => house.clock.set(testStart));
afterAll(() => house?.close());

const browserOf = async ({ email }: Actor) => new Browser(await house.visitor().signedIn(email, password));

/** A case about which municipalities are asked by the api; the ids of the request and of Odense's contribution. */
async function asked(codes: string[] | 'all' = [odense!, aarhus!]) {
  const { id: caseId, title } = await caseIn(house, 'drafting');
  const officer = await house.as(house.people.officer);
  const answer = await officer.post(`/cases/${caseId}/contribution-requests`, {
    question,
    deadline: '2026-12-04T12:00',
    municipalities: codes,
  });
  expect(answer.status).toBe(201);
  const requestId = answer.body.contributionRequestId as string;
  const [row] = await house.rows<{ id: string }>('SELECT id FROM contribution WHERE request_id = $1 AND municipality_code = $2', [
    requestId,
    odense,
  ]);
  return { caseId, title, requestId, id: row?.id ?? '', officer };
}

describe('the officer’s page of contributions', () => {
  it('asks by a form, and shows who has answered, who has not, and on the case how many', async () => {
    const { id } = await caseIn(house, 'drafting');
    const browser = await browserOf(house.people.officer);
    expect((await browser.open(`/sager/${id}`)).text).toContain('Bidrag (0) Indhent bidrag fra kommuner');
    const form = (await browser.open(`/sager/${id}/bidrag`)).form('Indhent bidrag');
    const page = await browser.submit(form, { question, deadline: '2026-12-04T12:00', municipality: odense! });
    expect(page.text).toContain('Har ikke svaret (1) Odense Kommune');
    expect(page.forms().map(({ button }) => button)).not.toContain('Rykker til dem, der ikke har svaret');
    const [{ id: own }] = (await house.rows<{ id: string }>(
      'SELECT c.id FROM contribution c JOIN contribution_request r ON r.id = c.request_id WHERE r.case_id = $1',
      [id],
    )) as [{ id: string }];
    const contact = await house.as(ole);
    expect((await contact.post(`/contributions/${own}/versions`, { text: 'Tre millioner om året.', send: true })).status).toBe(201);
    const after = await browser.open(`/sager/${id}/bidrag`);
    expect(after.text).toContain('Bidrag (1) Odense Kommune, sendt');
    expect(after.text).toContain('Tre millioner om året.');
    expect((await browser.open(`/sager/${id}`)).text).toMatch(/Bidrag \(1\) 1 af 1 kommuner har svaret; fristen er .* Odense Kommune,/);
  });

  it('shows a refused form again with the reason, the fields and what was typed', async () => {
    const { id } = await caseIn(house, 'drafting');
    const browser = await browserOf(house.people.officer);
    const form = (await browser.open(`/sager/${id}/bidrag`)).form('Indhent bidrag');
    const none = await browser.submit(form, { question, deadline: 'i morgen' });
    expect(none.answer.status).toBe(400);
    expect(none.text).toContain('Frist for bidrag: skal være en dato, eventuelt med klokkeslæt');
    expect(none.text).toContain('Kommuner: vælg mindst én');
    expect(none.form('Indhent bidrag').fields).toMatchObject({ deadline: 'i morgen', question: question.replace('\n', '\r\n') });
    const late = await browser.submit(none.form('Indhent bidrag'), { deadline: '2026-12-18T12:00', municipality: odense! });
    expect([late.answer.status, late.text.includes('før høringsfristen, 18. december 2026 kl. 12.00')]).toEqual([422, true]);
    expect(late.form('Indhent bidrag').fields['municipality']).toBe(odense);
  });

  it('takes as many municipalities as are ticked one by one', async () => {
    const { id } = await caseIn(house, 'drafting');
    const officer = await house.as(house.people.officer);
    const codes = municipalities.slice(0, 97).map(({ code }) => code);
    const body = new URLSearchParams([
      ['question', question],
      ['deadline', '2026-12-04'],
      ['_idempotency-key', randomUUID()],
      ...codes.map((code) => ['municipality', code]),
    ]);
    expect((await officer.ask('POST', `/sager/${id}/bidrag`, { body })).status).toBe(303);
    const [request] = (await officer.get(`/cases/${id}/contribution-requests`)).body;
    expect(request.missing).toHaveLength(97);
  });

  it('reminds once a day those who have not answered, and ends before the deadline', async () => {
    const { caseId, requestId, officer } = await asked();
    expect((await officer.post(`/contribution-requests/${requestId}/reminders`)).body.code).toBe('contribution-request.reminded');
    house.clock.set(new Date(house.clock.now().getTime() + 86_400_000));
    const browser = await browserOf(house.people.officer);
    const page = await browser.open(`/sager/${caseId}/bidrag`);
    const fromCase = (await browser.open(`/sager/${caseId}`)).form('Rykker til dem, der ikke har svaret');
    const reminded = await browser.submit(fromCase);
    expect(reminded.text).toContain('Der kan rykkes igen i morgen');
    const again = await browser.submit(page.form('Rykker til dem, der ikke har svaret'), { '_idempotency-key': randomUUID() });
    expect([again.answer.status, again.text.includes('Der er rykket i dag.')]).toEqual([409, true]);
    const ended = await browser.submit(reminded.form('Afslut indhentningen nu'));
    expect(ended.text).toContain('afsluttet');
    expect((await browser.visitor.post(`/contribution-requests/${requestId}/end`)).body.code).toBe('contribution-request.past');
  });

  it('does not follow a request under another case’s address', async () => {
    const { requestId } = await asked();
    const { id: other } = await caseIn(house, 'drafting');
    const officer = await house.as(house.people.officer);
    const answer = await officer.post(`/sager/${other}/bidrag/${requestId}/slut`);
    expect([answer.status, answer.body.code]).toEqual([404, 'contribution-request.not-found']);
  });
});

describe('a municipality’s pages', () => {
  it('lead from the front page to what it is asked, with the question and never the case, and take draft and answer', async () => {
    const { caseId, id, title } = await asked();
    const browser = await browserOf(ole);
    expect((await browser.open('/')).text).toContain('Bidrag, som din kommune er bedt om');
    const list = await browser.open('/bidrag');
    expect(list.elements('a').some(({ attribs }) => attribs['href'] === `/bidrag/${id}`)).toBe(true);
    const page = await browser.open(`/bidrag/${id}`);
    expect(page.text).toContain(title);
    expect(page.text).toContain('Social- og Boligministeriet');
    expect(page.answer.text).toContain(question);
    expect(page.answer.text).not.toContain(caseId);
    expect(page.text).not.toContain('Aarhus');
    const form = page.form('Gem kladde Send bidraget');
    const draft = await browser.submit(form, {
      text: 'Det er dyrt.',
      'provision-1': '§ 1, nr. 2',
      'provisiontext-1': 'For kort frist.',
      send: 'off',
    });
    expect(draft.text).toContain('Kladde, ikke sendt');
    const colleague = await browserOf(oda);
    const shared = await colleague.open(`/bidrag/${id}`);
    expect(shared.form('Gem kladde Send bidraget').fields).toMatchObject({ text: 'Det er dyrt.', 'provision-1': '§ 1, nr. 2' });
    const sent = await colleague.submit(shared.form('Gem kladde Send bidraget'), { text: 'Det er meget dyrt.', send: 'on' });
    expect(sent.text).toContain('Bidraget er sendt.');
    expect(sent.text).toMatch(/Sendt .* af Oda Odense/);
  });

  it('overwrite nothing that a colleague saved meanwhile, and keep what was typed', async () => {
    const { id } = await asked();
    const [one, two] = [await browserOf(ole), await browserOf(oda)];
    const stale = (await one.open(`/bidrag/${id}`)).form('Gem kladde Send bidraget');
    await two.submit((await two.open(`/bidrag/${id}`)).form('Gem kladde Send bidraget'), { text: 'Odas kladde', send: 'off' });
    const refused = await one.submit(stale, { text: 'Oles kladde', send: 'off' });
    expect([refused.answer.status, refused.text.includes('Odas kladde')]).toEqual([412, true]);
    expect(refused.form('Gem kladde Send bidraget').fields['text']).toBe('Oles kladde');
    const saved = await one.submit(refused.form('Gem kladde Send bidraget'), { send: 'off' });
    expect(saved.answer.status).toBe(200);
  });

  it('are not there for another municipality, nor for the house; what is not sent is nobody else’s', async () => {
    const { id, officer } = await asked();
    const neighbour = await house.as(aage);
    expect((await neighbour.get(`/contributions/${id}`)).body.code).toBe('contribution.not-found');
    expect((await neighbour.page(`/bidrag/${id}`)).status).toBe(404);
    expect((await neighbour.post(`/contributions/${id}/versions`, { text: 'Snyd' }, { 'if-match': '"1"' })).status).toBe(404);
    expect((await neighbour.get('/contributions')).body.some((line: { id: string }) => line.id === id)).toBe(false);
    expect((await officer.get(`/contributions/${id}`)).status).toBe(404);
    expect((await officer.page(`/bidrag/${id}`)).status).toBe(403);
    const contact = await house.as(ole);
    await contact.post(`/contributions/${id}/versions`, { text: 'Svaret', send: true });
    expect((await officer.get(`/contributions/${id}`)).body.versions).toHaveLength(1);
    expect((await neighbour.get(`/contributions/${id}`)).status).toBe(404);
  });

  it('say who can see the contribution, and why: its own contacts, and the house from when it is sent', async () => {
    const { id, officer } = await asked();
    const contact = await house.as(ole);
    const names = async () => {
      const { people } = (await contact.get(`/contributions/${id}/visible-to`)).body as { people: { name: string }[] };
      return people.map(({ name }) => name);
    };
    expect(await names()).toEqual(['Oda Odense', 'Ole Odense']);
    await contact.post(`/contributions/${id}/versions`, { text: 'Svaret', send: true });
    expect(await names()).toEqual(['administrator', 'head', 'Oda Odense', 'officer', 'Ole Odense', 'secretary']);
    const page = await (await browserOf(oda)).open(`/bidrag/${id}/synlighed`);
    expect(page.text).toContain('Ole Odensekontaktperson i kommunen, og sagen er ikke lukket');
    expect((await officer.get(`/contributions/${id}/visible-to`)).status).toBe(200);
  });

  it('let one of two who send at once through, and the other sees what was sent', async () => {
    const { id } = await asked();
    const [one, two] = [await house.as(ole), await house.as(oda)];
    const seen = (await one.get(`/contributions/${id}`)).headers.get('etag') ?? '';
    const send = (visitor: typeof one, text: string) =>
      visitor.post(`/contributions/${id}/versions`, { text, send: true }, { 'if-match': seen });
    const answers = await Promise.all([send(one, 'Oles'), send(two, 'Odas'), send(one, 'Oles igen')]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 412, 412]);
    expect((await one.get(`/contributions/${id}`)).body.versions).toHaveLength(1);
  });

  it('do not answer once the case is closed, and a read leaves a line', async () => {
    const { caseId, id, officer } = await asked();
    const contact = await house.as(ole);
    expect((await contact.get(`/contributions/${id}`)).status).toBe(200);
    const lines = await house.rows('SELECT 1 FROM audit_entry WHERE action = $1 AND subject = $2 AND actor_id = $3', [
      'read',
      `contribution:${id}`,
      ole.id,
    ]);
    expect(lines).toHaveLength(1);
    await officer.post(`/cases/${caseId}/confidence`, { confidential: true, personIds: [] });
    expect((await contact.get(`/contributions/${id}`)).status).toBe(404);
    expect((await contact.page(`/bidrag/${id}`)).status).toBe(404);
    expect((await contact.get('/contributions')).body.some((line: { id: string }) => line.id === id)).toBe(false);
    const page = await officer.page(`/sager/${caseId}/bidrag`);
    expect([page.status, page.text.includes('<button>Indhent bidrag</button>')]).toEqual([200, false]);
  });

  it('are read-only from the deadline on', async () => {
    const { id } = await asked();
    const browser = await browserOf(ole);
    const form = (await browser.open(`/bidrag/${id}`)).form('Gem kladde Send bidraget');
    house.clock.set(new Date('2026-12-04T11:00:01Z'));
    const late = await (await browserOf(ole)).submit(form, { text: 'For sent', send: 'on' });
    expect([late.answer.status, late.text.includes('Der kan ikke længere skrives bidrag.')]).toEqual([409, true]);
    expect(late.forms().map(({ button }) => button)).not.toContain('Gem kladde Send bidraget');
  });
});
