import { AppError, draftHash } from '@genmaele/contracts';

import { verifyAudit } from '@genmaele/audit';
import { act, actorWith, caseIn, openTestHouse, otherCommittee, sampleResponse, type TestHouse, testStart } from '@genmaele/testing';
import { actOnCase, assignCommittee, caseView, systemActor } from './index.js';

let house: TestHouse;
beforeAll(async () => {
  house = await openTestHouse();
}, 60_000);
beforeEach(() => house.clock.set(testStart));
afterAll(() => house.close());

const codeOf = (attempt: Promise<unknown>) =>
  attempt.then(
    () => 'allowed',
    (error: AppError) => error.code,
  );
const tables = ['draft_version', 'case_step', 'approval', 'approval_task', 'work', 'audit_entry', 'notice'];
/** How many rows there are in every table that an action writes, and each case's state. */
async function everything(): Promise<string> {
  const counts = await Promise.all(tables.map((table) => house.rows(`SELECT '${table}' AS of, count(*) FROM ${table}`)));
  return JSON.stringify([counts, await house.rows('SELECT id, state, version, current_version_id FROM response_case ORDER BY id')]);
}
/** The refusal of an attempt that must leave everything as it was. */
async function refusal(attempt: () => Promise<unknown>): Promise<AppError> {
  const before = await everything();
  const error: AppError = await attempt().then(
    () => Promise.reject(new Error('was allowed')),
    (reason: AppError) => reason,
  );
  expect(await everything()).toBe(before);
  return error;
}
const worksOf = (id: string, job: string) =>
  house.rows<{ state: string }>('SELECT state FROM work WHERE subject = $1 AND job = $2 ORDER BY created_at', [`case:${id}`, job]);

describe('an approval', () => {
  it('is refused to the author of the draft, though a chair', async () => {
    const { people } = house;
    const authorAndChair = await actorWith(house.database, [{ role: 'chair' }, { role: 'officer' }], house.clock.now());
    const { id, currentVersion } = await caseIn(house, 'in-approval');
    const { currentVersion: seen } = await act(house, id, 'save', authorAndChair, {
      seen: currentVersion!.sha256,
      draft: sampleResponse('Mit eget.'),
    });
    expect((await refusal(() => act(house, id, 'approve', authorAndChair, { seen }))).facts.reason).toContain('selv skrevet');
    expect(await codeOf(act(house, id, 'approve', people.chair, { seen }))).toBe('allowed');
  });

  it('is refused to a chair of another committee, and to whoever is no chair', async () => {
    const { id, currentVersion } = await caseIn(house, 'in-approval');
    for (const person of ['foreignChair', 'officer', 'head', 'secretary', 'dispatcher', 'administrator'] as const) {
      const error = await refusal(() => act(house, id, 'approve', house.people[person], { seen: currentVersion!.sha256 }));
      expect([person, error.code]).toEqual([person, person === 'head' ? 'case.need-unmet' : 'case.role-missing']);
    }
  });

  it('is open to a chair of every committee, also when bound to another one as well', async () => {
    const both = await actorWith(house.database, [{ role: 'chair' }, { role: 'chair', committeeId: otherCommittee }], house.clock.now());
    const { id, currentVersion } = await caseIn(house, 'in-approval');
    expect(await codeOf(act(house, id, 'approve', both, { seen: currentVersion!.sha256 }))).toBe('allowed');
  });

  it('is refused when the text has changed since it was read, and when nothing was read', async () => {
    const { id, currentVersion } = await caseIn(house, 'in-approval');
    const seen = currentVersion!.sha256;
    await act(house, id, 'save', house.people.officer, { seen, draft: sampleResponse('Nyt.') });
    expect((await refusal(() => act(house, id, 'approve', house.people.chair, { seen }))).code).toBe('case.version-stale');
    expect((await refusal(() => act(house, id, 'approve', house.people.chair))).code).toBe('case.seen-version-missing');
  });

  it('names the version it is of, and asks for its letter in the same moment', async () => {
    const { id, currentVersion } = await caseIn(house, 'approved');
    const [approval] = await house.rows<{ version_sha256: string; person_id: string }>('SELECT * FROM approval WHERE case_id = $1', [id]);
    expect(approval).toMatchObject({ version_sha256: currentVersion!.sha256, person_id: house.people.chair.id });
    expect(await worksOf(id, 'letter.render')).toEqual([{ state: 'ready' }]);
    expect(await house.rows('SELECT state FROM approval_task WHERE case_id = $1', [id])).toEqual([{ state: 'done' }, { state: 'done' }]);
  });

  it('that is taken back takes its letter back too, and the old hash opens nothing more', async () => {
    const { id, currentVersion } = await caseIn(house, 'approved');
    await act(house, id, 'withdraw-approval', house.people.chair, { comment: 'Der mangler et punkt.' });
    expect(await worksOf(id, 'letter.render')).toEqual([{ state: 'cancelled' }]);
    expect(await caseView(house.database, id)).toMatchObject({ state: 'drafting', approvedSha256: null, letterId: null });
    expect(await codeOf(act(house, id, 'approve', house.people.chair, { seen: currentVersion!.sha256 }))).toBe('case.action-not-allowed');
  });

  it('that is taken back after the letter was made takes the signature back', async () => {
    const { id } = await caseIn(house, 'rendered');
    await act(house, id, 'withdraw-approval', house.people.chair, { comment: 'Stop.' });
    expect(await worksOf(id, 'letter.sign')).toEqual([{ state: 'cancelled' }]);
    expect(await caseView(house.database, id)).toMatchObject({ state: 'drafting', renderedSha256: null });
  });
});

describe('a draft', () => {
  it('is kept as one immutable version after another, each with the hash of what it says', async () => {
    const { id, currentVersion } = await caseIn(house, 'in-committee');
    const draft = sampleResponse('Anden udgave.');
    const { currentVersion: hash } = await act(house, id, 'save', house.people.officer, { seen: currentVersion!.sha256, draft });
    expect(hash).toBe(draftHash(draft, []));
    const view = await caseView(house.database, id);
    expect([view.currentVersion!.number, view.currentVersion!.sha256, draftHash(view.currentVersion!.content, [])]).toEqual([
      2,
      hash,
      hash,
    ]);
  });

  it.each([
    ['NUL', 'KL\0foreslår'],
    ['a mark that turns the reading', 'KL \u202eforeslår'],
    ['half a character', 'KL \ud800 foreslår'],
  ])('with %s is refused, and nothing is kept', async (_what, words) => {
    const { id } = await caseIn(house, 'drafting');
    const error = await refusal(() => act(house, id, 'save', house.people.officer, { draft: sampleResponse(words) }));
    expect(error.code).toBe('draft.character-unprintable');
  });

  it('that points to a provision the bill has not is refused, and nothing is kept', async () => {
    const { id } = await caseIn(house, 'drafting');
    const draft = sampleResponse();
    draft.points[0]!.provisions = ['§ 1, nr. 99'];
    const error = await refusal(() => act(house, id, 'save', house.people.officer, { draft }));
    expect(error).toMatchObject({ code: 'draft.provision-unknown', facts: { address: '§ 1, nr. 99', point: 1 } });
  });

  it.each([
    ['without blanks', ['§1,nr.2'], ['§\u00a01, nr.\u00a02']],
    ['as the bill\u2019s own', ['lovforslagets § 1, nr. 1'], ['§\u00a01, nr.\u00a01']],
    ['as a list, once each', ['§ 1, nr. 1 og 2', '§ 1, nr. 2'], ['§\u00a01, nr.\u00a01', '§\u00a01, nr.\u00a02']],
  ])('that points to provisions %s is kept with the addresses of the bill', async (_how, provisions, kept) => {
    const { id } = await caseIn(house, 'drafting');
    const draft = sampleResponse();
    draft.points[0]!.provisions = provisions;
    await act(house, id, 'save', house.people.officer, { draft });
    expect((await caseView(house.database, id)).currentVersion?.content.points[0]?.provisions).toEqual(kept);
  });

  it.each(['almenboligloven § 1', 'almenboliglovens § 1, nr. 1', '§ 1, nr. 1-3', 'nr.', 'kapitel 9'])(
    'that points to «%s», which is not of the bill, is refused',
    async (address) => {
      const { id } = await caseIn(house, 'drafting');
      const draft = sampleResponse();
      draft.points[0]!.provisions = [address];
      const error = await refusal(() => act(house, id, 'save', house.people.officer, { draft }));
      expect(error).toMatchObject({ code: 'draft.provision-unknown', facts: { address } });
    },
  );

  it('is not written over by one who has not seen the version before', async () => {
    const { id, currentVersion } = await caseIn(house, 'in-committee');
    const seen = currentVersion!.sha256;
    const saves = ['Min.', 'Din.'].map((words) => act(house, id, 'save', house.people.officer, { seen, draft: sampleResponse(words) }));
    expect((await Promise.all(saves.map(codeOf))).sort()).toEqual(['allowed', 'case.version-stale']);
  });
});

describe('what an action writes', () => {
  const broken = (id: string) =>
    house.tx(async (tx) => {
      await actOnCase(tx, { caseId: id, action: 'start', actor: house.people.officer, now: house.clock.now() });
      throw new AppError('request.failed');
    });

  it('is there together or not at all: state, step, work and the line in the log', async () => {
    const { id } = await caseIn(house, 'opened');
    expect((await refusal(() => broken(id))).code).toBe('request.failed');
  });

  it('is undone as one when an effect breaks halfway', async () => {
    const { id, currentVersion } = await caseIn(house, 'in-approval');
    await house.owner.query(
      `CREATE FUNCTION no_work() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no work today'; END $$`,
    );
    await house.owner.query(
      `CREATE TRIGGER no_work BEFORE INSERT ON work FOR EACH ROW WHEN (new.job = 'letter.render') EXECUTE FUNCTION no_work()`,
    );
    try {
      expect(String(await refusal(() => act(house, id, 'approve', house.people.chair, { seen: currentVersion!.sha256 })))).toContain(
        'no work today',
      );
    } finally {
      await house.owner.query('DROP TRIGGER no_work ON work; DROP FUNCTION no_work()');
    }
    expect((await caseView(house.database, id)).state).toBe('in-approval');
  });

  it('is one step and one line in the log for each state it went through', async () => {
    const { id, version } = await caseIn(house, 'signed');
    const view = await caseView(house.database, id);
    expect(view.steps.map((step) => step.action)).toEqual([
      'start',
      'save',
      'submit',
      'recommend',
      'approve',
      'approvals-complete',
      'letter-rendered',
      'letter-signed',
    ]);
    expect(view.steps.map((step) => step.version)).toEqual([2, 3, 4, 5, 6, 7, 8, 9]);
    expect(version).toBe(9);
    for (const [i, step] of view.steps.entries()) expect(step.from).toBe(view.steps[i - 1]?.to ?? 'opened');
    const lines = await house.rows<{ action: string }>(
      `SELECT action FROM audit_entry WHERE subject = $1 AND action LIKE 'case.%' ORDER BY seq`,
      [`case:${id}`],
    );
    expect(lines.map(({ action }) => action)).toEqual(['case.open', ...view.steps.map((step) => `case.${step.action}`)]);
    expect((await verifyAudit(house.database)).firstBad).toBeUndefined();
  });

  it('never lets a person act as the system, or the system as a person', async () => {
    const { id } = await caseIn(house, 'approved');
    expect((await refusal(() => act(house, id, 'letter-rendered', house.people.administrator))).code).toBe('case.role-missing');
    const bySystem = () =>
      house.tx((tx) => actOnCase(tx, { caseId: id, action: 'withdraw-approval', actor: systemActor, now: testStart, comment: 'x' }));
    expect((await refusal(bySystem)).code).toBe('case.role-missing');
  });

  const other = 'f'.repeat(64);
  it.each([
    ['made from another version', 'approved', 'letter-rendered', { versionSha256: other, renderedSha256: other }],
    ['signed on other bytes than the rendered', 'rendered', 'letter-signed', { renderedSha256: other, signedSha256: other }],
    ['sent with another file than the signed', 'sending', 'letter-sent', { attachmentSha256: other }],
  ] as const)('refuses a letter that was %s', async (_what, state, action, evidence) => {
    const { id } = await caseIn(house, state);
    const forged = () =>
      house.tx((tx) => actOnCase(tx, { caseId: id, action, actor: systemActor, now: testStart, evidence: { letterId: id, ...evidence } }));
    expect((await refusal(forged)).code).toBe('letter.chain-broken');
  });

  it('refuses to send when the approved text was changed behind its hash', async () => {
    const { id, signedSha256 } = await caseIn(house, 'signed');
    await house.owner.query('ALTER TABLE draft_version DISABLE TRIGGER USER');
    await house.owner.query(`UPDATE draft_version SET content = jsonb_set(content, '{lead,0}', '"En anden tekst."') WHERE case_id = $1`, [
      id,
    ]);
    await house.owner.query('ALTER TABLE draft_version ENABLE TRIGGER USER');
    const error = await refusal(() => act(house, id, 'send', house.people.dispatcher, { seen: signedSha256! }));
    expect(error.code).toBe('letter.chain-broken');
  });
});

describe('the committee of a case', () => {
  it('can be chosen until the case is in committee, and not after', async () => {
    const by = { actorId: house.people.officer.id, now: house.clock.now() };
    const early = await caseIn(house, 'drafting');
    await house.tx((tx) => assignCommittee(tx, early.id, otherCommittee, by));
    expect((await caseView(house.database, early.id)).committeeId).toBe(otherCommittee);
    const late = await caseIn(house, 'in-committee');
    const error = await refusal(() => house.tx((tx) => assignCommittee(tx, late.id, otherCommittee, by)));
    expect(error).toMatchObject({ code: 'case.action-not-allowed', facts: { state: 'I udvalg' } });
  });
});
