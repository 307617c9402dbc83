import 'reflect-metadata';
import {
  caseView,
  classifyCase,
  putRoutingInForce,
  reservationsOf,
  routingSets,
  saveRoutingSet,
  triageCase,
  triageView,
  tryRoutingSet,
} from '@genmaele/cases';
import { type KleEdition, importKle, kleSubjectsOn } from '@genmaele/intake';
import { type RoutingSetBody, type TriageBody } from '@genmaele/contracts';
import { act, caseIn, openTestHouse, otherCommittee, runWorkOf, type TestHouse, testStart } from '@genmaele/testing';

let house: TestHouse;
beforeAll(async () => {
  house = await openTestHouse();
}, 60_000);
beforeEach(() => house.clock.set(testStart));
afterAll(() => house.close());

const by = () => ({ actorId: house.people.officer.id, now: house.clock.now() });
const triage = (id: string, body: TriageBody, actor = house.people.officer) =>
  house.tx((tx) => triageCase(tx, id, body, { actor, now: house.clock.now() }));
const seen = () => ({ personId: house.people.officer.id, now: house.clock.now() });
const subject = (number: string, title: string) => ({ number, title, keywords: [], createdOn: '2010-01-01', retiredOn: null });
const take = (edition: KleEdition) => house.tx((tx) => importKle(tx, edition, house.clock.now()));

describe('triage', () => {
  it('answers, answers without remarks, declines with a reason, or joins', async () => {
    const cases = await Promise.all([1, 2, 3, 4].map((n) => caseIn(house, 'opened', { caseNumber: `T-${n}` })));
    const [answer, none, decline, join] = cases.map(({ id }) => id) as [string, string, string, string];
    await triage(answer, { choice: 'answer' });
    await triage(none, { choice: 'no-remarks' });
    await triage(decline, { choice: 'decline', comment: 'rører ikke kommunerne' }, house.people.head);
    await triage(join, { choice: 'join', joinTo: answer, comment: 'samme aftale' });
    const views = await Promise.all(cases.map(({ id }) => caseView(house.database, id)));
    expect(views.map(({ state }) => state)).toEqual(['drafting', 'drafting', 'not-answered', 'joined']);
    expect(views[1]!.currentVersion?.content.template).toBe('ingen-bemaerkninger');
    expect(await reservationsOf(house.database, none)).toEqual([]);
  });

  it('leaves nothing behind when it is refused', async () => {
    const { id } = await caseIn(house, 'opened');
    await expect(triage(id, { choice: 'decline', comment: 'nej' })).rejects.toMatchObject({ code: 'case.role-missing' });
    await expect(triage(id, { choice: 'join', joinTo: id, comment: 'x' })).rejects.toMatchObject({ code: 'case.join-target' });
    await expect(triage(id, { choice: 'answer' }, house.people.chair)).rejects.toMatchObject({ code: 'case.role-missing' });
    expect(await caseView(house.database, id)).toMatchObject({ state: 'opened', version: 1 });
  });

  it('proposes the cases that answer the same, surest first, and none that is closed', async () => {
    const open = await caseIn(house, 'drafting', { caseNumber: '2026-500' });
    const own = await caseIn(house, 'opened', { caseNumber: '2026-500', round: 'supplementary' });
    const closed = await caseIn(house, 'opened', { caseNumber: '2026-500', round: 'pre-hearing' });
    const { joinProposals } = await triageView(house.database, own.id, seen());
    expect(joinProposals[0]).toMatchObject({
      id: open.id,
      reasons: expect.arrayContaining(['samme sagsnummer hos ministeriet', 'samme lovforslag eller høring']),
    });
    expect(joinProposals.map(({ id }) => id)).not.toContain(closed.id);
  });
});

describe('the classification', () => {
  it('keeps what a number was called on each day, and refuses an older edition', async () => {
    await take({
      edition: '2026-01-01',
      subjects: [subject('03', 'Boliger'), subject('03.02', 'Almene boliger'), subject('17', 'Skoler')],
    });
    expect(
      await take({
        edition: '2026-01-01',
        subjects: [subject('03', 'Boliger'), subject('03.02', 'Almene boliger'), subject('17', 'Skoler')],
      }),
    ).toMatchObject({ added: 0, ended: 0 });
    await take({ edition: '2026-06-01', subjects: [subject('03', 'Boliger'), subject('03.02', 'Almene boliger og leje')] });
    const on = async (day: string) => (await kleSubjectsOn(house.database, day)).map(({ number, title }) => `${number} ${title}`);
    expect(await on('2026-05-31')).toEqual(['03 Boliger', '03.02 Almene boliger', '17 Skoler']);
    expect(await on('2026-06-01')).toEqual(['03 Boliger', '03.02 Almene boliger og leje']);
    await expect(take({ edition: '2026-01-01', subjects: [subject('03', 'Boliger')] })).rejects.toMatchObject({ code: 'kle.older' });
  });

  it('is proposed when a case is opened, and corrected by a person', async () => {
    const { id } = await caseIn(house, 'opened');
    expect(await triageView(house.database, id, seen())).toMatchObject({
      kleNumber: '03.02',
      kleChosen: false,
      kleTitle: 'Almene boliger og leje',
    });
    await house.tx((tx) => classifyCase(tx, id, '03', by()));
    expect(await triageView(house.database, id, seen())).toMatchObject({ kleNumber: '03', kleChosen: true });
    await expect(house.tx((tx) => classifyCase(tx, id, '99.99', by()))).rejects.toMatchObject({ code: 'request.invalid' });
  });
});

describe('routing rules', () => {
  const body = (committeeId: string, officeName = 'Børnekontoret'): RoutingSetBody => ({
    name: 'Fordeling 2027',
    rules: [{ priority: 10, klePrefix: '03', words: [], officeName, committeeId }],
  });
  const save = (given: RoutingSetBody, id?: string) => house.tx((tx) => saveRoutingSet(tx, id, given, by()));
  const force = (id: string, day = '2026-11-23') => house.tx((tx) => putRoutingInForce(tx, id, day, by()));

  it('come into force only when they were tried just as they are, and never backwards', async () => {
    const { id: caseId, officeName } = await caseIn(house, 'opened');
    const id = await save(body(otherCommittee));
    await expect(force(id)).rejects.toMatchObject({ code: 'routing.not-tried' });
    const trial = await house.tx((tx) => tryRoutingSet(tx, id, by()));
    expect(trial.differences.find((each) => each.caseId === caseId)).toMatchObject({
      office: { was: officeName, becomes: 'Børnekontoret' },
      committee: { becomes: otherCommittee },
    });
    expect((await caseView(house.database, caseId)).officeName).toBe(officeName);
    await save(body(otherCommittee, 'Et andet kontor'), id);
    await expect(force(id)).rejects.toMatchObject({ code: 'routing.not-tried' });
    await house.tx((tx) => tryRoutingSet(tx, id, by()));
    await expect(force(id, '2026-11-22')).rejects.toMatchObject({ code: 'request.invalid' });
    await force(id);
    await expect(save(body(otherCommittee), id)).rejects.toMatchObject({ code: 'routing.in-force' });
    expect((await routingSets(house.database))[0]).toMatchObject({ state: 'in-force', validFrom: '2026-11-23', trialHolds: true });
    const routed = await caseIn(house, 'opened');
    expect([routed.officeName, routed.committeeId]).toEqual(['Et andet kontor', otherCommittee]);
  });

  it('of a later day do not count yet', async () => {
    const id = await save(body(otherCommittee, 'Næste års kontor'));
    await house.tx((tx) => tryRoutingSet(tx, id, by()));
    await force(id, '2027-01-01');
    expect((await caseIn(house, 'opened')).officeName).toBe('Et andet kontor');
    await expect(save(body('findes-ikke'))).rejects.toMatchObject({ code: 'request.invalid' });
  });

  it('send a case on when its number is corrected, but not out of a committee that has it', async () => {
    const { id } = await caseIn(house, 'in-committee');
    const before = await caseView(house.database, id);
    await runWorkOf(house, id, 'committee.ask');
    await house.tx((tx) => classifyCase(tx, id, '03.02', by()));
    expect((await caseView(house.database, id)).committeeId).toBe(before.committeeId);
    await act(house, id, 'recall', house.people.officer, { comment: 'forkert udvalg' });
  });
});
