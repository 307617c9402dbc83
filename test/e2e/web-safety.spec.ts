import { randomUUID } from 'node:crypto';
import { nounOf } from '@genmaele/access';
import { openServedHouse, password, type ServedHouse } from './house.js';
import { routesDeclared } from './routes.js';

const mostRequests = 300;
let house: ServedHouse;
beforeAll(async () => {
  house = await openServedHouse({ REQUESTS_PER_MINUTE: String(mostRequests) });
});
afterAll(() => house?.close());

const fill = (path: string) => path.replace(':action', 'save').replace(/:\w+/g, () => randomUUID());

/** Routes whose `:id` is not a case's or a hearing's, and what keeps their rows. */
const keptOtherwise: Record<string, string> = {
  people: 'person.manage and person.look-through belong to administrators alone, who see every account',
  personer: 'as people',
  work: 'work.retry belongs to administrators alone; work names a case by its id and holds no content',
  meetings: 'the rules of bodies and meetings',
  bodies: 'the rules of bodies and meetings',
  procedures: 'the rules of bodies and meetings',
  moeder: 'the rules of bodies and meetings',
  udvalg: 'the rules of bodies and meetings',
  procedurer: 'the rules of bodies and meetings',
  me: 'one’s own account alone: the person stands in every query',
  konto: 'one’s own account alone: the person stands in every query',
  tokens: 'administrators see every token',
  identities: 'administrators see every identity',
  offentligt: 'what is public for everybody: the condition stands in the one query behind the pages',
  adgange: 'administrators see every token and identity',
};

describe('every route', () => {
  it('answers with headers that let no browser frame, sniff, keep or run anything', async () => {
    const visitor = house.visitor();
    for (const { method, path } of routesDeclared(house.app)) {
      const { headers } = await visitor.ask(
        method,
        fill(path),
        method === 'GET' ? {} : { body: '{}', headers: { 'content-type': 'application/json' } },
      );
      const policy = headers.get('content-security-policy') ?? '';
      expect([
        path,
        policy.includes('unsafe-inline'),
        policy.includes("default-src 'none'"),
        policy.includes("frame-ancestors 'none'"),
      ]).toEqual([path, false, true, true]);
      expect([path, headers.get('x-content-type-options'), headers.get('cache-control'), headers.get('x-frame-options')]).toEqual([
        path,
        'nosniff',
        'no-store',
        'DENY',
      ]);
    }
  });

  it('about a case or a hearing has rules for its rows; of the others it is said what keeps them', () => {
    const bare = routesDeclared(house.app)
      .filter(({ path, access }) => /:id\b/.test(path) && nounOf(path, access) === undefined)
      .map(({ path }) => path.split('/')[1] ?? '');
    expect(bare.filter((word) => !(word in keptOtherwise))).toEqual([]);
  });
});

describe('whoever asks for too much', () => {
  it('is told to wait, wherever the process is restarted, and whoever is signed in is counted apart', async () => {
    const officer = await house.visitor().signedIn(house.people.officer.email, password);
    const answers = await Promise.all(Array.from({ length: mostRequests }, () => house.visitor().post('/sign-out')));
    expect(answers.filter(({ status }) => status !== 401 && status !== 429)).toEqual([]);
    const refused = await house.visitor().post('/sign-out');
    expect([refused.status, refused.body.code]).toEqual([429, 'request.too-many']);
    expect((await house.visitor().get('/health/live')).status).toBe(200);
    expect((await officer.post('/sign-in/again', { password })).status).toBe(200);
    expect(await house.rows('SELECT 1 FROM request_count WHERE count > $1', [mostRequests])).toHaveLength(1);
    house.clock.move(60_000);
    expect((await house.visitor().post('/sign-out')).status).toBe(401);
  });
});
