import { actorWith, caseIn } from '@genmaele/testing';
import { Browser } from './browser.js';
import { openServedHouse, password, type ServedHouse } from './house.js';
import { type Answer, type Visitor } from './visitor.js';
import { act } from './way.js';

let house: ServedHouse;
beforeAll(async () => {
  house = await openServedHouse();
});
beforeEach(() => house.rows('DELETE FROM sign_in_try'));
afterAll(() => house?.close());

const signIn = (email: string, word = password): Promise<Answer> => house.visitor().post('/sign-in', { email, password: word });
const someone = () => actorWith(house.database, [{ role: 'officer' }], house.clock.now(), 'Nogen');
const statuses = (answers: Answer[]) => answers.map(({ status }) => status);
const minutes = (count: number) => house.clock.move(count * 60_000);

describe('tries to sign in', () => {
  const tenWrong = async (email: string) => {
    for (let i = 0; i < 10; i += 1) expect((await signIn(email, `gæt ${i}`)).status).toBe(401);
  };

  it('that fail ten times close the account for a quarter of an hour, also to the right password', async () => {
    const { email } = await someone();
    await tenWrong(email);
    await house.rows(`DELETE FROM sign_in_try WHERE key LIKE 'address:%'`);
    const refused = await signIn(email);
    expect([refused.status, refused.body.code, refused.body.todo]).toEqual([
      429,
      'sign-in.too-many',
      expect.stringContaining('Vent 15 minutter'),
    ]);
    minutes(14.9);
    expect((await signIn(email)).status).toBe(429);
    minutes(0.2);
    expect((await signIn(email)).status).toBe(200);
  });

  it('that fail close the address they come from too, whoever they ask for', async () => {
    for (let i = 0; i < 10; i += 1) await signIn(`ingen${i}@example.dk`);
    expect((await signIn(house.people.officer.email)).body.code).toBe('sign-in.too-many');
  });

  it('answer alike for an e-mail that nobody has', async () => {
    const { email } = await someone();
    const bodies = async (address: string) => {
      const seen: unknown[] = [];
      for (let i = 0; i < 11; i += 1) {
        const { instance: _, ...body } = (await signIn(address, 'gættet')).body;
        seen.push(body);
      }
      await house.rows('DELETE FROM sign_in_try');
      return seen;
    };
    expect(await bodies('findes-ikke@example.dk')).toEqual(await bodies(email));
  });

  it('are forgotten by one that succeeds, and never more than ten of fifty at once are looked at', async () => {
    const { email } = await someone();
    for (let i = 0; i < 9; i += 1) await signIn(email, 'gættet');
    expect((await signIn(email)).status).toBe(200);
    await house.rows('DELETE FROM sign_in_try');
    const answers = statuses(await Promise.all(Array.from({ length: 50 }, (_, i) => signIn(email, `gæt ${i}`))));
    expect([answers.filter((status) => status === 401).length, answers.filter((status) => status === 429).length]).toEqual([10, 40]);
  });
});

describe('a session', () => {
  it('is listed with the person’s others, and can be ended from another', async () => {
    const { email } = await someone();
    const [one, two] = [await house.visitor().signedIn(email, password), await house.visitor().signedIn(email, password)];
    const { body: list } = await one.get('/me/sessions');
    expect(list.map((each: { current: boolean }) => each.current).sort()).toEqual([false, true]);
    expect(JSON.stringify(list)).not.toContain(
      decodeURIComponent(two.cookie ?? '')
        .split('s:')[1]
        ?.split('.')[0],
    );
    const other = list.find((each: { current: boolean }) => !each.current).id;
    const stranger = await house.as(house.people.chair);
    expect(statuses([await stranger.post(`/me/sessions/${other}/end`), await two.get('/me')])).toEqual([404, 200]);
    expect(statuses([await one.post(`/me/sessions/${other}/end`), await two.get('/me'), await one.get('/me')])).toEqual([200, 401, 200]);
  });

  it('ends with the others, but for this, when the person asks, and when the password is changed', async () => {
    const { email } = await someone();
    const [one, two, three] = await Promise.all([1, 2, 3].map(() => house.visitor().signedIn(email, password)));
    if (!one || !two || !three) throw new Error('someone is missing');
    await one.post('/me/sessions/end-others');
    expect(statuses(await Promise.all([one, two, three].map((each) => each.get('/me'))))).toEqual([200, 401, 401]);
    const four = await house.visitor().signedIn(email, password);
    expect((await one.post('/me/password', { current: password, next: 'et langt nyt kodeord' })).status).toBe(200);
    expect(statuses([await one.get('/me'), await four.get('/me')])).toEqual([200, 401]);
  });

  it('lasts no longer than its hours, though it is used all the while', async () => {
    const visitor = await house.visitor().signedIn((await someone()).email, password);
    for (let i = 0; i < 9; i += 1) {
      minutes(60);
      expect((await visitor.get('/me')).status).toBe(200);
    }
    minutes(60);
    expect((await visitor.get('/me')).body.code).toBe('sign-in.needed');
  });

  it('that is not used is past when its idle time is: the store no longer knows it', async () => {
    const actor = await someone();
    const visitor = await house.visitor().signedIn(actor.email, password);
    const [row] = await house.rows<{ left: number }>(
      `SELECT extract(epoch FROM expire - localtimestamp)::int / 60 AS left FROM session WHERE sess->'passport'->>'user' = $1`,
      [actor.id],
    );
    expect(row?.left).toBeGreaterThanOrEqual(29);
    expect(row?.left).toBeLessThanOrEqual(30);
    await house.rows(`UPDATE session SET expire = localtimestamp - interval '1 second' WHERE sess->'passport'->>'user' = $1`, [actor.id]);
    expect((await visitor.get('/me')).status).toBe(401);
  });
});

describe('approving with an old sign-in', () => {
  async function waitingChair(): Promise<{ id: string; seen: string; chair: Visitor }> {
    const { id, currentVersion } = await caseIn(house, 'in-approval');
    const chair = await house.visitor().signedIn(house.people.chair.email, password);
    minutes(61);
    return { id, seen: currentVersion?.sha256 ?? '', chair };
  }

  it('is refused until the password is given again; the session is then another, and lasts no longer for it', async () => {
    const { id, seen, chair } = await waitingChair();
    const refused = await chair.post(`/cases/${id}/actions/approve`, { seen });
    expect([refused.status, refused.body.code]).toEqual([403, 'sign-in.not-fresh']);
    expect((await chair.post('/sign-in/again', { password: 'forkert' })).body.code).toBe('sign-in.not-again');
    const [before, signedInAt] = [chair.cookie, (await chair.get('/me')).body.signedInAt];
    expect((await chair.post('/sign-in/again', { password })).status).toBe(200);
    expect([chair.cookie === before, (await chair.get('/me')).body.signedInAt]).toEqual([false, signedInAt]);
    expect((await house.visitor().get('/me', { cookie: before ?? '' })).status).toBe(401);
    expect((await chair.post(`/cases/${id}/actions/approve`, { seen })).body.to).toBe('approved');
  });

  it('asks for the password on a page, and then approves what was seen', async () => {
    const { id, chair } = await waitingChair();
    const browser = new Browser(chair);
    const asked = await browser.submit((await browser.open(`/sager/${id}`)).form('Godkend'));
    expect([asked.answer.status, asked.title]).toEqual([403, 'Vis, at det er dig.']);
    const wrong = await browser.submit(asked.form('Bekræft og fortsæt'), { password: 'forkert' });
    expect([wrong.answer.status, wrong.title]).toEqual([401, 'Adgangskoden passer ikke.']);
    const done = await browser.submit(wrong.form('Bekræft og fortsæt'), { password });
    expect([done.answer.status, done.text]).toEqual([200, expect.stringContaining('TilstandGodkendt')]);
  });

  it('does not hinder reading, nor what binds nobody', async () => {
    const { id } = await caseIn(house, 'opened');
    const officer = await house.visitor().signedIn(house.people.officer.email, password);
    minutes(120);
    expect((await officer.post(`/cases/${id}/actions/start`)).status).toBe(200);
    await expect(act(house, 'officer', id, 'start')).rejects.toThrow();
  });
});

describe('a person who has forgotten the password', () => {
  it('is mailed a link from the page, chooses a new one, and is signed out everywhere', async () => {
    const { email } = await someone();
    const before = await house.visitor().signedIn(email, password);
    const browser = new Browser(house.visitor());
    const form = (await browser.open('/glemt-adgangskode')).form('Send et link');
    const unknown = (await browser.submit(form, { email: 'findes-ikke@example.dk' })).text;
    const mails = house.sink.mails.length;
    await house.drain();
    expect(house.sink.mails).toHaveLength(mails);
    expect((await browser.submit(form, { email: email.toUpperCase() })).text).toBe(unknown);
    await house.drain();
    const path = /\/adgang\/[\w-]{43}/.exec(house.sink.mails.at(-1)?.replaceAll('=\r\n', '') ?? '')?.[0] ?? '';
    const choosing = await browser.open(path);
    await browser.open(path);
    const short = await browser.submit(choosing.form('Vælg adgangskoden'), { password: 'kort' });
    expect(short.answer.status).toBe(422);
    const done = await browser.submit(choosing.form('Vælg adgangskoden'), { password: 'et helt nyt kodeord' });
    expect([done.answer.status, done.title]).toEqual([200, 'Log på']);
    expect(statuses([await before.get('/me'), await signIn(email), await signIn(email, 'et helt nyt kodeord')])).toEqual([401, 401, 200]);
    expect((await browser.open(path)).title).toBe('Linket virker ikke.');
  });

  it('has an hour, and three links an hour', async () => {
    const { email } = await someone();
    const mails = house.sink.mails.length;
    for (let i = 0; i < 5; i += 1) expect((await house.visitor().post('/password-links', { email })).status).toBe(202);
    await house.drain();
    expect(house.sink.mails).toHaveLength(mails + 3);
    const token = /\/adgang\/([\w-]{43})/.exec(house.sink.mails.at(-1)?.replaceAll('=\r\n', '') ?? '')?.[1];
    minutes(60);
    const late = await house.visitor().post('/password', { token, password: 'et helt nyt kodeord' });
    expect([late.status, late.body.code]).toEqual([404, 'account.link-dead']);
  });
});
