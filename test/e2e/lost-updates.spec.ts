import { randomUUID } from 'node:crypto';
import { defaultChain } from '@genmaele/contracts';
import { actorWith, caseIn, housingCommittee, MeetingGround, otherCommittee } from '@genmaele/testing';
import { openServedHouse, type ServedHouse } from './house.js';
import { routesDeclared } from './routes.js';
import { type Answer, type Visitor } from './visitor.js';
import { good } from './way.js';

let house: ServedHouse;
beforeAll(async () => {
  house = await openServedHouse();
}, 60_000);
afterAll(() => house?.close());

/**
 * The changes that may be asked for without the version that was seen and without a key. `own`: it is one's own, and nobody else changes it. `secret`: what
 * is sent works once, or is checked anew each time. `ends`: it ends or removes something, and done twice it is the same. `state`: its state decides,
 * and done twice it is refused. `whole`: it says the whole of what is then true, in one line.
 */
const without: Readonly<Record<'own' | 'secret' | 'ends' | 'state' | 'whole', readonly string[]>> = {
  ends: [
    '/adgange/programnoegler/:id/traek',
    '/calendar/absences/:dayId/remove',
    '/calendar/closing-days/:dayId/remove',
    '/kalender/fravaer/:dayId/fjern',
    '/kalender/lukkedage/:dayId/fjern',
    '/stand-ins/:standInId/end',
    '/stedfortraedere/:standInId/slut',
    '/tokens/:id/revoke',
  ],
  own: [
    '/konto/adgangskode',
    '/konto/adgangsnoegler/:id/fjern',
    '/konto/beskeder',
    '/konto/engangskoder',
    '/konto/engangskoder/bekraeft',
    '/konto/engangskoder/fjern',
    '/konto/igen',
    '/konto/kalender',
    '/konto/kalender/luk',
    '/konto/noedkoder',
    '/konto/programnoegler/:id/traek',
    '/konto/sessioner/:sessionId/luk',
    '/konto/sessioner/luk-andre',
    '/me/calendar',
    '/me/calendar/end',
    '/me/eyes/end',
    '/me/notices',
    '/me/one-time-codes',
    '/me/one-time-codes/confirm',
    '/me/one-time-codes/remove',
    '/me/passkeys',
    '/me/passkeys/:id/remove',
    '/me/passkeys/options',
    '/me/password',
    '/me/recovery-codes',
    '/me/sessions/:sessionId/end',
    '/me/sessions/end-others',
    '/me/tokens/:id/revoke',
    '/oejne/slut',
    '/people/:id/eyes',
    '/personer/:id/oejne',
    '/procedurer/:id/svar',
    '/procedures/:id/votes',
  ],
  secret: [
    '/adgang/:token',
    '/glemt-adgangskode',
    '/log-af',
    '/log-paa',
    '/log-paa/kode',
    '/password',
    '/password-links',
    '/saml/svar',
    '/sign-in',
    '/sign-in/again',
    '/sign-in/again/passkey',
    '/sign-in/code',
    '/sign-in/passkey',
    '/sign-in/passkey/options',
    '/sign-out',
  ],
  state: [
    '/adgange/identiteter/:id/afvis',
    '/adgange/identiteter/:id/bekraeft',
    '/identities/:id/confirm',
    '/identities/:id/refuse',
    '/procedurer/:id/luk',
    '/procedures/:id/close',
  ],
  whole: ['/calendar/school-holidays', '/kalender/skoleferier'],
};

describe('a route that changes something', () => {
  it('asks for the version that was seen or for a key of its own, or stands here with the reason why not', () => {
    const bare = routesDeclared(house.app)
      .filter(({ method, version, keyed }) => method !== 'GET' && !version && !keyed)
      .map(({ path }) => path);
    expect(bare.sort()).toEqual(Object.values(without).flat().sort());
  });

  it('names by its version something that stands in its own address', () => {
    for (const { path, version } of routesDeclared(house.app)) if (version) expect(path.split('/')).toContain(`:${version.parameter}`);
  });
});

/** Sends what needs a version with the one that is given, or without. */
const sent = (visitor: Visitor, path: string, body: object, version?: string): Promise<Answer> =>
  visitor.ask('POST', path, {
    headers: { 'content-type': 'application/json', 'idempotency-key': randomUUID(), ...(version ? { 'if-match': version } : {}) },
    body: JSON.stringify(body),
  });

/** Two who saw the same: the first changes it, the second is told; without a version nobody changes it. */
async function firstAlone(visitor: Visitor, path: string, bodies: readonly [object, object]): Promise<void> {
  const seen = await visitor.versionFor(path);
  const bare = await sent(visitor, path, bodies[0]);
  expect([path, bare.status, bare.body.code]).toEqual([path, 428, 'request.version-missing']);
  const first = await sent(visitor, path, bodies[0], seen);
  expect([path, first.status]).toEqual([path, 200]);
  const second = await sent(visitor, path, bodies[1], seen);
  expect([path, second.status, second.body.code]).toEqual([path, 412, 'request.stale']);
}

describe('of two who saw the same, one alone changes', () => {
  let ground: MeetingGround;
  beforeAll(async () => {
    ground = await MeetingGround.open(house);
  });

  it('an item of an agenda, its place and who takes part in it, each of which is a new version of it', async () => {
    const secretary = await house.as(house.people.secretary);
    const meetingId = await ground.plan();
    const [one, two] = [await ground.add(meetingId, { title: 'Et' }), await ground.add(meetingId, { title: 'To' })];
    const item = `/meetings/${meetingId}/items/${one}`;
    await firstAlone(secretary, item, [
      { title: 'Først', open: true },
      { title: 'Sidst', open: true },
    ]);
    expect((await secretary.get(`/meetings/${meetingId}`)).text).not.toContain('Sidst');
    await firstAlone(secretary, `${item}/place`, [{ place: 2 }, { place: 1 }]);
    const seen = await secretary.versionFor(item);
    expect(
      (
        await sent(
          secretary,
          `/meetings/${meetingId}/items/${two}`,
          { title: 'Andet', open: true },
          await secretary.versionFor(`/meetings/${meetingId}/items/${two}`),
        )
      ).status,
    ).toBe(200);
    expect((await sent(secretary, `${item}/withdraw`, {}, seen)).status).toBe(200);
  });

  it('a chain of approval, a set of rules, a reservation and a place in a body', async () => {
    const administrator = await house.as(house.people.administrator);
    const chain = (name: string) => ({ kind: 'supplement', name, steps: defaultChain });
    const { chainId } = (await administrator.post('/approval-chains', chain('Vej'))).body;
    await firstAlone(administrator, `/approval-chains/${chainId}`, [chain('Først'), chain('Sidst')]);
    const rules = (committeeId: string) => ({ name: 'Regler', rules: [{ priority: 1, words: ['bolig'], committeeId }] });
    const { setId } = (await administrator.post('/routing', rules(housingCommittee))).body;
    await firstAlone(administrator, `/routing/${setId}`, [rules(otherCommittee), rules(housingCommittee)]);

    const officer = await house.as(house.people.officer);
    const { id } = await caseIn(house, 'opened');
    const reserve = { kind: 'economic', reason: 'negotiated-separately', liftedBy: 'decision', decisionText: 'Forhandlingen' };
    const { reservationId } = (await officer.post(`/cases/${id}/reservations`, reserve)).body;
    await firstAlone(officer, `/cases/${id}/reservations/${reservationId}/reword`, [{ wording: 'Først.' }, { wording: 'Sidst.' }]);

    const place = { outsiderName: 'Ny', function: 'member', municipality: 'Aarhus', validFrom: '2026-01-01' };
    const { membershipId } = good(await administrator.post(`/bodies/${housingCommittee}/memberships`, place));
    const end = `/bodies/${housingCommittee}/memberships/${membershipId}/end`;
    await firstAlone(administrator, end, [{ lastDay: '2027-01-01' }, { lastDay: '2026-12-15' }]);
  });

  it('who is present at a meeting, and what is decided', async () => {
    const { meetingId, items } = await ground.hold([{ title: 'Sag' }]);
    const role = { role: 'committee-secretary', committeeId: housingCommittee } as const;
    const secretary = await house.as(await actorWith(house.database, [role], house.clock.now()));
    const present = ground.members.map(({ id }) => id);
    await firstAlone(secretary, `/meetings/${meetingId}/attendance`, [{ present }, { present: present.slice(1) }]);
    const item = `/meetings/${meetingId}/items/${items[0]}`;
    const away = (i: number) => ({ membershipId: present[i], kind: 'absent' });
    const seen = await secretary.versionFor(item);
    expect((await sent(secretary, `${item}/absences`, away(0), seen)).status).toBe(200);
    expect((await sent(secretary, `${item}/decisions`, { outcome: 'approved' }, seen)).body.code).toBe('request.stale');
  });
});
