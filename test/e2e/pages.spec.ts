import { randomUUID } from 'node:crypto';
import { type Actor } from '@genmaele/access';
import { type DraftContent } from '@genmaele/contracts';
import { verifyPdfSignatures } from '@genmaele/documents';
import { caseIn, housingCommittee, sampleBill, sampleResponse } from '@genmaele/testing';
import { caseStates, offeredRows } from '@genmaele/workflow';
import { DomUtils } from 'htmlparser2';
import { Browser, linksIn, type Page, textOf } from './browser.js';
import { openServedHouse, password, type ServedHouse } from './house.js';
import { routesServed } from './routes.js';
import { type Answer } from './visitor.js';
import { act, good, sampleParts, seenCase } from './way.js';

const { textContent } = DomUtils;

let house: ServedHouse;

beforeAll(async () => {
  house = await openServedHouse();
});
afterAll(() => house?.close());

const browserOf = async (person: Actor) => new Browser(await house.as(person));

describe('a person without a session', () => {
  it('finds the sign-in on the front page, and nothing of the cases', async () => {
    const view = await caseIn(house, 'drafting');
    const page = await new Browser(house.visitor()).open('/');
    expect([page.answer.status, page.title]).toEqual([200, 'Log på']);
    expect(page.form('Log på').required).toEqual(['email', 'password']);
    expect(page.text).not.toContain(view.number);
  });

  it('is told on a page what, why and what to do when asking for a case, and when the password is wrong', async () => {
    const browser = new Browser(house.visitor());
    const asked = await browser.open(`/sager/${randomUUID()}`);
    expect([asked.answer.status, asked.text]).toEqual([
      401,
      expect.stringContaining('Du er ikke logget på. Der er ingen session, eller den er udløbet. Log på'),
    ]);
    const form = (await browser.open('/')).form('Log på');
    const refused = await browser.submit(form, { email: house.people.officer.email, password: 'gættet' });
    expect([refused.answer.status, refused.text]).toEqual([401, expect.stringContaining('E-mail og adgangskode passer ikke sammen')]);
  });

  it('signs in and out by the forms, and the old cookie is then worth nothing', async () => {
    const browser = new Browser(house.visitor());
    const home = await browser.submit((await browser.open('/')).form('Log på'), { email: house.people.officer.email, password });
    expect([home.title, home.text]).toEqual(['Sager', expect.stringContaining('sagsbehandler')]);
    const cookie = browser.visitor.cookie ?? '';
    expect((await browser.submit(home.form('Log af'))).title).toBe('Log på');
    expect((await house.visitor().get('/me', { cookie })).status).toBe(401);
  });

  it('does not keep a session that was planted before the sign-in', async () => {
    const planted = 'genmaele=s%3Aplantet.underskrift';
    const form = { email: house.people.officer.email, password };
    const answer = await house.visitor().ask('POST', '/log-paa', { body: new URLSearchParams(form), headers: { cookie: planted } });
    expect([answer.status, answer.headers.getSetCookie()[0]]).toEqual([
      303,
      expect.stringMatching(/^genmaele=s%3A(?!plantet).*HttpOnly; SameSite=Lax$/),
    ]);
  });
});

describe('the whole way by hand', () => {
  it('goes through forms alone, from the hearing to the mail', async () => {
    const [officer, secretary, chair, dispatcher] = await Promise.all(
      (['officer', 'secretary', 'chair', 'dispatcher'] as const).map((part) => browserOf(house.people[part])),
    );
    if (!officer || !secretary || !chair || !dispatcher) throw new Error('someone is missing');
    const { fields, files } = await sampleParts();
    const receive = (await officer.open('/')).form('Modtag høringen');
    expect(receive.required).toEqual(['ministry', 'deadline', 'bill']);
    const { ministry = '', deadline = '' } = fields;
    const waiting = await officer.submit(receive, { ministry, deadline, caseNumber: '2026-555' }, files);
    expect(waiting.text).toContain('2026-555: læses …');
    await house.drain();
    const [path = ''] = linksIn(...(await officer.open('/')).elements('tr').filter((row) => textOf(row).includes('2026-555')));
    await officer.submit((await officer.open(path)).form('Begynd udkast'));
    const typed = {
      lead: 'Første budskab.\r\n\r\nAndet budskab.',
      sections: '## Generelle bemærkninger\r\nKL har læst udkastet.\r\n\r\nDet er klart.\r\n\r\n## Økonomi\r\n\r\nDer bør være dækning.',
      'point-0-stance': 'critical',
      'point-0-provisions': '§ 1, nr. 5; § 1, nr. 6',
      'point-0-text': 'KL er kritisk over for kravet.',
      political: 'on',
    };
    const saved = await officer.submit((await officer.open(path)).form('Gem udkast'), typed);
    expect(saved.text).toContain('Version 1, gemt');
    const more = { 'point-1-stance': 'welcomes', 'point-1-text': 'KL hilser forslaget velkommen.' };
    const again = await officer.submit(saved.form('Gem udkast'), more);
    const { currentVersion } = await seenCase(house, path.split('/')[2] ?? '');
    expect(currentVersion.content).toMatchObject({
      lead: ['Første budskab.', 'Andet budskab.'],
      sections: [
        { heading: 'Generelle bemærkninger', paragraphs: ['KL har læst udkastet.', 'Det er klart.'] },
        { heading: 'Økonomi', paragraphs: ['Der bør være dækning.'] },
      ],
      points: [
        {
          number: 1,
          stance: 'critical',
          provisions: ['§\u00a01, nr.\u00a05', '§\u00a01, nr.\u00a06'],
          text: 'KL er kritisk over for kravet.',
        },
        { number: 2, stance: 'welcomes', provisions: [], text: 'KL hilser forslaget velkommen.' },
      ],
      reservations: { political: true, economic: false },
    });
    await officer.submit(again.form('Send til udvalg'));
    await house.drain();
    await secretary.submit((await secretary.open(path)).form('Anbefal til godkendelse'));
    await house.drain();
    const decided = await chair.open(path);
    expect(decided.forms().map(({ button }) => button)).not.toContain('Fortryd godkendelse');
    for (const words of [
      'Andet budskab.',
      'Der bør være dækning.',
      'KL er kritisk over for kravet.',
      'Forbehold for politisk behandling: ja',
    ]) {
      expect(decided.text).toContain(words);
    }
    expect(
      (await chair.visitor.get(linksIn(...decided.elements('section')).find((link) => link.endsWith('.pdf')) ?? '')).bytes
        .subarray(0, 5)
        .toString(),
    ).toBe('%PDF-');
    expect((await chair.open('/')).text).toMatch(/Til godkendelse Godkend$/);
    await chair.submit(decided.form('Godkend'));
    await house.drain();
    const refused = await dispatcher.submit((await dispatcher.open(path)).form('Send til ministeriet'));
    expect([refused.answer.status, refused.text]).toEqual([409, expect.stringContaining('Skriv svaradressen på sagen.')]);
    await officer.submit((await officer.open(path)).form('Gem svaradressen'), { address: 'haand@ministerium.example' });
    await dispatcher.submit((await dispatcher.open(path)).form('Send til ministeriet'));
    await house.drain();
    const sent = await dispatcher.open(path);
    expect(sent.text).toContain('Til haand@ministerium.example: sendt');
    const pdf = (await dispatcher.visitor.get(linksIn(...sent.elements('p')).find((link) => link.endsWith('/letter.pdf')) ?? '')).bytes;
    expect(verifyPdfSignatures(pdf, house.roots).map(({ valid }) => valid)).toEqual([true]);
    expect(house.sink.mails.filter((mail) => mail.includes('To: haand@ministerium.example'))).toHaveLength(1);
    const done = await dispatcher.submit(sent.form('Bekræft modtagelse'), { comment: 'De ringede.' });
    expect(done.text).toContain('Bekræft modtagelse (Afsendt → Modtagelse bekræftet): De ringede.');
  });

  it('gives the case to another committee before one has it, and not after', async () => {
    const view = await caseIn(house, 'drafting');
    const officer = await browserOf(house.people.officer);
    const form = (await officer.open(`/sager/${view.id}`)).form('Vælg udvalget');
    expect(form.fields['committeeId']).toBe(housingCommittee);
    expect((await officer.submit(form, { committeeId: 'boerne-undervisning' })).text).toContain('UdvalgBørne- og Undervisningsudvalget');
    const later = await caseIn(house, 'in-committee');
    const page = await officer.open(`/sager/${later.id}`);
    expect(page.forms().map(({ button }) => button)).not.toContain('Vælg udvalget');
    const refused = await officer.submit({ ...form, action: `/sager/${later.id}/udvalg` });
    expect([refused.answer.status, refused.text]).toEqual([409, expect.stringContaining('I udvalg')]);
  });
});

describe('the buttons of a case', () => {
  // A case is joined to another on the page of triage, where the other is chosen; an approval is undone by who gave it, as long as there is time: none here. Nobody has proposed to publish.
  const elsewhere = ['join', 'publish', 'drop-publication', 'withdraw-publication'];
  it.each(caseStates)('are for each person those that the workflow table has, in the state %s', async (state) => {
    const caseId = await aCase();
    await house.owner.query('UPDATE response_case SET state = $2 WHERE id = $1', [caseId, state]);
    for (const [name, actor] of Object.entries(house.people)) {
      const page = await (await browserOf(actor)).open(`/sager/${caseId}`);
      const rows = offeredRows(state, actor === house.people.foreignChair ? [] : actor.roles);
      const shown = rows.filter(
        ({ action }) =>
          !elsewhere.includes(action) && (action !== 'undo-approval' || (actor === house.people.chair && state === 'in-approval')),
      );
      const offered = shown.map(({ danish }) => danish);
      expect([name, actionsOn(page)]).toEqual([name, [...offered].sort()]);
    }
  });

  let once: Promise<string> | undefined;
  const aCase = () => (once ??= caseIn(house, 'signed').then(({ id }) => id));
  const actionsOn = (page: Page) =>
    page
      .forms()
      .filter(({ action }) => /\/(handlinger\/[\w-]+|udkast)$/.test(action))
      .map(({ button }) => button)
      .sort();
});

describe('what a person has typed', () => {
  const attack = (where: string) => `<script>alert("${where}")</script><img src=x onerror=alert(1)>'"&amp;{{ 7*7 }}`;

  it('is shown as it was typed, wherever it stands, and never becomes part of the page', async () => {
    const officer = await browserOf(house.people.officer);
    const files = [
      { field: 'bill', name: '<b>lov.html', bytes: sampleBill(randomUUID()) },
      { field: 'documents', name: '"><script>alert(1)<', bytes: Buffer.from('x') },
    ];
    const fields = {
      ministry: 'Social- og Boligministeriet',
      deadline: '2026-12-18',
      caseNumber: attack('sagsnr').slice(0, 100),
      contact: attack('kontakt'),
    };
    const { hearingId } = good(await officer.visitor.postForm('/hearings', fields, files));
    expectInert(await officer.open('/'));
    await house.drain();
    const { caseId } = good(await officer.visitor.get(`/hearings/${hearingId}`));
    await act(house, 'officer', caseId, 'start');
    const draft: DraftContent = {
      ...sampleResponse(attack('punkt')),
      template: 'ministerbrev',
      recipient: { title: attack('titel').slice(0, 100), name: attack('navn').slice(0, 100) },
      lead: [attack('budskab')],
      sections: [{ heading: attack('overskrift'), paragraphs: [attack('afsnit'), `</textarea>${attack('felt')}`] }],
    };
    const { currentVersion: seen } = await act(house, 'officer', caseId, 'save', { draft });
    const form = expectInert(await officer.open(`/sager/${caseId}`));
    expect(form.form('Gem udkast').fields['point-0-text']).toBe(attack('punkt'));
    expect(form.form('Gem udkast').fields['recipientName']).toBe(draft.recipient?.name);
    await act(house, 'officer', caseId, 'submit', { seen });
    await act(house, 'secretary', caseId, 'return', { comment: attack('begrundelse') });
    const read = expectInert(await (await browserOf(house.people.secretary)).open(`/sager/${caseId}`));
    for (const where of ['punkt', 'budskab', 'overskrift', 'afsnit', 'begrundelse', 'felt'])
      expect(read.text).toContain(`<script>alert("${where}")</script>`);
    expectInert(await officer.open('/'));
    const unknown = await officer.submit({
      ...form.form('Gem udkast'),
      action: `/sager/${caseId}/handlinger/${encodeURIComponent('<script>')}`,
    });
    expect([unknown.answer.status, expectInert(unknown).text]).toEqual([404, expect.stringContaining('«<script>»')]);
  });

  /** No script, no picture, no handler, no style: only what our own templates write. */
  function expectInert(page: Page): Page {
    for (const name of ['script', 'img', 'iframe', 'style', 'b', 'object']) expect([name, page.elements(name).length]).toEqual([name, 0]);
    expect(page.attributes().filter((name) => /^(on|style)/i.test(name))).toEqual([]);
    return page;
  }
});

describe('every answer', () => {
  const policy =
    "default-src 'none';style-src 'self';img-src 'self' data:;script-src 'self';connect-src 'self';font-src 'self';form-action 'self';frame-ancestors 'none';base-uri 'none';object-src 'none'";

  function protectionsOf({ headers }: Answer) {
    return {
      policy: headers.get('content-security-policy'),
      cache: headers.get('cache-control'),
      sniff: headers.get('x-content-type-options'),
      frame: headers.get('x-frame-options'),
      referrer: headers.get('referrer-policy'),
      poweredBy: headers.get('x-powered-by'),
      numbered: /^[0-9a-f-]{36}$/.test(headers.get('x-request-id') ?? ''),
    };
  }
  const expected = { policy, cache: 'no-store', sniff: 'nosniff', frame: 'DENY', referrer: 'same-origin', poweredBy: null, numbered: true };

  it('is kept by nobody, framed by nobody, and runs nothing from elsewhere', async () => {
    const officer = await house.visitor().signedIn(house.people.head.email, password); // the routes it asks sign this person out everywhere
    const routes = [
      ...routesServed(house.app).filter((route) => !route.includes('/api/docs')),
      'GET /assets/genmaele.css',
      'GET /nej',
      'GET /%',
      'PUT /cases',
    ];
    for (const route of routes) {
      const [method = '', path = ''] = route.split(' ');
      const answer = await officer.ask(
        method,
        path.replace(/:\w+/g, () => randomUUID()),
      );
      expect([route, protectionsOf(answer)]).toEqual([route, expected]);
    }
  });

  it('of the page that documents the api may style itself inline, and is as strict as the others in all else', async () => {
    for (const path of ['/api/docs', '/api/docs/', '/api/docs-json', '/api/docs/swagger-ui.css', '/api/docs/swagger-ui-init.js']) {
      const answer = await house.visitor().get(path);
      const own = path.includes('-json') ? policy : policy.replace("style-src 'self'", "style-src 'self' 'unsafe-inline'");
      expect([path, answer.status, protectionsOf(answer)]).toEqual([path, 200, { ...expected, policy: own }]);
    }
    const page = new Browser(house.visitor());
    const scripts = (await page.open('/api/docs')).elements('script');
    expect(scripts.length).toBeGreaterThan(0);
    expect(scripts.filter(({ attribs, children }) => !attribs['src']?.startsWith('./') || textContent(children).trim() !== '')).toEqual([]);
  });

  it('has the style sheet that the pages ask for', async () => {
    const links = (await new Browser(house.visitor()).open('/')).elements('link').filter(({ attribs }) => attribs['rel'] === 'stylesheet');
    expect(links.map(({ attribs }) => attribs['href'])).toEqual(['/assets/genmaele.css']);
    const answer = await house.visitor().get('/assets/genmaele.css');
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, expect.stringMatching(/^text\/css/)]);
  });

  it('that is an error is a page for a browser and data for a program', async () => {
    const officer = await house.as(house.people.officer);
    const path = `/sager/${randomUUID()}`;
    const page = new Browser(officer);
    expect((await page.open(path)).text).toMatch(
      /Sagen findes ikke\. Den er ukendt, eller du har ikke adgang til den\. Find sagen i oversigten\. Til forsiden/,
    );
    expect((await officer.get(path)).body).toMatchObject({ code: 'case.not-found', todo: 'Find sagen i oversigten.' });
  });
});
