import { type Actor } from '@genmaele/access';
import { type DraftContent } from '@genmaele/contracts';
import { promiseWork, queueSchema, QueueStore, Relay } from '@genmaele/jobs';
import { actorWith, caseIn, sampleResponse } from '@genmaele/testing';
import { Redis } from 'ioredis';
import { simpleParser } from 'mailparser';
import { getDocument, VerbosityLevel } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { expectedRoutes } from './expected-routes.js';
import { openServedHouse, type ServedHouse } from './house.js';
import { canary } from './refusals.js';
import { type Answer, type Visitor } from './visitor.js';
import { act, draftToSent, good, receiveSample } from './way.js';

const withCanary = (draft: DraftContent): DraftContent => ({
  ...draft,
  lead: [...draft.lead, `${canary} i hovedbudskabet.`],
  sections: [...draft.sections, { heading: `${canary} i en overskrift`, paragraphs: [`${canary} i et afsnit.`] }],
  points: draft.points.map((point) => ({ ...point, text: `${point.text} ${canary}.` })),
});

let house: ServedHouse;
let closedId: string;
let letter: Buffer;
let queued: string;
let refused: Answer[];
let shownInside: string;
let contact: Actor;
let contributionId: string;

beforeAll(async () => {
  house = await openServedHouse({ PUBLIC_URL: 'http://genmaele.example' });
  const officer = await house.as(house.people.officer);
  const sent = await receiveSample(house, { round: 'renewed', replyTo: 'kanarie@ministerium.example' });
  const draft = withCanary(sent.draft);
  const save = (body: object) => officer.post(`/cases/${sent.caseId}/actions/save`, body);
  refused = [await save({ draft }), await officer.post(`/cases/${sent.caseId}/actions/decline`, { comment: canary })];
  await draftToSent(house, sent.caseId, draft, `${canary} i en begrundelse`);
  refused.push(
    await save({ seen: 'f'.repeat(64), draft }),
    await officer.post(`/cases/${sent.caseId}/actions/recall`, { comment: canary }),
    await save({ draft: { ...draft, points: [...draft.points, ...draft.points] } }),
    await officer.ask('POST', `/cases/${sent.caseId}/actions/save`, {
      body: `{"draft":${canary}`,
      headers: { 'content-type': 'application/json' },
    }),
  );
  letter = (await officer.get(`/cases/${sent.caseId}/letter.pdf`)).bytes;
  closedId = (await caseIn(house, 'drafting')).id;
  await contribute(closedId);
  const { currentVersion: seen } = await act(house, 'officer', closedId, 'save', { draft: withCanary(sampleResponse()) });
  good(await officer.post(`/cases/${closedId}/confidence`, { confidential: true, personIds: [] }));
  await act(house, 'officer', closedId, 'submit', { seen, comment: `${canary} i en bemærkning` });
  queued = await rungInQueue();
  await house.drain();
  shownInside = (await officer.page(`/sager/${closedId}`)).text;
  await sendDigests();
});
afterAll(() => house?.close());

/** Odense is asked about a case, sends its answer, and has begun on another. */
async function contribute(caseId: string): Promise<void> {
  contact = await actorWith(house.database, [{ role: 'municipality-contact', municipalityCode: '461' }], house.clock.now(), 'Odense');
  const question = { question: `${canary} i et spørgsmål`, deadline: '2026-12-04', municipalities: 'all' };
  good(await (await house.as(house.people.officer)).post(`/cases/${caseId}/contribution-requests`, question));
  const visitor = await house.as(contact);
  const [{ id }] = good(await visitor.get('/contributions')) as [{ id: string }];
  const body = { text: `${canary} i et bidrag`, provisions: [{ provision: '§ 1', text: canary }] };
  good(await visitor.post(`/contributions/${id}/versions`, { ...body, send: true }));
  good(await visitor.post(`/contributions/${id}/versions`, body));
  refused.push(await visitor.post(`/contributions/${id}/versions`, { ...body, text: '' }));
  contributionId = id;
}

/** Rings for all that waits to be done, and tells everything the queue store then holds. */
async function rungInQueue(): Promise<string> {
  const store = new QueueStore(house.env, () => undefined);
  try {
    await new Relay(house.database, store, house.clock, house.log, house.env.DATABASE_URL).round();
    return store.kind === 'redis' ? await redisContents(house.env.REDIS_URL ?? '') : await tablesText(queueSchema);
  } finally {
    await store.close(2000);
  }
}

async function redisContents(url: string): Promise<string> {
  const redis = new Redis(url);
  const read: Record<string, (key: string) => Promise<unknown>> = {
    hash: (key) => redis.hgetall(key),
    list: (key) => redis.lrange(key, 0, -1),
    zset: (key) => redis.zrange(key, 0, -1),
    set: (key) => redis.smembers(key),
    stream: (key) => redis.xrange(key, '-', '+'),
    string: (key) => redis.get(key),
  };
  try {
    const keys = await redis.keys('*');
    return JSON.stringify(await Promise.all(keys.map(async (key) => [key, await read[await redis.type(key)]?.(key)])));
  } finally {
    redis.disconnect();
  }
}

async function tableNames(schema: string): Promise<string[]> {
  const { rows } = await house.owner.query<{ name: string }>('SELECT tablename AS name FROM pg_tables WHERE schemaname = $1', [schema]);
  return rows.map(({ name }) => name);
}

async function tablesText(schema: string): Promise<string> {
  const names = await tableNames(schema);
  return JSON.stringify(await Promise.all(names.map(async (name) => (await house.owner.query(`SELECT * FROM ${schema}."${name}"`)).rows)));
}

/** The day's collected notices, to everyone of the house and to the municipality's contact. */
async function sendDigests(): Promise<void> {
  const now = house.clock.now();
  const day = now.toISOString().slice(0, 10);
  for (const { id } of [...Object.values(house.people), contact])
    await house.tx((tx) => promiseWork(tx, 'digest.send', { personId: id, day }, { subject: `person:${id}`, once: day, dueAt: now, now }));
  await house.drain();
}

/** Everyone who is not named for the closed case. */
async function outsiders(): Promise<{ name: string; visitor: Visitor }[]> {
  const { officer: _named, ...others } = house.people;
  const aarhus = [{ role: 'municipality-contact', municipalityCode: '751' }] as const;
  const neighbour = await actorWith(house.database, aarhus, house.clock.now(), 'Aarhus');
  const auditor = await actorWith(house.database, [{ role: 'auditor' }], house.clock.now());
  const people = Object.entries({ ...others, municipality: contact, neighbour, auditor });
  return Promise.all(people.map(async ([name, person]) => ({ name, visitor: await house.as(person) })));
}

const lists = Object.keys(expectedRoutes)
  .filter((route) => /^GET \/[^:]*$/.test(route))
  .map((route) => `${route.slice(4)}?q=Kanariefugl`);
const ofTheCase = Object.keys(expectedRoutes).filter((route) => /^GET \/(cases|sager)\/:id/.test(route));
const pathsOf = (caseId: string) => ofTheCase.map((route) => route.slice(4).replace(':id', caseId).replace(/:\w+/g, caseId));

/** What someone is answered by every list, with a search, by the closed case's own addresses and by their calendar feed. */
async function toldTo(name: string, visitor: Visitor): Promise<{ name: string; path: string; text: string }[]> {
  await visitor.post('/me/calendar');
  const { address } = good(await visitor.get('/me/notices')).calendar as { address: string };
  const contribution = [`/contributions/${contributionId}`, `/contributions/${contributionId}/visible-to`, `/bidrag/${contributionId}`];
  const paths = [...lists, ...pathsOf(closedId), ...contribution, new URL(address).pathname];
  return Promise.all(paths.map(async (path) => ({ name, path, text: (await visitor.page(path)).text })));
}

describe('the words of a draft', () => {
  it('are read by whoever works with the case, so that they could have slipped out', () => {
    expect(shownInside).toContain(canary);
  });

  it('stand in the draft and its steps, and what municipalities were asked and saved, alone, and in no other table: not work, notices, mails, kept answers or the log', async () => {
    const holding: string[] = [];
    for (const name of await tableNames('public')) {
      const { rows } = await house.owner.query(`SELECT 1 FROM "${name}" AS row WHERE row::text LIKE $1 LIMIT 1`, [`%${canary}%`]);
      if (rows.length > 0) holding.push(name);
    }
    expect(holding.sort()).toEqual(['case_step', 'contribution_request', 'contribution_version', 'draft_version']);
  });

  it('are not in what the queue store holds while work waits', () => {
    expect(queued).toMatch(/w-[0-9a-f-]{36}-/);
    expect(queued).not.toContain(canary);
  });

  it('are in no refusal, though it is they that are refused', () => {
    expect(refused.map(({ status }) => status)).toEqual([409, 403, 409, 409, 400, 400, 400]);
    for (const { text } of refused) expect(text).not.toContain(canary);
  });

  it('are in no log line', () => {
    expect(house.logged.length).toBeGreaterThan(50);
    expect(house.logged.filter((line) => line.includes(canary))).toEqual([]);
  });

  it('are in no mail, neither its subject, its other headers nor its text, and in no digest', async () => {
    const mails = await Promise.all(house.sink.mails.map((mail) => simpleParser(mail)));
    expect(mails.length).toBeGreaterThan(3);
    expect((await house.rows('SELECT 1 FROM digest WHERE notice_id IS NOT NULL')).length).toBeGreaterThan(0);
    for (const { subject, text, html, headerLines } of mails)
      expect(JSON.stringify([subject, text, html, headerLines])).not.toContain(canary);
  });

  it('are in no metadata of the letter', async () => {
    const pdf = await getDocument({ data: new Uint8Array(letter), verbosity: VerbosityLevel.ERRORS }).promise;
    const { info, metadata } = await pdf.getMetadata();
    await pdf.destroy();
    const told = JSON.stringify([info, (metadata as { getRaw(): string } | null)?.getRaw()]);
    expect(told).toContain('pdfuaid');
    expect(told).not.toContain(canary);
  });
});

describe('the words of a closed case', () => {
  it('are in nobody else’s lists, searches, calendar feed or answers about the case', async () => {
    const told = await Promise.all((await outsiders()).map(({ name, visitor }) => toldTo(name, visitor)));
    const leaks = told.flat().filter(({ text }) => text.includes(canary));
    expect(leaks.map(({ name, path }) => `${name}: ${path}`)).toEqual([]);
    expect(told.flat().length).toBeGreaterThan(300);
  });
});
