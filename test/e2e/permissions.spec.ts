import { randomUUID } from 'node:crypto';
import { Controller, Get, Module, type INestApplication } from '@nestjs/common';
import { APP_GUARD, NestFactory } from '@nestjs/core';
import { AccessGuard, type Actor, mayDo, type Permission, permissions } from '@genmaele/access';
import { roles } from '@genmaele/contracts';
import { entities } from '@genmaele/migrations';
import { PlatformModule } from '@genmaele/platform';
import { actorWith, QuietLog } from '@genmaele/testing';
import { ProblemFilter } from '../../apps/api/src/house/problem-filter.js';
import { openServedHouse, type ServedHouse, testSettings } from './house.js';
import { routesDeclared, routesServed, routesUndeclared } from './routes.js';
import { type Answer, type Visitor } from './visitor.js';

/** Every route of the product and who may call it: a route that is added, moved or opened is added, moved or opened here too. */
const expected = {
  'GET /': 'public',
  'POST /log-paa': 'public',
  'POST /log-af': 'signed-in',
  'POST /hoeringer': 'hearing.receive',
  'GET /hoeringer/:id': 'hearing.read',
  'GET /sager/:id': 'case.read',
  'POST /sager/:id/udkast': 'draft.edit',
  'POST /sager/:id/svaradresse': 'hearing.receive',
  'POST /sager/:id/udvalg': 'draft.edit',
  'POST /sager/:id/handlinger/:action': 'case.act',
  'GET /sager/:id/visitering': 'case.triage',
  'POST /sager/:id/visitering': 'case.triage',
  'POST /sager/:id/klassifikation': 'case.triage',
  'GET /henvendelser/ny': 'case.triage',
  'POST /henvendelser': 'case.triage',
  'GET /forbehold': 'case.read',
  'GET /sager/:id/forbehold': 'case.read',
  'POST /sager/:id/forbehold': 'reservation.handle',
  'POST /sager/:id/forbehold/:reservationId/:action': 'reservation.handle',
  'GET /fordeling': 'route.edit',
  'POST /fordeling': 'route.edit',
  'POST /fordeling/:setId': 'route.edit',
  'POST /fordeling/:setId/proev': 'route.edit',
  'POST /fordeling/:setId/ikraft': 'route.edit',
  'GET /cases/:id/triage': 'case.triage',
  'POST /cases/:id/triage': 'case.triage',
  'POST /cases/:id/classification': 'case.triage',
  'POST /ministerial-letters': 'case.triage',
  'POST /hearings/:id/bills': 'case.triage',
  'GET /reservations': 'case.read',
  'GET /cases/:id/reservations': 'case.read',
  'POST /cases/:id/reservations': 'reservation.handle',
  'POST /cases/:id/reservations/:reservationId/:action': 'reservation.handle',
  'GET /routing': 'route.edit',
  'POST /routing': 'route.edit',
  'POST /routing/:setId': 'route.edit',
  'POST /routing/:setId/trial': 'route.edit',
  'POST /routing/:setId/force': 'route.edit',
  'GET /personer': 'person.manage',
  'POST /personer': 'person.manage',
  'POST /personer/:id/luk': 'person.manage',
  'GET /kalender': 'calendar.edit',
  'POST /kalender/lukkedage': 'calendar.edit',
  'POST /kalender/lukkedage/:dayId/fjern': 'calendar.edit',
  'POST /kalender/fravaer': 'calendar.edit',
  'POST /kalender/fravaer/:dayId/fjern': 'calendar.edit',
  'POST /kalender/skoleferier': 'calendar.edit',
  'GET /trintider': 'case.read',
  'POST /hoeringer/:id/frist': 'draft.edit',
  'GET /calendar': 'calendar.edit',
  'POST /calendar/closing-days': 'calendar.edit',
  'POST /calendar/closing-days/:dayId/remove': 'calendar.edit',
  'POST /calendar/absences': 'calendar.edit',
  'POST /calendar/absences/:dayId/remove': 'calendar.edit',
  'POST /calendar/school-holidays': 'calendar.edit',
  'GET /step-times': 'case.read',
  'POST /hearings/:id/deadline': 'draft.edit',
  'GET /glemt-adgangskode': 'public',
  'POST /glemt-adgangskode': 'public',
  'GET /adgang/:token': 'public',
  'POST /adgang/:token': 'public',
  'GET /konto': 'signed-in',
  'POST /konto/adgangskode': 'signed-in',
  'GET /konto/beskeder': 'signed-in',
  'POST /konto/beskeder': 'signed-in',
  'POST /konto/kalender': 'signed-in',
  'POST /konto/kalender/luk': 'signed-in',
  'GET /kalender/:secret.ics': 'public',
  'POST /konto/sessioner/:sessionId/luk': 'signed-in',
  'POST /konto/sessioner/luk-andre': 'signed-in',
  'GET /sager/:id/synlighed': 'case.read',
  'GET /hoeringer/:id/synlighed': 'hearing.read',
  'POST /sager/:id/fortrolighed': 'case.confide',
  'POST /personer/:id/oejne': 'person.look-through',
  'POST /oejne/slut': 'signed-in',
  'GET /cases/:id/visible-to': 'case.read',
  'GET /hearings/:id/visible-to': 'hearing.read',
  'POST /cases/:id/confidence': 'case.confide',
  'POST /people/:id/eyes': 'person.look-through',
  'POST /me/eyes/end': 'signed-in',
  'GET /log-paa/kode': 'public',
  'POST /log-paa/kode': 'public',
  'GET /log-paa/oidc': 'public',
  'GET /log-paa/oidc/svar': 'public',
  'GET /log-paa/saml': 'public',
  'POST /saml/svar': 'public',
  'GET /saml/metadata': 'public',
  'GET /konto/noegler': 'signed-in',
  'POST /konto/igen': 'signed-in',
  'POST /konto/engangskoder': 'signed-in',
  'POST /konto/engangskoder/bekraeft': 'signed-in',
  'POST /konto/engangskoder/fjern': 'signed-in',
  'POST /konto/noedkoder': 'signed-in',
  'POST /konto/adgangsnoegler/:id/fjern': 'signed-in',
  'POST /konto/programnoegler': 'signed-in',
  'POST /konto/programnoegler/:id/traek': 'signed-in',
  'GET /adgange': 'person.manage',
  'POST /adgange/identiteter/:id/bekraeft': 'person.manage',
  'POST /adgange/identiteter/:id/afvis': 'person.manage',
  'POST /adgange/programnoegler/:id/traek': 'person.manage',
  'POST /sign-in/code': 'public',
  'POST /sign-in/passkey/options': 'public',
  'POST /sign-in/passkey': 'public',
  'POST /sign-in/again/passkey': 'signed-in',
  'GET /me/factors': 'signed-in',
  'POST /me/one-time-codes': 'signed-in',
  'POST /me/one-time-codes/confirm': 'signed-in',
  'POST /me/one-time-codes/remove': 'signed-in',
  'POST /me/recovery-codes': 'signed-in',
  'POST /me/passkeys/options': 'signed-in',
  'POST /me/passkeys': 'signed-in',
  'POST /me/passkeys/:id/remove': 'signed-in',
  'GET /me/tokens': 'signed-in',
  'POST /me/tokens': 'signed-in',
  'POST /me/tokens/:id/revoke': 'signed-in',
  'GET /tokens': 'person.manage',
  'POST /tokens/:id/revoke': 'person.manage',
  'GET /identities': 'person.manage',
  'POST /identities/:id/confirm': 'person.manage',
  'POST /identities/:id/refuse': 'person.manage',
  'GET /docs/errors': 'public',
  'GET /people': 'person.manage',
  'POST /people': 'person.manage',
  'POST /people/:id/close': 'person.manage',
  'POST /password-links': 'public',
  'POST /password': 'public',
  'POST /me/password': 'signed-in',
  'GET /me/notices': 'signed-in',
  'POST /me/notices': 'signed-in',
  'POST /me/calendar': 'signed-in',
  'POST /me/calendar/end': 'signed-in',
  'GET /me/sessions': 'signed-in',
  'POST /me/sessions/:sessionId/end': 'signed-in',
  'POST /me/sessions/end-others': 'signed-in',
  'POST /sign-in': 'public',
  'POST /sign-in/again': 'signed-in',
  'POST /sign-out': 'signed-in',
  'GET /me': 'signed-in',
  'POST /hearings': 'hearing.receive',
  'GET /hearings': 'hearing.read',
  'GET /hearings/:id': 'hearing.read',
  'GET /hearings/:id/provisions': 'hearing.read',
  'GET /hearings/:id/documents/:sha256': 'hearing.read',
  'POST /hearings/:id/reply-address': 'hearing.receive',
  'GET /cases': 'case.read',
  'GET /cases/:id': 'case.read',
  'POST /cases/:id/actions/:action': 'case.act',
  'POST /cases/:id/committee': 'draft.edit',
  'GET /cases/:id/log': 'log.read',
  'GET /committees': 'case.read',
  'GET /cases/:id/letter': 'letter.read',
  'GET /cases/:id/letter.pdf': 'letter.read',
  'GET /cases/:id/preview.pdf': 'draft.read',
  'GET /cases/:id/letter/heard': 'letter.read',
  'GET /cases/:id/dispatches': 'letter.read',
  'GET /cases/:id/dispatches/:dispatchId/mail.eml': 'letter.read',
  'GET /bodies': 'committee.read',
  'GET /me/meetings': 'committee.vote',
  'GET /bodies/:bodyId': 'committee.read',
  'POST /bodies': 'committee.manage',
  'POST /bodies/:bodyId/names': 'committee.manage',
  'POST /bodies/:bodyId/memberships': 'committee.manage',
  'POST /bodies/:bodyId/memberships/:id/end': 'committee.manage',
  'POST /bodies/:bodyId/meetings': 'committee.manage',
  'POST /bodies/:bodyId/procedures': 'committee.manage',
  'GET /procedures/:id': 'committee.read',
  'POST /procedures/:id/votes': 'committee.vote',
  'POST /procedures/:id/close': 'committee.decide',
  'GET /meetings/:id': 'committee.read',
  'POST /meetings/:id/plan': 'committee.manage',
  'POST /meetings/:id/actions/:action': 'committee.manage',
  'POST /meetings/:id/items': 'committee.manage',
  'POST /meetings/:id/items/:itemId': 'committee.manage',
  'POST /meetings/:id/items/:itemId/place': 'committee.manage',
  'POST /meetings/:id/items/:itemId/withdraw': 'committee.manage',
  'POST /meetings/:id/items/:itemId/consent': 'committee.vote',
  'GET /meetings/:id/items/:itemId/draft': 'committee.read',
  'POST /meetings/:id/items/:itemId/attachments': 'committee.decide',
  'GET /meetings/:id/items/:itemId/attachments/:sha256': 'committee.read',
  'POST /meetings/:id/attendance': 'committee.decide',
  'POST /meetings/:id/items/:itemId/absences': 'committee.decide',
  'POST /meetings/:id/items/:itemId/absences/:membershipId/remove': 'committee.decide',
  'POST /meetings/:id/items/:itemId/decisions': 'committee.decide',
  'POST /meetings/:id/minutes/replies': 'committee.vote',
  'GET /meetings/:id/papers/:kind': 'committee.read',
  'GET /udvalg': 'committee.read',
  'GET /udvalg/:bodyId': 'committee.read',
  'POST /udvalg/:bodyId/moeder': 'committee.manage',
  'POST /udvalg/:bodyId/procedurer': 'committee.manage',
  'GET /moeder/:id': 'committee.read',
  'POST /moeder/:id/handlinger/:action': 'committee.manage',
  'POST /moeder/:id/punkter': 'committee.manage',
  'POST /moeder/:id/fremmoede': 'committee.decide',
  'POST /moeder/:id/punkter/:itemId/samtykke': 'committee.vote',
  'POST /moeder/:id/punkter/:itemId/beslutning': 'committee.decide',
  'POST /moeder/:id/referat/svar': 'committee.vote',
  'GET /mine-moeder': 'committee.vote',
  'GET /procedurer/:id': 'committee.read',
  'POST /procedurer/:id/svar': 'committee.vote',
  'GET /work/dead': 'work.read',
  'POST /work/:id/retry': 'work.retry',
  'GET /health/live': 'public',
  'GET /health/ready': 'public',
  'GET /metrics': 'public',
} as const satisfies Record<string, Permission | 'public' | 'signed-in'>;

/** What the documentation page serves beside the controllers; it describes the api and tells nothing of cases. */
const documentation = /^GET \/api\/docs/;

const lines = Object.entries(expected) as [string, Permission | 'public' | 'signed-in'][];

let house: ServedHouse;
let callers: { name: string; actor: Actor | undefined; visitor: Visitor }[];

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
});
afterAll(() => house?.close());

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
    expect(served).toEqual(Object.keys(expected).sort());
    expect(Object.fromEntries(routesDeclared(house.app).map(({ method, path, access }) => [`${method} ${path}`, access]))).toEqual(
      expected,
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
    const others = paths.flatMap((path) => methods.map((method) => `${method} ${path}`)).filter((route) => !(route in expected));
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
