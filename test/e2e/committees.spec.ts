import { randomUUID } from 'node:crypto';
import { addDays, localDateOf } from '@genmaele/calendar';
import { meetingById } from '@genmaele/committees';
import { caseIn, housingCommittee, MeetingGround } from '@genmaele/testing';
import { Browser, linksIn } from './browser.js';
import { openServedHouse, password, type ServedHouse } from './house.js';

let house: ServedHouse;
let ground: MeetingGround;
beforeAll(async () => {
  house = await openServedHouse();
  ground = await MeetingGround.open(house);
}, 60_000);
afterAll(() => house?.close());

/** A new sign-in each time: the clock is moved past the end of sessions here. */
const visitorOf = ({ email }: { email: string }) => house.visitor().signedIn(email, password);
const browserOf = async (person: { email: string }) => new Browser(await visitorOf(person));

describe('a case before its committee', () => {
  it('goes the whole way on pages: planned, put on the agenda, sent, decided, and its minutes confirmed by a member', async () => {
    const view = await caseIn(house, 'in-committee');
    let secretary = await browserOf(house.people.secretary);
    const date = addDays(localDateOf(house.clock.now()), 21);
    const body = await secretary.open(`/udvalg/${housingCommittee}`);
    expect(body.text).toMatch(/RådgiverBestyrelsen .*Anne, formand, Aarhus/);
    let page = await secretary.submit(body.form('Planlæg mødet'), {
      date,
      startTime: '10:00',
      place: 'Sal 1',
      agendaClose: addDays(date, -10),
    });
    const path = page.path;
    const [, , meetingId = ''] = path.split('/');
    const item = {
      title: 'Svar om almene boliger',
      about: `${view.id}:${view.currentVersion!.sha256}`,
      recommendation: 'At svaret godkendes.',
    };
    page = await secretary.submit(page.form('Sæt punktet på'), item);
    expect(page.text).toContain(`Sag ${view.number}`);

    let member = await browserOf(ground.members[1]!.actor);
    expect((await member.open(path)).text).toContain('Dagsordenen er ikke sendt endnu.');
    page = await secretary.submit(page.form('Luk dagsordenen'));
    await secretary.submit(page.form('Send dagsorden og bilag'));
    await house.drain();
    expect((await member.open('/mine-moeder')).text).toContain('Sal 1');
    expect((await member.open(path)).text).toMatch(/1\. Svar om almene boliger.*Indstilling: At svaret godkendes/);
    const pdf = await member.visitor.get(`/meetings/${meetingId}/papers/agenda.pdf`);
    expect([pdf.status, pdf.bytes.subarray(0, 5).toString()]).toEqual([200, '%PDF-']);

    house.clock.set(new Date(`${date}T09:00:00.000Z`));
    [secretary, member] = [await browserOf(house.people.secretary), await browserOf(ground.members[1]!.actor)];
    const present = ground.members.map(({ id }) => id);
    expect((await secretary.visitor.post(`/meetings/${meetingId}/attendance`, { present })).status).toBe(200);
    page = await secretary.submit((await secretary.open(path)).form('Åbn mødet'));
    page = await secretary.open(linksIn(...page.elements('h3'))[0]!);
    page = await secretary.submit(page.form('Før til protokol'), { outcome: 'approved' });
    expect(page.text).toContain('Beslutning: godkendt.');
    page = await secretary.open(path);
    await secretary.submit(page.form('Send referatet til godkendelse'), { minutesDeadline: addDays(date, 7) });
    await house.drain();
    const answered = await member.submit((await member.open(path)).form('Godkend referatet'));
    expect(answered.text).toContain('Bo: godkendt');
    house.clock.move(8 * 86_400_000);
    await house.drain();
    expect((await meetingById(house.database, meetingId)).state).toBe('minutes-confirmed');
    expect((await (await visitorOf(house.people.officer)).get(`/meetings/${meetingId}/papers/minutes.pdf`)).status).toBe(200);
  });

  it('is treated behind closed doors unseen by others: title, decision, files, version and papers', async () => {
    const view = await caseIn(house, 'in-committee');
    const closed = { title: 'Hemmeligt', open: false, caseId: view.id, versionSha256: view.currentVersion!.sha256 };
    const { meetingId, items } = await ground.hold([closed]);
    await ground.decide(items[0]!);
    await house.drain();
    const seen = async (person: { email: string }) => {
      const visitor = await visitorOf(person);
      const paths = [`/meetings/${meetingId}/items/${items[0]}/draft`, `/meetings/${meetingId}/papers/agenda.pdf`];
      const statuses = await Promise.all(paths.map(async (path) => (await visitor.get(path)).status));
      const both = [(await visitor.get(`/meetings/${meetingId}`)).text, (await visitor.page(`/moeder/${meetingId}`)).text];
      return [...statuses, both.every((text) => text.includes('Hemmeligt'))];
    };
    for (const person of [ground.members[2]!.actor, house.people.secretary, house.people.head])
      expect(await seen(person)).toEqual([200, 200, true]);
    for (const person of [house.people.foreignChair, house.people.officer, house.people.administrator])
      expect(await seen(person)).toEqual([404, 404, false]);
  });

  it('that is closed once it stands on an agenda is named there to nobody but those who prepare it', async () => {
    const view = await caseIn(house, 'in-committee');
    const { meetingId, items } = await ground.hold([{ title: 'Sag', caseId: view.id, versionSha256: view.currentVersion!.sha256 }]);
    await ground.decide(items[0]!);
    const seen = async (person: { email: string }) => (await (await visitorOf(person)).get(`/meetings/${meetingId}`)).text;
    expect(await seen(ground.members[2]!.actor)).toContain(view.id);
    await house.owner.query('UPDATE response_case SET confidential = true WHERE id = $1', [view.id]);
    const shown = await seen(ground.members[2]!.actor);
    expect([shown.includes(view.id), shown.includes(view.currentVersion!.sha256), shown.includes('approved')]).toEqual([
      false,
      false,
      true,
    ]);
    expect(await seen(house.people.secretary)).toContain(view.id);
  });

  it('may carry a file, and only a version that is the case’s own', async () => {
    const secretary = await visitorOf(house.people.secretary);
    const meetingId = await ground.plan();
    const view = await caseIn(house, 'in-committee');
    const wrong = await secretary.post(`/meetings/${meetingId}/items`, { title: 'x', caseId: view.id, versionSha256: 'a'.repeat(64) });
    expect([wrong.status, wrong.body.code]).toEqual([409, 'agenda-item.refused']);
    const { body } = await secretary.post(`/meetings/${meetingId}/items`, { title: 'Med bilag' });
    const at = `/meetings/${meetingId}/items/${body.itemId}/attachments`;
    const kept = await secretary.postForm(at, {}, [
      { field: 'documents', name: 'notat.txt', bytes: Buffer.from('notat'), type: 'text/plain' },
    ]);
    expect(kept.status).toBe(201);
    expect((await secretary.get(`${at}/${kept.body.sha256}`)).text).toBe('notat');
    expect((await (await visitorOf(ground.members[1]!.actor)).get(`${at}/${kept.body.sha256}`)).status).toBe(404);
    expect((await secretary.postForm(at, {}, [])).body.code).toBe('request.invalid');
  });
});

describe('a meeting, to programs', () => {
  it('is changed by the version that was seen, and gets one item of a request that is sent twice with one key', async () => {
    const secretary = await visitorOf(house.people.secretary);
    const meetingId = await ground.plan();
    const send = (path: string, headers: Record<string, string> = {}) =>
      secretary.ask('POST', `/meetings/${meetingId}/${path}`, {
        body: JSON.stringify({ title: 'Et punkt' }),
        headers: { 'content-type': 'application/json', ...headers },
      });
    const key = { 'idempotency-key': randomUUID() };
    expect((await send('items')).body.code).toBe('request.key-missing');
    const [first, again] = [await send('items', key), await send('items', key)];
    expect([first.status, again.body, again.headers.get('idempotency-replayed')]).toEqual([201, first.body, 'true']);
    const seen = await secretary.get(`/meetings/${meetingId}`);
    expect(seen.body.items).toHaveLength(1);

    const close = (version?: string) =>
      send('actions/close-agenda', { 'idempotency-key': randomUUID(), ...(version ? { 'if-match': version } : {}) });
    expect((await close()).body.code).toBe('request.version-missing');
    expect((await close('"1"')).body.code).toBe('request.stale');
    expect((await secretary.get(`/meetings/${meetingId}`)).body.meeting.state).toBe('planned');
    expect((await close(seen.headers.get('etag') ?? '')).status).toBe(200);
  });

  it.each(['bodies', 'bodies/x/names', 'bodies/x/memberships', 'bodies/x/meetings', 'bodies/x/procedures'])(
    'needs a key for POST /%s',
    async (path) => {
      const administrator = await visitorOf(house.people.administrator);
      const answer = await administrator.ask('POST', `/${path}`, { body: '{}', headers: { 'content-type': 'application/json' } });
      expect([answer.status, answer.body.code]).toEqual([400, 'request.key-missing']);
    },
  );
});

describe('a question in writing', () => {
  it('is asked by the secretary, answered on a page, and its answers are the members’ own until it is over', async () => {
    const secretary = await browserOf(house.people.secretary);
    const deadline = addDays(localDateOf(house.clock.now()), 5);
    const form = (await secretary.open(`/udvalg/${housingCommittee}`)).form('Spørg medlemmerne');
    const asked = await secretary.submit(form, { question: 'Kan svaret sendes?', deadline, silence: 'no-answer' });
    const member = await browserOf(ground.members[1]!.actor);
    expect((await member.open('/mine-moeder')).text).toContain('Kan svaret sendes?');
    const page = await member.submit((await member.open(asked.path)).form('Svar'), { vote: 'against', text: 'Nej' });
    expect(page.text).toContain('Bo: imod. Nej');
    const other = await browserOf(ground.members[2]!.actor);
    expect((await other.open(asked.path)).text).not.toContain('Bo: imod');
    house.clock.move(6 * 86_400_000);
    await house.drain();
    const after = await browserOf(ground.members[2]!.actor);
    expect((await after.open(asked.path)).text).toMatch(/Endte medFor få har svaret inden fristen\..*Bo: imod/);
  });
});
