import { type Actor } from '@genmaele/access';
import { moveMeeting, planMeeting } from '@genmaele/committees';
import { type ChainStep, defaultChain } from '@genmaele/contracts';
import { act, actorWith, caseIn, decideInBody, openTestHouse, type TestHouse, testRunner, testStart } from '@genmaele/testing';
import { caseView, planMoves, putChainInForce, saveChain, tryChain } from './index.js';

const board = 'bestyrelsen';
const chair: ChainStep = { ...defaultChain[0]!, rank: 1 };
const asksBoard = (rank: number): ChainStep => ({
  ...{ ...defaultChain[0]!, id: 'board', name: 'Bestyrelsens godkendelse', rank, by: [], body: 'board', workingDays: 3, signs: false },
});

let house: TestHouse;
let secretary: Actor;
beforeAll(async () => {
  house = await openTestHouse();
  secretary = await actorWith(house.database, [{ role: 'committee-secretary', committeeId: board }], testStart, 'Bente Bestyrelse');
}, 60_000);
beforeEach(async () => {
  house.clock.set(testStart);
  await house.owner.query('DELETE FROM work');
  await house.owner.query(`UPDATE committee_meeting SET state = 'cancelled' WHERE committee_id = $1`, [board]);
});
afterAll(() => house.close());

let chains = 0;

/** Of two chains in force from the same day the one made last counts. */
async function inForce(...steps: ChainStep[]): Promise<void> {
  const by = { actorId: house.people.administrator.id, now: new Date(testStart.getTime() + (chains += 1)) };
  await house.tx(async (tx) => {
    const id = await saveChain(tx, undefined, { kind: 'response', name: 'Prøve', steps }, by);
    await tryChain(tx, id, by);
    await putChainInForce(tx, id, '2026-11-23', by);
  });
}

/** Does the renewals of plans that are promised, also those that wait for a day of work. */
async function renew(): Promise<void> {
  house.clock.move(60_000);
  for (const { id } of await house.rows<{ id: string }>(
    `SELECT id FROM work WHERE job = 'plan.renew' AND state = 'ready' ORDER BY created_at`,
  ))
    await testRunner(house).run(id);
}

const meetAt = (date: string, agendaClose: string) =>
  house.tx((tx) => planMeeting(tx, board, { date, agendaClose } as never, { actor: secretary, now: house.clock.now() }));
const stepsOf = async (id: string) =>
  (await caseView(house.database, id)).plan.steps.map(({ id: step, latestStart, latestEnd }) => `${step} ${latestStart} ${latestEnd}`);

describe('the plan of a case whose chain asks the board', () => {
  it('has the board’s step after the chair’s, by the chain’s days while no meeting is known, and its secretary as who does it', async () => {
    await inForce(chair, asksBoard(2));
    const { id, plan } = await caseIn(house, 'opened');
    expect((await stepsOf(id)).slice(2)).toEqual([
      'approval 2026-12-11 2026-12-11',
      'body:board 2026-12-14 2026-12-16',
      'letter 2026-12-17 2026-12-17',
      'dispatch 2026-12-18 2026-12-18',
    ]);
    expect(plan.steps[3]).toMatchObject({ name: 'Behandling i bestyrelsen', person: { name: 'Bente Bestyrelse' } });
  });

  it('has it before the chair’s where the chain asks the board first', async () => {
    await inForce({ ...chair, rank: 2 }, asksBoard(1));
    const { id } = await caseIn(house, 'opened');
    expect((await stepsOf(id)).map((step) => step.split(' ')[0])).toEqual([
      ...['draft', 'committee', 'body:board', 'approval', 'letter', 'dispatch'],
    ]);
  });

  it('follows the board’s meetings when they are set and moved, and tells those whose steps move', async () => {
    await inForce(chair, asksBoard(2));
    await renew();
    const { id } = await caseIn(house, 'opened');
    const meetingId = await meetAt('2026-12-15', '2026-12-10');
    await renew();
    expect((await stepsOf(id)).slice(2, 4)).toEqual(['approval 2026-12-09 2026-12-09', 'body:board 2026-12-10 2026-12-15']);
    const later = { date: '2026-12-16', agendaClose: '2026-12-11' } as never;
    await house.tx((tx) => moveMeeting(tx, meetingId, later, { actor: secretary, now: house.clock.now() }));
    await renew();
    expect((await stepsOf(id)).slice(2, 4)).toEqual(['approval 2026-12-10 2026-12-10', 'body:board 2026-12-11 2026-12-16']);
    const [move] = await planMoves(house.database, id);
    expect(move).toMatchObject({
      cause: 'møderne i udvalget eller et andet organ er ændret',
      lines: expect.arrayContaining([expect.stringContaining('»Behandling i bestyrelsen« skal være begyndt senest 11. december 2026')]),
    });
    const told = await house.rows(`SELECT 1 FROM notice_line l WHERE l.person_id = $1 AND l.headline LIKE '%bestyrelsen%'`, [secretary.id]);
    expect(told.length).toBeGreaterThan(0);
  });

  it('says when no meeting of the board fits, and offers to ask it in writing', async () => {
    await inForce(chair, asksBoard(2));
    await meetAt('2027-01-12', '2027-01-05');
    const { plan } = await caseIn(house, 'opened');
    expect([plan.possible, plan.warnings[0]]).toEqual([false, expect.stringContaining('Intet møde passer til »Behandling i bestyrelsen«')]);
    expect(plan.proposals[0]?.text).toBe('skriftlig procedure i bestyrelsen i stedet for et møde');
  });

  it('leaves the chair’s step out when the chair has approved, and the board’s when it has decided', async () => {
    await inForce(chair, asksBoard(2));
    const { id, currentVersion } = await caseIn(house, 'in-approval');
    await act(house, id, 'approve', house.people.chair, { seen: currentVersion!.sha256 });
    await meetAt('2026-12-14', '2026-12-09');
    await renew();
    expect((await stepsOf(id)).map((step) => step.split(' ')[0])).toEqual(['body:board', 'letter', 'dispatch']);
    await decideInBody(house, id, board, 'approved');
    await meetAt('2027-02-16', '2027-02-11');
    await renew();
    expect((await stepsOf(id)).map((step) => step.split(' ')[0])).toEqual(['letter', 'dispatch']);
  });

  it('is made anew when a chain that asks the board comes in force', async () => {
    await inForce(chair);
    const { id } = await caseIn(house, 'opened');
    expect(await stepsOf(id)).toHaveLength(5);
    await inForce(chair, asksBoard(2));
    await renew();
    expect((await stepsOf(id)).map((step) => step.split(' ')[0])).toContain('body:board');
  });

  it('whose chain asks no board is left alone by the board’s meetings', async () => {
    await inForce(chair);
    await renew();
    const { id } = await caseIn(house, 'opened');
    await meetAt('2026-12-17', '2026-12-14');
    const before = await house.rows('SELECT plan FROM response_case WHERE id = $1', [id]);
    await renew();
    expect(await house.rows('SELECT plan FROM response_case WHERE id = $1', [id])).toEqual(before);
    expect(await house.rows('SELECT 1 FROM plan_move WHERE case_id = $1', [id])).toEqual([]);
  });
});
