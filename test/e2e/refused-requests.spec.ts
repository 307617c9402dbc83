import { randomUUID } from 'node:crypto';
import { request } from 'node:http';
import { sampleResponse } from '@genmaele/testing';
import { openServedHouse, type ServedHouse } from './house.js';
import { canary, expectProblem, refused as refusedBy } from './refusals.js';
import { type Answer, type Visitor } from './visitor.js';

let house: ServedHouse;
let officer: Visitor;
const refused = (call: () => Promise<Answer>, status: number, code: string) => refusedBy(house, call, status, code);

beforeAll(async () => {
  house = await openServedHouse();
  officer = await house.as(house.people.officer);
});
afterAll(() => house?.close());

describe('what is asked for by an id', () => {
  const id = randomUUID();

  it.each([
    ['/cases/ID', 'case.not-found'],
    ['/cases/ID/letter', 'case.not-found'],
    ['/cases/ID/letter.pdf', 'case.not-found'],
    ['/cases/ID/letter/heard', 'case.not-found'],
    ['/cases/ID/preview.pdf', 'case.not-found'],
    ['/cases/ID/dispatches', 'case.not-found'],
    [`/cases/ID/dispatches/${id}/mail.eml`, 'case.not-found'],
    ['/hearings/ID', 'hearing.not-found'],
    ['/hearings/ID/provisions', 'hearing.not-found'],
    [`/hearings/ID/documents/${'0'.repeat(64)}`, 'hearing.not-found'],
    ['/sager/ID', 'case.not-found'],
  ])('GET %s is not found when nothing has that id, or the id is none', async (path, code) => {
    await refused(() => officer.get(path.replace('ID', id)), 404, code);
    for (const none of ['1', '%00', "'; DROP TABLE hearing; --", '..%2f..%2fetc', 'constructor'])
      await refused(() => officer.get(path.replace('ID', none)), 404, 'request.not-found');
  });

  it('is not found to be acted on either', async () => {
    await refused(() => officer.post(`/cases/${id}/actions/save`, { draft: sampleResponse(canary) }), 404, 'case.not-found');
    await refused(() => officer.post(`/cases/${id}/actions/recall`, { comment: canary }), 404, 'case.not-found');
    await refused(() => officer.post(`/cases/${id}/committee`, { committeeId: 'kultur-erhverv-plan' }), 404, 'case.not-found');
    await refused(() => officer.post(`/hearings/${id}/reply-address`, { replyTo: 'a@b.dk' }), 404, 'hearing.not-found');
    const administrator = await house.as(house.people.administrator);
    await refused(() => administrator.post(`/work/${id}/retry`, {}, { 'if-match': '"1"' }), 404, 'work.not-found');
  });

  it('is not found by an address that cannot be read', async () => {
    for (const path of ['/cases/%E0%A4%A', '/%', '/cases/%c0%ae', '/assets/%00', '/assets/..%2f..%2fapi.module.js', '/assets/nej.css']) {
      const answer = await officer.get(path);
      expect([path, answer.status >= 400 && answer.status < 500, answer.body?.code]).toEqual([
        path,
        true,
        expect.stringMatching(/^request\./),
      ]);
      expectProblem(answer);
    }
  });
});

describe('a request that a browser makes from another site', () => {
  it.each([
    ['another origin', { origin: 'https://ond.example' }],
    ['the origin «null»', { origin: 'null' }],
    ['the origin «null» of another site', { origin: 'null', 'sec-fetch-site': 'cross-site' }],
    ['our name on another port', { origin: 'http://127.0.0.1:1' }],
    ['another site, as the browser says', { 'sec-fetch-site': 'cross-site' }],
    ['a neighbour, as the browser says', { 'sec-fetch-site': 'same-site' }],
  ])('is refused from %s', async (_what, headers) => {
    const call = () => sentRaw('/sign-out', { ...headers, cookie: officer.cookie ?? '' });
    await refused(call, 403, 'request.foreign-origin');
  });

  it.each([
    ['with its origin', (): string => house.base],
    ['with its origin withheld, which no page can make it say of itself', (): string => 'null'],
  ])('is taken from our own pages %s', async (_what, origin) => {
    const own = { origin: origin(), 'sec-fetch-site': 'same-origin' };
    const answer = await sentRaw('/sign-in', own, JSON.stringify({ email: 'x@y.dk', password: 'z' }));
    expect(answer.body.code).toBe('sign-in.refused');
  });
});

describe('a sign-in', () => {
  beforeEach(() => house.rows('DELETE FROM sign_in_try'));

  it.each([
    ['a wrong password', () => ({ email: house.people.officer.email, password: 'gættet' })],
    ['nobody', () => ({})],
    ['an unknown address', () => ({ email: 'ukendt@example.dk', password: 'gættet' })],
    ['an object for an address', () => ({ email: { $gt: '' }, password: { $gt: '' } })],
    ['a list for a password', () => ({ email: house.people.officer.email, password: ['hemmeligt kodeord'] })],
    ['a yes for an address', () => ({ email: true, password: 'hemmeligt kodeord' })],
    ['a number for a password', () => ({ email: house.people.officer.email, password: 1 })],
    ['NUL in the address', () => ({ email: 'a\u0000@b.dk', password: 'x' })],
    ['half a surrogate pair', () => ({ email: '\uD800@b.dk', password: '\uD800' })],
    ['a password of a million signs', () => ({ email: house.people.officer.email, password: 'x'.repeat(1_000_000) })],
  ])('is refused with %s, in the same words', async (_what, body) => {
    const answer = await refused(() => house.visitor().post('/sign-in', body()), 401, 'sign-in.refused');
    expect(answer.body.why).toBe('E-mail og adgangskode passer ikke sammen, eller kontoen er lukket.');
    expect(answer.headers.getSetCookie()).toEqual([]);
  });

  it('is refused with a password in the address, where logs and histories would keep it', async () => {
    const query = new URLSearchParams({ email: house.people.officer.email, password: 'hemmeligt kodeord' });
    await refused(() => house.visitor().post(`/sign-in?${query.toString()}`, {}), 401, 'sign-in.refused');
    expect((await house.visitor().post('/sign-in', Object.fromEntries(query))).status).toBe(200);
  });
});

/** A request with any header at all; `fetch` keeps some to itself. */
function sentRaw(path: string, headers: Record<string, string>, body = '{}'): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const all = { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body)), ...headers };
    const call = request(house.base + path, { method: 'POST', headers: all }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.once('end', () => {
        const bytes = Buffer.concat(chunks);
        const text = bytes.toString('utf8');
        resolve({
          status: response.statusCode ?? 0,
          headers: new Headers(response.headers as Record<string, string>),
          bytes,
          text,
          body: JSON.parse(text),
        });
      });
    });
    call.once('error', reject);
    call.end(body);
  });
}
