import { randomUUID } from 'node:crypto';
import { type Actor, type Noun, onlookersOf, seesRow } from '@genmaele/access';
import { type CaseView } from '@genmaele/cases';
import { actorWith, caseIn, housingCommittee, MeetingGround, otherCommittee, sampleResponse } from '@genmaele/testing';
import { Browser } from './browser.js';
import { openServedHouse, type ServedHouse } from './house.js';

let house: ServedHouse;
let ground: MeetingGround;
let people: Record<string, Actor>;
let open: CaseView;
let closed: CaseView;
let drafting: CaseView;

beforeAll(async () => {
  house = await openServedHouse();
  const now = house.clock.now();
  const add = (name: string, role: Parameters<typeof actorWith>[1][number]['role'], committeeId?: string) =>
    actorWith(house.database, [{ role, ...(committeeId ? { committeeId } : {}) }], now, name);
  const { officer, head, chair, foreignChair, administrator } = house.people;
  people = {
    officer,
    head,
    chair,
    foreignChair,
    administrator,
    auditor: await add('auditor', 'auditor'),
    member: await add('member', 'member', housingCommittee),
    otherMember: await add('otherMember', 'member', otherCommittee),
    associationChair: await add('associationChair', 'association-chair'),
    municipality: await add('municipality', 'municipality-contact'),
    ministry: await add('ministry', 'ministry-contact'),
    otherMinistry: await add('otherMinistry', 'ministry-contact'),
  };
  drafting = await caseIn(house, 'drafting');
  ground = await MeetingGround.open(house);
  open = await caseIn(house, 'signed');
  await sendPapersOf(open);
  closed = await caseIn(house, 'signed');
  const [{ ministry }] = (await house.owner.query<{ ministry: string }>('SELECT ministry_id AS ministry FROM hearing LIMIT 1')).rows as [
    { ministry: string },
  ];
  await house.owner.query('UPDATE role_grant SET ministry_id = $2 WHERE person_id = $1', [people['ministry']?.id, ministry]);
  await house.owner.query(`UPDATE role_grant SET ministry_id = 'et-andet' WHERE person_id = $1`, [people['otherMinistry']?.id]);
  const visitor = await house.as(officer);
  const answer = await visitor.post(`/cases/${closed.id}/confidence`, { confidential: true, personIds: [chair.id] });
  expect(answer.status).toBe(200);
});
afterAll(() => house?.close());

/** Puts a case on an agenda whose papers are sent. */
async function sendPapersOf({ id, currentVersion }: CaseView): Promise<void> {
  const meetingId = await ground.plan();
  await ground.add(meetingId, { caseId: id, versionSha256: currentVersion?.sha256 });
  await ground.act(meetingId, 'close-agenda');
  await ground.act(meetingId, 'send-papers');
}

const sees = (name: string, noun: Noun, id: string) =>
  seesRow(house.database, noun, id, { personId: people[name]?.id ?? '', now: house.clock.now() });
const whoSees = async (noun: Noun, id: string) => {
  const names = Object.keys(people);
  const seen = await Promise.all(names.map((name) => sees(name, noun, id)));
  return names.filter((_, i) => seen[i]);
};

const staff = ['officer', 'head', 'administrator', 'auditor'];

describe('a case', () => {
  it('that is being drafted is seen by the association’s own house alone', async () => {
    expect((await whoSees('case', drafting.id)).sort()).toEqual([...staff].sort());
  });

  it('whose papers are sent is seen by its committee and the association’s chair too, and by no other committee', async () => {
    expect((await whoSees('case', open.id)).sort()).toEqual([...staff, 'chair', 'member', 'associationChair'].sort());
  });

  it('is seen by its committee from when the agenda’s papers are sent, not from when it was handed to the committee', async () => {
    const { id, currentVersion } = await caseIn(house, 'in-committee');
    expect((await whoSees('case', id)).sort()).toEqual([...staff].sort());
    const meetingId = await ground.plan();
    const itemId = await ground.add(meetingId, { caseId: id, versionSha256: currentVersion?.sha256 });
    await ground.act(meetingId, 'close-agenda');
    expect((await whoSees('case', id)).sort()).toEqual([...staff].sort());
    const member = await house.as(people['member']!);
    const seen = async () => [
      (await member.get(`/cases/${id}`)).status,
      (await member.get('/cases')).body.some((each: { id: string }) => each.id === id),
    ];
    expect(await seen()).toEqual([404, false]);
    await ground.act(meetingId, 'send-papers');
    expect((await whoSees('case', id)).sort()).toEqual([...staff, 'chair', 'member', 'associationChair'].sort());
    expect(await seen()).toEqual([200, true]);
    await house.owner.query('UPDATE agenda_item SET late = true, late_reason = $2 WHERE id = $1', [itemId, 'Kom for sent.']);
    expect(await sees('member', 'case', id)).toBe(false);
    await house.owner.query('UPDATE agenda_item SET late_consent_at = $2 WHERE id = $1', [itemId, house.clock.now()]);
    expect(await sees('member', 'case', id)).toBe(true);
    await house.owner.query('UPDATE agenda_item SET withdrawn_at = $2 WHERE id = $1', [itemId, house.clock.now()]);
    expect(await sees('member', 'case', id)).toBe(false);
  });

  it('that is to be approved without a meeting is seen by those who are asked, not by the members', async () => {
    const { id } = await caseIn(house, 'in-approval');
    expect((await whoSees('case', id)).sort()).toEqual([...staff, 'chair', 'associationChair'].sort());
  });

  it('that is closed is seen by those named alone; an auditor reads its log, not its drafts', async () => {
    expect((await whoSees('case', closed.id)).sort()).toEqual(['chair', 'officer']);
    expect((await whoSees('letter', closed.id)).sort()).toEqual(['chair', 'officer']);
    expect((await whoSees('log', closed.id)).sort()).toEqual(['auditor', 'chair', 'officer']);
    expect((await whoSees('hearing', closed.hearingId ?? '')).sort()).toEqual(['chair', 'officer']);
  });

  it('that is closed after it came on an agenda shows its draft to those named alone, and the item stays', async () => {
    const { id, currentVersion } = await caseIn(house, 'in-committee');
    const meetingId = await ground.plan();
    const itemId = await ground.add(meetingId, { caseId: id, versionSha256: currentVersion?.sha256 });
    await ground.act(meetingId, 'close-agenda');
    await ground.act(meetingId, 'send-papers');
    const [member, chair] = [await house.as(people['member']!), await house.as(house.people.chair)];
    const drafts = () => Promise.all([member, chair].map((each) => each.get(`/meetings/${meetingId}/items/${itemId}/draft`)));
    const statuses = async () => (await drafts()).map(({ status }) => status);
    expect(await statuses()).toEqual([200, 200]);
    await (
      await house.as(house.people.officer)
    ).post(`/cases/${id}/confidence`, { confidential: true, personIds: [house.people.chair.id] });
    expect(await statuses()).toEqual([404, 200]);
    const [words = ''] = sampleResponse().lead;
    const pages = await Promise.all([member, chair].map((each) => each.page(`/moeder/${meetingId}/punkter/${itemId}`)));
    expect(pages.map(({ status, text }) => [status, text.includes(words)])).toEqual([
      [200, false],
      [200, true],
    ]);
  });

  it('shows its letter to the ministry it was sent to, once it is sent', async () => {
    expect(await sees('ministry', 'letter', open.id)).toBe(false);
    await house.owner.query(`UPDATE response_case SET state = 'sent' WHERE id = $1`, [open.id]);
    expect([await sees('ministry', 'letter', open.id), await sees('otherMinistry', 'letter', open.id)]).toEqual([true, false]);
    expect(await sees('ministry', 'case', open.id)).toBe(false);
    await house.owner.query(`UPDATE response_case SET state = 'signed' WHERE id = $1`, [open.id]);
  });

  it('is seen no longer by whoever is named no more, or whose role has ended', async () => {
    const { id } = await caseIn(house, 'opened');
    const officer = await house.as(house.people.officer);
    await officer.post(`/cases/${id}/confidence`, { confidential: true, personIds: [house.people.head.id] });
    expect(await sees('head', 'case', id)).toBe(true);
    await officer.post(`/cases/${id}/confidence`, { confidential: true, personIds: [] });
    expect(await sees('head', 'case', id)).toBe(false);
    const late = await actorWith(house.database, [{ role: 'officer' }], house.clock.now());
    await house.owner.query('UPDATE role_grant SET valid_to = $2 WHERE person_id = $1', [late.id, house.clock.now()]);
    expect(await seesRow(house.database, 'case', drafting.id, { personId: late.id, now: house.clock.now() })).toBe(false);
  });

  it('that is opened for a closed hearing is closed, and names whoever received it', async () => {
    const hearing = await caseIn(house, 'opened').then(({ hearingId }) => hearingId);
    await house.owner.query(`UPDATE hearing SET confidential = true, received_by = $2 WHERE id = $1`, [hearing, house.people.officer.id]);
    const [{ id: caseId }] = (await house.rows<{ id: string }>('SELECT id FROM response_case WHERE hearing_id = $1', [hearing])) as [
      { id: string },
    ];
    const { inheritConfidence } = await import('@genmaele/cases');
    await house.tx((tx) => inheritConfidence(tx, caseId, house.clock.now()));
    expect(await whoSees('case', caseId)).toEqual(['officer']);
  });
});

describe('what one may not see', () => {
  const routes = (id: string) =>
    ['', '/letter', '/letter.pdf', '/preview.pdf', '/dispatches', '/letter/heard', '/visible-to'].map((path) => `/cases/${id}${path}`);

  it('is answered like what does not exist, in status and words, by every way to it', async () => {
    const head = await house.as(house.people.head);
    const bare = (body: Record<string, unknown>) => ({ ...body, instance: '' });
    const never = randomUUID();
    for (const [i, path] of routes(closed.id).entries()) {
      const [foreign, none] = [await head.get(path), await head.get(routes(never)[i] ?? '')];
      expect([path, foreign.status, bare(foreign.body)]).toEqual([path, 404, bare(none.body)]);
    }
    const act = await head.ask('POST', `/cases/${closed.id}/actions/decline`, {
      body: '{}',
      headers: { 'content-type': 'application/json' },
    });
    expect([act.status, act.body.code]).toEqual([404, 'case.not-found']);
    for (const page of [`/sager/${closed.id}`, `/hoeringer/${closed.hearingId}`, `/sager/${closed.id}/synlighed`]) {
      expect((await head.page(page)).status).toBe(404);
    }
    expect((await head.get(`/hearings/${closed.hearingId}/provisions`)).status).toBe(404);
  });

  it('is in no list and on no front page', async () => {
    const head = await house.as(house.people.head);
    const officer = await house.as(house.people.officer);
    for (const path of ['/cases', '/hearings', '/']) {
      expect((await officer.get(path)).text).toContain(path === '/hearings' ? closed.hearingId : closed.id);
      expect((await head.get(path)).text).not.toContain(path === '/hearings' ? closed.hearingId : closed.id);
    }
    expect((await (await house.as(people['member']!)).get('/cases')).body.map(({ id }: { id: string }) => id)).toContain(open.id);
    expect((await (await house.as(people['otherMember']!)).get('/cases')).body).toEqual([]);
  });

  it('may be asked about: who sees this, and why', async () => {
    const { body } = await (await house.as(house.people.officer)).get(`/cases/${closed.id}/visible-to`);
    expect(body.people.map(({ name, why }: { name: string; why: string[] }) => [name, why])).toEqual([
      ['chair', ['nævnt på den lukkede sag']],
      ['officer', ['nævnt på den lukkede sag']],
    ]);
    const page = await new Browser(await house.as(house.people.officer)).open(`/sager/${open.id}/synlighed`);
    expect(page.text).toContain('sagens bilag er sendt til personens udvalg');
    expect((await onlookersOf(house.database, 'case', randomUUID(), house.clock.now())).length).toBe(0);
  });

  it('is closed on the page too, by whoever sees the case', async () => {
    const { id } = await caseIn(house, 'opened');
    const officer = new Browser(await house.as(house.people.officer));
    const form = (await officer.open(`/sager/${id}/synlighed`)).form('Gem, hvem der kan se sagen');
    const page = await officer.submit({ ...form, fields: { ...form.fields, confidential: 'on' } });
    expect(page.text).toContain('Lukket: kun de nævnte kan se den.');
    expect(await whoSees('case', id)).toEqual(['officer']);
  });
});

describe('an administrator who looks through another’s eyes', () => {
  it('sees what both may see, does nothing, is announced and logged, and ends it by a button', async () => {
    const visitor = await house.visitor().signedIn(house.people.administrator.email, 'hemmeligt kodeord');
    const { chair } = house.people;
    expect((await visitor.post(`/people/${chair.id}/eyes`)).status).toBe(200);
    const cases = (await visitor.get('/cases')).body.map(({ id }: { id: string }) => id);
    expect([cases.includes(open.id), cases.includes(closed.id), cases.includes(drafting.id)]).toEqual([true, false, false]);
    expect((await visitor.get(`/cases/${closed.id}`)).status).toBe(404);
    expect((await visitor.get('/people')).status).toBe(403);
    for (const path of [`/cases/${open.id}/actions/return`, '/people', `/cases/${open.id}/committee`]) {
      expect([path, (await visitor.post(path)).body.code]).toEqual([path, 'request.eyes-only']);
    }
    await visitor.get(`/cases/${open.id}`);
    const [line] = await house.rows(`SELECT actor_id, facts FROM audit_entry WHERE facts->>'eyesOf' = $1 ORDER BY seq DESC LIMIT 1`, [
      chair.id,
    ]);
    expect(line).toEqual({ actor_id: house.people.administrator.id, facts: { route: '/cases/:id', eyesOf: chair.id } });
    await house.drain();
    expect(house.sink.mails.some((mail) => mail.includes(`To: ${chair.email}`) && mail.includes('administrator'))).toBe(true);
    const browser = new Browser(visitor);
    const home = await browser.open('/');
    expect(home.text).toContain('Du ser gennem chairs øjne.');
    await browser.submit(home.form('Se med egne øjne igen'));
    expect((await visitor.get('/people')).status).toBe(200);
    const lines = await house.rows<{ action: string }>(`SELECT action FROM audit_entry WHERE action LIKE 'eyes.%' ORDER BY seq`);
    expect(lines.map(({ action }) => action)).toEqual(['eyes.begin', 'eyes.end']);
  });

  it('is nobody else’s to do', async () => {
    const head = await house.as(house.people.head);
    expect((await head.post(`/people/${house.people.officer.id}/eyes`)).status).toBe(403);
  });
});
