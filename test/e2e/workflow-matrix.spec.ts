import { randomUUID } from 'node:crypto';
import { type Actor, approvalStates, mayDo, versionTag } from '@genmaele/access';
import { actionBody, errorRule, type Role } from '@genmaele/contracts';
import { actorWith, caseIn, housingCommittee, sampleResponse } from '@genmaele/testing';
import {
  type CaseAction,
  caseActions,
  type CaseFacts,
  type CaseState,
  caseStates,
  caseWorkflow,
  decide,
  type Need,
} from '@genmaele/workflow';
import { openServedHouse, type ServedHouse } from './house.js';
import { type Answer } from './visitor.js';

/** What a person sends with an action. */
interface Given {
  readonly seen?: string;
  readonly comment?: string;
}

let house: ServedHouse;
let caseId: string;
let callers: { name: string; actor: Actor }[];
/** The case's columns once it has come all the way to being sent; states before that know fewer of them. */
let whole: Record<(typeof columns)[number], string | null>;

const columns = [
  'current_version_id',
  'approval_id',
  'approved_sha256',
  'letter_id',
  'rendered_sha256',
  'signed_sha256',
  'dispatch_id',
] as const;

/** From which state on a case has what. */
const known: Record<CaseState, number> = {
  opened: 0,
  drafting: 1,
  'in-committee': 1,
  'in-approval': 1,
  approved: 3,
  rendered: 5,
  signed: 6,
  sending: 7,
  uncertain: 7,
  sent: 7,
  acknowledged: 7,
  'not-answered': 1,
  joined: 1,
  lapsed: 1,
};

beforeAll(async () => {
  house = await openServedHouse();
  const { secondChair: _same, ...people } = house.people;
  const both = [{ role: 'officer' as const }, { role: 'chair' as const, committeeId: housingCommittee }];
  callers = [
    ...Object.entries(people).map(([name, actor]) => ({ name, actor })),
    { name: 'officer who is chair too', actor: await actorWith(house.database, both, house.clock.now(), 'To Roller') },
  ];
  caseId = (await caseIn(house, 'sending')).id;
  const [row] = await house.rows<typeof whole>(`SELECT ${columns.join(', ')} FROM response_case WHERE id = $1`, [caseId]);
  if (!row) throw new Error('the case is gone');
  whole = row;
});
afterAll(() => house?.close());

/**
 * Puts the case in a state, with what a case in that state has: before it is approved the newest version and no approval that stands, from then on the
 * version that was approved. Steps keep their numbers.
 */
async function put(state: CaseState, more: Partial<typeof whole> = {}): Promise<void> {
  const values = columns.map((name, i) => (name in more ? more[name] : i < known[state] ? whole[name] : null));
  const approved = known[state] >= known.approved;
  await house.owner.query('DELETE FROM publication');
  await house.owner.query('ALTER TABLE approval_void DISABLE TRIGGER USER');
  await house.owner.query('DELETE FROM approval_void');
  await house.owner.query('ALTER TABLE approval_void ENABLE TRIGGER USER');
  if (!approved) await house.owner.query('INSERT INTO approval_void (approval_id, at) SELECT id, at FROM approval');
  const newest = '(SELECT id FROM draft_version WHERE case_id = $1 ORDER BY number DESC LIMIT 1)';
  const set = columns.map((name, i) =>
    i === 0 ? `${name} = CASE WHEN $3::uuid IS NOT NULL THEN ${approved ? '$3::uuid' : newest} END` : `${name} = $${i + 3}`,
  );
  await house.owner.query(`UPDATE response_case SET state = $2, ${set.join(', ')} WHERE id = $1`, [caseId, state, ...values]);
}

interface Stand {
  state: CaseState;
  version: number;
  current: string | null;
  author: string | null;
  signed: string | null;
  written: string;
}

/** Where the case stands, and how much has been written about it. */
async function stand(): Promise<Stand> {
  const { rows } = await house.owner.query<Stand>(
    `SELECT c.state, c.version, v.sha256 AS current, v.author_id AS author, c.signed_sha256 AS signed,
            (SELECT count(*) FROM case_step) || ' ' || (SELECT count(*) FROM audit_entry) || ' ' || (SELECT count(*) FROM work) || ' '
            || (SELECT count(*) FROM draft_version) || ' ' || (SELECT count(*) FROM approval) AS written
     FROM response_case c LEFT JOIN draft_version v ON v.id = c.current_version_id WHERE c.id = $1`,
    [caseId],
  );
  if (!rows[0]) throw new Error('the case is gone');
  return rows[0];
}

const needsOf = (state: CaseState, action: CaseAction): readonly Need[] =>
  caseWorkflow.find((row) => row.from === state && row.action === action)?.needs ?? [];

/** What someone sends who has read what stands, and says why. */
function allGiven(at: Stand, action: CaseAction): Given {
  const hash = needsOf(at.state, action).includes('seen-letter') ? at.signed : at.current;
  return { comment: 'fordi', ...(hash ? { seen: hash } : {}) };
}

async function post(actor: Actor, action: CaseAction, given: Given): Promise<Answer> {
  const body = { ...given, ...(action === 'save' ? { draft: sampleResponse(`KL mener ${randomUUID()}.`) } : {}) };
  const seen = await versionTag(house.database, 'case', caseId);
  return (await house.as(actor)).post(`/cases/${caseId}/actions/${action}`, body, { 'if-match': seen ?? '' });
}

/** One cell of the matrix, and what is odd about it. */
interface Cell {
  state: CaseState;
  action: CaseAction;
  caller: { name: string; actor: Actor };
  given?: (at: Stand) => Given;
  columns?: Partial<typeof whole>;
  facts?: Partial<CaseFacts>;
}

/** The roles that someone holds on the case; a chair of another committee holds none. */
const rolesOn = (actor: Actor): readonly Role[] => (actor.id === house.people.foreignChair.id ? [] : actor.roles);

/** A chair sees the cases of their own committee, from when they are to be approved; no meeting is held about these. */
const seesCase = (actor: Actor, state: CaseState): boolean =>
  actor.roles.some((role) => role !== 'chair') || (rolesOn(actor).length > 0 && (approvalStates as readonly string[]).includes(state));

const nameOf = ({ state, action, caller }: Cell) => `${state} × ${action} × ${caller.name}`;

const givenTo = (at: Stand, { action, given }: Cell): Given => given?.(at) ?? allGiven(at, action);

/** What decide() says of a cell, as the endpoint is to answer it. */
function dueTo(at: Stand, cell: Cell): [status: number, outcome: string] {
  const { actor } = cell.caller;
  if (!mayDo(actor.roles, 'case.act')) return [403, 'permission.denied'];
  if (!seesCase(actor, at.state)) return [404, 'case.not-found'];
  const facts: CaseFacts = {
    ...(at.current ? { currentVersion: at.current } : {}),
    ...(at.signed ? { signedLetter: at.signed } : {}),
    ...actionBody.omit({ draft: true }).parse(givenTo(at, cell)),
    actorIsAuthor: actor.id === at.author,
    hasReplyAddress: true,
    reservedPolitically: true, // as the sample response is
    chainHolds: true,
    publishable: true,
    signedInFresh: true,
    openStep: at.state === 'in-approval' && actor.id !== at.author && rolesOn(actor).includes('chair'),
    ownApproval: known[at.state] >= known.approved && actor.id === house.people.chair.id,
    undoOver: true,
    ...cell.facts,
  };
  const decision = decide(at.state, cell.action, rolesOn(actor), facts);
  // Which case it is joined to is no fact of the table; none is named here, and `case-hearings.int.spec.ts` names some.
  if (decision.allowed && cell.action === 'join') return [409, 'case.join-target'];
  // The one approval that the chain asks for completes it.
  if (decision.allowed && cell.action === 'approve') return [200, 'approved'];
  return decision.allowed ? [200, decision.to] : [errorRule(decision.code).status, decision.code];
}

/** Asks one cell of the matrix, on a case that stands so: what differs between the endpoint and decide(), if anything. */
async function difference(at: Stand, cell: Cell): Promise<string[]> {
  const sent = givenTo(at, cell);
  const [status, outcome] = dueTo(at, cell);
  const answer = await post(cell.caller.actor, cell.action, sent);
  const answered: string = answer.status === 200 ? answer.body.to : answer.body.code;
  if (answer.status === status && answered === outcome) return [];
  return [`${nameOf(cell)}: ${answer.status} ${answered}, not ${status} ${outcome}`];
}

/** A state's cells: those that are refused all at once, on one case that nothing of them may touch; then each that is allowed, on a case put anew. */
async function differencesIn(state: CaseState, cells: Cell[]): Promise<string[]> {
  const all: string[] = [];
  await put(state, cells[0]?.columns);
  const before = await stand();
  const refused = cells.filter((cell) => dueTo(before, cell)[0] !== 200);
  for (let i = 0; i < refused.length; i += 20) {
    all.push(...(await Promise.all(refused.slice(i, i + 20).map((cell) => difference(before, cell)))).flat());
  }
  if (JSON.stringify(await stand()) !== JSON.stringify(before)) all.push(`${state}: an action was refused, yet something was written`);
  for (const cell of cells.filter((each) => !refused.includes(each))) {
    await put(state, cell.columns);
    const at = await stand();
    all.push(...(await difference(at, cell)));
    const after = await stand();
    if (after.state !== dueTo(at, cell)[1] || after.version !== at.version + (cell.action === 'approve' ? 2 : 1))
      all.push(`${nameOf(cell)}: the case stands elsewhere`);
  }
  return all;
}

async function differences(cells: Cell[]): Promise<string[]> {
  const all: string[] = [];
  for (const state of caseStates) {
    const inState = cells.filter((cell) => cell.state === state);
    if (inState.length > 0) all.push(...(await differencesIn(state, inState)));
  }
  return all;
}

describe('the endpoint of actions answers as the workflow table decides', () => {
  it.each(caseStates)(
    'in the state %s, for every action and everyone',
    async (state) => {
      const cells = caseActions.flatMap((action) => callers.map((caller) => ({ state, action, caller })));
      expect(await differences(cells)).toEqual([]);
    },
    60_000,
  );

  const rows = caseWorkflow.filter((row) => !row.by.some((role) => role === 'system'));
  const cellsOf = (change: Omit<Cell, 'state' | 'action' | 'caller'>, need?: Need): Cell[] =>
    rows
      .filter((row) => !need || (row.needs as readonly Need[]).includes(need))
      .flatMap(({ from, action, by }) =>
        callers
          .filter(({ actor }) => actor.roles.some((role) => (by as readonly string[]).includes(role)))
          .map((caller) => ({ state: from, action, caller, ...change })),
      );

  it.each<[string, Omit<Cell, 'state' | 'action' | 'caller'>, Need | undefined]>([
    ['nothing is sent with it', { given: () => ({}) }, undefined],
    ['the hash is that of another text', { given: () => ({ seen: 'f'.repeat(64), comment: 'fordi' }) }, undefined],
    ['the reason is blank', { given: (at) => ({ seen: at.signed ?? at.current ?? 'f'.repeat(64), comment: ' \u0000 ' }) }, undefined],
    ['there is no draft', { columns: { current_version_id: null } }, 'draft'],
    ['the letter signed is another', { given: (at) => ({ seen: at.current ?? '', comment: 'fordi' }) }, 'seen-letter'],
    ['the version approved is another', { columns: { approved_sha256: 'e'.repeat(64) }, facts: { chainHolds: false } }, 'chain'],
    ['there is no approval', { columns: { approval_id: null }, facts: { chainHolds: false } }, 'chain'],
  ])(
    'for those who may, when %s',
    async (_what, change, need) => {
      const cells = cellsOf(change, need);
      expect(cells.length).toBeGreaterThan(0);
      expect(await differences(cells)).toEqual([]);
    },
    30_000,
  );

  it('for those who may, when the hearing gave no address to answer to', async () => {
    await house.owner.query('UPDATE hearing SET reply_to = NULL');
    expect(await differences(cellsOf({ facts: { hasReplyAddress: false } }))).toEqual([]);
    await house.owner.query(`UPDATE hearing SET reply_to = 'svar@ministerium.example'`);
  });

  it('for an author who is chair too: the approval is refused, and is given by the next', async () => {
    const author = callers.find(({ name }) => name === 'officer who is chair too');
    const other = callers.find(({ name }) => name === 'chair');
    if (!author || !other) throw new Error('the callers have other names');
    const cell = { state: 'in-approval', action: 'save', caller: author } as const;
    expect(await differences([cell])).toEqual([]);
    await put('in-approval');
    const at = await stand();
    expect(at.author).toBe(author.actor.id);
    expect((await post(author.actor, 'approve', allGiven(at, 'approve'))).body).toMatchObject({ status: 409, code: 'case.need-unmet' });
    expect((await post(other.actor, 'approve', allGiven(at, 'approve'))).body).toMatchObject({ to: 'approved' });
  });
});

describe('of every action that was taken', () => {
  it('there is one step, and the log is one unbroken chain', async () => {
    const { verifyAudit } = await import('@genmaele/audit');
    expect((await verifyAudit(house.database)).firstBad).toBeUndefined();
    const [counted] = await house.rows<{ steps: string; version: number }>(
      'SELECT count(*) AS steps, max(c.version) AS version FROM case_step s JOIN response_case c ON c.id = s.case_id WHERE c.id = $1',
      [caseId],
    );
    expect(Number(counted?.steps)).toBe(Number(counted?.version) - 1);
  });
});
