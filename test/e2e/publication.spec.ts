import { randomUUID } from 'node:crypto';
import { type Actor, sentStates } from '@genmaele/access';
import { verifyAudit } from '@genmaele/audit';
import { caseView, setStandIn } from '@genmaele/cases';
import { dispatchesOf } from '@genmaele/delivery';
import { actorWith, caseIn } from '@genmaele/testing';
import { jobHandlers } from '../../apps/worker/src/handlers.js';
import { openServedHouse, password, type ServedHouse } from './house.js';
import { type Answer } from './visitor.js';
import { etagOf } from './way.js';

let house: ServedHouse;
let secondHead: Actor;
let secondDispatcher: Actor;

beforeAll(async () => {
  house = await openServedHouse();
  secondHead = await actorWith(house.database, [{ role: 'head-of-office' }], house.clock.now(), 'Anden Kontorchef');
  secondDispatcher = await actorWith(house.database, [{ role: 'dispatcher' }], house.clock.now(), 'Anden Ekspedient');
});
afterAll(() => house?.close());

/** A case whose letter has left, and the hash of what left: a letter of a few bytes, or one that was really drawn and signed. */
async function sentCase(drawn = false): Promise<{ id: string; sha256: string; hearingId: string }> {
  const drawing = jobHandlers(house.database, house.env, { socket: house.env.SIGNER_SOCKET ?? '', roots: house.roots });
  const { id } = await caseIn(house, 'sending', {}, drawn ? drawing : undefined);
  await house.drain();
  const { state, signedSha256, hearingId } = await caseView(house.database, id);
  expect(sentStates).toContain(state);
  return { id, sha256: signedSha256 ?? '', hearingId: hearingId ?? '' };
}

type Sent = Awaited<ReturnType<typeof sentCase>>;

async function act(
  person: Actor,
  { id, sha256 }: Sent,
  action: string,
  more: object = {},
  headers: Record<string, string> = {},
): Promise<Answer> {
  return (await house.as(person)).post(`/cases/${id}/actions/${action}`, { seen: sha256, ...more }, headers);
}

/** What an action came to: 200, or the code of the refusal. */
const outcome = ({ status, body }: Answer): number | string => (status === 200 ? 200 : body.code);

const pageIdOf = async (caseId: string): Promise<string> => {
  const [row] = await house.rows<{ id: string }>('SELECT id FROM publication WHERE case_id = $1 ORDER BY proposed_at DESC, id LIMIT 1', [
    caseId,
  ]);
  if (!row) throw new Error('nobody has proposed it');
  return row.id;
};

/** A letter that is proposed by a head of office and, with `released`, made public by a dispatcher. */
async function proposed(released = false, drawn = false): Promise<Sent & { pageId: string }> {
  const sent = await sentCase(drawn);
  expect(outcome(await act(house.people.head, sent, 'propose-publication'))).toBe(200);
  if (released) expect(outcome(await act(house.people.dispatcher, sent, 'publish'))).toBe(200);
  return { ...sent, pageId: await pageIdOf(sent.id) };
}

const withoutNumber = (text: string) => text.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'id');

/** Nobody can tell the page from one that never was: page and file are 404 in the same words, and the list does not name it. */
async function expectNotThere(pageId: string): Promise<void> {
  const anybody = house.visitor();
  for (const path of ['', '/brev.pdf']) {
    const [hidden, unknown] = [await anybody.get(`/offentligt/${pageId}${path}`), await anybody.get(`/offentligt/${randomUUID()}${path}`)];
    expect([hidden.status, withoutNumber(hidden.text)]).toEqual([404, withoutNumber(unknown.text)]);
  }
  expect((await anybody.get('/offentligt')).text).not.toContain(pageId);
}

async function expectThere(pageId: string): Promise<void> {
  const answers = await Promise.all(['', '/brev.pdf'].map((path) => house.visitor().get(`/offentligt/${pageId}${path}`)));
  expect(answers.map(({ status }) => status)).toEqual([200, 200]);
}

describe('a letter that was sent', () => {
  it('is proposed by one, made public by another, read by anybody as it was sent, and taken back with a reason', async () => {
    const { head, dispatcher } = house.people;
    const sent = await proposed(false, true);
    await expectNotThere(sent.pageId);
    expect(outcome(await act(head, sent, 'publish'))).toBe('publication.same-person');
    expect(outcome(await act(house.people.officer, sent, 'publish'))).toBe('case.role-missing');
    expect(outcome(await act(dispatcher, sent, 'publish', { seen: 'f'.repeat(64) }))).toBe('case.version-stale');
    await expectNotThere(sent.pageId);
    const own = (await (await house.as(head)).get(`/sager/${sent.id}`)).text;
    expect([own.includes('en anden kontorchef eller ekspedient skal offentliggøre'), own.includes('handlinger/publish')]).toEqual([
      true,
      false,
    ]);
    expect((await (await house.as(dispatcher)).get(`/sager/${sent.id}`)).text).toContain('handlinger/publish');

    expect(outcome(await act(dispatcher, sent, 'publish'))).toBe(200);
    const anybody = house.visitor();
    const page = await anybody.get(`/offentligt/${sent.pageId}`);
    expect([page.status, page.text.includes(sent.sha256), page.text.includes(sent.id)]).toEqual([200, true, false]);
    for (const { id, email } of Object.values(house.people))
      expect([page.text.includes(id), page.text.includes(email)]).toEqual([false, false]);
    const file = await anybody.get(`/offentligt/${sent.pageId}/brev.pdf`);
    const [dispatch] = await dispatchesOf(house.database, sent.id);
    expect([file.headers.get('etag'), etagOf(file.bytes)]).toEqual([`"${dispatch?.attachmentSha256}"`, `"${sent.sha256}"`]);
    expect(file.headers.get('content-type')).toBe('application/pdf');

    expect(outcome(await act(dispatcher, sent, 'withdraw-publication', { comment: ' ' }))).toBe('case.need-unmet');
    await expectThere(sent.pageId);
    expect(outcome(await act(head, sent, 'withdraw-publication', { comment: 'Navnet på en borger stod i bilaget.' }))).toBe(200);
    await expectNotThere(sent.pageId);
    const lines = await house.rows<{ action: string; actor: string }>(
      `SELECT action, actor_id AS actor FROM audit_entry WHERE subject = $1 AND action LIKE '%publi%' ORDER BY seq`,
      [`case:${sent.id}`],
    );
    expect(lines.map(({ action, actor }) => [action, actor])).toEqual([
      ['case.propose-publication', head.id],
      ['case.publish', dispatcher.id],
      ['case.withdraw-publication', head.id],
    ]);
    expect((await caseView(house.database, sent.id)).steps.at(-1)?.comment).toBe('Navnet på en borger stod i bilaget.');
    expect((await verifyAudit(house.database)).firstBad).toBeUndefined();
  });

  it('is made public only by whoever has shown a short while ago who they are; taking it back waits for nothing', async () => {
    const sent = await proposed();
    const third = await actorWith(house.database, [{ role: 'dispatcher' }], house.clock.now(), 'Tredje Ekspedient');
    const visitor = await house.as(third);
    const signedInThisMorning = () =>
      house.rows(
        `UPDATE session SET sess = jsonb_set(sess::jsonb, '{freshAt}', to_jsonb($2::text))::json WHERE sess->'passport'->>'user' = $1 RETURNING sid`,
        [third.id, new Date(house.clock.now().getTime() - 3 * 3_600_000).toISOString()],
      );
    expect(await signedInThisMorning()).toHaveLength(1);
    expect(outcome(await act(third, sent, 'publish'))).toBe('sign-in.not-fresh');
    await expectNotThere(sent.pageId);
    expect((await visitor.post('/sign-in/again', { password })).status).toBe(200);
    expect(outcome(await act(third, sent, 'publish'))).toBe(200);
    expect(await signedInThisMorning()).toHaveLength(1);
    expect(outcome(await act(third, sent, 'withdraw-publication', { comment: 'Fejl.' }))).toBe(200);
  });

  it('is found from the front page, by whoever is signed in and by whoever is not', async () => {
    for (const visitor of [house.visitor(), await house.as(house.people.officer)])
      expect((await visitor.get('/')).text).toContain('<a href="/offentligt">');
  });

  it('stands first on the list when it was published last', async () => {
    const first = await proposed(true);
    house.clock.move(60_000);
    const last = await proposed(true);
    const { text } = await house.visitor().get('/offentligt');
    expect(text.indexOf(last.pageId)).toBeGreaterThan(0);
    expect(text.indexOf(first.pageId)).toBeGreaterThan(text.indexOf(last.pageId));
  });

  it('is no longer proposed when either has taken the proposal back, and can be proposed anew', async () => {
    const sent = await proposed();
    for (const who of [house.people.head, house.people.dispatcher]) {
      expect(outcome(await act(who, sent, 'drop-publication'))).toBe(200);
      expect(outcome(await act(house.people.dispatcher, sent, 'publish'))).toBe('case.need-unmet');
      expect(outcome(await act(house.people.head, sent, 'propose-publication'))).toBe(200);
      expect(outcome(await act(secondHead, sent, 'propose-publication'))).toBe('case.need-unmet');
    }
  });

  it('is public no more when it turns out that it never arrived', async () => {
    const { pageId, id } = await proposed(true);
    const { actOnCase, systemActor } = await import('@genmaele/cases');
    await house.tx((tx) => actOnCase(tx, { caseId: id, action: 'delivery-failed', actor: systemActor, now: house.clock.now() }));
    await expectNotThere(pageId);
    expect(await house.rows('SELECT 1 FROM publication WHERE case_id = $1 AND ended_at IS NULL', [id])).toEqual([]);
  });

  it('is neither proposed nor published before it has left', async () => {
    const { id, signedSha256 } = await caseIn(house, 'signed');
    const unsent = { id, sha256: signedSha256 ?? '', hearingId: '' };
    for (const action of ['propose-publication', 'publish'])
      expect(outcome(await act(house.people.head, unsent, action))).toBe('case.action-not-allowed');
  });
});

describe('the second person', () => {
  const standIn = (person: Actor, by: Actor) =>
    house.tx((tx) => {
      const [validFrom, validTo] = [house.clock.now(), new Date(house.clock.now().getTime() + 86_400_000)].map((at) =>
        at.toISOString(),
      ) as [string, string];
      const body = { personId: person.id, byPersonId: by.id, validFrom, validTo, reason: 'Ferie', roles: [], committees: [], kinds: [] };
      return setStandIn(tx, body, { actor: person, now: house.clock.now() });
    });

  it('is not who stands in for the one that proposed it, nor the one that somebody proposed it for', async () => {
    const stand = await actorWith(house.database, [{ role: 'economist' }], house.clock.now(), 'Sted Fortræder');
    await standIn(secondHead, stand);
    const one = await sentCase();
    expect(outcome(await act(secondHead, one, 'propose-publication'))).toBe(200);
    expect(outcome(await act(stand, one, 'publish'))).toBe('publication.same-person');
    const two = await sentCase();
    expect(outcome(await act(stand, two, 'propose-publication'))).toBe(200);
    expect(outcome(await act(secondHead, two, 'publish'))).toBe('publication.same-person');
    expect(outcome(await act(stand, two, 'publish'))).toBe('publication.same-person');
    expect(outcome(await act(house.people.head, two, 'publish'))).toBe(200);
  });

  it('is one: of two who release at once one does, and the other is told', async () => {
    const sent = await proposed();
    for (let race = 0; race < 5; race += 1) {
      const etag = (await (await house.as(house.people.officer)).get(`/cases/${sent.id}`)).headers.get('etag') ?? '';
      const both = [house.people.dispatcher, secondDispatcher];
      const answers = await Promise.all(both.map((who) => act(who, sent, 'publish', {}, { 'if-match': etag })));
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
      expect(
        await house.rows('SELECT 1 FROM publication WHERE case_id = $1 AND ended_at IS NULL AND released_at IS NOT NULL', [sent.id]),
      ).toHaveLength(1);
      expect(outcome(await act(house.people.dispatcher, sent, 'withdraw-publication', { comment: 'Igen.' }))).toBe(200);
      expect(outcome(await act(house.people.head, sent, 'propose-publication'))).toBe(200);
    }
  });
});

/** Bars a letter from being public, with and without the product's own step. */
const bars: [string, (sent: Sent) => Promise<unknown>][] = [
  [
    'a closed case',
    async ({ id }) =>
      (await house.as(house.people.head)).post(`/cases/${id}/confidence`, { confidential: true, personIds: [house.people.dispatcher.id] }),
  ],
  ['a pre-hearing', ({ hearingId }) => house.owner.query(`UPDATE hearing SET round = 'pre-hearing' WHERE id = $1`, [hearingId])],
];

describe.each(bars)('the letter of %s', (_what, bar) => {
  it('cannot be proposed', async () => {
    const sent = await sentCase();
    await bar(sent);
    expect(outcome(await act(house.people.head, sent, 'propose-publication'))).toBe('publication.barred');
  });

  it('cannot be released, though it was proposed before it became one', async () => {
    const sent = await proposed();
    await bar(sent);
    expect(outcome(await act(house.people.dispatcher, sent, 'publish'))).toBe('publication.barred');
    await expectNotThere(sent.pageId);
  });

  it('is not there any more, though it was published before it became one', async () => {
    const sent = await proposed(true);
    await expectThere(sent.pageId);
    await bar(sent);
    await expectNotThere(sent.pageId);
  });
});

it('a case that was closed and is opened again is not public again by that', async () => {
  const sent = await proposed(true);
  const head = await house.as(house.people.head);
  for (const confidential of [true, false])
    expect((await head.post(`/cases/${sent.id}/confidence`, { confidential, personIds: [] })).status).toBe(200);
  await expectNotThere(sent.pageId);
});

describe('the database refuses, whoever asks,', () => {
  const asApp = (sql: string, parameters: unknown[]) => house.rows(sql, parameters);

  it('a release by who proposed it, a release of what is barred, and a page that nobody proposed', async () => {
    const sent = await proposed();
    const release = 'UPDATE publication SET released_by = $2, released_at = now() WHERE id = $1';
    await expect(asApp(release, [sent.pageId, house.people.head.id])).rejects.toMatchObject({ code: '23514' });
    await house.owner.query('UPDATE response_case SET confidential = true WHERE id = $1', [sent.id]);
    await expect(asApp(release, [sent.pageId, house.people.dispatcher.id])).rejects.toMatchObject({ code: '23514' });
    await house.owner.query('UPDATE response_case SET confidential = false WHERE id = $1', [sent.id]);
    await house.owner.query(`UPDATE hearing SET round = 'pre-hearing' WHERE id = $1`, [sent.hearingId]);
    await expect(house.owner.query(release, [sent.pageId, house.people.dispatcher.id])).rejects.toMatchObject({ code: '23514' });
    const { id, sha256 } = await sentCase();
    const insert = `INSERT INTO publication (id, case_id, signed_sha256, proposed_by, proposed_at, released_by, released_at) VALUES ($1, $2, $3, $4, now(), $5, now())`;
    await expect(asApp(insert, [randomUUID(), id, sha256, house.people.head.id, house.people.dispatcher.id])).rejects.toMatchObject({
      code: '23514',
    });
  });

  it('that what was said is changed, undone or removed', async () => {
    const sent = await proposed(true);
    const owner = (sql: string) => house.owner.query(sql, [sent.pageId]);
    await expect(owner(`UPDATE publication SET proposed_at = proposed_at - interval '1 day' WHERE id = $1`)).rejects.toMatchObject({
      code: '23001',
    });
    await expect(owner('UPDATE publication SET released_by = NULL, released_at = NULL WHERE id = $1')).rejects.toMatchObject({
      code: '23001',
    });
    await expect(asApp('UPDATE publication SET proposed_by = $2 WHERE id = $1', [sent.pageId, secondHead.id])).rejects.toMatchObject({
      code: '42501',
    });
    await owner('UPDATE publication SET ended_at = now() WHERE id = $1');
    await expect(owner('UPDATE publication SET ended_at = NULL WHERE id = $1')).rejects.toMatchObject({ code: '23001' });
  });
});
