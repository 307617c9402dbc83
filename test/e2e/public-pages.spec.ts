import { randomUUID } from 'node:crypto';
import { caseIn } from '@genmaele/testing';
import { caseView } from '@genmaele/cases';
import { jobHandlers } from '../../apps/worker/src/handlers.js';
import { Browser } from './browser.js';
import { openServedHouse, type ServedHouse } from './house.js';

let house: ServedHouse;
/** The case whose letter went the whole way; the others are copies of its rows, for a hundred ways would take minutes. */
let model: { caseId: string; letterId: string; sha256: string };
let published = 0;

beforeAll(async () => {
  house = await openServedHouse();
  const handlers = jobHandlers(house.database, house.env, { socket: house.env.SIGNER_SOCKET ?? '', roots: house.roots });
  const { id } = await caseIn(house, 'sending', {}, handlers);
  await house.drain();
  const { signedSha256 } = await caseView(house.database, id);
  const [letter] = await house.rows<{ id: string }>('SELECT id FROM letter WHERE case_id = $1', [id]);
  model = { caseId: id, letterId: letter!.id, sha256: signedSha256 ?? '' };
  await house.owner.query(`INSERT INTO kle_subject (number, valid_from, title, keywords, edition)
    VALUES ('02', '2020-01-01', 'Byggeri', '[]', '2020-01-01'), ('02.34', '2020-01-01', 'Byggesager', '[]', '2020-01-01'), ('03.02', '2020-01-01', 'Boliger', '[]', '2020-01-01')`);
});
afterAll(() => house?.close());

interface Wanted {
  title?: string;
  kle?: string;
  chosen?: boolean;
  /** Proposed and no more. */
  waiting?: boolean;
}

const copyOf = (table: string, from: string, changes: object) =>
  house.owner.query(`INSERT INTO ${table} SELECT (jsonb_populate_record(t, $2::jsonb)).* FROM ${table} t WHERE t.id = $1`, [
    from,
    JSON.stringify(changes),
  ]);

/** One more letter, published a minute after the one before. Answers the id of its page and of its case. */
async function publish({ title = 'Svar om almene boliger', kle, chosen = true, waiting = false }: Wanted = {}) {
  published += 1;
  const [caseId, letterId, approvalId, pageId] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];
  const { head, dispatcher } = house.people;
  const [letter] = await house.rows<{ approval_id: string }>('SELECT approval_id FROM letter WHERE id = $1', [model.letterId]);
  const filed = { kle_number: kle ?? null, kle_by: kle && chosen ? house.people.officer.id : null };
  await copyOf('response_case', model.caseId, {
    id: caseId,
    number: `P-${published}`,
    letter_id: letterId,
    title: `Sag om ${title}`,
    ...filed,
  });
  await copyOf('approval', letter!.approval_id, { id: approvalId, case_id: caseId });
  await copyOf('letter', model.letterId, { id: letterId, case_id: caseId, approval_id: approvalId, title });
  await house.owner.query('INSERT INTO publication (id, case_id, signed_sha256, proposed_by, proposed_at) VALUES ($1, $2, $3, $4, $5)', [
    ...[pageId, caseId, model.sha256, head.id],
    house.clock.now(),
  ]);
  const at = new Date(house.clock.now().getTime() + published * 60_000);
  if (!waiting)
    await house.owner.query('UPDATE publication SET released_by = $2, released_at = $3 WHERE id = $1', [pageId, dispatcher.id, at]);
  return { pageId, caseId };
}

/** Takes all off again, so that a test counts its own alone. */
const clear = () => house.owner.query('UPDATE publication SET ended_at = clock_timestamp() WHERE ended_at IS NULL');
const read = async (query = '') => (await house.visitor().get(`/offentligt${query}`)).text;
const pagesOn = (text: string) => [...text.matchAll(/href="\/offentligt\/([0-9a-f-]{36})"/g)].map(([, id]) => id);

describe('the list of what is public', () => {
  beforeEach(clear);

  it('has fifty on a page, the latest first, each once, with a way on and a way back', async () => {
    const ids: string[] = [];
    for (let i = 0; i < 101; i += 1) ids.push((await publish()).pageId);
    const [first, second, third] = [await read(), await read('?side=2'), await read('?side=3')];
    expect([first, second, third].map((text) => pagesOn(text).length)).toEqual([50, 50, 1]);
    expect([first, second, third].flatMap(pagesOn)).toEqual(ids.reverse());
    const ways = (text: string) =>
      [...text.matchAll(/<(a|link) rel="(prev|next)" href="([^"]+)"/g)].map((found) => found.slice(1).join(' '));
    expect(ways(first)).toEqual(['link next /offentligt?side=2', 'a next /offentligt?side=2']);
    expect(ways(second)).toEqual(expect.arrayContaining(['link prev /offentligt?side=1', 'a next /offentligt?side=3']));
    expect(ways(third)).toEqual(['link prev /offentligt?side=2', 'a prev /offentligt?side=2']);
    expect(second).toContain('Side 2 af 3');
    expect((await house.visitor().get('/offentligt?side=4')).status).toBe(404);
  });

  it.each(['?side=0', '?side=-1', '?side=1.5', '?side=to', '?emne=x', "?emne=02'", '?q=a&q=b', '?q=%00', `?q=${'a'.repeat(201)}`])(
    'refuses %s',
    async (query) => {
      expect((await house.visitor().get(`/offentligt${query}`)).status).toBe(400);
    },
  );

  it('finds by all the words of a title, whole or in part, great or small, and takes every sign for itself', async () => {
    const [homes, schools, percent] = [
      (await publish({ title: 'Åbne ældreboliger i Ærø Kommune' })).pageId,
      (await publish({ title: 'Folkeskolen og åbne boliger' })).pageId,
      (await publish({ title: 'Lejeloftet på 4 % og »50_øre« i C:\\leje' })).pageId,
    ];
    const found = async (words: string) => pagesOn(await read(`?q=${encodeURIComponent(words)}`));
    expect(await found('boliger')).toEqual([schools, homes]);
    expect(await found('  ærø   ÅBNE ')).toEqual([homes]);
    expect(await found('åbne folkeskole')).toEqual([schools]);
    for (const sign of ['%', '_', '\\', '»50_']) expect(await found(sign)).toEqual([percent]);
    expect(await found('findesikke')).toEqual([]);
    expect(await read('?q=findesikke')).toContain('0 svar');
    expect(await read(`?q=${encodeURIComponent('"><script>x</script>')}`)).not.toContain('<script>');
  });

  it('is listed by the topics that somebody chose, a group with all of its own, and keeps what was asked from page to page', async () => {
    const sub = (await publish({ kle: '02.34' })).pageId;
    const main = (await publish({ kle: '02' })).pageId;
    const other = (await publish({ kle: '03.02', title: 'Svar om leje' })).pageId;
    await publish({ kle: '09', chosen: false });
    const topicsOf = (text: string) =>
      [...text.split('id="emner"')[1]!.matchAll(/emne=([\d.]+)">[\d.]+ (.*?)<\/a> \((\d+)\)/g)].map((each) => each.slice(1).join(' '));
    expect(topicsOf(await read())).toEqual(['02 Byggeri 1', '02.34 Byggesager 1', '03.02 Boliger 1']);
    expect(pagesOn(await read('?emne=02'))).toEqual([main, sub]);
    expect(pagesOn(await read('?emne=02.34'))).toEqual([sub]);
    expect(pagesOn(await read('?emne=03'))).toEqual([other]);
    expect(pagesOn(await read('?emne=03&q=boliger'))).toEqual([]);
    expect(pagesOn(await read('?emne=09'))).toEqual([]);
    for (let i = 0; i < 51; i += 1) await publish({ kle: '02.34', title: 'Svar om leje & løn' });
    const text = await read('?emne=02&q=leje+%26');
    expect([...text.matchAll(/<a rel="next" href="([^"]+)"/g)].map(([, to]) => to)).toEqual([
      '/offentligt?q=leje+%26&amp;emne=02&amp;side=2',
    ]);
    expect(pagesOn(await read('?q=leje+%26&emne=02&side=2'))).toHaveLength(1);
  });

  it('counts nothing that is not public: not what waits, what was taken back, or what is barred', async () => {
    const shown = await publish({ kle: '03.02' });
    await publish({ kle: '02', waiting: true });
    const closed = await publish({ kle: '02' });
    await house.owner.query('UPDATE response_case SET confidential = true WHERE id = $1', [closed.caseId]);
    const back = await publish({ kle: '02.34' });
    await house.owner.query('UPDATE publication SET ended_at = clock_timestamp() WHERE id = $1', [back.pageId]);
    const text = await read('?q=svar');
    expect(pagesOn(text)).toEqual([shown.pageId]);
    expect([text.includes('1 svar med'), text.includes('Byggeri'), text.includes('emne=02"')]).toEqual([true, false, false]);
  });

  it('is searched by a form whose fields have labels, and shows what was asked', async () => {
    await publish({ title: 'Lejeloven', kle: '03.02' });
    await publish({ title: 'Folkeskoleloven' });
    const browser = new Browser(house.visitor());
    const list = await browser.open('/offentligt');
    expect(list.form('Find').fields).toMatchObject({ q: '', emne: '' });
    const found = await browser.open('/offentligt?q=lejeloven&emne=03.02');
    expect(pagesOn(found.answer.text)).toHaveLength(1);
    expect(found.answer.text).toMatch(
      /<label for="q">[^]*<input id="q" name="q"[^>]*value="lejeloven">[^]*<label for="emne">[^]*value="03.02" selected/,
    );
    expect((await browser.open(`/offentligt/${pagesOn(found.answer.text)[0]}`)).text).toContain('03.02 Boliger');
  });
});
