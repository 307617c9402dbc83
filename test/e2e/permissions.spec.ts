import { randomUUID } from 'node:crypto';
import { Controller, Get, Module, type INestApplication } from '@nestjs/common';
import { APP_GUARD, NestFactory } from '@nestjs/core';
import { AccessGuard, type Actor, mayDo, type Permission, permissions } from '@genmaele/access';
import { roles } from '@genmaele/contracts';
import { entities } from '@genmaele/migrations';
import { PlatformModule } from '@genmaele/platform';
import { actorWith, otherCommittee, QuietLog } from '@genmaele/testing';
import { ProblemFilter } from '../../apps/api/src/house/problem-filter.js';
import { expectedRoutes } from './expected-routes.js';
import { openServedHouse, type ServedHouse, testSettings } from './house.js';
import { tellProof } from './proof-figures.js';
import { routesDeclared, routesServed, routesUndeclared } from './routes.js';
import { type Answer, type Visitor } from './visitor.js';

/** What the documentation page serves beside the controllers; it describes the api and tells nothing of cases. */
const documentation = /^GET \/api\/docs/;

const lines = Object.entries(expectedRoutes) as [string, Permission | 'public' | 'signed-in'][];

let house: ServedHouse;
let callers: { name: string; actor: Actor | undefined; visitor: Visitor }[];
/** Of how many pairs of route and caller the answer was looked at, and was as the table says. */
const pairs = { asked: 0, held: 0 };

beforeAll(async () => {
  house = await openServedHouse();
  const roleless = await actorWith(house.database, [], house.clock.now(), 'Uden Rolle');
  const held = roles.filter((role) => role !== 'system');
  const people = await Promise.all(held.map((role) => actorWith(house.database, [{ role }], house.clock.now(), role)));
  callers = [
    { name: 'anonymous', actor: undefined, visitor: house.visitor() },
    { name: 'without role', actor: roleless, visitor: await house.as(roleless) },
  ];
  // One after another: more than ten at once from one address are refused.
  for (const [i, actor] of people.entries()) callers.push({ name: held[i] ?? '', actor, visitor: await house.as(actor) });
  callers.push(...(await callersFromElsewhere()), await closedCaller());
});
afterAll(async () => {
  tellProof({ file: 'test/e2e/permissions.spec.ts', ...pairs, unit: 'par af rute og kalder' });
  await house?.close();
});

/** A member of another committee, and a contact of another municipality: a route opens by role, what stands behind it does not. */
async function callersFromElsewhere(): Promise<typeof callers> {
  const now = house.clock.now();
  const member = await actorWith(house.database, [{ role: 'member', committeeId: otherCommittee }], now, 'Andet Udvalg');
  const contact = await actorWith(house.database, [{ role: 'municipality-contact', municipalityCode: '751' }], now, 'Anden Kommune');
  return [
    { name: 'of another committee', actor: member, visitor: await house.as(member) },
    { name: 'of another municipality', actor: contact, visitor: await house.as(contact) },
  ];
}

/** Signed in with every role there is, and then closed: as good as nobody. */
async function closedCaller(): Promise<(typeof callers)[number]> {
  const held = roles.filter((role) => role !== 'system').map((role) => ({ role }));
  const person = await actorWith(house.database, held, house.clock.now(), 'Lukket Konto');
  const visitor = await house.as(person);
  await house.owner.query('UPDATE person SET disabled_at = $2 WHERE id = $1', [person.id, house.clock.now()]);
  return { name: 'disabled', actor: undefined, visitor };
}

const fill = (path: string) => path.replace(':action', 'save').replace(/:\w+/g, () => randomUUID());

function call(visitor: Visitor, route: string): Promise<Answer> {
  const [method = '', path = ''] = route.split(' ');
  return method === 'GET'
    ? visitor.get(fill(path))
    : visitor.ask(method, fill(path), { headers: { 'content-type': 'application/json' }, body: '{}' });
}

describe('the routes', () => {
  it('all declare who may call them', () => {
    expect(routesUndeclared(house.app)).toEqual([]);
  });

  it('declare what this table says, and there are no others in the running router', () => {
    const served = routesServed(house.app).filter((route) => !documentation.test(route));
    expect(served).toEqual(Object.keys(expectedRoutes).sort());
    expect(Object.fromEntries(routesDeclared(house.app).map(({ method, path, access }) => [`${method} ${path}`, access]))).toEqual(
      expectedRoutes,
    );
  });

  it('use every permission there is', () => {
    expect(Object.keys(permissions).filter((permission) => !lines.some(([, access]) => access === permission))).toEqual([]);
  });

  it('that declare nothing are found, and answer as if they were not there', async () => {
    @Controller('glemt')
    class ForgottenController {
      @Get()
      forgotten() {
        return { secret: true };
      }
    }
    @Module({
      imports: [PlatformModule.with({ env: testSettings(), log: new QuietLog(), entities })],
      controllers: [ForgottenController],
      providers: [{ provide: APP_GUARD, useClass: AccessGuard }],
    })
    class ForgottenModule {}
    const app: INestApplication = await NestFactory.create(ForgottenModule, { logger: false });
    try {
      app.useGlobalFilters(new ProblemFilter(new QuietLog()));
      await app.listen(0, '127.0.0.1');
      expect(routesUndeclared(app)).toEqual(['GET /glemt']);
      const answer = await fetch(`${await app.getUrl()}/glemt`);
      expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([404, 'request.not-found']);
    } finally {
      await app.close();
    }
  });
});

describe('each route, asked by each role and by nobody', () => {
  it.each(lines.filter(([route]) => !/sign-out|log-af/.test(route)))('%s opens for %s alone', async (route, access) => {
    const answers = await Promise.all(callers.map(async ({ name, visitor }) => ({ name, answer: await call(visitor, route) })));
    const verdicts = answers.map(({ name, answer }) => [name, verdictOf(answer, access)]);
    pairs.asked += callers.length;
    pairs.held += callers.filter(({ actor }, i) => verdicts[i]?.[1] === due(actor, access)).length;
    expect(verdicts).toEqual(callers.map(({ name, actor }) => [name, due(actor, access)]));
    expect(answers.filter(({ answer }) => answer.status >= 500).map(({ answer }) => answer.text)).toEqual([]);
  });

  it.each(['POST /sign-out', 'POST /log-af'])('%s opens for whoever is signed in, and ends the session', async (route) => {
    expect((await call(house.visitor(), route)).status).toBe(401);
    const visitor = await house.visitor().signedIn(house.people.officer.email, 'hemmeligt kodeord');
    expect((await visitor.get('/me')).status).toBe(200);
    expect((await call(visitor, route)).status).toBeLessThan(400);
    expect((await visitor.get('/me')).status).toBe(401);
  });

  it('does not exist by another method', async () => {
    const paths = [...new Set(lines.map(([route]) => route.split(' ')[1] ?? ''))];
    const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];
    const others = paths.flatMap((path) => methods.map((method) => `${method} ${path}`)).filter((route) => !(route in expectedRoutes));
    const { visitor } = callers.find(({ name }) => name === 'administrator') ?? { visitor: house.visitor() };
    const answers = await Promise.all(others.map(async (route) => [route, (await call(visitor, route)).body?.code]));
    expect(answers.filter(([, code]) => code !== 'request.not-found')).toEqual([]);
  });
});

describe('a role', () => {
  it('that ends closes the doors at once, without a new sign-in', async () => {
    const officer = await actorWith(house.database, [{ role: 'officer' }], house.clock.now());
    const visitor = await house.as(officer);
    expect((await visitor.get('/cases')).status).toBe(200);
    await house.owner.query('UPDATE role_grant SET valid_to = $2 WHERE person_id = $1', [officer.id, house.clock.now()]);
    expect((await visitor.get('/cases')).body.code).toBe('permission.denied');
  });

  it('of a closed account counts for nothing', async () => {
    const officer = await actorWith(house.database, [{ role: 'officer' }], house.clock.now());
    const visitor = await house.as(officer);
    await house.owner.query('UPDATE person SET disabled_at = $2 WHERE id = $1', [officer.id, house.clock.now()]);
    expect((await visitor.get('/cases')).body.code).toBe('sign-in.needed');
  });
});

function due(actor: Actor | undefined, access: Permission | 'public' | 'signed-in'): string {
  if (access === 'public') return 'open';
  if (!actor) return 'sign-in.needed';
  return access === 'signed-in' || mayDo(actor.roles, access) ? 'open' : 'permission.denied';
}

/** A refused sign-in is an open door: whoever knocks is asked for a password, and without one there is no second step. */
function verdictOf({ status, body }: Answer, access: string): string {
  const asked = ['sign-in.refused', 'sign-in.second-past'];
  if (status === 401) return access === 'public' && asked.includes(body?.code) ? 'open' : (body?.code ?? '401');
  return status === 403 ? (body?.code ?? '403') : 'open';
}
