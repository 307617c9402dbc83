import { randomUUID } from 'node:crypto';
import { actorWith, caseIn, housingCommittee, otherCommittee } from '@genmaele/testing';
import { Browser } from './browser.js';
import { openServedHouse, type ServedHouse } from './house.js';
import { type Visitor } from './visitor.js';

let house: ServedHouse;
let officer: Visitor;
let administrator: Visitor;

beforeAll(async () => {
  house = await openServedHouse();
  officer = await house.as(house.people.officer);
  administrator = await house.as(house.people.administrator);
});
afterAll(() => house?.close());

const json = { 'content-type': 'application/json' };
const sent = (visitor: Visitor, path: string, body: object, headers: Record<string, string> = {}) =>
  visitor.ask('POST', path, { body: JSON.stringify(body), headers: { ...json, ...headers } });

describe('a change of what others may change too', () => {
  it.each([
    ['none', undefined],
    ['a star, which names no version', '*'],
    ['a weak tag', 'W/"1"'],
    ['a hash', `"${'f'.repeat(64)}"`],
  ])('is refused when the version it is based on is %s', async (_what, version) => {
    const { id } = await caseIn(house, 'opened');
    const answer = await sent(officer, `/cases/${id}/committee`, { committeeId: otherCommittee }, version ? { 'if-match': version } : {});
    expect([answer.status, answer.body.code]).toEqual([428, 'request.version-missing']);
  });

  it('is refused when a colleague has changed it since, and nothing is overwritten', async () => {
    const { id } = await caseIn(house, 'opened');
    const seen = (await officer.get(`/cases/${id}`)).headers.get('etag') ?? '';
    expect((await sent(officer, `/cases/${id}/committee`, { committeeId: otherCommittee }, { 'if-match': seen })).status).toBe(200);
    const answer = await sent(officer, `/cases/${id}/committee`, { committeeId: housingCommittee }, { 'if-match': seen });
    expect([answer.status, answer.body.code]).toEqual([412, 'request.stale']);
    expect((await officer.get(`/cases/${id}`)).body.committeeId).toBe(otherCommittee);
  });

  it('loses none of forty that race: of two who saw the same version, one alone succeeds', async () => {
    const { id } = await caseIn(house, 'opened');
    for (let round = 0; round < 20; round += 1) {
      const seen = (await officer.get(`/cases/${id}`)).body;
      const others = [otherCommittee, housingCommittee];
      const answers = await Promise.all(
        others.map((committeeId) => sent(officer, `/cases/${id}/committee`, { committeeId }, { 'if-match': seen.etag })),
      );
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 412]);
      const won = others[answers.findIndex(({ status }) => status === 200)];
      expect((await officer.get(`/cases/${id}`)).body.committeeId).toBe(won);
    }
  });

  it('holds for accounts, hearings and work alike', async () => {
    const person = await actorWith(house.database, [{ role: 'officer' }], house.clock.now());
    const { hearingId } = await caseIn(house, 'opened');
    const paths = [`/people/${person.id}/close`, `/hearings/${hearingId}/reply-address`, `/work/${randomUUID()}/retry`];
    for (const path of paths) {
      const answer = await sent(administrator, path, { replyTo: 'svar@example.dk' });
      expect([path, answer.body.code]).toEqual([path, 'request.version-missing']);
    }
    const hearing = await administrator.get(`/hearings/${hearingId}`);
    const seen = { 'if-match': hearing.headers.get('etag') ?? '' };
    expect((await sent(administrator, `/hearings/${hearingId}/reply-address`, { replyTo: 'a@example.dk' }, seen)).status).toBe(200);
    expect((await sent(administrator, `/hearings/${hearingId}/reply-address`, { replyTo: 'b@example.dk' }, seen)).status).toBe(412);
  });

  it('is refused on a page too, which carries the version it showed', async () => {
    const { id } = await caseIn(house, 'opened');
    const browser = new Browser(officer);
    const page = await browser.open(`/sager/${id}`);
    const form = page.form('Vælg udvalget');
    await browser.submit(form, { committeeId: otherCommittee });
    const again = await browser.submit(form, { committeeId: housingCommittee });
    expect([again.answer.status, again.text]).toEqual([412, expect.stringContaining('En anden har ændret det')]);
  });
});

describe('a request that comes twice', () => {
  const open = (email: string, key: string, name = 'Nina Ny') =>
    sent(administrator, '/people', { name, email, roles: [{ role: 'officer' }] }, { 'idempotency-key': key });

  it('is carried out once, and answered alike', async () => {
    const key = randomUUID();
    const [first, second] = [await open('en-gang@example.dk', key), await open('en-gang@example.dk', key)];
    expect([first.status, second.status, second.text]).toEqual([201, 201, first.text]);
    expect(second.headers.get('idempotency-replayed')).toBe('true');
    expect(await house.rows(`SELECT 1 FROM person WHERE email = 'en-gang@example.dk'`)).toHaveLength(1);
  });

  it('is refused when the same number comes with something else', async () => {
    const key = randomUUID();
    await open('ens@example.dk', key);
    expect((await open('anden@example.dk', key)).body.code).toBe('request.key-reused');
  });

  it('is carried out once when ten come at the same time', async () => {
    const key = randomUUID();
    const answers = await Promise.all(Array.from({ length: 10 }, () => open('samtidig@example.dk', key)));
    expect(new Set(answers.map(({ status, body }) => body.code ?? status))).toEqual(new Set([201, 'request.in-progress']));
    expect(await house.rows(`SELECT 1 FROM person WHERE email = 'samtidig@example.dk'`)).toHaveLength(1);
  });

  it('is another request when another person sends it, and when a day has passed', async () => {
    const key = randomUUID();
    await open('dag@example.dk', key);
    const head = await house.as(house.people.head);
    expect((await sent(head, '/people', {}, { 'idempotency-key': key })).body.code).toBe('permission.denied');
    await house.owner.query(`UPDATE kept_answer SET begun_at = begun_at - interval '25 hours'`);
    expect((await open('dag@example.dk', key)).body.code).toBe('person.exists');
  });

  it('may be made again when the first was refused, or died without an answer', async () => {
    const key = randomUUID();
    expect((await open('ikke en adresse', key)).status).toBe(400);
    expect((await open('ikke en adresse', key)).body.code).toBe('request.invalid');
    await house.owner.query('UPDATE kept_answer SET status = NULL, body = NULL, begun_at = $1', [
      new Date(house.clock.now().getTime() - 11_000),
    ]);
    await open('doed@example.dk', key);
    expect(await house.rows(`SELECT 1 FROM person WHERE email = 'doed@example.dk'`)).toHaveLength(1);
  });

  it('needs a number where it creates or sends', async () => {
    expect((await sent(administrator, '/people', {})).body.code).toBe('request.key-missing');
    const { id } = await caseIn(house, 'opened');
    const answer = await sent(officer, `/cases/${id}/actions/start`, {}, { 'if-match': '"1"' });
    expect(answer.body.code).toBe('request.key-missing');
  });

  it('is kept so that the database alone cannot read it', async () => {
    await open('hemmelig@example.dk', randomUUID());
    const [{ personId } = { personId: '' }] = await house.rows<{ personId: string }>(
      `SELECT id AS "personId" FROM person WHERE email = 'hemmelig@example.dk'`,
    );
    const bodies = await house.rows<{ body: Buffer | null }>('SELECT body FROM kept_answer');
    expect(bodies.filter(({ body }) => body?.includes(personId))).toEqual([]);
  });

  it('is what a double click on a page makes', async () => {
    const browser = new Browser(administrator);
    const form = (await browser.open('/personer')).form('Opret');
    const typed = { name: 'Dobbelt Klik', email: 'klik@example.dk', role: 'officer' };
    const [first, second] = [await browser.submit(form, typed), await browser.submit(form, typed)];
    expect([first.answer.status, second.answer.status]).toEqual([200, 200]);
    expect(second.text).toContain('klik@example.dk');
    expect((await browser.submit(form, { ...typed, email: 'klik2@example.dk' })).answer.status).toBe(200);
    expect(await house.rows(`SELECT 1 FROM person WHERE email LIKE 'klik%@example.dk'`)).toHaveLength(2);
  });
});
