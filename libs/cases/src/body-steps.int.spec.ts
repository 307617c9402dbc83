import { randomUUID } from 'node:crypto';
import { type Actor } from '@genmaele/access';
import { formatDate, localDateOf } from '@genmaele/calendar';
import { AppError, type ChainStep, defaultChain, type DraftContent, type Outcome } from '@genmaele/contracts';
import {
  act,
  actorWith,
  caseIn,
  decideInBody,
  type DecidedHow,
  housingCommittee,
  itemOn,
  openTestHouse,
  runWorkOf,
  sampleResponse,
  type TestHouse,
  testStart,
} from '@genmaele/testing';
import { approvalRecordOf, approvalView, caseView, saveChain, takeReservation, tryChain } from './index.js';

const board = 'bestyrelsen';
const nobody = { id: undefined, speakers: [] };
const steps: ChainStep[] = [
  { ...defaultChain[0]!, rank: 1 },
  { ...defaultChain[0]!, id: 'board', name: 'Bestyrelsens godkendelse', rank: 2, by: [], body: 'board', workingDays: 10, signs: false },
];

let house: TestHouse;
let boardSecretary: Actor;
beforeAll(async () => {
  house = await openTestHouse();
  boardSecretary = await actorWith(house.database, [{ role: 'committee-secretary', committeeId: board }], testStart, 'Bente Bestyrelse');
  await inForce(steps);
}, 60_000);
beforeEach(() => house.clock.set(testStart));
afterAll(() => house.close());

async function inForce(chain: readonly ChainStep[]): Promise<void> {
  await house.owner.query(
    `INSERT INTO approval_chain (id, kind, name, state, valid_from, steps, created_at) VALUES ($1, 'response', 'Prøve', 'in-force', '2026-01-01', $2, clock_timestamp())`,
    [randomUUID(), JSON.stringify(chain)],
  );
}

const seenOf = async (id: string) => (await caseView(house.database, id)).currentVersion!.sha256;
const stateOf = async (id: string) => (await caseView(house.database, id)).state;
const openOf = async (id: string) => (await approvalRecordOf(house.database, id)).standing.open.map((step) => step.id);
const code = (attempt: Promise<unknown>) => attempt.then(() => 'allowed', (error: AppError) => error.code); // prettier-ignore
const logged = (id: string, action: string) =>
  house.rows('SELECT 1 FROM audit_entry WHERE subject = $1 AND action = $2', [`case:${id}`, action]);

/** What a body, the board when none is named, decides on a case. */
const decide = (caseId: string, outcome: Outcome, { by = board, ...how }: DecidedHow & { by?: string } = {}) =>
  decideInBody(house, caseId, by, outcome, how);

/** A case that the chair has approved, and that waits for the board. */
async function waiting(): Promise<string> {
  const { id, currentVersion } = await caseIn(house, 'in-approval');
  await act(house, id, 'approve', house.people.chair, { seen: currentVersion!.sha256 });
  expect([await stateOf(id), await openOf(id)]).toEqual(['in-approval', ['board']]);
  return id;
}

const edited = (text: string): DraftContent => {
  const draft = sampleResponse();
  return { ...draft, points: draft.points.map((point, i) => (i === 0 ? { ...point, text } : point)) };
};

describe('a chain that ends at the board', () => {
  it('asks the board’s secretary, waits for its decision alone, and is complete with it, with the decision named', async () => {
    const id = await waiting();
    const open = `SELECT role, committee_id FROM approval_task WHERE case_id = $1 AND state = 'open'`;
    expect(await house.rows(open, [id])).toEqual([{ role: 'committee-secretary', committee_id: board }]);
    for (const who of [house.people.chair, house.people.secretary, boardSecretary])
      expect(await code(act(house, id, 'approve', who, { seen: await seenOf(id) }))).not.toBe('allowed');
    const { id: decisionId, meetingId } = await decide(id, 'approved');
    expect([await stateOf(id), await house.rows(open, [id])]).toEqual(['approved', []]);
    const [row] = await house.rows(
      `SELECT person_id, role, decision_id, decision_text FROM approval WHERE case_id = $1 AND step_id = 'board'`,
      [id],
    );
    const [meeting] = await house.rows<{ date: string }>('SELECT date::text FROM committee_meeting WHERE id = $1', [meetingId]);
    const text = `Bestyrelsen, møde ${formatDate(meeting!.date as never)}, punkt 2`;
    expect(row).toEqual({ person_id: null, role: null, decision_id: decisionId, decision_text: text });
    const view = await approvalView(house.database, id, nobody, house.clock.now());
    expect(view.steps.map(({ by, body, state }) => [by, body, state])).toEqual([[['chair'], null, 'done'], [[], 'bestyrelsen', 'done']]); // prettier-ignore
    expect(view.parts.every(({ approvals }) => approvals.some(({ name }) => name === text))).toBe(true);
    expect(await house.rows(`SELECT 1 FROM work WHERE subject = $1 AND job = 'letter.render'`, [`case:${id}`])).toHaveLength(1);
  });

  it('has the board’s secretary asked to put it on an agenda, and not reminded once it stands there', async () => {
    const id = await waiting();
    const told = () =>
      house.rows<{ subject: string }>('SELECT subject FROM notice WHERE person_id = $1 AND case_id = $2 ORDER BY created_at', [
        boardSecretary.id,
        id,
      ]);
    await runWorkOf(house, id, 'approval.ask');
    expect((await told()).map(({ subject }) => subject)).toEqual([expect.stringContaining('skal på en dagsorden')]);
    await itemOn(house, id, board, await seenOf(id));
    house.clock.move(20 * 86_400_000);
    await runWorkOf(house, id, 'approval.remind');
    expect(await told()).toHaveLength(1);
    const reminded = `SELECT 1 FROM approval_task WHERE case_id = $1 AND reminded_at IS NOT NULL AND role = 'committee-secretary'`;
    expect(await house.rows(reminded, [id])).toEqual([]);
  });

  it('is tried on old cases: it waits for the board’s meetings, and for no body that there is not', async () => {
    const by = { actorId: house.people.administrator.id, now: house.clock.now() };
    const body = { kind: 'response', name: 'Prøve', steps } as const;
    const trial = await house.tx(async (tx) => tryChain(tx, await saveChain(tx, undefined, { ...body, steps }, by), by));
    expect(trial.tried).toBeGreaterThan(0);
    expect(trial.cases.map(({ unmanned }) => unmanned)).toEqual(trial.cases.map(() => []));
    await house.owner.query(`UPDATE committee SET valid_to = '2020-01-01' WHERE kind = 'board'`);
    const without = await house.tx(async (tx) => tryChain(tx, await saveChain(tx, undefined, { ...body, steps }, by), by));
    await house.owner.query(`UPDATE committee SET valid_to = NULL WHERE kind = 'board'`);
    expect(without.unmanned).toBe(without.tried);
  });

  it('takes a decision in writing as well', async () => {
    const id = await waiting();
    await decide(id, 'approved', { inWriting: true });
    const [line] = (await approvalView(house.database, id, nobody, house.clock.now())).steps[1]!.approvals;
    expect([await stateOf(id), line!.name]).toEqual(['approved', `Bestyrelsen, skriftligt ${formatDate(localDateOf(testStart))}`]);
  });

  it('takes what the board decided before its turn, and waits for the chair alone', async () => {
    const { id, currentVersion } = await caseIn(house, 'in-approval');
    await decide(id, 'approved');
    expect([await stateOf(id), await openOf(id)]).toEqual(['in-approval', ['chair']]);
    await act(house, id, 'approve', house.people.chair, { seen: currentVersion!.sha256 });
    expect(await stateOf(id)).toBe('approved');
  });

  it.each<Outcome>(['for-information', 'postponed'])('is still open when the board has it %s', async (outcome) => {
    const id = await waiting();
    await decide(id, outcome);
    expect([await stateOf(id), await openOf(id)]).toEqual(['in-approval', ['board']]);
  });

  it.each<[Outcome, object[]]>([
    ['rejected', []],
    ['approved-with-changes', []],
    ['approved', [{ pointId: '1', outcome: 'rejected' }]],
  ])('sends the case back when the board answers %s (points: %j), to resume at the board', async (outcome, points) => {
    const id = await waiting();
    await decide(id, outcome, { points });
    expect(await stateOf(id)).toBe('drafting');
    const last = (await caseView(house.database, id)).steps.at(-1)!;
    expect([last.action, last.comment]).toEqual(['body-returned', expect.stringContaining('Bestyrelsen har ')]);
    const seen = await seenOf(id);
    await act(house, id, 'submit', house.people.officer, { seen });
    await act(house, id, 'recommend', house.people.secretary, { seen });
    expect(await openOf(id)).toEqual(['board']);
  });

  it('does not count the decision of another body, and says so in the log', async () => {
    const id = await waiting();
    await decide(id, 'approved', { by: 'formandskabet' });
    await decide(id, 'rejected', { by: housingCommittee });
    expect([await stateOf(id), await openOf(id)]).toEqual(['in-approval', ['board']]);
    expect(await logged(id, 'case.decision-not-asked')).toHaveLength(2);
  });
});

describe('an edit after the board decided', () => {
  it('asks chair and board again for what was touched, and the old decision does not do', async () => {
    const { id } = await caseIn(house, 'in-approval');
    const first = await seenOf(id);
    await decide(id, 'approved');
    await act(house, id, 'save', house.people.officer, { seen: first, draft: edited('Rettet efter mødet.') });
    const { standing } = await approvalRecordOf(house.database, id);
    const uncovered = standing.cover.filter(({ steps: of }) => of.find(({ stepId }) => stepId === 'board')!.approvals.length === 0);
    expect(uncovered.map(({ part }) => part)).toEqual(['1']);
    await act(house, id, 'approve', house.people.chair, { seen: await seenOf(id) });
    expect(await openOf(id)).toEqual(['board']);
    await decide(id, 'approved', { seen: first });
    expect([await stateOf(id), await openOf(id)]).toEqual(['in-approval', ['board']]);
    expect(await logged(id, 'case.decision-on-other-version')).toHaveLength(1);
    await decide(id, 'approved');
    expect(await stateOf(id)).toBe('approved');
  });
});

describe('a reservation taken while the board’s decision is awaited', () => {
  it('is named by the letter before it is made: the author is told, and the text is asked for again', async () => {
    const id = await waiting();
    const taken = {
      kind: 'economic',
      reason: 'negotiated-separately',
      liftedBy: 'decision',
      wording: undefined,
      decisionText: undefined,
    } as const;
    await house.tx((tx) => takeReservation(tx, id, taken, { actor: house.people.officer, now: house.clock.now() }));
    await decide(id, 'approved');
    expect([await stateOf(id), await openOf(id)]).toEqual(['in-approval', []]);
    const told = 'SELECT person_id FROM notice WHERE case_id = $1 AND topic = $2';
    expect(await house.rows(told, [id, `unnamed:${id}`])).toEqual([{ person_id: house.people.officer.id }]);
    const { currentVersion } = await caseView(house.database, id);
    await act(house, id, 'save', house.people.officer, { seen: currentVersion!.sha256, draft: currentVersion!.content });
    expect(await openOf(id)).toEqual(['chair']);
    await act(house, id, 'approve', house.people.chair, { seen: await seenOf(id) });
    await decide(id, 'approved');
    expect(await stateOf(id)).toBe('approved');
  });
});

describe('a decision that is corrected', () => {
  it('to something else takes the approved text back to its draft, and nothing is signed of it', async () => {
    const id = await waiting();
    const { id: first } = await decide(id, 'approved');
    expect(await stateOf(id)).toBe('approved');
    await decide(id, 'rejected', { corrects: first });
    expect([await stateOf(id), (await caseView(house.database, id)).approvedSha256]).toEqual(['drafting', null]);
  });

  it('to the same again keeps the text approved, by the decision that is in force', async () => {
    const id = await waiting();
    const { id: first } = await decide(id, 'approved');
    const { id: second } = await decide(id, 'approved', { corrects: first });
    const given = (await approvalRecordOf(house.database, id)).approvals.filter(({ stepId }) => stepId === 'board');
    expect([await stateOf(id), given.map(({ decisionId }) => decisionId)]).toEqual(['approved', [second]]);
  });

  it('to a mere note opens the board’s step again', async () => {
    const id = await waiting();
    const { id: first } = await decide(id, 'approved');
    await decide(id, 'for-information', { corrects: first });
    expect([await stateOf(id), await openOf(id)]).toEqual(['in-approval', ['board']]);
  });
});

describe('a chain with the case’s own committee', () => {
  beforeAll(() =>
    inForce([
      { ...steps[1]!, id: 'committee', rank: 1, body: 'committee' },
      { ...steps[0]!, rank: 2 },
    ]),
  );
  afterAll(() => inForce(steps));

  it('counts what the committee decided while the case was there, and only asks it where it was passed by', async () => {
    const { id } = await caseIn(house, 'in-committee');
    await decide(id, 'approved', { by: housingCommittee });
    expect([await stateOf(id), await openOf(id)]).toEqual(['in-approval', ['chair']]);
    const { id: noted } = await caseIn(house, 'in-committee');
    await decide(noted, 'for-information', { by: housingCommittee });
    expect([await stateOf(noted), await openOf(noted)]).toEqual(['in-approval', ['committee']]);
  });

  it('does not count again what was taken back', async () => {
    const { id } = await caseIn(house, 'in-committee');
    await decide(id, 'approved', { by: housingCommittee });
    await act(house, id, 'return', house.people.chair, { comment: 'Udvalget skal se tallene.' });
    const seen = await seenOf(id);
    await act(house, id, 'submit', house.people.officer, { seen });
    await act(house, id, 'recommend', house.people.secretary, { seen });
    expect(await openOf(id)).toEqual(['committee']);
  });

  it('is complete at once when the case comes back to a committee that approves what the chair has', async () => {
    await inForce([
      { ...steps[0]!, rank: 1 },
      { ...steps[1]!, id: 'committee', rank: 2, body: 'committee' },
    ]);
    const { id, currentVersion } = await caseIn(house, 'in-approval');
    const seen = currentVersion!.sha256;
    await act(house, id, 'approve', house.people.chair, { seen });
    await act(house, id, 'return', house.people.chair, { comment: 'Udvalget skal se det.', resumeAt: 'committee' });
    await act(house, id, 'submit', house.people.officer, { seen });
    await decide(id, 'approved', { by: housingCommittee });
    expect(await stateOf(id)).toBe('approved');
  });
});
