import { randomUUID } from 'node:crypto';
import { type Actor } from '@genmaele/access';
import { addWorkingDays, localDateOf, localOf } from '@genmaele/calendar';
import { AppError, type ChainStep, defaultChain, type DraftContent, exampleChain } from '@genmaele/contracts';
import { act, actorWith, caseIn, housingCommittee, openTestHouse, sampleResponse, type TestHouse, testStart } from '@genmaele/testing';
import { approvalRecordOf, approvalView, caseView, endStandIn, setStandIn } from './index.js';

let house: TestHouse;
let formand: Actor;
beforeAll(async () => {
  house = await openTestHouse();
  formand = await actorWith(house.database, [{ role: 'association-chair' }], house.clock.now(), 'Anna Formand');
}, 60_000);
beforeEach(() => house.clock.set(testStart));
afterAll(() => house.close());

const code = (attempt: Promise<unknown>) => attempt.then(() => 'allowed', (error: AppError) => error.code); // prettier-ignore

/** Puts a chain in force for responses, from this day on; the newest counts. */
async function inForce(steps: readonly ChainStep[]): Promise<void> {
  await house.owner.query(
    `INSERT INTO approval_chain (id, kind, name, state, valid_from, steps, created_at) VALUES ($1, 'response', 'Prøve', 'in-force', '2026-01-01', $2, clock_timestamp())`,
    [randomUUID(), JSON.stringify(steps)],
  );
}
const twoPoints = (second: string): DraftContent => {
  const [first] = sampleResponse().points;
  return {
    ...sampleResponse(),
    points: [
      { ...first!, number: 1 },
      { ...first!, number: 2, text: second },
    ],
  };
};
const seenOf = async (id: string) => (await caseView(house.database, id)).currentVersion!.sha256;
const stateOf = async (id: string) => (await caseView(house.database, id)).state;
const openOf = async (id: string) => (await approvalRecordOf(house.database, id)).standing.open.map((step) => step.id);
const tasksOf = async (id: string) =>
  (await house.rows<{ role: string }>(`SELECT role FROM approval_task WHERE case_id = $1 AND state = 'open' ORDER BY role`, [id])).map(
    ({ role }) => role,
  );
async function save(id: string, draft: DraftContent, by: Actor = house.people.officer): Promise<string> {
  return (await act(house, id, 'save', by, { seen: await seenOf(id), draft })).currentVersion!;
}

describe('the example chain', () => {
  beforeAll(() => inForce(exampleChain));
  afterAll(() => inForce(defaultChain));

  it('goes by the gate, both chairs and the gate, asking each in turn, and then asks for the letter once', async () => {
    const { id } = await caseIn(house, 'in-approval');
    const { people } = house;
    const seen = await seenOf(id);
    const turns: [Actor, 'approve' | 'pass-gate', string, string[]][] = [
      [people.secretary, 'pass-gate', 'gate-before', ['committee-secretary']],
      [people.chair, 'approve', 'chair', ['chair']],
      [formand, 'approve', 'association-chair', ['association-chair']],
      [people.secretary, 'pass-gate', 'gate-after', ['committee-secretary']],
    ];
    for (const [who, action, step, asked] of turns) {
      expect([await openOf(id), await tasksOf(id)]).toEqual([[step], asked]);
      for (const [other, otherAction] of turns.filter(([, , each]) => each !== step))
        if (other !== who) expect(await code(act(house, id, otherAction, other, { seen }))).toBe('case.need-unmet');
      await act(house, id, action, who, { seen });
    }
    expect([await stateOf(id), await tasksOf(id)]).toEqual(['approved', []]);
    expect(await house.rows(`SELECT 1 FROM work WHERE subject = $1 AND job = 'letter.render'`, [`case:${id}`])).toHaveLength(1);
    const { steps } = await caseView(house.database, id);
    expect(steps.slice(-5).map(({ action }) => action)).toEqual(['pass-gate', 'approve', 'approve', 'pass-gate', 'approvals-complete']);
  });

  it('tells the members for information once it is complete, in their digest', async () => {
    const member = await actorWith(house.database, [{ role: 'member', committeeId: housingCommittee }], house.clock.now(), 'Mette Medlem');
    const { id } = await caseIn(house, 'in-approval');
    const seen = await seenOf(id);
    const told = () =>
      house.rows(`SELECT headline FROM notice_line WHERE person_id = $1 AND case_id = $2 AND topic LIKE 'copy:%'`, [member.id, id]);
    await act(house, id, 'pass-gate', house.people.secretary, { seen });
    await act(house, id, 'approve', house.people.chair, { seen });
    await act(house, id, 'approve', formand, { seen });
    expect(await told()).toEqual([]);
    await act(house, id, 'pass-gate', house.people.secretary, { seen });
    expect(await told()).toHaveLength(1);
  });

  it('asks the chair again for the point that was edited, and for nothing else', async () => {
    const { id } = await caseIn(house, 'in-approval');
    await save(id, twoPoints('Det andet punkt.'));
    await act(house, id, 'pass-gate', house.people.secretary, { seen: await seenOf(id) });
    await act(house, id, 'approve', house.people.chair, { seen: await seenOf(id) });
    expect(await openOf(id)).toEqual(['association-chair']);
    const old = await seenOf(id);
    await save(id, twoPoints('Det andet punkt, rettet.'));
    expect(await openOf(id)).toEqual(['gate-before']);
    await act(house, id, 'pass-gate', house.people.secretary, { seen: await seenOf(id) });
    const { standing } = await approvalRecordOf(house.database, id);
    expect([await openOf(id), await tasksOf(id)]).toEqual([['chair'], ['chair']]);
    const uncovered = standing.cover.filter(({ steps }) => steps.find(({ stepId }) => stepId === 'chair')!.approvals.length === 0);
    expect(uncovered.map(({ part }) => part)).toEqual(['2']);
    expect(await code(act(house, id, 'approve', house.people.chair, { seen: old }))).toBe('case.version-stale');
    await act(house, id, 'approve', house.people.chair, { seen: await seenOf(id) });
    expect(await openOf(id)).toEqual(['association-chair']);
  });

  it('resumes at the step it was returned to resume at, or from its start', async () => {
    for (const [resumeAt, open] of [
      ['association-chair', 'association-chair'],
      ['chair', 'chair'],
      [undefined, 'gate-before'],
    ] as const) {
      const { id } = await caseIn(house, 'in-approval');
      const seen = await seenOf(id);
      await act(house, id, 'pass-gate', house.people.secretary, { seen });
      await act(house, id, 'approve', house.people.chair, { seen });
      await act(house, id, 'return', formand, { comment: 'Se på tallene.', ...(resumeAt ? { resumeAt } : {}) });
      await act(house, id, 'submit', house.people.officer, { seen });
      await act(house, id, 'recommend', house.people.secretary, { seen });
      expect(await openOf(id)).toEqual([open]);
    }
    const { id } = await caseIn(house, 'in-approval');
    expect(await code(act(house, id, 'return', formand, { comment: 'x', resumeAt: 'copy' }))).toBe('request.invalid');
  });
});

describe('an approval that is regretted', () => {
  it('keeps the letter at home until the time to undo it is over', async () => {
    const { id, signedSha256 } = await caseIn(house, 'signed');
    const send = (minutes: number) => {
      house.clock.set(new Date(testStart.getTime() + minutes * 60_000));
      return act(house, id, 'send', house.people.dispatcher, { seen: signedSha256!, undoMinutes: 5 });
    };
    expect(await code(send(4.99))).toBe('case.need-unmet');
    expect(await code(send(5))).toBe('allowed');
  });

  it('is undone by whoever gave it, and by nobody else, as long as there is time', async () => {
    const { id } = await caseIn(house, 'rendered');
    const undoOpen = async (minutes: number) => {
      const viewer = { id: house.people.chair.id, speakers: [], undoMinutes: 5 };
      return (await approvalView(house.database, id, viewer, new Date(testStart.getTime() + minutes * 60_000))).undoOpen;
    };
    expect([await undoOpen(4.99), await undoOpen(5)]).toEqual([true, false]);
    expect(await code(act(house, id, 'undo-approval', house.people.secondChair, { undoMinutes: 5 }))).toBe('case.need-unmet');
    expect(await code(act(house, id, 'undo-approval', house.people.chair, { undoMinutes: 0 }))).toBe('case.need-unmet');
    await act(house, id, 'undo-approval', house.people.chair, { undoMinutes: 5 });
    expect(await caseView(house.database, id)).toMatchObject({ state: 'in-approval', approvedSha256: null, letterId: null });
    expect([await openOf(id), await tasksOf(id)]).toEqual([['chair'], ['chair']]);
    await act(house, id, 'approve', house.people.chair, { seen: await seenOf(id) });
    expect(await stateOf(id)).toBe('approved');
  });
});

describe('an urgent case', () => {
  it('gives those who are asked four hours instead of days, and asks them anew', async () => {
    const { id } = await caseIn(house, 'in-approval');
    await act(house, id, 'urgent', house.people.officer, { comment: 'Ministeriet lukker i morgen.' });
    const open = await house.rows<{ due_at: Date }>(`SELECT due_at FROM approval_task WHERE case_id = $1 AND state = 'open'`, [id]);
    expect(open.map(({ due_at }) => due_at.getTime() - testStart.getTime())).toEqual([4 * 3600_000]);
  });
});

describe('the reminder of a step', () => {
  afterAll(() => inForce(defaultChain));

  it('goes at the end of the office day that its chain says', async () => {
    await inForce([{ ...defaultChain[0]!, workingDays: 6, remindAfter: 1 }]);
    const { id } = await caseIn(house, 'in-approval', { deadline: '2027-02-26' });
    const [task] = await house.rows<{ remind_at: Date }>(`SELECT remind_at FROM approval_task WHERE case_id = $1 AND state = 'open'`, [id]);
    const day = addWorkingDays(localDateOf(house.clock.now()), 1);
    expect(localOf(task!.remind_at)).toEqual({ date: day, time: '16:00' });
  });
});

describe('a stand-in', () => {
  const hours = (n: number) => new Date(testStart.getTime() + n * 3600_000).toISOString();
  const set = (personId: string, byPersonId: string, more: object = {}, actor: Actor = house.people.secretary) =>
    house.tx((tx) =>
      setStandIn(
        tx,
        { personId, byPersonId, validFrom: hours(0), validTo: hours(24), roles: [], committees: [], kinds: [], reason: 'Sygdom', ...more },
        { actor, now: house.clock.now() },
      ),
    );
  const end = (id: string) => house.tx((tx) => endStandIn(tx, id, { actor: house.people.secretary, now: house.clock.now() }));
  const person = (name: string) => actorWith(house.database, [{ role: 'economist' }], house.clock.now(), name);

  it('approves in the other’s name, and step, log and approval say so', async () => {
    const bo = await person('Bo Bisidder');
    const { id } = await caseIn(house, 'in-approval');
    const seen = await seenOf(id);
    expect(await code(act(house, id, 'approve', bo, { seen }))).toBe('case.role-missing');
    const standIn = await set(house.people.chair.id, bo.id);
    await act(house, id, 'approve', bo, { seen });
    const [approval] = await house.rows('SELECT person_id, for_person_id, role FROM approval WHERE case_id = $1', [id]);
    expect(approval).toEqual({ person_id: bo.id, for_person_id: house.people.chair.id, role: 'chair' });
    const [step] = await house.rows(`SELECT actor_id, for_person_id FROM case_step WHERE case_id = $1 AND action = 'approve'`, [id]);
    expect(step).toEqual({ actor_id: bo.id, for_person_id: house.people.chair.id });
    const [line] = await house.rows<{ facts: object }>(`SELECT facts FROM audit_entry WHERE subject = $1 AND action = 'case.approve'`, [
      `case:${id}`,
    ]);
    expect(line!.facts).toMatchObject({ for: house.people.chair.id });
    await end(standIn);
  });

  it('counts only within period, committee, kind of case and role', async () => {
    const bo = await person('Bodil Bisidder');
    const { id } = await caseIn(house, 'in-approval');
    const seen = await seenOf(id);
    for (const scope of [
      { committees: ['boerne-undervisning'] },
      { kinds: ['ministerial-letter'] },
      { roles: ['dispatcher'] },
      { validFrom: hours(1) },
    ]) {
      const standIn = await set(house.people.chair.id, bo.id, scope);
      expect([scope, await code(act(house, id, 'approve', bo, { seen }))]).toEqual([scope, 'case.role-missing']);
      await end(standIn);
    }
    const standIn = await set(house.people.chair.id, bo.id, { committees: [housingCommittee], kinds: ['response'], roles: ['chair'] });
    house.clock.set(new Date(hours(24)));
    expect(await code(act(house, id, 'approve', bo, { seen }))).toBe('case.role-missing');
    house.clock.set(testStart);
    expect(await code(act(house, id, 'approve', bo, { seen }))).toBe('allowed');
    await end(standIn);
  });

  it('never lets an author’s text be approved through another, by either of them', async () => {
    const author = await actorWith(
      house.database,
      [{ role: 'officer' }, { role: 'chair', committeeId: housingCommittee }],
      house.clock.now(),
      'Ditte Dobbelt',
    );
    const bo = await person('Bent Bisidder');
    const standIns = [await set(author.id, bo.id)];
    const { id } = await caseIn(house, 'in-approval');
    await save(id, sampleResponse('Mit eget.'), author);
    expect(await code(act(house, id, 'approve', bo, { seen: await seenOf(id) }))).toBe('case.need-unmet');
    await end(standIns[0]!);
    standIns[0] = await set(house.people.chair.id, author.id);
    expect(await code(act(house, id, 'approve', author, { seen: await seenOf(id) }))).toBe('case.need-unmet');
    await end(standIns[0]);
  });

  it('is neither for oneself, nor in a circle, nor by one who is away, nor set for others by just anyone', async () => {
    const [a, b, c] = [await person('Ane A'), await person('Bo B'), await person('Carl C')];
    const refused = 'stand-in.not-allowed';
    expect(await code(set(a.id, a.id))).toBe(refused);
    const member = await actorWith(house.database, [{ role: 'member' }], house.clock.now(), 'Mia Medlem');
    expect(await code(set(a.id, member.id))).toBe(refused);
    const first = await set(a.id, b.id, {}, a);
    for (const [who, by] of [
      [b.id, a.id],
      [b.id, c.id],
      [c.id, a.id],
      [a.id, b.id],
    ] as const)
      expect(await code(set(who, by))).toBe(refused);
    expect(await code(set(c.id, b.id, {}, house.people.dispatcher))).toBe('case.role-missing');
    expect(await code(set(c.id, b.id, { validFrom: hours(3), validTo: hours(2) }))).toBe(refused);
    expect(await code(set(b.id, c.id, { validFrom: hours(24), validTo: hours(48) }))).toBe('allowed');
    await end(first);
    expect(await code(end(first))).toBe('stand-in.not-found');
  });

  it('is told to all concerned when the secretariat sets it', async () => {
    const [a, b] = [await person('Ane Away'), await person('Bo By')];
    await set(a.id, b.id);
    const told = await house.rows<{ person_id: string }>(
      `SELECT person_id FROM notice WHERE topic LIKE 'stand-in:%' AND person_id = ANY($1)`,
      [[a.id, b.id, house.people.head.id]],
    );
    expect(new Set(told.map(({ person_id }) => person_id))).toEqual(new Set([a.id, b.id, house.people.head.id]));
  });
});
