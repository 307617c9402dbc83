import { randomUUID } from 'node:crypto';
import { type Plan } from '@genmaele/calendar';
import { type JobHandlers } from '@genmaele/jobs';
import { actorWith, caseIn, openTestHouse, type TestHouse, testRunner, testStart } from '@genmaele/testing';
import { schemaDrift } from '@genmaele/migrations';
import {
  addAbsence,
  type CaseView,
  caseView,
  addClosingDays,
  calendarLines,
  correctDeadline,
  deadlineCorrections,
  planMoves,
  removeDays,
  renewPlans,
  setSchoolHoliday,
} from './index.js';

let house: TestHouse;
beforeAll(async () => {
  house = await openTestHouse();
}, 60_000);
beforeEach(() => house.clock.set(testStart));
afterAll(() => house.close());

const by = () => ({ actorId: house.people.administrator.id, now: house.clock.now() });
const latest = ({ plan }: { plan: Plan }) => Object.fromEntries(plan.steps.map(({ id, latestStart }) => [id, latestStart]));
const seen = (view: CaseView) => caseView(house.database, view.id);

/** Does the renewals that are promised; one that waits for a test before it is done too. */
async function renew(): Promise<void> {
  const works = await house.rows<{ id: string }>(`SELECT id FROM work WHERE job = 'plan.renew' AND state = 'ready' ORDER BY created_at`);
  for (const { id } of works) await testRunner(house).run(id);
}

const notices = (number: string) =>
  house.rows<{ recipient: string; text: string }>(
    `SELECT p.email AS recipient, l.headline AS text FROM notice_line l JOIN person p ON p.id = l.person_id
     WHERE l.occasion LIKE 'plan:%' AND l.headline LIKE '%' || $1 || '%'`,
    [number],
  );

it('the migrations give what the entities say', async () => {
  expect(await schemaDrift(process.env.DATABASE_OWNER_URL!)).toEqual([]);
});

describe('a corrected deadline', () => {
  it('is the deadline as it was typed, with who and why, and moves the plan', async () => {
    const view = await caseIn(house, 'drafting');
    await house.tx((tx) =>
      correctDeadline(tx, view.hearingId!, { deadline: '2027-01-15', reason: 'Ministeriet har forlænget fristen.' }, by()),
    );
    await renew();
    const next = await seen(view);
    expect([next.deadline, next.plan.deadline.date, next.plan.steps.at(-1)!.latestEnd]).toEqual(['2027-01-15', '2027-01-15', '2027-01-15']);
    expect(await deadlineCorrections(house.database, view.hearingId!)).toEqual([
      expect.objectContaining({
        from: '2026-12-18T12:00',
        to: '2027-01-15',
        reason: 'Ministeriet har forlænget fristen.',
        by: 'administrator',
      }),
    ]);
    const [told] = await notices(next.number);
    expect(told).toMatchObject({
      recipient: expect.any(String),
      text: expect.stringContaining('»Afsendelse« skal være begyndt senest 15. januar 2027, før 18. december 2026'),
    });
    expect((await planMoves(house.database, view.id))[0]).toMatchObject({ cause: 'høringens frist er rettet' });
  });

  it('gives the alarms of the new deadline alone', async () => {
    const view = await caseIn(house, 'opened');
    await house.tx((tx) => correctDeadline(tx, view.hearingId!, { deadline: '2027-01-15T12:00', reason: 'Ny frist' }, by()));
    await renew();
    const alarms = await house.rows<{ state: string; due_at: Date }>(
      `SELECT state, due_at FROM work WHERE job = 'deadline.alarm' AND subject = $1 ORDER BY state, due_at`,
      [`case:${view.id}`],
    );
    expect(alarms.map(({ state, due_at }) => `${state} ${due_at.toISOString()}`)).toEqual([
      'cancelled 2026-12-17T15:00:00.000Z',
      'cancelled 2026-12-18T11:00:01.000Z',
      'ready 2027-01-14T15:00:00.000Z',
      'ready 2027-01-15T11:00:01.000Z',
    ]);
  });

  it('is refused when it is the same, no deadline, or of no hearing', async () => {
    const view = await caseIn(house, 'opened');
    const correct = (deadline: string, hearingId = view.hearingId!) =>
      house.tx((tx) => correctDeadline(tx, hearingId, { deadline, reason: 'x' }, by()));
    await expect(correct('2026-12-18T12:00')).rejects.toMatchObject({ code: 'request.invalid' });
    await expect(correct('2026-02-30')).rejects.toThrow('er ikke en frist');
    await expect(correct('2026-12-30', randomUUID())).rejects.toMatchObject({ code: 'hearing.not-found' });
    expect(await deadlineCorrections(house.database, view.hearingId!)).toEqual([]);
  });
});

describe('a changed calendar', () => {
  it('moves every open case and tells each person once; taken back, it moves them back', async () => {
    const cases = [await caseIn(house, 'drafting'), await caseIn(house, 'in-committee')];
    const days = { firstDay: '2026-12-16', lastDay: '2026-12-17' };
    const id = await house.tx((tx) => addClosingDays(tx, { name: 'Flytning', ...days }, by()));
    await renew();
    const moved = await Promise.all(cases.map(seen));
    expect(moved.map((view) => latest(view).letter)).toEqual(['2026-12-15', '2026-12-15']);
    const told = await house.rows<{ recipient: string }>(
      `SELECT p.email AS recipient FROM notice_line l JOIN person p ON p.id = l.person_id
       WHERE l.headline LIKE '%' || $1 || '%' AND l.headline LIKE '%' || $2 || '%'`,
      [moved[0]!.number, moved[1]!.number],
    );
    expect(told.map(({ recipient }) => recipient)).toContain(house.people.dispatcher.email);
    expect(new Set(told.map(({ recipient }) => recipient)).size).toBe(told.length);
    await house.tx((tx) => removeDays(tx, 'closing-day', id, by()));
    await renew();
    expect(latest(await seen(cases[0]!)).letter).toBe('2026-12-17');
    expect((await calendarLines(house.database)).closingDays).toEqual([]);
  });

  it('leaves the plans of ended cases alone', async () => {
    const view = await caseIn(house, 'opened');
    await house.owner.query(`UPDATE response_case SET state = 'acknowledged' WHERE id = $1`, [view.id]);
    const id = await house.tx((tx) => addClosingDays(tx, { name: 'Lukket', firstDay: '2026-12-16', lastDay: '2026-12-17' }, by()));
    await renew();
    expect((await seen(view)).plan).toEqual(view.plan);
    await house.tx((tx) => removeDays(tx, 'closing-day', id, by()));
  });

  it('does not count the days on which the one chair of the case is away, and counts those of another', async () => {
    const view = await caseIn(house, 'opened');
    const other = await actorWith(house.database, [{ role: 'officer' }], testStart);
    const away = (absence: object) => house.tx((tx) => addAbsence(tx, { firstDay: '2026-12-16', lastDay: '2026-12-16', ...absence }, by()));
    const before = latest(view).approval;
    const ids = [await away({ personId: other.id })];
    await renew();
    expect(latest(await seen(view)).approval).toBe(before);
    ids.push(await away({ role: 'chair' }));
    await renew();
    expect([before, latest(await seen(view)).approval]).toEqual(['2026-12-16', '2026-12-15']);
    for (const id of ids) await house.tx((tx) => removeDays(tx, 'absence', id, by()));
    await renew();
  });

  it('knows a school holiday that was set', async () => {
    await house.tx((tx) => setSchoolHoliday(tx, { firstDay: '2027-06-20', lastDay: '2027-08-01' }, by()));
    expect((await calendarLines(house.database)).schoolHolidays).toEqual([{ year: 2027, firstDay: '2027-06-20', lastDay: '2027-08-01' }]);
  });

  it.each([
    ['ends before it begins', { firstDay: '2026-12-17', lastDay: '2026-12-16' }],
    ['lasts for years', { firstDay: '2026-12-17', lastDay: '2029-12-16' }],
  ])('is refused when it %s', async (_how, days) => {
    await expect(house.tx((tx) => addClosingDays(tx, { name: 'x', ...days }, by()))).rejects.toMatchObject({ code: 'request.invalid' });
  });

  it('refuses an absence of nobody and of a person who is not known', async () => {
    const days = { firstDay: '2026-12-16', lastDay: '2026-12-16' };
    await expect(house.tx((tx) => addAbsence(tx, days, by()))).rejects.toMatchObject({ code: 'request.invalid' });
    await expect(house.tx((tx) => addAbsence(tx, { ...days, personId: randomUUID() }, by()))).rejects.toMatchObject({
      code: 'person.not-found',
    });
    await expect(house.tx((tx) => removeDays(tx, 'absence', randomUUID(), by()))).rejects.toMatchObject({ code: 'request.not-found' });
  });
});

describe('a renewal', () => {
  it('that died on the way is done once more, moves nothing twice and forgets nobody', async () => {
    const view = await caseIn(house, 'drafting');
    await house.tx((tx) => addClosingDays(tx, { name: 'Lukket', firstDay: '2026-12-14', lastDay: '2026-12-14' }, by()));
    const [work] = await house.rows<{ id: string }>(`SELECT id FROM work WHERE job = 'plan.renew' AND state = 'ready'`);
    const dying: JobHandlers['plan.renew'] = (change, context) =>
      renewPlans(change, { ...context, finish: () => Promise.reject(new Error('died')) });
    await testRunner(house, { changed: { 'plan.renew': dying } }).run(work!.id);
    expect(await planMoves(house.database, view.id)).toHaveLength(1);
    expect(await notices(view.number)).toEqual([]);
    house.clock.move(5000);
    await testRunner(house).run(work!.id);
    expect(await planMoves(house.database, view.id)).toHaveLength(1);
    expect((await notices(view.number)).length).toBeGreaterThan(0);
  });
});

describe('the alarms of a deadline', () => {
  const sound = async (view: CaseView) => {
    const works = await house.rows<{ id: string }>(
      `SELECT id FROM work WHERE job = 'deadline.alarm' AND subject = $1 AND state = 'ready' ORDER BY due_at`,
      [`case:${view.id}`],
    );
    for (const { id } of works) await testRunner(house).run(id);
    return house.rows<{ alarm: string }>(
      `SELECT facts->>'alarm' AS alarm FROM audit_entry WHERE action = 'case.deadline-alarm' AND subject = $1 ORDER BY seq`,
      [`case:${view.id}`],
    );
  };

  it('sound when the office closes the day before the last, and when the deadline has passed, each once', async () => {
    const view = await caseIn(house, 'drafting');
    house.clock.set(new Date('2026-12-17T14:59:59Z'));
    expect(await sound(view)).toEqual([]);
    house.clock.set(new Date('2026-12-17T15:00:00Z'));
    expect(await sound(view)).toEqual([{ alarm: 'near' }]);
    house.clock.set(new Date('2026-12-18T11:00:00Z'));
    expect(await sound(view)).toHaveLength(1);
    house.clock.set(new Date('2026-12-18T11:00:01Z'));
    expect(await sound(view)).toEqual([{ alarm: 'near' }, { alarm: 'passed' }]);
    const told = await house.rows<{ recipient: string }>(`SELECT recipient FROM notice WHERE kind = 'alarm' AND case_id = $1`, [view.id]);
    expect(new Set(told.map(({ recipient }) => recipient))).toEqual(new Set([house.people.officer.email, house.people.head.email]));
  });

  it('are silent for a case that is no longer waited for', async () => {
    const view = await caseIn(house, 'opened');
    await house.owner.query(`UPDATE response_case SET state = 'not-answered' WHERE id = $1`, [view.id]);
    house.clock.set(new Date('2026-12-19T11:00:00Z'));
    expect(await sound(view)).toEqual([]);
  });

  it('sound at once for a hearing that comes after its deadline', async () => {
    const view = await caseIn(house, 'opened', { deadline: '2026-11-20' });
    expect(await sound(view)).toEqual([{ alarm: 'passed' }]);
  });
});
