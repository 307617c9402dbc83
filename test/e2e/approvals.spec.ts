import { randomUUID } from 'node:crypto';
import { chainSteps, defaultChain, exampleChain } from '@genmaele/contracts';
import { caseIn, sampleResponse } from '@genmaele/testing';
import { Browser } from './browser.js';
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
    const steps = [step!, { ...step!, id: 'second', name: 'Endnu en godkendelse' }];
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
    const dispatcher = new Browser(await house.as(house.people.dispatcher));
    expect((await dispatcher.open(`/sager/${id}`)).forms().every(({ fields }) => !('stepId' in fields))).toBe(true);
  });
});
