import { randomUUID } from 'node:crypto';
import { type Actor } from '@genmaele/access';
import { addDays, formatDate, localDateOf } from '@genmaele/calendar';
import { caseView, setStandIn } from '@genmaele/cases';
import { actOnMeeting, addMember, planMeeting, putAttendance, recordDecision } from '@genmaele/committees';
import { chainSteps, defaultChain, exampleChain } from '@genmaele/contracts';
import { act, actorWith, caseIn, sampleResponse } from '@genmaele/testing';
import { inTransaction } from '@genmaele/platform';
import { Browser, type Page } from './browser.js';
import { openServedHouse, type ServedHouse } from './house.js';

let house: ServedHouse;
beforeAll(async () => {
  house = await openServedHouse();
}, 120_000);
afterAll(() => house?.close());

const key = () => ({ 'idempotency-key': `n-${Math.random().toString(36).slice(2)}-12345678` });

describe('a chain of approval', () => {
  it('cannot be put in force untried, nor after its steps were changed, nor empty', async () => {
    const admin = await house.as(house.people.administrator);
    const body = { kind: 'ministerial-letter', name: 'Til ministeren', steps: [...defaultChain] };
    const { chainId } = (await admin.post('/approval-chains', body, key())).body;
    const validFrom = '2027-01-01';
    const force = () => admin.post(`/approval-chains/${chainId}/force`, { validFrom });
    expect((await force()).body.code).toBe('chain.not-tried');
    expect((await admin.post(`/approval-chains/${chainId}/trial`, {})).body).toMatchObject({ tried: 0 });
    await admin.post(`/approval-chains/${chainId}`, { ...body, steps: chainSteps.parse(exampleChain) });
    expect((await force()).body.code).toBe('chain.not-tried');
    expect((await admin.post(`/approval-chains/${chainId}`, { ...body, steps: [] })).status).toBe(400);
    await admin.post(`/approval-chains/${chainId}/trial`, {});
    expect((await force()).status).toBe(200);
    expect((await admin.post(`/approval-chains/${chainId}`, body)).body.code).toBe('chain.in-force');
  });

  it('is tried on cases of the past, which it does not touch', async () => {
    const { id } = await caseIn(house, 'approved');
    const admin = await house.as(house.people.administrator);
    const { chainId } = (await admin.post('/approval-chains', { kind: 'response', name: 'Lang', steps: exampleChain }, key())).body;
    const { body } = await admin.post(`/approval-chains/${chainId}/trial`, {});
    const tried = body.cases.find((each: { caseId: string }) => each.caseId === id);
    expect(tried).toMatchObject({ asked: expect.arrayContaining(['Formandens godkendelse']), unmanned: ['Formandens godkendelse'] });
    expect((await admin.get('/godkendelsesveje')).text).toContain('Formandens godkendelse');
  });
});

describe('the page of a case', () => {
  it('says who approved each part, and shows the approver only what has changed since', async () => {
    const { id, currentVersion } = await caseIn(house, 'in-approval');
    const chair = await house.as(house.people.chair);
    expect((await chair.get(`/sager/${id}`)).text).toContain('Ingen endnu');
    const answer = await chair.post(
      `/cases/${id}/actions/approve`,
      { seen: currentVersion!.sha256 },
      { 'if-match': (await chair.get(`/cases/${id}`)).body.etag },
    );
    expect(answer.body).toMatchObject({ to: 'approved' });
    const view = (await chair.get(`/cases/${id}/approvals`)).body;
    expect(
      view.parts.map(({ part, approvals }: { part: string; approvals: { name: string }[] }) => [part, approvals.map(({ name }) => name)]),
    ).toEqual(['frame', ...sampleResponse().points.map(({ number }) => String(number))].map((part) => [part, [house.people.chair.name]]));
    expect((await chair.get(`/sager/${id}`)).text).toContain('Hvem har godkendt hvad');
  });
});

describe('the page of stand-ins', () => {
  it('lets a chair choose somebody for a period, and end it', async () => {
    const chair = await house.as(house.people.chair);
    const form = { byPersonId: house.people.secondChair.id, validFrom: '2026-11-23', validTo: '2026-11-27', reason: 'Ferie' };
    expect((await chair.post('/stedfortraedere', form)).status).toBe(303);
    expect((await chair.get('/stedfortraedere')).text).toContain('Ferie');
    const [set] = (await chair.get('/stand-ins')).body;
    expect(set).toMatchObject({ personId: house.people.chair.id, byPersonId: house.people.secondChair.id });
    const dispatcher = await house.as(house.people.dispatcher);
    expect((await dispatcher.post(`/stand-ins/${set.id}/end`, {})).body.code).toBe('case.role-missing');
    expect((await chair.post(`/stand-ins/${set.id}/end`, {})).status).toBe(200);
    expect((await chair.get('/stand-ins')).body).toEqual([]);
  });
});

describe('steps that are open at the same time', () => {
  it('are chosen between on the page by who may take several, and only the chosen one is taken', async () => {
    const [step] = defaultChain;
    const formand = await actorWith(house.database, [{ role: 'association-chair' }], house.clock.now(), 'Anna Formand');
    const steps = [
      step!,
      { ...step!, id: 'second', name: 'Endnu en godkendelse' },
      { ...step!, id: 'third', name: 'Formandens godkendelse', by: ['association-chair'] },
    ];
    await house.rows(
      `INSERT INTO approval_chain (id, kind, name, state, valid_from, steps, created_at) VALUES ($1, 'response', 'Side om side', 'in-force', '2026-01-01', $2, clock_timestamp())`,
      [randomUUID(), JSON.stringify(steps)],
    );
    const { id } = await caseIn(house, 'in-approval');
    const chair = new Browser(await house.as(house.people.chair));
    const form = (await chair.open(`/sager/${id}`)).form('Godkend');
    expect(form.fields['stepId']).toBe('chair');
    const after = await chair.submit(form, { stepId: 'second' });
    expect(await house.rows('SELECT step_id FROM approval WHERE case_id = $1', [id])).toEqual([{ step_id: 'second' }]);
    expect(after.answer.status).toBe(200);
    expect(after.forms().every(({ fields }) => !('stepId' in fields))).toBe(true);
    const [validFrom, validTo] = [0, 24].map((hours) => new Date(house.clock.now().getTime() + hours * 3_600_000).toISOString());
    const standIn = { personId: formand.id, byPersonId: house.people.chair.id, roles: [], committees: [], kinds: [], reason: 'Sygdom' };
    await inTransaction(house.database, (tx) =>
      setStandIn(tx, { ...standIn, validFrom: validFrom!, validTo: validTo! }, { actor: house.people.secretary, now: house.clock.now() }),
    );
    const again = await chair.open(`/sager/${id}`);
    expect(again.text).toContain('Formandens godkendelse (for Anna Formand)');
    await chair.submit(again.form('Godkend'), { stepId: 'third' });
    expect(await house.rows('SELECT step_id, for_person_id FROM approval WHERE case_id = $1 ORDER BY step_id', [id])).toEqual([
      { step_id: 'second', for_person_id: null },
      { step_id: 'third', for_person_id: formand.id },
    ]);
    const dispatcher = new Browser(await house.as(house.people.dispatcher));
    expect((await dispatcher.open(`/sager/${id}`)).forms().every(({ fields }) => !('stepId' in fields))).toBe(true);
  });
});

describe('a chain that ends at the board', () => {
  const board = 'bestyrelsen';
  const line = '2; board; godkend; bestyrelsen; 1; 10/4; head-of-office; nej; Bestyrelsens godkendelse';

  it('is written as lines, tried, put in force, and shown as it was written', async () => {
    const admin = new Browser(await house.as(house.people.administrator));
    const steps = ['1; chair; godkend; chair; 1; 2; head-of-office; ja; Udvalgsformandens godkendelse', line].join('\n');
    const form = (await admin.open('/godkendelsesveje')).form('Gem som kladde');
    const refused = await admin.submit(form, {
      name: 'Til bestyrelsen',
      kind: 'response',
      steps: steps.replace('10/4; head-of-office; nej', '10/4; head-of-office; ja'),
    });
    expect([refused.answer.status, refused.text]).toEqual([
      400,
      expect.stringContaining('et organ godkender ved én beslutning og underskriver ikke'),
    ]);
    await admin.submit(form, { name: 'Til bestyrelsen', kind: 'response', steps });
    expect((await admin.open('/godkendelsesveje')).text).toContain(line);
    const [{ id }] = (await house.rows(`SELECT id FROM approval_chain WHERE name = 'Til bestyrelsen'`)) as [{ id: string }];
    const ofChain = (page: Page, end: string) => page.forms().find(({ action }) => action === `/godkendelsesveje/${id}/${end}`)!;
    const tried = await admin.submit(ofChain(await admin.open('/godkendelsesveje'), 'proev'));
    await admin.submit(ofChain(tried, 'ikraft'));
    expect(await house.rows('SELECT state FROM approval_chain WHERE id = $1', [id])).toEqual([{ state: 'in-force' }]);
  });

  it('goes by the board’s agenda, meeting and decision, and names them where the text was approved', async () => {
    const { people, clock, database } = house;
    const secretary = await actorWith(database, [{ role: 'committee-secretary', committeeId: board }], clock.now(), 'Bente Bestyrelse');
    const member = await actorWith(database, [{ role: 'member', committeeId: board }], clock.now(), 'Birger Borgmester');
    const by = (actor: Actor) => ({ actor, now: clock.now() });
    const today = localDateOf(clock.now());
    const place = { personId: member.id, function: 'chair', municipality: 'Aarhus', validFrom: addDays(today, -30) } as const;
    const membershipId = await house.tx((tx) => addMember(tx, board, place, by(people.administrator)));
    const [date, agendaClose] = [addDays(today, 20), addDays(today, 10)];
    const meeting = { date, startTime: '10:00', agendaClose, papersDate: addDays(today, 14) };
    const meetingId = await house.tx((tx) => planMeeting(tx, board, meeting, by(people.administrator)));

    const { id, currentVersion } = await caseIn(house, 'in-approval');
    await act(house, id, 'approve', people.chair, { seen: currentVersion!.sha256 });
    const officer = new Browser(await house.as(people.officer));
    const waits = `bestyrelsen, næste møde ${formatDate(date)} (dagsordenen lukker ${formatDate(agendaClose)})`;
    expect((await officer.open(`/sager/${id}`)).text).toContain(waits);

    const ofBoard = new Browser(await house.as(secretary));
    const page = await ofBoard.open(`/moeder/${meetingId}`);
    const about = `${id}:${currentVersion!.sha256}`;
    expect(page.elements('option').map(({ attribs }) => attribs['value'])).toContain(about);
    await ofBoard.submit(page.form('Sæt punktet på'), { title: 'Lov om almene boliger', about });
    const [item] = (await house.rows('SELECT id FROM agenda_item WHERE meeting_id = $1 AND case_id = $2', [meetingId, id])) as {
      id: string;
    }[];

    const move = (action: 'close-agenda' | 'send-papers' | 'hold') =>
      house.tx((tx) => actOnMeeting(tx, meetingId, action, {}, by(secretary)));
    await move('close-agenda');
    await move('send-papers');
    await house.tx((tx) => putAttendance(tx, meetingId, [membershipId], by(secretary)));
    clock.set(new Date(`${date}T10:00:00.000Z`));
    await move('hold');
    await house.tx((tx) => recordDecision(tx, item!.id, { outcome: 'approved', points: [], dissents: [] }, by(secretary)));
    await house.drain();
    expect(await caseView(database, id)).toMatchObject({ state: 'signed' });
    const told = (await new Browser(await house.as(people.head)).open(`/sager/${id}`)).text;
    expect(told.split(`Bestyrelsen, møde ${formatDate(date)}, punkt 1`).length - 1).toBe(1 + 1 + currentVersion!.content.points.length);
  });
});
