import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { jest } from '@jest/globals';
import fc from 'fast-check';
import { type Actor, mayDo, type Permission } from '@genmaele/access';
import { roles } from '@genmaele/contracts';
import { actorWith, housingCommittee, otherCommittee } from '@genmaele/testing';
import { expectedRoutes } from './expected-routes.js';
import { foreignThings, type HiddenKind, hiddenKinds, type Things } from './foreign-things.js';
import { goodBody, type Schema } from './fuzz-bodies.js';
import { openServedHouse, type ServedHouse } from './house.js';
import { tellProof } from './proof-figures.js';
import { type Answer, type Visitor } from './visitor.js';

jest.setTimeout(300_000);

/** What stands before an id in an address, and what the id then is the id of. */
const kindAfter: Readonly<Record<string, string>> = {
  cases: 'case',
  sager: 'case',
  hearings: 'hearing',
  hoeringer: 'hearing',
  documents: 'document',
  reservations: 'reservation',
  forbehold: 'reservation',
  'contribution-requests': 'contribution-request',
  contributions: 'contribution',
  bidrag: 'contribution',
  'sager/bidrag': 'contribution-request',
  dispatches: 'dispatch',
  meetings: 'meeting',
  moeder: 'meeting',
  items: 'item',
  punkter: 'item',
  attachments: 'attachment',
  bills: 'bill',
  lovforslag: 'bill',
  memberships: 'membership',
  medlemmer: 'membership',
  'items/absences': 'member-of-item',
  'punkter/fravaer': 'member-of-item',
  bodies: 'body',
  udvalg: 'body',
  people: 'person',
  personer: 'person',
  roles: 'role',
  roller: 'role',
  sessions: 'session',
  sessioner: 'session',
  passkeys: 'passkey',
  adgangsnoegler: 'passkey',
  'me/tokens': 'token',
  'konto/programnoegler': 'token',
};

/**
 * What has an id and is closed to nobody who may call its routes: all who hold the permission see every one of them, so none is foreign.
 * The rest are words, what is public for everybody, and secrets that are their own key.
 */
const closedToNobody: readonly RegExp[] = [
  /^(meeting|body|person|bill)$/,
  /^\w+ \/(routing|fordeling)\/:setId/,
  /^\w+ \/(approval-chains|godkendelsesveje)\/:chainId/,
  /^\w+ \/(stand-ins|stedfortraedere)\/:standInId/,
  /^\w+ \/(calendar|kalender)\/[\w-]+\/:dayId/,
  /^\w+ \/(procedures|procedurer)\/:id/,
  /^\w+ \/(identities|tokens|work|adgange\/\w+)\/:id/,
  /^\w+ \/adgang\/:token$/,
  /^GET \/kalender\/:secret\.ics$/,
  /^GET \/offentligt\/:id/,
];

type Access = Permission | 'public' | 'signed-in';

/** One place in one route where a foreign id can stand. */
interface Place {
  readonly route: string;
  readonly access: Access;
  readonly at: number;
  readonly kind: HiddenKind;
}

/** What each `:name` of a route is the id of, first to last; undefined for what is none. */
function kindsOf(route: string): (string | undefined)[] {
  const parts = (route.split(' ')[1] ?? '').split('/').slice(1);
  return parts.flatMap((part, i) => {
    if (!part.startsWith(':')) return [];
    if (part === ':action' || part === ':kind' || part === ':key') return ['word'];
    const [before = '', earlier = '', third = ''] = [parts[i - 1], parts[i - 2], parts[i - 3]];
    return [kindAfter[`${earlier}/${before}`] ?? kindAfter[`${third}/${before}`] ?? kindAfter[before]];
  });
}

const withIds = (Object.entries(expectedRoutes) as [string, Access][]).filter(([route]) => route.includes('/:'));
const isHidden = (kind: string | undefined): kind is HiddenKind => hiddenKinds.some((each) => each === kind);
const isOpen = (route: string, kind: string | undefined) =>
  kind === 'word' || closedToNobody.some((pattern) => pattern.test(route) || pattern.test(kind ?? ''));
const places: Place[] = withIds.flatMap(([route, access]) =>
  kindsOf(route).flatMap((kind, at) => {
    const hidden = kind === 'member-of-item' ? 'membership' : kind;
    return isHidden(hidden) && !isOpen(route, hidden) ? [{ route, access, at, kind: hidden }] : [];
  }),
);

let house: ServedHouse;
let things: Things;
let strangers: { name: string; actor: Actor; visitor: Visitor }[];
const took = { foreign: [] as number[], none: [] as number[] };

beforeAll(async () => {
  house = await openServedHouse();
  things = await foreignThings(house);
  strangers = [];
  for (const role of roles.filter((each) => each !== 'system')) {
    const actor = await actorWith(house.database, [{ role, committeeId: housingCommittee }], house.clock.now(), role);
    strangers.push({ name: role, actor, visitor: await house.as(actor) });
  }
  const elsewhere = await actorWith(house.database, [{ role: 'member', committeeId: otherCommittee }], house.clock.now(), 'andet udvalg');
  strangers.push({ name: 'member of another committee', actor: elsewhere, visitor: await house.as(elsewhere) });
  const aarhus = [{ role: 'municipality-contact', municipalityCode: '751' }] as const;
  const neighbour = await actorWith(house.database, aarhus, house.clock.now(), 'anden kommune');
  strangers.push({ name: 'contact of another municipality', actor: neighbour, visitor: await house.as(neighbour) });
});
afterAll(() => house?.close());

const opens = ({ roles: held }: Actor, access: Access) => access === 'signed-in' || (access !== 'public' && mayDo(held, access));

/** The address of a place with an id in it: what stands before it the asker may see, what stands after it hangs on what is foreign. */
function addressOf({ route, at }: Place, id: string): string {
  const kinds = kindsOf(route);
  let next = -1;
  return (route.split(' ')[1] ?? '').replace(/:\w+/g, (name) => {
    next += 1;
    if (name === ':key') return 'reply';
    if (name === ':action') return route.includes('orbehold') || route.includes('reservations') ? 'drop' : 'save';
    if (next === at) return id;
    const kind = (kinds[next] === 'member-of-item' ? 'membership' : kinds[next]) ?? '';
    const known: Readonly<Record<string, string>> = next < at ? things.own : things.foreign;
    return known[kind] ?? randomUUID();
  });
}

const { paths } = JSON.parse(readFileSync('docs/openapi.json', 'utf8')) as {
  paths: Record<string, Record<string, { requestBody?: { content: Record<string, { schema: Schema }> } }>>;
};

/** Bodies the route's description allows; pages take forms, which are not described. */
function bodiesFor(route: string): unknown[] {
  const [method = '', path = ''] = route.split(' ');
  const schema = paths[path.replace(/:(\w+)/g, '{$1}')]?.[method.toLowerCase()]?.requestBody?.content['application/json']?.schema;
  if (!schema) return [formBodies[path] ?? {}];
  return [formBodies[path], ...fc.sample(goodBody(schema, Object.values(things.own)), { numRuns: 8, seed: 1 })].filter((body) => body);
}

/** The bodies of each route, made once. */
const made = new Map<string, unknown[]>();
function bodiesOf(route: string): unknown[] {
  const bodies = made.get(route) ?? bodiesFor(route);
  made.set(route, bodies);
  return bodies;
}

/** Bodies said by hand: of the pages' forms, and where the description alone does not say what is allowed. */
const formBodies: Readonly<Record<string, object>> = {
  '/meetings/:id/items/:itemId': { title: 'Et andet punkt', open: true },
  '/udvalg/:bodyId/medlemmer/:membershipId/afslut': { lastDay: '2027-01-31' },
};

/** What the law of the house opens all the same: of a closed case an auditor reads the log, and gets it as a bundle without the drafts. */
const logOfClosed = (name: string, { route }: Place) => name === 'auditor' && /^GET \/cases\/:id\/(log|export\.zip)$/.test(route);

/** The way was gone as far as looking for what the id names. A place in a body is refused in words of its own, or not looked for at all. */
const reached = ({ status }: Answer, kind: HiddenKind) => status === 404 || (kind === 'membership' && (status === 409 || status === 422));

async function ask(visitor: Visitor, { route }: Place, address: string, body: unknown): Promise<Answer> {
  const [method = ''] = route.split(' ');
  if (method === 'GET') return visitor.get(address);
  const headers = { 'idempotency-key': randomUUID(), 'if-match': '"1"' };
  if (/\/(attachments|bilag)$/.test(address)) {
    const file = { field: 'documents', name: 'bilag.pdf', bytes: Buffer.from('%PDF-1.7'), type: 'application/pdf' };
    return visitor.postForm(address, {}, [file], headers);
  }
  return visitor.ask(method, address, { headers: { ...headers, 'content-type': 'application/json' }, body: JSON.stringify(body) });
}

/** What was answered, without what is each request's own: its number and the id that was asked for. */
const told = ({ status, text }: Answer, id: string) =>
  [
    status,
    text
      .replaceAll(id, 'ID')
      .replace(/"instance":"[^"]*"/, '')
      .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'NUMBER'),
  ].join(' ');

const noneOf = (kind: HiddenKind) => (kind === 'document' || kind === 'attachment' ? '0'.repeat(64) : randomUUID());

/** What differs between a foreign id and none at a place; undefined when nothing does. */
async function leakAt(visitor: Visitor, place: Place): Promise<string | undefined> {
  const [id, none] = [things.foreign[place.kind], noneOf(place.kind)];
  for (const body of bodiesOf(place.route)) {
    const began = performance.now();
    const other = await ask(visitor, place, addressOf(place, none), body);
    const between = performance.now();
    if (!reached(other, place.kind)) continue;
    const one = await ask(visitor, place, addressOf(place, id), body);
    took.none.push(between - began);
    took.foreign.push(performance.now() - between);
    return told(one, id) === told(other, none) ? undefined : `${told(one, id)} | ${told(other, none)}`;
  }
  const last = await ask(visitor, place, addressOf(place, none), bodiesOf(place.route).at(-1));
  return `never reached what it is about: ${last.status} ${last.text.slice(0, 300)}`;
}

const file = 'test/e2e/foreign-ids.spec.ts';
const median = (times: readonly number[]) => [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;

describe('the id of what one may not see', () => {
  it('is asked for in every route that has an id, or the route stands among those where nothing is closed', () => {
    const forgotten = withIds.filter(([route]) =>
      kindsOf(route).some((kind) => !isOpen(route, kind) && !isHidden(kind) && kind !== 'member-of-item'),
    );
    expect(forgotten.map(([route]) => route)).toEqual([]);
    expect(hiddenKinds.filter((kind) => !places.some((place) => place.kind === kind))).toEqual([]);
  });

  it('is answered by every route, to each who may call it, as one that does not exist, in status and words', async () => {
    const leaks: string[] = [];
    let asked = 0;
    // One at a time: the medians are of an answer, not of a queue.
    for (const { name, actor, visitor } of strangers) {
      for (const place of places.filter((each) => opens(actor, each.access) && !logOfClosed(name, each))) {
        asked += 1;
        const leak = await leakAt(visitor, place);
        if (leak) leaks.push(`${name}: ${place.route} (${place.kind}): ${leak}`);
      }
    }
    tellProof({ file, held: asked - leaks.length, asked, unit: 'spørgsmål' });
    const [foreign, none] = [median(took.foreign), median(took.none)].map((ms) => ms.toLocaleString('da-DK', { maximumFractionDigits: 2 }));
    tellProof({ file, what: 'median af svartiden: fremmed id og et, der ikke findes', figure: `${foreign} og ${none} ms` });
    expect(leaks).toEqual([]);
    expect(asked).toBeGreaterThan(places.length * 3);
  });
});
