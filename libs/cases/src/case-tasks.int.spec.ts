import { act, caseIn, openTestHouse, type TestHouse, testRunner, testStart } from '@genmaele/testing';
import { caseView, repairStuckCases } from './index.js';

let house: TestHouse;
beforeAll(async () => {
  house = await openTestHouse();
}, 60_000);
beforeEach(() => house.clock.set(testStart));
afterAll(() => house.close());

describe('a task that waits for a person', () => {
  const minutes = (n: number) => n * 60_000;
  const noticesOf = (id: string) =>
    house.rows<{ kind: string; recipient: string }>(
      `SELECT kind, recipient FROM notice WHERE case_id = $1 AND kind <> 'alarm' ORDER BY created_at, kind`,
      [id],
    );
  const quiet = () => testRunner(house, { changed: { 'notice.send': async () => undefined } });
  const taskOf = async (id: string) =>
    (await house.rows<{ remind_at: Date; due_at: Date }>(`SELECT * FROM approval_task WHERE case_id = $1 AND state = 'open'`, [id]))[0]!;

  it('is told of at once, reminded of in the digest, and escalated at once and once, when the clock passes them and not before', async () => {
    const { id } = await caseIn(house, 'in-approval');
    const runner = quiet();
    await runner.runDue();
    const chairs = [house.people.chair.email, house.people.secondChair.email].sort();
    const asked = (await noticesOf(id)).filter((notice) => notice.kind === 'ask').map((notice) => notice.recipient);
    expect(asked.sort()).toEqual(chairs);
    expect(asked).not.toContain(house.people.foreignChair.email);
    const { remind_at, due_at } = await taskOf(id);
    const passed = async (moment: Date, column: 'reminded_at' | 'escalated_at') => {
      house.clock.set(new Date(moment.getTime() - 1));
      await runner.runDue();
      const [before] = await house.rows<Record<string, unknown>>('SELECT * FROM approval_task WHERE case_id = $1 AND state = $2', [
        id,
        'open',
      ]);
      house.clock.set(moment);
      await runner.runDue();
      await runner.runDue();
      const [after] = await house.rows<Record<string, unknown>>('SELECT * FROM approval_task WHERE case_id = $1 AND state = $2', [
        id,
        'open',
      ]);
      expect([before?.[column], after?.[column]]).toEqual([null, moment]);
    };
    await passed(remind_at, 'reminded_at');
    expect((await noticesOf(id)).filter((notice) => notice.kind !== 'ask')).toEqual([]);
    await passed(due_at, 'escalated_at');
    expect((await noticesOf(id)).filter((notice) => notice.kind === 'escalate').map((notice) => notice.recipient)).toEqual([
      house.people.head.email,
    ]);
    house.clock.move(minutes(60 * 24 * 30));
    const before = await noticesOf(id);
    await runner.runDue();
    expect(await noticesOf(id)).toEqual(before);
  });

  it('is reminded of at once when it is due before the next digest', async () => {
    const { id } = await caseIn(house, 'in-approval', { deadline: '2026-11-01' });
    const runner = quiet();
    await runner.runDue();
    const { remind_at } = await taskOf(id);
    house.clock.set(remind_at);
    await runner.runDue();
    const reminded = (await noticesOf(id)).filter((notice) => notice.kind === 'remind').map((notice) => notice.recipient);
    expect(reminded.sort()).toEqual([house.people.chair.email, house.people.secondChair.email].sort());
  });

  it('is not reminded of or escalated once it is done', async () => {
    const { id, currentVersion } = await caseIn(house, 'in-approval');
    const { due_at } = await taskOf(id);
    await act(house, id, 'approve', house.people.chair, { seen: currentVersion!.sha256 });
    house.clock.set(new Date(due_at.getTime() + 1));
    await quiet().runDue();
    expect((await noticesOf(id)).filter((notice) => notice.kind !== 'ask')).toEqual([]);
    const jobs = await house.rows(
      `SELECT DISTINCT state FROM work WHERE payload->>'taskId' IN (SELECT id::text FROM approval_task WHERE case_id = $1) AND job LIKE 'approval.%'`,
      [id],
    );
    expect(jobs).toEqual([{ state: 'cancelled' }]);
  });

  it('names the case in its notices and not a word of the draft', async () => {
    const { id } = await caseIn(house, 'in-approval');
    await quiet().runDue();
    const texts = await house.rows<{ subject: string; text: string }>('SELECT subject, text FROM notice WHERE case_id = $1', [id]);
    expect(JSON.stringify(texts)).not.toMatch(/foreslår|enkle|almene boliger/);
  });

  it('has at least four hours, also when the deadline has passed', async () => {
    const { id } = await caseIn(house, 'in-approval', { deadline: '2026-11-01' });
    expect((await taskOf(id)).due_at.getTime() - testStart.getTime()).toBeGreaterThanOrEqual(minutes(240));
  });
});

describe('the repair of stuck cases', () => {
  const repair = () => house.tx((tx) => repairStuckCases(tx, house.clock.now()));

  it('mends nothing in a sound house', async () => {
    for (const state of ['opened', 'in-approval', 'approved', 'rendered', 'signed', 'sending'] as const) await caseIn(house, state);
    expect(await repair()).toBe(0);
  });

  it.each([
    ['approved', 'letter.render', 'rendered'],
    ['rendered', 'letter.sign', 'signed'],
  ] as const)('promises the lost work of a case that is %s, once', async (state, job, next) => {
    const { id } = await caseIn(house, state);
    await house.owner.query('DELETE FROM work WHERE subject = $1 AND job = $2', [`case:${id}`, job]);
    expect([await repair(), await repair()]).toEqual([1, 0]);
    await testRunner(house, { changed: { 'notice.send': async () => undefined } }).runDue();
    const order = ['approved', 'rendered', 'signed'];
    expect(order.indexOf((await caseView(house.database, id)).state)).toBeGreaterThanOrEqual(order.indexOf(next));
  });

  it('leaves work that was given up to a person, but is not stopped by what was given up at an earlier approval', async () => {
    const { id, currentVersion } = await caseIn(house, 'approved');
    await house.rows(`UPDATE work SET state = 'dead' WHERE subject = $1 AND job = 'letter.render'`, [`case:${id}`]);
    expect(await repair()).toBe(0);
    house.clock.move(60_000);
    const seen = currentVersion!.sha256;
    await act(house, id, 'withdraw-approval', house.people.chair, { comment: 'Igen.' });
    await act(house, id, 'submit', house.people.officer, { seen });
    await act(house, id, 'recommend', house.people.secretary, { seen });
    await act(house, id, 'approve', house.people.chair, { seen });
    expect(await repair()).toBe(0);
    await house.owner.query(`DELETE FROM work WHERE subject = $1 AND job = 'letter.render' AND state = 'ready'`, [`case:${id}`]);
    expect(await repair()).toBe(1);
  });
});
