import { type Actor, contributionRoles, mayDo, seesRow } from '@genmaele/access';
import { confideCase } from '@genmaele/cases';
import { roles } from '@genmaele/contracts';
import {
  aarhus,
  actorWith,
  caseIn,
  ContributionGround,
  housingCommittee,
  odense,
  openTestHouse,
  type TestHouse,
  testStart,
} from '@genmaele/testing';
import fc from 'fast-check';
import { contributionView, endRequest, listAskedContributions, requestsOfCase } from './index.js';

let house: TestHouse;
let ground: ContributionGround;
let both: Actor;
beforeAll(async () => {
  house = await openTestHouse();
  ground = await ContributionGround.open(house);
  const grants = [
    { role: 'municipality-contact', municipalityCode: odense },
    { role: 'member', committeeId: housingCommittee },
  ] as const;
  both = await actorWith(house.database, grants, house.clock.now(), 'Bo Begge');
}, 60_000);
beforeEach(() => house.clock.set(testStart));
afterAll(() => house.close());

const mine = async (actor: Actor, caseless: { requestId: string }) => {
  const ids = (await house.rows<{ id: string }>('SELECT id FROM contribution WHERE request_id = $1', [caseless.requestId])).map(
    ({ id }) => id,
  );
  return (await listAskedContributions(house.database, ground.viewer(actor))).filter(({ id }) => ids.includes(id));
};
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: { code?: string }) => error.code,
  );
const ofCase = async (caseId: string, actor = house.people.officer) =>
  (await requestsOfCase(house.database, caseId, ground.viewer(actor)))[0];

describe('a request for contributions', () => {
  it('reaches the contacts of the municipalities that are named, with the hearing’s title, ministry, question and deadline, and nothing else of the case', async () => {
    const request = await ground.asked({ municipalities: [odense] });
    const [line, ...others] = await mine(ground.people.ole, request);
    expect(others).toEqual([]);
    expect(line).toMatchObject({
      municipality: 'Odense Kommune',
      ministryName: 'Social- og Boligministeriet',
      question: 'Hvad koster det hos jer?',
      deadline: '2026-12-04T12:00',
      open: true,
      sentAt: null,
    });
    expect(Object.keys(line!).sort()).toEqual(
      [
        ...['caseNumber', 'deadline', 'hearingTitle', 'id', 'ministryName', 'municipality'],
        ...['municipalityCode', 'open', 'question', 'sentAt'],
      ].sort(),
    );
    expect(await mine(ground.people.oda, request)).toHaveLength(1);
    expect(await mine(ground.people.aage, request)).toEqual([]);
    for (const person of Object.values(ground.people))
      expect(await seesRow(house.database, 'case', request.caseId, ground.viewer(person))).toBe(false);
  });

  it('reaches all 98 municipalities when none is named', async () => {
    const { caseId } = await ground.asked({ municipalities: 'all' });
    expect((await ofCase(caseId))?.missing).toHaveLength(98);
  });

  it('is refused on a closed case, also by the database, and with a deadline at or after the hearing’s', async () => {
    const { id } = await caseIn(house, 'drafting');
    expect(await codeOf(ground.ask(id, { deadline: '2026-12-18T12:00' }))).toBe('contribution-request.deadline');
    expect(await codeOf(ground.ask(id, { deadline: '2026-11-23T09:00' }))).toBe('contribution-request.deadline');
    expect(await codeOf(ground.ask(id, { deadline: '2026-02-30' }))).toBe('request.invalid');
    expect(await codeOf(ground.ask(id, { municipalities: ['999'] }))).toBe('request.invalid');
    await house.tx((tx) => confideCase(tx, id, { confidential: true, personIds: [] }, ground.by()));
    expect(await codeOf(ground.ask(id))).toBe('contribution-request.refused');
    await expect(
      house.database.query(
        `INSERT INTO contribution_request (id, case_id, question, deadline, deadline_at, asked_by, asked_at)
         VALUES (gen_random_uuid(), $1, 'x', '2026-12-01', '2026-12-01', $2, '2026-11-23')`,
        [id, house.people.officer.id],
      ),
    ).rejects.toThrow('closed case');
  });

  it('is refused on a pre-hearing, and on a case whose answer is approved', async () => {
    const closed = await caseIn(house, 'opened', { round: 'pre-hearing' });
    expect(await codeOf(ground.ask(closed.id))).toBe('contribution-request.refused');
    const approved = await caseIn(house, 'approved');
    expect(await codeOf(ground.ask(approved.id))).toBe('contribution-request.refused');
  });

  it('ends by itself at its deadline, or before by an officer, and is never changed otherwise', async () => {
    const { requestId, odense: own, aarhus: other } = await ground.asked();
    await ground.write(own, 'I tide');
    house.clock.set(new Date('2026-12-04T11:00:00.001Z'));
    expect(await codeOf(ground.write(own, 'For sent'))).toBe('contribution.past');
    house.clock.set(testStart);
    await house.tx((tx) => endRequest(tx, requestId, ground.by()));
    expect(await codeOf(ground.write(other, 'Efter afslutning', true, ground.people.aage))).toBe('contribution.past');
    expect(await codeOf(house.tx((tx) => endRequest(tx, requestId, ground.by())))).toBe('contribution-request.past');
    await expect(
      house.owner.query('UPDATE contribution_request SET ended_at = NULL, ended_by = NULL WHERE id = $1', [requestId]),
    ).rejects.toThrow('never changed');
    const late =
      'INSERT INTO contribution_version (contribution_id, number, content, sha256, sent, author_id, saved_at) VALUES ($1, 9, $2, $3, true, $4, $5)';
    await expect(house.database.query(late, [other, '{}', 'x', ground.people.aage.id, testStart])).rejects.toThrow('over');
  });
});

describe('a case that another was joined to', () => {
  it('shows what municipalities sent about the other, to those who see that one too', async () => {
    const { caseId, odense: own } = await ground.asked();
    await ground.write(own, 'Svaret');
    const { id: leading } = await caseIn(house, 'drafting');
    await house.owner.query(`UPDATE response_case SET state = 'joined', joined_to_id = $2 WHERE id = $1`, [caseId, leading]);
    expect((await ofCase(leading))?.contributions).toMatchObject([{ content: { text: 'Svaret' } }]);
    await house.tx((tx) => confideCase(tx, caseId, { confidential: true, personIds: [] }, ground.by()));
    expect(await ofCase(leading, house.people.head)).toBeUndefined();
  });
});

describe('a municipality’s contribution', () => {
  it('is shared by its contacts, draft by draft, and seen by no other municipality', async () => {
    const { odense: own } = await ground.asked();
    await ground.write(own, 'Kladde', false);
    await ground.write(own, 'Bedre kladde', false, ground.people.oda, {
      provisions: [{ provision: '§ 1, nr. 2', text: 'Fristen er for kort.' }],
    });
    const seen = await contributionView(house.database, own, ground.viewer(ground.people.ole));
    expect(seen.versions.map(({ number, sent, author, content }) => [number, sent, author, content.text])).toEqual([
      [2, false, 'Oda Odense', 'Bedre kladde'],
      [1, false, 'Ole Odense', 'Kladde'],
    ]);
    expect(seen.versions[0]?.content.provisions).toEqual([{ provision: '§ 1, nr. 2', text: 'Fristen er for kort.' }]);
    expect(await codeOf(contributionView(house.database, own, ground.viewer(ground.people.aage)))).toBe('contribution.not-found');
  });

  it('is not the association’s to read before it is sent, and then without its drafts', async () => {
    const { caseId, odense: own } = await ground.asked();
    await ground.write(own, 'Kladde', false);
    expect(await codeOf(contributionView(house.database, own, ground.viewer(house.people.officer)))).toBe('contribution.not-found');
    expect(await ofCase(caseId)).toMatchObject({ contributions: [], missing: [{ name: 'Odense Kommune' }, { name: 'Aarhus Kommune' }] });
    await ground.write(own, 'Svaret');
    await ground.write(own, 'Ny kladde', false);
    const seen = await contributionView(house.database, own, ground.viewer(house.people.officer));
    expect(seen.versions.map(({ number, content }) => [number, content.text])).toEqual([[2, 'Svaret']]);
    expect(await ofCase(caseId)).toMatchObject({
      contributions: [{ municipality: 'Odense Kommune', content: { text: 'Svaret' }, earlier: [] }],
      missing: [{ name: 'Aarhus Kommune' }],
    });
  });

  it('may be replaced until the deadline, and what was sent before is kept unchanged', async () => {
    const { caseId, odense: own } = await ground.asked();
    await ground.write(own, 'Første svar');
    await ground.write(own, 'Andet svar');
    expect((await ofCase(caseId))?.contributions).toMatchObject([
      { content: { text: 'Andet svar' }, earlier: [{ content: { text: 'Første svar' }, author: 'Ole Odense' }] },
    ]);
    const { versions } = await contributionView(house.database, own, ground.viewer(house.people.officer));
    expect(versions.map(({ content }) => content.text)).toEqual(['Andet svar', 'Første svar']);
    await expect(house.owner.query('UPDATE contribution_version SET sent = false WHERE contribution_id = $1', [own])).rejects.toThrow();
    await expect(house.owner.query('DELETE FROM contribution_version WHERE contribution_id = $1', [own])).rejects.toThrow();
  });

  it('whatever was saved and sent by whom: the house reads the last that each sent, and each municipality its own versions alone', async () => {
    const step = fc.record({ first: fc.boolean(), send: fc.boolean(), text: fc.stringMatching(/^[a-zæøå]{1,12}$/) });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 8 }), async (steps) => {
        const { caseId, odense: own, aarhus: other } = await ground.asked();
        for (const { first, send, text } of steps)
          await ground.write(first ? own : other, text, send, first ? ground.people.ole : ground.people.aage);
        const lastOf = (wanted: boolean) => steps.findLast(({ first, send }) => first === wanted && send)?.text;
        const seen = (await ofCase(caseId))?.contributions ?? [];
        const textOf = (code: string) => seen.find(({ municipalityCode }) => municipalityCode === code)?.content.text;
        expect([textOf(odense), textOf(aarhus)]).toEqual([lastOf(true), lastOf(false)]);
        for (const [id, actor, first] of [
          [own, ground.people.oda, true],
          [other, ground.people.aage, false],
        ] as const) {
          const { versions } = await contributionView(house.database, id, ground.viewer(actor));
          const all = steps.filter((each) => each.first === first).map(({ text }) => text);
          expect(versions.map(({ content }) => content.text)).toEqual(all.reverse());
          expect(await codeOf(contributionView(house.database, id, ground.viewer(first ? ground.people.aage : ground.people.ole)))).toBe(
            'contribution.not-found',
          );
        }
      }),
      { numRuns: 12 },
    );
  });

  it('is seen by the roles that read contributions once it is sent, by its own contacts always, and by no other role', async () => {
    const { odense: own } = await ground.asked();
    const others = await Promise.all(
      roles
        .filter((role) => role !== 'system' && role !== 'municipality-contact')
        .map(async (role) => [role, await actorWith(house.database, [{ role }], house.clock.now(), role)] as const),
    );
    const seers = async (noun: 'contribution' | 'own-contribution') => {
      const seen = await Promise.all(others.map(([, actor]) => seesRow(house.database, noun, own, ground.viewer(actor))));
      return others.flatMap(([role], i) => (seen[i] ? [role] : []));
    };
    expect(await seers('contribution')).toEqual([]);
    await ground.write(own, 'Svaret');
    expect((await seers('contribution')).sort()).toEqual([...contributionRoles].sort());
    expect(await seers('own-contribution')).toEqual([]);
    expect(contributionRoles.every((role) => mayDo([role], 'contribution.read'))).toBe(true);
    const ownRole = await Promise.all(
      [ground.people.ole, ground.people.oda, ground.people.aage].map((each) =>
        seesRow(house.database, 'own-contribution', own, ground.viewer(each)),
      ),
    );
    expect(ownRole).toEqual([true, true, false]);
  });

  it('is not there for anybody outside the house while its case is closed', async () => {
    const request = await ground.asked();
    await ground.write(request.odense, 'Svaret');
    await house.tx((tx) => confideCase(tx, request.caseId, { confidential: true, personIds: [] }, ground.by()));
    expect(await mine(ground.people.ole, request)).toEqual([]);
    expect(await codeOf(contributionView(house.database, request.odense, ground.viewer(ground.people.ole)))).toBe('contribution.not-found');
    expect(await codeOf(ground.write(request.odense, 'Mere'))).toBe('contribution.not-found');
    expect(await ofCase(request.caseId, house.people.head)).toBeUndefined();
    expect((await ofCase(request.caseId))?.contributions).toHaveLength(1);
  });

  it('is not read by who sees the case as a member of its committee, even when they are another municipality’s contact', async () => {
    const { caseId, aarhus: other } = await ground.asked();
    await ground.write(other, 'Aarhus’ svar', true, ground.people.aage);
    await house.owner.query(`UPDATE response_case SET state = 'in-approval' WHERE id = $1`, [caseId]);
    expect(await requestsOfCase(house.database, caseId, ground.viewer(both))).toEqual([]);
    expect(await codeOf(contributionView(house.database, other, ground.viewer(both)))).toBe('contribution.not-found');
  });

  it('shows an administrator who looks through a contact’s eyes what both may see: no draft', async () => {
    const { odense: own } = await ground.asked();
    await ground.write(own, 'Kladde', false);
    const through = ground.viewer(ground.people.ole, house.people.administrator);
    expect(await codeOf(contributionView(house.database, own, through))).toBe('contribution.not-found');
    await ground.write(own, 'Svaret');
    expect((await contributionView(house.database, own, through)).versions).toHaveLength(1);
  });

  it('ends with the role', async () => {
    const gone = await actorWith(
      house.database,
      [{ role: 'municipality-contact', municipalityCode: '265' }],
      house.clock.now(),
      'Rolf Roskilde',
    );
    const { caseId } = await ground.asked({ municipalities: ['265', odense] });
    const requestId = (await ofCase(caseId))!.id;
    expect(await mine(gone, { requestId })).toHaveLength(1);
    await house.owner.query('UPDATE role_grant SET valid_to = $2 WHERE person_id = $1', [gone.id, house.clock.now()]);
    expect(await mine(gone, { requestId })).toEqual([]);
  });
});
