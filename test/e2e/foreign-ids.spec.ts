import { randomUUID } from 'node:crypto';
import { jest } from '@jest/globals';
import { type Actor, mayDo, type Permission } from '@genmaele/access';
import { actorWith, caseIn, otherCommittee } from '@genmaele/testing';
import { expectedRoutes } from './expected-routes.js';
import { openServedHouse, type ServedHouse } from './house.js';
import { type Answer, type Visitor } from './visitor.js';

jest.setTimeout(300_000);

let house: ServedHouse;
let strangers: { name: string; visitor: Visitor; routes: string[] }[];
let foreign: { caseId: string; hearingId: string };

beforeAll(async () => {
  house = await openServedHouse();
  const view = await caseIn(house, 'in-committee');
  foreign = { caseId: view.id, hearingId: view.hearingId ?? '' };
  const officer = await house.as(house.people.officer);
  const closed = await officer.post(`/cases/${view.id}/confidence`, { confidential: true, personIds: [] });
  expect(closed.status).toBe(200);
  const now = house.clock.now();
  const people = {
    'another officer': await actorWith(house.database, [{ role: 'officer' }], now),
    'the head of office': await actorWith(house.database, [{ role: 'head-of-office' }], now),
    'a member of another committee': await actorWith(house.database, [{ role: 'member', committeeId: otherCommittee }], now),
    'a contact of a municipality': await actorWith(house.database, [{ role: 'municipality-contact' }], now),
  };
  strangers = await Promise.all(
    Object.entries(people).map(async ([name, actor]) => ({
      name,
      visitor: await house.as(actor),
      routes: (Object.entries(expectedRoutes) as [string, Permission | 'public' | 'signed-in'][])
        .filter(([route, access]) => /^\w+ \/(cases|hearings|sager|hoeringer)\/:id/.test(route) && opens(actor, access))
        .map(([route]) => route),
    })),
  );
});
afterAll(() => house?.close());

const opens = ({ roles }: Actor, access: Permission | 'public' | 'signed-in') =>
  access === 'signed-in' || (access !== 'public' && mayDo(roles, access));

async function ask(visitor: Visitor, route: string, id: string): Promise<Answer> {
  const [method = '', path = ''] = route.split(' ');
  const address = path
    .replace(':id', id)
    .replace(':action', 'save')
    .replace(/:\w+/g, () => '6f9619ff-8b86-4d01-b42d-00cf4fc964ff');
  if (method === 'GET') return visitor.get(address);
  const headers = { 'content-type': 'application/json', 'idempotency-key': randomUUID(), 'if-match': '"1"' };
  return visitor.ask(method, address, { headers, body: '{}' });
}

/** What was answered, without what is each request's own: its number and the id that was asked for. */
const told = ({ status, text }: Answer, id: string) => [status, text.replaceAll(id, 'ID').replace(/"instance":"[^"]*"/, '')];

describe('the id of what one may not see', () => {
  it('is answered by every route as one that does not exist, in status and words', async () => {
    const leaks: string[] = [];
    let asked = 0;
    for (const { name, visitor, routes } of strangers) {
      for (const route of routes) {
        const [id, none] = [/hearings|hoeringer/.test(route) ? foreign.hearingId : foreign.caseId, randomUUID()];
        const [one, other] = [told(await ask(visitor, route, id), id), told(await ask(visitor, route, none), none)];
        asked += 1;
        if (JSON.stringify(one) !== JSON.stringify(other)) leaks.push(`${name}: ${route}: ${one.join(' ')} | ${other.join(' ')}`);
      }
    }
    expect(leaks).toEqual([]);
    expect(asked).toBeGreaterThan(60);
  });
});
