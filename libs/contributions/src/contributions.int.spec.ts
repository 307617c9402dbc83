import { type Actor, contributionRoles, mayDo, seesRow } from '@genmaele/access';
import { confideCase } from '@genmaele/cases';
import { type ContributionBody, type ContributionRequestBody, roles } from '@genmaele/contracts';
import { actorWith, caseIn, housingCommittee, openTestHouse, type TestHouse, testStart } from '@genmaele/testing';
import fc from 'fast-check';
import {
  askMunicipalities,
  contributionView,
  endRequest,
  listAskedContributions,
  remindMunicipalities,
  requestsOfCase,
  writeContribution,
} from './index.js';

const [odense, aarhus, roskilde] = ['461', '751', '265'];
const question = 'Hvad koster det hos jer?';

let house: TestHouse;
let people: Record<'odense' | 'odenseToo' | 'aarhus' | 'both', Actor>;
beforeAll(async () => {
  house = await openTestHouse();
  const contact = (name: string, municipalityCode = '') =>
    actorWith(house.database, [{ role: 'municipality-contact', municipalityCode }], house.clock.now(), name);
  people = {
    odense: await contact('Ole Odense', odense),
    odenseToo: await contact('Oda Odense', odense),
    aarhus: await contact('Åge Aarhus', aarhus),
    both: await actorWith(
      house.database,
      [
        { role: 'municipality-contact', municipalityCode: odense! },
        { role: 'member', committeeId: housingCommittee },
      ],
      house.clock.now(),
      'Bo Begge',
    ),
  };
}, 60_000);
beforeEach(() => house.clock.set(testStart));
afterAll(() => house.close());

const by = (actor: Actor = house.people.officer) => ({ actorId: actor.id, now: house.clock.now() });
const viewer = (actor: Actor, through?: Actor) => ({ personId: actor.id, throughId: through?.id, now: house.clock.now() });
const ask = (caseId: string, more: Partial<ContributionRequestBody> = {}) =>
  house.tx((tx) =>
    askMunicipalities(tx, caseId, { question, deadline: '2026-12-04T12:00', municipalities: [odense!, aarhus!], ...more }, by()),
  );
const write = (id: string, text: string, send = true, actor = people.odense, more: Partial<ContributionBody> = {}) =>
  house.tx((tx) => writeContribution(tx, id, { text, provisions: [], send, ...more }, by(actor)));
const contributionOf = async (requestId: string, code = odense) =>
  (await house.rows<{ id: string }>('SELECT id FROM contribution WHERE request_id = $1 AND municipality_code = $2', [requestId, code]))[0]
    ?.id ?? '';
const asked = async (more: Partial<ContributionRequestBody> = {}) => {
  const { id: caseId } = await caseIn(house, 'drafting');
  const requestId = await ask(caseId, more);
  return { caseId, requestId, own: await contributionOf(requestId), other: await contributionOf(requestId, aarhus) };
};
const mine = async (actor: Actor, caseless: { requestId: string }) => {
  const ids = (await house.rows<{ id: string }>('SELECT id FROM contribution WHERE request_id = $1', [caseless.requestId])).map(
    ({ id }) => id,
  );
  return (await listAskedContributions(house.database, viewer(actor))).filter(({ id }) => ids.includes(id));
};
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: { code?: string }) => error.code,
  );
const ofCase = async (caseId: string, actor = house.people.officer) => (await requestsOfCase(house.database, caseId, viewer(actor)))[0];

describe('a request for contributions', () => {
  it('reaches the contacts of the municipalities that are named, with the hearing’s title, ministry, question and deadline, and nothing else of the case', async () => {
    const request = await asked({ municipalities: [odense!] });
    const [line, ...others] = await mine(people.odense, request);
    expect(others).toEqual([]);
    expect(line).toMatchObject({
      municipality: 'Odense Kommune',
      ministryName: 'Social- og Boligministeriet',
      question,
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
    expect(await mine(people.odenseToo, request)).toHaveLength(1);
    expect(await mine(people.aarhus, request)).toEqual([]);
    for (const person of Object.values(people).slice(0, 3))
      expect(await seesRow(house.database, 'case', request.caseId, viewer(person))).toBe(false);
  });

  it('reaches all 98 municipalities when none is named', async () => {
    const { caseId } = await asked({ municipalities: 'all' });
    expect((await ofCase(caseId))?.missing).toHaveLength(98);
  });

  it('is refused on a closed case, also by the database, and with a deadline at or after the hearing’s', async () => {
    const { id } = await caseIn(house, 'drafting');
    expect(await codeOf(ask(id, { deadline: '2026-12-18T12:00' }))).toBe('contribution-request.deadline');
    expect(await codeOf(ask(id, { deadline: '2026-11-23T09:00' }))).toBe('contribution-request.deadline');
    expect(await codeOf(ask(id, { deadline: '2026-02-30' }))).toBe('request.invalid');
    expect(await codeOf(ask(id, { municipalities: ['999'] }))).toBe('request.invalid');
    await house.tx((tx) => confideCase(tx, id, { confidential: true, personIds: [] }, by()));
    expect(await codeOf(ask(id))).toBe('contribution-request.refused');
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
    expect(await codeOf(ask(closed.id))).toBe('contribution-request.refused');
    const approved = await caseIn(house, 'approved');
    expect(await codeOf(ask(approved.id))).toBe('contribution-request.refused');
  });

  it('ends by itself at its deadline, or before by an officer, and is never changed otherwise', async () => {
    const { requestId, own, other } = await asked();
    await write(own, 'I tide');
    house.clock.set(new Date('2026-12-04T11:00:00.001Z'));
    expect(await codeOf(write(own, 'For sent'))).toBe('contribution.past');
    house.clock.set(testStart);
    await house.tx((tx) => endRequest(tx, requestId, by()));
    expect(await codeOf(write(other, 'Efter afslutning', true, people.aarhus))).toBe('contribution.past');
    expect(await codeOf(house.tx((tx) => endRequest(tx, requestId, by())))).toBe('contribution-request.past');
    await expect(
      house.owner.query('UPDATE contribution_request SET ended_at = NULL, ended_by = NULL WHERE id = $1', [requestId]),
    ).rejects.toThrow('never changed');
    const late =
      'INSERT INTO contribution_version (contribution_id, number, content, sha256, sent, author_id, saved_at) VALUES ($1, 9, $2, $3, true, $4, $5)';
    await expect(house.database.query(late, [other, '{}', 'x', people.aarhus.id, testStart])).rejects.toThrow('over');
  });
});

describe('a municipality’s contribution', () => {
  it('is shared by its contacts, draft by draft, and seen by no other municipality', async () => {
    const { own } = await asked();
    await write(own, 'Kladde', false);
    await write(own, 'Bedre kladde', false, people.odenseToo, { provisions: [{ provision: '§ 1, nr. 2', text: 'Fristen er for kort.' }] });
    const seen = await contributionView(house.database, own, viewer(people.odense));
    expect(seen.versions.map(({ number, sent, author, content }) => [number, sent, author, content.text])).toEqual([
      [2, false, 'Oda Odense', 'Bedre kladde'],
      [1, false, 'Ole Odense', 'Kladde'],
    ]);
    expect(seen.versions[0]?.content.provisions).toEqual([{ provision: '§ 1, nr. 2', text: 'Fristen er for kort.' }]);
    expect(await codeOf(contributionView(house.database, own, viewer(people.aarhus)))).toBe('contribution.not-found');
  });

  it('is not the association’s to read before it is sent, and then without its drafts', async () => {
    const { caseId, own } = await asked();
    await write(own, 'Kladde', false);
    expect(await codeOf(contributionView(house.database, own, viewer(house.people.officer)))).toBe('contribution.not-found');
    expect(await ofCase(caseId)).toMatchObject({ contributions: [], missing: [{ name: 'Odense Kommune' }, { name: 'Aarhus Kommune' }] });
    await write(own, 'Svaret');
    await write(own, 'Ny kladde', false);
    const seen = await contributionView(house.database, own, viewer(house.people.officer));
    expect(seen.versions.map(({ number, content }) => [number, content.text])).toEqual([[2, 'Svaret']]);
    expect(await ofCase(caseId)).toMatchObject({
      contributions: [{ municipality: 'Odense Kommune', content: { text: 'Svaret' }, times: 1 }],
      missing: [{ name: 'Aarhus Kommune' }],
    });
  });

  it('may be replaced until the deadline, and what was sent before is kept unchanged', async () => {
    const { caseId, own } = await asked();
    await write(own, 'Første svar');
    await write(own, 'Andet svar');
    expect((await ofCase(caseId))?.contributions).toMatchObject([{ content: { text: 'Andet svar' }, times: 2 }]);
    const { versions } = await contributionView(house.database, own, viewer(house.people.officer));
    expect(versions.map(({ content }) => content.text)).toEqual(['Andet svar', 'Første svar']);
    await expect(house.owner.query('UPDATE contribution_version SET sent = false WHERE contribution_id = $1', [own])).rejects.toThrow();
    await expect(house.owner.query('DELETE FROM contribution_version WHERE contribution_id = $1', [own])).rejects.toThrow();
  });

  it('whatever was saved and sent by whom: the house reads the last that each sent, and each municipality its own versions alone', async () => {
    const step = fc.record({ first: fc.boolean(), send: fc.boolean(), text: fc.stringMatching(/^[a-zæøå]{1,12}$/) });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 8 }), async (steps) => {
        const { caseId, own, other } = await asked();
        for (const { first, send, text } of steps) await write(first ? own : other, text, send, first ? people.odense : people.aarhus);
        const lastOf = (wanted: boolean) => steps.findLast(({ first, send }) => first === wanted && send)?.text;
        const seen = (await ofCase(caseId))?.contributions ?? [];
        const textOf = (code?: string) => seen.find(({ municipalityCode }) => municipalityCode === code)?.content.text;
        expect([textOf(odense), textOf(aarhus)]).toEqual([lastOf(true), lastOf(false)]);
        for (const [id, actor, first] of [
          [own, people.odenseToo, true],
          [other, people.aarhus, false],
        ] as const) {
          const { versions } = await contributionView(house.database, id, viewer(actor));
          const all = steps.filter((each) => each.first === first).map(({ text }) => text);
          expect(versions.map(({ content }) => content.text)).toEqual(all.reverse());
          expect(await codeOf(contributionView(house.database, id, viewer(first ? people.aarhus : people.odense)))).toBe(
            'contribution.not-found',
          );
        }
      }),
      { numRuns: 12 },
    );
  });

  it('is seen by the roles that read contributions once it is sent, by its own contacts always, and by no other role', async () => {
    const { own } = await asked();
    const others = await Promise.all(
      roles
        .filter((role) => role !== 'system' && role !== 'municipality-contact')
        .map(async (role) => [role, await actorWith(house.database, [{ role }], house.clock.now(), role)] as const),
    );
    const seers = async (noun: 'contribution' | 'own-contribution') => {
      const seen = await Promise.all(others.map(([, actor]) => seesRow(house.database, noun, own, viewer(actor))));
      return others.flatMap(([role], i) => (seen[i] ? [role] : []));
    };
    expect(await seers('contribution')).toEqual([]);
    await write(own, 'Svaret');
    expect((await seers('contribution')).sort()).toEqual([...contributionRoles].sort());
    expect(await seers('own-contribution')).toEqual([]);
    expect(contributionRoles.every((role) => mayDo([role], 'contribution.read'))).toBe(true);
    const ownRole = await Promise.all(
      [people.odense, people.odenseToo, people.aarhus].map((each) => seesRow(house.database, 'own-contribution', own, viewer(each))),
    );
    expect(ownRole).toEqual([true, true, false]);
  });

  it('is not there for anybody outside the house while its case is closed', async () => {
    const request = await asked();
    await write(request.own, 'Svaret');
    await house.tx((tx) => confideCase(tx, request.caseId, { confidential: true, personIds: [] }, by()));
    expect(await mine(people.odense, request)).toEqual([]);
    expect(await codeOf(contributionView(house.database, request.own, viewer(people.odense)))).toBe('contribution.not-found');
    expect(await codeOf(write(request.own, 'Mere'))).toBe('contribution.not-found');
    expect(await ofCase(request.caseId, house.people.head)).toBeUndefined();
    expect((await ofCase(request.caseId))?.contributions).toHaveLength(1);
  });

  it('is not read by who sees the case as a member of its committee, even when they are another municipality’s contact', async () => {
    const { caseId, other } = await asked();
    await write(other, 'Aarhus’ svar', true, people.aarhus);
    await house.owner.query(`UPDATE response_case SET state = 'in-approval' WHERE id = $1`, [caseId]);
    expect(await requestsOfCase(house.database, caseId, viewer(people.both))).toEqual([]);
    expect(await codeOf(contributionView(house.database, other, viewer(people.both)))).toBe('contribution.not-found');
  });

  it('shows an administrator who looks through a contact’s eyes what both may see: no draft', async () => {
    const { own } = await asked();
    await write(own, 'Kladde', false);
    const through = viewer(people.odense, house.people.administrator);
    expect(await codeOf(contributionView(house.database, own, through))).toBe('contribution.not-found');
    await write(own, 'Svaret');
    expect((await contributionView(house.database, own, through)).versions).toHaveLength(1);
  });

  it('ends with the role', async () => {
    const gone = await actorWith(
      house.database,
      [{ role: 'municipality-contact', municipalityCode: roskilde! }],
      house.clock.now(),
      'Rolf Roskilde',
    );
    const { caseId } = await asked({ municipalities: [roskilde!, odense!] });
    const requestId = (await ofCase(caseId))!.id;
    expect(await mine(gone, { requestId })).toHaveLength(1);
    await house.owner.query('UPDATE role_grant SET valid_to = $2 WHERE person_id = $1', [gone.id, house.clock.now()]);
    expect(await mine(gone, { requestId })).toEqual([]);
  });
});

describe('those who are told', () => {
  const linesOf = (person: Actor, topic: string) =>
    house.rows<{ headline: string }>('SELECT headline FROM notice_line WHERE person_id = $1 AND topic = $2 AND told_at IS NULL', [
      person.id,
      topic,
    ]);

  it('are the contacts when they are asked, and again by a reminder once a day until they have answered', async () => {
    const { requestId, own, other } = await asked();
    expect((await linesOf(people.odense, `contribution:${own}`))[0]?.headline).toMatch(/^KL beder om bidrag fra Odense Kommune \(sag /);
    const remind = () => house.tx((tx) => remindMunicipalities(tx, requestId, by()));
    expect(await codeOf(remind())).toBe('contribution-request.reminded');
    await write(other, 'Aarhus svarer', true, people.aarhus);
    expect(await linesOf(people.aarhus, `contribution:${other}`)).toEqual([]);
    house.clock.set(new Date('2026-11-24T08:00:00Z'));
    expect(await remind()).toBe(1);
    expect(await linesOf(people.odenseToo, `contribution:${own}`)).toMatchObject([
      { headline: expect.stringMatching(/^KL venter på bidrag/) },
    ]);
    expect(await linesOf(people.aarhus, `contribution:${other}`)).toEqual([]);
    expect(await codeOf(remind())).toBe('contribution-request.reminded');
    house.clock.set(new Date('2026-11-25T08:00:00Z'));
    await write(own, 'Odense svarer');
    expect(await codeOf(remind())).toBe('contribution-request.all-answered');
    expect(await linesOf(house.people.officer, `contributions:${requestId}`)).toMatchObject([
      { headline: expect.stringMatching(/har bidrag fra 2 af 2 kommuner$/) },
    ]);
  });

  it('the log names municipality, version and hash, and holds no word that was written', async () => {
    const { caseId, own } = await asked();
    await write(own, 'HEMMELIGT ORD', true, people.odense, { provisions: [{ provision: '§ 99', text: 'HEMMELIGT ORD' }] });
    const lines = await house.rows<{ action: string; facts: object }>(
      `SELECT action, facts FROM audit_entry WHERE subject = $1 AND action LIKE 'contribution.%' ORDER BY seq`,
      [`case:${caseId}`],
    );
    expect(lines.map(({ action }) => action)).toEqual(['contribution.ask', 'contribution.send']);
    expect(lines[1]?.facts).toMatchObject({ contributionId: own, municipality: odense, number: 1 });
    expect(JSON.stringify(lines)).not.toMatch(/HEMMELIGT|§ 99|koster/);
  });
});
